import {omitUndefined} from '../../shared/fields.js';
import type {ServerContext} from './server-context.js';
import type {CurrentSession} from './kakao-server.js';
import {readAuthenticatedAt} from '../sessions/fresh-login.js';
import {readCurrentMember} from './current-session.js';

/** Who is signed in. See `KakaoServer.readSession`. */
export async function readCurrentSession(
  server: Pick<ServerContext, 'sessions' | 'hooks' | 'shownSessions'>,
  request: Request,
): Promise<CurrentSession | null> {
  const signedIn = await readCurrentMember(server, {request, purpose: 'read', responseHeaders: new Headers()});
  if (!signedIn) return null;
  const {session, member} = signedIn;
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
