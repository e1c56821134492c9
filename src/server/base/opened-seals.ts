import type {JWTPayload} from 'jose';

/** SHA-256 of a text, at once; null where the host has none: the web's own answers later, and takes as long as opening. */
export type Digest = ((text: string) => string) | null;

/** How many are kept of one purpose, and for how many milliseconds: a page reads its session several times within seconds. */
const MAX_KEPT = 500;
const LIFETIME = 60_000;

/** What sealed texts were found to say, so that one that comes again within a minute need not be opened again. */
export interface OpenedSeals {
  get(text: string, now: number): JWTPayload | undefined;
  keep(text: string, claims: JWTPayload, now: number): void;
  drop(text: string): void;
}

interface Opened {
  readonly claims: JWTPayload;
  readonly openedAt: number;
}

/**
 * Keeps the claims of the texts that were opened last, by digests: the texts themselves are what lets somebody in. The
 * expiry is not looked at here. Whoever reads the claims must change nothing in them.
 */
export function createOpenedSeals(digest: Digest): OpenedSeals {
  if (!digest) return {get: () => undefined, keep: () => undefined, drop: () => undefined};
  const kept = new Map<string, Opened>();
  // Also if the clock was set back.
  const isOld = ({openedAt}: Opened, now: number): boolean => Math.abs(now - openedAt) >= LIFETIME;
  return {
    get(text, now) {
      const opened = kept.get(digest(text));
      return opened && !isOld(opened, now) ? opened.claims : undefined;
    },
    keep(text, claims, now) {
      for (const [key, opened] of kept) {
        if (kept.size < MAX_KEPT && !isOld(opened, now)) break;
        kept.delete(key);
      }
      kept.set(digest(text), {claims: Object.freeze(claims), openedAt: now});
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
