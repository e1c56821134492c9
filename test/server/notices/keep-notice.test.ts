import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import type {NoticeSpool, SpooledNotice} from '../../../src/server/notices/notice-spool.js';
import type {NoticeStore} from '../../../src/server/notices/notice-store.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createNoticeSite, toChannelRequest, toEventRequest, toUnlinkRequest} from '../support/notices.js';
import {createSignal} from '../support/signal.js';
import {prepareUnlink, signIn} from '../support/signed-in.js';
import {json, PERSON, readEnd} from '../support/site.js';
import type {MemoryNoticeStore} from '../support/memory-notice-store.js';

/** A spool that a process loses. */
function createMemorySpool(places = 10_000): NoticeSpool & {readonly entries: SpooledNotice[]} {
  const entries: SpooledNotice[] = [];
  return {
    entries,
    append: async (entry) => Promise.resolve(entries.length < places && entries.push(entry) > 0),
    async drain(hand) {
      for (let entry; (entry = entries[0]);) {
        await hand(entry);
        entries.shift();
      }
    },
  };
}

/** A store whose parts a test can take away. */
const createFaults = () => {
  const faults: {add?: NoticeStore['add']; open?: NoticeStore['open']} = {};
  return {
    faults,
    wrap: (store: MemoryNoticeStore): NoticeStore => ({
      ...store,
      open: () => (faults.open ?? store.open.bind(store))(),
      add: (...values) => (faults.add ?? store.add.bind(store))(...values),
    }),
  };
};

const down = (): Promise<never> => Promise.reject(new Error('connect ECONNREFUSED'));
const never = (): Promise<never> => new Promise(() => undefined);
const send = async ({notices}: Awaited<ReturnType<typeof createNoticeSite>>): Promise<number> =>
  (await notices.unlink(toUnlinkRequest('POST'))).status;

