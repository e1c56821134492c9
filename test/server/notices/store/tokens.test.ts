import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import pg from 'pg';
import {fromPool, type Statements} from '../../../../src/server/notices/store/database.js';
import type {TokenStore} from '../../../../src/server/tokens/token-store.js';
import {TimeLimitError} from '../../../../src/server/base/with-timeout.js';
import {holdLongTimers} from '../../support/long-timers.js';
import {createSignal} from '../../support/signal.js';
import {createServerDatabase, openEmbedded, openMemory, openServer, toNotice} from './support/stores.js';
import type {TestDatabase, TestStore} from './support/stores.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  memory: openMemory,
  PGlite: openEmbedded,
  PostgreSQL: openServer,
};
const [PERSON, OTHER] = ['4200000001', '4200000002'];
const NEVER = new AbortController().signal;
const DAY = 86_400_000;

const write = (store: TokenStore, kakaoId: string, sealed: string, until = Date.now() + DAY): Promise<void> =>
  store.withLock(kakaoId, (row) => row.write(sealed, until));

/** Work that stays in a lock until it is let go. */
function createStay() {
  const [begun, over] = [createSignal(), createSignal()];
  const stay = async (): Promise<void> => {
    begun.resolve();
    await over.promise;
  };
  return {stay, begun: begun.promise, end: over.resolve};
}

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`tokens in a store on ${kind}`, () => {
    /** What a double needs not do. */
    const testInFull = kind === 'memory' ? () => undefined : test;
    let database: TestDatabase;
    let opened: TestStore;
    let tokens: TokenStore;
    before(async () => {
      database = await openDatabase();
    });
    beforeEach(async () => {
      opened = await database.openStore();
      ({tokens} = opened.store);
    });
    afterEach(() => opened.close());
    after(() => database.close());

    test('are read as they were written last, each person’s apart', async () => {
      assert.equal(await tokens.read(PERSON), null);

      await write(tokens, PERSON, 'first');
      await write(tokens, OTHER, 'other');
      await write(tokens, PERSON, 'second');

      assert.deepEqual([await tokens.read(PERSON), await tokens.read(OTHER)], ['second', 'other']);
      const read = await tokens.withLock(PERSON, (row) => row.read());
      assert.equal(read, 'second');
    });

    test('are deleted for one person', async () => {
      await write(tokens, PERSON, 'gone');
      await write(tokens, OTHER, 'kept');

      const left = await tokens.withLock(PERSON, async (row) => {
        await row.delete();
        return row.read();
      });

      assert.equal(left, null);
      assert.deepEqual([await tokens.read(PERSON), await tokens.read(OTHER)], [null, 'kept']);
    });

    test('are one holder’s at a time, also of several processes, and it sees what the one before wrote', async () => {
      const {tokens: others} = await opened.openAnother();
      const {stay, begun, end} = createStay();
      const steps: string[] = [];
      const first = tokens.withLock(PERSON, async (row) => {
        await stay();
        await row.write('by the first', Date.now() + DAY);
        steps.push('first');
      });
      await begun;

      const rest = [others, tokens, others].map((store) =>
        store.withLock(PERSON, async (row) => {
          steps.push('begun');
          const read = await row.read();
          await row.write(`${read}+`, Date.now() + DAY);
          steps.push('ended');
        }),
      );
      // Whoever is not kept out has had time by then.
      await write(others, OTHER, 'another person’s');
      assert.deepEqual(steps, []);
      end();
      await Promise.all([first, ...rest]);

      assert.deepEqual(steps, ['first', ...['begun', 'ended'], ...['begun', 'ended'], ...['begun', 'ended']]);
      assert.equal(await tokens.read(PERSON), 'by the first+++');
    });

    test('keep nobody waiting who wants something else while one waits for Kakao', async () => {
      await write(tokens, PERSON, 'before');
      const {stay, begun, end} = createStay();
      const holding = tokens.withLock(PERSON, stay);
      await begun;
      // More than there are connections.
      const waiting = Array.from({length: 12}, () => tokens.withLock(PERSON, (row) => row.read()));

      assert.equal(await opened.store.add(toNotice()), 'added');
      await write(tokens, OTHER, 'other');
      assert.deepEqual([await tokens.read(PERSON), await tokens.read(OTHER)], ['before', 'other']);

      end();
      await holding;
      assert.deepEqual([...new Set(await Promise.all(waiting))], ['before']);
    });

    test('let the next one in after a failure', async () => {
      const failure = new Error('no');

      await assert.rejects(
        tokens.withLock(PERSON, () => Promise.reject(failure)),
        failure,
      );

      await write(tokens, PERSON, 'after');
      assert.equal(await tokens.read(PERSON), 'after');
    });

    test('of a person who is to be forgotten go', async () => {
      await write(tokens, PERSON, 'gone');
      await write(tokens, OTHER, 'kept');

      await opened.store.forget(PERSON);

      assert.deepEqual([await tokens.read(PERSON), await tokens.read(OTHER)], [null, 'kept']);
    });

    testInFull('are waited for by a stop, for its grace', async () => {
      const other = await opened.openAnother();
      const {stay, begun, end} = createStay();
      const steps: string[] = [];
      const writing = tokens.withLock(PERSON, async (row) => {
        await stay();
        await row.write('of Kakao', Date.now() + DAY);
        steps.push('written');
      });
      await begun;

      await opened.store.stop(0);
      const stopping = opened.store.stop(30).then(async () => {
        steps.push('stopped');
        await opened.store.close();
      });
      // Whoever does not wait has had time by then.
      await write(other.tokens, OTHER, 'another person’s');
      const early = [...steps];
      end();
      await Promise.all([writing, stopping]);

      assert.deepEqual([early, steps], [[], ['written', 'stopped']]);
      assert.equal(await other.tokens.read(PERSON), 'of Kakao');
    });

    testInFull('go once they are of no use any more', async () => {
      await write(tokens, PERSON, 'short', Date.now() + DAY);
      await write(tokens, OTHER, 'long', Date.now() + 3 * DAY);

      await opened.store.drain(() => Promise.resolve('done'), NEVER);
      assert.equal(await tokens.read(PERSON), 'short');
      await opened.advance(DAY / 1000 + 60);
      await opened.store.drain(() => Promise.resolve('done'), NEVER);

      assert.deepEqual([await tokens.read(PERSON), await tokens.read(OTHER)], [null, 'long']);
    });

    testInFull('lie there under a hash, in no statistics', async () => {
      await write(tokens, PERSON, 'sealed-text');
      await opened.query('ANALYZE');

      const [row] = await opened.query<{key: string}>('SELECT * FROM notices_of_a_test.tokens');
      assert.match(row!.key, /^[\w-]{43}$/);
      assert.ok(!JSON.stringify(row).includes(PERSON));
      const samples = await opened.query(`SELECT FROM pg_stats WHERE tablename = 'tokens' AND attname = 'sealed'`);
      assert.deepEqual(samples, []);
    });

    // An embedded one is one process's.
    if (kind === 'PostgreSQL') {
      test('are nobody’s once the connection of their holder has ended, as of a process that is killed', async () => {
        const other = await opened.openAnother();
        await write(tokens, PERSON, 'before');
        const {stay, begun, end} = createStay();
        const killed = tokens.withLock(PERSON, async (row) => {
          await row.write('never kept', Date.now() + DAY);
          await stay();
        });
        const outcome = assert.rejects(killed);
        await begun;

        await database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
        );
        const read = await other.tokens.withLock(PERSON, (row) => row.read());
        end();
        await outcome;

        assert.equal(read, 'before');
      });
    }
  });
}

