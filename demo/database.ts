import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {StorePlace} from 'kakao-sync-widget/server/notices';
import {lockFolder} from './folder-lock.js';
import {MIGRATIONS} from './migrations.js';

/** A UUID, as the shop's tables have them for keys. Ask before a query: PostgreSQL refuses other texts with an error. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the shop needs of PostgreSQL: the same statements run on a server and on the embedded one. */
export interface Database {
  /** Runs one statement. Values go to `$1`, `$2` … and never into the text. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same database, for the notices from Kakao: they have a schema of their own. */
  readonly noticesPlace: StorePlace;
  close(): Promise<void>;
}

interface Engine extends Database {
  /** Runs several statements as one transaction. */
  runScript(text: string): Promise<void>;
}

/** Where the members are kept: a server's address, or a folder of the embedded database. */
export type DatabasePlace = {readonly url: string} | {readonly folder: string};

/** Opens the shop's database and brings its tables up to date. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const engine = 'url' in place ? await openServer(place.url) : await openFolder(place.folder);
  try {
    await engine.runScript(MIGRATIONS);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

async function openServer(url: string): Promise<Engine> {
  const {default: pg} = await import('pg');
  const pool = new pg.Pool({connectionString: url, max: 10, connectionTimeoutMillis: 5000});
  // An idle connection that the server drops is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const {rows} = await pool.query(text, [...values]);
      return rows as Row[];
    },
    runScript: async (text) => {
      await pool.query(text);
    },
    noticesPlace: url,
    close: () => pool.end(),
  };
}

async function openFolder(folder: string): Promise<Engine> {
  const {PGlite} = await import('@electric-sql/pglite');
  await mkdir(folder, {recursive: true});
  const unlock = await lockFolder(folder);
  const database = await PGlite.create(join(folder, 'members')).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const {rows} = await database.query<Row>(text, [...values]);
      return rows;
    },
    runScript: async (text) => {
      await database.exec(text);
    },
    noticesPlace: {pglite: database},
    close: async () => {
      await database.close();
      await unlock();
    },
  };
}
