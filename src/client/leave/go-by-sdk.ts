import {isKakaoTalk, isPhone} from '../../in-app/device.js';
import type {AuthorizationRequest} from '../../oauth/authorization-request.js';
import {initializeKakaoSdk} from '../../sdk/find-kakao-sdk.js';
import {authorize} from '../../sdk/kakao-sdk.js';
import type {KakaoSdk} from '../../sdk/kakao-sdk-types.js';
import {attempt} from '../../shared/attempt.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {CoreContext} from '../page/core-context.js';
import type {CorePorts} from '../page/ports/ports.js';
import {saveTalkAnswer} from '../page/kept/save-talk-answer.js';
import {isWithin, LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {Settings} from '../state/config.js';
import {waitForSecrets} from './go-to-kakao.js';
import type {Press, PressSecrets} from './press.js';
import {beginTransaction, leaveDirectly} from './press-transaction.js';
import {offerTalkFallback} from './talk-fallback.js';

/** A press counts as a gesture for a second, the last millisecond included, if the browser does not tell. */
const GESTURE = 1001;

/**
 * Goes to Kakao by its SDK, which may open KakaoTalk. In the press's own task where everything is ready: the gesture is
 * alive then, and KakaoTalk may open. If the SDK cannot be had and the site has a REST API key, by the documented address.
 */
export function goBySdk(core: CoreContext, press: Press): void {
  const sdk = findSdk(core.ports, press.settings);
  const secrets = press.secrets.ready();
  if (secrets && sdk) leave(core, press, secrets, sdk);
  else {
    Promise.all([waitForSecrets(core, press), waitForSdk(core.ports, press)]).then(([made, loaded]) => {
      if (press.isCurrent()) leave(core, press, made, loaded);
    }, press.fail);
  }
}

/** The page's SDK. A file without the login part may show that only after `init`; then there is none. */
function findSdk(ports: CorePorts, {appKey = ''}: Settings): KakaoSdk | null {
  const sdk = ports.findSdk();
  attempt(() => sdk && initializeKakaoSdk(sdk, appKey));
  return ports.findSdk();
}

/** Null where it cannot be had, and need not be. */
function waitForSdk(ports: CorePorts, {settings, pressedAt}: Press): Promise<KakaoSdk | null> {
  // The part that this is in may have taken some of the time. Somebody may have set the clock since.
  const passed = Math.min(Math.max(0, ports.now() - pressedAt), LEAVE_TIMEOUT);
  const loading = withTimeout(
    ports,
    LEAVE_TIMEOUT - passed,
    'sdk_timeout',
    ports.loadSdk(settings),
    ports.findSdkFile(settings),
  );
  return settings.restApiKey ? loading.catch(() => null) : loading;
}

function leave(core: CoreContext, press: Press, made: PressSecrets, sdk: KakaoSdk | null): void {
  const {appKey = '', restApiKey} = press.settings;
  const transaction = beginTransaction(core, press, made);
  try {
    leaveBySdk(core, press, transaction.request, sdk, () => transaction.open(appKey));
  } catch (error) {
    return restApiKey ? leaveDirectly(core, press, transaction) : transaction.fail(error);
  }
  transaction.finish();
}

/**
 * @param open writes the record; false where that failed
 * @throws {KakaoSyncError} `sdk_blocked`, `sdk_conflict`, `sdk_failed`
 */
function leaveBySdk(
  core: CoreContext,
  press: Press,
  request: AuthorizationRequest,
  sdk: KakaoSdk | null,
  open: () => boolean,
): void {
  const {ports} = core;
  const {appKey = '', redirectUri = '', callbackMode, throughTalk: byDefault} = press.settings;
  if (!sdk) throw new KakaoSyncError('sdk_blocked');
  initializeKakaoSdk(sdk, appKey);
  const hasGesture = ports.hasGesture() ?? isWithin(ports.now() - press.pressedAt, GESTURE);
  const throughTalk = hasGesture && (press.options.throughTalk ?? byDefault) !== 'never';
  if (!open()) return;
  authorize(sdk, throughTalk ? request : {...request, throughTalk}, (answer) => {
    const storages = callbackMode === 'server' ? {sessionStorage: null} : ports;
    ports.navigate(saveTalkAnswer(storages, redirectUri, request.state, answer), 'assign');
  });
  if (throughTalk && opensTalk(ports)) offerTalkFallback(core, press);
}

/** Inside KakaoTalk only a channel's home opens a sheet of its own. */
function opensTalk(ports: CorePorts): boolean {
  return isPhone(ports) && (!isKakaoTalk(ports) || /ch-home|PFHOME/i.test(ports.userAgent));
}
