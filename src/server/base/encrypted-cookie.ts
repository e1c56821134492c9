import type {JWTPayload} from 'jose';
import {hasCookie, readCookie, toSetCookie} from './cookies.js';
import {findDigest} from './opened-seals.js';
import {createSeal} from './seal.js';
import {countsWithoutName, type SiteNameSettings} from './site-name.js';

/** What the kit keeps in a browser. */
type CookieKind = 'session' | 'pending' | 'out';

export interface CookieSettings extends SiteNameSettings {
  readonly sessionKeys: readonly string[];
  /** Whether the site is on https. Plain http is for loopback only. */
  readonly secure: boolean;
  readonly now: () => number;
}

/** A cookie that only this site can read or make. */
export interface EncryptedCookie {
  /** What a request has, null where that is nothing of ours. Changes nothing. */
  read(request: Request): Promise<{readonly claims: JWTPayload; readonly value: string} | null>;
  /** A `Set-Cookie` value. Whether it fits into a browser is not looked at. */
  write(claims: JWTPayload, expiresAt: number): Promise<string>;
  /** The `Set-Cookie` values that remove what a request has. */
  remove(request: Request): Promise<readonly string[]>;
}

/** A cookie's name, with the site's, so that of two kits under one host none touches what is the other's. */
export function toCookieName(kind: CookieKind, secure: boolean, site: string | undefined): string {
  return `${secure ? '__Host-' : ''}kakao_sync_${kind}${site === undefined ? '' : `.${site}`}`;
}

/** @param readTime when claims were sealed, in milliseconds since the epoch, by themselves */
export function createEncryptedCookie(
  kind: Exclude<CookieKind, 'out'>,
  settings: CookieSettings,
  readTime: (claims: JWTPayload) => unknown,
): EncryptedCookie {
  const {sessionKeys, secure, site, now} = settings;
  const name = toCookieName(kind, secure, site?.name);
  const formerName = toCookieName(kind, secure, undefined);
  // A pending login holds a profile, which must not stay in this process. A session holds none.
  const seal = createSeal(sessionKeys, kind, site?.name, kind === 'session' ? findDigest() : null);
  const formerSeal = createSeal(sessionKeys, kind);

  const readNamed: EncryptedCookie['read'] = async (request) => {
    const value = readCookie(request, name);
    const claims = value === null ? null : await seal.open(value, now());
    return value === null || claims === null ? null : {claims, value};
  };

  /** From before the site had a name. What another kit without one has made since is not ours, and stays. */
  const readFormer: EncryptedCookie['read'] = async (request) => {
    const value = site?.since == null ? null : readCookie(request, formerName);
    const claims = value === null ? null : await formerSeal.open(value, now());
    if (value === null || claims === null) return null;
    return countsWithoutName(settings, readTime(claims), now()) ? {claims, value} : null;
  };

  return {
    read: async (request) => (await readNamed(request)) ?? readFormer(request),
    async write(claims, expiresAt) {
      const value = await seal.seal(claims, expiresAt);
      return toSetCookie(name, value, Math.floor((expiresAt - now()) / 1000), secure);
    },
    async remove(request) {
      const value = readCookie(request, name);
      if (value !== null) seal.forget(value);
      const names = [...((await readFormer(request)) ? [formerName] : []), ...(hasCookie(request, name) ? [name] : [])];
      return names.map((sent) => toSetCookie(sent, '', 0, secure));
    },
  };
}
