import {createConcurrencyLimit, type ConcurrencyLimit} from '../base/concurrency-limit.js';
import {isFrameworkExit, RequestError} from '../base/request-error.js';
import {createSharedWorks, type SharedWorks} from '../base/shared-work.js';
import {withTimeout} from '../base/with-timeout.js';
import {KakaoApiError} from '../kakao/api-error.js';
import {invalidCall, isKakaoId, type KakaoCaller, type KakaoCallOptions} from '../kakao/api/ask.js';
import {type KakaoClient, type KakaoTokens, refreshTokens} from '../kakao/api/tokens.js';
import type {KeptTokens, TokenSeal} from './token-seal.js';
import type {TokenRow, TokenStore} from './token-store.js';

/** Tokens as Kakao has just issued them, and the key that they were issued to. */
export interface IssuedTokens extends Pick<
  KakaoTokens,
  'accessToken' | 'expiresIn' | 'refreshToken' | 'refreshTokenExpiresIn'
> {
  readonly clientId: string;
  /** When Kakao issued them by its own clock, in milliseconds since the epoch, if it told that. */
  readonly time?: number | undefined;
}

/** Keeps the tokens of people from their login until they have left. */
export interface TokenKeeper {
  /**
   * Keeps the tokens of a login in place of what there was.
   *
   * @param signal once it is aborted, nothing is written any more
   * @throws RequestError `hook_failed` if the store fails
   */
  keep(kakaoId: string, tokens: IssuedTokens, signal: AbortSignal): Promise<void>;
  /** See `KakaoServerApi.accessToken`. */
  accessToken(kakaoId: string, options?: KakaoCallOptions): Promise<string>;
  /**
   * Deletes what is kept of a person.
   *
   * @throws RequestError `hook_failed` if the store fails
   */
  forget(kakaoId: string): Promise<void>;
  /**
   * Deletes what is kept of a person, unless it comes from a login after a moment, and what opens with no key.
   *
   * @param at in milliseconds since the epoch. Kakao tells times by seconds: a login in the same second counts as before
   * @throws RequestError `hook_failed` if the store fails
   */
  forgetIssuedBefore(kakaoId: string, at: number): Promise<void>;
  /**
   * Deletes what is kept of a person if it is of this access token, and what opens with no key.
   *
   * @throws RequestError `hook_failed` if the store fails
   */
  forgetAccessToken(kakaoId: string, accessToken: string): Promise<void>;
}

/** What a keeper works with. */
export interface KeeperPorts {
  readonly store: TokenStore;
  readonly seal: TokenSeal;
  readonly kakao: KakaoCaller;
  /** The site's keys at Kakao, by their ids. */
  readonly clients: ReadonlyMap<string, KakaoClient>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Tells the site, by a line for developers, of tokens that no key opens. */
  readonly reportUnreadable: (hint: string) => void;
}

/** What keeps refreshes from being too many. */
interface Refreshes {
  readonly limit: ConcurrencyLimit;
  /** Those of this process, by their people. */
  readonly underWay: SharedWorks<Outcome>;
}

/** What came of looking a person's tokens up in their lock. */
type Outcome =
  | {readonly kind: 'live'; readonly accessToken: string}
  | {readonly kind: 'absent'}
  | {readonly kind: 'failed'; readonly error: unknown};

/** An access token that ends within so many milliseconds is replaced: a call with it must not come too late. */
const LEAST_LIFE = 60_000;
/** How long a refresh token is kept if Kakao does not say how long it lives, in milliseconds: two months. */
const REFRESH_LIFE = 60 * 86_400_000;
/** How long a store may take, in milliseconds, a request to Kakao and somebody else's included. */
const STORE_TIME = 20_000;
/** How long anybody waits for a refresh that another call has begun, in milliseconds: for its place, and for its store. */
const JOIN_TIME = STORE_TIME + 2000;

const ABSENT = 'No tokens of this person are kept: have them log in by the Kakao button.';
const UNREADABLE =
  'Kept tokens of somebody open with none of keepTokens.tokenKeys, or are not this site’s: they were deleted, and the person has to log in again. Keep a former key beside the new one for two months.';
const STORE_FAILS = 'The store of kept tokens fails: see whether it is there.';

export function createTokenKeeper(ports: KeeperPorts): TokenKeeper {
  const {store, seal, now} = ports;
  // Each of them has a connection of the store's for as long as Kakao takes.
  const limit = createConcurrencyLimit({name: 'refreshes of kept tokens', places: 4, queue: 64}, now);
  const underWay = createSharedWorks<Outcome>(JOIN_TIME, now);
  return {
    async keep(kakaoId, tokens, signal) {
      const kept = toKept(tokens, now(), null);
      const sealed = await seal.seal(kakaoId, kept);
      await ask(() =>
        store.withLock(kakaoId, async (row) => {
          signal.throwIfAborted();
          await row.write(sealed, kept.refreshUntil);
        }),
      );
    },
    async accessToken(kakaoId, {signal} = {}) {
      if (!isKakaoId(kakaoId)) throw invalidCall('kakaoId must be a text of digits');
      signal?.throwIfAborted();
      // What Kakao has answered must be stored, whether or not somebody still waits for it.
      return orAborted(findAccessToken(ports, {limit, underWay}, kakaoId), signal);
    },
    async forget(kakaoId) {
      if (!isKakaoId(kakaoId)) throw invalidCall('kakaoId must be a text of digits');
      await ask(() => store.withLock(kakaoId, (row) => row.delete()));
    },
    async forgetIssuedBefore(kakaoId, at) {
      await deleteUnless(ports, kakaoId, ({issuedAt}) => toSecond(issuedAt) > toSecond(at));
    },
    async forgetAccessToken(kakaoId, accessToken) {
      await deleteUnless(ports, kakaoId, (kept) => kept.accessToken !== accessToken);
    },
  };
}

