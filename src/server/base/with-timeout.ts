/** Thrown by {@link withTimeout} when the time is over. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * A time limit that several steps share. The returned function tells how many milliseconds are left of it.
 *
 * @param now in milliseconds since the epoch
 */
export function createDeadline(milliseconds: number, now: () => number): () => number {
  const start = now();
  // A clock that is set back must not make anything last.
  return () => Math.max(milliseconds - Math.abs(now() - start), 0);
}

/**
 * The outcome of a piece of work that has a limited time. The work's signal is aborted when the time is over or the
 * parent's signal is; work that ignores it is left behind.
 *
 * @throws TimeLimitError when the time is over, else what the work throws
 */
export async function withTimeout<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T> | T,
  parent?: AbortSignal,
): Promise<T> {
  const late = (): TimeLimitError => new TimeLimitError(`not done within ${milliseconds} ms`);
  // Too late to begin: nobody waits for what would come of it.
  if (parent?.aborted === true) throw late();
  const controller = new AbortController();
  let stop = (): void => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => {
      // In this order: work that heeds its signal must not settle the race with an error of its own.
      reject(late());
      controller.abort();
    };
  });
  // What has arrived while the process was busy counts: timers come first, and would find it unread.
  let timer = setTimeout(() => (timer = setTimeout(() => stop(), 0)), milliseconds);
  parent?.addEventListener('abort', stop);
  try {
    return await Promise.race([over, (async () => work(controller.signal))()]);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', stop);
  }
}
