import type {Kit} from './log-in.js';
import type {CurrentSession, HookContext} from './options.js';

/** Who is signed in. See `KakaoServer.readSession`. */
export async function readCurrentSession(
  {sessions, hooks}: Pick<Kit, 'sessions' | 'hooks'>,
  request: Request,
): Promise<CurrentSession | null> {
  const session = await sessions.read(request);
  if (!session) return null;
  const context: HookContext = {request, purpose: 'read', responseHeaders: new Headers()};
  const member = await hooks.readMember(session.memberId, session.issuedAt, context);
  if (!member) return null;
  const {issuedAt, isNewMember, expiresAt, renewal} = session;
  return {
    member,
    issuedAt,
    isNewMember,
    ...(expiresAt !== undefined && {expiresAt}),
    ...(renewal !== undefined && {renewal: renewal.cookie}),
  };
}
