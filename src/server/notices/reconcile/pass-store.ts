/** One reading of Kakao's list of linked accounts, as far as it has come. */
export interface ListPass {
  /** Tells this reading from every other: a UUID. */
  readonly id: string;
  /** Tells who holds it now: a UUID, another one each time it is taken. */
  readonly hold: string;
  /** When the list was begun, by Kakao's clock if it told, in milliseconds since the epoch; null before its first page. */
  readonly begunAt: number | null;
  /** The account behind which the list goes on; null if it begins with the first. */
  readonly after: string | null;
  /** Whether the list has been read to its end. */
  readonly isComplete: boolean;
  /** How many accounts it has until now. */
  readonly listed: number;
}

/**
 * Keeps one reading of Kakao's list of accounts, so that a process that is killed need not begin anew. The accounts lie
 * there as hashes. One holder at a time: a hold lasts 60 seconds, and each call by its holder renews it.
 */
export interface PassStore {
  /**
   * Takes the reading in hand that was left unfinished within a day, else a new one.
   *
   * @param source a hash that tells what is read: one of another source is not gone on with
   * @returns the reading; or, if another one holds it, in how many seconds that ends unless it is renewed
   */
  take(source: string): Promise<ListPass | {readonly heldForSeconds: number}>;
  /**
   * Keeps a page: both where the list has come to and the hashes of its accounts, or neither.
   *
   * @param pass as it is after the page
   * @returns false if it is not this holder's any more: nothing was kept
   */
  keep(pass: ListPass, keys: readonly string[]): Promise<boolean>;
  /** Renews the hold; false if it is not this holder's any more. */
  renew(pass: ListPass): Promise<boolean>;
  /** Those of some hashes that the list does not have; null if it is not this holder's any more. */
  findUnlisted(pass: ListPass, keys: readonly string[]): Promise<readonly string[] | null>;
  /** Leaves it to whoever comes next, at once. */
  release(pass: ListPass): Promise<void>;
  /** Removes it with all of its hashes. */
  end(pass: ListPass): Promise<void>;
}
