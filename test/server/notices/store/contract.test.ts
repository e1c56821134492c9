import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {inspect} from 'node:util';
import type {ApplyNotice, Claim, NoticeStore} from '../../../../src/server/notices/notice-store.js';
import type {Notice} from '../../../../src/server/notices/notice.js';
import type {StoreOptions} from '../../../../src/server/notices/store/settings.js';
import {createSignal} from '../../support/signal.js';
import {openEmbedded, openMemory, openServer, type TestDatabase, type TestStore, toNotice} from './support/stores.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  memory: openMemory,
  PGlite: openEmbedded,
  PostgreSQL: openServer,
};

const HOUR = 3600;
const DAY = 24 * HOUR;
const NEVER = new AbortController().signal;
const fail: ApplyNotice = () => Promise.reject(new Error('no'));
const ids = (notices: readonly Notice[]): string[] => notices.map(({eventId}) => eventId).sort();

/** Waits for a condition. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(5);
}

/** A hook that keeps what it is given, and says what to do with it. */
function record(work: ApplyNotice = () => Promise.resolve('done')) {
  const calls: Notice[] = [];
  const apply: ApplyNotice = (notice, signal) => {
    calls.push(notice);
    return work(notice, signal);
  };
  return {calls, apply};
}

/** Applies what is due, and returns it. */
async function drain(store: NoticeStore, work?: ApplyNotice): Promise<readonly Notice[]> {
  const {calls, apply} = record(work);
  await store.drain(apply, NEVER);
  return calls;
}

