import {toS256} from '../../shared/hashes.js';
import type {LoginRequest} from '../../shared/wire.js';
import type {Redactor} from '../base/redactor.js';
import {forPage} from '../kakao/api-error.js';
import type {KakaoCaller} from '../kakao/api/ask.js';
import {listTerms, type ServiceTerms} from '../kakao/api/terms.js';
import {exchangeCode} from '../kakao/api/tokens.js';
import {getUser} from '../kakao/api/users.js';
import {readIdToken} from '../kakao/id-token.js';
import type {KeySet} from '../kakao/signing-keys.js';
import type {ServerContext} from './server-context.js';
import type {KakaoProfile} from '../kakao/profile.js';
import {RequestError} from '../base/request-error.js';
import type {KeySettings} from '../options/app-keys.js';
import type {Settings} from '../options/settings.js';
import {withTimeout} from '../base/with-timeout.js';

/** How long the requests to Kakao of one login may take together: the page waits 10 seconds, and the hooks come after. */
const KAKAO_TIMEOUT = 8000;

/** Somebody by Kakao's word. */
export interface KakaoIdentity {
  readonly profile: KakaoProfile;
  /** The app's terms, or why they could not be read; null where the site has none. */
  readonly terms: Pick<ServiceTerms, 'list' | 'time'> | RequestError | null;
  /** When Kakao was asked, in milliseconds since the epoch. */
  readonly readAt: number;
  /** When the person last proved who they are to Kakao, in seconds since the epoch, if Kakao told it. */
  readonly authTime?: number | undefined;
}

type IdentityContext = Pick<ServerContext, 'settings' | 'kakao' | 'now' | 'signingKeys' | 'spentCodes' | 'loginLimit'>;

/**
 * Who a login's code speaks of: the code is exchanged, the ID token checked, the profile and the agreed terms read.
 *
 * @param signal of the request: while it waits for its turn, it can be given up
 * @throws RequestError
 */
export async function readKakaoIdentity(
  server: IdentityContext,
  login: LoginRequest,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<KakaoIdentity> {
  const key = readKey(server.settings, login);
  const leave = await server.loginLimit.enter(signal);
  // The terms have the same time, but a login does not fail for them.
  const termsDeadline = new AbortController();
  const timer = setTimeout(() => termsDeadline.abort(toLateError()), KAKAO_TIMEOUT);
  try {
    const asked = await withTimeout(KAKAO_TIMEOUT, (deadline) =>
      askKakao(server, login, key, redactor, {login: deadline, terms: termsDeadline.signal}),
    );
    const {profile, authTime} = asked;
    redactor.add(...toPersonalTexts(profile));
    return {profile, terms: await asked.terms, readAt: server.now(), authTime};
  } finally {
    clearTimeout(timer);
    termsDeadline.abort();
    leave();
  }
}

/** The request's key and redirect URI are a choice among the site's own, never new ones. */
function readKey({keys, redirectUris}: Settings, {clientId, redirectUri}: LoginRequest): KeySettings {
  const key = keys.get(clientId);
  if (!key) throw new RequestError('client_unknown', 'The page logs in with an app key that is not among keys.');
  if (!redirectUris.has(redirectUri)) {
    const hint = `The page's redirect URI is not among redirectUris, letter for letter: ${redirectUri}`;
    throw new RequestError('redirect_uri_unknown', hint);
  }
  return key;
}

/** When the answers of one login must be there. */
interface Deadlines {
  readonly login: AbortSignal;
  readonly terms: AbortSignal;
}

async function askKakao(
  {settings, kakao, now, signingKeys, spentCodes}: IdentityContext,
  {code, redirectUri, nonceSecret, codeVerifier, terms}: LoginRequest,
  {clientId, exchange: {clientId: exchangeId, secret: clientSecret}}: KeySettings,
  redactor: Redactor,
  deadlines: Deadlines,
): Promise<Pick<KakaoIdentity, 'profile' | 'authTime'> & {readonly terms: Promise<KakaoIdentity['terms']>}> {
  // Before the code is spent: without them nothing comes of it.
  const known = await signingKeys.read();
  if (!(await spentCodes.spend(code, now()))) {
    throw new RequestError('code_used', 'The code was already sent to Kakao by an earlier request.');
  }
  const signal = deadlines.login;
  const client = {clientId: exchangeId, clientSecret};
  const exchange = exchangeCode(kakao, {...client, code, redirectUri, codeVerifier, signal});
  const {accessToken, idToken, scopes, time} = await forPage(exchange);
  const clockOffset = time === undefined ? undefined : time - now();
  redactor.add(accessToken, idToken);
  if (idToken === undefined) {
    const hint =
      'Kakao sent no ID token: turn on OpenID Connect on the app’s console page; where scopes are asked for, "openid" must be one of them.';
    throw new RequestError('id_token_missing', hint);
  }
  const keys = {read: () => Promise.resolve(known), readAgain: (tried: KeySet) => signingKeys.readAgain(tried)};
  const {sub, authTime} = await readIdToken(idToken, keys, {
    issuer: kakao.endpoints.issuer,
    audiences: [clientId, exchangeId],
    nonce: await toS256(nonceSecret),
    now: now(),
    clockOffset,
  });
  const areTermsWanted = settings.terms?.size !== 0 || terms !== undefined;
  const reading = areTermsWanted ? readTerms(kakao, accessToken, sub, deadlines.terms) : Promise.resolve(null);
  // Where the person cannot be read, nobody waits for the terms.
  reading.catch(() => undefined);
  const user = await forPage(getUser(kakao, {accessToken}, {signal}));
  checkPerson(user.id, sub, 'user information');
  return {profile: {...user, scopes}, terms: reading, authTime};
}

/**
 * Makes sure that an answer speaks of the ID token's person (OpenID Connect Core §5.3.2).
 *
 * @throws RequestError `profile_mismatch`
 */
function checkPerson(kakaoId: string, sub: string, what: string): void {
  if (kakaoId === sub) return;
  throw new RequestError('profile_mismatch', `Kakao’s ${what} speaks of somebody else than its ID token.`);
}

/** The app's terms, or why they could not be read: a login goes on without them. */
async function readTerms(
  kakao: KakaoCaller,
  accessToken: string,
  sub: string,
  signal: AbortSignal,
): Promise<ServiceTerms | RequestError> {
  try {
    const terms = await forPage(listTerms(kakao, {accessToken}, {signal}));
    checkPerson(terms.kakaoId, sub, 'list of agreed terms');
    return terms;
  } catch (thrown) {
    if (!(thrown instanceof RequestError)) throw thrown;
    const {code, message, details} = thrown;
    const hint = `A login goes on without the agreed terms. (Has the app none, set terms: [].) ${message}`;
    return new RequestError(code, hint, details);
  }
}

function toLateError(): RequestError {
  return new RequestError('provider_unavailable', 'Kakao did not tell the agreed terms in time.');
}

function toPersonalTexts({id, nickname, picture, email, phoneNumber, name, ci}: KakaoProfile): (string | undefined)[] {
  return [id, nickname, picture, email, phoneNumber?.raw, phoneNumber?.e164, name, ci];
}
