import {withTimeout} from '../../base/with-timeout.js';
import type {ApplyNotice} from '../notice-store.js';
import type {Notice} from '../notice.js';
import type {Job, JobQueue} from './job-queue.js';

/** How many notices are in hand at a time, not counting those that take long. */
const IN_HAND = 10;
/** From when on one takes long, in milliseconds: another one is taken in its stead. */
const LONG_MS = 1000;
/** How many are in hand at most, those that take long included. */
const MOST_IN_HAND = 100;

type Outcome = 'done' | 'again' | 'failed' | 'given-up';

/** The notices that are in hand, several at a time, each in its own time. */
export interface Hand {
  /** How many more may be taken. */
  room(): number;
  take(job: Job): void;
  /** Waits until there may be something to do, or some milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Ends a wait. */
  wake(): void;
  /** Waits until nothing is in hand. */
  empty(): Promise<void>;
}

/** What can be waited for: each ring ends one wait, also one that begins later. */
function createBell(): {ring(): void; wait(milliseconds: number): Promise<void>} {
  let hasRung = false;
  let end: (() => void) | null = null;
  return {
    ring: () => {
      hasRung = true;
      end?.();
    },
    wait: async (milliseconds) => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = null;
      hasRung = false;
    },
  };
}

/** How often the queue is told what came of a notice, and the pause between, in milliseconds. */
const TELLINGS = 3;
const TELLING_PAUSE_MS = 250;

/** Repeats what a lost connection can make fail: else the notice would be applied a second time. */
async function insist<T>(tell: () => Promise<T>): Promise<T> {
  for (let times = 1; ; times++) {
    try {
      return await tell();
    } catch (error) {
      if (times === TELLINGS) throw error;
      await new Promise((resolve) => setTimeout(resolve, TELLING_PAUSE_MS));
    }
  }
}

/**
 * Applies a notice once, and tells the queue what came of it.
 *
 * @param stopped aborted if the process stops: the notice waits again, and this was no failure
 */
async function applyJob(
  job: Job,
  queue: JobQueue,
  apply: ApplyNotice,
  limits: {readonly milliseconds: number; readonly stopped: AbortSignal},
): Promise<Outcome> {
  const {milliseconds, stopped} = limits;
  const result = await withTimeout(milliseconds, (signal) => apply(job.data.notice, signal), stopped).catch(() =>
    stopped.aborted ? {againInSeconds: 0} : 'failed',
  );
  if (result === 'failed') return (await insist(() => queue.fail(job))) ? 'given-up' : 'failed';
  await insist(() => (result === 'done' ? queue.finish(job) : queue.putBack(job, result.againInSeconds)));
  return result === 'done' ? 'done' : 'again';
}

/**
 * @param work applies one, and never rejects
 * @returns an empty hand
 */
export function createHand(work: (job: Job) => Promise<void>): Hand {
  const inHand = new Set<Promise<void>>();
  const bell = createBell();
  let quick = 0;
  const run = async (job: Job): Promise<void> => {
    let isQuick = true;
    quick++;
    const leaveQuick = (): void => {
      if (isQuick) quick--;
      isQuick = false;
      bell.ring();
    };
    const timer = setTimeout(leaveQuick, LONG_MS);
    await work(job);
    clearTimeout(timer);
    leaveQuick();
  };
  return {
    room: () => Math.max(0, Math.min(IN_HAND - quick, MOST_IN_HAND - inHand.size)),
    take: (job) => {
      const running = run(job).finally(() => inHand.delete(running));
      inHand.add(running);
    },
    wait: bell.wait,
    wake: bell.ring,
    empty: async () => {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}

/** What a {@link Runner} needs. */
export interface RunnerOptions {
  readonly handMs: number;
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
  readonly onGivenUp?: ((notice: Notice) => void) | undefined;
}

/** Takes notices from the queue and applies them. */
export interface Runner {
  /** Takes what comes until {@link stop}. */
  start(apply: ApplyNotice): void;
  /** Looks for notices at once. */
  wake(): void;
  stop(graceSeconds: number): Promise<void>;
  drain(apply: ApplyNotice, signal: AbortSignal): Promise<number>;
}

export function createRunner(queue: JobQueue, options: RunnerOptions): Runner {
  return new QueueRunner(queue, options);
}

class QueueRunner implements Runner {
  readonly #queue: JobQueue;
  readonly #options: RunnerOptions;
  /** One for each notice in hand: a signal that many listen to warns of it. */
  readonly #aborts = new Set<AbortController>();
  readonly #runs = new Set<Promise<unknown>>();
  #hand: Hand | null = null;
  #isStopping = false;

  constructor(queue: JobQueue, options: RunnerOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  start(apply: ApplyNotice): void {
    if (this.#hand) return;
    this.#isStopping = false;
    this.#hand = this.#createHand(apply);
    void this.#keep(this.#runOn(this.#hand));
  }

  wake(): void {
    this.#hand?.wake();
  }

  async stop(graceSeconds: number): Promise<void> {
    this.#isStopping = true;
    this.#hand?.wake();
    const ended = Promise.allSettled(this.#runs);
    await withTimeout(graceSeconds * 1000, () => ended).catch(() => undefined);
    for (const abort of this.#aborts) abort.abort();
    await ended;
    this.#hand = null;
  }

  async drain(apply: ApplyNotice, signal: AbortSignal): Promise<number> {
    if (!this.#hand) this.#isStopping = false;
    return this.#keep(this.#runDue(apply, signal));
  }

  async #runOn(hand: Hand): Promise<void> {
    const {pollMs} = this.#options;
    while (!this.#isStopping) {
      const room = hand.room();
      const jobs = room === 0 ? [] : await this.#takeOrReport(room);
      for (const job of jobs) hand.take(job);
      if (room === 0 || jobs.length < room) await hand.wait(pollMs);
    }
    await hand.empty();
  }

  async #takeOrReport(limit: number): Promise<readonly Job[]> {
    try {
      return await this.#queue.take(limit);
    } catch (error) {
      this.#options.onError(error);
      return [];
    }
  }

  async #runDue(apply: ApplyNotice, signal: AbortSignal): Promise<number> {
    const {pollMs} = this.#options;
    let done = 0;
    const taken = new Set<string>();
    const due = await this.#queue.countDue();
    const hand = this.#createHand(apply, (outcome) => {
      if (outcome === 'done') done++;
    });
    try {
      while (!signal.aborted && !this.#isStopping && taken.size < due) {
        const room = Math.min(hand.room(), due - taken.size);
        const jobs = room === 0 ? [] : await this.#queue.take(room);
        if (room > 0 && jobs.length === 0) break;
        for (const job of jobs) {
          taken.add(job.id);
          hand.take(job);
        }
        if (room === 0) await hand.wait(pollMs);
      }
    } finally {
      await hand.empty();
    }
    return done;
  }

  #createHand(apply: ApplyNotice, onEnd?: (outcome: Outcome) => void): Hand {
    const {handMs, onError, onGivenUp} = this.#options;
    return createHand(async (job) => {
      const abort = new AbortController();
      this.#aborts.add(abort);
      try {
        const outcome = await applyJob(job, this.#queue, apply, {milliseconds: handMs, stopped: abort.signal});
        onEnd?.(outcome);
        if (outcome === 'given-up') onGivenUp?.(job.data.notice);
      } catch (error) {
        // The queue could not be told: once its time in hand is over, somebody takes it again.
        onError(error);
      }
      this.#aborts.delete(abort);
    });
  }

  /** Lets {@link stop} wait for a run. */
  async #keep<T>(run: Promise<T>): Promise<T> {
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
    }
  }
}
