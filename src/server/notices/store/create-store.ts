import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import type {NoticeStore} from '../notice-store.js';
import {fromInstance, fromPool, guarded, type PGliteInstance, withoutValues} from './database.js';
import {lockFolder} from './folder-lock.js';
import {createPgBossStore, type OpenedBoss} from './pg-boss-store.js';
import {DEFAULT_SCHEMA, type QueueTiming, type StoreOptions, TIMING} from './settings.js';

/** Where notices are kept: on a PostgreSQL server, in a folder of this machine, or in a PGlite of the site's own. */
export type StorePlace = string | {readonly folder: string} | {readonly pglite: PGliteInstance};

/** The oldest Node.js that pg-boss names. */
const NODE = [22, 12] as const;

/** An identifier that PostgreSQL takes as it is, short enough for the names that pg-boss makes of it. */
const SCHEMA = /^[a-z_][a-z0-9_]{0,47}$/;

/**
 * Makes a store of notices on pg-boss. Nothing is loaded or opened before its `open()`.
 *
 * @param place where notices are kept
 * @throws KakaoSyncError `config_invalid` if the schema is no plain lower-case name. `open()` throws `config_incomplete`
 *   if a package is missing, and `config_invalid` if the folder is in use
 */
export function createStore(place: StorePlace, options: StoreOptions): NoticeStore {
  const schema = options.schema ?? DEFAULT_SCHEMA;
  if (!SCHEMA.test(schema)) {
    throw new KakaoSyncError(
      'config_invalid',
      `openNotices: schema (${JSON.stringify(schema.slice(0, 100))}) is not valid: give up to 48 lower-case letters, ` +
        'digits and underscores that begin with no digit.',
    );
  }
  const settings = {...options, schema, timing: {...TIMING, ...options.timing}};
  return createPgBossStore(() => openBoss(place, settings), settings);
}

type Settings = StoreOptions & {readonly schema: string; readonly timing: QueueTiming};

async function openBoss(place: StorePlace, settings: Settings): Promise<OpenedBoss> {
  tellNode(settings.warn);
  if (typeof place === 'string') return openServer(place, settings);
  if ('pglite' in place) return openInstance(place.pglite, settings);
  return openFolder(place.folder, settings);
}

const loadPgBoss = () => load('pg-boss@12', () => import('pg-boss'));

async function load<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new KakaoSyncError('config_incomplete', `openNotices: install a package first: npm install ${name}`, cause);
  }
}

function toBossOptions({schema, timing}: Settings) {
  return {
    schema,
    // The kit looks after the queue where it has workers, and only there.
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: {enabled: false},
    monitorIntervalSeconds: timing.superviseSeconds,
    maintenanceIntervalSeconds: timing.cleanSeconds,
    // No notice depends on another one.
    flowIntervalSeconds: 3600,
    warningQueueSize: timing.waitingLimit,
  };
}

/**
 * How `pg` finds a connection that has ended unheard, in milliseconds: a statement that waits longer for its answer
 * fails, and its connection is closed. A lock is waited for 15 seconds, and no other statement takes nearly as long.
 */
const POOL = {keepAlive: true, keepAliveInitialDelayMillis: 10_000, query_timeout: 45_000};

async function openServer(connectionString: string, settings: Settings): Promise<OpenedBoss> {
  const {PgBoss} = await loadPgBoss();
  const boss = new PgBoss({...toBossOptions(settings), ...POOL, connectionString});
  boss.on('error', (error) => settings.onError(withoutValues(error)));
  const close = (): Promise<void> => boss.stop({graceful: false});
  await boss.start().catch(async (error: unknown) => {
    await close().catch(settings.onError);
    throw error;
  });
  return {boss, database: fromPool(boss.getDb()), close};
}

async function openInstance(instance: PGliteInstance, settings: Settings): Promise<OpenedBoss> {
  const {PgBoss, fromPglite} = await loadPgBoss();
  const db = guarded(fromPglite(instance));
  const boss = new PgBoss({...toBossOptions(settings), db, backend: 'pglite'});
  boss.on('error', (error) => settings.onError(withoutValues(error)));
  await boss.start();
  return {boss, database: fromInstance(instance, db), close: () => boss.stop({graceful: false})};
}

async function openFolder(folder: string, settings: Settings): Promise<OpenedBoss> {
  const {PGlite} = await load('@electric-sql/pglite', () => import('@electric-sql/pglite'));
  tellFolder(settings.warn);
  const {join} = await import('node:path');
  const unlock = await lockFolder(folder);
  let instance: PGliteInstance | null = null;
  try {
    instance = await PGlite.create(join(folder, 'database'));
    const own = instance;
    const {close, ...opened} = await openInstance(own, settings);
    return {
      ...opened,
      close: async () => {
        try {
          await close();
          await own.close();
        } finally {
          await unlock();
        }
      },
    };
  } catch (error) {
    // What kept it from being opened is told, whatever closing it brings.
    await instance?.close().catch(() => undefined);
    await unlock();
    throw error;
  }
}

interface NodeProcess {
  readonly versions?: {readonly node?: string};
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const {process: node} = globalThis as {process?: NodeProcess};

function tellNode(warn: StoreOptions['warn']): void {
  const [major = 0, minor = 0] = (node?.versions?.node ?? '').split('.').map(Number);
  if (major === 0 || major > NODE[0] || (major === NODE[0] && minor >= NODE[1])) return;
  warn(`pg-boss asks for Node.js ${NODE.join('.')} or later. The kit is tested on this one (${major}.${minor}) too.`);
}

function tellFolder(warn: StoreOptions['warn']): void {
  if (node?.env?.['NODE_ENV'] !== 'production') return;
  warn(
    'Notices are kept in a folder of this machine: they survive the end of the process, but a power cut may lose the ' +
      'last ones. In production, give openNotices the address of a PostgreSQL server as store.',
  );
}
