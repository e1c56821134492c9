import {createTransactionSecrets} from '../../oauth/authorization-request.js';
import {attempt} from '../../shared/attempt.js';
import {authorize, initializeKakaoSdk} from '../../sdk/kakao-sdk.js';
import {findSkipReason, leaveSilently} from './auto-login.js';
import type {Settings} from '../state/config.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {ClientPorts} from '../page/ports.js';
import type {SkipReason} from '../state/skip-reason.js';

/** Auto-login where the page has no REST API key: Kakao's SDK is loaded at once, only inside KakaoTalk. */
export async function autoLoginBySdk(ports: ClientPorts, settings: Settings): Promise<SkipReason | null> {
  const {appKey: clientId = ''} = settings;
  const reason = findSkipReason(ports, settings);
  if (reason) return reason;
  const [secrets, sdk] = await Promise.all([
    createTransactionSecrets(),
    withTimeout(ports, LEAVE_TIMEOUT, 'sdk_timeout', ports.loadSdk(settings)).catch(() => null),
  ]);
  const isReady = sdk && attempt(() => (initializeKakaoSdk(sdk, clientId), true));
  if (!isReady) return 'sdk-failed';
  // It has taken its time, and the visitor theirs.
  const late = findSkipReason(ports, settings);
  if (late) return late;
  try {
    return leaveSilently(ports, settings, secrets, {clientId}, (request) => {
      // Never through the app, nor through the sheet of a channel's home: neither is silent.
      authorize(sdk, {...request, throughTalk: false}, () => undefined);
    });
  } catch {
    return 'sdk-failed';
  }
}
