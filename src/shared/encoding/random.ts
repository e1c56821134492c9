import {toBase64url} from './base64url.js';
import {readString} from '../fields.js';

/** 256 random bits as 43 base64url characters: a transaction id, a nonce secret, a PKCE verifier (RFC 7636 §4.1). */
export function createRandomToken(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Whether a value has the form of {@link createRandomToken}'s. */
export function isRandomToken(value: unknown): value is string {
  return !!readString(value, /^[\w-]{43}$/);
}
