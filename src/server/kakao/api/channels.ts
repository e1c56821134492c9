import {omitUndefined} from '../../../shared/fields.js';
import type {ChannelRelation} from '../../../shared/wire.js';
import {isNonEmptyString, isRecord, type UnknownRecord} from '../../base/validate.js';
import {readDate} from '../values.js';
import {APP, ask, ID_FORM, isKakaoId, type KakaoCaller, type KakaoCallOptions, type KakaoTarget} from './ask.js';
import {badReply, checkNames, readList, readObject, readPerson, toIdText} from './read.js';

/** How an account stands to a channel. */
export interface KakaoChannel {
  /** The public id of the channel, such as `_ZeUTxl`. */
  readonly id: string;
  /** Its search id, such as `@shop`. */
  readonly uuid?: string;
  readonly relation: ChannelRelation['relation'];
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
}

/** How an account stands to channels. */
export interface KakaoChannels {
  /** The account, if Kakao’s answer names it. */
  readonly kakaoId?: string;
  /** Channels that Kakao tells nothing of are not among them. */
  readonly list: readonly KakaoChannel[];
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** Options of `channels.get` and `channels.list`. */
export interface KakaoChannelsOptions extends KakaoCallOptions {
  /** Public ids of the channels; without them, all that are linked with the app. */
  readonly channelIds?: readonly string[] | undefined;
}

/** The consent item that all of this needs. */
const SCOPES = ['plusfriends'];
const CHANNELS = 'channel list';
const PATH = '/v2/api/talk/channels';

const RELATIONS: ReadonlyMap<unknown, ChannelRelation['relation']> = new Map([
  ['ADDED', 'added'],
  ['BLOCKED', 'blocked'],
  ['NONE', 'none'],
]);

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#check-channel */
export async function getChannels(
  caller: KakaoCaller,
  target: KakaoTarget,
  {channelIds, signal}: KakaoChannelsOptions = {},
): Promise<KakaoChannels> {
  const parameters = toParameters(channelIds);
  const body = readObject(await ask(caller, target, {path: PATH, parameters, scopes: SCOPES, signal}), CHANNELS);
  return toChannels(body, body['user_id'] === undefined ? undefined : readPerson(body['user_id'], target, CHANNELS));
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#check-channel-multi */
export async function listChannels(
  caller: KakaoCaller,
  kakaoIds: readonly string[],
  {channelIds, signal}: KakaoChannelsOptions = {},
): Promise<readonly (KakaoChannels & {readonly kakaoId: string})[]> {
  checkNames(kakaoIds, 'kakaoIds', {form: ID_FORM, max: 200});
  const parameters = {target_id_type: 'user_id', target_ids: kakaoIds.join(), ...toParameters(channelIds)};
  const call = {path: `${PATH}/multi` as const, parameters, concealed: kakaoIds, scopes: SCOPES, signal};
  const {json} = await ask(caller, APP, call);
  return readList(json, CHANNELS, (entry) => {
    const kakaoId = toIdText(entry['user_id']);
    return isKakaoId(kakaoId) && kakaoIds.includes(kakaoId) ? {...toChannels(entry), kakaoId} : null;
  });
}

function toParameters(channelIds: readonly string[] | undefined): Readonly<Record<string, string | undefined>> {
  if (!channelIds) return {};
  checkNames(channelIds, 'channelIds');
  return {channel_ids: channelIds.join(), channel_id_type: 'channel_public_id'};
}

function toChannels(body: UnknownRecord, kakaoId?: string): KakaoChannels {
  const {channels} = body;
  if (!Array.isArray(channels)) throw badReply(CHANNELS, 'is not an array');
  return {...omitUndefined({kakaoId}), list: channels.flatMap((entry: unknown) => toChannel(entry) ?? []), raw: body};
}

/** A relation that is not known yet must not stand for another. */
function toChannel(entry: unknown): KakaoChannel | null {
  const {channel_public_id: id, channel_uuid: uuid, relation, ...times} = isRecord(entry) ? entry : {};
  const stands = RELATIONS.get(relation);
  if (!isNonEmptyString(id) || !stands) return null;
  return {
    id,
    relation: stands,
    ...omitUndefined({
      uuid: isNonEmptyString(uuid) ? uuid : undefined,
      createdAt: readDate(times['created_at']),
      updatedAt: readDate(times['updated_at']),
    }),
  };
}
