import {createRandomBytes, toHex} from './bytes.js';
import {OTHER_KEYS, type PublishedKey} from './other-keys.js';

/** A signing key and its published `kid`. */
export interface SigningKey extends CryptoKeyPair {
  readonly kid: string;
}

// A key takes a fifth of a second to make, and it is needed within a request that is waited for: all emulators of a process
// begin with the same two.
let firstKey: Promise<SigningKey> | undefined;
let unpublishedKey: Promise<SigningKey> | undefined;

/** The emulator's signing keys. They are created on first use and stay in memory. */
export class KeyRing {
  #current: Promise<SigningKey> | undefined;
  #hasRotated = false;
  #extra: readonly PublishedKey[] = [];

  /** The current signing key. */
  current(): Promise<SigningKey> {
    return (this.#current ??= this.#hasRotated ? createSigningKey() : (firstKey ??= createSigningKey()));
  }

  /** A key that is never published. */
  unpublished(): Promise<SigningKey> {
    return (unpublishedKey ??= createSigningKey());
  }

  /** Replaces the signing key; only the new one is published. */
  rotate(): void {
    this.#current = undefined;
    this.#hasRotated = true;
    this.reset();
  }

  /** From now on, the key set holds twelve keys of four kinds, all without `kid`. */
  publishManyWithoutKid(): void {
    this.#extra = OTHER_KEYS;
  }

  /** The body of `/.well-known/jwks.json`. */
  async published(): Promise<{readonly keys: readonly PublishedKey[]}> {
    const {kid, publicKey} = await this.current();
    const own = {
      ...(await toJwk(publicKey)),
      use: 'sig',
      ...(this.#extra.length > 0 ? {} : {kid, alg: 'RS256'}),
    };
    return {keys: [...this.#extra, own]};
  }

  /** Undoes {@link publishManyWithoutKid}. */
  reset(): void {
    this.#extra = [];
  }
}

/** The public part of an RSA key alone (RFC 7518 §6.3.1): the export says besides what the key is for. */
export async function toJwk(key: CryptoKey): Promise<PublishedKey> {
  const {kty, n, e} = await crypto.subtle.exportKey('jwk', key);
  return {kty, n, e};
}

async function createSigningKey(): Promise<SigningKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const {privateKey, publicKey} = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return {kid: toHex(createRandomBytes(15)), privateKey, publicKey};
}
