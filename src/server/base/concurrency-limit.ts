import {RequestError} from './request-error.js';

/** How much of one kind of work there may be at a time. */
interface ConcurrencyLimitSize {
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
export function createConcurrencyLimit(size: ConcurrencyLimitSize, now: () => number): ConcurrencyLimit {
  return new PlacesAndQueue(size, now);
}

class PlacesAndQueue implements ConcurrencyLimit {
  readonly #size: ConcurrencyLimitSize;
  readonly #now: () => number;
  /** Since when each place is taken. */
  readonly #running = new Map<symbol, number>();
  #waiting: readonly Waiter[] = [];

  constructor(size: ConcurrencyLimitSize, now: () => number) {
    this.#size = size;
    this.#now = now;
  }

  async enter(signal?: AbortSignal): Promise<() => void> {
    const {places, queue} = this.#size;
    this.#sweep();
    if (this.#running.size < places) return this.#take();
    if (this.#waiting.length >= queue) throw this.#toRefusedError();
    return this.#wait(signal);
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Takes a place, and returns what gives it back. */
  #take(): () => void {
    const place = Symbol();
    this.#running.set(place, this.#now());
    return () => {
      if (this.#running.delete(place)) this.#admit();
    };
  }

  /** Lets in those who wait, while there are places. */
  #admit(): void {
    while (this.#running.size < this.#size.places && this.#waiting.length > 0) {
      const [first, ...others] = this.#waiting;
      this.#waiting = others;
      first?.admit();
    }
  }

  /** Frees what nobody will free any more. */
  #sweep(): void {
    for (const [place, since] of this.#running) if (this.#isOver(since)) this.#running.delete(place);
    this.#waiting = this.#waiting.filter(({since}) => !this.#isOver(since));
    this.#admit();
  }

  #isOver(since: number): boolean {
    return Math.abs(this.#now() - since) > LEASE;
  }

  #wait(signal: AbortSignal | undefined): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
      };
      const leave = (): void => {
        end();
        const {name, places} = this.#size;
        reject(new LeftQueue('rate_limited', `Whoever waited for one of ${places} ${name} has gone.`));
      };
      const waiter: Waiter = {
        since: this.#now(),
        admit: () => {
          end();
          resolve(this.#take());
        },
      };
      const timer = setTimeout(() => {
        end();
        reject(this.#toRefusedError());
      }, PATIENCE);
      this.#waiting = [...this.#waiting, waiter];
      signal?.addEventListener('abort', leave);
      if (signal?.aborted) leave();
    });
  }

  #toRefusedError(): RequestError {
    const {name, places, queue} = this.#size;
    const hint = `${places} ${name} are under way and ${queue} wait: more are refused. Put a limiter in front.`;
    return new RequestError('rate_limited', hint, {retryAfter: RETRY_AFTER});
  }
}
