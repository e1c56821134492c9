import {readRequestText} from '../../base/request-text.js';
import {toS256} from '../../../shared/encoding/hashes.js';
import {isNonEmptyString, isRecord} from '../../base/validate.js';
import {readExactJson} from '../../kakao/http.js';
import type {AdminKeyGate} from './admin-key-gate.js';
import {isKakaoId} from '../../kakao/api/ask.js';
import {createEventId, type Notice, type ReceivedNotice} from '../notice.js';
import {BODY_LIMITS, checkMethod, checkNoPrefetch, requireContentType} from './notice-request.js';
import {NoticeRefusal} from './refusal.js';

/** What a channel notice is checked with. */
interface ChannelRules {
  readonly appId: string;
  readonly gate: AdminKeyGate;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** By how much Kakao's clock may be ahead of ours. A time beyond that would be the newest for ever. */
const MAX_AHEAD = 10 * 60_000;

/**
 * Reads Kakao's notice that somebody has added or blocked a KakaoTalk Channel. One of somebody whom Kakao names by
 * OpenID alone (who did not link the app, or did not agree to tell) is acknowledged, and nothing is done: no member can
 * be found by it.
 *
 * @throws NoticeRefusal, or RequestError `request_invalid` if its body cannot be read
 * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/callback
 */
export async function readChannelNotice(request: Request, {appId, gate, now}: ChannelRules): Promise<ReceivedNotice> {
  checkMethod(request, ['POST']);
  const adminKey = await gate.check(request);
  checkNoPrefetch(request);
  requireContentType(request, 'application/json');
  const body = readExactJson(await readRequestText(request, BODY_LIMITS));
  if (!isRecord(body)) throw new NoticeRefusal('A channel notice is no JSON object.');
  const {event, id, id_type: idType, channel_public_id: channelId, updated_at: updatedAt, app_id: app} = body;
  if (app !== undefined && app !== appId && app !== Number(appId)) {
    throw new NoticeRefusal(
      'A channel notice names another app_id than appId: it is for another app, or appId is wrong.',
    );
  }
  if (!isNonEmptyString(event, 64)) throw new NoticeRefusal('A channel notice has no event.');
  if (!isNonEmptyString(idType, 64)) throw new NoticeRefusal('A channel notice has no id_type.');
  if ((event !== 'added' && event !== 'blocked') || idType !== 'app_user_id') return {notice: null, adminKey};
  const kakaoId = typeof id === 'number' ? String(id) : id;
  if (!isKakaoId(kakaoId)) throw new NoticeRefusal('A channel notice has no id that is a number.');
  if (!isNonEmptyString(channelId, 64) || !/^[\w-]+$/.test(channelId)) {
    throw new NoticeRefusal('A channel notice has no channel_public_id.');
  }
  const notice: Notice = {
    eventId: createEventId(),
    kind: 'channel',
    event,
    kakaoId,
    ...readTime(updatedAt, now),
    channelId,
  };
  return {notice, adminKey, id: await readId(request, notice)};
}

/** Kakao's id of the notice, which its repeats have too; else what they say. */
async function readId({headers}: Request, {event, kakaoId, channelId, at, clock}: Notice): Promise<string | undefined> {
  const id = headers.get('x-kakao-resource-id');
  if (isNonEmptyString(id, 256)) return id;
  // By our own clock, two changes and two repeats of one look alike.
  return clock === 'kakao' ? toS256([event, kakaoId, channelId, at].join(' ')) : undefined;
}

/** RFC 3339, in UTC. */
function readTime(value: unknown, now: number): Pick<Notice, 'at' | 'clock'> {
  const isTime =
    isNonEmptyString(value, 40) && /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value);
  const at = isTime ? Date.parse(value) : NaN;
  return at <= now + MAX_AHEAD ? {at, clock: 'kakao'} : {at: now, clock: 'received'};
}
