import type {TokenStore} from 'kakao-sync-widget/server';

/** A connection to your PostgreSQL. */
export interface Connection {
  query(sql: string, values: unknown[]): Promise<{readonly rows: readonly unknown[]}>;
}

/** Your PostgreSQL: its pool. */
export interface Database extends Connection {
  /** Does the work on one connection, between BEGIN and COMMIT, or ROLLBACK if it fails. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
}

/** The table. Delete rows whose `until` has passed, such as once a day. */
export const TABLE =
  'CREATE TABLE kakao_tokens (kakao_id text PRIMARY KEY, sealed text NOT NULL, until timestamptz NOT NULL)';

const READ = 'SELECT sealed FROM kakao_tokens WHERE kakao_id = $1';
const WRITE = `INSERT INTO kakao_tokens VALUES ($1, $2, $3)
  ON CONFLICT (kakao_id) DO UPDATE SET sealed = EXCLUDED.sealed, until = EXCLUDED.until`;
const DELETE = 'DELETE FROM kakao_tokens WHERE kakao_id = $1';
/** Holds in all processes, and ends with its transaction. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('kakao_tokens ' || $1, 0))";

/** A store for `keepTokens: {tokenKeys, store}`. */
export function createTokenStore(database: Database): TokenStore {
  return {
    read: (kakaoId) => readSealed(database, kakaoId),
    withLock: (kakaoId, work) =>
      database.transaction(async (connection) => {
        await connection.query(LOCK, [kakaoId]);
        return work({
          read: () => readSealed(connection, kakaoId),
          write: async (sealed, until) => void (await connection.query(WRITE, [kakaoId, sealed, new Date(until)])),
          delete: async () => void (await connection.query(DELETE, [kakaoId])),
        });
      }),
  };
}

async function readSealed(connection: Connection, kakaoId: string): Promise<string | null> {
  const {rows} = await connection.query(READ, [kakaoId]);
  const [row] = rows as readonly {readonly sealed: string}[];
  return row?.sealed ?? null;
}