describe('a notice that cannot be stored (F69)', () => {
  for (const [what, fault] of [
    ['the store is down', {add: down}],
    ['the store cannot be opened', {open: down}],
    ['too many wait', {add: () => Promise.resolve('full' as const)}],
  ] as const) {
    test(`is answered 503 without a spool, if ${what}; and taken when it comes again`, async () => {
      const {faults, wrap} = createFaults();
      const site = await createNoticeSite({wrap});
      Object.assign(faults, fault);

      const response = await site.notices.unlink(toUnlinkRequest('POST'));

      assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '10']);
      assert.deepEqual(
        site.reports.map(({code}) => code),
        ['notice_not_stored'],
      );
      assert.equal(site.metrics[0]?.outcome, 'lost');
      delete faults.add;
      delete faults.open;
      assert.equal(await send(site), 200);
      await site.settle();
      assert.equal(site.events.length, 1);
    });

    test(`lies in the spool, if ${what}, and is applied after it`, async () => {
      const {faults, wrap} = createFaults();
      const spool = createMemorySpool();
      const site = await createNoticeSite({wrap, spool});
      Object.assign(faults, fault);

      assert.equal(await send(site), 200);
      assert.equal((await site.notices.channel(toChannelRequest())).status, 200);

      assert.equal(spool.entries.length, 2);
      delete faults.add;
      delete faults.open;
      await site.settle();
      assert.deepEqual(
        site.told().map(([hook]) => hook),
        ['onUnlink', 'onChannelChange'],
      );
      assert.equal(spool.entries.length, 0);
      // Its repeat is known, though it came by the spool.
      await site.notices.channel(toChannelRequest());
      assert.equal(site.store.waiting.length, 0);
    });
  }

  for (const [what, spool] of [
    ['without a spool', undefined],
    ['with a full spool', createMemorySpool(0)],
    ['with a spool that fails', {append: down, drain: down}],
  ] as const) {
    test(`is told once a minute ${what}, however many come`, async () => {
      const {faults, wrap} = createFaults();
      const site = await createNoticeSite({wrap, ...(spool && {spool})});
      faults.add = down;

      for (let count = 0; count < 12; count++) assert.equal(await send(site), 503);
      site.clock.time += 60_000;
      await send(site);

      assert.deepEqual(
        site.reports.map(({code, repeated}) => [code, repeated]),
        [
          ['notice_not_stored', undefined],
          ['notice_not_stored', 11],
        ],
      );
      assert.match(site.reports[0]!.hint, /503/);
      assert.match(site.reports[0]!.cause ?? '', /spool.* ← Error: connect ECONNREFUSED/);
    });
  }

  test('is told apart from what only the spool took', async () => {
    const {faults, wrap} = createFaults();
    const site = await createNoticeSite({wrap, spool: createMemorySpool(1)});
    faults.add = down;

    assert.deepEqual([await send(site), await send(site)], [200, 503]);

    assert.equal(new Set(site.reports.map(({hint}) => hint)).size, 2);
  });

  test('is answered within 3 seconds if the store hangs', async (t) => {
    const timers = holdLongTimers(t, 1500);
    const {faults, wrap} = createFaults();
    const spool = createMemorySpool();
    const site = await createNoticeSite({wrap, spool});
    const asked = new Promise<void>((resolve) => {
      faults.add = () => {
        resolve();
        return never();
      };
    });

    const answer = send(site);
    await asked;
    timers.pass(2000);

    assert.equal(await answer, 200);
    assert.equal(spool.entries.length, 1);
  });

  test('is answered in what is left of 2.7 seconds once it was read', async (t) => {
    const timers = holdLongTimers(t, 1100);
    const {faults, wrap} = createFaults();
    const site = await createNoticeSite({wrap});
    faults.add = never;
    const request = toUnlinkRequest('POST');
    const read = request.body!.getReader.bind(request.body);
    t.mock.method(request.body!, 'getReader', (...values: []) => {
      site.clock.time += 1500;
      return read(...values);
    });

    const answer = site.notices.unlink(request);
    await timers.reached(1200);
    timers.pass(1200);

    assert.equal((await answer).status, 503);
    assert.equal(site.metrics[0]?.milliseconds, 1500);
  });

  test('is answered 503 if Kakao’s keys do not come in time to check it', async (t) => {
    const timers = holdLongTimers(t, 1500);
    const site = await createNoticeSite();
    const held = site.provider.holdNext('/.well-known/jwks.json');

    const answer = site.notices.account(toEventRequest(await site.signEvent()));
    await held.reached;
    timers.pass(2000);

    assert.deepEqual([(await answer).status, (await answer).headers.get('retry-after')], [503, '10']);
    assert.match(site.reports[0]?.hint ?? '', /^Kakao’s keys did not come in time/);
    held.release();
  });

  test('is answered 503 if something fails that should not, and the cause is told', async (t) => {
    const site = await createNoticeSite();
    t.mock.method(crypto.subtle, 'digest', () => Promise.reject(new Error('no hashes here')));

    assert.equal((await site.notices.channel(toChannelRequest())).status, 503);

    assert.match(site.reports[0]?.hint ?? '', /^Something failed that should not/);
    assert.match(site.reports[0]?.cause ?? '', /no hashes here/);
  });

  test('is answered 503 if the spool is full, or fails', async () => {
    for (const spool of [createMemorySpool(0), {append: down, drain: down}]) {
      const {faults, wrap} = createFaults();
      const site = await createNoticeSite({wrap, spool});
      faults.add = down;

      assert.equal(await send(site), 503);
    }
  });

  test('stays in the spool, with all after it, if the store fails again', async () => {
    const {faults, wrap} = createFaults();
    const spool = createMemorySpool();
    const site = await createNoticeSite({wrap, spool});
    faults.add = down;
    await send(site);
    await send(site);
    faults.add = (...values) => {
      faults.add = down;
      return site.store.add(...values);
    };

    await site.notices.drain();

    assert.equal(spool.entries.length, 1);
    assert.equal(site.events.length, 1);
  });

  test('empties the spool as soon as the store takes one', async () => {
    const {faults, wrap} = createFaults();
    const spool = createMemorySpool();
    const site = await createNoticeSite({wrap, spool});
    faults.add = down;
    await send(site);
    delete faults.add;

    await send(site);
    while (spool.entries.length > 0) await setImmediate();

    assert.equal(site.store.waiting.length, 2);
  });

  test('keeps neither stop nor drain waiting, if the store does not answer', async () => {
    const {faults, wrap} = createFaults();
    const spool = createMemorySpool();
    const site = await createNoticeSite({wrap, spool});
    faults.add = down;
    await send(site);
    faults.add = never;

    assert.deepEqual(await site.notices.drain({maxSeconds: 0}), {applied: 0});
    await site.notices.start();
    await site.notices.stop({graceSeconds: 0});

    assert.equal(spool.entries.length, 1);
  });

  test('does not keep stop waiting for the rest of the spool', async () => {
    const {faults, wrap} = createFaults();
    const spool = createMemorySpool();
    const site = await createNoticeSite({wrap, spool});
    faults.add = down;
    for (let count = 0; count < 3; count++) await send(site);
    const isAsked = createSignal();
    const isTaken = createSignal();
    faults.add = async (...values) => {
      isAsked.resolve();
      await isTaken.promise;
      return site.store.add(...values);
    };
    const reported = site.reports.length;

    await site.notices.start();
    await isAsked.promise;
    const stopped = site.notices.stop({graceSeconds: 60});
    isTaken.resolve();
    await stopped;

    assert.equal(spool.entries.length, 2);
    assert.equal(site.reports.length, reported);
  });

  for (const [what, begin] of [
    ['was called twice', (start: () => Promise<void>) => start().then(start)],
    ['is still under way', async (start: () => Promise<void>) => Promise.resolve(void start())],
  ] as const) {
    test(`leaves no timer behind, if it is stopped where start ${what}`, async (t) => {
      const timers = holdLongTimers(t, 5000);
      const {faults, wrap} = createFaults();
      const starts: unknown[] = [];
      const stops: unknown[] = [];
      const watched = (store: MemoryNoticeStore): NoticeStore => ({
        ...wrap(store),
        start: async (apply) => store.start(apply).then(() => void starts.push(apply)),
        stop: async (seconds) => store.stop(seconds).then(() => void stops.push(starts.length)),
      });
      const site = await createNoticeSite({wrap: watched, spool: createMemorySpool()});
      const isOpen = createSignal();
      faults.open = () => isOpen.promise;
      const begun = begin(() => site.notices.start());
      const stop = (): Promise<void> => site.notices.stop({graceSeconds: 60});

      if (what === 'is still under way') {
        await begun;
        const stopped = stop();
        // It has come to the queue by then.
        await setImmediate();
        isOpen.resolve();
        await stopped;
        assert.deepEqual(starts, []);
      } else {
        isOpen.resolve();
        await begun;
        await stop();
      }

      assert.equal(stops.length, 1);
      assert.equal(timers.count(5000), 0);
    });
  }

  test('does not wait for a store that is being opened by start', async () => {
    const {faults, wrap} = createFaults();
    const site = await createNoticeSite({wrap});
    let isOpen: () => void = () => undefined;
    faults.open = () => new Promise((resolve) => (isOpen = resolve));
    const started = site.notices.start();

    assert.equal(await send(site), 503);
    isOpen();
    await started;
    assert.equal(await send(site), 200);
    await site.notices.stop();
  });
});

