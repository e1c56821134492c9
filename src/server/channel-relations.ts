import {CHANNEL_PARAMETER, type ChannelRelation} from '../shared/wire.js';
import {sendAsAdmin, toAdminRefusal} from './admin-api.js';
import {isFields} from './fields.js';
import {type KakaoAnswer, readExactJsonObject} from './kakao-http.js';
import type {Kit} from './kit.js';
import {Refusal} from './refusal.js';
import type {RequestLog} from './report.js';
import {readOwnKakaoId, type SignedIn} from './signed-in.js';

/** Kakao: the person has not agreed to tell the app about channels (consent item `plusfriends`). */
const NOT_AGREED = '-402';

const RELATIONS: ReadonlyMap<unknown, ChannelRelation['relation']> = new Map([
  ['ADDED', 'added'],
  ['BLOCKED', 'blocked'],
  ['NONE', 'none'],
]);

/**
 * How a session's Kakao account stands to the channels that a GET names, as far as they are the site's; undefined where
 * none is, or Kakao does not tell. That is reported, unless it is the person's own choice.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#check-channel
 */
export async function readChannelRelations(
  kit: Kit,
  request: Request,
  signedIn: SignedIn,
  {confidential, warn}: RequestLog,
): Promise<readonly ChannelRelation[] | undefined> {
  const {adminKey, channels} = kit.settings;
  const asked = new URL(request.url).searchParams.getAll(CHANNEL_PARAMETER);
  const ids = channels.filter((id) => asked.includes(id));
  if (adminKey === undefined || ids.length === 0) return undefined;
  try {
    const kakaoId = readOwnKakaoId(signedIn);
    if (kakaoId === null) return undefined;
    confidential.add(kakaoId);
    const parameters = {channel_ids: ids.join(), channel_id_type: 'channel_public_id'};
    const answer = await sendAsAdmin(kit, adminKey, kit.endpoints.channels, {method: 'GET', kakaoId, parameters});
    return toRelations(answer, ids);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    if (thrown.details.koe !== NOT_AGREED) warn(thrown);
    return undefined;
  }
}

function toRelations(answer: KakaoAnswer, ids: readonly string[]): readonly ChannelRelation[] {
  if (answer.status !== 200) throw toAdminRefusal(answer);
  const list = readExactJsonObject(answer.text)?.['channels'];
  if (!Array.isArray(list)) throw new Refusal('provider_bad_response', 'Kakao’s list of channels is none.');
  const relations = new Map(
    list.map((entry: unknown) => {
      const {channel_public_id: id, relation} = isFields(entry) ? entry : {};
      return [id, RELATIONS.get(relation)];
    }),
  );
  return ids.flatMap((id) => {
    const relation = relations.get(id);
    return relation ? [{id, relation}] : [];
  });
}
