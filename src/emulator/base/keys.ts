import {generateKeyPair, randomBytes, type KeyObject} from 'node:crypto';
import {promisify} from 'node:util';

const generate = promisify(generateKeyPair);

/** A signing key and its published `kid`. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A published key (RFC 7517). */
type PublishedKey = Readonly<Record<string, unknown>>;

/** The emulator's signing keys. They are created on first use and stay in memory. */
export class KeyRing {
  #current: Promise<SigningKey> | null = null;
  #other: Promise<SigningKey> | null = null;
  #extra: readonly PublishedKey[] = [];
  #unnamed = false;

  /** The current signing key. */
  current(): Promise<SigningKey> {
    return (this.#current ??= createSigningKey());
  }

  /** A key that is never published. */
  unpublished(): Promise<SigningKey> {
    return (this.#other ??= createSigningKey());
  }

  /** Replaces the signing key; only the new one is published. */
  rotate(): void {
    this.#current = null;
    this.#extra = [];
    this.#unnamed = false;
  }

  /** From now on, the key set holds twelve keys of four kinds, all without `kid`. */
  async publishManyWithoutKid(): Promise<void> {
    const pairs = await Promise.all([
      ...[1, 2].map(() => generate('rsa', {modulusLength: 2048})),
      ...[1, 2, 3].map(() => generate('ec', {namedCurve: 'P-256'})),
      ...[1, 2, 3].map(() => generate('ec', {namedCurve: 'secp256k1'})),
      ...[1, 2, 3].map(() => generate('ed25519')),
    ]);
    this.#extra = pairs.map(({publicKey}) => ({...publicKey.export({format: 'jwk'}), use: 'sig'}));
    this.#unnamed = true;
  }

  /** The body of `/.well-known/jwks.json`. */
  async published(): Promise<{readonly keys: readonly PublishedKey[]}> {
    const {kid, publicKey} = await this.current();
    const own = {...publicKey.export({format: 'jwk'}), use: 'sig', ...(this.#unnamed ? {} : {kid, alg: 'RS256'})};
    return {keys: [...this.#extra, own]};
  }

  /** Undoes {@link publishManyWithoutKid}. */
  reset(): void {
    this.#extra = [];
    this.#unnamed = false;
  }
}

async function createSigningKey(): Promise<SigningKey> {
  const {privateKey, publicKey} = await generate('rsa', {modulusLength: 2048});
  return {kid: randomBytes(15).toString('hex'), privateKey, publicKey};
}
