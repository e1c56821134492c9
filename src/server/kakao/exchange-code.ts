import {isRecord, isNonEmptyString} from '../base/validate.js';
import {type Fetch, type KakaoAnswer, readJsonObject, sendToKakao} from './http.js';
import {toTokenError} from './errors.js';
import {RequestError} from '../base/request-error.js';

/** What a code is exchanged with. */
interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly codeVerifier: string | undefined;
}

/** What comes of it. */
interface KakaoTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly scopes: readonly string[];
}

/**
 * Sends a code to Kakao's token endpoint (RFC 6749 §4.1.3, client_secret_post; RFC 7636 §4.5). A code is good for one
 * request, whatever comes of it.
 *
 * @throws RequestError `provider_unavailable`, `provider_bad_response`
 */
export async function sendCode(
  fetch: Fetch,
  endpoint: string,
  {code, redirectUri, clientId, secret, codeVerifier}: CodeExchange,
  deadline: AbortSignal,
): Promise<KakaoAnswer> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
  });
  if (secret !== undefined) body.set('client_secret', secret);
  if (codeVerifier !== undefined) body.set('code_verifier', codeVerifier);
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8',
    Accept: 'application/json',
  };
  return sendToKakao(fetch, endpoint, {method: 'POST', headers, body: body.toString()}, deadline);
}

/**
 * The tokens in an answer of the token endpoint (RFC 6749 §5.1; OpenID Connect Core §3.1.3.3).
 *
 * @throws RequestError what the answer says went wrong, `provider_bad_response`, `id_token_missing`
 */
export function readTokens(answer: KakaoAnswer): KakaoTokens {
  if (answer.status !== 200) throw toTokenError(answer);
  const body = readJsonObject(answer.text);
  if (!isRecord(body)) throw badResponse('is not a JSON object');
  const {token_type: type, access_token: accessToken, expires_in: expiresIn, id_token: idToken, scope} = body;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw badResponse('has another token_type');
  if (!isNonEmptyString(accessToken, 8192) || !/^[\x21-\x7e]+$/.test(accessToken))
    throw badResponse('has no access_token');
  if (!isLifetime(expiresIn)) throw badResponse('has a wrong expires_in');
  if (scope !== undefined && typeof scope !== 'string') throw badResponse('has a wrong scope');
  if (idToken === undefined || idToken === null || idToken === '') {
    throw new RequestError(
      'id_token_missing',
      'Kakao sent no ID token: turn on OpenID Connect on the app’s console page; where scopes are asked for, "openid" must be one of them.',
    );
  }
  if (typeof idToken !== 'string') throw badResponse('has a wrong id_token');
  return {accessToken, idToken, scopes: (scope ?? '').split(/[ ,]+/).filter((item) => item !== '')};
}

/** Seconds as number or digits; absent is allowed. */
function isLifetime(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'string') return /^\d{1,15}$/.test(value);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function badResponse(problem: string): RequestError {
  return new RequestError('provider_bad_response', `The answer of Kakao's token endpoint ${problem}.`);
}
