import type {Notice} from './notice.js';
import type {TokenStore} from '../tokens/token-store.js';
import type {PassStore} from './reconcile/pass-store.js';

/** What became of a notice that was to be stored. */
export type Added =
  /** It is stored, and outlives this process. */
  | 'added'
  /** One with the same key was stored within the last 31 days: nothing was. */
  | 'seen'
  /** Too many wait (100,000): nothing was stored. */
  | 'full';

/** How a notice is stored. */
export interface AddOptions {
  /** Tells repeats of one notice: a hash, so that nothing of its person is in it. Without it, no repeat is found. */
  readonly seenKey?: string | undefined;
  /** How long nobody takes it in hand, in seconds. Default: 0. */
  readonly delaySeconds?: number | undefined;
}

/**
 * Applies one notice.
 *
 * @param notice as it was stored
 * @param signal aborted when its 30 seconds are over, or the process stops
 * @returns `done`; or in how many seconds it is to be taken in hand again, which is no failure
 * @throws whatever went wrong: it is tried again, later each time, and is a failure after 20 further times
 */
export type ApplyNotice = (notice: Notice, signal: AbortSignal) => Promise<'done' | {readonly againInSeconds: number}>;

/** A notice that was given up. */
export interface FailedNotice {
  readonly notice: Notice;
  /** When it was given up, in milliseconds since the epoch. */
  readonly failedAt: number;
}

/** How much waits. */
export interface NoticeCounts {
  /** Stored and not applied. */
  readonly waiting: number;
  /** Given up, and kept for 30 days. */
  readonly failed: number;
  /** When the one that waits longest was stored, in milliseconds since the epoch; null if none waits. */
  readonly oldestAt: number | null;
}

/** Whether a notice about something that has an order may be applied. */
export type Claim =
  /** Nobody else applies one of the same order until it is released. */
  | 'claimed'
  /** A newer one was applied. */
  | 'older'
  /** Another one is being applied now. */
  | 'busy';

/** Where notices wait until they are applied: a queue that loses none, and applies each at least once. */
export interface NoticeStore {
  /**
   * Makes it ready, tables included. Called once, before anything else.
   *
   * @throws whatever stands in the way; it can be called again then
   */
  open(): Promise<void>;
  /** Stores a notice; its key and itself are both stored, or neither. */
  add(notice: Notice, options?: AddOptions): Promise<Added>;
  /** Takes a notice away that need not be applied any more. */
  remove(eventId: string): Promise<void>;
  /** Begins to apply what waits, and what comes: several at a time, each in its own time. */
  start(apply: ApplyNotice): Promise<void>;
  /**
   * Takes no more in hand, and waits for what is, and for locks on tokens.
   *
   * @param graceSeconds after which what is still in hand is aborted, and waits again; locks are not waited for longer
   */
  stop(graceSeconds: number): Promise<void>;
  /**
   * Applies what waits now, and nothing after that.
   *
   * @param signal takes no more in hand once it is aborted
   * @returns how many were done
   */
  drain(apply: ApplyNotice, signal: AbortSignal): Promise<number>;
  /**
   * Asks whether a notice may be applied, in one step with keeping others of the same order out, for 60 seconds at most.
   *
   * @param order a hash that tells what the order is of: a person and a kind
   * @param at when it happened: it is older only if one of a later time was applied
   */
  claim(order: string, at: number): Promise<Claim>;
  /**
   * Ends a claim.
   *
   * @param appliedAt the time of what was applied; null if nothing was
   */
  release(order: string, appliedAt: number | null): Promise<void>;
  /** The notices that were given up, the oldest first. */
  listFailures(options: {readonly limit: number}): Promise<readonly FailedNotice[]>;
  /** Lets a notice that was given up wait again; false if there is none. */
  replay(eventId: string): Promise<boolean>;
  /** Takes a notice that was given up away; false if there is none. */
  discard(eventId: string): Promise<boolean>;
  /** Takes everything of a person away but hashes, tokens included. */
  forget(kakaoId: string): Promise<void>;
  count(): Promise<NoticeCounts>;
  /** Where `reconcile` keeps how far it has come. */
  readonly passes: PassStore;
  /** Where a site that keeps tokens has them. */
  readonly tokens: TokenStore;
  /** Ends it. Nothing of it is called any more. */
  close(): Promise<void>;
}
