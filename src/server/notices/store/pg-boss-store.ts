import type {PgBoss} from 'pg-boss';
import type {Added, AddOptions, ApplyNotice, Claim, FailedNotice, NoticeCounts, NoticeStore} from '../notice-store.js';
import type {Notice} from '../notice.js';
import type {TokenStore} from '../../tokens/token-store.js';
import {createBatches} from '../../base/batches.js';
import {withTimeout} from '../../base/with-timeout.js';
import type {PassStore} from '../reconcile/pass-store.js';
import type {Database} from './database.js';
import {createJobQueue, type JobQueue, type WantedNotice} from './job-queue.js';
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
  /** Stores a notice; false if it is there already. */
  readonly adding: (wanted: WantedNotice) => Promise<boolean>;
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

/** How notices are stored together that arrive together: whoever waits for one gives up after two seconds. */
const LOTS = {most: 100, patience: 2000};

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
    const adding = createBatches({
      work: (wanted: readonly WantedNotice[]) => addAll(opened.database, tables, queue, wanted),
      ...LOTS,
    });
    return {opened, queue, adding, tables, passes, tokens, runner, supervision, limit};
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Stores notices in one transaction, and tells of each whether it was not there yet. */
function addAll(
  database: Database,
  tables: Tables,
  queue: JobQueue,
  wanted: readonly WantedNotice[],
): Promise<readonly boolean[]> {
  return database.transaction(async (statements) => {
    const keys = wanted.flatMap(({options: {seenKey}}) => seenKey ?? []);
    const left = new Set(await tables.remember(statements, keys));
    // Of those that have one key, the first.
    const first = wanted.filter(({options: {seenKey}}) => seenKey === undefined || left.delete(seenKey));
    const added = await queue.add(statements, first);
    return wanted.map((one) => added.has(one));
  });
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
    const {adding, limit, runner} = this.#use();
    if (await limit.isReached()) return 'full';
    if (!(await adding({notice, options}))) return 'seen';
    limit.countAdded();
    if (!options.delaySeconds) runner.wake();
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
    const {opened, runner, supervision} = this.#use();
    // At once: nothing is taken in hand while another one ends. Kakao gives a refresh token once: it must be stored.
    const unlocked = withTimeout(graceSeconds * 1000, () => opened.database.idle()).catch(() => undefined);
    await Promise.all([runner.stop(graceSeconds), supervision.stop(), unlocked]);
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
