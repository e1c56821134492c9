import type {Redactor} from '../base/redactor.js';
import {RequestError} from '../base/request-error.js';
import {type AdminApi, sendAsAdmin, toAdminError} from './admin-api.js';
import {readExactJsonObject} from './http.js';
import {isOfPerson} from './user.js';

/** Kakao: the app has no such account among those that are linked with it. */
const NOT_LINKED = -101;

/**
 * Ends the link of a Kakao account with the app. An account that is not linked any more is no failure: so what failed
 * half-way can be repeated. But the admin key of another app gets the same answer, about everybody: it counts only once
 * this key has done its work about an account that logged in here, or tells of another one now.
 *
 * @throws RequestError `app_key_wrong`, `provider_bad_response`, what else Kakao says went wrong
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#unlink
 */
export async function unlinkAccount(api: AdminApi, kakaoId: string, redactor: Redactor): Promise<void> {
  const answer = await sendAsAdmin(api, api.endpoints.unlink, {method: 'POST', kakaoId});
  const body = readExactJsonObject(answer.text);
  if (answer.status === 200) {
    if (!body || !isOfPerson(body, kakaoId)) {
      const hint = 'Kakao’s answer does not name the account that was to be unlinked.';
      throw new RequestError('provider_bad_response', hint);
    }
    api.proof.give();
    return;
  }
  if (body?.['code'] !== NOT_LINKED) throw toAdminError(answer);
  if (api.proof.isGiven || (await proveByOther(api, kakaoId, redactor))) return;
  const hint =
    'Kakao finds no such account by adminKey, and this process has not seen yet that the key is of the logins’ app: compare it with the app’s console page. If it is right, the account was unlinked elsewhere; once somebody else has logged in here, the request can be repeated.';
  throw new RequestError('app_key_wrong', hint, {kakaoCode: String(NOT_LINKED)});
}

/**
 * Whether Kakao knows, by the admin key, an account that has just logged in here: only the key of the logins' app does.
 * Nothing of its answer is kept.
 *
 * @throws RequestError `provider_unavailable`, `rate_limited`: they say nothing of the key, and the request can be repeated
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#req-user-info
 */
async function proveByOther(api: AdminApi, kakaoId: string, redactor: Redactor): Promise<boolean> {
  const other = api.proof.findOther(kakaoId);
  if (other === undefined) return false;
  redactor.add(other);
  const answer = await sendAsAdmin(api, api.endpoints.user, {method: 'GET', kakaoId: other});
  if (answer.status !== 200) {
    const error = toAdminError(answer);
    if (error.code === 'provider_unavailable' || error.code === 'rate_limited') throw error;
    return false;
  }
  if (!isOfPerson(readExactJsonObject(answer.text) ?? {}, other)) return false;
  api.proof.give();
  return true;
}
