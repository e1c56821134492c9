import type {Notice} from '../notice.js';

/** How the queue works. Tests alone set another than {@link TIMING}. */
export interface QueueTiming {
  /** How long a notice may be in hand, in seconds. After that another worker takes it: this one may be dead. */
  readonly handSeconds: number;
  /** How often a notice that fails is tried again. */
  readonly retryLimit: number;
  /** How often those that nobody has in hand any more are looked for, in seconds. */
  readonly superviseSeconds: number;
  /** How often what is applied is removed, in seconds. */
  readonly cleanSeconds: number;
  /** How often a worker with nothing to do looks for notices, in milliseconds. */
  readonly pollMs: number;
  /** How many may wait. */
  readonly waitingLimit: number;
}

export const TIMING: QueueTiming = {
  handSeconds: 30,
  retryLimit: 20,
  superviseSeconds: 5,
  cleanSeconds: 60,
  pollMs: 1000,
  waitingLimit: 100_000,
};

/** What a store tells, and what it needs. */
export interface StoreOptions {
  /** Takes a line for who runs the site: about the set-up, at most once each. */
  readonly warn: (line: string) => void;
  /** Takes what goes wrong in the background. */
  readonly onError: (error: unknown) => void;
  /** Told of each notice that has failed for the last time. */
  readonly onGivenUp?: ((notice: Notice) => void) | undefined;
  /** The time in milliseconds since the epoch. */
  readonly now: () => number;
  /** The PostgreSQL schema that holds all tables. Default: `kakao_sync_notices`. */
  readonly schema?: string | undefined;
  readonly timing?: Partial<QueueTiming> | undefined;
}

export const DEFAULT_SCHEMA = 'kakao_sync_notices';

export const DAY_SECONDS = 86_400;

/** A notice that nobody could apply yet must outlast any outage: pg-boss would delete it after 14 days. */
export const WAITING_SECONDS = 10 * 366 * DAY_SECONDS;
export const FAILED_SECONDS = 30 * DAY_SECONDS;
/** How long a notice that was applied stays, so that a repeat under the same id is still known. */
export const APPLIED_SECONDS = 60;
export const LAST_RETRY_SECONDS = 3600;
/** How long hashes are kept. */
export const HASH_DAYS = 31;
/** How long an unfinished reading of Kakao's list can be gone on with. */
export const PASS_SECONDS = DAY_SECONDS;
/** How long it is held without a renewal. */
export const PASS_HOLD_SECONDS = 60;
/** How long a claim lasts: longer than a notice is in hand. */
export const CLAIM_SECONDS = 60;
