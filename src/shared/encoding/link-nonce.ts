import {toBase64url} from './base64url.js';

/**
 * The `nonceSecret` of a `link`: `base64url(HMAC-SHA256(ASCII key, ASCII tx))` (RFC 2104). Only the session that was given
 * `key` can make it, so that a transaction that somebody else planted in this browser links nothing.
 *
 * @param key what the backend's GET gave to this session as `link.key`
 * @param tx the transaction, 43 base64url characters
 * @returns 43 base64url characters
 */
export async function toLinkNonceSecret(key: string, tx: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = {name: 'HMAC', hash: 'SHA-256'};
  const material = await crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign']);
  return toBase64url(new Uint8Array(await crypto.subtle.sign(algorithm, material, encoder.encode(tx))));
}
