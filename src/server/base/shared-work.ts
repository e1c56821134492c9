import {LeftQueue} from './concurrency-limit.js';
import {withTimeout} from './with-timeout.js';

/** Work that one request does and others wait for. */
export interface SharedWork<T> {
  /** Whether nobody is to wait for it any more. */
  isAbandoned(): boolean;
  /**
   * What comes of it, or what it throws.
   *
   * @throws AbandonedError when its time is over
   */
  join(): Promise<T>;
}

/** Thrown by {@link SharedWork.join}: the work has not ended in its time. */
export class AbandonedError extends Error {}

/**
 * Lets others wait for a piece of work, by timers of their own: a host that stops the request which does it stops that
 * one's timers too, and nothing of it ever settles.
 *
 * @param limit how long anybody waits from now on, in milliseconds
 * @param now in milliseconds since the epoch
 */
export function shareWork<T>(work: Promise<T>, limit: number, now: () => number): SharedWork<T> {
  const since = now();
  let isSettled = false;
  const outcome = Promise.allSettled([work]).then(([result]) => {
    isSettled = true;
    return result;
  });
  // A clock that is set back must not make anything last.
  const isOver = (): boolean => Math.abs(now() - since) > limit;
  return {
    isAbandoned: () => !isSettled && isOver(),
    async join() {
      const left = isOver() ? 0 : limit - Math.abs(now() - since);
      const result = await withTimeout(left, () => outcome).catch(() => null);
      if (!result) throw new AbandonedError(`not settled within ${limit} ms`);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
  };
}

/** Pieces of work under way, each done once for all who ask for the same at the same time. */
export interface SharedWorks<T> {
  /**
   * Joins the work that is under way by that name, else starts it. Who takes the place of one that had to leave the queue,
   * or has no end, starts it anew.
   *
   * @param onJoin called each time before the work of another is waited for
   * @param start called at once where there is none
   * @throws what the work throws
   */
  joinOrStart(name: string, steps: {readonly onJoin: () => void; readonly start: () => Promise<T>}): Promise<T>;
}

/**
 * @param limit how long anybody waits for a piece of work, in milliseconds
 * @param now in milliseconds since the epoch
 */
export function createSharedWorks<T>(limit: number, now: () => number): SharedWorks<T> {
  // In the order of their start.
  const underWay = new Map<string, SharedWork<T>>();
  const end = (name: string, work: SharedWork<T>): void => {
    if (underWay.get(name) === work) underWay.delete(name);
  };
  return {
    async joinOrStart(name, {onJoin, start}) {
      for (let other; (other = underWay.get(name));) {
        onJoin();
        try {
          return await other.join();
        } catch (thrown) {
          if (!(thrown instanceof LeftQueue || thrown instanceof AbandonedError)) throw thrown;
          end(name, other);
        }
      }
      const result = start().finally(() => end(name, work));
      const work = shareWork(result, limit, now);
      for (const [old, other] of underWay) {
        if (!other.isAbandoned()) break;
        end(old, other);
      }
      underWay.set(name, work);
      return result;
    },
  };
}
