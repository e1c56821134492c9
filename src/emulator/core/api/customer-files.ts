import type {RequestContext} from '../http/emulator-context.js';
import {getText, readJson, warnOfUnknown} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {
  type CustomerFile,
  type CustomerIdType,
  type FileSchema,
  MOST_FILES,
  toCustomerKey,
} from '../store/customer-files.js';
import {authenticateApp} from './authenticate.js';
import {findChannelError} from './channels.js';
import {EmulatorResponse} from '../base/messages.js';

type Fields = Readonly<Record<string, unknown>>;

/** How many users one request can add or remove. */
const MOST_USERS = 2000;
/** The fields that may hold texts. A field of another name holds numbers. */
const TEXT_FIELDS = [
  '생년월일',
  '국가',
  '지역',
  '성별',
  '연령',
  '구매금액',
  '포인트',
  '가입일',
  '최근 구매일',
  '응모일',
];
const KNOWN_OF_CREATE = ['channel_public_id', 'file_name', 'schema'];
const KNOWN_OF_ADD = ['file_id', 'channel_public_id', 'user_type', 'users'];
const KNOWN_OF_REMOVE = ['file_id', 'channel_public_id', 'user_type', 'user_ids'];

/** POST /v1/talkchannel/create/target_user_file (Kakao: KakaoTalk Channel > REST API > Create customer file). */
export async function handleCreateCustomerFile(context: RequestContext): Promise<EmulatorResponse> {
  const call = await readCall(context, KNOWN_OF_CREATE);
  if (call instanceof EmulatorResponse) return call;
  const {app, channelId, fields} = call;
  const {file_name: name} = fields;
  const schema = readSchema(fields['schema']);
  if (typeof name !== 'string' || name === '') return toKapiError(context, -2, 'file_name is a text.');
  if (!schema) return toKapiError(context, -2, 'schema is an object whose values are "string" or "number".');
  const {files} = context.emulator.store;
  const others = files.list(app, channelId);
  if (others.some((file) => file.name === name)) return toKapiError(context, -817);
  if (others.length >= MOST_FILES) return toKapiError(context, -818);
  for (const [field, type] of Object.entries(schema)) {
    if (type === 'string' && !TEXT_FIELDS.includes(field)) {
      const texts = TEXT_FIELDS.join(', ');
      context.entry.warn({
        en: `Kakao documents texts for ${texts} only, not for "${field}".`,
        ko: `카카오 문서에서 값이 텍스트인 것은 ${texts}뿐입니다: "${field}".`,
      });
    }
  }
  return toJson({file_id: files.add(app, channelId, {name, schema}).id});
}

/** GET /v1/talkchannel/target_user_file: the files of a channel. */
export function handleCustomerFiles(context: RequestContext): EmulatorResponse {
  const {url, emulator, entry} = context;
  const app = authenticateFiles(context);
  if (app instanceof EmulatorResponse) return app;
  entry.warn(...warnOfUnknown(url.searchParams, ['channel_public_id'], '/v1/talkchannel/target_user_file'));
  const channelId = getText(url.searchParams, 'channel_public_id');
  if (channelId === null) return toKapiError(context, -2, 'channel_public_id is missing.');
  const error = findChannelError(context, app, channelId);
  if (error) return error;
  const files = emulator.store.files.list(app, channelId);
  return toJson({
    results: files.map((file) => toFile(context, app, file)),
    using_slot: files.length,
    empty_slot: MOST_FILES - files.length,
  });
}

/** POST /v1/talkchannel/update/target_users: adds users to a file, or replaces their fields. */
export async function handleAddCustomers(context: RequestContext): Promise<EmulatorResponse> {
  const call = await readUsersCall(context, KNOWN_OF_ADD);
  if (call instanceof EmulatorResponse) return call;
  const {file, type, fields} = call;
  const users = readList(fields['users'], (user) => readUser(user, type));
  if (!users) return toKapiError(context, -2, `users is a list of {id, field}, at most ${MOST_USERS}.`);
  const unknown = users.flatMap(([, field]) => Object.keys(field)).find((name) => !(name in file.schema));
  if (unknown !== undefined) {
    context.entry.warn({
      en: `The schema of the file has no field "${unknown}".`,
      ko: `파일의 스키마에 없는 필드입니다: "${unknown}".`,
    });
  }
  context.emulator.store.files.setUsers(file, {...file.users, ...Object.fromEntries(users)});
  return toJson({file_id: file.id});
}

