import {toAuthorizationFailure} from '../../shared/authorization/authorization-error.js';
import type {AuthorizationResponse} from '../../shared/authorization/authorization-response.js';
import type {CallbackCode} from '../../shared/server-callback/callback-result.js';
import type {ConsumedTransaction} from '../../shared/transaction.js';
import {readPendingAnswer} from '../login/finish-pending-login.js';
import type {ServerContext} from '../login/server-context.js';
import type {CallbackRoute} from './callback-request.js';
import {type CallbackEnding, toEnd, toTargets} from './callback-response.js';
import type {FoundTransaction} from './callback-transaction.js';
import {type CountedEnd, type RequestRecord, toCountedEnd, type ToldFailure} from './endpoint.js';
import {handleLogin, type LoginsUnderWay} from './handle-login.js';
import {answerFromSession} from './session-actions.js';
import {readLoginRequest} from './session-request.js';

/** How a return from Kakao ends, and what is counted of it. */
export interface Ended {
  readonly ending: CallbackEnding;
  readonly metric: CountedEnd;
}

/** What the ends of a return have in common. */
export interface Arrival {
  readonly request: Request;
  readonly record: RequestRecord;
  /** Where the login began. */
  readonly home: readonly unknown[];
}

/** A record whose answer is not taken, with what the cookie says beside it. */
export type OpenTransaction = Extract<FoundTransaction, {readonly kind: 'open'}>;

/** An end in failure that no request of a page has. */
export function toFailure(code: CallbackCode, message: string): ToldFailure {
  return {code, message, details: {}};
}

/** Why an answer that has come to a route is not its record's; null if it is. */
export function findMisdirection(
  {redirectUris: known}: ServerContext['settings'],
  {redirectUris}: CallbackRoute,
  {entry: {redirectUri}}: OpenTransaction,
): ToldFailure | null {
  if (redirectUris.includes(redirectUri)) return null;
  if (known.has(redirectUri)) {
    return toFailure('callback_invalid', 'The answer has come to another redirect URI than the login’s own.');
  }
  const hint = `The login's redirect URI is not among redirectUris, letter for letter: ${redirectUri}`;
  return toFailure('redirect_uri_unknown', hint);
}

/**
 * Completes a login by its code, as a page's POST does.
 *
 * @throws RequestError what went wrong
 */
export async function endByCode(
  server: ServerContext,
  underWay: LoginsUnderWay,
  {request, record, home}: Arrival,
  {entry, details}: OpenTransaction,
  code: string,
): Promise<Ended> {
  const login = readLoginRequest(entry.purpose, {...entry, ...details, code});
  const {answer, headers} = await handleLogin(server, underWay, request, login, record.log, (share) => {
    record.share = share;
  });
  const {share} = record;
  const targets = toTargets(answer, login.purpose, {returnTo: details.returnTo, home});
  return {ending: {end: toEnd(answer, share), targets, headers}, metric: toCountedEnd(answer, share)};
}

/** What Kakao's error comes to; a failure where it is one. */
export function endByError(
  response: Extract<AuthorizationResponse, {readonly kind: 'error'}>,
  {entry}: OpenTransaction,
  home: Arrival['home'],
): Ended | ToldFailure {
  const code = toAuthorizationFailure(response, entry.purpose);
  if (code) return toFailure(code, toErrorHint(code, response));
  return {ending: {end: 'out', targets: home}, metric: {outcome: 'signed-out'}};
}

/** Whoever made the address wrote the error: only what looks like one of OAuth's is said again. */
function toErrorHint(code: CallbackCode, {error}: {readonly error: string}): string {
  if (code === 'under_age') return 'Kakao refused somebody under 14.';
  return `Kakao answered the login with ${/^[a-z_]{1,40}$/.test(error) ? error : 'an error of no known form'}.`;
}

/**
 * A reload, the Back button or a second tab: the answer is taken already, and only what it came to is looked for.
 *
 * @throws RequestError `hook_failed`
 */
export async function endAgain(
  server: ServerContext,
  {request, home}: Arrival,
  {tx, purpose = 'login'}: ConsumedTransaction,
): Promise<Ended | ToldFailure> {
  // Not by the purpose: an auto-login would take the session of any other login for its own.
  const answered = await answerFromSession(server, request, {purpose: 'login', tx});
  if (answered) {
    const {answer, headers} = answered;
    return {ending: {end: 'known', targets: home, headers}, metric: toCountedEnd(answer, 'replays')};
  }
  const pending = await readPendingAnswer(server, request);
  if (pending?.tx === tx) {
    const targets = toTargets(pending, purpose, {returnTo: undefined, home});
    return {ending: {end: 'action', targets}, metric: toCountedEnd(pending, 'replays')};
  }
  return toFailure('login_unfinished', 'The answer was taken before, and nobody is signed in by it.');
}
