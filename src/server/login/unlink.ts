import type {RequestReporter} from '../options/reports/report.js';
import type {ServerContext} from './server-context.js';
import type {RequestContext} from '../options/hook-types.js';
import type {UnlinkRequest} from '../../shared/wire.js';
import {requireFreshLogin} from '../sessions/fresh-login.js';
import {RequestError} from '../base/request-error.js';
import {readOwnKakaoId, requireCurrentMember} from './current-session.js';
import {forPage} from '../kakao/api-error.js';
import {unlinkAccount} from '../kakao/unlink-account.js';
import {withTimeout} from '../base/with-timeout.js';
import {forgetTokens} from '../tokens/of-login.js';
import type {Notices, UnlinkIntent} from '../notices/create-notices.js';
import {createEventId} from '../notices/notice.js';

const NO_NOTICES =
  'notices are not set up: if this process ends between Kakao’s answer to an unlink and onUnlink, nobody ever tells the site, and unlinks in Kakao’s own settings are not heard. See docs/en/backend/notices.md.';

/** How long the store of notices may take, in milliseconds. */
const STORE_TIMEOUT = 5000;

/**
 * Ends the link of the member's Kakao account with the app, tells the site, and ends the session.
 *
 * @throws RequestError `purpose_unsupported`, `session_required`, `session_changed`, `login_too_old`, what Kakao says went wrong, `hook_failed`
 */
export async function unlinkMember(
  server: ServerContext,
  {tx}: UnlinkRequest,
  context: RequestContext,
  {redactor, adviseOnce, warn}: RequestReporter,
): Promise<void> {
  const {admin, hooks, sessions, pendingLogins, notices, now} = server;
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
  if (!notices) adviseOnce(NO_NOTICES);
  // Kakao tells nobody of an unlink by the app itself: what is under way has to outlive this process.
  const intent = notices ? await recordIntent(notices, kakaoId) : null;
  const at = await forPage(unlinkAccount(admin, kakaoId, redactor));
  const isForgotten = await forgetTokens(server.tokens, kakaoId, warn);
  const clock = at ? 'kakao' : 'received';
  const eventId = intent?.eventId ?? createEventId();
  await hooks.onUnlink({eventId, kakaoId, at: at ?? new Date(now()), clock, reason: 'MEMBER'}, context);
  // Otherwise the worker does what is left: the same as if this process ended here.
  if (isForgotten) await intent?.settle().catch(() => undefined);
  await pendingLogins.clear(context);
  await sessions.destroy(context);
}

/** @throws RequestError `hook_failed`: nothing has been changed yet */
async function recordIntent(notices: Notices, kakaoId: string): Promise<UnlinkIntent> {
  try {
    return await withTimeout(STORE_TIMEOUT, () => notices.intendUnlink(kakaoId));
  } catch (cause) {
    const hint =
      'An unlink could not be stored before Kakao is asked for it: see whether the store of notices is there.';
    throw new RequestError('hook_failed', hint, {cause});
  }
}
