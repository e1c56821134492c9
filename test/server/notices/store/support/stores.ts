import pg from 'pg';
import type {NoticeStore} from '../../../../../src/server/notices/notice-store.js';
import type {Notice} from '../../../../../src/server/notices/notice.js';
import {createStore, type StorePlace} from '../../../../../src/server/notices/store/create-store.js';
import type {StoreOptions} from '../../../../../src/server/notices/store/settings.js';
import {openPGlite} from '../../../../support/embedded.js';
import {createMemoryNoticeStore} from '../../../support/memory-notice-store.js';

const SCHEMA = 'notices_of_a_test';

/** What the tests of one kind of store share. */
export interface TestDatabase {
  /** Opens a store on it while it is empty. */
  openStore(options?: Partial<StoreOptions>): Promise<TestStore>;
  /** Runs statements, and gives the rows of the last one. */
  query(text: string): Promise<{rows: unknown[]}>;
  close(): Promise<void>;
}

/** A store that is open, and what a test does with its database. */
export interface TestStore {
  readonly store: NoticeStore;
  readonly errors: readonly unknown[];
  readonly givenUp: readonly Notice[];
  readonly lines: readonly string[];
  /** Another one on the same database and with the same clock, as of another process. */
  openAnother(options?: Partial<StoreOptions>): Promise<NoticeStore>;
  /** Moves the clock, and that of the database with it. */
  advance(seconds: number): Promise<void>;
  query<Row>(text: string): Promise<Row[]>;
  /** Empties the tables. */
  empty(): Promise<void>;
  /** Closes all that were opened, and empties the tables. */
  close(): Promise<void>;
}

/** The double that other tests use in a store's stead. It has no tables. */
export function openMemory(): Promise<TestDatabase> {
  const refuse = (): Promise<never> => Promise.reject(new TypeError('It has no tables.'));
  const openStore = (): Promise<TestStore> => {
    let time = Date.now();
    const store = createMemoryNoticeStore(() => time);
    return Promise.resolve({
      ...{store, errors: [], givenUp: [], lines: [], query: refuse},
      openAnother: () => Promise.resolve(store),
      advance: async (seconds: number) => {
        time += seconds * 1000;
        return Promise.resolve();
      },
      empty: refuse,
      close: () => store.close(),
    });
  };
  return Promise.resolve({openStore, query: refuse, close: () => Promise.resolve()});
}

export async function openEmbedded(): Promise<TestDatabase> {
  const pglite = await openPGlite();
  const query: TestDatabase['query'] = async (text) => (await pglite.exec(text)).at(-1)!;
  return {
    openStore: (options) => openTestStore({pglite}, query, options),
    query,
    close: () => pglite.close(),
  };
}

let databases = 0;

/** A database of its own on the server that `scripts/test-node.mjs` has started. */
export async function createServerDatabase(): Promise<{readonly url: string; drop(): Promise<void>}> {
  const server = process.env['TEST_POSTGRES'];
  if (!server) throw new Error('Run this by `node scripts/test-node.mjs FILE`, which starts PostgreSQL.');
  const name = `test_${process.pid}_${++databases}`;
  const run = async (text: string): Promise<void> => {
    const client = new pg.Client({connectionString: server});
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return {url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`)};
}

export async function openServer(): Promise<TestDatabase> {
  const {url, drop} = await createServerDatabase();
  const pool = new pg.Pool({connectionString: url});
  // A connection that a test ends is replaced.
  pool.on('error', () => undefined);
  const query: TestDatabase['query'] = async (text) => {
    const result: unknown = await pool.query(text);
    return [result].flat().at(-1) as {rows: unknown[]};
  };
  return {
    openStore: (options) => openTestStore(url, query, options),
    query,
    close: async () => {
      await pool.end();
      await drop();
    },
  };
}

/** Times of pg-boss, which has a clock of its own: what moves them back moves it on. */
const toMove = (seconds: number): string => `
  UPDATE ${SCHEMA}.job SET start_after = start_after - interval '${seconds} s', created_on = created_on - interval '${seconds} s',
    started_on = started_on - interval '${seconds} s', completed_on = completed_on - interval '${seconds} s',
    keep_until = keep_until - interval '${seconds} s';
  UPDATE ${SCHEMA}.queue SET monitor_on = NULL, monitor_claim_on = NULL, maintain_on = NULL;`;

async function openTestStore(
  place: StorePlace,
  query: TestDatabase['query'],
  options: Partial<StoreOptions> = {},
): Promise<TestStore> {
  let offset = 0;
  const errors: unknown[] = [];
  const givenUp: Notice[] = [];
  const lines: string[] = [];
  const stores: NoticeStore[] = [];
  const openAnother = async (other: Partial<StoreOptions> = {}): Promise<NoticeStore> => {
    const store = createStore(place, {
      warn: (line) => lines.push(line),
      onError: (error) => errors.push(error),
      onGivenUp: (notice) => givenUp.push(notice),
      now: () => Date.now() + offset,
      schema: SCHEMA,
      ...other,
    });
    await store.open();
    stores.push(store);
    return store;
  };
  const empty = async (): Promise<void> => {
    for (const table of ['job', 'seen', 'last_applied', 'list_pass', 'listed', 'tokens'])
      await query(`DELETE FROM ${SCHEMA}.${table}`);
  };
  return {
    store: await openAnother(options),
    errors,
    givenUp,
    lines,
    openAnother,
    advance: async (seconds) => {
      offset += seconds * 1000;
      await query(toMove(seconds));
    },
    empty,
    query: async <Row>(text: string) => (await query(text)).rows as Row[],
    close: async () => {
      for (const store of stores) await store.close();
      await empty();
    },
  };
}

let made = 0;

/** A notice, of a person of its own unless told otherwise. */
export function toNotice(given: Partial<Notice> = {}): Notice {
  made++;
  return {
    eventId: `event-${made}`,
    kind: 'unlink',
    event: 'unlinked',
    kakaoId: `42000${made}`,
    at: 1_700_000_000_000 + made,
    clock: 'received',
    ...given,
  };
}