/** Hangs until its signal is aborted. */
const hang: ApplyNotice = (_notice, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`a store on ${kind}`, () => {
    /** What a double needs not do. */
    const testInFull = kind === 'memory' ? () => undefined : test;
    let database: TestDatabase;
    let opened: TestStore;
    let store: NoticeStore;
    const open = async (options?: Partial<StoreOptions>): Promise<NoticeStore> => {
      await opened.close();
      opened = await database.openStore(options);
      return (store = opened.store);
    };
    /** Gives a notice up, by a store that tries nothing again. */
    const giveUp = async (notice: Notice): Promise<void> => {
      assert.equal(await store.add(notice), 'added');
      assert.deepEqual(await drain(store, fail), [notice]);
    };
    const openWithoutRetries = (): Promise<NoticeStore> => open({timing: {retryLimit: 0}});
    before(async () => {
      database = await openDatabase();
    });
    beforeEach(async () => {
      opened = await database.openStore();
      ({store} = opened);
    });
    afterEach(() => opened.close());
    after(() => database.close());

    describe('add', () => {
      test('keeps each field, and the notice is applied once', async () => {
        const notice = toNotice({
          ...{kind: 'channel', event: 'blocked', clock: 'kakao', reason: 'WITHDRAW', channelId: '_ZeUTxl'},
          groupUserToken: 'g-1',
        });

        assert.equal(await store.add(notice), 'added');

        assert.deepEqual(await drain(store), [notice]);
        assert.deepEqual(await drain(store), []);
        assert.deepEqual(await store.count(), {waiting: 0, failed: 0, oldestAt: null});
      });

      test('knows a key for 31 days, by whomever it was stored', async () => {
        const other = await opened.openAnother();
        const add = (to: NoticeStore, seenKey: string) => to.add(toNotice(), {seenKey});

        assert.deepEqual(
          [await add(store, 'a'), await add(store, 'a'), await add(other, 'a'), await add(other, 'b')],
          ['added', 'seen', 'seen', 'added'],
        );
        await opened.advance(31 * DAY - HOUR);
        assert.equal(await add(store, 'a'), 'seen');
        await opened.advance(HOUR + 1);
        assert.deepEqual([await add(store, 'a'), await add(store, 'a')], ['added', 'seen']);
      });

      test('of many at once under one key stores one', async () => {
        const results = await Promise.all(Array.from({length: 8}, () => store.add(toNotice(), {seenKey: 'same'})));

        assert.deepEqual(results.sort(), ['added', ...Array<string>(7).fill('seen')]);
        assert.equal((await store.count()).waiting, 1);
      });

      test('of many keys at once from two processes stores one each, in whatever order they come', async () => {
        const other = await opened.openAnother();
        const keys = Array.from({length: 40}, (_, index) => `key ${index}`);
        const add = (to: NoticeStore) => (seenKey: string) => to.add(toNotice(), {seenKey});

        const results = await Promise.all([...keys.map(add(store)), ...[...keys].reverse().map(add(other))]);

        assert.equal(results.filter((result) => result === 'added').length, 40);
        assert.equal((await store.count()).waiting, 40);
      });

      testInFull('of many at once stores all but those that cannot be, and one event once', async () => {
        const [first, bad, good] = [toNotice(), toNotice({reason: '\0'}), toNotice()];

        const results = await Promise.allSettled(
          [first, bad, good, good].map((notice, index) => store.add(notice, {seenKey: String(index)})),
        );

        const told = results.map((result) => (result.status === 'fulfilled' ? result.value : result.status));
        assert.deepEqual(told.sort(), ['added', 'added', 'rejected', 'seen']);
        assert.deepEqual(ids(await drain(store)), ids([first, good]));
      });

      testInFull('stores neither key nor notice if one of them cannot be', async () => {
        const notice = toNotice();

        await assert.rejects(store.add({...notice, reason: '\0'}, {seenKey: 'a'}));

        assert.equal(await store.add(notice, {seenKey: 'a'}), 'added');
      });

      testInFull('stores the same event once, as a spool repeats it that could not be emptied', async () => {
        const notice = toNotice();

        assert.deepEqual([await store.add(notice), await store.add(notice)], ['added', 'seen']);
        await drain(store);
        assert.equal(await store.add(notice), 'seen');
        assert.deepEqual(await drain(store), []);
      });

      testInFull('stores nothing while too many wait', async () => {
        await open({timing: {waitingLimit: 2}});
        await store.add(toNotice());
        await store.add(toNotice());

        assert.equal(await store.add(toNotice(), {seenKey: 'late'}), 'full');

        await drain(store);
        await opened.advance(5);
        assert.equal(await store.add(toNotice(), {seenKey: 'late'}), 'added');
      });

      test('keeps a notice from being taken before its delay is over', async () => {
        await store.add(toNotice(), {delaySeconds: 60});

        assert.deepEqual(await drain(store), []);
        await opened.advance(60);
        assert.equal((await drain(store)).length, 1);
      });

      testInFull('names no value where it fails', async () => {
        const error = await store.add(toNotice({kakaoId: '4242424242', reason: '\0'})).catch(String);
        const thrown = await store.add(toNotice({kakaoId: '4242424242', reason: '\0'})).catch((e: unknown) => e);

        assert.doesNotMatch(`${error} ${inspect(thrown, {depth: 9})}`, /4242424242/);
      });
    });

    test('remove takes a notice away that waits', async () => {
      const [gone, kept] = [toNotice(), toNotice()];
      for (const notice of [gone, kept]) await store.add(notice);

      await store.remove(gone.eventId);

      assert.deepEqual(await drain(store), [kept]);
    });

    describe('start', () => {
      testInFull('applies exactly what waits and what comes, with several workers', async () => {
        const notices = Array.from({length: 40}, () => toNotice());
        const {calls, apply} = record();
        const other = await opened.openAnother();
        for (const notice of notices.slice(0, 20)) await store.add(notice);

        await store.start(apply);
        await other.start(apply);
        for (const notice of notices.slice(20)) await store.add(notice);

        await until(async () => (await store.count()).waiting === 0);
        assert.deepEqual(ids(calls), ids(notices));
      });

      testInFull('lets no number of notices that hang hold the others up', async () => {
        const bad = Array.from({length: 12}, () => toNotice({kakaoId: 'bad'}));
        const good = Array.from({length: 100}, () => toNotice());
        const {calls, apply} = record((notice, signal) =>
          notice.kakaoId === 'bad' ? hang(notice, signal) : Promise.resolve('done'),
        );
        for (const notice of [...bad, ...good]) await store.add(notice);

        await store.start(apply);

        await until(async () => (await store.count()).waiting === bad.length);
        assert.deepEqual(ids(calls), ids([...bad, ...good]), 'while those hang, and each once');
      });

      testInFull('aborts a hook once its time is over, and tries it again', async () => {
        await open({timing: {handSeconds: 1}});
        const aborted = createSignal();
        const {calls, apply} = record((notice, signal) => {
          if (calls.length > 1) return Promise.resolve('done');
          signal.addEventListener('abort', () => aborted.resolve());
          return hang(notice, signal);
        });
        await store.add(toNotice());

        await store.start(apply);
        await aborted.promise;

        await until(() => calls.length === 2);
      });
    });

    describe('what fails', () => {
      testInFull('is tried again, later each time and within an hour, and given up after 20 times', async () => {
        const notice = toNotice();
        await store.add(notice);
        const waits: number[] = [];

        for (let tries = 0; (await store.count()).waiting > 0; tries++) {
          assert.ok(tries <= 20);
          assert.deepEqual(await drain(store, fail), [notice]);
          assert.deepEqual(await drain(store, fail), [], 'it is not due');
          const [row] = await opened.query<{wait: number}>(
            `SELECT extract(epoch FROM start_after - now())::float8 AS wait FROM notices_of_a_test.job WHERE state = 'retry'`,
          );
          if (row) waits.push(row.wait);
          await opened.advance(HOUR);
        }

        assert.equal(waits.length, 20);
        for (const wait of waits) assert.ok(wait > 0 && wait <= HOUR, String(wait));
        assert.ok(waits[19]! > waits[0]!);
        assert.deepEqual(
          (await store.listFailures({limit: 9})).map((failure) => failure.notice),
          [notice],
        );
        assert.equal((await store.count()).failed, 1);
        assert.deepEqual(opened.givenUp, [notice]);
      });

      testInFull('is no failure if it is forgotten while it is tried for the last time', async () => {
        await openWithoutRetries();
        const notice = toNotice();
        await store.add(notice);

        await drain(store, async () => {
          await store.forget(notice.kakaoId);
          throw new Error('no');
        });

        assert.deepEqual([(await store.count()).failed, opened.givenUp], [0, []]);
      });

      testInFull('is told as given up in its last try alone, whatever puts it back meanwhile', async () => {
        await open({timing: {retryLimit: 1}});
        await store.add(toNotice());

        await drain(store, fail);
        await opened.advance(HOUR);
        await drain(store, () => Promise.resolve({againInSeconds: 0}));
        assert.deepEqual(opened.givenUp, []);
        await drain(store, fail);

        assert.equal(opened.givenUp.length, 1);
      });

      testInFull('is listed the oldest first, up to a limit', async () => {
        await openWithoutRetries();
        const notices = [toNotice(), toNotice(), toNotice()];
        for (const notice of notices) await giveUp(notice);

        const failures = await store.listFailures({limit: 2});

        assert.deepEqual(
          failures.map(({notice}) => notice.eventId),
          notices.slice(0, 2).map(({eventId}) => eventId),
        );
        assert.ok(failures[0]!.failedAt < failures[1]!.failedAt);
      });

      testInFull('can wait again, once, and be given up again', async () => {
        await openWithoutRetries();
        const notice = toNotice();
        await giveUp(notice);

        assert.deepEqual([await store.replay(notice.eventId), await store.replay(notice.eventId)], [true, false]);
        assert.deepEqual(await store.listFailures({limit: 9}), []);
        assert.deepEqual(await drain(store, fail), [notice]);
        assert.equal((await store.listFailures({limit: 9})).length, 1);
      });

      testInFull('can be taken away', async () => {
        await openWithoutRetries();
        const notice = toNotice();
        await giveUp(notice);

        assert.deepEqual([await store.discard(notice.eventId), await store.discard(notice.eventId)], [true, false]);
        assert.deepEqual(await store.count(), {waiting: 0, failed: 0, oldestAt: null});
        assert.equal(await store.replay('unknown'), false);
      });

      testInFull('is kept for 30 days', async () => {
        await openWithoutRetries();
        await giveUp(toNotice());

        await opened.advance(29 * DAY);
        await drain(store);
        assert.equal((await store.count()).failed, 1);
        await opened.advance(DAY + 1);
        await drain(store);
        assert.equal((await store.count()).failed, 0);
      });
    });

    test('what is to be taken in hand again later is so, and no failure however often', async () => {
      const notice = toNotice();
      await store.add(notice);

      for (let times = 0; times < 22; times++) {
        assert.deepEqual(await drain(store, () => Promise.resolve({againInSeconds: 10})), [notice]);
        assert.deepEqual(await drain(store), [], 'it is not due');
        await opened.advance(10);
      }

      assert.deepEqual(await drain(store), [notice]);
      assert.equal((await store.count()).failed, 0);
    });

    testInFull('what waits outlasts years, what was applied is gone in 5 minutes, and hashes in 31 days', async () => {
      const [early, late] = [toNotice({kakaoId: '4242424242'}), toNotice({kakaoId: '4242424242'})];
      await store.add(early, {seenKey: 'hash'});
      await store.claim('order', 1);
      await store.release('order', 1);
      await opened.advance(9 * 365 * DAY);
      assert.deepEqual(await drain(store), [early]);
      await store.add(late, {seenKey: 'other'});
      assert.deepEqual(await drain(store), [late]);

      await opened.advance(300);
      await drain(store);

      const tables = await opened.query<{name: string}>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'notices_of_a_test'`,
      );
      for (const {name} of tables) {
        const rows = await opened.query(`SELECT * FROM notices_of_a_test."${name}"`);
        assert.doesNotMatch(JSON.stringify(rows), /4242424242/, name);
      }
      const keys = await opened.query('SELECT key FROM notices_of_a_test.seen');
      assert.deepEqual(keys, [{key: 'other'}]);
      assert.deepEqual(await opened.query('SELECT key FROM notices_of_a_test.last_applied'), []);
    });

    testInFull('forget takes all of a person away, also what is in hand', async () => {
      const person = {kakaoId: '4242424242'};
      await openWithoutRetries();
      await giveUp(toNotice(person));
      await store.add(toNotice(person));
      await drain(store);
      const [other, inHand] = [toNotice(), toNotice(person)];
      const [taken, go] = [createSignal(), createSignal()];
      await store.add(inHand);
      const draining = store.drain(async () => {
        taken.resolve();
        await go.promise;
        return {againInSeconds: 0};
      }, NEVER);
      await taken.promise;
      await store.add(other);
      await store.add(toNotice(person), {delaySeconds: 9});

      await store.forget(person.kakaoId);
      go.resolve();
      await draining;

      assert.deepEqual(
        await opened.query(`SELECT * FROM notices_of_a_test.job WHERE data::text LIKE '%4242424242%'`),
        [],
      );
      assert.deepEqual(await drain(store), [other]);
    });

    describe('claim', () => {
      /** What is done, in order: a claim with what it gives, a release, or seconds that pass. */
      type Step = readonly ['claim', number, Claim] | readonly ['release', number | null] | readonly ['pass', number];
      const ROWS: Readonly<Record<string, readonly Step[]>> = {
        'is had by one at a time': [
          ['claim', 5, 'claimed'],
          ['claim', 5, 'busy'],
          ['claim', 9, 'busy'],
        ],
        'is free again once it is released': [
          ['claim', 5, 'claimed'],
          ['release', null],
          ['claim', 1, 'claimed'],
        ],
        'is refused to an older one': [
          ['claim', 5, 'claimed'],
          ['release', 5],
          ['claim', 4, 'older'],
        ],
        'is had by one of the same time, and by a newer one': [
          ...([
            ['claim', 5, 'claimed'],
            ['release', 5],
          ] as const),
          ...([
            ['claim', 5, 'claimed'],
            ['release', 5],
          ] as const),
          ['claim', 6, 'claimed'],
        ],
        'never forgets a newer time for an older one': [
          ...([
            ['claim', 5, 'claimed'],
            ['release', 9],
            ['claim', 9, 'claimed'],
            ['release', 7],
          ] as const),
          ['claim', 8, 'older'],
        ],
        'lasts for a minute': [
          ['claim', 5, 'claimed'],
          ['pass', 58],
          ['claim', 5, 'busy'],
          ['pass', 3],
          ['claim', 5, 'claimed'],
        ],
        'is older rather than busy': [
          ...([
            ['claim', 5, 'claimed'],
            ['release', 5],
            ['claim', 6, 'claimed'],
          ] as const),
          ...([
            ['claim', 4, 'older'],
            ['claim', 5, 'busy'],
          ] as const),
        ],
      };
      for (const [title, steps] of Object.entries(ROWS)) {
        test(title, async () => {
          for (const [index, [action, value, expected]] of steps.entries()) {
            if (action === 'claim') assert.equal(await store.claim('order', value), expected, `step ${index}`);
            else if (action === 'release') await store.release('order', value);
            else await opened.advance(value);
          }
          assert.equal(await store.claim('another', 0), 'claimed');
        });
      }

      test('is had by one of many that ask at once, in several processes', async () => {
        const other = await opened.openAnother();

        const claims = await Promise.all([store, other, store, other].map((each) => each.claim('order', 1)));

        assert.deepEqual(claims.sort(), ['busy', 'busy', 'busy', 'claimed']);
      });

      testInFull('is refused to nobody after 31 days', async () => {
        await store.claim('order', 5);
        await store.release('order', 5);
        await opened.advance(31 * DAY);
        await drain(store);

        assert.equal(await store.claim('order', 4), 'claimed');
      });

      testInFull('that lasted too long ends no other one', async () => {
        const other = await opened.openAnother();
        await store.claim('order', 1);
        await opened.advance(61);
        assert.equal(await other.claim('order', 2), 'claimed');

        await store.release('order', 1);

        assert.equal(await store.claim('order', 3), 'busy');
      });
    });

    describe('drain', () => {
      testInFull('applies what waits now and nothing that comes meanwhile, and counts what was done', async () => {
        const notices = Array.from({length: 30}, () => toNotice());
        for (const notice of notices) await store.add(notice);
        const {calls, apply} = record(async (notice) => {
          await store.add(toNotice());
          if (notice.eventId === calls[0]?.eventId) throw new Error('no');
          return notice.eventId === calls[1]?.eventId ? {againInSeconds: 60} : 'done';
        });

        const done = await store.drain(apply, NEVER);

        assert.equal(done, 28);
        // On a slow machine the one that failed is due again before the end.
        assert.deepEqual([...new Set(ids(calls))], ids(notices));
      });

      testInFull('takes no more in hand once it is told to end, and waits for what is', async () => {
        for (let count = 0; count < 40; count++) await store.add(toNotice());
        const controller = new AbortController();
        const go = createSignal();
        const {calls, apply} = record(async () => {
          controller.abort();
          await go.promise;
          return 'done';
        });

        const draining = store.drain(apply, controller.signal);
        await until(() => calls.length > 0);
        go.resolve();

        assert.equal(await draining, calls.length);
        assert.equal((await store.count()).waiting, 40 - calls.length);
      });

      testInFull('takes over from a worker that is dead once its time in hand is over', async () => {
        const notice = toNotice();
        const dead = await opened.openAnother();
        await store.add(notice);
        const {calls, apply} = record(hang);
        await dead.start(apply);
        await until(() => calls.length === 1);
        assert.deepEqual(await drain(store), []);

        await opened.advance(31);
        await drain(store);
        await opened.advance(2);

        assert.deepEqual(await drain(store), [notice]);
        // What the other one does now is no concern of this notice.
        await dead.stop(0);
        assert.deepEqual(await drain(store), []);
      });
    });

    describe('stop', () => {
      testInFull('waits for what is in hand, and takes nothing more', async () => {
        const go = createSignal();
        const {calls, apply} = record(async () => {
          await go.promise;
          return 'done';
        });
        await store.add(toNotice());
        await store.start(apply);
        await until(() => calls.length === 1);

        const stopping = store.stop(30);
        await store.add(toNotice());
        go.resolve();
        await stopping;

        assert.equal(calls.length, 1);
        assert.equal((await store.count()).waiting, 1);
      });

      testInFull('aborts what is in hand after its grace: it waits again, and has not failed', async () => {
        const notice = toNotice();
        await store.add(notice);

        for (let times = 0; times < 22; times++) {
          const {calls, apply} = record(hang);
          await store.start(apply);
          await until(() => calls.length === 1);
          await store.stop(0);
        }

        assert.deepEqual(await drain(store), [notice], 'at once');
      });
    });

    testInFull('what is stored is there when it is opened again', async () => {
      const notice = toNotice();
      await store.add(notice, {seenKey: 'a'});
      await store.close();

      await store.open();

      assert.equal(await store.add(toNotice(), {seenKey: 'a'}), 'seen');
      assert.deepEqual(await drain(store), [notice]);
    });

    // An embedded one is one process's.
    if (kind === 'PostgreSQL') {
      test('is opened by several at once on an empty database', async () => {
        await opened.close();
        await database.query('DROP SCHEMA notices_of_a_test CASCADE');

        const others = await Promise.all([1, 2, 3, 4].map(() => opened.openAnother()));

        for (const other of others) assert.equal(await other.add(toNotice()), 'added');
      });
    }

    testInFull('has the settings of the kit, not of pg-boss', async () => {
      const queues = await opened.query<Record<string, unknown>>(
        `SELECT name, retention_seconds >= 10 * 365 * 86400 AS "keepsYears", expire_seconds AS expire, retry_limit AS retries,
           retry_backoff AS backoff, retry_delay_max AS longest, dead_letter AS dead, deletion_seconds AS deletion
         FROM notices_of_a_test.queue WHERE name = 'notices'`,
      );

      assert.deepEqual(queues, [
        {
          name: 'notices',
          keepsYears: true,
          expire: 30,
          retries: 20,
          backoff: true,
          longest: 3600,
          dead: 'failed_notices',
          deletion: 60,
        },
      ]);
    });

    testInFull('reports no error by itself', async () => {
      await store.start(() => Promise.resolve('done'));
      await store.add(toNotice());
      await until(async () => (await store.count()).waiting === 0);
      await store.stop(5);

      assert.deepEqual(opened.errors, []);
    });
  });
}
