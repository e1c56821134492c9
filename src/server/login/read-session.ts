import {setOnly} from '../../shared/fields.js';
import type {Kit} from './server-context.js';
import type {CurrentSession} from './kakao-server.js';
import {readAuthenticatedAt} from '../sessions/fresh-login.js';
import {readSignedIn} from './current-session.js';

/** Who is signed in. See `KakaoServer.readSession`. */
export async function readCurrentSession(
  kit: Pick<Kit, 'sessions' | 'hooks' | 'shownSessions'>,
  request: Request,
): Promise<CurrentSession | null> {
  const signedIn = await readSignedIn(kit, {request, purpose: 'read', responseHeaders: new Headers()});
  if (!signedIn) return null;
  const {session, member} = signedIn;
  const {id, name, picture} = member;
  const {issuedAt, isNewMember, expiresAt, renewal} = session;
  const tx = await kit.shownSessions.toTx(session);
  return {
    member: {id, ...setOnly({name, picture})},
    issuedAt,
    isNewMember,
    ...(tx !== undefined && {tx}),
    authenticatedAt: readAuthenticatedAt(session),
    ...(expiresAt !== undefined && {expiresAt}),
    ...(renewal !== undefined && {renewal: renewal.cookie}),
  };
}
