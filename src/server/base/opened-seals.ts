import type {JWTPayload} from 'jose';

/** SHA-256 of a text, at once; null where the host has none: the web's own answers later, and takes as long as opening. */
export type Digest = ((text: string) => string) | null;

/** How many are kept of one purpose: a page reads its session several times within seconds. */
const MAX_KEPT = 500;

/** What sealed texts were found to say, so that one that comes again need not be opened again. */
export interface OpenedSeals {
  get(text: string): JWTPayload | undefined;
  keep(text: string, claims: JWTPayload): void;
  drop(text: string): void;
}

/**
 * Keeps the claims of the texts that were opened last, by digests: the texts themselves are what lets somebody in. The
 * expiry is not looked at here.
 */
export function createOpenedSeals(digest: Digest): OpenedSeals {
  if (!digest) return {get: () => undefined, keep: () => undefined, drop: () => undefined};
  const kept = new Map<string, JWTPayload>();
  return {
    get: (text) => kept.get(digest(text)),
    keep(text, claims) {
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(digest(text), Object.freeze(claims));
    },
    drop: (text) => void kept.delete(digest(text)),
  };
}

/** What is used of Node.js. */
interface Host {
  getBuiltinModule?(name: 'node:crypto'): {createHash(name: string): Hash} | undefined;
}
interface Hash {
  update(text: string): Hash;
  digest(encoding: 'base64'): string;
}

const {process: thisHost} = globalThis as {readonly process?: Host};

/** Node.js's from 20.16 on. */
export function findDigest(host: Host | null | undefined = thisHost): Digest {
  const hash = host?.getBuiltinModule?.('node:crypto')?.createHash;
  return hash ? (text) => hash('sha256').update(text).digest('base64') : null;
}
