import {toBase64url} from '../../shared/encoding/base64url.js';
import type {StoredSession} from '../options/session-port.js';
import {deriveKey} from '../base/seal.js';

/** What is signed of a session: another member's and a newer one have other signatures. */
export type SignedSession = Pick<StoredSession, 'memberId' | 'issuedAt'>;

/** Signs a session, with numbers beside it: 43 base64url characters that only this site can make (HMAC-SHA256). */
export type SessionSigner = (session: SignedSession, ...numbers: readonly number[]) => Promise<string>;

/**
 * A signer for one purpose, with a key of its own.
 *
 * @param secret one of the site's session keys
 * @param site the site's name, if it has one
 */
export function createSessionSigner(
  purpose: 'link' | 'shown',
  secret: string,
  site: string | undefined,
): SessionSigner {
  let known: CryptoKey | undefined;
  return async ({memberId, issuedAt}, ...numbers) => {
    // Nobody waits for another request's key: where a host stops that request, it has no end.
    const key = known ?? (await importSigningKey(await deriveKey(secret, purpose, site)));
    known = key;
    const text = new TextEncoder().encode([purpose, memberId, issuedAt, ...numbers].join('|'));
    return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)));
  };
}

async function importSigningKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
}

/** Whether two ASCII texts are equal; equal lengths take equal time, wherever they differ. */
export function timingSafeEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
