import type {PgBoss} from 'pg-boss';
import type {Added, AddOptions, ApplyNotice, Claim, FailedNotice, NoticeCounts, NoticeStore} from '../notice-store.js';
import type {Notice} from '../notice.js';
import type {TokenStore} from '../../tokens/token-store.js';
import type {PassStore} from '../reconcile/pass-store.js';
import type {Database} from './database.js';
import {createJobQueue, type JobQueue} from './job-queue.js';
import {createPasses, type Passes} from './passes.js';
import {createRunner, type Runner} from './runner.js';
import type {QueueTiming, StoreOptions} from './settings.js';
import {createSupervision, type Supervision} from './supervision.js';
import {createTables, type Tables} from './tables.js';
import {createTokenTable, type TokenTable} from './token-table.js';
import {createWaitingLimit, type WaitingLimit} from './waiting-limit.js';

/** A pg-boss on a database. */
export interface OpenedBoss {
  readonly boss: PgBoss;
  readonly database: Database;
  close(): Promise<void>;
}

/** What an open store consists of. */
interface Parts {
  readonly opened: OpenedBoss;
  readonly queue: JobQueue;
  readonly tables: Tables;
  readonly passes: Passes;
  readonly tokens: TokenTable;
  readonly runner: Runner;
  readonly limit: WaitingLimit;
  readonly supervision: Supervision;
}

interface Settings extends StoreOptions {
  readonly schema: string;
  readonly timing: QueueTiming;
}

/** How often hashes that are too old are deleted, in milliseconds. */
const PURGE_MS = 3_600_000;

async function openParts(
  open: () => Promise<OpenedBoss>,
  settings: Settings,
  supervise: () => Promise<void>,
): Promise<Parts> {
  const {schema, timing, now, onError, onGivenUp} = settings;
  const opened = await open();
  try {
    const queue = createJobQueue(opened.boss, opened.database, {schema, timing, now});
    const tables = createTables(opened.database, schema, now);
    const passes = createPasses(opened.database, schema, now);
    const tokens = createTokenTable(opened.database, schema, now);
    await tables.create();
    await queue.create();
    const runner = createRunner(queue, {handMs: timing.handSeconds * 1000, pollMs: timing.pollMs, onError, onGivenUp});
    const supervision = createSupervision(supervise, timing.superviseSeconds * 1000);
    const limit = createWaitingLimit(queue, timing.waitingLimit, now);
    return {opened, queue, tables, passes, tokens, runner, supervision, limit};
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Keeps notices in pg-boss's queue, each in the transaction that remembers its key.
 *
 * @param open opens pg-boss on a database
 */
export function createPgBossStore(open: () => Promise<OpenedBoss>, settings: Settings): NoticeStore {
  return new PgBossStore(open, settings);
}

class PgBossStore implements NoticeStore {
  readonly #open: () => Promise<OpenedBoss>;
  readonly #settings: Settings;
  #parts: Parts | null = null;
  #purgedAt: number | null = null;

  constructor(open: () => Promise<OpenedBoss>, settings: Settings) {
    this.#open = open;
    this.#settings = settings;
  }

  async open(): Promise<void> {
    this.#parts ??= await openParts(this.#open, this.#settings, () => this.#supervise());
  }

  async add(notice: Notice, options: AddOptions = {}): Promise<Added> {
    const {opened, queue, tables, limit, runner} = this.#use();
    const {seenKey, delaySeconds = 0} = options;
    if (await limit.isReached()) return 'full';
    const isAdded =
      seenKey === undefined
        ? await queue.add(opened.database, notice, options)
        : await opened.database.transaction(
            async (statements) =>
              (await tables.remember(statements, seenKey)) && (await queue.add(statements, notice, options)),
          );
    if (!isAdded) return 'seen';
    limit.countAdded();
    if (delaySeconds <= 0) runner.wake();
    return 'added';
  }

  remove(eventId: string): Promise<void> {
    return this.#use().queue.remove(eventId);
  }

  start(apply: ApplyNotice): Promise<void> {
    const {runner, supervision} = this.#use();
    runner.start(apply);
    supervision.start();
    return Promise.resolve();
  }

  async stop(graceSeconds: number): Promise<void> {
    const {runner, supervision} = this.#use();
    // Both at once: nothing is taken in hand while the other ends.
    await Promise.all([runner.stop(graceSeconds), supervision.stop()]);
  }

  async drain(apply: ApplyNotice, signal: AbortSignal): Promise<number> {
    const {runner} = this.#use();
    await this.#supervise();
    return runner.drain(apply, signal);
  }

  claim(order: string, at: number): Promise<Claim> {
    return this.#use().tables.claim(order, at);
  }

  release(order: string, appliedAt: number | null): Promise<void> {
    return this.#use().tables.release(order, appliedAt);
  }

  listFailures({limit}: {readonly limit: number}): Promise<readonly FailedNotice[]> {
    return this.#use().queue.listFailures(limit);
  }

  async replay(eventId: string): Promise<boolean> {
    const {queue, runner} = this.#use();
    const isFound = await queue.replay(eventId);
    if (isFound) runner.wake();
    return isFound;
  }

  discard(eventId: string): Promise<boolean> {
    return this.#use().queue.discard(eventId);
  }

  async forget(kakaoId: string): Promise<void> {
    const {queue, passes, tokens} = this.#use();
    await queue.forget(kakaoId);
    await passes.forget(kakaoId);
    await tokens.withLock(kakaoId, (row) => row.delete());
  }

  get passes(): PassStore {
    return this.#use().passes;
  }

  get tokens(): TokenStore {
    return this.#use().tokens;
  }

  count(): Promise<NoticeCounts> {
    return this.#use().queue.count();
  }

  async close(): Promise<void> {
    if (!this.#parts) return;
    await this.stop(0);
    const {opened} = this.#parts;
    this.#parts = null;
    await opened.close();
  }

  #use(): Parts {
    if (!this.#parts) throw new TypeError('The store of notices is not open.');
    return this.#parts;
  }

  /** Never rejects: what fails now is done the next time. */
  async #supervise(): Promise<void> {
    const {onError, now} = this.#settings;
    const {queue, tables, passes, tokens} = this.#use();
    try {
      await queue.supervise();
      if (this.#purgedAt !== null && Math.abs(now() - this.#purgedAt) < PURGE_MS) return;
      this.#purgedAt = now();
      await tables.purge();
      await passes.purge();
      await tokens.purge();
    } catch (error) {
      onError(error);
    }
  }
}