const toSecond = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** Deletes what is kept of a person, unless it opens and stays for a reason. */
async function deleteUnless(
  {store, seal}: KeeperPorts,
  kakaoId: string,
  stays: (tokens: KeptTokens) => boolean,
): Promise<void> {
  await ask(() =>
    store.withLock(kakaoId, async (row) => {
      const sealed = await row.read();
      if (sealed === null) return;
      const opened = await seal.open(sealed, kakaoId);
      if (!opened || !stays(opened.tokens)) await row.delete();
    }),
  );
}

/** The access token of a person: the one that is kept if it lives, else one that Kakao gives for the refresh token. */
async function findAccessToken(ports: KeeperPorts, refreshes: Refreshes, kakaoId: string): Promise<string> {
  const {store, seal, now} = ports;
  const sealed = await ask(() => store.read(kakaoId));
  if (sealed === null) throw new KakaoApiError('login_required', ABSENT);
  const opened = await seal.open(sealed, kakaoId);
  if (opened?.isNewest && isLive(opened.tokens, now())) return opened.tokens.accessToken;
  const outcome = await renewOnce(ports, refreshes, kakaoId);
  switch (outcome.kind) {
    case 'live':
      return outcome.accessToken;
    case 'failed':
      throw outcome.error;
    case 'absent':
      throw new KakaoApiError('login_required', ABSENT);
  }
}

/** Of all who want a person's tokens renewed at a time, one does it: each other one would take somebody's place. */
function renewOnce(ports: KeeperPorts, {limit, underWay}: Refreshes, kakaoId: string): Promise<Outcome> {
  return underWay.joinOrStart(kakaoId, {
    onJoin: () => undefined,
    start: () => limit.run(() => ask(() => ports.store.withLock(kakaoId, (row) => renew(ports, kakaoId, row)))),
  });
}

/** Looks once more, in the lock: whoever held it before may have done it all. Never throws what Kakao says. */
async function renew(ports: KeeperPorts, kakaoId: string, row: TokenRow): Promise<Outcome> {
  const {seal, now, reportUnreadable} = ports;
  const sealed = await row.read();
  if (sealed === null) return {kind: 'absent'};
  const opened = await seal.open(sealed, kakaoId);
  if (!opened) {
    await row.delete();
    reportUnreadable(UNREADABLE);
    return {kind: 'absent'};
  }
  const {tokens, isNewest} = opened;
  if (isLive(tokens, now())) {
    if (!isNewest) await row.write(await seal.seal(kakaoId, tokens), tokens.refreshUntil);
    return {kind: 'live', accessToken: tokens.accessToken};
  }
  return refresh(ports, kakaoId, row, tokens);
}

/** Has Kakao issue a new access token, and keeps it with the refresh token that counts from now on. */
async function refresh(
  {seal, kakao, clients, now}: KeeperPorts,
  kakaoId: string,
  row: TokenRow,
  former: KeptTokens,
): Promise<Outcome> {
  const {clientId, refreshToken, refreshUntil} = former;
  if (refreshToken === null || refreshUntil <= now()) {
    await row.delete();
    return {kind: 'absent'};
  }
  try {
    const issued = await refreshTokens(kakao, clients.get(clientId), refreshToken);
    const kept = toKept({...issued, clientId}, now(), former);
    await row.write(await seal.seal(kakaoId, kept), kept.refreshUntil);
    return {kind: 'live', accessToken: kept.accessToken};
  } catch (error) {
    if (!(error instanceof KakaoApiError)) throw error;
    if (error.code === 'login_required') await row.delete();
    return {kind: 'failed', error};
  }
}

function isLive({accessUntil}: KeptTokens, now: number): boolean {
  return now + LEAST_LIFE < accessUntil;
}

/**
 * Tokens as they are kept.
 *
 * @param now when they came, in milliseconds since the epoch
 * @param former whose refresh token goes on if Kakao gave no other: it does so in the last month only
 */
function toKept(issued: IssuedTokens, now: number, former: KeptTokens | null): KeptTokens {
  const {clientId, accessToken, expiresIn = 0, refreshToken, refreshTokenExpiresIn} = issued;
  const accessUntil = now + expiresIn * 1000;
  const common = {clientId, accessToken, accessUntil, issuedAt: former?.issuedAt ?? issued.time ?? now};
  if (refreshToken !== undefined) {
    const life = refreshTokenExpiresIn === undefined ? REFRESH_LIFE : refreshTokenExpiresIn * 1000;
    return {...common, refreshToken, refreshUntil: now + life};
  }
  return {...common, refreshToken: former?.refreshToken ?? null, refreshUntil: former?.refreshUntil ?? accessUntil};
}

/** @throws RequestError `hook_failed` */
async function ask<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withTimeout(STORE_TIME, work);
  } catch (cause) {
    if (isFrameworkExit(cause)) throw cause;
    throw new RequestError('hook_failed', STORE_FAILS, {cause});
  }
}

/** What comes of a piece of work, unless its caller gives up before: then it goes on alone. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
