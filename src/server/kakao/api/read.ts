import {isRecord, type UnknownRecord} from '../../base/validate.js';
import {KakaoApiError} from '../api-error.js';
import {invalidCall, isKakaoId, type KakaoReply, type KakaoTarget} from './ask.js';

/** More than Kakao's lists have. */
const MAX_ITEMS = 500;

/** @throws KakaoApiError `provider_bad_response` */
export function readObject({json}: KakaoReply, what: string): UnknownRecord {
  if (!isRecord(json)) throw badReply(what, 'is not a JSON object');
  return json;
}

/**
 * A list of which every entry is of its form.
 *
 * @param toItem null for an entry that is not
 * @throws KakaoApiError `provider_bad_response`
 */
export function readList<Item>(value: unknown, what: string, toItem: (entry: UnknownRecord) => Item | null): Item[] {
  if (!Array.isArray(value)) throw badReply(what, 'is not an array');
  const items = value.slice(0, MAX_ITEMS + 1).map((entry: unknown) => (isRecord(entry) ? toItem(entry) : null));
  if (items.length > MAX_ITEMS || items.includes(null)) throw badReply(what, 'has an entry of another form');
  return items as Item[];
}

/**
 * The account that an answer speaks of.
 *
 * @throws KakaoApiError `profile_mismatch` if it names none, or another than the one that was asked about
 */
export function readPerson(value: unknown, target: KakaoTarget, what: string): string {
  const kakaoId = toIdText(value);
  if (isKakaoId(kakaoId) && (!('kakaoId' in target) || target.kakaoId === kakaoId)) return kakaoId;
  throw new KakaoApiError('profile_mismatch', `Kakao’s ${what} does not name the account that was asked about.`);
}

/** A number that identifies something, as text. */
export function toIdText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' ? value : undefined;
}

export function badReply(what: string, problem: string): KakaoApiError {
  return new KakaoApiError('provider_bad_response', `Kakao’s ${what} ${problem}.`);
}

/**
 * Names for a request: tags, scopes, ids.
 *
 * @throws KakaoApiError `request_invalid`
 */
export function checkNames(
  value: unknown,
  what: string,
  {form = /^[^\s,]{1,100}$/, max = MAX_ITEMS} = {},
): asserts value is readonly string[] {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= max;
  if (isList && value.every((name) => typeof name === 'string' && form.test(name))) return;
  throw invalidCall(`${what} must be a list of 1 to ${max} texts`);
}
