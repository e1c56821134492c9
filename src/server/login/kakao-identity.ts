import {toS256} from '../../shared/encoding/hashes.js';
import type {LoginRequest} from '../../shared/wire.js';
import type {Redactor} from '../base/redactor.js';
import {forPage} from '../kakao/api-error.js';
import type {KakaoAddress} from '../kakao/api/addresses.js';
import type {KakaoCaller} from '../kakao/api/ask.js';
import {listTerms, type ServiceTerms} from '../kakao/api/terms.js';
import {exchangeCode} from '../kakao/api/tokens.js';
import {getUser} from '../kakao/api/users.js';
import {readIdToken} from '../kakao/id-token.js';
import type {KeySet} from '../kakao/signing-keys.js';
import type {ServerContext} from './server-context.js';
import type {KakaoProfile, KakaoUser, PendingProfile} from '../kakao/profile.js';
import {RequestError} from '../base/request-error.js';
import type {KeySettings} from '../options/app-keys.js';
import type {Settings} from '../options/settings.js';
import {withTimeout} from '../base/with-timeout.js';
import type {IssuedTokens} from '../tokens/token-keeper.js';
import {readProfileExtras, type ReadExtras} from './profile-extras.js';

/** How long the requests to Kakao of one login may take together: the page waits 10 seconds, and the hooks come after. */
const KAKAO_TIMEOUT = 8000;

/** Somebody by Kakao's word. */
export interface KakaoIdentity {
  readonly profile: KakaoProfile;
  /** The app's terms, or why they could not be read; null where the site has none. */
  readonly terms: Pick<ServiceTerms, 'list' | 'time'> | RequestError | null;
  /** Why what the site wants beside the profile could not be read. */
  readonly failures: readonly RequestError[];
  /** When Kakao was asked, in milliseconds since the epoch. */
  readonly readAt: number;
  /** When the person last proved who they are to Kakao, in seconds since the epoch, if Kakao told it. */
  readonly authTime?: number | undefined;
  /** Dropped with the login, unless the site keeps them. */
  readonly tokens: IssuedTokens;
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
  // What a login does not fail for has the same time.
  const restDeadline = new AbortController();
  const timer = setTimeout(() => restDeadline.abort(toLateError()), KAKAO_TIMEOUT);
  try {
    const asked = await withTimeout(KAKAO_TIMEOUT, (deadline) =>
      askKakao(server, login, key, redactor, {login: deadline, rest: restDeadline.signal}),
    );
    const [terms, {extras, failures}] = await asked.rest;
    const profile: KakaoProfile = {...asked.user, scopes: asked.scopes, ...extras};
    redactor.add(...toPersonalTexts(profile));
    const {authTime, tokens} = asked;
    return {profile, terms, failures, readAt: server.now(), authTime, tokens};
  } finally {
    clearTimeout(timer);
    restDeadline.abort();
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
  readonly rest: AbortSignal;
}

/** What Kakao said of the person, and what it has yet to say. */
interface Asked {
  readonly user: KakaoUser;
  readonly scopes: readonly string[];
  readonly authTime: number | undefined;
  readonly tokens: IssuedTokens;
  /** What a login does not fail for. */
  readonly rest: Promise<[terms: KakaoIdentity['terms'], extras: ReadExtras]>;
}

async function askKakao(
  {settings, kakao, now, signingKeys, spentCodes}: IdentityContext,
  {code, redirectUri, nonceSecret, codeVerifier, terms}: LoginRequest,
  {clientId, exchange: {clientId: exchangeId, secret: clientSecret}}: KeySettings,
  redactor: Redactor,
  deadlines: Deadlines,
): Promise<Asked> {
  // Before the code is spent: without them nothing comes of it.
  const known = await signingKeys.read();
  if (!(await spentCodes.spend(code, now()))) {
    const hint = 'The code was already sent to Kakao by an earlier request.';
    throw new RequestError('code_used', hint, {isReplay: true});
  }
  const signal = deadlines.login;
  const client = {clientId: exchangeId, clientSecret};
  const exchange = exchangeCode(kakao, {...client, code, redirectUri, codeVerifier, signal});
  const {idToken, scopes, time, ...issued} = await forPage(exchange);
  const {accessToken} = issued;
  const clockOffset = time === undefined ? undefined : time - now();
  redactor.add(accessToken, idToken, issued.refreshToken);
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
  const rest = Promise.all([
    areTermsWanted ? readTerms(kakao, accessToken, sub, deadlines.rest) : null,
    readProfileExtras({settings, kakao}, {kakaoId: sub, accessToken, scopes}, deadlines.rest),
  ]);
  // If the person cannot be read, nobody waits for the rest.
  rest.catch(() => undefined);
  const user = await forPage(getUser(kakao, {accessToken}, {signal}));
  checkPerson(user.id, sub, 'user information');
  return {user, scopes, rest, authTime, tokens: {...issued, clientId: exchangeId, time}};
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
  return new RequestError('provider_unavailable', 'Kakao did not answer in time.');
}

/** What of a profile must not reach a log. */
export function toPersonalTexts(profile: PendingProfile & Pick<KakaoProfile, 'addresses'>): (string | undefined)[] {
  const {id, nickname, picture, email, phoneNumber, name, ci, addresses = []} = profile;
  const ofPerson = [id, nickname, picture, email, phoneNumber?.raw, phoneNumber?.e164, name, ci];
  return [...ofPerson, ...addresses.flatMap(toAddressTexts)];
}

function toAddressTexts(address: KakaoAddress): (string | undefined)[] {
  const {id, name, baseAddress, detailAddress, receiverName, receiverPhone, receiverPhone2} = address;
  const phones = [receiverPhone, receiverPhone2].flatMap((phone) => [phone?.raw, phone?.e164]);
  return [id, name, baseAddress, detailAddress, receiverName, ...phones, address.zoneNumber, address.zipCode];
}
