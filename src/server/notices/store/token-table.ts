import {toS256} from '../../../shared/encoding/hashes.js';
import type {TokenRow, TokenStore} from '../../tokens/token-store.js';
import type {Database, Statements} from './database.js';

/** The table of kept tokens: sealed texts under hashes. */
export interface TokenTable extends TokenStore {
  /** Deletes what is of no use any more. */
  purge(): Promise<void>;
}

/** The statements that make the table. Its name, and those of its columns, stay. */
export const toTokenTable = (schema: string): string => `
  CREATE TABLE IF NOT EXISTS ${schema}.tokens (key text PRIMARY KEY, sealed text NOT NULL, until timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS tokens_until ON ${schema}.tokens (until);`;

const toKey = (kakaoId: string): Promise<string> => toS256(`tokens\n${kakaoId}`);

async function read({executeSql}: Statements, schema: string, key: string): Promise<string | null> {
  const {rows} = await executeSql(`SELECT sealed FROM ${schema}.tokens WHERE key = $1`, [key]);
  const [row] = rows as {sealed: string}[];
  return row?.sealed ?? null;
}

function toRow(statements: Statements, schema: string, key: string): TokenRow {
  return {
    read: () => read(statements, schema, key),
    write: async (sealed, until) => {
      await statements.executeSql(
        `INSERT INTO ${schema}.tokens (key, sealed, until) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
         ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, until = excluded.until`,
        [key, sealed, until],
      );
    },
    delete: async () => {
      await statements.executeSql(`DELETE FROM ${schema}.tokens WHERE key = $1`, [key]);
    },
  };
}

/**
 * Keeps tokens in a table of a schema.
 *
 * @param now moves the database's clock, as for the other tables
 */
export function createTokenTable(database: Database, schema: string, now: () => number): TokenTable {
  return {
    read: async (kakaoId) => read(database, schema, await toKey(kakaoId)),
    withLock: async (kakaoId, work) => {
      const key = await toKey(kakaoId);
      return database.lock(`kakao-sync-widget ${schema} tokens ${key}`, (statements) =>
        work(toRow(statements, schema, key)),
      );
    },
    purge: async () => {
      await database.executeSql(
        `DELETE FROM ${schema}.tokens WHERE until <= clock_timestamp() + $1 * interval '1 ms'`,
        [Math.round(now() - Date.now())],
      );
    },
  };
}
