import {toCauseText} from '../base/redactor.js';
import {TimeLimitError, withTimeout} from '../base/with-timeout.js';
import type {Notice} from './notice.js';
import type {NoticeSpool} from './notice-spool.js';
import type {AddOptions, ApplyNotice, NoticeStore} from './notice-store.js';

/** What became of a notice that has arrived. */
export type Kept = 'stored' | 'repeated' | 'spooled' | 'lost';

/** Keeps notices until they are applied: in the store, and in the spool while that cannot be had. */
export interface NoticeQueue {
  /**
   * Keeps a notice, so that Kakao can be told that it has arrived.
   *
   * @param milliseconds how long the store may take
   * @returns `lost` if neither store nor spool has it: then Kakao is told so
   */
  keep(notice: Notice, seenKey: string | undefined, milliseconds: number): Promise<Kept>;
  /** The store, once it is ready. */
  open(): Promise<NoticeStore>;
  /** Whether a stop has closed the store, and neither `start` nor `drain` has followed. */
  readonly isClosed: boolean;
  /** Stores a notice; it rejects if that cannot be done. */
  add(notice: Notice, options: AddOptions): Promise<void>;
  start(apply: ApplyNotice): Promise<void>;
  /** @param timeLeft for all of it, in milliseconds */
  stop(timeLeft: () => number): Promise<void>;
  drain(apply: ApplyNotice, signal: AbortSignal): Promise<number>;
}

/** What a queue is made of. */
interface QueueParts {
  readonly store: NoticeStore;
  /** Null if the site has none. */
  readonly spool: NoticeSpool | null;
  /** Tells the site what went wrong with them, though nothing is lost. */
  readonly report: (error: unknown) => void;
  /** Tells the site that a notice is nowhere, and why. */
  readonly reportLost: (error: unknown) => void;
}

/** How long a stop takes after its grace at most, in milliseconds, to give back what was in hand and close the store. */
const GIVE_BACK_TIME = 2000;

/** How often the spool is looked into, in milliseconds. */
const SPOOL_PAUSE = 5000;

export function createNoticeQueue(parts: QueueParts): NoticeQueue {
  return new StoredNotices(parts);
}

class StoredNotices implements NoticeQueue {
  readonly #store: NoticeStore;
  readonly #spool: NoticeSpool | null;
  readonly #report: (error: unknown) => void;
  readonly #reportLost: (error: unknown) => void;
  #opening: Promise<NoticeStore> | undefined;
  #isOpen = false;
  /** Whether the site waits for the store itself, so that no request has to. */
  #isStarting = false;
  /** Nothing is begun, and the spool is left as it is. */
  #isStopping = false;
  #emptying: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({store, spool, report, reportLost}: QueueParts) {
    this.#store = store;
    this.#spool = spool;
    this.#report = report;
    this.#reportLost = reportLost;
  }

  async keep(notice: Notice, seenKey: string | undefined, milliseconds: number): Promise<Kept> {
    let failure: unknown = new Error('too many notices wait to be applied');
    try {
      if (this.#isStarting && !this.#isOpen) throw new Error('the store is still being opened');
      const added = await withTimeout(milliseconds, async () => (await this.open()).add(notice, {seenKey}));
      if (added !== 'full') {
        this.#emptySpool();
        return added === 'added' ? 'stored' : 'repeated';
      }
    } catch (error) {
      failure = error;
    }
    const spoolFailure = await this.#putAside(notice, seenKey);
    if (spoolFailure === null) {
      this.#report(failure);
      return 'spooled';
    }
    this.#reportLost(new Error(spoolFailure, {cause: failure}));
    return 'lost';
  }

  /** Why it cannot be put into the spool, or null. */
  async #putAside(notice: Notice, seenKey: string | undefined): Promise<string | null> {
    if (!this.#spool) return 'there is no spool';
    try {
      const isPut = await this.#spool.append({notice, ...(seenKey !== undefined && {seenKey})});
      return isPut ? null : 'the spool is full';
    } catch (error) {
      return `the spool fails: ${toCauseText(error)}`;
    }
  }

  open(): Promise<NoticeStore> {
    this.#opening ??= this.#store.open().then(
      () => {
        this.#isOpen = true;
        return this.#store;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  get isClosed(): boolean {
    return this.#isStopping && this.#opening === undefined;
  }

  async add(notice: Notice, options: AddOptions): Promise<void> {
    const added = await (await this.open()).add(notice, options);
    if (added === 'full') throw new Error('too many notices wait to be applied');
  }

  async start(apply: ApplyNotice): Promise<void> {
    this.#isStarting = true;
    this.#isStopping = false;
    try {
      const store = await this.open();
      if (!this.#mayGoOn()) return;
      await store.start(apply);
    } finally {
      this.#isStarting = false;
    }
    if (this.#mayGoOn()) this.#watchSpool();
  }

  async stop(timeLeft: () => number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    // A database that does not answer must not keep the process: what is in the spool stays there.
    const store = await withTimeout(timeLeft(), async () => {
      await this.#emptying;
      return this.#opening;
    }).catch(() => undefined);
    if (!store) {
      // Nor must it go on once it answers.
      if (this.#isOpen) void this.#store.stop(0).catch(this.#report);
      return;
    }
    try {
      await withTimeout(timeLeft() + GIVE_BACK_TIME, async () => {
        await store.stop(timeLeft() / 1000);
        await store.close();
      });
    } catch (error) {
      if (!(error instanceof TimeLimitError)) throw error;
      // What hangs is left behind: once its time in hand is over, another process takes it.
      this.#report(error);
    }
    this.#opening = undefined;
    this.#isOpen = false;
  }

  async drain(apply: ApplyNotice, signal: AbortSignal): Promise<number> {
    this.#isStopping = false;
    const store = await this.open();
    this.#emptySpool();
    await Promise.race([this.#emptying, untilAborted(signal)]);
    return store.drain(apply, signal);
  }

  /** Asked after each wait: `stop` may have been called meanwhile. */
  #mayGoOn(): boolean {
    return !this.#isStopping;
  }

  #watchSpool(): void {
    this.#emptySpool();
    if (!this.#spool) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#watchSpool(), SPOOL_PAUSE);
  }

  /** Moves what lies in the spool into the store, one round at a time. */
  #emptySpool(): void {
    this.#emptying ??= this.#spool
      ?.drain(({notice, seenKey}) => this.#move(notice, seenKey))
      .catch((error: unknown) => {
        if (!this.#isStopping) this.#report(error);
      })
      .finally(() => (this.#emptying = undefined));
  }

  /** A full spool takes minutes: it must not outlast a stop, nor open the store again after it. */
  async #move(notice: Notice, seenKey: string | undefined): Promise<void> {
    if (this.#isStopping) throw new Error('the rest stays in the spool');
    await this.add(notice, {seenKey});
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
