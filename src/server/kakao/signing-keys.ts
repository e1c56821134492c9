import {createLocalJWKSet} from 'jose';
import {isRecord} from '../base/validate.js';
import {type Fetch, readJsonObject, REQUEST_TIMEOUT, sendToKakao} from './http.js';
import {RequestError} from '../base/request-error.js';

/** Keys are asked for again when they are this old, beside the logins, which go on with those that are known. */
const MAX_AGE = 10 * 60_000;
/** Older ones are used for nothing: Kakao may have withdrawn them. */
const MAX_STALE_AGE = 24 * 3600_000;
/** After a failure nobody asks for this long; each further one doubles it. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** Between two requests for keys that tokens name and Kakao does not: it may block those who ask too often. */
const MISSING_PAUSE = 30_000;

/** Kakao's public keys, as they were at one time. */
export interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly size: number;
}

/** Kakao's public keys. One object serves all logins, with at most one request at a time. */
export interface SigningKeys {
  /**
   * The keys as known now: at once where they are at most 24 hours old, else as soon as Kakao has told them.
   *
   * @throws RequestError `provider_unavailable` or `provider_bad_response` where they cannot be had; at once for 1 to 30
   * seconds after such a failure
   */
  read(): Promise<KeySet>;
  /**
   * Newer keys than these, because a token names one that is not among them: Kakao may have just replaced it. All who
   * ask meanwhile share one request. Null where that was done less than 30 seconds ago, in vain.
   *
   * @throws RequestError as {@link read}
   */
  readAgain(tried: KeySet): Promise<KeySet | null>;
}

/** Keys that are loaded when first needed. */
export function createSigningKeys(fetch: Fetch, url: string, now: () => number): SigningKeys {
  let known: {readonly keys: KeySet; readonly at: number} | undefined;
  let loading: {readonly answer: Promise<KeySet>; readonly at: number} | undefined;
  let failure: {readonly error: unknown; readonly at: number; readonly pause: number} | undefined;
  let missedAt = -Infinity;

  // A clock that is set back must not make anything last.
  const since = (at: number): number => Math.abs(now() - at);

  const fail = (error: unknown): void => {
    const pause = failure ? Math.min(failure.pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
    failure = {error, at: now(), pause};
  };

  const start = (): Promise<KeySet> => {
    const answer = loadKeys(fetch, url).then(
      (keys) => {
        // A request that was given up counts only where no other has told since.
        if (end(answer) || !known) {
          known = {keys, at: now()};
          failure = undefined;
        }
        return keys;
      },
      (error: unknown) => {
        if (end(answer)) fail(error);
        throw error;
      },
    );
    loading = {answer, at: now()};
    return answer;
  };

  /** Whether it was still the one that all wait for. */
  const end = (answer: Promise<KeySet>): boolean => {
    if (loading?.answer !== answer) return false;
    loading = undefined;
    return true;
  };

  /** The request under way. One without an end (its host stopped it with the visitor whom it served) is given up. */
  const findLoading = (): Promise<KeySet> | undefined => {
    if (loading && since(loading.at) > REQUEST_TIMEOUT) {
      loading = undefined;
      fail(new RequestError('provider_unavailable', 'Kakao did not answer a request for its public keys in time.'));
    }
    return loading?.answer;
  };

  const checkPause = (): void => {
    if (failure && since(failure.at) < failure.pause) throw failure.error;
  };

  const load = async (): Promise<KeySet> => {
    const underWay = findLoading();
    if (!underWay) checkPause();
    return underWay ?? start();
  };

  return {
    async read() {
      const age = known ? since(known.at) : Infinity;
      if (!known || age > MAX_STALE_AGE) return load();
      // Whoever is served by what is known need not wait for what is new, nor hear that it cannot be had.
      if (age >= MAX_AGE) load().catch(() => undefined);
      return known.keys;
    },
    async readAgain(tried) {
      if (known && known.keys !== tried) return known.keys;
      const underWay = findLoading();
      if (underWay) return underWay;
      checkPause();
      if (!failure && since(missedAt) < MISSING_PAUSE) return null;
      missedAt = now();
      return start();
    },
  };
}

async function loadKeys(fetch: Fetch, url: string): Promise<KeySet> {
  const {status, text} = await sendToKakao(fetch, url, {headers: {Accept: 'application/json'}});
  if (status >= 500 || status === 429) {
    throw new RequestError('provider_unavailable', `Kakao answered ${status} to a request for its public keys.`);
  }
  const body = status === 200 ? readJsonObject(text) : null;
  const list = body?.['keys'];
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord)) {
    throw new RequestError('provider_bad_response', `Kakao's list of public keys (status ${status}) cannot be read.`);
  }
  try {
    return {find: createLocalJWKSet({keys: list}), size: list.length};
  } catch (cause) {
    throw new RequestError('provider_bad_response', 'Kakao’s list of public keys cannot be read.', {cause});
  }
}
