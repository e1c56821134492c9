import assert from 'node:assert/strict';
import {EventEmitter, on} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {after, afterEach, before, beforeEach, describe, type TestContext, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {inspect} from 'node:util';
import pg from 'pg';
import type {NoticeStore} from '../../../../src/server/notices/notice-store.js';
import {createStore} from '../../../../src/server/notices/store/create-store.js';
import {listen} from '../../support/listen.js';
import {holdLongTimers} from '../../support/long-timers.js';
import {createServerDatabase, openServer, type TestDatabase, type TestStore, toNotice} from './support/stores.js';

/** What a session would have to keep: a pooler that gives each transaction another one loses it. */
const SESSION_STATE =
  /(^|;)\s*(LISTEN|PREPARE|DECLARE|SET (?!LOCAL)|CREATE TEMP)|\bpg_(try_)?advisory_(unlock|lock)(_shared)?\(|\bWITH HOLD\b/i;

/** As behind a pooler in transaction mode: each statement or transaction gets a session that nobody has used. */
function poolByTransaction(t: TestContext): readonly string[] {
  const statements: string[] = [];
  const {Pool} = pg;
  t.after(() => (pg.Pool = Pool));
  pg.Pool = class extends Pool {
    constructor(options?: pg.PoolConfig) {
      super({...options, maxUses: 1});
      this.on('connect', (client) => {
        const query = client.query.bind(client) as (...values: unknown[]) => unknown;
        client.query = ((...values: unknown[]) => {
          if (typeof values[0] === 'string') statements.push(values[0]);
          return query(...values);
        }) as typeof client.query;
      });
    }
  };
  return statements;
}

/** A way to a server on which connections can end unheard: nothing goes through, and neither side is told. */
async function openWay(t: TestContext, url: string) {
  const sockets = new Set<Socket>();
  const dead = new Set<Socket>();
  const losses = new EventEmitter();
  const way = new URL(url);
  const port = Number(way.port);
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes: Buffer) =>
      dead.has(near) ? losses.emit('lost', bytes.toString('latin1')) : far.write(bytes),
    );
    far.on('data', (bytes) => dead.has(near) || near.write(bytes));
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
  });
  way.port = String(await listen(t, server));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  return {
    url: way.href,
    /** The connections that are there are dead from now on. */
    cut(): void {
      for (const socket of sockets) dead.add(socket);
    },
    /** Once a dead connection is given a statement with this text. */
    async lost(statement: string): Promise<'lost'> {
      for await (const [text] of on(losses, 'lost')) if (String(text).includes(statement)) break;
      return 'lost';
    },
  };
}

describe('a store on a server', () => {
  let database: TestDatabase;
  let opened: TestStore;
  before(async () => {
    database = await openServer();
  });
  beforeEach(async () => {
    opened = await database.openStore();
  });
  afterEach(() => opened.close());
  after(() => database.close());

  const untilApplied = async (store: NoticeStore): Promise<void> => {
    while ((await store.count()).waiting > 0) await setTimeout(10);
  };

  test('needs nothing of a session, so that a pooler in transaction mode does', async (t) => {
    await opened.close();
    await database.query('DROP SCHEMA notices_of_a_test CASCADE');
    const statements = poolByTransaction(t);

    const store = await opened.openAnother({timing: {superviseSeconds: 1, retryLimit: 0}});
    const failing = toNotice();
    await store.start(({eventId}) =>
      eventId === failing.eventId ? Promise.reject(new Error('no')) : Promise.resolve('done'),
    );
    for (const seenKey of ['a', 'b', 'a']) await store.add(toNotice(), {seenKey});
    await store.add(failing);
    await untilApplied(store);
    await store.claim('order', 1);
    await store.release('order', 1);
    assert.equal(await store.replay(failing.eventId), true);
    await store.tokens.withLock('4200000001', (row) => row.write('sealed', Date.now() + 1000));
    assert.equal(await store.tokens.read('4200000001'), 'sealed');
    await store.forget(failing.kakaoId);
    await store.stop(5);

    assert.deepEqual(opened.errors, []);
    assert.ok(statements.length > 30, 'are seen');
    assert.deepEqual(
      statements.filter((statement) => SESSION_STATE.test(statement)),
      [],
    );
  });

  test('goes on after the server has ended its connections, and tells no value', async () => {
    const store = await opened.openAnother({timing: {handSeconds: 2, superviseSeconds: 1}});
    const notices = Array.from({length: 20}, () => toNotice({kakaoId: '4242424242'}));
    const applied = new Set<string>();
    await store.start(({eventId}) => {
      applied.add(eventId);
      return Promise.resolve('done');
    });

    for (const [index, notice] of notices.entries()) {
      if (index % 5 === 0) {
        await database.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      }
      // What fails is sent again, as by the spool.
      while ((await store.add(notice).catch(() => 'failed')) === 'failed') await setTimeout(5);
    }
    await untilApplied(store);

    assert.equal(applied.size, notices.length);
    assert.doesNotMatch(inspect(opened.errors, {depth: 9}), /4242424242/);
  });

  test('gives a connection up that has ended unheard, and goes on with another one', async (t) => {
    const {url, drop} = await createServerDatabase();
    t.after(drop);
    const timers = holdLongTimers(t);
    const way = await openWay(t, url);
    const store = createStore(way.url, {warn: () => undefined, onError: () => undefined, now: Date.now});
    // Its timers would keep the process alive after a failure.
    t.after(() => store.close());
    await store.open();

    /** A reading: if it is given to a dead connection, the time passes for which an answer is waited for. */
    async function read(): Promise<string> {
      const lost = way.lost('SELECT sealed');
      const reading = store.tokens.read('4200000001').then(
        (token) => (token === null ? 'answered' : 'other'),
        () => 'given up',
      );
      if ((await Promise.race([reading, lost])) === 'lost') timers.pass(45_000);
      return reading;
    }

    // pg-boss still asks for something as it starts, and may have taken the connection: then a reading gets a new one.
    let end;
    do {
      way.cut();
      end = await read();
    } while (end === 'answered');
    assert.equal(end, 'given up');

    // Each dead connection is given up once.
    do end = await read();
    while (end === 'given up');
    assert.equal(end, 'answered');
  });

  test('rejects an address that cannot be reached, without its password, and can be opened later', async () => {
    const errors: unknown[] = [];
    const store = createStore('postgres://somebody:s3cret-word@127.0.0.1:1/none', {
      warn: () => undefined,
      onError: (error) => errors.push(error),
      now: Date.now,
    });

    for (let times = 0; times < 2; times++) {
      const error = await store.open().catch((thrown: unknown) => thrown);
      assert.ok(error instanceof Error);
      assert.doesNotMatch(inspect([error, errors], {depth: 9}), /s3cret-word/);
    }
    await assert.rejects(store.add(toNotice()), TypeError);
    await store.close();
  });

  test('takes no schema but a plain name', () => {
    const options = {warn: () => undefined, onError: () => undefined, now: Date.now};

    for (const schema of ['', 'Notices', '1st', 'a"b', 'a; DROP', 'a'.repeat(49)]) {
      assert.throws(() => createStore('postgres://x', {...options, schema}), {code: 'config_invalid'}, schema);
    }
  });

  test('tells once, on a Node.js older than 22.12, that pg-boss names a newer one', () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isOld = major < 22 || (major === 22 && minor < 12);

    assert.deepEqual(
      opened.lines.map((line) => /Node\.js 22\.12/.test(line)),
      isOld ? [true] : [],
    );
  });
});
