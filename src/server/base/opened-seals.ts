import type {JWTPayload} from 'jose';

/** Computes the SHA-256 of a text synchronously. Null if the host cannot: the web's own hash takes as long as opening. */
export type Digest = ((text: string) => string) | null;

/** How many texts are remembered, and for how many milliseconds. A page reads its session several times within seconds. */
const MAX_KEPT = 500;
const LIFETIME = 60_000;

/** Remembers what sealed texts say, so that a text that comes again within a minute need not be opened again. */
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
 * Remembers the claims of the texts that were opened last. Their keys are digests, because a text itself lets its holder
 * in. This does not check whether the claims have expired. Callers must not change the claims.
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

/** The part of Node.js that is used here. */
interface Host {
  getBuiltinModule?(name: 'node:crypto'): {createHash(name: string): Hash} | undefined;
}
interface Hash {
  update(text: string): Hash;
  digest(encoding: 'base64'): string;
}

const {process: thisHost} = globalThis as {readonly process?: Host};

/** The digest of Node.js from 20.16 on; null on other hosts. */
export function findDigest(host: Host | null | undefined = thisHost): Digest {
  const hash = host?.getBuiltinModule?.('node:crypto')?.createHash;
  return hash ? (text) => hash('sha256').update(text).digest('base64') : null;
}
