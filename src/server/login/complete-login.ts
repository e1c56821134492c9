import type {LoginRequest, SessionAnswer} from '../../shared/wire.js';
import {toOwnerId} from './account-owner.js';
import {readAuthenticatedAt} from '../sessions/fresh-login.js';
import type {CheckedAction, CheckedMember} from '../options/hook-results.js';
import type {ServerContext} from './server-context.js';
import type {RequestContext} from '../options/options.js';
import {isPendingAction} from '../sessions/pending-logins.js';
import {type KakaoIdentity, readKakaoIdentity} from './kakao-identity.js';
import {RequestError} from '../base/request-error.js';
import type {RequestLog} from '../options/report.js';
import {establishSession} from './establish-session.js';
import {confirmCurrentMember, type CurrentMember} from './current-session.js';
import {toRecorded} from '../options/site-terms.js';

/** One login, on its way. */
interface Progress {
  readonly server: ServerContext;
  readonly login: LoginRequest;
  readonly context: RequestContext;
  readonly person: KakaoIdentity;
  readonly log: RequestLog;
  /** Who asks, for the purposes that need a session. */
  readonly signedIn: CurrentMember | null;
}

/**
 * Completes a login: who the code speaks of, whether that is a member, and a new session.
 *
 * @param signedIn who asks, for the purposes that need a session
 * @throws RequestError
 */
export async function completeLogin(
  server: ServerContext,
  login: LoginRequest,
  context: RequestContext,
  signedIn: CurrentMember | null,
  log: RequestLog,
): Promise<SessionAnswer> {
  const person = await readKakaoIdentity(server, login, log.redactor, context.request.signal);
  if (server.settings.unlinks) server.adminKeyProof.noteLogin(person.profile.id);
  const progress = {server, login, context, person, log, signedIn};
  if (!signedIn) return loginOrSignUp(progress);
  return login.purpose === 'link' ? linkAccount(progress, signedIn) : grantConsent(progress, signedIn);
}

/** A visitor comes in: a member, or somebody who becomes one by a login that was asked for. */
async function loginOrSignUp(progress: Progress): Promise<SessionAnswer> {
  const {server, login, context, person} = progress;
  const {tx, purpose} = login;
  const found = await server.hooks.findMember(person.profile, context);
  if (found && 'member' in found) return finish(progress, found.member, false);
  // Also to a member who must do something first, auto-login is to be as if nothing had happened.
  if (purpose === 'auto-login') return {status: 'signed-out', tx, reason: 'not_a_member'};
  if (found) return requireAction(progress, found);
  const result = await server.hooks.signUp(person.profile, context);
  return 'member' in result ? finish(progress, result.member, result.isNewMember) : requireAction(progress, result);
}

/** A member was asked for more consent: the same Kakao account agreed, or it is somebody else's. */
async function grantConsent(progress: Progress, {session, member}: CurrentMember): Promise<SessionAnswer> {
  const {server, login, context, person} = progress;
  // A member can have had another account since, and two accounts can be one member's: both must be the same.
  const isSameAccount = session.kakaoId === undefined || session.kakaoId === person.profile.id;
  const found = isSameAccount ? await server.hooks.findMember(person.profile, context) : null;
  const owner = toOwnerId(found);
  if (found && 'action' in found && (owner === undefined || owner === member.id)) return requireAction(progress, found);
  if (owner !== member.id) {
    const hint = 'The Kakao account that agreed is not the one of the member who is signed in.';
    throw new RequestError('different_account', hint);
  }
  // Whether the terms that were asked for are agreed to, only Kakao knows.
  if (login.terms && person.terms instanceof RequestError) throw person.terms;
  return finish(progress, member, false);
}

/** A member connects a Kakao account, unless it is another member's. */
async function linkAccount(progress: Progress, signedIn: CurrentMember): Promise<SessionAnswer> {
  const {server, context, person} = progress;
  const {member} = signedIn;
  const found = await server.hooks.findMember(person.profile, context);
  const owner = toOwnerId(found);
  if (typeof owner === 'string' && owner !== member.id) {
    throw new RequestError('already_linked', 'The Kakao account is another member’s: nothing was changed.');
  }
  if (found && 'action' in found) return requireAction(progress, found);
  if (!found) {
    await confirmCurrentMember(server, signedIn, context);
    await server.hooks.linkMember?.(member.id, person.profile, context);
  }
  return finish(progress, member, false);
}

/** Something must be done first: the login stays pending in this browser, unless nobody can do it. */
async function requireAction(
  {server, login, person, context, log, signedIn}: Progress,
  {action, memberId, redirectTo, message}: CheckedAction,
): Promise<SessionAnswer> {
  const {tx, purpose} = login;
  const {profile, terms, readAt} = person;
  const known = terms instanceof RequestError ? null : terms;
  if (!isPendingAction(action)) await server.pendingLogins.clear(context);
  else {
    const beganBy = signedIn?.member.id;
    const kept = known && {terms: toRecorded(known.list, server.settings.terms, login.terms)};
    await server.pendingLogins.save({tx, purpose, action, beganBy, memberId, profile, readAt, ...kept}, context);
  }
  if (terms instanceof RequestError) log.warn(terms);
  return {
    status: 'action-required',
    tx,
    action,
    ...(redirectTo !== undefined && {redirectTo}),
    ...(message !== undefined && {message}),
  };
}

function finish(
  {server, login, person, context, log, signedIn}: Progress,
  member: CheckedMember,
  isNewMember: boolean,
): Promise<SessionAnswer> {
  const authenticatedAt = toAuthenticatedAt(login, person, signedIn, server.now());
  const arrival = {login, person, member, isNewMember, isOwnAccount: true, authenticatedAt, signedIn};
  return establishSession(server, arrival, context, log);
}

/**
 * When the person of a new session last proved who they are, in milliseconds since the epoch: by a pressed login, when
 * Kakao says or else now. Neither a consent nor a link is a login, and auto-login asks nobody.
 */
function toAuthenticatedAt(
  {purpose}: LoginRequest,
  {authTime}: KakaoIdentity,
  signedIn: CurrentMember | null,
  now: number,
): number | null {
  if (signedIn) return readAuthenticatedAt(signedIn.session);
  if (purpose !== 'login') return null;
  return authTime === undefined ? now : Math.min(authTime * 1000, now);
}