/** POST /v1/talkchannel/delete/target_users: removes users from a file. */
export async function handleRemoveCustomers(context: RequestContext): Promise<EmulatorResponse> {
  const call = await readUsersCall(context, KNOWN_OF_REMOVE);
  if (call instanceof EmulatorResponse) return call;
  const {file, type, fields} = call;
  const keys = readList(fields['user_ids'], (id) => readId(id, type));
  if (!keys) return toKapiError(context, -2, `user_ids is a list of ids, at most ${MOST_USERS}.`);
  const left = Object.entries(file.users).filter(([key]) => !keys.includes(key));
  context.emulator.store.files.setUsers(file, Object.fromEntries(left));
  return toJson({file_id: file.id});
}

/** The app of a request about customer files, by its REST API key or its admin key; or the error. */
function authenticateFiles(context: RequestContext): EmulatedApp | EmulatorResponse {
  const app = authenticateApp(context, true);
  if (app instanceof EmulatorResponse || app.customerFiles) return app;
  return toKapiError(context, -3, 'The owner of the channel has not accepted the policy of customer files.');
}

interface Call {
  readonly app: EmulatedApp;
  readonly channelId: string;
  readonly fields: Fields;
}

async function readCall(context: RequestContext, known: readonly string[]): Promise<Call | EmulatorResponse> {
  const app = authenticateFiles(context);
  if (app instanceof EmulatorResponse) return app;
  const fields = await readJson(context);
  if (!fields) return toKapiError(context, -2, 'The body is a JSON object: application/json.');
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  const {pathname} = context.url;
  const warnings = unknown.map((name) => ({
    en: `Kakao knows no field "${name}" of ${pathname}.`,
    ko: `${pathname}에 없는 필드입니다: "${name}".`,
  }));
  context.entry.warn(...warnings);
  const channelId = fields['channel_public_id'];
  if (typeof channelId !== 'string' || channelId === '')
    return toKapiError(context, -2, 'channel_public_id is missing.');
  return findChannelError(context, app, channelId) ?? {app, channelId, fields};
}

interface UsersCall extends Call {
  readonly file: CustomerFile;
  readonly type: CustomerIdType;
}

async function readUsersCall(context: RequestContext, known: readonly string[]): Promise<UsersCall | EmulatorResponse> {
  const call = await readCall(context, known);
  if (call instanceof EmulatorResponse) return call;
  const {app, channelId, fields} = call;
  const {user_type: type, file_id: id} = fields;
  if (type !== 'app' && type !== 'phone') return toKapiError(context, -2, 'user_type is app or phone.');
  if (!Number.isSafeInteger(id)) return toKapiError(context, -2, 'file_id is a whole number.');
  const file = context.emulator.store.files.list(app, channelId).find((candidate) => candidate.id === id);
  return file ? {...call, file, type} : toKapiError(context, -816);
}

function readSchema(value: unknown): FileSchema | null {
  if (!isFields(value)) return null;
  const types = Object.values(value);
  const isRead = types.length > 0 && types.every((type) => type === 'string' || type === 'number');
  return isRead ? (value as FileSchema) : null;
}

/** Reads every entry of a list; null if it is empty or too long, or if one entry cannot be read. */
function readList<T>(value: unknown, read: (entry: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_USERS) return null;
  const entries = value.map((entry: unknown) => read(entry)).filter((entry) => entry !== null);
  return entries.length === value.length ? entries : null;
}

function readUser(value: unknown, type: CustomerIdType): readonly [string, Fields] | null {
  if (!isFields(value)) return null;
  const {id, field} = value;
  const key = readId(id, type);
  if (key === null || !isFields(field)) return null;
  const isRead = Object.values(field).every((entry) => typeof entry === 'string' || typeof entry === 'number');
  return isRead ? [key, field] : null;
}

function readId(value: unknown, type: CustomerIdType): string | null {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^\+?\d[\d -]{0,22}$/.test(id) && (type === 'phone' || /^\d{1,19}$/.test(id)) ? toCustomerKey(type, id) : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A file as Kakao lists it. Without a user whom Kakao knows, its schema is empty. */
function toFile(context: RequestContext, app: EmulatedApp, {id, name, updatedAt, schema, users}: CustomerFile): object {
  const {personas, store} = context.emulator;
  const known = personas.flatMap((persona) => [
    ...(store.links.find(app, persona) ? [toCustomerKey('app', String(persona.userId))] : []),
    ...(persona.phoneNumber === undefined ? [] : [toCustomerKey('phone', persona.phoneNumber)]),
  ]);
  return {
    file_id: id,
    file_name: name,
    status: 'using',
    update_at: new Date(updatedAt).toISOString().slice(0, 19).replace('T', ' '),
    schema: Object.keys(users).some((key) => known.includes(key)) ? schema : {},
  };
}
