import type {Confidential} from '../base/redactor.js';
import type {Kit} from './server-context.js';
import type {RequestContext} from '../options/options.js';
import type {UnlinkRequest} from '../../shared/wire.js';
import {requireFreshLogin} from '../sessions/fresh-login.js';
import {Refusal} from '../base/request-error.js';
import {readOwnKakaoId, requireSignedIn} from './current-session.js';
import {unlinkAccount} from './unlink-account.js';

/**
 * Ends the link of the member's Kakao account with the app, tells the site, and ends the session.
 *
 * @throws Refusal `purpose_unsupported`, `session_required`, `session_changed`, `login_too_old`, what Kakao says went wrong, `hook_failed`
 */
export async function unlinkMember(
  kit: Kit,
  {tx}: UnlinkRequest,
  context: RequestContext,
  confidential: Confidential,
): Promise<void> {
  const {settings, hooks, sessions, pendingLogins, now} = kit;
  if (settings.adminKey === undefined || !hooks.onUnlink) {
    throw new Refusal('purpose_unsupported', 'A page would unlink a member: that needs both adminKey and onUnlink.');
  }
  const signedIn = await requireSignedIn(kit, context);
  const {session} = signedIn;
  if (!(await kit.shownSessions.includes(session, tx))) {
    const hint =
      'The page showed another session than the browser has now: send the tx of the GET that the page was drawn by. Nothing was changed.';
    throw new Refusal('session_changed', hint);
  }
  const kakaoId = readOwnKakaoId(signedIn);
  if (kakaoId === null) {
    const hint =
      'The session names no Kakao account, or one that is not the member’s any more: have them log in with Kakao first.';
    throw new Refusal('session_required', hint);
  }
  requireFreshLogin(session, now());
  confidential.add(kakaoId);
  await unlinkAccount(kit, settings.adminKey, kakaoId, confidential);
  await hooks.onUnlink(signedIn.member.id, kakaoId, context);
  await pendingLogins.clear(context);
  await sessions.destroy(context);
}
