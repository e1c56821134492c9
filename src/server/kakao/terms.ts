import type {AskedTerm} from '../../shared/wire.js';
import {isRecord, isNonEmptyString} from '../base/validate.js';
import {type Fetch, type KakaoAnswer, readExactJsonObject} from './http.js';
import {toApiError} from './errors.js';
import {RequestError} from '../base/request-error.js';
import {isOfPerson, sendAsPerson} from './user.js';

/** A term of the app, as Kakao has it for one person. */
export interface ServiceTerm {
  readonly tag: string;
  readonly required: boolean;
  readonly agreed: boolean;
  readonly agreedAt?: Date;
  /** `KAUTH`: on Kakao's consent screen. `KAPI`: told by the service. */
  readonly agreedBy?: string;
}

/** All terms of the app, as Kakao has them for one person. */
export interface ServiceTerms {
  readonly list: readonly ServiceTerm[];
  /** When Kakao said so, by its own clock, in milliseconds since the epoch. */
  readonly time?: number;
}

/** Longer tags and lists than anybody registers are none of Kakao's. */
const MAX_TAG = 100;
const MAX_TERMS = 500;

/**
 * Asks Kakao which of the app's terms a person has agreed to. Without `app_service_terms` it would leave out those that
 * were declined.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#check-terms
 */
export function sendTermsRequest(
  fetch: Fetch,
  endpoint: string,
  accessToken: string,
  deadline: AbortSignal,
): Promise<KakaoAnswer> {
  return sendAsPerson(fetch, `${endpoint}?result=app_service_terms`, accessToken, deadline);
}

/**
 * The terms in an answer of `/v2/user/service_terms`, once it is sure that they are the ID token's person's.
 *
 * @throws RequestError what the answer says went wrong, `provider_bad_response`, `profile_mismatch`
 */
export function readServiceTerms(answer: KakaoAnswer, sub: string): ServiceTerms {
  if (answer.status !== 200) throw toApiError(answer);
  const body = readExactJsonObject(answer.text);
  const entries = body?.['service_terms'];
  const list = Array.isArray(entries) && entries.length <= MAX_TERMS ? entries.map(toServiceTerm) : [null];
  const isWhole = list.every((term) => term !== null);
  if (!body || !isWhole) throw new RequestError('provider_bad_response', 'Kakao’s list of agreed terms is none.');
  if (!isOfPerson(body, sub)) {
    throw new RequestError('profile_mismatch', 'Kakao’s list of agreed terms is somebody else’s than its ID token.');
  }
  const time = Date.parse(answer.headers.get('date') ?? '');
  return {list, ...(!Number.isNaN(time) && {time})};
}

/** What a page is told of the terms that it asked for: those that the app has. */
export function toAskedTerms({list, time}: ServiceTerms, tags: readonly string[]): readonly AskedTerm[] {
  return list
    .filter(({tag}) => tags.includes(tag))
    .map(({tag, agreed, agreedAt}) => ({
      tag,
      agreed,
      ...(agreedAt && time !== undefined && {agreedAgo: Math.max(0, Math.floor((time - agreedAt.getTime()) / 1000))}),
    }));
}

function toServiceTerm(entry: unknown): ServiceTerm | null {
  const {tag, required, agreed, agreed_at: agreedAt, agreed_by: agreedBy} = isRecord(entry) ? entry : {};
  if (!isNonEmptyString(tag, MAX_TAG) || typeof required !== 'boolean' || typeof agreed !== 'boolean') return null;
  const time = isNonEmptyString(agreedAt, 40) ? Date.parse(agreedAt) : NaN;
  return {
    tag,
    required,
    agreed,
    ...(agreed && !Number.isNaN(time) && {agreedAt: new Date(time)}),
    ...(agreed && isNonEmptyString(agreedBy, 40) && {agreedBy}),
  };
}
