import {CHANNEL_PARAMETER, type ChannelRelation} from '../../shared/wire.js';
import {sendAsAdmin, toAdminRefusal} from './admin-api.js';
import {isRecord, isNonEmptyString} from '../base/validate.js';
import {type KakaoAnswer, readExactJsonObject} from '../kakao/http.js';
import type {ServerContext} from './server-context.js';
import {RequestError} from '../base/request-error.js';
import type {RequestLog} from '../options/report.js';
import {readOwnKakaoId, type CurrentMember} from './current-session.js';
import {isOfPerson} from '../kakao/user.js';

/** Kakao: the person has not agreed to tell the app about channels (consent item `plusfriends`). */
const NOT_AGREED = '-402';

type Relations = ReadonlyMap<string, ChannelRelation['relation']>;

const RELATIONS: ReadonlyMap<unknown, ChannelRelation['relation']> = new Map([
  ['ADDED', 'added'],
  ['BLOCKED', 'blocked'],
  ['NONE', 'none'],
]);

/**
 * How a session's Kakao account stands to the channels that a GET names, as far as they are the site's; undefined where
 * none is, or Kakao does not tell. That is reported, unless it is the person's own choice. Kakao is asked a few times in a
 * row at most: after that the last answer counts.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#check-channel
 */
export async function readChannelRelations(
  server: ServerContext,
  request: Request,
  signedIn: CurrentMember,
  {redactor, warn}: RequestLog,
): Promise<readonly ChannelRelation[] | undefined> {
  const {adminKey, channels} = server.settings;
  const named = new URL(request.url).searchParams.getAll(CHANNEL_PARAMETER);
  const ids = channels.filter((id) => named.includes(id));
  if (adminKey === undefined || ids.length === 0) return undefined;
  const kakaoId = findKakaoId(signedIn, warn);
  if (kakaoId === null) return undefined;
  redactor.add(kakaoId);
  const recalled = server.relations.recall(kakaoId, ids);
  const rest = ids.filter((id) => !recalled.has(id));
  const asked = rest.length > 0 ? askKakao(server, adminKey, kakaoId, rest, warn) : null;
  if (asked) server.relations.keep(kakaoId, rest, asked);
  const told = await Promise.all(ids.map(async (id) => [id, await (recalled.get(id) ?? asked)] as const));
  if (told.some(([, relations]) => !relations)) return undefined;
  return told.flatMap(([id, relations]) => {
    const relation = relations?.get(id);
    return relation ? [{id, relation}] : [];
  });
}

/** How a person stands to channels; null where Kakao does not tell. */
async function askKakao(
  server: ServerContext,
  adminKey: string,
  kakaoId: string,
  channels: readonly string[],
  warn: RequestLog['warn'],
): Promise<Relations | null> {
  const parameters = {channel_ids: channels.join(), channel_id_type: 'channel_public_id'};
  try {
    const answer = await sendAsAdmin(server, adminKey, server.endpoints.channels, {method: 'GET', kakaoId, parameters});
    const relations = readRelations(answer);
    if (isOfPerson({id: readExactJsonObject(answer.text)?.['user_id']}, kakaoId)) server.adminKeyProof.give();
    return relations;
  } catch (thrown) {
    return toNothing(thrown, warn);
  }
}

/** The account that is asked about; null where there is none, or the site does not tell. */
function findKakaoId(signedIn: CurrentMember, warn: RequestLog['warn']): string | null {
  try {
    return readOwnKakaoId(signedIn);
  } catch (thrown) {
    return toNothing(thrown, warn);
  }
}

function toNothing(thrown: unknown, warn: RequestLog['warn']): null {
  if (!(thrown instanceof RequestError)) throw thrown;
  if (thrown.details.kakaoCode !== NOT_AGREED) warn(thrown);
  return null;
}

function readRelations(answer: KakaoAnswer): Relations {
  if (answer.status !== 200) throw toAdminRefusal(answer);
  const list = readExactJsonObject(answer.text)?.['channels'];
  if (!Array.isArray(list)) throw new RequestError('provider_bad_response', 'Kakao’s list of channels is none.');
  const known = list.flatMap((entry: unknown): readonly (readonly [string, ChannelRelation['relation']])[] => {
    const {channel_public_id: id, relation} = isRecord(entry) ? entry : {};
    const stands = RELATIONS.get(relation);
    return isNonEmptyString(id) && stands ? [[id, stands]] : [];
  });
  return new Map(known);
}
