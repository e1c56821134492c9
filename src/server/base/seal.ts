import {isCanonicalBase64url} from '../../shared/encoding/base64url.js';
import {EncryptJWT, type JWTPayload, jwtDecrypt} from 'jose';
import {createOpenedSeals, type Digest} from './opened-seals.js';

/** Writes and reads texts that only this site can read or make: JWE, `dir`, A256GCM (RFC 7516). */
interface Seal {
  seal(claims: JWTPayload, expiresAt: number): Promise<string>;
  /** The claims of a text that was sealed for this purpose and has not expired at `now`, else null. */
  open(text: string, now: number): Promise<JWTPayload | null>;
  /** Forgets a text, at a logout. */
  forget(text: string): void;
}

/**
 * A seal for one purpose. Each purpose has keys of its own, derived from the site's, and a `typ` of its own, so that
 * what was sealed for one is worth nothing for another.
 *
 * @param secrets the site's keys, newest first: the first seals, all open
 * @param site the site's name, if it has one
 * @param digest recognises a text that comes again. Without one, every text is opened anew and nothing is remembered
 */
export function createSeal(secrets: readonly string[], purpose: string, site?: string, digest: Digest = null): Seal {
  const opened = createOpenedSeals(digest);
  const typ = `kakao-${purpose}+jwt`;
  // Stryker disable next-line StringLiteral: options without a key are refused
  const [newest = ''] = secrets;
  const derived = new Map<string, CryptoKey>();
  const toKey = async (secret: string): Promise<CryptoKey> => {
    // Nobody waits for another request's derivation: where a host stops that request, it has no end.
    const key = derived.get(secret) ?? (await importSealKey(await deriveKey(secret, purpose, site)));
    derived.set(secret, key);
    return key;
  };
  return {
    async seal(claims, expiresAt) {
      return new EncryptJWT(claims)
        .setProtectedHeader({alg: 'dir', enc: 'A256GCM', typ})
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .encrypt(await toKey(newest));
    },
    forget: (text) => opened.drop(text),
    async open(text, now) {
      const known = opened.get(text, now);
      if (known) return Math.floor(now / 1000) < Number(known.exp) ? known : null;
      // jose also reads texts that differ in bits which stand for nothing: one session has one text.
      if (!text.split('.').every(isCanonicalBase64url)) return null;
      for (const secret of secrets) {
        const key = await toKey(secret);
        try {
          const {payload} = await jwtDecrypt(text, key, {
            keyManagementAlgorithms: ['dir'],
            contentEncryptionAlgorithms: ['A256GCM'],
            typ,
            requiredClaims: ['exp'],
            currentDate: new Date(now),
          });
          opened.keep(text, payload, now);
          return payload;
        } catch {
          // Sealed with another key, or not by us, or too old: all the same to a visitor.
        }
      }
      return null;
    },
  };
}

function importSealKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** 256 bits for one purpose of one site (HKDF, RFC 5869). */
export async function deriveKey(secret: string, purpose: string, site: string | undefined): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const info = `kakao-sync-widget ${purpose} v1${site === undefined ? '' : `|${site}`}`;
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits']);
  const algorithm = {name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encoder.encode(info)};
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 256));
}
