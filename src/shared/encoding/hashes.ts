import {toBase64url} from './base64url.js';

/**
 * `base64url(SHA-256(ASCII(secret)))`: what is shown to Kakao of a secret that only the backend gets, as `nonce` and as
 * `code_challenge` (RFC 7636 §4.2, method S256).
 */
export async function toS256(secret: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))));
}
