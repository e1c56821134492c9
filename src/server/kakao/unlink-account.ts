import type {Redactor} from '../base/redactor.js';
import type {AdminApi} from './admin-api.js';
import {KakaoApiError} from './api-error.js';
import {getUser, unlinkUser} from './api/users.js';

/**
 * Ends the link of a Kakao account with the app. An account that is not linked any more is no failure: so what failed
 * half-way can be repeated. But the admin key of another app gets the same answer, about everybody: it counts only once
 * this key has done its work about an account that logged in here, or tells of another one now.
 *
 * @returns when Kakao answered, by its own clock, if it told
 * @throws KakaoApiError `app_key_wrong`, what else Kakao says went wrong
 * @throws RequestError `rate_limited`
 */
export async function unlinkAccount(api: AdminApi, kakaoId: string, redactor: Redactor): Promise<Date | undefined> {
  try {
    const {at} = await api.run((caller) => unlinkUser(caller, {kakaoId}));
    api.proof.give();
    return at;
  } catch (thrown) {
    if (!(thrown instanceof KakaoApiError) || thrown.code !== 'not_linked') throw thrown;
    if (api.proof.isGiven || (await proveByOther(api, kakaoId, redactor))) return thrown.at;
    const hint =
      'Kakao finds no such account by adminKey, and no login has shown yet that the key is of this app: compare it with the console page. If it is right, repeat this after somebody else has logged in.';
    throw new KakaoApiError('app_key_wrong', hint, {kakaoCode: thrown.kakaoCode});
  }
}

/**
 * Whether Kakao knows, by the admin key, an account that has just logged in here: only the key of the logins' app does.
 * Nothing of its answer is kept.
 *
 * @throws KakaoApiError, RequestError `provider_unavailable`, `rate_limited`: they say nothing of the key, and the request can be repeated
 */
async function proveByOther(api: AdminApi, kakaoId: string, redactor: Redactor): Promise<boolean> {
  const other = api.proof.findOther(kakaoId);
  if (other === undefined) return false;
  redactor.add(other);
  try {
    await api.run((caller) => getUser(caller, {kakaoId: other}));
  } catch (thrown) {
    if (!(thrown instanceof KakaoApiError)) throw thrown;
    if (thrown.code === 'provider_unavailable' || thrown.code === 'rate_limited') throw thrown;
    return false;
  }
  api.proof.give();
  return true;
}
