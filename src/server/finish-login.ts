import {KakaoSyncError} from '../shared/errors.js';
import {readAuthenticatedAt} from './fresh-login.js';
import {readSiteMember} from './hook-results.js';
import type {Kit} from './kit.js';
import type {Pending} from './kakao-server.js';
import type {HookContext, SiteMember} from './options.js';
import {NEEDS_SESSION} from './purposes.js';
import {Refusal} from './refusal.js';
import {signIn} from './sign-in.js';
import {readSignedIn, requireSignedIn} from './signed-in.js';

/** What is pending in a browser. See `KakaoServer.readPending`. */
export async function readPending(
  kit: Pick<Kit, 'pendingLogins' | 'sessions' | 'hooks'>,
  request: Request,
): Promise<Pending | null> {
  const pending = await kit.pendingLogins.read(request);
  if (!pending) return null;
  const {profile, action, purpose, memberId, expiresAt} = pending;
  if (NEEDS_SESSION.has(purpose)) {
    const signedIn = await readSignedIn(kit, {request, purpose: 'read', responseHeaders: new Headers()});
    // Whoever is signed in since has nothing to do with it.
    if (!signedIn || signedIn.member.id !== memberId) return null;
  }
  return {profile, action, purpose, expiresAt};
}

/** Signs in whom a pending login has waited for. See `KakaoServer.signIn`. */
export async function finishLogin(
  kit: Kit,
  request: Request,
  member: SiteMember,
  isNewMember: boolean,
): Promise<{readonly headers: Headers}> {
  const pending = await kit.pendingLogins.read(request);
  if (!pending) {
    const hint = 'No login is pending in this browser, or it is over: have the visitor press the Kakao button again.';
    throw new KakaoSyncError('session_required', hint);
  }
  const {tx, purpose, memberId, profile, terms, readAt} = pending;
  const context: HookContext = {request, purpose, responseHeaders: new Headers()};
  const checked = readSiteMember('signIn', member);
  const signedIn = NEEDS_SESSION.has(purpose) ? await requireSignedIn(kit, context) : null;
  if (signedIn && (signedIn.member.id !== checked.id || memberId !== checked.id)) {
    throw new Refusal('different_account', 'The pending login is of a member who is signed in, and this is another.');
  }
  const formerTerms = signedIn?.session.missingTerms;
  const person = {profile, terms: terms ? {list: terms} : null, readAt};
  // What was kept is what is to be recorded.
  const login = {tx, purpose, ...(terms && {terms: terms.map(({tag}) => tag)})};
  // The site has just made sure who it is; a consent and a link only go on with the login that was there.
  const authenticatedAt = signedIn ? readAuthenticatedAt(signedIn.session) : kit.now();
  await signIn(kit, {login, person, member: checked, isNewMember, authenticatedAt, formerTerms}, context, null);
  return {headers: context.responseHeaders};
}
