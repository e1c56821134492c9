import {omitUndefined} from '../../../shared/fields.js';
import {isNonEmptyString} from '../../base/validate.js';
import {KakaoApiError} from '../api-error.js';
import {ask, askForTokens, invalidCall, type KakaoCaller, type KakaoCallOptions, type KakaoReply} from './ask.js';
import {badReply, readObject, readPerson, toIdText} from './read.js';

/** A key that is registered at Kakao, as it asks for tokens. */
export interface KakaoClient {
  /** The app's REST API key. */
  readonly clientId: string;
  /** Its client secret; undefined if that is off. */
  readonly clientSecret?: string | undefined;
}

/** Options of `tokens.refresh`. */
export interface KakaoRefreshOptions extends KakaoCallOptions {
  /** The key that the token is of, if it is another than `clientId` of `createKakaoApi`. */
  readonly client?: KakaoClient | undefined;
}

/** Tokens of a person. */
export interface KakaoTokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn?: number;
  /** Of a refresh only if the former has less than a month left: then store this one in its place. */
  readonly refreshToken?: string;
  /** Seconds. */
  readonly refreshTokenExpiresIn?: number;
  /** The scopes that Kakao granted, as far as it says so. */
  readonly scopes: readonly string[];
  /** Kakao's answer as it came. */
  readonly raw: unknown;
}

/** The tokens of a login. */
type LoginTokens = KakaoTokens & {
  /** Not checked yet. */
  readonly idToken?: string;
};

/** What an access token is. */
export interface KakaoTokenInfo {
  readonly kakaoId: string;
  /** The number of the app that it was issued for. */
  readonly appId: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** What a code is exchanged with. */
interface CodeExchange extends KakaoClient, KakaoCallOptions {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
}

const INFO = 'token information';
const TOKENS = 'answer of the token endpoint';

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#get-token-info */
export async function getTokenInfo(
  caller: KakaoCaller,
  accessToken: string,
  {signal}: KakaoCallOptions = {},
): Promise<KakaoTokenInfo> {
  const target = {accessToken};
  const body = readObject(await ask(caller, target, {path: '/v1/user/access_token_info', signal}), INFO);
  const appId = toIdText(body['app_id']);
  const expiresIn = toSeconds(body['expires_in']);
  if (!appId || expiresIn === undefined) throw badReply(INFO, 'lacks app_id or expires_in');
  return {kakaoId: readPerson(body['id'], target, INFO), appId, expiresIn, raw: body};
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#refresh-token */
export async function refreshTokens(
  caller: KakaoCaller,
  client: KakaoClient | undefined,
  refreshToken: string,
  {signal}: KakaoCallOptions = {},
): Promise<KakaoTokens> {
  if (!isNonEmptyString(refreshToken, 8192)) throw invalidCall('the refresh token must be a text');
  if (!client?.clientId) {
    const hint =
      'createKakaoApi: clientId is missing: tokens are refreshed with it. Check the environment: KAKAO_REST_API_KEY.';
    throw new KakaoApiError('config_incomplete', hint);
  }
  const {clientId, clientSecret} = client;
  const fields = {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
    client_secret: clientSecret,
  };
  return readTokens(await askForTokens(caller, fields, ['refresh_token', 'client_secret'], signal));
}

/**
 * Exchanges a code (RFC 6749 §4.1.3; RFC 7636 §4.5). A code is good for one request, whatever comes of it.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-token
 */
export async function exchangeCode(
  caller: KakaoCaller,
  {code, redirectUri, clientId, clientSecret, codeVerifier, signal}: CodeExchange,
): Promise<LoginTokens & Pick<KakaoReply, 'time'>> {
  const fields = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    client_secret: clientSecret,
    code_verifier: codeVerifier,
  };
  const reply = await askForTokens(caller, fields, ['code', 'client_secret', 'code_verifier'], signal);
  return {...readLoginTokens(reply), ...omitUndefined({time: reply.time})};
}

/**
 * The tokens in an answer of the token endpoint (RFC 6749 §5.1; OpenID Connect Core §3.1.3.3).
 *
 * @throws KakaoApiError `provider_bad_response`
 */
export function readLoginTokens(reply: KakaoReply): LoginTokens {
  const tokens = readTokens(reply);
  const {id_token: idToken} = readObject(reply, TOKENS);
  if (idToken === undefined || idToken === null || idToken === '') return tokens;
  if (typeof idToken !== 'string') throw badReply(TOKENS, 'has a wrong id_token');
  return {...tokens, idToken};
}

/** The same without an ID token. */
function readTokens(reply: KakaoReply): KakaoTokens {
  const body = readObject(reply, TOKENS);
  const {token_type: type, access_token: accessToken, expires_in: expiresIn, scope} = body;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw badReply(TOKENS, 'has another token_type');
  if (!isToken(accessToken)) throw badReply(TOKENS, 'has no access_token');
  if (expiresIn !== undefined && toSeconds(expiresIn) === undefined) throw badReply(TOKENS, 'has a wrong expires_in');
  if (scope !== undefined && typeof scope !== 'string') throw badReply(TOKENS, 'has a wrong scope');
  const {refresh_token: refreshToken, refresh_token_expires_in: refreshTokenExpiresIn} = body;
  return {
    accessToken,
    ...omitUndefined({
      expiresIn: toSeconds(expiresIn),
      refreshToken: isToken(refreshToken) ? refreshToken : undefined,
      refreshTokenExpiresIn: toSeconds(refreshTokenExpiresIn),
    }),
    scopes: (scope ?? '').split(/[ ,]+/).filter((item) => item !== ''),
    raw: body,
  };
}

function isToken(value: unknown): value is string {
  return isNonEmptyString(value, 8192) && /^[\x21-\x7e]+$/.test(value);
}

/** Seconds as number or digits. */
function toSeconds(value: unknown): number | undefined {
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
