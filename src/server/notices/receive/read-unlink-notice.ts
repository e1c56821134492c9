import {toS256} from '../../../shared/encoding/hashes.js';
import {readRequestText} from '../../base/request-text.js';
import type {AdminKeyGate} from './admin-key-gate.js';
import {isKakaoId} from '../../kakao/api/ask.js';
import {createKeyMissingError} from '../../kakao/read-link.js';
import {createEventId, type ReceivedNotice} from '../notice.js';
import {BODY_LIMITS, checkMethod, checkNoPrefetch, requireContentType} from './notice-request.js';
import {NoticeRefusal} from './refusal.js';

/** What an unlink notice is checked with. */
interface UnlinkRules {
  readonly appId: string;
  readonly gate: AdminKeyGate;
  /** The admin key that Kakao is asked with. */
  readonly adminKey: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Reads Kakao's notice that somebody has unlinked the app: a GET with a query, or a POST with a form, as the console is
 * set. It says neither when it happened nor which notice it is.
 *
 * @throws NoticeRefusal, or RequestError `request_invalid` if its body cannot be read
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback
 */
export async function readUnlinkNotice(
  request: Request,
  {appId, gate, adminKey, now}: UnlinkRules,
): Promise<ReceivedNotice> {
  checkMethod(request, ['GET', 'POST']);
  if (adminKey === undefined) throw createKeyMissingError();
  const key = await gate.check(request);
  checkNoPrefetch(request);
  const parameters = await readParameters(request);
  const read = (name: string): string | undefined => readOnce(parameters, name);
  if (read('app_id') !== appId) {
    throw new NoticeRefusal(
      'An unlink notice names another app_id than appId: it is for another app, or appId is wrong.',
    );
  }
  const kakaoId = read('user_id');
  if (!isKakaoId(kakaoId)) throw new NoticeRefusal('An unlink notice has no user_id that is a number.');
  const reason = read('referrer_type');
  const groupUserToken = read('group_user_token');
  const isProof = key === (await gate.find(adminKey));
  return {
    adminKey: key,
    notice: {
      eventId: createEventId(),
      kind: 'unlink',
      event: 'unlinked',
      kakaoId,
      at: now,
      clock: 'received',
      ...(reason !== undefined && /^\w{1,64}$/.test(reason) && {reason}),
      // PostgreSQL keeps no U+0000 in JSON: one would be in the way of all notices behind it in the spool.
      ...(groupUserToken !== undefined && /^[^\p{Cc}]{0,1024}$/u.test(groupUserToken) && {groupUserToken}),
      ...(isProof && {provenKey: await toS256(adminKey)}),
    },
  };
}

async function readParameters(request: Request): Promise<URLSearchParams> {
  if (request.method === 'GET') return new URL(request.url).searchParams;
  requireContentType(request, 'application/x-www-form-urlencoded');
  return new URLSearchParams(await readRequestText(request, BODY_LIMITS));
}

/** @throws NoticeRefusal if it is there twice: two readers could take it for two things */
function readOnce(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new NoticeRefusal(`An unlink notice has more than one ${name}.`);
  return values[0];
}
