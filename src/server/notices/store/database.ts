import {withTimeout} from '../../base/with-timeout.js';
import {createTurns, type Turns} from './turns.js';

/** What runs statements: pg-boss and the kit's own tables share it. */
export interface Statements {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- pg-boss's own type of a row
  executeSql(text: string, values?: unknown[]): Promise<{rows: any[]}>;
}

/** One PostgreSQL, embedded or not. Its errors hold no values. */
export interface Database extends Statements {
  /** Runs statements of which all take effect, or none. */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  /**
   * Does a piece of work while nobody else, in any process, does some under the same name. All of its statements take
   * effect once it has ended; if it throws, some of them may.
   *
   * @throws TimeLimitError on a server, if the connection does not answer: the work is left behind
   */
  lock<T>(name: string, work: (statements: Statements) => Promise<T>): Promise<T>;
  /** Resolves once no work of this process has a lock or waits for one. */
  idle(): Promise<void>;
}

/** What the kit calls of a PGlite instance. */
export interface PGliteInstance {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as PGlite declares it
  query<T>(text: string, values?: unknown[]): Promise<{rows: T[]}>;
  exec(text: string): Promise<{rows: Record<string, unknown>[]}[]>;
  transaction<T>(work: (transaction: Pick<PGliteInstance, 'query'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface PooledTransaction {
  readonly db: Statements;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** pg-boss's own pool of connections to a server. */
export interface ConnectionPool extends Statements {
  beginTransaction?(): Promise<PooledTransaction>;
}

/** What of a database's error can hold values of a statement, such as the number of a person. */
const HOLDS_VALUES = ['params', 'query', 'queryOptions', 'detail', 'where', 'internalQuery', 'dataType'];

/** Takes the values of a statement out of an error. */
export function withoutValues(error: unknown): unknown {
  if (error instanceof Error) for (const name of HOLDS_VALUES) Reflect.deleteProperty(error, name);
  return error;
}

/** The same statements, with errors that hold no values. */
export function guarded({executeSql}: Statements): Statements {
  return {
    executeSql: (text, values) =>
      executeSql(text, values).catch((error: unknown) => {
        throw withoutValues(error);
      }),
  };
}

export function fromPool(pool: ConnectionPool): Database {
  const database: Omit<Database, 'lock' | 'idle'> = {
    ...guarded({executeSql: (text, values) => pool.executeSql(text, values)}),
    transaction: async (work) => {
      const transaction = await pool.beginTransaction?.();
      if (!transaction) throw new TypeError('pg-boss gave no connection that holds a transaction.');
      try {
        const result = await work(guarded(transaction.db));
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
    },
  };
  const turns = createTurns();
  const lock = <T>(name: string, work: (statements: Statements) => Promise<T>): Promise<T> =>
    database.transaction(async (statements) => {
      await statements.executeSql(LIMITS);
      await statements.executeSql('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
      return work(statements);
    });
  // Of this process, one at a time: those who wait must not have all connections.
  return {
    ...database,
    lock: (name, work) => turns.take(name, () => withTimeout(TURN_MS, () => lock(name, work))),
    idle: () => turns.idle(),
  };
}

/**
 * How long a turn may take before the next one is let in, in milliseconds. A connection may end unheard, and a statement
 * on it never settles. The database's own lock still keeps two holders apart.
 */
const TURN_MS = 25_000;

/**
 * For a transaction that holds a lock: a machine that has vanished must not keep it, nor anybody wait for ever. Whatever
 * the database's default is, the holder sees what the one before wrote. That must be set before any query.
 */
const LIMITS = `
  SET LOCAL transaction_isolation = 'read committed';
  SET LOCAL lock_timeout = '15s';
  SET LOCAL idle_in_transaction_session_timeout = '15s'`;

/** An embedded database is one process's: its locks need no transaction, which would keep all others waiting. */
const instanceTurns = new WeakMap<PGliteInstance, Turns>();

function findTurns(instance: PGliteInstance): Turns {
  const known = instanceTurns.get(instance) ?? createTurns();
  instanceTurns.set(instance, known);
  return known;
}

/** @param statements what pg-boss made of the instance */
export function fromInstance(instance: PGliteInstance, statements: Statements): Database {
  const own = guarded(statements);
  return {
    ...own,
    transaction: (work) =>
      instance.transaction((transaction) =>
        work(guarded({executeSql: (text, values) => transaction.query(text, values)})),
      ),
    lock: (name, work) => findTurns(instance).take(name, () => work(own)),
    idle: () => findTurns(instance).idle(),
  };
}
