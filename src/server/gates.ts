import {createGate, type Gate} from './gate.js';

/** What bounds the requests to Kakao that are under way, whoever caused them. For its keys there is one at most. */
export interface Gates {
  /** Logins: from the code to the person. */
  readonly exchanges: Gate;
  /** Requests with the app's admin key. */
  readonly admin: Gate;
  /** Requests about a person with that person's token. */
  readonly user: Gate;
}

export function createGates(now: () => number): Gates {
  return {
    exchanges: createGate({name: 'logins', places: 64, queue: 64}, now),
    admin: createGate({name: 'requests with the admin key', places: 32, queue: 32}, now),
    user: createGate({name: 'requests about people', places: 32, queue: 32}, now),
  };
}
