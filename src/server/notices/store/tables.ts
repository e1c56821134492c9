import type {Claim} from '../notice-store.js';
import type {Database, Statements} from './database.js';
import {toPassTables} from './passes.js';
import {CLAIM_SECONDS, HASH_DAYS} from './settings.js';
import {toTokenTable} from './token-table.js';

/** The kit's own tables of notices. Only hashes stand in these. */
export interface Tables {
  /** Makes them, and those of `passes.ts` and `token-table.ts`, where they are not there yet. Several processes may do so at once. */
  create(): Promise<void>;
  /** Keeps keys. Those are returned that come for the first time within 31 days. */
  remember(statements: Statements, keys: readonly string[]): Promise<ReadonlySet<string>>;
  claim(order: string, at: number): Promise<Claim>;
  release(order: string, appliedAt: number | null): Promise<void>;
  /** Deletes what is older than 31 days. */
  purge(): Promise<void>;
}

/** Else PostgreSQL's statistics of a table would hold samples of what names people, long after it is gone. */
const toUnsampled = (schema: string, table: string, column: string): string => `
  DO $$ BEGIN
    IF EXISTS (
      SELECT FROM pg_attribute
      WHERE attname = '${column}' AND attstattarget IS DISTINCT FROM 0 AND attrelid IN (
        SELECT '${schema}.${table}'::regclass
        UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = '${schema}.${table}'::regclass
      )
    ) THEN
      ALTER TABLE ${schema}.${table} ALTER ${column} SET STATISTICS 0;
    END IF;
  END $$;`;

/** The statements that make the tables. Their names, and those of their columns, stay. */
const toTables = (schema: string): string => `
  BEGIN;
  SELECT pg_advisory_xact_lock(hashtextextended('kakao-sync-widget ' || current_database() || ' ${schema}', 0));
  CREATE TABLE IF NOT EXISTS ${schema}.seen (key text PRIMARY KEY, at timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS seen_at ON ${schema}.seen (at);
  CREATE TABLE IF NOT EXISTS ${schema}.last_applied (
    key text PRIMARY KEY,
    applied_at bigint,
    claimed_until timestamptz,
    claim uuid,
    at timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS last_applied_at ON ${schema}.last_applied (at);${toPassTables(schema)}${toTokenTable(schema)}
  ${toUnsampled(schema, 'job', 'data')}
  ${toUnsampled(schema, 'list_pass', 'after')}
  ${toUnsampled(schema, 'tokens', 'sealed')}
  COMMIT;`;

/** One row tells it all: the claim that was taken, else why it was not. A row that came to be meanwhile is busy. */
const toClaim = (schema: string, now: string): string => `
  WITH taken AS (
    INSERT INTO ${schema}.last_applied AS kept (key, claimed_until, claim, at)
    VALUES ($1, ${now} + interval '${CLAIM_SECONDS} s', $4, ${now})
    ON CONFLICT (key) DO UPDATE
      SET claimed_until = excluded.claimed_until, claim = excluded.claim, at = excluded.at
      WHERE COALESCE(kept.applied_at <= $3, true) AND COALESCE(kept.claimed_until <= ${now}, true)
    RETURNING 'claimed' AS claim
  )
  SELECT claim FROM taken
  UNION ALL
  SELECT CASE WHEN applied_at > $3 THEN 'older' ELSE 'busy' END
  FROM ${schema}.last_applied WHERE key = $1 AND NOT EXISTS (SELECT FROM taken)`;

/**
 * Makes the kit's own tables in a schema.
 *
 * @param now moves the database's clock, which all machines share, by as much as this one is away from the real time:
 *   not at all, outside tests
 */
export function createTables(database: Database, schema: string, now: () => number): Tables {
  const claims = new Map<string, string>();
  const shift = (): number => Math.round(now() - Date.now());
  const clock = (parameter: number): string => `(clock_timestamp() + $${parameter} * interval '1 ms')`;
  const old = `interval '${HASH_DAYS} days'`;
  return {
    create: async () => {
      await database.executeSql(toTables(schema));
    },
    remember: async (statements, keys) => {
      if (keys.length === 0) return new Set();
      // In order, so that no two processes wait for each other.
      const {rows} = await statements.executeSql(
        `INSERT INTO ${schema}.seen AS kept (key, at)
         SELECT key, ${clock(2)} FROM (SELECT DISTINCT unnest($1::text[]) AS key ORDER BY key) AS wanted
         ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE kept.at < excluded.at - ${old}
         RETURNING key`,
        [keys, shift()],
      );
      return new Set((rows as {key: string}[]).map(({key}) => key));
    },
    claim: async (order, at) => {
      const claim = crypto.randomUUID();
      const {rows} = await database.executeSql(toClaim(schema, clock(2)), [order, shift(), at, claim]);
      const [row] = rows as {claim: Claim}[];
      if (row?.claim === 'claimed') claims.set(order, claim);
      return row?.claim ?? 'busy';
    },
    release: async (order, appliedAt) => {
      // A claim that another one has taken over since, because it lasted too long, is not this one's to end.
      await database.executeSql(
        `UPDATE ${schema}.last_applied SET
           applied_at = GREATEST(applied_at, $3::bigint),
           claimed_until = CASE WHEN claim = $4 THEN NULL ELSE claimed_until END,
           at = ${clock(2)}
         WHERE key = $1`,
        [order, shift(), appliedAt, claims.get(order) ?? null],
      );
      claims.delete(order);
    },
    purge: async () => {
      for (const table of ['seen', 'last_applied']) {
        await database.executeSql(`DELETE FROM ${schema}.${table} WHERE at < ${clock(1)} - ${old}`, [shift()]);
      }
    },
  };
}
