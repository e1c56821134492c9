import {type KakaoAnswer, sendToKakao} from '../kakao/http.js';
import type {ServerContext} from './server-context.js';
import {toApiRefusal} from '../kakao/errors.js';
import {RequestError} from '../base/request-error.js';

/** What the app asks about a person, or does to one, in its own name. */
export interface AdminRequest {
  readonly method: 'GET' | 'POST';
  /** The person's number in this app. */
  readonly kakaoId: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Sends a request of Kakao's user API with the app's admin key, which travels in a header only.
 *
 * @throws RequestError `provider_unavailable`, `provider_bad_response`, `rate_limited`
 * @see https://developers.kakao.com/docs/latest/ko/rest-api/getting-started
 */
export async function sendAsAdmin(
  {fetch, gates}: Pick<ServerContext, 'fetch' | 'gates'>,
  adminKey: string,
  endpoint: string,
  {method, kakaoId, parameters}: AdminRequest,
): Promise<KakaoAnswer> {
  const form = new URLSearchParams({target_id_type: 'user_id', target_id: kakaoId, ...parameters}).toString();
  const headers = {Authorization: `KakaoAK ${adminKey}`, Accept: 'application/json'};
  if (method === 'GET') return gates.admin.run(() => sendToKakao(fetch, `${endpoint}?${form}`, {headers}));
  const type = {'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8'};
  const init = {method, headers: {...headers, ...type}, body: form};
  return gates.admin.run(() => sendToKakao(fetch, endpoint, init));
}

/** The refusal behind an answer to {@link sendAsAdmin} that is not a success. */
export function toAdminRefusal(answer: KakaoAnswer): RequestError {
  const error = toApiRefusal(answer);
  if (error.details.kakaoCode !== '-401') return error;
  const hint = 'Kakao refused adminKey: compare it with the admin key on the app’s console page.';
  return new RequestError('app_key_wrong', hint, error.details);
}
