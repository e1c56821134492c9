import type {LoginRequest} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import {createSharedWorks, type SharedWorks} from '../base/shared-work.js';
import {completeLogin, type LoginAttempt} from '../login/complete-login.js';
import {requireCurrentMember} from '../login/current-session.js';
import type {ServerContext} from '../login/server-context.js';
import type {RequestContext} from '../options/hook-types.js';
import type {RequestReporter} from '../options/reports/report.js';
import {requireLinkProof} from '../sessions/fresh-login.js';
import {NEEDS_SESSION, type Session} from '../sessions/sessions.js';
import {answerFromSession, type Fulfilled, toFulfilled} from './session-actions.js';

/**
 * What a request has to do with a login: it has completed one itself, is answered with what an equal request is doing,
 * which reports and counts, or by the session that an equal one has made.
 */
export type LoginShare = 'completes' | 'joins' | 'replays';

/** Logins under way, so that equal requests share one exchange. */
export type LoginsUnderWay = SharedWorks<Fulfilled>;

/** How long anybody waits for what an equal request is doing, in milliseconds: longer than a page does. */
const JOIN_TIMEOUT = 15_000;

/** @param now in milliseconds since the epoch */
export function createLoginsUnderWay(now: () => number): LoginsUnderWay {
  return createSharedWorks(JOIN_TIMEOUT, now);
}

/**
 * Answers a login: from the session that is there already, with what an equal request is doing, or by completing it.
 *
 * @param onShare told what the request has to do with the login, before anything can fail in it
 * @throws RequestError what went wrong
 */
export async function handleLogin(
  server: ServerContext,
  underWay: LoginsUnderWay,
  request: Request,
  login: LoginRequest,
  log: RequestReporter,
  onShare: (share: LoginShare) => void,
): Promise<Fulfilled> {
  if (login.purpose === 'link' && !server.hooks.linkMember) {
    throw new RequestError('purpose_unsupported', 'A page would link a member, and there is no linkMember.');
  }
  log.redactor.add(login.code, login.nonceSecret, login.codeVerifier, login.context);
  const answered = await answerFromSession(server, request, login);
  if (answered) {
    // An auto-login may find the session of another login: that is no repetition.
    if (answered.answer.tx === login.tx) onShare('replays');
    return answered;
  }
  const context = toLoginContext(request, login);
  const current = NEEDS_SESSION.has(login.purpose) ? await requireCurrentMember(server, context) : null;
  if (current && login.purpose === 'link') {
    await requireLinkProof(server.linkKeys, current.session, login, server.now());
  }
  return underWay.joinOrStart(toIdentity(login, current?.session), {
    onJoin: () => onShare('joins'),
    start: () => {
      onShare('completes');
      return answerLogin(server, {login, context, current, log});
    },
  });
}

/**
 * What requests must have in common to share an exchange: everything, proofs of ownership and session included. One that
 * differs in any of them is on its own, and must not get somebody else's session.
 */
function toIdentity(login: LoginRequest, session: Session | undefined): string {
  const {memberId, issuedAt, tx} = session ?? {};
  return JSON.stringify([login, memberId, issuedAt, tx]);
}

/** Completes a login; the headers that hooks add count only if it succeeds. */
async function answerLogin(server: ServerContext, attempt: LoginAttempt): Promise<Fulfilled> {
  await server.checkLimit(attempt.context.request, attempt.log);
  return toFulfilled(await completeLogin(server, attempt), attempt.context);
}

function toLoginContext(request: Request, {purpose, context, attribution}: LoginRequest): RequestContext {
  return {
    request,
    purpose,
    responseHeaders: new Headers(),
    ...(context !== undefined && {context}),
    ...(attribution !== undefined && {attribution}),
  };
}
