import {CHANNEL_PARAMETER, type ChannelRelation} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';
import type {AdminApi} from '../kakao/admin-api.js';
import {KakaoApiError, toPageError} from '../kakao/api-error.js';
import {getChannels} from '../kakao/api/channels.js';
import type {RequestReporter} from '../options/reports/report.js';
import {type CurrentMember, readOwnKakaoId} from './current-session.js';
import type {ServerContext} from './server-context.js';

/** How an account stands to channels, by their public ids. */
type ChannelRelations = ReadonlyMap<string, ChannelRelation['relation']>;

/**
 * How a session's Kakao account stands to the channels that a GET names, as far as they are the site's. Kakao is asked a
 * few times in a row at most: after that the last answer counts.
 *
 * @returns undefined if no channel of the site is named, or Kakao does not tell; that is reported, unless it is the
 * person's own choice
 */
export async function readChannelRelations(
  {admin, settings, relations}: Pick<ServerContext, 'admin' | 'settings' | 'relations'>,
  request: Request,
  current: CurrentMember,
  {redactor, warn}: RequestReporter,
): Promise<readonly ChannelRelation[] | undefined> {
  const named = new URL(request.url).searchParams.getAll(CHANNEL_PARAMETER);
  const ids = settings.channels.filter((id) => named.includes(id));
  if (!admin || ids.length === 0) return undefined;
  const kakaoId = await orNull(() => readOwnKakaoId(current), warn);
  if (kakaoId === null) return undefined;
  redactor.add(kakaoId);
  const recalled = relations.recall(kakaoId, ids);
  const rest = ids.filter((id) => !recalled.has(id));
  const asked = rest.length > 0 ? orNull(() => readRelations(admin, kakaoId, rest), warn) : null;
  if (asked) relations.keep(kakaoId, rest, asked);
  const known = await Promise.all(ids.map(async (id) => [id, await (recalled.get(id) ?? asked)] as const));
  return toAnswer(known);
}

async function readRelations(
  {run, proof}: AdminApi,
  kakaoId: string,
  channelIds: readonly string[],
): Promise<ChannelRelations> {
  const channels = await run((caller) => getChannels(caller, {kakaoId}, {channelIds}));
  if (channels.kakaoId !== undefined) proof.give();
  return new Map(channels.list.map(({id, relation}) => [id, relation]));
}

/** What a page is told; undefined if one of the answers did not come. */
function toAnswer(
  known: readonly (readonly [id: string, relations: ChannelRelations | null])[],
): readonly ChannelRelation[] | undefined {
  if (known.some(([, relations]) => !relations)) return undefined;
  return known.flatMap(([id, relations]) => {
    const relation = relations?.get(id);
    return relation ? [{id, relation}] : [];
  });
}

/** What a question comes to; null if it fails, which is reported unless it is the person's own choice. */
async function orNull<T>(ask: () => T | Promise<T>, warn: RequestReporter['warn']): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    // The consent item `plusfriends`.
    if (thrown instanceof KakaoApiError && thrown.code === 'scope_missing') return null;
    const error = thrown instanceof KakaoApiError ? toPageError(thrown) : thrown;
    if (!(error instanceof RequestError)) throw error;
    warn(error);
    return null;
  }
}
