import {sendAsAdmin, toAdminRefusal} from './admin-api.js';
import {readExactJsonObject} from './kakao-http.js';
import type {Kit} from './kit.js';
import {Refusal} from './refusal.js';
import {isOfPerson} from './user-info.js';

/** Kakao: the app has no such account among those that are linked with it. */
const NOT_LINKED = -101;

/**
 * Ends the link of a Kakao account with the app. An account that is not linked any more is no failure: so what failed
 * half-way can be repeated. But the admin key of another app gets the same answer, about everybody: it counts only once
 * this key has done its work.
 *
 * @throws Refusal `app_key_wrong`, `provider_bad_response`, what else Kakao says went wrong
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#unlink
 */
export async function unlinkAccount(
  kit: Pick<Kit, 'fetch' | 'gates' | 'endpoints' | 'adminKeyProof'>,
  adminKey: string,
  kakaoId: string,
): Promise<void> {
  const {endpoints, adminKeyProof} = kit;
  const answer = await sendAsAdmin(kit, adminKey, endpoints.unlink, {method: 'POST', kakaoId});
  const body = readExactJsonObject(answer.text);
  if (answer.status === 200) {
    if (!body || !isOfPerson(body, kakaoId)) {
      throw new Refusal('provider_bad_response', 'Kakao’s answer does not name the account that was to be unlinked.');
    }
    adminKeyProof.isGiven = true;
    return;
  }
  if (body?.['code'] !== NOT_LINKED) throw toAdminRefusal(answer);
  if (adminKeyProof.isGiven) return;
  const hint =
    'Kakao finds no such account by adminKey, which has unlinked nobody yet: compare it with the app’s console page. If it is right, the account was unlinked elsewhere.';
  throw new Refusal('app_key_wrong', hint, {koe: String(NOT_LINKED)});
}
