import type {LoginRequest, SessionAnswer} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import type {CheckedAction} from '../options/hook-results.js';
import type {RequestContext} from '../options/hook-types.js';
import type {RequestReporter} from '../options/reports/report.js';
import {toRecorded} from '../options/site-terms.js';
import {readAuthenticatedAt} from '../sessions/fresh-login.js';
import {isPendingAction, toActionRequired} from '../sessions/pending-logins.js';
import {keepTokens} from '../tokens/of-login.js';
import type {CurrentMember} from './current-session.js';
import {establishSession} from './establish-session.js';
import {type KakaoIdentity, readKakaoIdentity} from './kakao-identity.js';
import {type ResolvedMember, resolveMember} from './resolve-member.js';
import type {ServerContext} from './server-context.js';

/** A login that a page asks for. */
export interface LoginAttempt {
  readonly login: LoginRequest;
  readonly context: RequestContext;
  /** Who is signed in, for the purposes that need a session. */
  readonly current: CurrentMember | null;
  readonly log: RequestReporter;
}

/**
 * Completes a login in three steps: who the code speaks of, which member that is, and a new session.
 *
 * @throws RequestError what went wrong; then there is no session, and no login is pending
 */
export async function completeLogin(server: ServerContext, attempt: LoginAttempt): Promise<SessionAnswer> {
  const {login, context, current, log} = attempt;
  const identity = await readKakaoIdentity(server, login, log.redactor, context.request.signal);
  if (server.settings.unlinks) server.admin?.proof.noteLogin(identity.profile.id);
  const resolved = await resolveMember(server, {login, identity, current}, context);
  if (resolved.kind === 'not-a-member') return {status: 'signed-out', tx: login.tx, reason: 'not_a_member'};
  const answer = await answerResolved(server, attempt, identity, resolved);
  reportUnread(server, login, identity, log);
  return answer;
}

/** What a login comes to, if it does not end in nothing. */
async function answerResolved(
  server: ServerContext,
  {login, context, current, log}: LoginAttempt,
  identity: KakaoIdentity,
  resolved: Exclude<ResolvedMember, {readonly kind: 'not-a-member'}>,
): Promise<SessionAnswer> {
  if (resolved.kind === 'action') return requireAction(server, {login, context, current}, identity, resolved.action);
  const {member, isNewMember} = resolved;
  const authenticatedAt = toAuthenticatedAt(login, identity, current, server.now());
  const completed = {login, identity, member, isNewMember, isOwnAccount: true, authenticatedAt, current};
  const answer = await establishSession(server, completed, context, log.warn);
  // Last of all: a login that is refused keeps nothing.
  const isKept = login.purpose !== 'auto-login' || server.settings.keepTokens?.autoLogin;
  if (server.tokens && isKept) await keepTokens(server.tokens, identity.profile.id, identity.tokens, log.warn);
  return answer;
}

/** Tells the site what Kakao did not tell, though the login has succeeded. */
function reportUnread(
  {unknownTerms}: Pick<ServerContext, 'unknownTerms'>,
  {terms: asked}: LoginRequest,
  {terms, failures}: KakaoIdentity,
  log: RequestReporter,
): void {
  for (const failure of failures) log.warn(failure);
  if (terms instanceof RequestError) log.warn(terms);
  unknownTerms.report(asked, terms, log);
}

/** Something must be done first: the login stays pending in this browser, unless nobody can do it. */
async function requireAction(
  {settings, pendingLogins}: Pick<ServerContext, 'settings' | 'pendingLogins'>,
  {login, context, current}: Omit<LoginAttempt, 'log'>,
  {profile, terms, readAt}: KakaoIdentity,
  {action, memberId, ...told}: CheckedAction,
): Promise<SessionAnswer> {
  const {tx, purpose} = login;
  const known = terms instanceof RequestError ? null : terms;
  if (!isPendingAction(action)) await pendingLogins.clear(context);
  else {
    const beganBy = current?.member.id;
    const kept = known && {terms: toRecorded(known.list, settings.terms, login.terms)};
    await pendingLogins.save({tx, purpose, action, beganBy, memberId, profile, readAt, ...kept, ...told}, context);
  }
  return toActionRequired({tx, action, ...told});
}

/**
 * When the person of a new session last proved who they are, in milliseconds since the epoch: by a pressed login, when
 * Kakao says or else now. Neither a consent nor a link is a login, and auto-login asks nobody.
 */
function toAuthenticatedAt(
  {purpose}: LoginRequest,
  {authTime}: KakaoIdentity,
  current: CurrentMember | null,
  now: number,
): number | null {
  if (current) return readAuthenticatedAt(current.session);
  if (purpose !== 'login') return null;
  return authTime === undefined ? now : Math.min(authTime * 1000, now);
}
