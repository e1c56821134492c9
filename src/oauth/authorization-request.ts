import {createRandomToken} from '../shared/random.js';
import {toS256} from '../shared/s256.js';

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

/** Made ahead of a press, because WebCrypto answers later and a press must not wait. Used once. */
export async function createTransactionSecrets(): Promise<TransactionSecrets> {
  const nonceSecret = createRandomToken();
  const codeVerifier = createRandomToken();
  const [nonce, codeChallenge] = await Promise.all([toS256(nonceSecret), toS256(codeVerifier)]);
  return {tx: createRandomToken(), nonceSecret, nonce, codeVerifier, codeChallenge};
}

/** What can be asked of Kakao's screens, by Kakao's names. Lists are comma-separated. */
export interface AuthorizationOptions {
  readonly prompt?: string | undefined;
  readonly scope?: string | undefined;
  readonly serviceTerms?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly channelPublicId?: string | undefined;
}

/** The scopes to send: an app with OpenID Connect gets no ID token for a list without `openid`. */
export function withOpenId(scope: string): string {
  return scope.split(',').includes('openid') ? scope : `openid,${scope}`;
}

/**
 * The address of Kakao's authorization endpoint, with PKCE (RFC 6749 §4.1.1, RFC 7636 §4.3).
 * https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-code
 */
export function toAuthorizeUrl(
  issuer: string,
  parameters: {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly secrets: TransactionSecrets;
    readonly options: AuthorizationOptions;
  },
): string {
  const {clientId, redirectUri, state, secrets, options} = parameters;
  const url = new URL('/oauth/authorize', issuer);
  const fields = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    nonce: secrets.nonce,
    code_challenge: secrets.codeChallenge,
    code_challenge_method: 'S256',
    scope: options.scope,
    prompt: options.prompt,
    service_terms: options.serviceTerms,
    login_hint: options.loginHint,
    channel_public_id: options.channelPublicId,
  };
  for (const [name, value] of Object.entries(fields)) if (value) url.searchParams.set(name, value);
  return url.href;
}
