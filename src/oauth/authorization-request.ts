import {createRandomToken} from '../shared/encoding/random.js';
import {toS256} from '../shared/encoding/hashes.js';

/** Kakao's issuer (OpenID Connect): https://kauth.kakao.com/.well-known/openid-configuration */
export const KAKAO = 'https://kauth.kakao.com';

/** The secrets of one transaction, and what Kakao is shown of them. */
export interface TransactionSecrets {
  readonly tx: string;
  readonly nonceSecret: string;
  /** `base64url(SHA-256(nonceSecret))`. */
  readonly nonce: string;
  readonly codeVerifier: string;
  /** PKCE, method S256. */
  readonly codeChallenge: string;
}

/**
 * Made ahead of a press, because WebCrypto answers later and a press must not wait. Used once.
 *
 * @param toNonceSecret makes the nonce secret of this transaction; by default it is random
 */
export async function createTransactionSecrets(
  toNonceSecret?: (tx: string) => Promise<string>,
): Promise<TransactionSecrets> {
  const tx = createRandomToken();
  const codeVerifier = createRandomToken();
  const nonceSecret = (await toNonceSecret?.(tx)) ?? createRandomToken();
  const [nonce, codeChallenge] = await Promise.all([toS256(nonceSecret), toS256(codeVerifier)]);
  return {tx, nonceSecret, nonce, codeVerifier, codeChallenge};
}

/** An authorization request, in the names that Kakao's SDK has for it. Lists are comma-separated. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly prompt?: string;
  readonly scope?: string;
  readonly serviceTerms?: string;
  readonly loginHint?: string;
  readonly channelPublicId?: string;
}

/** The scopes to send: an app with OpenID Connect gets no ID token for a list without `openid`. */
export function withOpenId(scope: string): string {
  return /(^|,) *openid *(,|$)/.test(scope) ? scope : `openid,${scope}`;
}

/**
 * The address of Kakao's authorization endpoint, with PKCE (RFC 6749 §4.1.1, RFC 7636 §4.3).
 * https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-code
 */
export function toAuthorizeUrl(
  issuer: string,
  request: AuthorizationRequest & {readonly clientId: string; readonly codeChallenge: string},
): string {
  const url = new URL('/oauth/authorize', issuer);
  for (const [name, value] of Object.entries({...request, responseType: 'code', codeChallengeMethod: 'S256'})) {
    const parameter = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (value) url.searchParams.set(parameter, value);
  }
  return url.href;
}
