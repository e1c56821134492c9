import type {Fault, FaultPoint} from '../emulator/index.js';
import type {ErrorCode} from '../shared/errors.js';

interface LoginFailure {
  /** Which of Kakao's endpoints fails. */
  readonly point: FaultPoint;
  readonly fault: Fault;
  /** How many of its next answers fail: the kit asks some endpoints twice. */
  readonly times: number;
}

/**
 * How a login can end at the backend, by the code with which the page is told, and what makes it end so at Kakao.
 * @see the error codes in the documents
 */
export const LOGIN_FAILURES = {
  code_used: {point: 'token', fault: {koe: 'KOE320'}, times: 1},
  rate_limited: {point: 'token', fault: {koe: 'KOE237'}, times: 1},
  client_secret_wrong: {point: 'token', fault: {koe: 'KOE010'}, times: 1},
  redirect_uri_mismatch: {point: 'token', fault: {koe: 'KOE303'}, times: 1},
  app_key_wrong: {point: 'token', fault: {koe: 'KOE101'}, times: 1},
  provider_unavailable: {point: 'token', fault: {status: 503}, times: 1},
  provider_bad_response: {point: 'token', fault: {spoil: 'ktl-token-html'}, times: 1},
  id_token_missing: {point: 'token', fault: {spoil: 'ktl-no-id-token'}, times: 1},
  id_token_invalid: {point: 'token', fault: {spoil: 'oidcc-client-test-nonce-invalid'}, times: 1},
  profile_mismatch: {point: 'user', fault: {spoil: 'oidcc-client-test-userinfo-invalid-sub'}, times: 1},
} as const satisfies Partial<Record<ErrorCode, LoginFailure>>;

/** The code with which the next login is to end. */
export type LoginFailureCode = keyof typeof LOGIN_FAILURES;

/**
 * @returns what has to fail at Kakao, so that a login ends with this code.
 * @throws {Error} that lists the known codes, if no failure of Kakao's is known to end so.
 */
export function getLoginFailureOrThrow(code: string): LoginFailure {
  const known = new Map<string, LoginFailure>(Object.entries(LOGIN_FAILURES));
  const failure = known.get(code);
  if (failure) return failure;
  throw new Error(`No login can be made to end with "${code}". Known: ${[...known.keys()].join(', ')}.`);
}
