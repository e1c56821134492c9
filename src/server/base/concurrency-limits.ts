import {createGate, type Gate} from './concurrency-limit.js';

/** What bounds the requests to Kakao that are under way, whoever caused them. For its keys there is one at most. */
export interface Gates {
  /**
   * Logins: from the code to the person and the terms. Nothing on this way waits again: whoever is refused for want of
   * room has a code that is not spent.
   */
  readonly exchanges: Gate;
  /** Requests with the app's admin key. */
  readonly admin: Gate;
}

export function createGates(now: () => number): Gates {
  return {
    exchanges: createGate({name: 'logins', places: 64, queue: 64}, now),
    admin: createGate({name: 'requests with the admin key', places: 32, queue: 32}, now),
  };
}
