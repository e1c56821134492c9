import {timingSafeEqual} from './timing-safe-equal.js';
import {toBase64url} from '../shared/base64url.js';
import {toLinkNonceSecret} from '../shared/link-nonce.js';
import type {StoredSession} from './options.js';
import {deriveKey} from './seal.js';
import {countsWithoutName, type SiteNameSettings} from './site-name.js';

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

/** Signs what a key is made of. */
type Signer = (session: KeyHolder, time: number) => Promise<string>;

/** @param settings `sessionKeys`: newest first; the first makes keys, all verify */
export function createLinkKeys(
  settings: SiteNameSettings & {readonly sessionKeys: readonly string[]; readonly now: () => number},
): LinkKeys {
  const {sessionKeys, site, now} = settings;
  const [first = createSigner('', site?.name), ...others] = sessionKeys.map((key) => createSigner(key, site?.name));
  const former = sessionKeys.map((key) => createSigner(key, undefined));

  return {
    create: first,
    async verify(session, time, {tx, nonceSecret}) {
      const isFormer = countsWithoutName(settings, time * 1000, now());
      // All of them, so that the time taken does not tell which one fits.
      const matches = await Promise.all(
        [first, ...others, ...(isFormer ? former : [])].map(async (sign) =>
          timingSafeEqual(await toLinkNonceSecret(await sign(session, time), tx), nonceSecret),
        ),
      );
      return matches.includes(true);
    },
  };
}

function createSigner(secret: string, site: string | undefined): Signer {
  let known: CryptoKey | undefined;
  return async ({memberId, issuedAt}, time) => {
    // Nobody waits for another request's key: where a host stops that request, it has no end.
    const key = known ?? (await importSigningKey(secret, site));
    known = key;
    const text = new TextEncoder().encode(['link', memberId, issuedAt, time].join('|'));
    return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)));
  };
}

async function importSigningKey(secret: string, site: string | undefined): Promise<CryptoKey> {
  const bytes = await deriveKey(secret, 'link', site);
  return crypto.subtle.importKey('raw', bytes as BufferSource, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
}
