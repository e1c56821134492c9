import type {LoginRequest, SignedInAnswer} from '../shared/wire.js';
import type {CheckedMember} from './hook-results.js';
import type {Kit} from './kit.js';
import type {HookContext} from './options.js';
import {Refusal} from './refusal.js';
import type {Session} from './sessions.js';
import {toMissingTerms} from './site-terms.js';

/** A live session and whose it is. */
export interface SignedIn {
  readonly session: Session;
  readonly member: CheckedMember;
}

/** Who is signed in, for a request's hooks; null where nobody is. */
export async function readSignedIn(
  {sessions, hooks}: Pick<Kit, 'sessions' | 'hooks'>,
  context: HookContext,
): Promise<SignedIn | null> {
  const session = await sessions.read(context.request);
  const member = session && (await hooks.readMember(session.memberId, session.issuedAt, context));
  return member ? {session, member} : null;
}

/**
 * Who is signed in, for what only members may do.
 *
 * @throws Refusal `session_required`
 */
export async function requireSignedIn(kit: Pick<Kit, 'sessions' | 'hooks'>, context: HookContext): Promise<SignedIn> {
  const signedIn = await readSignedIn(kit, context);
  if (signedIn) return signedIn;
  throw new Refusal('session_required', `Nobody is signed in: "${context.purpose}" is for members. Log in first.`);
}

/**
 * Checks that who is signed in was so when they pressed: another member may have signed in on a second tab while the
 * first was at Kakao. A page that does not say when leaves it unchecked.
 *
 * @throws Refusal `member_changed`
 */
export function checkBeginner({startedAgo}: LoginRequest, {session}: SignedIn, now: number): void {
  if (startedAgo === undefined || session.issuedAt <= now - startedAgo * 1000) return;
  throw new Refusal('member_changed', 'Somebody has signed in since the press: it may be another member’s.');
}

/** What a page is told of a session and its member. */
export function toSignedInAnswer(
  {settings, now}: Pick<Kit, 'settings' | 'now'>,
  {session, member}: SignedIn,
): SignedInAnswer {
  const {name, picture} = member;
  const {missingTerms, expiresAt} = session;
  return {
    status: 'signed-in',
    ...(session.tx !== undefined && {tx: session.tx}),
    isNewMember: session.isNewMember,
    member: {...(name !== undefined && {name}), ...(picture !== undefined && {picture})},
    ...(missingTerms && {missingTerms: toMissingTerms(missingTerms, settings.terms)}),
    ...(expiresAt !== undefined && {expiresIn: Math.max(0, Math.floor((expiresAt - now()) / 1000))}),
  };
}
