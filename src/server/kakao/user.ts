import type {UnknownRecord} from '../base/validate.js';
import {type Fetch, type KakaoAnswer, readExactJsonObject, sendToKakao} from './http.js';
import {toApiError} from './errors.js';
import {RequestError} from '../base/request-error.js';

/** Asks Kakao's user API with a person's access token, which travels in a header only (RFC 6750 §2.1). */
export async function sendAsPerson(
  fetch: Fetch,
  address: string,
  accessToken: string,
  deadline: AbortSignal,
): Promise<KakaoAnswer> {
  const headers = {Authorization: `Bearer ${accessToken}`, Accept: 'application/json'};
  return sendToKakao(fetch, address, {headers}, deadline);
}

/** Asks Kakao who an access token belongs to. */
export function sendUserRequest(
  fetch: Fetch,
  endpoint: string,
  accessToken: string,
  deadline: AbortSignal,
): Promise<KakaoAnswer> {
  return sendAsPerson(fetch, `${endpoint}?secure_resource=true`, accessToken, deadline);
}

/**
 * The answer of `/v2/user/me`, once it is sure that it speaks of the ID token's person (OpenID Connect Core §5.3.2).
 *
 * @throws RequestError what the answer says went wrong, `provider_bad_response`, `profile_mismatch`
 */
export function readUserInfo(answer: KakaoAnswer, sub: string): UnknownRecord {
  if (answer.status !== 200) throw toApiError(answer);
  const body = readExactJsonObject(answer.text);
  if (!body) throw new RequestError('provider_bad_response', 'Kakao’s user information is not a JSON object.');
  if (!isOfPerson(body, sub)) {
    throw new RequestError('profile_mismatch', 'Kakao’s user information speaks of somebody else than its ID token.');
  }
  return body;
}

/** Whether an object of Kakao's user API is about a person. */
export function isOfPerson({id}: UnknownRecord, sub: string): boolean {
  return (typeof id === 'number' || typeof id === 'string') && String(id) === sub;
}
