import type {Redactor} from '../base/redactor.js';
import type {ServerContext} from './server-context.js';
import type {RequestContext} from '../options/hook-types.js';
import type {UnlinkRequest} from '../../shared/wire.js';
import {requireFreshLogin} from '../sessions/fresh-login.js';
import {RequestError} from '../base/request-error.js';
import {readOwnKakaoId, requireCurrentMember} from './current-session.js';
import {forPage} from '../kakao/api-error.js';
import {unlinkAccount} from '../kakao/unlink-account.js';

/**
 * Ends the link of the member's Kakao account with the app, tells the site, and ends the session.
 *
 * @throws RequestError `purpose_unsupported`, `session_required`, `session_changed`, `login_too_old`, what Kakao says went wrong, `hook_failed`
 */
export async function unlinkMember(
  server: ServerContext,
  {tx}: UnlinkRequest,
  context: RequestContext,
  redactor: Redactor,
): Promise<void> {
  const {admin, hooks, sessions, pendingLogins, now} = server;
  if (!admin || !hooks.onUnlink) {
    throw new RequestError(
      'purpose_unsupported',
      'A page would unlink a member: that needs both adminKey and onUnlink.',
    );
  }
  const current = await requireCurrentMember(server, context);
  const {session} = current;
  if (!(await server.shownSessions.includes(session, tx))) {
    const hint =
      'The page showed another session than the browser has now: send the tx of the GET that the page was drawn by. Nothing was changed.';
    throw new RequestError('session_changed', hint);
  }
  const kakaoId = readOwnKakaoId(current);
  if (kakaoId === null) {
    const hint =
      'The session names no Kakao account, or one that is not the member’s any more: have them log in with Kakao first.';
    throw new RequestError('session_required', hint);
  }
  requireFreshLogin(session, now());
  redactor.add(kakaoId);
  await forPage(unlinkAccount(admin, kakaoId, redactor));
  await hooks.onUnlink(current.member.id, kakaoId, context);
  await pendingLogins.clear(context);
  await sessions.destroy(context);
}
