import {omitUndefined} from '../../../shared/fields.js';
import type {AskedTerm} from '../../../shared/wire.js';
import {isNonEmptyString, type UnknownRecord} from '../../base/validate.js';
import {readDate} from '../values.js';
import {ask, type KakaoCaller, type KakaoCallOptions, type KakaoReply, type KakaoTarget} from './ask.js';
import {checkNames, readList, readObject, readPerson} from './read.js';

/** A term of the app, as Kakao has it for one person. */
export interface ServiceTerm {
  readonly tag: string;
  readonly required: boolean;
  readonly agreed: boolean;
  /** Whether the agreement can be revoked at Kakao, if Kakao says so. */
  readonly revocable?: boolean;
  readonly agreedAt?: Date;
  /** `KAUTH`: on Kakao's consent screen. `KAPI`: told by the service. */
  readonly agreedBy?: string;
}

/** Terms of the app, as Kakao has them for one person. */
export interface ServiceTerms {
  readonly kakaoId: string;
  readonly list: readonly ServiceTerm[];
  /** When Kakao said so, by its own clock, in milliseconds since the epoch. */
  readonly time?: number;
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** Options of `terms.list`. */
export interface ServiceTermsOptions extends KakaoCallOptions {
  /** `app`, the default: all terms of the app. `agreed`: only those that the person has agreed to. */
  readonly of?: 'app' | 'agreed' | undefined;
  /** Only these. Kakao refuses a tag that the app has not. */
  readonly tags?: readonly string[] | undefined;
}

/** What has become of terms. */
export interface ChangedTerms {
  readonly kakaoId: string;
  /** Those that were changed; what Kakao does not change (a required term, say) is not among them. */
  readonly list: readonly Pick<ServiceTerm, 'tag' | 'agreed' | 'agreedAt' | 'agreedBy'>[];
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

const TERMS = 'list of agreed terms';
/** Longer tags than anybody registers are none of Kakao's. */
const MAX_TAG = 100;

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#terms */
export async function listTerms(
  caller: KakaoCaller,
  target: KakaoTarget,
  {of = 'app', tags, signal}: ServiceTermsOptions = {},
): Promise<ServiceTerms> {
  if (tags) checkNames(tags, 'tags');
  // Without `app_service_terms` Kakao leaves out those that were declined.
  const parameters = {result: `${of}_service_terms`, tags: tags?.join()};
  return readTerms(await ask(caller, target, {path: '/v2/user/service_terms', parameters, signal}), target);
}

/**
 * The terms in an answer of `/v2/user/service_terms`.
 *
 * @throws KakaoApiError `provider_bad_response`, `profile_mismatch`
 */
export function readTerms(reply: KakaoReply, target: KakaoTarget): ServiceTerms {
  const body = readObject(reply, TERMS);
  const list = readList(body['service_terms'], TERMS, toServiceTerm);
  return {kakaoId: readPerson(body['id'], target, TERMS), list, ...omitUndefined({time: reply.time}), raw: body};
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#revoke-terms */
export function revokeTerms(
  caller: KakaoCaller,
  target: KakaoTarget,
  tags: readonly string[],
  options: KakaoCallOptions = {},
): Promise<ChangedTerms> {
  return changeTerms(caller, target, tags, {...options, change: 'revoke', field: 'revoked_service_terms'});
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#upgrade-terms */
export function upgradeTerms(
  caller: KakaoCaller,
  target: KakaoTarget,
  tags: readonly string[],
  options: KakaoCallOptions = {},
): Promise<ChangedTerms> {
  return changeTerms(caller, target, tags, {...options, change: 'upgrade', field: 'agreed_service_terms'});
}

async function changeTerms(
  caller: KakaoCaller,
  target: KakaoTarget,
  tags: readonly string[],
  {change, field, signal}: KakaoCallOptions & {readonly change: 'revoke' | 'upgrade'; readonly field: string},
): Promise<ChangedTerms> {
  checkNames(tags, 'tags');
  const call = {path: `/v2/user/${change}/service_terms` as const, parameters: {tags: tags.join()}, signal};
  const body = readObject(await ask(caller, target, {method: 'POST', ...call}), TERMS);
  // Kakao leaves the list out if nothing was changed.
  const list = readList(body[field] ?? [], TERMS, toChangedTerm);
  return {kakaoId: readPerson(body['id'], target, TERMS), list, raw: body};
}

/** What a page is told of the terms that it asked for: those that the app has. */
export function toAskedTerms(
  {list, time}: Pick<ServiceTerms, 'list' | 'time'>,
  tags: readonly string[],
): readonly AskedTerm[] {
  return list
    .filter(({tag}) => tags.includes(tag))
    .map(({tag, agreed, agreedAt}) => ({
      tag,
      agreed,
      ...(agreedAt && time !== undefined && {agreedAgo: Math.max(0, Math.floor((time - agreedAt.getTime()) / 1000))}),
    }));
}

function toServiceTerm(entry: UnknownRecord): ServiceTerm | null {
  const changed = toChangedTerm(entry);
  const {required, revocable} = entry;
  if (!changed || typeof required !== 'boolean') return null;
  return {...changed, required, ...(typeof revocable === 'boolean' && {revocable})};
}

function toChangedTerm(entry: UnknownRecord): ChangedTerms['list'][number] | null {
  const {tag, agreed, agreed_at: agreedAt, agreed_by: agreedBy} = entry;
  if (!isNonEmptyString(tag, MAX_TAG) || typeof agreed !== 'boolean') return null;
  const time = agreed ? readDate(agreedAt) : undefined;
  return {
    tag,
    agreed,
    ...(time && {agreedAt: time}),
    ...(agreed && isNonEmptyString(agreedBy, 40) && {agreedBy}),
  };
}
