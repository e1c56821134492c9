import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {toCauseText} from '../../../src/server/base/redactor.js';
import {createNoticeQueue, type NoticeQueue} from '../../../src/server/notices/notice-queue.js';
import type {NoticeSpool, SpooledNotice} from '../../../src/server/notices/notice-spool.js';
import type {NoticeStore} from '../../../src/server/notices/notice-store.js';
import type {Notice} from '../../../src/server/notices/notice.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createMemoryNoticeStore} from '../support/memory-notice-store.js';
import {createSignal} from '../support/signal.js';

const LIMIT = 2000;

const toNotice = (eventId: string): Notice => ({
  ...{eventId, kind: 'unlink', event: 'unlinked', kakaoId: '42', at: 0, clock: 'received'},
});

const fail = (text: string) => (): Promise<never> => Promise.reject(new Error(text));

const queues: NoticeQueue[] = [];
after(() => Promise.all(queues.map((queue) => queue.stop(() => 0))));

/** A queue whose store and spool a test can change. */
function setup({hasSpool = true} = {}) {
  const memory = createMemoryNoticeStore(() => 0);
  const calls: unknown[][] = [];
  const store: NoticeStore = {
    ...memory,
    stop: (seconds) => Promise.resolve(void calls.push(['stop', seconds])),
    close: () => Promise.resolve(void calls.push(['close'])),
  };
  const entries: SpooledNotice[] = [];
  const spool: NoticeSpool = {
    append: async (entry) => Promise.resolve(entries.push(entry) > 0),
    async drain(hand) {
      for (let entry; (entry = entries[0]);) {
        await hand(entry);
        entries.shift();
      }
    },
  };
  const applied: string[] = [];
  const reports: string[] = [];
  const losses: string[] = [];
  const report = (error: unknown): void => void reports.push((error as Error).message);
  const reportLost = (error: unknown): void => void losses.push(toCauseText(error));
  const queue = createNoticeQueue({store, spool: hasSpool ? spool : null, report, reportLost});
  queues.push(queue);
  return {
    ...{queue, store, spool, memory, entries, calls, reports, losses, applied},
    keep: (eventId: string, seenKey?: string) => queue.keep(toNotice(eventId), seenKey, LIMIT),
    apply: ({eventId}: Notice) => Promise.resolve(applied.push(eventId)).then(() => 'done' as const),
    waiting: () => memory.waiting.map(({eventId}) => eventId),
  };
}

/** Lets everything go on that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

/** Whether work has ended once everything has had its turn. */
async function hasEnded(work: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  void work.then(() => (isOver = true));
  await settle();
  return isOver;
}

describe('keep', () => {
  test('stores a notice, and knows a repeat by its key', async () => {
    const {keep, waiting, reports} = setup();

    assert.deepEqual(
      [await keep('a', 'key'), await keep('b', 'key'), await keep('c')],
      ['stored', 'repeated', 'stored'],
    );
    assert.deepEqual(waiting(), ['a', 'c']);
    assert.deepEqual(reports, []);
  });

  const faults: readonly (readonly [what: string, fault: Partial<NoticeStore>, report: string])[] = [
    ['cannot be opened', {open: fail('no way in')}, 'no way in'],
    ['takes nothing', {add: fail('no room')}, 'no room'],
    ['is full', {add: () => Promise.resolve('full')}, 'too many notices wait to be applied'],
  ];
  for (const [what, fault, report] of faults) {
    test(`puts a notice into the spool if the store ${what}, and says why`, async () => {
      const {keep, store, entries, reports} = setup();
      Object.assign(store, fault);

      assert.deepEqual([await keep('a'), await keep('b', 'key')], ['spooled', 'spooled']);

      assert.deepEqual(reports, [report, report]);
      assert.deepEqual(
        entries.map((entry) => Object.keys(entry)),
        [['notice'], ['notice', 'seenKey']],
      );
    });
  }

  const losses: readonly (readonly [string, Partial<NoticeSpool>, string])[] = [
    ['is full', {append: () => Promise.resolve(false)}, 'Error: the spool is full ← Error: no room'],
    ['fails', {append: fail('no disk')}, 'Error: the spool fails: Error: no disk ← Error: no room'],
  ];
  for (const [what, fault, loss] of losses) {
    test(`tells that a notice is lost if the spool ${what} too, once, and says why`, async () => {
      const site = setup();
      site.store.add = fail('no room');
      Object.assign(site.spool, fault);

      assert.equal(await site.keep('a'), 'lost');
      assert.deepEqual([site.reports, site.losses], [[], [loss]]);
    });
  }

  test('tells that a notice is lost without a spool, once', async () => {
    const {keep, store, reports, losses} = setup({hasSpool: false});
    store.add = fail('no room');

    assert.equal(await keep('a'), 'lost');
    assert.deepEqual([reports, losses], [[], ['Error: there is no spool ← Error: no room']]);
  });

  test('leaves in the spool what the store has no room for', async () => {
    const {keep, store, memory, entries, reports} = setup();
    store.add = fail('no room');
    await keep('a');
    store.add = (notice, options) => (notice.eventId === 'a' ? Promise.resolve('full') : memory.add(notice, options));

    assert.equal(await keep('b'), 'stored');
    await settle();

    assert.equal(entries.length, 1);
    assert.deepEqual(reports, ['no room', 'too many notices wait to be applied']);
  });
});

