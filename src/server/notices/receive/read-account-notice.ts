import {readRequestText} from '../../base/request-text.js';
import {isNonEmptyString, isRecord, type UnknownRecord} from '../../base/validate.js';
import {readSignedToken, SignedTokenError} from '../../kakao/signed-token.js';
import type {SigningKeys} from '../../kakao/signing-keys.js';
import {ACCOUNT_EVENTS} from '../account-events.js';
import {isKakaoId} from '../../kakao/api/ask.js';
import {createEventId, type Notice, type ReceivedNotice} from '../notice.js';
import {BODY_LIMITS, checkMethod, checkNoPrefetch, requireContentType} from './notice-request.js';
import {NoticeRefusal} from './refusal.js';

/** What an account event is checked with. */
interface AccountRules {
  readonly issuer: string;
  /** The app keys and the app's id: which of them Kakao writes into `aud` is not documented. */
  readonly audiences: readonly string[];
  readonly signingKeys: SigningKeys;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** By how many seconds Kakao's clock may be ahead of ours. */
const MAX_AHEAD = 600;

/**
 * Reads Kakao's notice that something about an account has changed: a signed security event token (RFC 8417) and nothing
 * else. An event that is not known is acknowledged, and nothing is done.
 *
 * @throws NoticeRefusal, or RequestError: `request_invalid` if its body cannot be read, or why Kakao's keys cannot be had
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback
 */
export async function readAccountNotice(
  request: Request,
  {issuer, audiences, signingKeys, now}: AccountRules,
): Promise<ReceivedNotice> {
  checkMethod(request, ['POST']);
  checkNoPrefetch(request);
  requireContentType(request, 'application/secevent+jwt');
  const token = await readRequestText(request, BODY_LIMITS);
  const claims = await verify(token, signingKeys);
  if (claims['iss'] !== issuer) throw refuse('is from another issuer', 'invalid_issuer');
  const {aud} = claims;
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (!audiences.some((ours) => ours === audience)) throw refuse('is for another app', 'invalid_audience');
  const {jti} = claims;
  if (!isNonEmptyString(jti, 256)) throw refuse('has no jti');
  if (claims['nonce'] !== undefined) throw refuse('has a nonce, as only a login has');
  const at = checkTimes(claims, now / 1000);
  return {notice: toNotice(readEvent(claims, issuer), at), id: jti};
}

async function verify(token: string, signingKeys: SigningKeys): Promise<UnknownRecord> {
  try {
    const claims = await readSignedToken(token, signingKeys, isEventType);
    if (claims) return claims;
  } catch (error) {
    if (!(error instanceof SignedTokenError)) throw error;
    throw refuse(error.message, error.fault === 'signature' ? 'invalid_key' : 'invalid_request');
  }
  throw refuse('has unreadable claims');
}

/** RFC 8417 §2.3: a media type, whose case does not count and whose `application/` may be left out (RFC 7515 §4.1.9). */
function isEventType(type: unknown): boolean {
  return typeof type === 'string' && /^(application\/)?secevent\+jwt$/i.test(type);
}

/** @returns when it was issued, in milliseconds since the epoch */
function checkTimes({iat, exp, nbf = 0, toe = 0}: UnknownRecord, seconds: number): number {
  const isFuture = (time: unknown): boolean => !isTime(time) || time > seconds + MAX_AHEAD;
  if (!isTime(iat) || [iat, nbf, toe].some(isFuture)) throw refuse('has no time, or one in the future');
  if (exp !== undefined && (!isTime(exp) || exp + MAX_AHEAD <= seconds)) throw refuse('has expired');
  // NumericDate may have a fraction (RFC 7519 §2), and milliseconds none.
  return Math.floor(iat * 1000);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** What has happened, and to whom. */
interface AccountEventClaims {
  /** The last part of the event's name. */
  readonly event: string;
  readonly kakaoId: string;
  readonly reason: unknown;
}

function readEvent({sub, events}: UnknownRecord, issuer: string): AccountEventClaims {
  const entries = isRecord(events) ? Object.entries(events) : [];
  const [entry] = entries;
  // Two events would need two answers, and Kakao documents one each.
  if (!entry || entries.length > 1) throw refuse('has not exactly one event');
  const [name, details] = entry;
  if (!isKakaoId(sub)) throw refuse('names nobody');
  const subject = isRecord(details) ? details['subject'] : null;
  const isOfPerson =
    isRecord(subject) && subject['subject_type'] === 'iss-sub' && subject['iss'] === issuer && subject['sub'] === sub;
  if (!isOfPerson) throw refuse('has a subject that is not its sub');
  return {event: name.slice(name.lastIndexOf('/') + 1), kakaoId: sub, reason: isRecord(details) && details['reason']};
}

function toNotice({event, kakaoId, reason}: AccountEventClaims, at: number): Notice | null {
  const use = ACCOUNT_EVENTS.get(event);
  if (use === undefined) return null;
  const isUnlink = use === 'unlink';
  return {
    eventId: createEventId(),
    kind: isUnlink ? 'unlink' : 'account',
    event: isUnlink ? 'unlinked' : event,
    kakaoId,
    at,
    clock: 'kakao',
    ...(isNonEmptyString(reason, 64) && /^[\w-]+$/.test(reason) && {reason}),
  };
}

function refuse(problem: string, reason?: NoticeRefusal['reason']): NoticeRefusal {
  return new NoticeRefusal(`An account event ${problem}.`, {...(reason && {reason})});
}
