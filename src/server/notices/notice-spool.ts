import type {Notice} from './notice.js';

/** A notice as it lies in a spool. */
export interface SpooledNotice {
  readonly notice: Notice;
  readonly seenKey?: string | undefined;
}

/** Where notices lie while they cannot be stored: a place that outlives the process, for a while and a few. */
export interface NoticeSpool {
  /**
   * Puts a notice into it, so that it outlives a crash.
   *
   * @returns false if it is full
   * @throws whatever stands in the way
   */
  append(entry: SpooledNotice): Promise<boolean>;
  /**
   * Hands over what lies in it, the oldest first, and takes away each that was handed over. Ends at the first that cannot
   * be, which stays.
   *
   * @param hand over one; a rejection says that it cannot be
   */
  drain(hand: (entry: SpooledNotice) => Promise<void>): Promise<void>;
}
