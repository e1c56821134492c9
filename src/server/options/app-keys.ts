import {isRecord, invalidOption, type OptionTaker, type UnknownRecord} from '../base/validate.js';
import {isMissing, isMissingList, type MissingValue} from './missing-values.js';

/** One app key of the Kakao app, as listed on its console page. */
export interface KakaoKey {
  /** The app key itself: the REST API key or the JavaScript key. */
  readonly clientId: string;
  /** The key's client secret. Leave it out if the console has it switched off: `undefined` is a missing one. */
  readonly secret?: string | undefined;
  /**
   * The `clientId` of another entry of `keys`: the key that exchanges a code which this one obtained. For a JavaScript
   * key, which has no secret of its own.
   */
  readonly exchangeAs?: string | undefined;
}

/** One app key, with the key that exchanges its codes. */
export interface KeySettings {
  readonly clientId: string;
  /** Itself, or the key named by `exchangeAs`. */
  readonly exchange: {readonly clientId: string; readonly secret: string | undefined};
}

/** One entry of the option `keys`. */
interface KeyEntry {
  /** What it is called in messages. */
  readonly name: string;
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly exchangeAs: unknown;
}

const REST_API_KEY = 'KAKAO_REST_API_KEY';
const SECRET_REMEDY = 'set it, or leave it out for a key whose client secret is off';

/**
 * The option `keys`.
 *
 * @param missing what has no value is added to it
 * @throws KakaoSyncError `config_invalid`
 */
export function readKeys(value: unknown, missing: MissingValue[]): ReadonlyMap<string, KeySettings> {
  const remedy = 'list at least one {clientId, secret} with the app’s REST API key or JavaScript key';
  if (isMissingList(value)) missing.push({option: 'keys', remedy, variable: REST_API_KEY});
  else if (!Array.isArray(value)) throw invalidOption('keys', undefined, remedy);
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const before = missing.length;
  const entries = list.flatMap((entry, index) => readKeyEntry(entry, `keys[${index}]`, missing) ?? []);
  const byId = new Map(entries.map((entry) => [entry.clientId, entry]));
  if (byId.size !== entries.length) {
    throw invalidOption('keys', undefined, 'two entries have the same clientId: drop one');
  }
  // A key that is not there yet may be the one that another names.
  if (missing.length > before) return new Map();
  return new Map(entries.map((entry) => [entry.clientId, toKeySettings(entry, byId)]));
}

/** Null if it has no `clientId`. */
function readKeyEntry(entry: unknown, name: string, missing: MissingValue[]): KeyEntry | null {
  if (!isRecord(entry) && !isMissing(entry)) throw invalidOption(name, undefined, 'write {clientId, secret}');
  const given = isRecord(entry) ? entry : {};
  const {clientId, secret, exchangeAs} = given;
  if (!isMissing(clientId)) checkClientId(clientId, `${name}.clientId`);
  if (!isMissing(secret)) checkSecret(secret, `${name}.secret`);
  missing.push(...findMissing(given, name));
  if (isMissing(clientId)) return null;
  return {name, clientId: clientId as string, secret: isMissing(secret) ? undefined : (secret as string), exchangeAs};
}

/** What a key has no value for. One that another key exchanges the codes of needs no secret. */
function findMissing(entry: UnknownRecord, name: string): readonly MissingValue[] {
  const {clientId, secret, exchangeAs} = entry;
  const isNamed = (key: string): boolean => key in entry && isMissing(entry[key]);
  const variable = 'exchangeAs' in entry ? 'KAKAO_JAVASCRIPT_KEY' : REST_API_KEY;
  const lacksSecret = isNamed('secret') && (secret === '' || isMissing(exchangeAs));
  return [
    ...(isMissing(clientId) ? [{option: `${name}.clientId`, remedy: 'set it to an app key', variable}] : []),
    ...(lacksSecret ? [{option: `${name}.secret`, remedy: SECRET_REMEDY, variable: 'KAKAO_CLIENT_SECRET'}] : []),
    ...(isNamed('exchangeAs') && isMissing(secret)
      ? [{option: `${name}.exchangeAs`, remedy: 'name the clientId of another entry', variable: REST_API_KEY}]
      : []),
  ];
}

/** @throws KakaoSyncError `config_invalid` */
export function checkClientId(clientId: unknown, name: string, maker?: OptionTaker): asserts clientId is string {
  if (typeof clientId === 'string' && /^[\w-]{1,128}$/.test(clientId)) return;
  throw invalidOption(name, undefined, 'copy the app key from the app’s console page, without blanks', maker);
}

/** @throws KakaoSyncError `config_invalid` */
export function checkSecret(secret: unknown, name: string, maker?: OptionTaker): asserts secret is string {
  if (typeof secret === 'string' && /^[\x21-\x7e]{1,256}$/.test(secret)) return;
  throw invalidOption(name, undefined, 'copy the client secret from the app’s console page, without blanks', maker);
}

/** @throws KakaoSyncError `config_invalid` */
export function checkAdminKey(key: unknown, name: string, maker?: OptionTaker): asserts key is string {
  if (typeof key === 'string' && /^[\w-]{1,128}$/.test(key)) return;
  throw invalidOption(name, undefined, 'copy the admin key from the app’s console page, without blanks', maker);
}

function toKeySettings(
  {name, clientId, secret, exchangeAs}: KeyEntry,
  byId: ReadonlyMap<string, KeyEntry>,
): KeySettings {
  if (isMissing(exchangeAs)) return {clientId, exchange: {clientId, secret}};
  const other = typeof exchangeAs === 'string' && exchangeAs !== clientId ? byId.get(exchangeAs) : undefined;
  if (!other || other.exchangeAs !== undefined) {
    const remedy = 'name the clientId of another entry of keys that has no exchangeAs itself';
    throw invalidOption(`${name}.exchangeAs`, undefined, remedy);
  }
  return {clientId, exchange: {clientId: other.clientId, secret: other.secret}};
}

/**
 * The option `adminKey`.
 *
 * @param missing what has no value is added to it
 * @throws KakaoSyncError `config_invalid`
 */
export function readAdminKey(value: unknown, missing: MissingValue[]): string | undefined {
  if (value === undefined) return undefined;
  if (isMissing(value)) {
    missing.push({option: 'adminKey', remedy: 'set it, or leave it out', variable: ADMIN_KEY});
    return undefined;
  }
  checkAdminKey(value, 'adminKey');
  return value;
}

/** The environment variable that usually holds the admin key. */
export const ADMIN_KEY = 'KAKAO_ADMIN_KEY';
