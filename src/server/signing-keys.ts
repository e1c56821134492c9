import {createLocalJWKSet} from 'jose';
import {isFields} from './fields.js';
import {type Fetch, readJsonObject, sendToKakao} from './kakao-http.js';
import {Refusal} from './refusal.js';

/** Keys are asked for again when they are this old. */
const MAX_AGE = 10 * 60_000;
/** While Kakao does not answer, older ones are used up to this age. */
const MAX_STALE_AGE = 24 * 3600_000;
/** Kakao may block those who ask too often: a pause after a failure, and between two reloads for unknown keys. */
const PAUSE = 30_000;

/** Kakao's public keys, as they were at one time. */
export interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly size: number;
}

/** Kakao's public keys. One object serves all logins. */
export interface SigningKeys {
  /**
   * The keys as known now.
   *
   * @throws Refusal `provider_unavailable` or `provider_bad_response` where none are known
   */
  read(): Promise<KeySet>;
  /**
   * Newer keys than these, because a token names one that is not among them: Kakao may have just replaced it. All who
   * ask meanwhile share one request. Null where that was done less than 30 seconds ago, in vain.
   *
   * @throws Refusal `provider_unavailable` or `provider_bad_response`, for 30 seconds after such a failure too
   */
  readAgain(tried: KeySet): Promise<KeySet | null>;
}

/** Keys that are loaded when first needed. */
export function createSigningKeys(fetch: Fetch, url: string, now: () => number): SigningKeys {
  let known: {keys: KeySet; at: number} | undefined;
  let pending: Promise<KeySet> | undefined;
  let failed: {error: unknown; at: number} | undefined;
  let againAt = -Infinity;

  const load = (): Promise<KeySet> => {
    pending ??= loadKeys(fetch, url)
      .then(
        (keys) => {
          known = {keys, at: now()};
          failed = undefined;
          return keys;
        },
        (error: unknown) => {
          failed = {error, at: now()};
          throw error;
        },
      )
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  const isPaused = (): boolean => failed !== undefined && now() - failed.at < PAUSE;

  return {
    async read() {
      const age = known ? now() - known.at : Infinity;
      if (known && age < MAX_AGE) return known.keys;
      if (known && age < MAX_STALE_AGE && isPaused()) return known.keys;
      try {
        return await load();
      } catch (error) {
        if (known && age < MAX_STALE_AGE) return known.keys;
        throw error;
      }
    },
    async readAgain(tried) {
      if (known && known.keys !== tried) return known.keys;
      if (pending) return pending;
      if (failed && isPaused()) throw failed.error;
      if (now() - againAt < PAUSE) return null;
      againAt = now();
      return load();
    },
  };
}

async function loadKeys(fetch: Fetch, url: string): Promise<KeySet> {
  const {status, text} = await sendToKakao(fetch, url, {headers: {Accept: 'application/json'}});
  if (status >= 500 || status === 429) {
    throw new Refusal('provider_unavailable', `Kakao answered ${status} to a request for its public keys.`);
  }
  const body = status === 200 ? readJsonObject(text) : null;
  const list = body?.['keys'];
  if (!Array.isArray(list) || list.length === 0 || !list.every(isFields)) {
    throw new Refusal('provider_bad_response', `Kakao's list of public keys (status ${status}) cannot be read.`);
  }
  try {
    return {find: createLocalJWKSet({keys: list}), size: list.length};
  } catch (cause) {
    throw new Refusal('provider_bad_response', 'Kakao’s list of public keys cannot be read.', {cause});
  }
}
