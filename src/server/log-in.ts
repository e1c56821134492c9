import type {LoginRequest, SessionAnswer, SignedInAnswer} from '../shared/wire.js';
import type {Confidential} from './confidential.js';
import type {CheckedMember} from './hooks.js';
import type {Kit} from './kit.js';
import type {HookContext} from './options.js';
import type {KakaoProfile} from './profile.js';
import {readPerson} from './read-person.js';
import {Refusal} from './refusal.js';
import {type SignedIn, toSignedInAnswer} from './signed-in.js';

/** One login, on its way. */
interface Progress {
  readonly kit: Kit;
  readonly login: LoginRequest;
  readonly context: HookContext;
  readonly profile: KakaoProfile;
}

/**
 * Completes a login: who the code speaks of, whether that is a member, and a new session.
 *
 * @param signedIn who asks, for the purposes that need a session
 * @throws Refusal
 */
export async function logIn(
  kit: Kit,
  login: LoginRequest,
  context: HookContext,
  signedIn: SignedIn | null,
  confidential: Confidential,
): Promise<SessionAnswer> {
  const profile = await readPerson(kit, login, confidential);
  const progress = {kit, login, context, profile};
  if (!signedIn) return enter(progress);
  return login.purpose === 'link' ? linkAccount(progress, signedIn.member) : agree(progress, signedIn);
}

/** A visitor comes in: a member, or somebody who becomes one by a login that was asked for. */
async function enter(progress: Progress): Promise<SessionAnswer> {
  const {kit, login, context, profile} = progress;
  const {tx, purpose} = login;
  const found = await kit.hooks.findMember(profile, context);
  if (found) return signIn(progress, found, false);
  if (purpose === 'auto-login') return {status: 'signed-out', tx, reason: 'not_a_member'};
  const result = await kit.hooks.signUp(profile, context);
  if ('action' in result) return {status: 'action-required', tx, ...result};
  return signIn(progress, result.member, true);
}

/** A member has been asked for more consent: by the same Kakao account, or it is somebody else's. */
async function agree(progress: Progress, {session, member}: SignedIn): Promise<SessionAnswer> {
  const {kit, context, profile} = progress;
  // A member can have had another account since, and two accounts can be one member's: both must be the same.
  const isSameAccount = session.kakaoId === undefined || session.kakaoId === profile.id;
  const found = isSameAccount ? await kit.hooks.findMember(profile, context) : null;
  if (found?.id === member.id) return signIn(progress, found, false);
  throw new Refusal(
    'different_account',
    'The Kakao account that agreed is not the one of the member who is signed in.',
  );
}

/** A member connects a Kakao account, unless it is another member's. */
async function linkAccount(progress: Progress, member: CheckedMember): Promise<SessionAnswer> {
  const {kit, context, profile} = progress;
  const found = await kit.hooks.findMember(profile, context);
  if (found && found.id !== member.id) {
    throw new Refusal('already_linked', 'The Kakao account is another member’s: nothing was changed.');
  }
  if (!found) await kit.hooks.linkMember?.(member.id, profile, context);
  return signIn(progress, member, false);
}

async function signIn(
  {kit, login, context, profile}: Progress,
  member: CheckedMember,
  isNewMember: boolean,
): Promise<SignedInAnswer> {
  const session = await kit.sessions.create(
    {memberId: member.id, tx: login.tx, isNewMember, kakaoId: profile.id},
    context,
  );
  return {...toSignedInAnswer({session, member}, kit.now()), scope: profile.scopes};
}