test('a machine that has vanished keeps no lock, nor does anybody wait for ever', async (t) => {
  const {url, drop} = await createServerDatabase();
  const client = new pg.Client({connectionString: url});
  await client.connect();
  t.after(async () => {
    await client.end();
    await drop();
  });
  const run: Statements['executeSql'] = async (text, values) => ({rows: (await client.query(text, values)).rows});
  const end = (word: string) => async (): Promise<void> => void (await run(word));
  const pool = {
    executeSql: run,
    beginTransaction: async () => {
      await run('BEGIN');
      return {db: {executeSql: run}, commit: end('COMMIT'), rollback: end('ROLLBACK')};
    },
  };
  const readLimits = async ({executeSql}: Statements): Promise<unknown> =>
    (
      await executeSql(
        `SELECT current_setting('lock_timeout') AS wait, current_setting('idle_in_transaction_session_timeout') AS hold`,
      )
    ).rows;

  const inLock = await fromPool(pool).lock('somebody', readLimits);

  assert.deepEqual(inLock, [{wait: '15s', hold: '15s'}]);
  // The connection is somebody else's next.
  assert.deepEqual(await readLimits({executeSql: run}), [{wait: '0', hold: '0'}]);
});

for (const isolation of ['repeatable read', 'serializable']) {
  test(`whoever has waited for a lock sees what its holder wrote, also where ${isolation} is the default`, async (t) => {
    const database = await openServer();
    await database.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = %L', current_database(), '${isolation}'); END $$`,
    );
    const opened = await database.openStore();
    t.after(async () => {
      await opened.close();
      await database.close();
    });
    const others = await opened.openAnother();
    await write(opened.store.tokens, PERSON, 'before');
    const {stay, begun, end} = createStay();
    const first = opened.store.tokens.withLock(PERSON, async (row) => {
      await stay();
      await row.write('by the first', Date.now() + DAY);
    });
    await begun;

    const next = others.tokens.withLock(PERSON, (row) => row.read());
    const waiting = `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;
    while ((await opened.query(waiting)).length === 0) await setImmediate();
    end();
    await first;

    assert.equal(await next, 'by the first');
  });
}

test('a connection that never answers keeps its holder and those behind it no longer than 25 seconds', async (t) => {
  const timers = holdLongTimers(t);
  const dead = {executeSql: () => new Promise<never>(() => undefined)};
  const live = {executeSql: () => Promise.resolve({rows: []})};
  const done = (): Promise<void> => Promise.resolve();
  const connections: Statements[] = [dead, live];
  const database = fromPool({
    ...live,
    beginTransaction: () => Promise.resolve({db: connections.shift()!, commit: done, rollback: done}),
  });

  const first = assert.rejects(
    database.lock('somebody', () => Promise.resolve('never')),
    TimeLimitError,
  );
  const next = database.lock('somebody', () => Promise.resolve('next'));
  await timers.reached(25_000);
  assert.equal(connections.length, 1);
  timers.pass(25_000);

  await first;
  assert.equal(await next, 'next');
});
