import {RequestError} from './request-error.js';

/** How much of one kind of work there may be at a time. */
export interface ConcurrencyLimitSize {
  /** What it is, for the site's log. */
  readonly name: string;
  /** How many run. */
  readonly places: number;
  /** How many more wait, each for at most {@link PATIENCE}. */
  readonly queue: number;
}

/** Lets in as much work as there are places, in the order of asking. */
export interface ConcurrencyLimit {
  /**
   * Waits for a place, and returns what gives it back.
   *
   * @param signal ends the waiting
   * @throws RequestError `rate_limited`; a {@link LeftQueue} where `signal` was aborted
   */
  enter(signal?: AbortSignal): Promise<() => void>;
  /** Does a piece of work in a place of its own. Throws what {@link enter} and the work throw. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** How long somebody waits for a place, in milliseconds. */
const PATIENCE = 1000;
/** Seconds until another try, for those who got none. */
const RETRY_AFTER = 5;
/** Whatever has run for longer than any limit of time allows was stopped by its host, and gives no place back. */
const LEASE = 30_000;

/** Thrown in a queue: who waited there has gone. */
export class LeftQueue extends RequestError {}

interface Waiter {
  readonly since: number;
  readonly admit: () => void;
}

/** @param now in milliseconds since the epoch */
export function createConcurrencyLimit(
  {name, places, queue}: ConcurrencyLimitSize,
  now: () => number,
): ConcurrencyLimit {
  const running = new Map<symbol, number>();
  let waiting: readonly Waiter[] = [];

  const isOver = (since: number, limit: number): boolean => Math.abs(now() - since) > limit;

  const take = (): (() => void) => {
    const place = Symbol();
    running.set(place, now());
    return () => {
      if (running.delete(place)) admit();
    };
  };

  const admit = (): void => {
    while (running.size < places && waiting.length > 0) {
      const [first, ...others] = waiting;
      waiting = others;
      first?.admit();
    }
  };

  /** Frees what nobody will free any more. */
  const sweep = (): void => {
    for (const [place, since] of running) if (isOver(since, LEASE)) running.delete(place);
    waiting = waiting.filter(({since}) => !isOver(since, LEASE));
    admit();
  };

  const refuse = (): RequestError => {
    const hint = `${places} ${name} are under way and ${queue} wait: more are refused. Put a limiter in front.`;
    return new RequestError('rate_limited', hint, {retryAfter: RETRY_AFTER});
  };

  const wait = (signal: AbortSignal | undefined): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        waiting = waiting.filter((other) => other !== waiter);
      };
      const leave = (): void => {
        end();
        reject(new LeftQueue('rate_limited', `Whoever waited for one of ${places} ${name} has gone.`));
      };
      const waiter: Waiter = {
        since: now(),
        admit() {
          end();
          resolve(take());
        },
      };
      const timer = setTimeout(() => {
        end();
        reject(refuse());
      }, PATIENCE);
      waiting = [...waiting, waiter];
      signal?.addEventListener('abort', leave);
      if (signal?.aborted) leave();
    });

  const enter = async (signal?: AbortSignal): Promise<() => void> => {
    sweep();
    if (running.size < places) return take();
    if (waiting.length >= queue) throw refuse();
    return wait(signal);
  };

  return {
    enter,
    async run(work) {
      const leave = await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