describe('start', () => {
  test('lets the store apply what comes', async () => {
    const {queue, keep, memory, apply, applied} = setup();
    await queue.start(apply);
    await keep('a');

    await memory.settle();

    assert.deepEqual(applied, ['a']);
  });

  /** Begins to start while the store is being opened. */
  const startHeld = (site: ReturnType<typeof setup>) => {
    const opened = createSignal();
    site.store.open = () => opened.promise;
    return {opened, started: site.queue.start(site.apply)};
  };

  test('lets no request wait for the store meanwhile', async () => {
    const site = setup();
    const {opened, started} = startHeld(site);

    assert.equal(await site.keep('a'), 'spooled');
    assert.deepEqual(site.reports, ['the store is still being opened']);
    opened.resolve();
    await started;
    assert.equal(await site.keep('b'), 'stored');
  });

  test('of a store that is open already keeps nothing from it', async () => {
    const site = setup();
    await site.keep('a');
    const begun = createSignal();
    site.store.start = () => begun.promise;
    const started = site.queue.start(site.apply);
    await settle();

    assert.equal(await site.keep('b'), 'stored');
    begun.resolve();
    await started;
  });

  test('that fails leaves it to each notice to open the store', async () => {
    const site = setup();
    site.store.open = fail('no way in');
    await assert.rejects(site.queue.start(site.apply), /no way in/);
    site.store.open = () => Promise.resolve();

    assert.equal(await site.keep('a'), 'stored');
  });

  test('after a stop opens the store anew', async () => {
    const site = setup();
    await site.queue.start(site.apply);
    await site.queue.stop(() => 1000);
    const {opened, started} = startHeld(site);

    assert.equal(await site.keep('a'), 'spooled');
    assert.deepEqual(site.reports, ['the store is still being opened']);
    opened.resolve();
    await started;
  });

  test('looks into the spool every 5 seconds, until the stop', async (t) => {
    const timers = holdLongTimers(t);
    const {queue, apply, store, memory, keep, entries} = setup();
    await queue.start(apply);
    for (const eventId of ['a', 'b']) {
      store.add = fail('no room');
      await keep(eventId);
      store.add = memory.add.bind(memory);
      await timers.reached(5000);
      timers.pass(4999);
      await settle();
      assert.equal(entries.length, 1);
      timers.pass(1);
      await settle();
      assert.equal(entries.length, 0);
    }
    store.add = fail('no room');
    await keep('c');
    store.add = memory.add.bind(memory);

    await queue.stop(() => 1000);
    timers.pass(5000);
    await settle();

    assert.equal(entries.length, 1);
  });

  test('without a spool looks for nothing', async (t) => {
    const {queue, apply} = setup({hasSpool: false});
    const {mock} = t.mock.method(globalThis, 'setTimeout');

    await queue.start(apply);

    assert.equal(mock.callCount(), 0);
  });
});

describe('stop', () => {
  test('ends the store in the time that it is given', async () => {
    const {queue, apply, calls} = setup();
    await queue.stop(() => 3000);
    assert.deepEqual(calls, []);
    await queue.start(apply);

    await queue.stop(() => 7000);

    assert.deepEqual(calls, [['stop', 7], ['close']]);
  });

  test('gives a spool that does not empty so much time, and no more', async (t) => {
    const timers = holdLongTimers(t, 1500);
    const {queue, apply, spool, calls} = setup();
    spool.drain = () => new Promise(() => undefined);
    await queue.start(apply);

    const stopped = queue.stop(() => 7000);
    await timers.reached(7000);
    await settle();
    assert.deepEqual(calls, []);
    timers.pass(7000);

    await stopped;
  });

  for (const call of ['stop', 'close'] as const) {
    test(`ends two seconds after its time if the store’s ${call} hangs, and says so`, async (t) => {
      const timers = holdLongTimers(t, 1500);
      const {queue, apply, store, reports} = setup();
      store[call] = () => new Promise(() => undefined);
      await queue.start(apply);

      const stopped = queue.stop(() => 7000);
      await timers.reached(9000);
      timers.pass(9000);

      await stopped;
      assert.deepEqual(reports, ['not done within 9000 ms']);
      store[call] = () => Promise.resolve();
    });
  }

  test('gives the store what is left of the time, once the spool is empty', async () => {
    const {queue, apply, spool, calls} = setup();
    const emptied = createSignal();
    spool.drain = () => emptied.promise;
    await queue.start(apply);
    let left = 7000;

    const stopped = queue.stop(() => left);
    await settle();
    left = 1500;
    emptied.resolve();
    await stopped;

    assert.deepEqual(calls, [['stop', 1.5], ['close']]);
  });
});

describe('drain', () => {
  const NEVER = new AbortController().signal;

  test('applies what lies in the spool too', async () => {
    const {queue, apply, applied, spool, entries} = setup();
    entries.push({notice: toNotice('a')});
    const held = createSignal();
    const empty = spool.drain.bind(spool);
    spool.drain = async (hand) => {
      await held.promise;
      await empty(hand);
    };

    const drained = queue.drain(apply, NEVER);
    assert.equal(await hasEnded(drained), false);
    held.resolve();

    assert.equal(await drained, 1);
    assert.deepEqual(applied, ['a']);
  });

  for (const [when, isEarly] of [
    ['before the store is open', true],
    ['while the spool is emptied', false],
  ] as const) {
    test(`ends if its time is over ${when}`, async () => {
      const {queue, apply, spool} = setup();
      spool.drain = () => new Promise(() => undefined);
      const controller = new AbortController();
      if (isEarly) controller.abort();

      const drained = queue.drain(apply, controller.signal);
      assert.equal(await hasEnded(drained), isEarly);
      controller.abort();

      assert.ok(await hasEnded(drained));
    });
  }
});
