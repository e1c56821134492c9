import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {ActionRequiredAnswer, PendingAction} from '../../shared/wire.js';
import {settleAccount} from './account-owner.js';
import {readAuthenticatedAt} from '../sessions/fresh-login.js';
import {readSiteMember} from '../options/hook-results.js';
import type {ServerContext} from './server-context.js';
import type {Pending, SignInOptions} from './kakao-server.js';
import type {RequestContext, SiteMember} from '../options/hook-types.js';
import {type PendingLogin, toActionRequired} from '../sessions/pending-logins.js';
import {NEEDS_SESSION} from '../sessions/sessions.js';
import {RequestError} from '../base/request-error.js';
import {establishSession} from './establish-session.js';
import {readCurrentMember, requireCurrentMember} from './current-session.js';
import {toPersonalTexts} from './kakao-identity.js';
import type {RequestReporter} from '../options/reports/report.js';

/** What is pending in a browser. See `KakaoServer.readPending`. */
export async function readPending(
  server: Pick<ServerContext, 'pendingLogins' | 'sessions' | 'hooks'>,
  request: Request,
  wanted: PendingAction | undefined,
): Promise<Pending | null> {
  const pending = await findPending(server, request);
  if (!pending || (wanted !== undefined && pending.action !== wanted)) return null;
  const {profile, action, purpose, memberId, expiresAt, reference} = pending;
  return {profile, action, purpose, ...(memberId !== undefined && {memberId}), expiresAt, reference};
}

/**
 * What a page is told that has lost the answer to its login: that answer, where the login waits in this browser. Null where
 * none does.
 */
export async function readPendingAnswer(
  server: Pick<ServerContext, 'pendingLogins' | 'sessions' | 'hooks'>,
  request: Request,
): Promise<ActionRequiredAnswer | null> {
  const pending = await findPending(server, request);
  return pending && toActionRequired(pending);
}

async function findPending(
  server: Pick<ServerContext, 'pendingLogins' | 'sessions' | 'hooks'>,
  request: Request,
): Promise<PendingLogin | null> {
  const pending = await server.pendingLogins.read(request);
  if (!pending || !NEEDS_SESSION.has(pending.purpose)) return pending;
  const current = await readCurrentMember(server, {request, purpose: 'read', responseHeaders: new Headers()});
  // Whoever is signed in since has nothing to do with it.
  return current && current.member.id === pending.beganBy ? pending : null;
}

/** Signs in whom a pending login has waited for. See `KakaoServer.signIn`. */
export async function finishPendingLogin(
  server: ServerContext,
  request: Request,
  member: SiteMember,
  options: Partial<SignInOptions> = {},
  {redactor, warn}: Pick<RequestReporter, 'redactor' | 'warn'>,
): Promise<{readonly headers: Headers}> {
  const {isNewMember = false, connect} = options;
  const pending = await requirePending(server, request, options);
  const {tx, purpose, beganBy, memberId, terms, readAt} = pending;
  const profile = {...pending.profile, raw: undefined};
  redactor.add(...toPersonalTexts(profile));
  const context: RequestContext = {request, purpose, responseHeaders: new Headers()};
  const checked = readSiteMember('signIn', member);
  const current = NEEDS_SESSION.has(purpose) ? await requireCurrentMember(server, context) : null;
  const isAnothers = current && (current.member.id !== checked.id || beganBy !== checked.id);
  if (isAnothers || (memberId !== undefined && memberId !== checked.id)) {
    throw new RequestError('different_account', 'The pending login is another member’s: nobody is signed in.');
  }
  const isOwnAccount = await settleAccount(server, {pending, member: checked, current, connect}, context);
  const identity = {profile, terms: terms ? {list: terms} : null, readAt};
  // What was kept is what is to be recorded.
  const login = {tx, purpose, ...(terms && {terms: terms.map(({tag}) => tag)})};
  // The site has just made sure who it is; a consent and a link only go on with the login that was there.
  const authenticatedAt = current ? readAuthenticatedAt(current.session) : server.now();
  const completed = {login, identity, member: checked, isNewMember, isOwnAccount, authenticatedAt, current};
  await establishSession(server, completed, context, warn);
  return {headers: context.responseHeaders};
}

/** The pending login that a form was shown for, and no other. */
async function requirePending(
  {pendingLogins}: Pick<ServerContext, 'pendingLogins'>,
  request: Request,
  {action, reference}: Partial<SignInOptions>,
): Promise<PendingLogin> {
  const pending = await pendingLogins.read(request);
  if (!pending) {
    const hint = 'No login is pending in this browser, or it is over: have the visitor press the Kakao button again.';
    throw new KakaoSyncError('session_required', hint);
  }
  if (pending.action !== action) {
    const hint = `What is pending requires "${pending.action}", and signIn was called for another action.`;
    throw new KakaoSyncError('pending_changed', hint);
  }
  if (pending.reference !== reference) {
    const hint =
      'The form was shown for another login than the one that is pending now: it must carry readPending’s reference.';
    throw new KakaoSyncError('pending_changed', hint);
  }
  return pending;
}
