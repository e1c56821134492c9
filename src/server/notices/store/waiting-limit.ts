import type {JobQueue} from './job-queue.js';

/** How long a count is relied on, in milliseconds. */
const COUNTED_MS = 5000;
/** How long nobody counts again once the limit was reached, in milliseconds. */
const FULL_MS = 1000;

/** Whether too many notices wait. */
export interface WaitingLimit {
  isReached(): Promise<boolean>;
  countAdded(): void;
}

/**
 * Counts what waits every five seconds, and what this process adds meanwhile. What others add is not seen until then, so
 * that the limit is passed by no more than they add in five seconds.
 */
export function createWaitingLimit(queue: JobQueue, limit: number, now: () => number): WaitingLimit {
  let waiting = 0;
  let countedAt = -Infinity;
  let counting: Promise<void> | null = null;
  const count = async (): Promise<void> => {
    const at = now();
    waiting = await queue.countWaiting(limit);
    countedAt = at;
  };
  return {
    isReached: async () => {
      // Also if the clock was set back.
      const age = Math.abs(now() - countedAt);
      if (age >= (waiting >= limit ? FULL_MS : COUNTED_MS)) {
        counting ??= count().finally(() => {
          counting = null;
        });
        await counting;
      }
      return waiting >= limit;
    },
    countAdded: () => {
      waiting++;
    },
  };
}
