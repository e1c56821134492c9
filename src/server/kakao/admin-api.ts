import {createConcurrencyLimit} from '../base/concurrency-limit.js';
import type {KakaoCaller} from './api/ask.js';

/** Kakao's APIs, as requests of pages use them in the app's own name. */
export interface AdminApi {
  /**
   * Makes one call with the admin key, in a place of its own.
   *
   * @throws KakaoApiError what went wrong
   * @throws RequestError `rate_limited` if there is no place
   */
  run<T>(call: (caller: KakaoCaller) => Promise<T>): Promise<T>;
  readonly proof: AdminKeyProof;
}

/** What this process has seen of the admin key. Kakao tells nobody whose app a key is of. */
interface AdminKeyProof {
  /** Whether Kakao has told or done something by it about an account that logged in here: it is of the logins' app. */
  readonly isGiven: boolean;
  /** Kakao has. */
  give(): void;
  /** An account has just logged in here, so that it is linked with the logins' app. */
  noteLogin(kakaoId: string): void;
  /** The account that logged in last beside this one, if any: the key can be proved by it. */
  findOther(kakaoId: string): string | undefined;
}

/** @param now in milliseconds since the epoch */
export function createAdminApi(caller: KakaoCaller, now: () => number): AdminApi {
  const limit = createConcurrencyLimit({name: 'requests with the admin key', places: 32, queue: 32}, now);
  return {run: (call) => limit.run(() => call(caller)), proof: createAdminKeyProof()};
}

/** A memory of this process. */
function createAdminKeyProof(): AdminKeyProof {
  let isGiven = false;
  // The newest first; two, so that there is one beside any.
  let last: readonly string[] = [];
  return {
    get isGiven() {
      return isGiven;
    },
    give() {
      isGiven = true;
      last = [];
    },
    noteLogin(kakaoId) {
      if (!isGiven) last = [kakaoId, ...last.filter((id) => id !== kakaoId)].slice(0, 2);
    },
    findOther: (kakaoId) => last.find((id) => id !== kakaoId),
  };
}