describe('a notice that comes again', () => {
  test('is known by its route and id alone, and counted as such', async () => {
    const site = await createNoticeSite();
    const ids = ['event-1', 'event-2', 'event-1'];

    for (const id of ids) await site.notices.channel(toChannelRequest({}, {'X-Kakao-Resource-ID': id}));
    await site.notices.account(toEventRequest(await site.signEvent({claims: {jti: 'event-1'}})));

    assert.deepEqual(
      site.metrics.map(({outcome}) => outcome),
      ['stored', 'stored', 'repeated', 'stored'],
    );
    assert.equal(site.store.waiting.length, 3);
  });
});

describe('stop', () => {
  test('has one time for all that it waits for', async (t) => {
    const timers = holdLongTimers(t, 5000);
    const graces: number[] = [];
    const asked = createSignal();
    const take = (): Promise<never> => {
      asked.resolve();
      return never();
    };
    const wrap = (store: MemoryNoticeStore): NoticeStore => ({
      ...store,
      passes: {...store.passes, take},
      stop: async (graceSeconds) => Promise.resolve(void graces.push(graceSeconds)),
    });
    const site = await createNoticeSite({wrap});
    await site.notices.start();
    void site.notices.reconcile({members: () => []});
    await asked.promise;

    const stopped = site.notices.stop({graceSeconds: 9});
    await timers.reached(9000);
    site.clock.time += 9000;
    timers.pass(9000);
    await stopped;

    assert.deepEqual(graces, [0]);
  });
});

