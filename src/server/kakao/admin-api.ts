import {type ConcurrencyLimit, createConcurrencyLimit} from '../base/concurrency-limit.js';
import {RequestError} from '../base/request-error.js';
import {toApiError} from './errors.js';
import {type Fetch, type KakaoAnswer, sendToKakao} from './http.js';
import type {KakaoEndpoints} from './kakao-endpoints.js';

/** Kakao's user API, as the app uses it in its own name. */
export interface AdminApi {
  readonly fetch: Fetch;
  readonly endpoints: Pick<KakaoEndpoints, 'user' | 'unlink' | 'channels'>;
  readonly adminKey: string;
  /** How many requests there may be at a time. */
  readonly limit: ConcurrencyLimit;
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

/** What the app asks about an account, or does to one. */
interface AdminRequest {
  readonly method: 'GET' | 'POST';
  /** The account's number in this app. */
  readonly kakaoId: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** @param now in milliseconds since the epoch */
export function createAdminApi({
  now,
  ...api
}: Omit<AdminApi, 'limit' | 'proof'> & {readonly now: () => number}): AdminApi {
  const limit = createConcurrencyLimit({name: 'requests with the admin key', places: 32, queue: 32}, now);
  return {...api, limit, proof: createAdminKeyProof()};
}

/**
 * Sends a request of Kakao's user API with the app's admin key, which travels in a header only.
 *
 * @throws RequestError `provider_unavailable`, `provider_bad_response`, `rate_limited`
 * @see https://developers.kakao.com/docs/latest/ko/rest-api/getting-started
 */
export async function sendAsAdmin(
  {fetch, adminKey, limit}: AdminApi,
  endpoint: string,
  {method, kakaoId, parameters}: AdminRequest,
): Promise<KakaoAnswer> {
  const form = new URLSearchParams({target_id_type: 'user_id', target_id: kakaoId, ...parameters}).toString();
  const headers = {Authorization: `KakaoAK ${adminKey}`, Accept: 'application/json'};
  if (method === 'GET') return limit.run(() => sendToKakao(fetch, `${endpoint}?${form}`, {headers}));
  const type = {'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8'};
  const init = {method, headers: {...headers, ...type}, body: form};
  return limit.run(() => sendToKakao(fetch, endpoint, init));
}

/** The error behind an answer to {@link sendAsAdmin} that is not a success. */
export function toAdminError(answer: KakaoAnswer): RequestError {
  const error = toApiError(answer);
  if (error.details.kakaoCode !== '-401') return error;
  const hint = 'Kakao refused adminKey: compare it with the admin key on the app’s console page.';
  return new RequestError('app_key_wrong', hint, error.details);
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
