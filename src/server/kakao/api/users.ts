import {type KakaoUser, readProfile} from '../profile.js';
import {
  APP,
  ask,
  ID_FORM,
  invalidCall,
  isKakaoId,
  type KakaoCaller,
  type KakaoCallOptions,
  type KakaoTarget,
} from './ask.js';
import {badReply, checkNames, readList, readObject, readPerson, toIdText} from './read.js';

/** Options of `users.get` and `users.list`. */
export interface KakaoUserOptions extends KakaoCallOptions {
  /** What to ask for, such as `kakao_account.email`; a dot at the end stands for all below (`kakao_account.`). */
  readonly propertyKeys?: readonly string[] | undefined;
}

/** Options of `users.ids`. */
export interface KakaoIdsOptions extends KakaoCallOptions {
  /** Goes on behind this id: the last one that an earlier run has given. */
  readonly after?: string | undefined;
  /** How many ids one request asks for: 1 to 100, which is the default. */
  readonly pageSize?: number | undefined;
}

/** What an account did, or what was done to it. */
export interface KakaoAccountResult {
  readonly kakaoId: string;
  /** When Kakao answered, by its own clock, if it told. */
  readonly at?: Date;
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

const ANSWER = 'answer';
const USER = 'user information';
const USER_IDS = 'list of users';
/** Kakao: 100 calls in a minute. */
const IDS_QUOTA = 60;

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#req-user-info */
export async function getUser(
  caller: KakaoCaller,
  target: KakaoTarget,
  {propertyKeys, signal}: KakaoUserOptions = {},
): Promise<KakaoUser> {
  if (propertyKeys) checkNames(propertyKeys, 'propertyKeys');
  const parameters = {secure_resource: 'true', property_keys: propertyKeys && JSON.stringify(propertyKeys)};
  const reply = await ask(caller, target, {path: '/v2/user/me', parameters, signal});
  const body = readObject(reply, USER);
  return readProfile(readPerson(body['id'], target, USER), body);
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#user-info-list */
export async function listUsers(
  caller: KakaoCaller,
  kakaoIds: readonly string[],
  {propertyKeys, signal}: KakaoUserOptions = {},
): Promise<readonly KakaoUser[]> {
  // Kakao's own limits.
  checkNames(kakaoIds, 'kakaoIds', {form: ID_FORM, max: propertyKeys ? 20 : 100});
  if (propertyKeys) checkNames(propertyKeys, 'propertyKeys');
  const parameters = {
    target_id_type: 'user_id',
    target_ids: `[${kakaoIds.join()}]`,
    property_keys: propertyKeys && JSON.stringify(propertyKeys),
  };
  const {json} = await ask(caller, APP, {path: '/v2/app/users', parameters, concealed: kakaoIds, signal});
  // The documents show both.
  const list: unknown = Array.isArray(json) ? json : readObject({json}, USER_IDS)['elements'];
  return readList(list, USER_IDS, (entry) => {
    const id = toIdText(entry['id']);
    return id !== undefined && kakaoIds.includes(id) ? readProfile(id, entry) : null;
  });
}

/**
 * The ids of all accounts that are linked with the app, in rising order.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#user-list
 */
export async function* listUserIds(
  caller: KakaoCaller,
  {after, pageSize = 100, signal}: KakaoIdsOptions = {},
): AsyncGenerator<string, void, undefined> {
  if (after !== undefined && !isKakaoId(after)) throw invalidCall('after must be an id as text');
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 100) throw invalidCall('pageSize must be 1 to 100');
  let last = after;
  for (let isLast = false; !isLast;) {
    const page = await readUserIdPage(caller, {after: last, pageSize, signal});
    isLast = page.isLast;
    last = page.ids.at(-1) ?? last;
    yield* page.ids;
  }
}

/** One page of {@link listUserIds}. */
export interface UserIdPage {
  readonly ids: readonly string[];
  /** Whether Kakao says that there are no more. */
  readonly isLast: boolean;
  /** When Kakao answered, by its own clock, if it told, in milliseconds since the epoch. */
  readonly time?: number;
}

/**
 * One request of {@link listUserIds}: the ids behind one of them.
 *
 * @throws KakaoApiError `provider_bad_response` if they do not rise, or if the list goes on and names nobody else
 */
export async function readUserIdPage(
  caller: KakaoCaller,
  {after, pageSize = 100, signal}: KakaoIdsOptions,
): Promise<UserIdPage> {
  // Kakao begins with `from_id` itself, so a page of one would never go on.
  const limit = after === undefined ? pageSize : Math.max(pageSize, 2);
  const parameters = {limit: String(limit), order: 'asc', from_id: after};
  const concealed = after === undefined ? [] : [after];
  const call = {path: '/v1/user/ids' as const, parameters, concealed, quotaSeconds: IDS_QUOTA, signal};
  const reply = await ask(caller, APP, call);
  const {elements, after_url: next} = readObject(reply, USER_IDS);
  const ids = Array.isArray(elements) ? elements.map(toIdText) : [null];
  const isRising = ids.every((id, index) => isKakaoId(id) && (index === 0 || BigInt(id) > BigInt(ids[index - 1] ?? 0)));
  if (!isRising) throw badReply(USER_IDS, 'is not a list of rising ids');
  const from = after === undefined ? 0n : BigInt(after);
  const behind = (ids as string[]).filter((id) => BigInt(id) > from);
  // The address itself is not followed: it names an app key, and plain http.
  const isLast = next === undefined || next === null || next === '';
  if (behind.length === 0 && !isLast) throw badReply(USER_IDS, 'goes on, and names nobody else');
  return {ids: behind, isLast, ...(reply.time !== undefined && {time: reply.time})};
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#unlink */
export function unlinkUser(
  caller: KakaoCaller,
  target: KakaoTarget,
  options: KakaoCallOptions = {},
): Promise<KakaoAccountResult> {
  return end(caller, target, '/v1/user/unlink', options);
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#logout */
export function logOutUser(
  caller: KakaoCaller,
  target: KakaoTarget,
  options: KakaoCallOptions = {},
): Promise<KakaoAccountResult> {
  return end(caller, target, '/v1/user/logout', options);
}

async function end(
  caller: KakaoCaller,
  target: KakaoTarget,
  path: '/v1/user/unlink' | '/v1/user/logout',
  {signal}: KakaoCallOptions,
): Promise<KakaoAccountResult> {
  const reply = await ask(caller, target, {method: 'POST', path, signal});
  const body = readObject(reply, ANSWER);
  const at = reply.time === undefined ? {} : {at: new Date(reply.time)};
  return {kakaoId: readPerson(body['id'], target, ANSWER), ...at, raw: body};
}
