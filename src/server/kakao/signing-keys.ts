import {createLocalJWKSet} from 'jose';
import {isRecord} from '../base/validate.js';
import {forPage} from './api-error.js';
import {type CallObserver, observeCall, type SigningKeysMetric} from './call-metric.js';
import {type Fetch, readJsonObject, REQUEST_TIMEOUT, sendToKakao} from './http.js';
import {isFrameworkExit, RequestError} from '../base/request-error.js';

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

/**
 * Keys that are loaded when first needed.
 *
 * @param url of Kakao's JWKS
 * @param now in milliseconds since the epoch
 * @param observer told of each request, and of how old the keys are after it
 */
export function createSigningKeys(fetch: Fetch, url: string, now: () => number, observer?: KeysObserver): SigningKeys {
  const load = (): Promise<KeySet> => observeCall(observer, '/.well-known/jwks.json', () => loadKeys(fetch, url));
  return new LoadedKeys(load, now, (metric) => observer?.tellKeys(metric));
}

/** Counts requests for keys. */
interface KeysObserver extends CallObserver {
  tellKeys(metric: SigningKeysMetric): void;
}

class LoadedKeys implements SigningKeys {
  readonly #load: () => Promise<KeySet>;
  readonly #now: () => number;
  readonly #tell: (metric: SigningKeysMetric) => void;
  #known: {readonly keys: KeySet; readonly at: number} | undefined;
  #loading: {readonly answer: Promise<KeySet>; readonly at: number} | undefined;
  #failure: {readonly error: unknown; readonly at: number; readonly pause: number} | undefined;
  /** When keys were last asked for because a token named one that was not known. */
  #missedAt = -Infinity;

  constructor(load: () => Promise<KeySet>, now: () => number, tell: (metric: SigningKeysMetric) => void) {
    this.#load = load;
    this.#now = now;
    this.#tell = tell;
  }

  async read(): Promise<KeySet> {
    const age = this.#known ? this.#since(this.#known.at) : Infinity;
    if (!this.#known || age > MAX_STALE_AGE) return this.#joinOrStart();
    // Whoever is served by what is known need not wait for what is new, nor hear that it cannot be had.
    if (age >= MAX_AGE) this.#joinOrStart().catch(() => undefined);
    return this.#known.keys;
  }

  async readAgain(tried: KeySet): Promise<KeySet | null> {
    if (this.#known && this.#known.keys !== tried) return this.#known.keys;
    const underWay = this.#findLoading();
    if (underWay) return underWay;
    this.#checkPause();
    if (!this.#failure && this.#since(this.#missedAt) < MISSING_PAUSE) return null;
    this.#missedAt = this.#now();
    return this.#start();
  }

  async #joinOrStart(): Promise<KeySet> {
    const underWay = this.#findLoading();
    if (!underWay) this.#checkPause();
    return underWay ?? this.#start();
  }

  #start(): Promise<KeySet> {
    const answer = this.#load().then(
      (keys) => {
        // A request that was given up counts only where no other has told since.
        if (this.#end(answer) || !this.#known) {
          this.#known = {keys, at: this.#now()};
          this.#failure = undefined;
          this.#tellAge('fetched');
        }
        return keys;
      },
      (error: unknown) => {
        if (this.#end(answer) && !isFrameworkExit(error)) this.#fail(error);
        throw error;
      },
    );
    this.#loading = {answer, at: this.#now()};
    return answer;
  }

  /** Whether it was still the request that all wait for. */
  #end(answer: Promise<KeySet>): boolean {
    if (this.#loading?.answer !== answer) return false;
    this.#loading = undefined;
    return true;
  }

  #fail(error: unknown): void {
    const pause = this.#failure ? Math.min(this.#failure.pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
    this.#failure = {error, at: this.#now(), pause};
    this.#tellAge('failed');
  }

  #tellAge(outcome: SigningKeysMetric['outcome']): void {
    const ageSeconds = this.#known ? this.#since(this.#known.at) / 1000 : null;
    this.#tell({purpose: 'signing-keys', outcome, ageSeconds});
  }

  /** The request under way. One without an end (its host stopped it with the visitor whom it served) is given up. */
  #findLoading(): Promise<KeySet> | undefined {
    if (this.#loading && this.#since(this.#loading.at) > REQUEST_TIMEOUT) {
      this.#loading = undefined;
      this.#fail(
        new RequestError('provider_unavailable', 'Kakao did not answer a request for its public keys in time.'),
      );
    }
    return this.#loading?.answer;
  }

  /** @throws the last failure, while its pause lasts */
  #checkPause(): void {
    if (this.#failure && this.#since(this.#failure.at) < this.#failure.pause) throw this.#failure.error;
  }

  /** Milliseconds since then. A clock that is set back must not make anything last. */
  #since(at: number): number {
    return Math.abs(this.#now() - at);
  }
}

async function loadKeys(fetch: Fetch, url: string): Promise<KeySet> {
  const {status, text} = await forPage(sendToKakao(fetch, url, {headers: {Accept: 'application/json'}}));
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
