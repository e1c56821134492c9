import {readReturnTarget} from '../../shared/return-target.js';
import {type CallbackEnd, toCallbackResult} from '../../shared/server-callback/callback-result.js';
import {
  type ConsumedTransaction,
  MAX_CONSUMED,
  RESULT_COOKIE,
  RESULT_MAX_AGE,
  toShortValue,
  toTransactionCookie,
  type TransactionRecord,
} from '../../shared/transaction.js';
import type {SessionAnswer} from '../../shared/wire.js';
import type {CallbackRoute} from './callback-request.js';
import type {LoginShare} from './handle-login.js';

/** How a login ends at a route of the server. */
export interface CallbackEnding {
  readonly end: CallbackEnd;
  /** The ways on, best first. */
  readonly targets: readonly unknown[];
  /** What stays of the transaction, if its answer has been taken now. */
  readonly consumed?: ConsumedTransaction | undefined;
  /** Of hooks and sessions. */
  readonly headers?: Headers;
}

/**
 * Sends the visitor on, and leaves to the page there how the login ended.
 *
 * @param tx the transaction; undefined where nobody knows it, and nothing can be told
 */
export function toCallbackResponse(
  {origin, isSecure, redirectUris: [redirectUri]}: CallbackRoute,
  tx: string | undefined,
  {end, targets, consumed, headers: given = new Headers()}: CallbackEnding,
): Response {
  const headers = new Headers();
  if (tx !== undefined) {
    const result = toCallbackResult({end, id: tx.slice(0, 6)});
    const secure = isSecure ? '; Secure' : '';
    headers.append(
      'Set-Cookie',
      `${RESULT_COOKIE}=${result}; Path=/; Max-Age=${RESULT_MAX_AGE}; SameSite=Lax${secure}`,
    );
  }
  if (consumed) {
    const value = toShortValue(consumed, MAX_CONSUMED);
    headers.append('Set-Cookie', toTransactionCookie(consumed.tx, value, isSecure));
  }
  // The session's cookie comes last: it stays where a site copies headers so that each replaces the one before.
  for (const [name, value] of given) headers.append(name, value);
  // Once more, whoever has said it: a path of this very origin, and not this route, which would begin anew.
  const rules = {origin, endpoint: redirectUri};
  const to = targets.map((target) => readReturnTarget(target, rules)).find((target) => target !== null);
  headers.set('Location', to ?? '/');
  return new Response(null, {status: 303, headers});
}

/** How a login has ended, for the page. Whose it is that somebody is new, one request alone tells: the one that made them. */
export function toEnd(answer: SessionAnswer, share: LoginShare | undefined): CallbackEnd {
  switch (answer.status) {
    case 'signed-in':
      return answer.isNewMember && share === 'completes' ? 'new' : 'known';
    case 'action-required':
      return 'action';
    default:
      return 'out';
  }
}

/**
 * Where a login leads on: auto-login ends on the page that was opened, and a consent on the page that asked for it, unless
 * something else is required first.
 *
 * @param home where it began
 */
export function toTargets(
  answer: SessionAnswer,
  purpose: TransactionRecord['purpose'],
  {returnTo, home}: {readonly returnTo: string | undefined; readonly home: readonly unknown[]},
): readonly unknown[] {
  if (answer.status === 'signed-out') return home;
  const isLogin = purpose === 'login' || purpose === 'link';
  const isLed = isLogin || (purpose === 'terms' && answer.status === 'action-required');
  return [isLed && answer.redirectTo, isLogin && returnTo, ...home];
}
