import {createConcurrencyLimit, type ConcurrencyLimit} from './concurrency-limit.js';

/** What bounds the requests to Kakao that are under way, whoever caused them. For its keys there is one at most. */
export interface ConcurrencyLimits {
  /**
   * Logins: from the code to the person and the terms. Nothing on this way waits again: whoever is refused for want of
   * room has a code that is not spent.
   */
  readonly exchanges: ConcurrencyLimit;
  /** Requests with the app's admin key. */
  readonly admin: ConcurrencyLimit;
}

export function createConcurrencyLimits(now: () => number): ConcurrencyLimits {
  return {
    exchanges: createConcurrencyLimit({name: 'logins', places: 64, queue: 64}, now),
    admin: createConcurrencyLimit({name: 'requests with the admin key', places: 32, queue: 32}, now),
  };
}
