import {isKakaoTalk, isPhone} from '../../in-app/device.js';
import type {CoreContext} from '../page/core-context.js';
import type {CorePorts} from '../page/ports/ports.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {Settings} from '../state/config.js';
import type {Press, PressParts, PressSecrets} from './press.js';
import {beginTransaction, leaveDirectly} from './press-transaction.js';

/**
 * On desktops and inside KakaoTalk the SDK would only redirect, and the documented address can carry PKCE. In a frame it
 * would redirect the frame.
 */
export function prefersDirect(
  ports: Pick<CorePorts, 'userAgent' | 'maxTouchPoints' | 'isTop'>,
  {restApiKey}: Settings,
): boolean {
  return !!restApiKey && (isKakaoTalk(ports) || !isPhone(ports) || !ports.isTop);
}

/**
 * Goes to Kakao: by the documented address, for which everything is in the page's first load, or by the SDK, which may
 * open KakaoTalk. In the press's own task where everything is ready.
 */
export function goToKakao(core: CoreContext, press: Press, part: PressParts['leave']): void {
  const {ports} = core;
  const {settings} = press;
  // First, whichever way this press takes: what was written ahead and is not used has to go.
  if (part.content?.leavePrepared(core, press)) return;
  if (prefersDirect(ports, settings)) return goDirectly(core, press);
  if (part.content) return part.content.goBySdk(core, press);
  // Beside the part. If that fails, the press shows why.
  void ports.loadSdk(settings).catch(() => null);
  withTimeout(ports, LEAVE_TIMEOUT, 'part_unavailable', part.load()).then(
    ({goBySdk}) => {
      if (press.isCurrent()) goBySdk(core, press);
    },
    (error: unknown) => {
      if (!settings.restApiKey) press.fail(error);
      else if (press.isCurrent()) goDirectly(core, press);
    },
  );
}

function goDirectly(core: CoreContext, press: Press): void {
  const leave = (made: PressSecrets): void => leaveDirectly(core, press, beginTransaction(core, press, made));
  const secrets = press.secrets.ready();
  if (secrets) leave(secrets);
  else {
    waitForSecrets(core, press).then((made) => {
      if (press.isCurrent()) leave(made);
    }, press.fail);
  }
}

/** Those of a link need the backend. */
export function waitForSecrets({ports}: CoreContext, {purpose, secrets}: Press): Promise<PressSecrets> {
  const making = secrets.make();
  return purpose === 'link' ? withTimeout(ports, LEAVE_TIMEOUT, 'backend_timeout', making) : making;
}
