import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import type {NoticeStore} from '../../../src/server/notices/notice-store.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createNoticeSite, toUnlinkRequest} from '../support/notices.js';
import {createSignal} from '../support/signal.js';

const PAUSE = 45_000;

/** Lets everything go on that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

/** A site whose store counts as the test says. */
async function setUp(count?: NoticeStore['count']) {
  const faults = {count};
  const site = await createNoticeSite({
    wrap: (store) => ({...store, count: () => (faults.count ?? store.count.bind(store))()}),
    options: {onUnlink: () => Promise.reject(new Error('down'))},
  });
  const {notices, noticeCounts} = site;
  return {site, faults, notices, take: () => noticeCounts.splice(0)};
}

const NONE = {purpose: 'notice-counts', waiting: 0, failed: 0, oldestSeconds: 0};

describe('how many notices wait', () => {
  test('is told at the start and every 45 seconds, until the stop', async (t) => {
    const timers = holdLongTimers(t, PAUSE);
    const {site, notices, take} = await setUp();
    await notices.start();
    await timers.reached(PAUSE);
    assert.deepEqual(take(), [NONE]);

    await notices.unlink(toUnlinkRequest('POST'));
    site.clock.time += PAUSE;
    timers.pass(PAUSE);
    await timers.reached(PAUSE);
    assert.deepEqual(take(), [{...NONE, waiting: 1, oldestSeconds: 45}]);

    await notices.stop();
    assert.equal(timers.count(PAUSE), 0);
    timers.pass(PAUSE);
    await settle();
    assert.deepEqual(take(), []);
  });

  test('is told once at a time, if start is called twice, and again after a stop', async (t) => {
    const timers = holdLongTimers(t, PAUSE);
    const {notices, take} = await setUp();

    await Promise.all([notices.start(), notices.start()]);
    await timers.reached(PAUSE);
    await settle();
    assert.deepEqual([take().length, timers.count(PAUSE)], [1, 1]);

    await notices.stop();
    await notices.start();
    await timers.reached(PAUSE);
    assert.deepEqual([take().length, timers.count(PAUSE)], [1, 1]);
    await notices.stop();
  });

  test('is told at the end of each drain, with what was given up', async () => {
    const {notices, take} = await setUp();
    await notices.unlink(toUnlinkRequest('POST'));

    await notices.drain();

    assert.deepEqual(take(), [{...NONE, failed: 1}]);
  });

  test('keeps no process: its timer is let go', async (t) => {
    const {setTimeout: set} = globalThis;
    const timers: NodeJS.Timeout[] = [];
    t.mock.method(globalThis, 'setTimeout', (callback: () => void, delay = 0) => {
      const timer = set(callback, delay);
      if (delay === PAUSE) timers.push(timer);
      return timer;
    });
    const {notices} = await setUp();

    await notices.start();
    await settle();

    assert.deepEqual(
      timers.map((timer) => timer.hasRef()),
      [false],
    );
    await notices.stop();
  });

  test('is told to onError if it cannot be counted, which fails no drain, and is tried again', async (t) => {
    const timers = holdLongTimers(t, PAUSE);
    const {site, faults, notices, take} = await setUp(() => Promise.reject(new Error('no way in')));

    assert.deepEqual(await notices.drain(), {applied: 0});
    assert.deepEqual(
      site.reports.map(({code, cause}) => [code, cause]),
      [['notice_not_stored', 'Error: no way in']],
    );
    await notices.start();
    await timers.reached(PAUSE);
    assert.deepEqual(take(), []);
    faults.count = undefined;
    timers.pass(PAUSE);
    await timers.reached(PAUSE);

    assert.deepEqual(take(), [NONE]);
    await notices.stop();
  });

  test('is given up after 5 seconds if the store does not answer', async (t) => {
    const timers = holdLongTimers(t, 5000);
    const {site, notices} = await setUp(() => new Promise(() => undefined));

    const drained = notices.drain({maxSeconds: 1});
    await timers.reached(5000);
    timers.pass(5000);

    assert.deepEqual(await drained, {applied: 0});
    assert.equal(site.reports[0]?.code, 'notice_not_stored');
  });

  for (const isCounted of [true, false]) {
    test(`is told no more after a stop, if a count under way ${isCounted ? 'succeeds' : 'fails'} then`, async (t) => {
      const timers = holdLongTimers(t, PAUSE);
      const counted = createSignal();
      const asked = createSignal();
      const {site, notices, take} = await setUp(async () => {
        asked.resolve();
        await counted.promise;
        assert.ok(isCounted, 'the store is closed');
        return {waiting: 7, failed: 0, oldestAt: null};
      });
      await notices.start();
      await asked.promise;

      await notices.stop();
      counted.resolve();
      await settle();

      assert.deepEqual([take(), site.reports, timers.count(PAUSE)], [[], [], 0]);
    });
  }

  test('is told by no start that fails, or that was stopped meanwhile', async (t) => {
    const timers = holdLongTimers(t, PAUSE);
    const opened = createSignal();
    let opens = 0;
    const open = (): Promise<void> => {
      opens += 1;
      return opened.promise;
    };
    const site = await createNoticeSite({wrap: (store) => ({...store, open})});
    const started = site.notices.start();
    const stopped = site.notices.stop();
    opened.resolve();
    await Promise.all([started, stopped]);
    await settle();

    assert.deepEqual([site.noticeCounts, timers.count(PAUSE), opens], [[], 0, 1]);

    const broken = await createNoticeSite({
      wrap: (store) => ({...store, open: () => Promise.reject(new Error('no way in'))}),
    });
    await assert.rejects(broken.notices.start(), /no way in/);
    await settle();
    assert.deepEqual([broken.noticeCounts, timers.count(PAUSE)], [[], 0]);
  });
});
