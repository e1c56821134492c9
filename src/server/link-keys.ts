import {timingSafeEqual} from './timing-safe-equal.js';
import {toBase64url} from '../shared/base64url.js';
import {toLinkNonceSecret} from '../shared/link-nonce.js';
import type {StoredSession} from './options.js';
import {deriveKey} from './seal.js';

/** The session that a key is for: another member's and a newer one have other keys. */
type KeyHolder = Pick<StoredSession, 'memberId' | 'issuedAt'>;

/** Keys for connecting a Kakao account: each is one session's at one second, and nothing is kept to check it later. */
export interface LinkKeys {
  /**
   * The key of a session.
   *
   * @param time whole seconds since the epoch
   */
  create(session: KeyHolder, time: number): Promise<string>;
  /** Whether a transaction's `nonceSecret` was made with the key that this session got at `time`. */
  verify(
    session: KeyHolder,
    time: number,
    proof: {readonly tx: string; readonly nonceSecret: string},
  ): Promise<boolean>;
}

/** @param secrets the site's session keys, newest first: the first makes keys, all verify */
export function createLinkKeys(secrets: readonly string[]): LinkKeys {
  const derived = new Map<string, Promise<CryptoKey>>();

  function toSigningKey(secret: string): Promise<CryptoKey> {
    const key = derived.get(secret) ?? importSigningKey(secret);
    derived.set(secret, key);
    return key;
  }

  async function sign(secret: string, {memberId, issuedAt}: KeyHolder, time: number): Promise<string> {
    const text = new TextEncoder().encode(['link', memberId, issuedAt, time].join('|'));
    return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', await toSigningKey(secret), text)));
  }

  return {
    create: (session, time) => sign(secrets[0] ?? '', session, time),
    async verify(session, time, {tx, nonceSecret}) {
      // All of them, so that the time taken does not tell which one fits.
      const matches = await Promise.all(
        secrets.map(async (secret) =>
          timingSafeEqual(await toLinkNonceSecret(await sign(secret, session, time), tx), nonceSecret),
        ),
      );
      return matches.includes(true);
    },
  };
}

async function importSigningKey(secret: string): Promise<CryptoKey> {
  const bytes = await deriveKey(secret, 'kakao-sync-widget link v1');
  return crypto.subtle.importKey('raw', bytes as BufferSource, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
}
