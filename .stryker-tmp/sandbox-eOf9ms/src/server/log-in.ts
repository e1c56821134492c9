import {toS256} from '../shared/s256.js';
import type {SessionAnswer} from '../shared/wire.js';
import type {Confidential} from './confidential.js';
import type {KakaoEndpoints} from './endpoints.js';
import {readTokens, sendCode} from './exchange-code.js';
import type {CheckedMember, Hooks} from './hooks.js';
import {readIdToken} from './id-token.js';
import type {Fetch, KakaoAnswer} from './kakao-http.js';
import type {HookContext} from './options.js';
import {type KakaoProfile, readProfile} from './profile.js';
import {Refusal} from './refusal.js';
import type {SupportedLogin} from './session-request.js';
import type {Session, Sessions} from './sessions.js';
import type {KeySettings, Settings} from './settings.js';
import type {SigningKeys} from './signing-keys.js';
import type {SpentCodes} from './spent-codes.js';
import {runWithin} from './time-limit.js';
import {readUserInfo, sendUserRequest} from './user-info.js';

/** How long the requests to Kakao of one login may take together. */
const KAKAO_TIMEOUT = 10_000;

/** What requests are answered with. */
export interface Kit {
  readonly settings: Settings;
  readonly endpoints: KakaoEndpoints;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly hooks: Hooks;
  readonly sessions: Sessions;
  readonly signingKeys: SigningKeys;
  readonly spentCodes: SpentCodes;
}

/**
 * Completes a login: who the code speaks of, whether that is a member, and a new session.
 *
 * @throws Refusal
 */
export async function logIn(
  kit: Kit,
  login: SupportedLogin,
  context: HookContext,
  confidential: Confidential,
): Promise<SessionAnswer> {
  const key = readKey(kit.settings, login);
  const profile = await runWithin(KAKAO_TIMEOUT, (deadline) => readPerson(kit, login, key, confidential, deadline));
  confidential.add(...toPersonalTexts(profile));

  const {tx} = login;
  const found = await kit.hooks.findMember(profile, context);
  if (found) return signIn(kit, found, false, profile, tx, context);
  if (login.purpose === 'auto-login') return {status: 'signed-out', tx, reason: 'not_a_member'};
  const result = await kit.hooks.signUp(profile, context);
  if ('action' in result) return {status: 'action-required', tx, ...result};
  return signIn(kit, result.member, true, profile, tx, context);
}

/** What a page is told of a session and its member. */
export function toSignedInAnswer(session: Session, member: CheckedMember, now: number): SessionAnswer {
  const {name, picture} = member;
  return {
    status: 'signed-in',
    ...(session.tx !== undefined && {tx: session.tx}),
    isNewMember: session.isNewMember,
    member: {...(name !== undefined && {name}), ...(picture !== undefined && {picture})},
    ...(session.expiresAt !== undefined && {expiresIn: Math.max(0, Math.floor((session.expiresAt - now) / 1000))}),
  };
}

/** The request's key and redirect URI are a choice among the site's own, never new ones. */
function readKey({keys, redirectUris}: Settings, {clientId, redirectUri}: SupportedLogin): KeySettings {
  const key = keys.get(clientId);
  if (!key) throw new Refusal('client_unknown', 'The page logs in with an app key that is not among keys.');
  if (!redirectUris.has(redirectUri)) {
    const hint = `The page's redirect URI is not among redirectUris, letter for letter: ${redirectUri}`;
    throw new Refusal('redirect_uri_unknown', hint);
  }
  return key;
}

async function readPerson(
  {fetch, endpoints, now, signingKeys, spentCodes}: Kit,
  {code, redirectUri, nonceSecret, codeVerifier}: SupportedLogin,
  {clientId, exchange}: KeySettings,
  confidential: Confidential,
  deadline: AbortSignal,
): Promise<KakaoProfile> {
  if (!(await spentCodes.spend(code, now()))) {
    throw new Refusal('code_used', 'The code was already sent to Kakao by an earlier request.');
  }
  const tokenAnswer = await sendCode(
    fetch,
    endpoints.token,
    {code, redirectUri, codeVerifier, clientId: exchange.clientId, secret: exchange.secret},
    deadline,
  );
  const clockOffset = readClockOffset(tokenAnswer, now());
  const {accessToken, idToken, scopes} = readTokens(tokenAnswer);
  confidential.add(accessToken, idToken);
  const {sub} = await readIdToken(idToken, signingKeys, {
    issuer: endpoints.issuer,
    audiences: [clientId, exchange.clientId],
    nonce: await toS256(nonceSecret),
    now: now(),
    clockOffset,
  });
  return readProfile(
    sub,
    readUserInfo(await sendUserRequest(fetch, endpoints.user, accessToken, deadline), sub),
    scopes,
  );
}

async function signIn(
  {sessions, now}: Kit,
  member: CheckedMember,
  isNewMember: boolean,
  {scopes}: KakaoProfile,
  tx: string,
  context: HookContext,
): Promise<SessionAnswer> {
  const session = await sessions.create(member.id, tx, isNewMember, context);
  const answer = toSignedInAnswer(session, member, now());
  return answer.status === 'signed-in' ? {...answer, scope: scopes} : answer;
}

/** Kakao's clock minus ours, by the answer's `Date` header. */
function readClockOffset({headers}: KakaoAnswer, now: number): number | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time - now;
}

function toPersonalTexts({id, nickname, picture, email, phoneNumber, name, ci}: KakaoProfile): (string | undefined)[] {
  return [id, nickname, picture, email, phoneNumber?.raw, phoneNumber?.e164, name, ci];
}
