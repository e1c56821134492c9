import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP} from '../../../../src/emulator/index.js';
import {
  createKakaoServer,
  KakaoSyncError,
  type ServerErrorReport,
  type UnlinkEvent,
} from '../../../../src/server/index.js';
import {createSignal} from '../../support/signal.js';
import {KIT_OPTIONS} from '../../support/over-sockets.js';
import {openEmbedded, openMemory, openServer, type TestDatabase, type TestStore} from '../store/support/stores.js';
import {toId, toPersona} from './setup.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  memory: openMemory,
  PGlite: openEmbedded,
  PostgreSQL: openServer,
};
const PEOPLE = 250;
const MONTH = 30 * 86_400_000;

/** A kit with a store, and members whom Kakao has linked for a month. */
function setup({store}: TestStore) {
  const start = Date.now();
  const personas = Array.from({length: PEOPLE}, (_, index) => toPersona(index));
  const emulator = createKakaoEmulator({now: () => start, personas});
  const events: UnlinkEvent[] = [];
  const reports: ServerErrorReport[] = [];
  const site = {
    emulator,
    events,
    reports,
    /** Stands between the kit and Kakao. */
    before: (): Promise<void> => Promise.resolve(),
    pages: 0,
  };
  const {notices} = createKakaoServer({
    ...KIT_OPTIONS,
    adminKey: DEFAULT_APP.adminKey,
    findMember: () => null,
    signUp: ({id}) => ({id}),
    readMember: (id) => ({id}),
    notices: {
      appId: String(DEFAULT_APP.appId),
      adminKeys: [DEFAULT_APP.adminKey],
      spool: null,
      createStore: () => store,
    },
    onUnlink: (event) => void events.push(event),
    onError: (report) => reports.push(report),
    fetch: async (request) => {
      if (new URL(request.url).pathname === '/v1/user/ids') site.pages++;
      await site.before();
      return emulator.fetch(request);
    },
    now: () => start,
  });
  const members = () => personas.map(({id}) => ({kakaoId: id, linkedAt: new Date(start - MONTH)}));
  return {...site, site, notices, members};
}

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`reconcile of a kit with a store on ${kind}`, () => {
    let database: TestDatabase;
    let opened: TestStore;
    before(async () => {
      database = await openDatabase();
    });
    beforeEach(async () => {
      opened = await database.openStore();
    });
    afterEach(() => opened.close());
    after(() => database.close());

    test('goes on where it was, and the worker tells the site of whom Kakao still says it', async () => {
      const {site, emulator, events, reports, notices, members} = setup(opened);
      for (const index of [7, 8, 249]) emulator.account(toId(index)).unlink(null);
      await assert.rejects(
        notices.reconcile({
          members,
          onProgress: ({listed}) => {
            if (listed === 199) throw new Error('no more');
          },
        }),
        /no more/,
      );

      const result = await notices.reconcile({members, act: true});
      emulator.account(toId(8)).link();
      assert.deepEqual(events, [], 'the worker does it');
      await notices.drain();

      assert.deepEqual(result, {
        ...{outcome: 'done', listed: 247, checked: PEOPLE, found: [7, 8, 249].map(toId), unclear: 0, acted: 3},
      });
      assert.equal(site.pages, 3);
      assert.deepEqual(events.map(({kakaoId, reason}) => [kakaoId, reason]).sort(), [
        [toId(7), 'RECONCILE'],
        [toId(249), 'RECONCILE'],
      ]);
      assert.deepEqual([reports, await notices.failures()], [[], []]);
    });

    test('is ended by stop, and by its own signal', async () => {
      const {site, notices, members} = setup(opened);
      for (const end of ['stop', 'signal'] as const) {
        const controller = new AbortController();
        const asked = createSignal();
        site.before = () => {
          asked.resolve();
          return new Promise(() => undefined);
        };
        const call = assert.rejects(notices.reconcile({members, signal: controller.signal}), /abort/);
        await asked.promise;
        if (end === 'stop') await notices.stop();
        else controller.abort();
        await call;
      }
      site.before = () => Promise.resolve();

      assert.equal((await notices.reconcile({members})).outcome, 'done');
    });

    if (kind === 'memory') return;

    test('leaves nothing of anybody behind', async () => {
      const {emulator, notices, members} = setup(opened);
      emulator.account(toId(7)).unlink(null);

      await notices.reconcile({members});

      const tables = await opened.query<{name: string}>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'notices_of_a_test'`,
      );
      assert.ok(tables.some(({name}) => name === 'listed'));
      for (const {name} of tables) {
        const rows = await opened.query(`SELECT * FROM notices_of_a_test."${name}"`);
        assert.doesNotMatch(JSON.stringify(rows), /43000000/, name);
        if (name === 'listed' || name === 'list_pass') assert.deepEqual(rows, [], name);
      }
    });

    test('keeps hashes only, and one account that tells where it is', async () => {
      const {notices, members} = setup(opened);
      await assert.rejects(
        notices.reconcile({
          members,
          onProgress: ({listed}) => {
            if (listed === 199) throw new Error('no more');
          },
        }),
      );

      const listed = await opened.query<{key: string}>('SELECT key FROM notices_of_a_test.listed');
      const passes = await opened.query('SELECT * FROM notices_of_a_test.list_pass');

      assert.equal(listed.length, 199);
      for (const {key} of listed) assert.match(key, /^[\w-]{43}$/);
      assert.deepEqual(JSON.stringify(passes).match(/43000\d+/g), [toId(198)]);
      assert.ok(!JSON.stringify(passes).includes(DEFAULT_APP.adminKey));
    });
  });
}

test('reconcile is refused without an admin key, and without notices', async () => {
  const options = {...KIT_OPTIONS, findMember: () => null, signUp: () => ({id: '1'}), readMember: () => null};
  const {store} = await (await openMemory()).openStore();
  const isIncomplete = (error: unknown): boolean =>
    error instanceof KakaoSyncError && error.code === 'config_incomplete';

  for (const notices of [undefined, {appId: '1', adminKeys: ['k'], spool: null, createStore: () => store}]) {
    const kakao = createKakaoServer({...options, notices, onUnlink: () => undefined});
    await assert.rejects(kakao.notices.reconcile({members: () => []}), isIncomplete);
  }
});
