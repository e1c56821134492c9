import type {ListPass, PassStore} from '../reconcile/pass-store.js';
import type {Database, Statements} from './database.js';
import {PASS_HOLD_SECONDS, PASS_SECONDS} from './settings.js';

/** What is kept of a reading of Kakao's list, beside what its holder does with it. */
export interface Passes extends PassStore {
  /** Takes the number of a person away, if it tells where the list has come to: the list then begins anew. */
  forget(kakaoId: string): Promise<void>;
  /** Deletes one that nobody has gone on with for a day. */
  purge(): Promise<void>;
}

/** The statements that make the tables. Their names, and those of their columns, stay. */
export const toPassTables = (schema: string): string => `
  CREATE TABLE IF NOT EXISTS ${schema}.list_pass (
    name text PRIMARY KEY,
    id uuid NOT NULL,
    source text NOT NULL,
    hold uuid,
    held_until timestamptz,
    begun_at bigint,
    after text,
    is_complete boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS ${schema}.listed (key text PRIMARY KEY);`;

/** There is one reading at a time. */
const NAME = 'linked accounts';

interface PassRow {
  readonly id: string;
  readonly hold: string;
  readonly begun_at: string | number | null;
  readonly after: string | null;
  readonly is_complete: boolean;
}

/** How the statements tell the time: by the database's clock, moved by the milliseconds that a parameter gives. */
type Clock = (parameter: number) => string;

/** @param source what else than a reading of this source is removed; null: none else */
async function removeOld(
  statements: Statements,
  schema: string,
  [shift, source]: readonly [number, string | null],
  clock: Clock,
): Promise<void> {
  const {rows} = await statements.executeSql(
    `DELETE FROM ${schema}.list_pass
      WHERE (at <= ${clock(1)} - interval '${PASS_SECONDS} s' OR source <> COALESCE($2, source))
        AND COALESCE(held_until <= ${clock(1)}, true)
      RETURNING id`,
    [shift, source],
  );
  if (rows.length > 0) await statements.executeSql(`DELETE FROM ${schema}.listed`);
}

async function take(
  statements: Statements,
  schema: string,
  [shift, source]: readonly [number, string],
  clock: Clock,
): Promise<ListPass | {readonly heldForSeconds: number}> {
  await removeOld(statements, schema, [shift, source], clock);
  const {rows} = await statements.executeSql(
    `INSERT INTO ${schema}.list_pass AS kept (name, id, source, hold, held_until, at)
     VALUES ('${NAME}', $3, $2, $4, ${clock(1)} + interval '${PASS_HOLD_SECONDS} s', ${clock(1)})
     ON CONFLICT (name) DO UPDATE SET hold = excluded.hold, held_until = excluded.held_until
       WHERE COALESCE(kept.held_until <= ${clock(1)}, true)
     RETURNING id, hold, begun_at, after, is_complete`,
    [shift, source, crypto.randomUUID(), crypto.randomUUID()],
  );
  const [row] = rows as PassRow[];
  return row ? toPass(statements, schema, row) : readHolder(statements, schema, shift, clock);
}

async function toPass(statements: Statements, schema: string, row: PassRow): Promise<ListPass> {
  const {rows} = await statements.executeSql(`SELECT count(*)::int AS listed FROM ${schema}.listed`);
  const [{listed}] = rows as [{listed: number}];
  return {
    id: row.id,
    hold: row.hold,
    begunAt: row.begun_at === null ? null : Number(row.begun_at),
    after: row.after,
    isComplete: row.is_complete,
    listed,
  };
}

async function readHolder(
  statements: Statements,
  schema: string,
  shift: number,
  clock: Clock,
): Promise<{readonly heldForSeconds: number}> {
  const {rows} = await statements.executeSql(
    `SELECT ceil(extract(epoch FROM held_until - ${clock(1)}))::int AS seconds FROM ${schema}.list_pass`,
    [shift],
  );
  const [row] = rows as {seconds: number | null}[];
  return {heldForSeconds: Math.max(row?.seconds ?? 0, 1)};
}

/**
 * Keeps a reading of Kakao's list in tables of a schema.
 *
 * @param now moves the database's clock, as for the other tables
 */
export function createPasses(database: Database, schema: string, now: () => number): Passes {
  const shift = (): number => Math.round(now() - Date.now());
  const clock: Clock = (parameter) => `(clock_timestamp() + $${parameter} * interval '1 ms')`;
  const own = 'id = $2 AND hold = $3';
  /** Renews a hold and locks its row, so that nobody takes it over before the transaction ends. */
  const hold = async (statements: Statements, {id, hold}: ListPass): Promise<boolean> => {
    const {rows} = await statements.executeSql(
      `UPDATE ${schema}.list_pass SET held_until = ${clock(1)} + interval '${PASS_HOLD_SECONDS} s'
        WHERE ${own} RETURNING id`,
      [shift(), id, hold],
    );
    return rows.length > 0;
  };
  return {
    take: (source) => database.transaction((statements) => take(statements, schema, [shift(), source], clock)),
    keep: (pass, keys) =>
      database.transaction(async (statements) => {
        if (!(await hold(statements, pass))) return false;
        await statements.executeSql(
          `UPDATE ${schema}.list_pass SET begun_at = $2, after = $3, is_complete = $4 WHERE id = $1`,
          [pass.id, pass.begunAt, pass.isComplete ? null : pass.after, pass.isComplete],
        );
        await statements.executeSql(
          `INSERT INTO ${schema}.listed (key) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`,
          [[...keys]],
        );
        return true;
      }),
    renew: (pass) => hold(database, pass),
    findUnlisted: (pass, keys) =>
      database.transaction(async (statements) => {
        if (!(await hold(statements, pass))) return null;
        const {rows} = await statements.executeSql(
          `SELECT key FROM unnest($1::text[]) AS given (key)
            WHERE NOT EXISTS (SELECT FROM ${schema}.listed WHERE listed.key = given.key)`,
          [[...keys]],
        );
        return (rows as {key: string}[]).map(({key}) => key);
      }),
    release: async ({id, hold}) => {
      await database.executeSql(
        `UPDATE ${schema}.list_pass SET hold = NULL, held_until = NULL WHERE id = $1 AND hold = $2`,
        [id, hold],
      );
    },
    end: ({id, hold}) =>
      database.transaction(async (statements) => {
        const {rows} = await statements.executeSql(
          `DELETE FROM ${schema}.list_pass WHERE id = $1 AND hold = $2 RETURNING id`,
          [id, hold],
        );
        if (rows.length > 0) await statements.executeSql(`DELETE FROM ${schema}.listed`);
      }),
    forget: async (kakaoId) => {
      await database.executeSql(`UPDATE ${schema}.list_pass SET after = NULL WHERE after = $1`, [kakaoId]);
    },
    purge: () => database.transaction((statements) => removeOld(statements, schema, [shift(), null], clock)),
  };
}
