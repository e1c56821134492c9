import {createTransactionSecrets} from '../../oauth/authorization-request.js';
import {attempt} from '../../shared/attempt.js';
import {initializeKakaoSdk} from '../../sdk/find-kakao-sdk.js';
import type {authorize} from '../../sdk/kakao-sdk.js';
import {findSkipReason, leaveSilently, type AutoLoginSettings} from './auto-login.js';
import type {Settings} from '../state/config.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {ClientPorts} from '../page/ports/ports.js';
import type {SkipReason} from '../state/skip-reason.js';

/** What calls the SDK comes with the part for presses. */
export type LoadAuthorize = () => Promise<typeof authorize>;

/** Auto-login if the page has no REST API key: Kakao's SDK is loaded at once, only inside KakaoTalk. */
export async function autoLoginBySdk(
  ports: ClientPorts,
  settings: Settings & Pick<AutoLoginSettings, 'source'>,
  loadAuthorize: LoadAuthorize,
): Promise<SkipReason | null> {
  const {appKey: clientId = ''} = settings;
  const reason = findSkipReason(ports, settings);
  if (reason) return reason;
  const [callAuthorize, secrets, sdk] = await Promise.all([
    withTimeout(ports, LEAVE_TIMEOUT, 'part_unavailable', loadAuthorize()).catch(() => null),
    createTransactionSecrets(),
    withTimeout(ports, LEAVE_TIMEOUT, 'sdk_timeout', ports.loadSdk(settings)).catch(() => null),
  ]);
  const isReady = callAuthorize && sdk && attempt(() => (initializeKakaoSdk(sdk, clientId), true));
  if (!isReady) return 'sdk-failed';
  // It has taken its time, and the visitor theirs.
  const late = findSkipReason(ports, settings);
  if (late) return late;
  try {
    return leaveSilently(ports, settings, secrets, {clientId}, (request) => {
      // Never through the app, nor through the sheet of a channel's home: neither is silent.
      callAuthorize(sdk, {...request, throughTalk: false}, () => undefined);
    });
  } catch {
    return 'sdk-failed';
  }
}
