import type {JWTPayload} from 'jose';
import {createSeal} from '../base/seal.js';

/** Tokens of a person, as they are kept. Times are in milliseconds since the epoch. */
export interface KeptTokens {
  /** The key that they were issued to: Kakao takes a refresh token from no other. */
  readonly clientId: string;
  readonly accessToken: string;
  readonly accessUntil: number;
  /** When the login was that they come from, by Kakao’s clock if that was known. 0 if nobody knows. */
  readonly issuedAt: number;
  /** Null if Kakao gave none. */
  readonly refreshToken: string | null;
  readonly refreshUntil: number;
}

/** Seals tokens into a text that opens for one site, one person and the site's own keys at Kakao. */
export interface TokenSeal {
  seal(kakaoId: string, tokens: KeptTokens): Promise<string>;
  /**
   * The tokens in a text.
   *
   * @returns with `isNewest`: whether the newest key has sealed it. Null if no key opens it, or it is another person's or
   * another client's
   */
  open(sealed: string, kakaoId: string): Promise<{readonly tokens: KeptTokens; readonly isNewest: boolean} | null>;
}

/** What tokens are bound to, beside their person. */
interface SealSettings {
  /** The newest first: it seals, all open. */
  readonly tokenKeys: readonly string[];
  /** The site's. Each has keys of its own, derived from `tokenKeys`. */
  readonly origin: string;
  /** The keys at Kakao whose tokens count. */
  readonly clientIds: readonly string[];
}

/** How tokens are written. The names are stored, so that they stay. */
interface SealedClaims extends JWTPayload {
  readonly sub: string;
  readonly client: string;
  readonly access: string;
  readonly accessUntil: number;
  readonly issuedAt?: number;
  readonly refresh: string | null;
  readonly refreshUntil: number;
}

/** AES-256-GCM, as the session cookies are sealed: see {@link createSeal}. */
export function createTokenSeal({tokenKeys, origin, clientIds}: SealSettings): TokenSeal {
  const seals = tokenKeys.map((key) => createSeal([key], 'tokens', origin));
  return {
    seal(kakaoId, tokens) {
      const [newest] = seals;
      if (!newest) throw new TypeError('There is no key to seal tokens with.');
      return newest.seal(toClaims(kakaoId, tokens), tokens.refreshUntil);
    },
    async open(sealed, kakaoId) {
      for (const [index, seal] of seals.entries()) {
        // Whether tokens have expired is no question of the seal: what is only old is no damage to be told of.
        const claims = (await seal.open(sealed, 0)) as SealedClaims | null;
        if (!claims) continue;
        const isOwn = claims.sub === kakaoId && clientIds.includes(claims.client);
        return isOwn ? {tokens: toTokens(claims), isNewest: index === 0} : null;
      }
      return null;
    },
  };
}

function toClaims(kakaoId: string, tokens: KeptTokens): SealedClaims {
  const {clientId, accessToken, accessUntil, issuedAt, refreshToken, refreshUntil} = tokens;
  return {
    sub: kakaoId,
    client: clientId,
    access: accessToken,
    accessUntil,
    issuedAt,
    refresh: refreshToken,
    refreshUntil,
  };
}

function toTokens({client, access, accessUntil, issuedAt = 0, refresh, refreshUntil}: SealedClaims): KeptTokens {
  return {
    clientId: client,
    accessToken: access,
    accessUntil,
    issuedAt,
    refreshToken: refresh,
    refreshUntil,
  };
}
