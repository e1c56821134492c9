/** What a store has of one person, for whoever holds that person's lock. */
export interface TokenRow {
  /** What was written last; null if there is nothing. */
  read(): Promise<string | null>;
  /**
   * Puts a text in the place of what is there.
   *
   * @param sealed a text that only the kit can open
   * @param until when it is of no use any more, in milliseconds since the epoch: from then on the store may delete it
   */
  write(sealed: string, until: number): Promise<void>;
  delete(): Promise<void>;
}

/**
 * Where a kit keeps people's tokens: one sealed text a person. All processes of a site must share it, and so must their
 * locks: Kakao may replace a refresh token while it is used, and whoever uses the former one at the same time loses both.
 *
 * @example
 * const store: TokenStore = {
 *   read: (kakaoId) => rows.find(kakaoId),
 *   withLock: (kakaoId, work) =>
 *     database.transaction(async (transaction) => {
 *       await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [kakaoId]);
 *       return work(rowsOf(transaction, kakaoId));
 *     }),
 * };
 */
export interface TokenStore {
  /**
   * What was written last, without waiting for the lock.
   *
   * @param kakaoId the person's number in the app
   * @returns null if there is nothing
   */
  read(kakaoId: string): Promise<string | null>;
  /**
   * Does a piece of work while nobody else, in any process, holds this person's lock. The work may last as long as a
   * request to Kakao, 5 seconds. A process that ends must not keep a lock.
   *
   * @param kakaoId the person's number in the app
   * @param work reads, writes and deletes what there is of the person
   * @returns what the work returns, once all that it wrote outlives this process
   * @throws what the work throws: what it has written may be kept or not
   */
  withLock<T>(kakaoId: string, work: (row: TokenRow) => Promise<T>): Promise<T>;
}
