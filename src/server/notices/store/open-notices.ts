import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {isNonEmptyString, isRecord} from '../../base/validate.js';
import type {NoticesConfig} from '../notices-config.js';
import type {AdminKey} from '../receive/admin-key-gate.js';
import {createStore, type StorePlace} from './create-store.js';
import {createSpoolFolder} from './spool-folder.js';

/** Options of {@link openNotices}. */
export interface NoticesOptions {
  /** The app's number on its console page, as text: notices for another app are refused. */
  readonly appId: string;
  /**
   * The admin keys that notices may come with, one to three: the app's primary admin key, and while it is replaced the
   * former one too. A key's SHA-256 (64 hexadecimal digits) does as well: it only checks what comes in.
   */
  readonly adminKeys: readonly AdminKey[];
  /**
   * Where notices are kept: a PostgreSQL address (`postgres://…`), which several processes and machines may share; a
   * folder of this machine for one process, with an embedded PostgreSQL (PGlite); or the site's own PGlite.
   */
  readonly store: StorePlace;
  /**
   * A folder of this machine for notices that come while the store is not there, 10,000 at most. Without it, Kakao is told
   * to send them again then, which it may not do.
   */
  readonly spool?: string | undefined;
  /** The PostgreSQL schema that holds all tables. Default: `kakao_sync_notices`. */
  readonly schema?: string | undefined;
}

const NAMES: readonly string[] = ['appId', 'adminKeys', 'store', 'spool', 'schema'] satisfies (keyof NoticesOptions)[];

/**
 * Sets up where Kakao's notices are kept, for the option `notices` of `createKakaoServer`. Nothing is loaded or opened
 * before the first notice, `kakao.notices.start()` or `.drain()`: a site can be built without a database.
 *
 * It needs `pg-boss`; with a folder, `@electric-sql/pglite` too. A folder outlives a process that is killed, not a power
 * cut.
 *
 * @param options checked here, once
 * @returns what `createKakaoServer` takes as `notices`
 * @throws KakaoSyncError `config_incomplete` if an option is missing, `config_invalid` if one is wrong: the message names
 * the option and what to do, and no key
 * @example
 * const kakao = createKakaoServer({
 *   ...options,
 *   adminKey: KAKAO_ADMIN_KEY,
 *   notices: openNotices({
 *     appId: KAKAO_APP_ID,
 *     adminKeys: [KAKAO_ADMIN_KEY],
 *     store: DATABASE_URL,
 *     spool: '/var/spool/kakao',
 *   }),
 *   onUnlink: ({kakaoId, at}) => members.unlink(kakaoId, at),
 * });
 * await kakao.notices.start();
 */
export function openNotices(options: NoticesOptions): NoticesConfig {
  const given: unknown = options;
  if (!isRecord(given)) throw missing('options', 'pass an object');
  for (const name of Object.keys(given)) {
    if (!NAMES.includes(name)) throw invalid(name, `no such option is known: use ${NAMES.join(', ')}`);
  }
  const {schema} = options;
  const appId = readAppId(given['appId']);
  const adminKeys = readAdminKeys(given['adminKeys']);
  const place = readPlace(given['store']);
  const spool = readSpool(given['spool']);
  return {
    appId,
    adminKeys,
    spool: spool === undefined ? null : createSpoolFolder(spool, Date.now),
    createStore: (environment) => createStore(place, {...environment, now: Date.now, schema}),
  };
}

function readAppId(value: unknown): string {
  if (value === undefined || value === '')
    throw missing('appId', 'write the app’s number on its console page, as text');
  if (typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value)) return value;
  throw invalid('appId', 'write the app’s number on its console page, as text of digits: it is none of the app’s keys');
}

function readAdminKeys(value: unknown): readonly AdminKey[] {
  if (!Array.isArray(value) || value.length === 0) throw missing('adminKeys', 'list the app’s primary admin key');
  if (value.length > 3) throw invalid('adminKeys', 'list at most three: the key, and those that it replaces');
  return value.map((key: unknown, index) => {
    const name = `adminKeys[${index}]`;
    if (key === undefined || key === '') throw missing(name, 'set it. Check the environment: KAKAO_ADMIN_KEY');
    if (typeof key === 'string' && /^[\w-]{1,128}$/.test(key)) return key;
    if (isRecord(key) && typeof key['sha256'] === 'string' && /^[0-9a-f]{64}$/i.test(key['sha256'])) {
      return {sha256: key['sha256']};
    }
    throw invalid(name, 'copy the admin key from the app’s console page, or write {sha256: 64 hexadecimal digits}');
  });
}

function readPlace(value: unknown): StorePlace {
  if (value === undefined || value === '') throw missing('store', 'give a PostgreSQL address, or {folder}');
  if (typeof value === 'string' && /^postgres(ql)?:\/\/./.test(value)) return value;
  if (isRecord(value) && Object.keys(value).length === 1) {
    if (isNonEmptyString(value['folder'], 4096)) return {folder: value['folder']};
    if (isRecord(value['pglite'])) return value as unknown as StorePlace;
  }
  throw invalid('store', 'give a PostgreSQL address (postgres://…), {folder: a path}, or {pglite: a PGlite}');
}

function readSpool(value: unknown): string | undefined {
  if (value === undefined || isNonEmptyString(value, 4096)) return value;
  throw invalid('spool', 'give the path of a folder, or leave it out');
}

const missing = (option: string, remedy: string): KakaoSyncError =>
  new KakaoSyncError('config_incomplete', `openNotices: ${option} is missing: ${remedy}.`);

const invalid = (option: string, remedy: string): KakaoSyncError =>
  new KakaoSyncError('config_invalid', `openNotices: ${option} is not valid: ${remedy}.`);
