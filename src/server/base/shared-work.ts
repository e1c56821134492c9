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
