import {isRecord, missingOption, invalidOption} from '../base/validate.js';

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

/**
 * The option `keys`.
 *
 * @throws KakaoSyncError `config_incomplete`, `config_invalid`
 */
export function readKeys(value: unknown): ReadonlyMap<string, KeySettings> {
  const remedy = 'list at least one {clientId, secret} with the app’s REST API key or JavaScript key';
  if (value === undefined) throw missingOption('keys', remedy);
  if (!Array.isArray(value) || value.length === 0) throw invalidOption('keys', undefined, remedy);
  const entries = value.map((entry: unknown, index) => readKeyEntry(entry, `keys[${index}]`));
  const byId = new Map(entries.map((entry) => [entry.clientId, entry]));
  if (byId.size !== entries.length) {
    throw invalidOption('keys', undefined, 'two entries have the same clientId: drop one');
  }
  return new Map(entries.map((entry) => [entry.clientId, toKeySettings(entry, byId)]));
}

function readKeyEntry(entry: unknown, name: string): KeyEntry {
  const {clientId, secret, exchangeAs} = isRecord(entry) ? entry : {};
  if (clientId === undefined || clientId === '') {
    throw missingOption(`${name}.clientId`, 'set it to an app key: an environment variable may be missing');
  }
  if (typeof clientId !== 'string' || !/^[\w-]{1,128}$/.test(clientId)) {
    throw invalidOption(`${name}.clientId`, undefined, 'copy the app key from the app’s console page, without blanks');
  }
  if (secret === '') {
    throw missingOption(`${name}.secret`, 'set it, or leave it out for a key whose client secret is off');
  }
  if (secret !== undefined && (typeof secret !== 'string' || !/^[\x21-\x7e]{1,256}$/.test(secret))) {
    const remedy = 'copy the client secret from the app’s console page, without blanks';
    throw invalidOption(`${name}.secret`, undefined, remedy);
  }
  return {name, clientId, secret, exchangeAs};
}

function toKeySettings(
  {name, clientId, secret, exchangeAs}: KeyEntry,
  byId: ReadonlyMap<string, KeyEntry>,
): KeySettings {
  if (exchangeAs === undefined) return {clientId, exchange: {clientId, secret}};
  const other = typeof exchangeAs === 'string' && exchangeAs !== clientId ? byId.get(exchangeAs) : undefined;
  if (!other || other.exchangeAs !== undefined) {
    const remedy = 'name the clientId of another entry of keys that has no exchangeAs itself';
    throw invalidOption(`${name}.exchangeAs`, undefined, remedy);
  }
  return {clientId, exchange: {clientId: other.clientId, secret: other.secret}};
}

/** The option `adminKey`. */
export function readAdminKey(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\w-]{1,128}$/.test(value)) return value;
  if (value === '') throw missingOption('adminKey', 'set it, or leave it out: an environment variable may be missing');
  throw invalidOption('adminKey', undefined, 'copy the admin key from the app’s console page, without blanks');
}
