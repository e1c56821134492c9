import type {BackendCode} from '../errors.js';

/** The codes by which a route of the server that takes the code tells how a login ended, beside those of any backend. */
export const CALLBACK_CODES = [
  'kakao_timeout',
  'kakao_unavailable',
  'kakao_interaction_required',
  'kakao_refused',
  'callback_invalid',
  'other_browser',
  'login_unfinished',
] as const;

/** A code by which such a route tells of a failure. */
export type CallbackCode = BackendCode | (typeof CALLBACK_CODES)[number];

/**
 * How a login has ended on the server: a new member, a known one, nobody without a failure (the visitor has cancelled, or
 * auto-login has found no member), an action of the visitor's to do, or a failure.
 */
export type CallbackEnd = 'new' | 'known' | 'out' | 'action' | CallbackCode | 'backend_failed';

const NO_FAILURE = /^(new|known|out|action)$/;

/** What the cookie `ks_result` holds. */
export interface CallbackResult {
  readonly end: CallbackEnd;
  /** The first six characters of the login's `tx`, as in the name of its transaction cookie. */
  readonly id: string;
}

/**
 * The value of the cookie `ks_result`.
 *
 * @returns such as `new.Ab3_-x`, or `error.code_used.Ab3_-x`
 */
export function toCallbackResult({end, id}: CallbackResult): string {
  return `${NO_FAILURE.test(end) ? end : `error.${end}`}.${id}`;
}

/**
 * Reads the value of the cookie `ks_result`.
 *
 * @param backendCodes `BACKEND_CODES`, which the caller has already
 * @returns null if it is none. A failure whose code is unknown, as of a newer server, is `backend_failed`
 */
export function readCallbackResult(value: string, backendCodes: readonly BackendCode[]): CallbackResult | null {
  const [, given, id] = /^(\w+|error\.\w+)\.([\w-]{6})$/.exec(value) ?? [];
  const end = given?.replace('error.', '');
  if (!id || !end || (end === given && !NO_FAILURE.test(end))) return null;
  if (end === given) return {end: end as CallbackEnd, id};
  const codes: readonly CallbackCode[] = [...backendCodes, ...CALLBACK_CODES];
  return {end: codes.find((code) => code === end) ?? 'backend_failed', id};
}
