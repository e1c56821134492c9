import type {ChannelRelation} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import {isNonEmptyString, isRecord} from '../base/validate.js';
import {type AdminApi, sendAsAdmin, toAdminError} from './admin-api.js';
import {type KakaoAnswer, readExactJsonObject} from './http.js';
import {isOfPerson} from './user.js';

/** How an account stands to channels, by their public ids. */
export type ChannelRelations = ReadonlyMap<string, ChannelRelation['relation']>;

/** Kakao: the person has not agreed to tell the app about channels (consent item `plusfriends`). */
export const CHANNELS_NOT_AGREED = '-402';

const RELATIONS: ReadonlyMap<unknown, ChannelRelation['relation']> = new Map([
  ['ADDED', 'added'],
  ['BLOCKED', 'blocked'],
  ['NONE', 'none'],
]);

/**
 * Asks Kakao how an account stands to channels.
 *
 * @throws RequestError `app_key_wrong`, `provider_bad_response`, what else Kakao says went wrong; its code is
 * {@link CHANNELS_NOT_AGREED} if the person has not agreed
 * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#check-channel
 */
export async function askChannelRelations(
  api: AdminApi,
  kakaoId: string,
  channels: readonly string[],
): Promise<ChannelRelations> {
  const parameters = {channel_ids: channels.join(), channel_id_type: 'channel_public_id'};
  const answer = await sendAsAdmin(api, api.endpoints.channels, {method: 'GET', kakaoId, parameters});
  const relations = readRelations(answer);
  if (isOfPerson({id: readExactJsonObject(answer.text)?.['user_id']}, kakaoId)) api.proof.give();
  return relations;
}

function readRelations(answer: KakaoAnswer): ChannelRelations {
  if (answer.status !== 200) throw toAdminError(answer);
  const list = readExactJsonObject(answer.text)?.['channels'];
  if (!Array.isArray(list)) throw new RequestError('provider_bad_response', 'Kakao’s channel list is not an array.');
  const known = list.flatMap((entry: unknown): readonly (readonly [string, ChannelRelation['relation']])[] => {
    const {channel_public_id: id, relation} = isRecord(entry) ? entry : {};
    const stands = RELATIONS.get(relation);
    return isNonEmptyString(id) && stands ? [[id, stands]] : [];
  });
  return new Map(known);
}
