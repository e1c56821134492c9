import {omitUndefined} from '../../shared/fields.js';
import type {LinkOffer, SignedInAnswer} from '../../shared/wire.js';
import {FRESH_LOGIN, isFreshLogin, readAuthenticatedAt} from '../sessions/fresh-login.js';
import type {CheckedMember, ReadMember} from '../options/hook-results.js';
import type {CurrentSession} from './kakao-server.js';
import type {ServerContext} from './server-context.js';
import type {RequestContext} from '../options/hook-types.js';
import {RequestError} from '../base/request-error.js';
import type {Session} from '../sessions/sessions.js';
import {toMissingTerms} from '../options/site-terms.js';

/** A live session and whose it is. */
export interface CurrentMember {
  readonly session: Session;
  readonly member: ReadMember;
}

/** Who is signed in, for a request's hooks; null where nobody is. */
export async function readCurrentMember(
  {sessions, hooks}: Pick<ServerContext, 'sessions' | 'hooks'>,
  context: RequestContext,
): Promise<CurrentMember | null> {
  const session = await sessions.read(context.request);
  return session && readMemberOf(session, hooks, context);
}

/** The member of a session, with it; null if they have left, or all of their sessions have ended since. */
export async function readMemberOf(
  session: Session,
  hooks: Pick<ServerContext['hooks'], 'readMember'>,
  context: RequestContext,
): Promise<CurrentMember | null> {
  const member = await hooks.readMember(session.memberId, session.issuedAt, context);
  return member ? {session, member} : null;
}

/**
 * Who is signed in, for what only members may do.
 *
 * @throws RequestError `session_required`
 */
export async function requireCurrentMember(
  server: Pick<ServerContext, 'sessions' | 'hooks'>,
  context: RequestContext,
): Promise<CurrentMember> {
  const current = await readCurrentMember(server, context);
  if (current) return current;
  throw new RequestError('session_required', `Nobody is signed in: "${context.purpose}" is for members. Log in first.`);
}

/**
 * Who is signed in, once more, right before something is done in their name: while Kakao or a hook answered, the session
 * may have ended, or its member left.
 *
 * @throws RequestError `session_required`, `session_changed`
 */
export async function confirmCurrentMember(
  server: Pick<ServerContext, 'sessions' | 'hooks'>,
  {session: former}: CurrentMember,
  context: RequestContext,
): Promise<CurrentMember> {
  const current = await requireCurrentMember(server, context);
  const {memberId, issuedAt, tx} = current.session;
  if (memberId === former.memberId && issuedAt === former.issuedAt && tx === former.tx) return current;
  throw new RequestError('session_changed', 'The session has become another one meanwhile: nothing more was done.');
}

/**
 * What a session needs to connect a Kakao account; undefined if the site connects none.
 *
 * @param now milliseconds since the epoch
 */
export async function toLinkOffer(
  {settings, hooks, linkKeys}: Pick<ServerContext, 'settings' | 'hooks' | 'linkKeys'>,
  session: Session,
  now: number,
): Promise<LinkOffer | undefined> {
  if (!hooks.linkMember) return undefined;
  const {reauthenticate} = settings;
  if (!isFreshLogin(session, now)) return reauthenticate === undefined ? {} : {reauthenticate};
  const t = Math.floor(now / 1000);
  return {key: await linkKeys.create(session, t), t, expiresIn: FRESH_LOGIN / 1000};
}

/**
 * The Kakao account of a session, where it is still the member's by the word of `readMember`: before the admin key does
 * anything to it. Null where the session names none, or it is theirs no more.
 *
 * @throws RequestError `hook_failed` where `readMember` does not tell
 */
export function readOwnKakaoId({session: {kakaoId}, member: {kakaoIds}}: CurrentMember): string | null {
  if (kakaoId === undefined) return null;
  if (kakaoIds) return kakaoIds.includes(kakaoId) ? kakaoId : null;
  const hint = 'readMember returned no kakaoId: the admin key is used only for an account that is surely the member’s.';
  throw new RequestError('hook_failed', hint);
}

/** What a page is told of a session and its member. */
export function toSignedInAnswer(
  {settings, now}: Pick<ServerContext, 'settings' | 'now'>,
  {session, member}: {readonly session: Session; readonly member: CheckedMember},
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

/** Who is signed in. See `KakaoServer.readSession`. */
export async function readCurrentSession(
  server: Pick<ServerContext, 'sessions' | 'hooks' | 'shownSessions'>,
  request: Request,
): Promise<CurrentSession | null> {
  const current = await readCurrentMember(server, {request, purpose: 'read', responseHeaders: new Headers()});
  if (!current) return null;
  const {session, member} = current;
  const {id, name, picture} = member;
  const {issuedAt, isNewMember, expiresAt, renewal} = session;
  const tx = await server.shownSessions.toTx(session);
  return {
    member: {id, ...omitUndefined({name, picture})},
    issuedAt,
    isNewMember,
    ...(tx !== undefined && {tx}),
    authenticatedAt: readAuthenticatedAt(session),
    ...(expiresAt !== undefined && {expiresAt}),
    ...(renewal !== undefined && {renewal: renewal.cookie}),
  };
}
