import {generateKeyPair, randomBytes, type KeyObject} from 'node:crypto';
import {promisify} from 'node:util';
import {OTHER_KEYS, type PublishedKey} from './other-keys.js';

const generate = promisify(generateKeyPair);

/** A signing key and its published `kid`. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
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
      ...publicKey.export({format: 'jwk'}),
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

async function createSigningKey(): Promise<SigningKey> {
  const {privateKey, publicKey} = await generate('rsa', {modulusLength: 2048});
  return {kid: randomBytes(15).toString('hex'), privateKey, publicKey};
}
