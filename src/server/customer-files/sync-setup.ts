import type {Awaitable} from '../options/hook-types.js';
import type {KakaoApi} from '../kakao/api/kakao-api.js';
import {sleep} from '../base/sleep.js';
import {invalidOption, isNonEmptyString, isRecord} from '../base/validate.js';
import type {CustomerFileChoice} from './find-file.js';
import type {CustomerDecision} from './report.js';

/**
 * Who may be in the file, kept by the site: Kakao tells nobody who is in a file. Everyone in the file is in the list, since
 * `add` comes before Kakao is sent anybody, and `remove` after Kakao has taken somebody out.
 */
export interface CustomerFileList {
  /** Everyone in the list. */
  ids(): AsyncIterable<string> | Iterable<string>;
  has(kakaoId: string): Awaitable<boolean>;
  /** Adds people; some may be in it already. They are stored once it resolves. */
  add(kakaoIds: readonly string[]): Awaitable<void>;
  remove(kakaoIds: readonly string[]): Awaitable<void>;
}

/** A member of the site, for a customer file. */
export interface CustomerFileMember {
  /** The person's number in the app: `KakaoProfile.id`. */
  readonly kakaoId: string;
  /** Values of the file's schema. */
  readonly fields?: Readonly<Record<string, string | number>> | undefined;
}

/** Options of `createCustomerFileSync`. */
export interface CustomerFileSyncOptions {
  /** Made by `createKakaoApi` with the admin key. */
  readonly api: Pick<KakaoApi, 'terms' | 'channels' | 'customerFiles'>;
  /** The public id of the channel, such as `_ZeUTxl`. */
  readonly channelId: string;
  /** The id of a file of the channel; or the name of one, which is created with the schema if it is not there. */
  readonly file: CustomerFileChoice;
  /** Tags of the app's terms. Each must be agreed to, at Kakao, by everyone in the file: at least one. */
  readonly marketingTerms: readonly string[];
  /** Who may be in the file, of this file alone. */
  readonly list: CustomerFileList;
  /** How many people one request adds or removes: 1 to 200. Default: 100. Kakao's own limit is not documented. */
  readonly batchSize?: number | undefined;
  /** How many people's terms are read at once: 1 to 20. Default: 4. */
  readonly concurrency?: number | undefined;
  /**
   * In place of a timer, for waits that Kakao asks for (`rate_limited`), and between two tries.
   *
   * @param seconds at most 300
   * @param signal of the run: reject with its reason once it is aborted
   */
  readonly wait?: ((seconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /**
   * In place of `Date.now`.
   *
   * @returns milliseconds since the epoch
   */
  readonly now?: (() => number) | undefined;
}

/** Options of one run. */
export interface CustomerFileRunOptions {
  /** The site's members who are to be in the file if they have agreed. Called once. Somebody who comes twice counts once. */
  members(): AsyncIterable<CustomerFileMember> | Iterable<CustomerFileMember>;
  /** Without it, a dry run: Kakao is asked, and nothing is changed, neither at Kakao nor in the list. Default: false. */
  readonly send?: boolean | undefined;
  /** Ends the run. Whoever was sent and not looked at again is taken out first. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told of each person once it is clear what becomes of them.
   *
   * @param decision names the person: personal data
   */
  readonly onDecision?: ((decision: CustomerDecision) => void) | undefined;
}

/** Checked options, with their defaults. */
export interface SyncSetup {
  readonly api: CustomerFileSyncOptions['api'];
  readonly channelId: string;
  readonly file: CustomerFileChoice;
  readonly marketingTerms: readonly string[];
  readonly list: CustomerFileList;
  readonly batchSize: number;
  readonly concurrency: number;
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
  now(): number;
}

const MAKER = 'createCustomerFileSync';

/** @throws KakaoSyncError `config_invalid` naming the option */
export function readSyncSetup(options: CustomerFileSyncOptions): SyncSetup {
  if (!isRecord(options)) throw invalidOption('options', undefined, 'pass an object', MAKER);
  const {api, channelId, file, marketingTerms, list, batchSize = 100, concurrency = 4} = options;
  if (!isRecord(api)) throw invalidOption('api', undefined, 'pass what createKakaoApi({adminKey}) returns', MAKER);
  if (!isNonEmptyString(channelId)) {
    throw invalidOption('channelId', channelId, 'write the public id of the channel, such as _ZeUTxl', MAKER);
  }
  checkFile(file);
  const isTag = (tag: unknown): boolean => typeof tag === 'string' && /^[^\s,]{1,100}$/.test(tag);
  if (!Array.isArray(marketingTerms) || marketingTerms.length === 0 || !marketingTerms.every(isTag)) {
    const remedy = 'name the terms that everyone in the file must have agreed to, such as ["marketing"]';
    throw invalidOption('marketingTerms', undefined, remedy, MAKER);
  }
  for (const name of ['ids', 'has', 'add', 'remove'] as const) {
    if (isRecord(list) && typeof list[name] === 'function') continue;
    throw invalidOption(`list.${name}`, undefined, 'pass a function', MAKER);
  }
  checkNumber('batchSize', batchSize, 200);
  checkNumber('concurrency', concurrency, 20);
  const {wait = waitByTimer, now = Date.now} = options;
  return {
    api,
    channelId,
    file,
    marketingTerms: [...new Set(marketingTerms)],
    list,
    batchSize,
    concurrency,
    wait: (seconds, signal) => wait(seconds, signal),
    now: () => now(),
  };
}

function checkFile(file: unknown): void {
  const {id, name, schema} = isRecord(file) ? file : {};
  const isId = typeof id === 'string' && /^[1-9]\d{0,15}$/.test(id) && name === undefined;
  const isName = id === undefined && isNonEmptyString(name) && isRecord(schema);
  if (isId || isName) return;
  throw invalidOption('file', undefined, 'pass {id}, as a text of digits, or {name, schema}', MAKER);
}

function checkNumber(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw invalidOption(name, value, `write a whole number from 1 to ${most}`, MAKER);
}

const waitByTimer: SyncSetup['wait'] = (seconds, signal) => sleep(seconds * 1000, signal);
