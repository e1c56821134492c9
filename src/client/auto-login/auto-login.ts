import {isKakaoTalk} from '../../in-app/device.js';
import {
  createTransactionSecrets,
  KAKAO,
  toAuthorizeUrl,
  type AuthorizationRequest,
  type TransactionSecrets,
} from '../../oauth/authorization-request.js';
import {createAuthorizationTransaction} from '../page/transactions/authorization-transaction.js';
import {readVisitHistory, rememberTry} from '../page/visit-history.js';
import {openTransaction} from '../page/transactions/open-transaction.js';
import type {AutoLoginPorts, Source} from '../page/ports/ports.js';
import type {SkipReason} from '../state/skip-reason.js';

/** What of a configuration auto-login goes by. Addresses are absolute. */
export interface AutoLoginSettings {
  /** Any of `marked`, `known` and `all`. */
  readonly autoLogin?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly restApiKey?: string | undefined;
  readonly emulator?: string | undefined;
  readonly context?: string | undefined;
  /** Where the visitor has come from. */
  readonly source?: Source | undefined;
}

/**
 * Asks Kakao, without a word to the visitor, whether somebody who has joined is there (`prompt=none`, OpenID Connect
 * §3.1.2.1): by the documented address, in place of the present history entry. Answers null where the page leaves, else
 * why it stays.
 * https://developers.kakao.com/docs/latest/ko/kakaosync/auto-login
 */
export async function autoLogin(ports: AutoLoginPorts, settings: AutoLoginSettings): Promise<SkipReason | null> {
  const {restApiKey: clientId = '', emulator = KAKAO} = settings;
  const reason = findSkipReason(ports, settings);
  if (reason) return reason;
  const secrets = await createTransactionSecrets();
  const {codeVerifier, codeChallenge} = secrets;
  return leaveSilently(ports, settings, secrets, {clientId, codeVerifier}, (request) => {
    ports.navigate(toAuthorizeUrl(emulator, {clientId, codeChallenge, ...request}), 'replace');
  });
}

/** Leaves by `go`, once it can be remembered that this was tried. Answers as {@link autoLogin}. */
export function leaveSilently(
  ports: AutoLoginPorts,
  {redirectUri = '', context, source}: AutoLoginSettings,
  secrets: TransactionSecrets,
  way: {readonly clientId: string; readonly codeVerifier?: string},
  go: (request: AuthorizationRequest) => void,
): SkipReason | null {
  if (!rememberTry(ports)) return 'storage-blocked';
  const {request, record, details} = createAuthorizationTransaction(ports, secrets, {
    redirectUri,
    purpose: 'auto-login',
    context,
  });
  if (!openTransaction(ports, {...record, ...way}, JSON.stringify({...details, ...source}))) return 'cookies-blocked';
  go({...request, prompt: 'none'});
  return null;
}

/** Why the page is not to leave for Kakao: the first condition that is not met. */
export function findSkipReason(ports: AutoLoginPorts, {autoLogin = ''}: AutoLoginSettings): SkipReason | null {
  if (!isKakaoTalk(ports)) return 'not-kakaotalk';
  const query = ports.address().searchParams;
  const {known, until = 0, out, next = 0} = readVisitHistory(ports);
  const now = ports.now();
  return !ports.isSecureContext
    ? 'insecure-origin'
    : // Another login's `code` comes with its `state`; alone it may be a coupon.
      query.has('error') || (query.has('code') && query.has('state'))
      ? 'callback'
      : !(
            /\ball\b/.test(autoLogin) ||
            (/\bmarked\b/.test(autoLogin) && query.get('ks_auto') === '1') ||
            (/\bknown\b/.test(autoLogin) && known)
          )
        ? 'not-asked'
        : until > now
          ? 'signed-in'
          : out
            ? 'logged-out'
            : next > now
              ? 'tried'
              : ports.findAutoLoginBlocker();
}