describe('a notice that is given up', () => {
  test('is told once, and is among the failures', async () => {
    const site = await createNoticeSite({options: {onUnlink: () => Promise.reject(new Error(`no ${PERSON}`))}});
    await send(site);

    await site.settle();

    const told = site.reports.filter(({code}) => code === 'notice_given_up');
    assert.equal(told.length, 1);
    assert.match(told[0]!.hint, /failures\(\).*replay\(eventId\)/);
    assert.ok(!JSON.stringify(site.reports).includes(PERSON));
    assert.equal((await site.notices.failures()).length, 1);
    await site.settle();
    assert.equal(site.reports.filter(({code}) => code === 'notice_given_up').length, 1);
  });

  test('and replayed in vain is told again', async () => {
    const site = await createNoticeSite({options: {onUnlink: () => Promise.reject(new Error('no'))}});
    await send(site);
    await site.settle();
    const [failure] = await site.notices.failures();

    await site.notices.replay(failure!.notice.eventId);
    await site.settle();

    assert.equal(site.reports.filter(({code}) => code === 'notice_given_up').length, 2);
  });
});

describe('a notice whose hook hangs (F71)', () => {
  test('is answered at once, and the hook is told to give up after 30 seconds', async (t) => {
    const timers = holdLongTimers(t, 20_000);
    const signals: AbortSignal[] = [];
    const site = await createNoticeSite({
      options: {
        onUnlink(_, {signal}) {
          signals.push(signal);
          return new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new Error('given up'))),
          );
        },
      },
    });

    assert.equal(await send(site), 200);
    const drained = site.notices.drain({maxSeconds: 1});
    // One that is given up waits again, and the time to drain is not over yet.
    for (let tries = 0; tries <= 20; tries++) {
      while (signals.length === tries) await setImmediate();
      assert.equal(signals[tries]?.aborted, false);
      timers.pass(30_000);
    }
    await drained;

    assert.equal((await site.notices.failures()).length, 1);
    assert.deepEqual([...new Set(site.reports.map(({code}) => code))], ['notice_failed', 'notice_given_up']);
  });
});

describe('a member’s own unlink', () => {
  const unlink = async (site: Awaited<ReturnType<typeof createNoticeSite>>): Promise<Response> => {
    const Cookie = await signIn(site);
    return site.post(await prepareUnlink(site, Cookie), {Cookie});
  };

  test('is stored before Kakao is asked, and needs no worker if all goes well', async () => {
    const site = await createNoticeSite();
    let stored: unknown;
    site.provider.on('/v1/user/unlink', () => {
      stored = site.store.waiting.map(({kakaoId, reason}) => [kakaoId, reason]);
      return new Response(`{"id":${PERSON}}`);
    });

    assert.deepEqual(await json(await unlink(site)), {status: 'signed-out'});

    assert.deepEqual(stored, [[PERSON, 'MEMBER']]);
    assert.deepEqual(site.store.waiting, []);
    assert.deepEqual(site.told(), [['onUnlink', 'MEMBER', PERSON]]);
  });

  test('whose process ends after Kakao’s answer is told to the site by the worker, a minute later', async () => {
    const site = await createNoticeSite({
      options: {
        onUnlink: ({reason, kakaoId}, {request}) => {
          // Nobody is there any more to be told by the press.
          if (request) throw new Error('the process ends here');
          told.push([reason, kakaoId]);
        },
      },
    });
    const told: unknown[] = [];
    assert.equal(await readEnd(unlink(site)), 'hook_failed');

    await site.settle();
    assert.deepEqual(told, []);
    site.clock.time += 60_000;
    await site.settle();

    assert.deepEqual(told, [['MEMBER', PERSON]]);
  });

  test('that Kakao refuses leaves the member alone', async () => {
    const site = await createNoticeSite();
    site.links.set(PERSON, '2026-01-01T00:00:00Z');
    site.provider.on('/v1/user/unlink', () => Response.json({msg: 'no', code: -1}, {status: 400}));
    await unlink(site);

    site.clock.time += 60_000;
    await site.settle();

    assert.deepEqual(site.told(), []);
    assert.deepEqual(await site.notices.counts(), {waiting: 0, failed: 0, oldestAt: null});
  });

  test('changes nothing if it cannot be stored', async () => {
    const {faults, wrap} = createFaults();
    const site = await createNoticeSite({wrap});
    const Cookie = await signIn(site);
    const body = await prepareUnlink(site, Cookie);
    faults.add = down;

    assert.equal(await readEnd(site.post(body, {Cookie})), 'hook_failed');

    assert.equal(site.provider.count('/v1/user/unlink'), 0);
    assert.deepEqual(site.told(), []);
  });
});
