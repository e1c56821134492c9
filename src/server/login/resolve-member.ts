import type {LoginRequest} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import type {CheckedAction, CheckedMember} from '../options/hook-results.js';
import type {RequestContext} from '../options/hook-types.js';
import {toOwnerId} from './account-owner.js';
import {confirmCurrentMember, type CurrentMember} from './current-session.js';
import type {KakaoIdentity} from './kakao-identity.js';
import type {ServerContext} from './server-context.js';

/** Which member a login signs in, by the word of the site's hooks. */
export type ResolvedMember =
  | {readonly kind: 'member'; readonly member: CheckedMember; readonly isNewMember: boolean}
  /** The visitor must do something first. */
  | {readonly kind: 'action'; readonly action: CheckedAction}
  /** An auto-login of somebody whom it must not make a member. */
  | {readonly kind: 'not-a-member'};

/** A login of which Kakao has said whose it is. */
export interface IdentifiedLogin {
  readonly login: Pick<LoginRequest, 'purpose' | 'terms'>;
  readonly identity: Pick<KakaoIdentity, 'profile' | 'terms'>;
  /** Who is signed in, for the purposes that need a session. */
  readonly current: CurrentMember | null;
}

type Server = Pick<ServerContext, 'hooks' | 'sessions'>;

/**
 * Finds the member of a Kakao account, makes one, or connects the account with who is signed in.
 *
 * @throws RequestError `different_account`, `already_linked`, `session_required`, `session_changed`, `hook_failed`,
 * `backend_timeout`; why the terms could not be read, if the page has asked for some
 */
export function resolveMember(
  server: Server,
  identified: IdentifiedLogin,
  context: RequestContext,
): Promise<ResolvedMember> {
  const {login, identity, current} = identified;
  if (!current) return loginOrSignUp(server, login.purpose, identity, context);
  if (login.purpose === 'link') return linkAccount(server, current, identity, context);
  return grantConsent(server, current, identified, context);
}

/** A visitor comes in: a member, or somebody who becomes one by a login that was asked for. */
async function loginOrSignUp(
  {hooks}: Server,
  purpose: LoginRequest['purpose'],
  {profile}: IdentifiedLogin['identity'],
  context: RequestContext,
): Promise<ResolvedMember> {
  const found = await hooks.findMember(profile, context);
  if (found && 'member' in found) return toMember(found.member);
  // Also to a member who must do something first, auto-login is to be as if nothing had happened.
  if (purpose === 'auto-login') return {kind: 'not-a-member'};
  if (found) return {kind: 'action', action: found};
  const signedUp = await hooks.signUp(profile, context);
  return 'member' in signedUp ? {kind: 'member', ...signedUp} : {kind: 'action', action: signedUp};
}

/** A member was asked for more consent: the same Kakao account agreed, or it is somebody else's. */
async function grantConsent(
  {hooks}: Server,
  {session, member}: CurrentMember,
  {login, identity}: IdentifiedLogin,
  context: RequestContext,
): Promise<ResolvedMember> {
  // A member can have had another account since, and two accounts can be one member's: both must be the same.
  const isSameAccount = session.kakaoId === undefined || session.kakaoId === identity.profile.id;
  const found = isSameAccount ? await hooks.findMember(identity.profile, context) : null;
  const owner = toOwnerId(found);
  if (found && 'action' in found && (owner === undefined || owner === member.id)) {
    return {kind: 'action', action: found};
  }
  if (owner !== member.id) {
    const hint = 'The Kakao account that agreed is not the one of the member who is signed in.';
    throw new RequestError('different_account', hint);
  }
  // Whether the terms that were asked for are agreed to, only Kakao knows.
  if (login.terms && identity.terms instanceof RequestError) throw identity.terms;
  return toMember(member);
}

/** A member connects a Kakao account, unless it is another member's. */
async function linkAccount(
  server: Server,
  current: CurrentMember,
  {profile}: IdentifiedLogin['identity'],
  context: RequestContext,
): Promise<ResolvedMember> {
  const {hooks} = server;
  const {member} = current;
  const found = await hooks.findMember(profile, context);
  const owner = toOwnerId(found);
  if (typeof owner === 'string' && owner !== member.id) {
    throw new RequestError('already_linked', 'The Kakao account is another member’s: nothing was changed.');
  }
  if (found && 'action' in found) return {kind: 'action', action: found};
  if (!found) {
    await confirmCurrentMember(server, current, context);
    await hooks.linkMember?.(member.id, profile, context);
  }
  return toMember(member);
}

function toMember(member: CheckedMember): ResolvedMember {
  return {kind: 'member', member, isNewMember: false};
}
