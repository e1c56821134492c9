import type {ApiCode, BackendCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';

/** The addresses of Kakao's that the kit calls, and the name that each is counted by: the same as the emulator's. */
const ENDPOINTS = {
  '/.well-known/jwks.json': 'jwks',
  '/oauth/token': 'token',
  '/v1/user/access_token_info': 'token-info',
  '/v2/user/me': 'user',
  '/v2/app/users': 'users',
  '/v1/user/ids': 'user-ids',
  '/v1/user/logout': 'logout',
  '/v1/user/unlink': 'unlink',
  '/v2/user/scopes': 'scopes',
  '/v2/user/revoke/scopes': 'revoke-scopes',
  '/v2/user/service_terms': 'terms',
  '/v2/user/revoke/service_terms': 'revoke-terms',
  '/v2/user/upgrade/service_terms': 'upgrade-terms',
  '/v1/user/shipping_address': 'shipping-addresses',
  '/v2/api/talk/channels': 'channels',
  '/v2/api/talk/channels/multi': 'channels-of-many',
  '/v1/talkchannel/create/target_user_file': 'create-customer-file',
  '/v1/talkchannel/target_user_file': 'customer-files',
  '/v1/talkchannel/update/target_users': 'add-customers',
  '/v1/talkchannel/delete/target_users': 'remove-customers',
} as const;

/** An address that has a name to be counted by. */
export type KakaoPath = keyof typeof ENDPOINTS;

/** One request to Kakao, for counting. */
export interface KakaoCallMetric {
  readonly purpose: 'kakao-call';
  /** What was asked: a name of a fixed list, with nothing of the request in it. */
  readonly endpoint: (typeof ENDPOINTS)[KakaoPath];
  /**
   * `ok`: status 200 and JSON, whatever the JSON says. An error code: Kakao's answer, or that none came in time.
   * `aborted`: nobody waited any more, because the login's or the hook's own time was over, or by the caller's signal.
   */
  readonly outcome: 'ok' | 'aborted' | BackendCode | ApiCode;
  /** From the request to the end of Kakao's answer. */
  readonly milliseconds: number;
}

/** What became of a request for Kakao's public keys, which ID tokens and account events are checked with. */
export interface SigningKeysMetric {
  readonly purpose: 'signing-keys';
  /** `failed`: those that are known serve on, for 24 hours at most. */
  readonly outcome: 'fetched' | 'failed';
  /** How old the keys are that serve from now on, in seconds: 0 if they were fetched just now, null if there are none. */
  readonly ageSeconds: number | null;
}

/** Counts requests to Kakao. */
export interface CallObserver {
  /** Milliseconds since the epoch. */
  now(): number;
  tell(metric: KakaoCallMetric): void;
}

/**
 * Makes one request, and tells how it ended and how long it took.
 *
 * @param observer nobody is told without one
 * @param toOutcome what an answer is counted as; default: `ok`
 * @throws what the request throws
 */
export async function observeCall<T>(
  observer: CallObserver | undefined,
  path: KakaoPath,
  call: () => Promise<T>,
  toOutcome: (answer: T) => KakaoCallMetric['outcome'] = () => 'ok',
): Promise<T> {
  if (!observer) return call();
  const start = observer.now();
  const tell = (outcome: KakaoCallMetric['outcome']): void => {
    const milliseconds = Math.abs(observer.now() - start);
    observer.tell({purpose: 'kakao-call', endpoint: ENDPOINTS[path], outcome, milliseconds});
  };
  try {
    const answer = await call();
    tell(toOutcome(answer));
    return answer;
  } catch (thrown) {
    tell(thrown instanceof KakaoSyncError ? (thrown.code as BackendCode | ApiCode) : 'aborted');
    throw thrown;
  }
}
