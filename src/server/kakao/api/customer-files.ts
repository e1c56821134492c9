import {omitUndefined} from '../../../shared/fields.js';
import {isNonEmptyString, isRecord, type UnknownRecord} from '../../base/validate.js';
import {APP, ask, ID_FORM, invalidCall, type KakaoCaller, type KakaoCallOptions} from './ask.js';
import {badReply, checkNames, readList, readObject, toIdText} from './read.js';

/** A file of customers that a channel's target messages are sent to. */
export interface KakaoCustomerFile {
  readonly id: string;
  readonly name?: string;
  /** As Kakao writes it. */
  readonly status?: string;
  /** As Kakao writes it: its time zone is not documented. */
  readonly updatedAt?: string;
  /** Kakao's entry as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** The files of a channel. */
export interface KakaoCustomerFiles {
  readonly list: readonly KakaoCustomerFile[];
  /** How many files the channel has, and how many more it can have. */
  readonly usedSlots?: number;
  readonly freeSlots?: number;
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** A new file. */
export interface NewCustomerFile {
  /** The public id of the channel, such as `_ZeUTxl`. */
  readonly channelId: string;
  readonly name: string;
  /** The fields that its customers have beside their ids. Kakao's own have Korean names, such as 생년월일 or 구매금액. */
  readonly schema: Readonly<Record<string, 'string' | 'number'>>;
}

/** Which file, and by what its customers are named. */
export interface CustomerFileTarget {
  /** The public id of the channel, such as `_ZeUTxl`. */
  readonly channelId: string;
  readonly fileId: string;
  /** `kakaoId`, the default: the app's ids of accounts. `phone`: telephone numbers. */
  readonly by?: 'kakaoId' | 'phone' | undefined;
}

/** A customer of a file. */
export interface Customer {
  readonly id: string;
  /** Values of the file's schema. */
  readonly fields?: Readonly<Record<string, string | number>> | undefined;
}

/** What Kakao answered to a change of a file: its form is not documented. */
export interface ChangedCustomerFile {
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

const FILES = 'answer about customer files';
const ROOT = '/v1/talkchannel';

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#create-target-user-file */
export async function createCustomerFile(
  caller: KakaoCaller,
  {channelId, name, schema}: NewCustomerFile,
  {signal}: KakaoCallOptions = {},
): Promise<{readonly fileId: string; readonly raw: unknown}> {
  checkNames([channelId], 'channelId');
  if (!isNonEmptyString(name)) throw invalidCall('name must be a text');
  const types: readonly unknown[] = isRecord(schema) ? Object.values(schema) : [null];
  if (!types.every((type) => type === 'string' || type === 'number')) {
    throw invalidCall('schema must say string or number of each field');
  }
  const json = {channel_public_id: channelId, file_name: name, schema};
  const call = {path: `${ROOT}/create/target_user_file` as const, json, signal};
  const body = readObject(await ask(caller, APP, {method: 'POST', ...call}), FILES);
  const fileId = toIdText(body['file_id']);
  if (!fileId) throw badReply(FILES, 'has no file_id');
  return {fileId, raw: body};
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#get-target-user-file */
export async function listCustomerFiles(
  caller: KakaoCaller,
  channelId: string,
  {signal}: KakaoCallOptions = {},
): Promise<KakaoCustomerFiles> {
  checkNames([channelId], 'channelId');
  const parameters = {channel_public_id: channelId};
  const body = readObject(await ask(caller, APP, {path: `${ROOT}/target_user_file`, parameters, signal}), FILES);
  const {using_slot: usedSlots, empty_slot: freeSlots} = body;
  return {
    list: readList(body['results'], FILES, toCustomerFile),
    ...omitUndefined({usedSlots: toCount(usedSlots), freeSlots: toCount(freeSlots)}),
    raw: body,
  };
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#update-target-users */
export async function addCustomers(
  caller: KakaoCaller,
  file: CustomerFileTarget,
  customers: readonly Customer[],
  {signal}: KakaoCallOptions = {},
): Promise<ChangedCustomerFile> {
  const list: readonly unknown[] = Array.isArray(customers) ? customers : [];
  const ids = list.map((customer) => (isRecord(customer) ? customer['id'] : undefined));
  checkIds(file, ids);
  const users = customers.map(({id, fields = {}}) => ({id, field: fields}));
  const values = customers.flatMap(({fields = {}}) => Object.values(fields).map(String));
  return change(caller, 'update', {...toFileFields(file), users}, {concealed: [...ids, ...values], signal});
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#delete-target-users */
export async function removeCustomers(
  caller: KakaoCaller,
  file: CustomerFileTarget,
  ids: readonly string[],
  {signal}: KakaoCallOptions = {},
): Promise<ChangedCustomerFile> {
  checkIds(file, ids);
  return change(caller, 'delete', {...toFileFields(file), user_ids: ids}, {concealed: ids, signal});
}

async function change(
  caller: KakaoCaller,
  kind: 'update' | 'delete',
  json: Readonly<Record<string, unknown>>,
  options: {readonly concealed: readonly string[]; readonly signal: AbortSignal | undefined},
): Promise<ChangedCustomerFile> {
  const reply = await ask(caller, APP, {method: 'POST', path: `${ROOT}/${kind}/target_users`, json, ...options});
  return {raw: readObject(reply, FILES)};
}

function toFileFields({channelId, fileId, by = 'kakaoId'}: CustomerFileTarget): Readonly<Record<string, unknown>> {
  checkNames([channelId], 'channelId');
  const number = Number(fileId);
  if (!ID_FORM.test(fileId) || !Number.isSafeInteger(number)) throw invalidCall('fileId must be an id as text');
  return {file_id: number, channel_public_id: channelId, user_type: by === 'phone' ? 'phone' : 'app'};
}

/** Kakao’s own limit of one request is not documented. */
function checkIds({by}: CustomerFileTarget, ids: unknown): asserts ids is readonly string[] {
  checkNames(ids, 'ids', {form: by === 'phone' ? /^\+?[\d-]{6,20}$/ : ID_FORM, max: 10_000});
}

function toCustomerFile(raw: UnknownRecord): KakaoCustomerFile | null {
  const id = toIdText(raw['file_id']);
  const {file_name: name, status, update_at: updatedAt} = raw;
  if (!id) return null;
  return {
    id,
    ...(isNonEmptyString(name) && {name}),
    ...(isNonEmptyString(status) && {status}),
    ...(isNonEmptyString(updatedAt) && {updatedAt}),
    raw,
  };
}

function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
