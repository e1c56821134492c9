import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {createConcurrencyLimit, LeftQueue} from '../../../src/server/base/concurrency-limit.js';
import {RequestError} from '../../../src/server/base/request-error.js';

const TOO_MANY = {code: 'rate_limited', details: {retryAfter: 5}};

/** A gate of two places and three that wait, and what has come through it, in order. */
function setUp(t: TestContext) {
  t.mock.timers.enable({apis: ['setTimeout']});
  const clock = {time: 0};
  const gate = createConcurrencyLimit({name: 'logins', places: 2, queue: 3}, () => clock.time);
  const entered: string[] = [];
  const refused: string[] = [];
  const leave = new Map<string, () => void>();
  const enter = (name: string, signal?: AbortSignal): void => {
    gate.enter(signal).then(
      (end) => {
        entered.push(name);
        leave.set(name, end);
      },
      (error: unknown) => {
        assert.ok(error instanceof RequestError);
        assert.equal(error.code, 'rate_limited');
        refused.push(name);
      },
    );
  };
  return {
    gate,
    clock,
    entered,
    refused,
    enter,
    async leave(name: string) {
      leave.get(name)?.();
      await setImmediate();
    },
    async enterAll(...names: string[]) {
      for (const name of names) enter(name);
      await setImmediate();
    },
  };
}

describe('a gate', () => {
  test('lets in as many as there are places, and the others in the order of asking', async (t) => {
    const site = setUp(t);

    await site.enterAll('a', 'b', 'c', 'd', 'e');
    assert.deepEqual(site.entered, ['a', 'b']);
    await site.leave('b');
    assert.deepEqual(site.entered, ['a', 'b', 'c']);
    await site.leave('a');
    await site.leave('c');

    assert.deepEqual(site.entered, ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(site.refused, []);
  });

  test('refuses at once whom it has no room to wait for, and says when to come again', async (t) => {
    const {gate, enterAll, entered} = setUp(t);
    await enterAll('a', 'b', 'c', 'd', 'e');

    await assert.rejects(gate.enter(), TOO_MANY);
    assert.deepEqual(entered, ['a', 'b']);
  });

  test('lets nobody pass those who wait', async (t) => {
    const site = setUp(t);
    await site.enterAll('a', 'b', 'c');

    void site.leave('a');
    await site.enterAll('late');

    assert.deepEqual(site.entered, ['a', 'b', 'c']);
  });

  test('refuses after a second those who wait, and their room is free', async (t) => {
    const site = setUp(t);
    await site.enterAll('a', 'b', 'c', 'd', 'e');

    t.mock.timers.tick(999);
    await setImmediate();
    assert.deepEqual(site.refused, []);
    t.mock.timers.tick(1);
    await setImmediate();
    assert.deepEqual(site.refused, ['c', 'd', 'e']);
    await site.enterAll('f', 'g', 'h');
    await site.leave('a');
    await site.leave('b');
    await site.leave('f');

    assert.deepEqual(site.entered, ['a', 'b', 'f', 'g', 'h']);
  });

  test('gives a place back once, however often it is given back', async (t) => {
    const site = setUp(t);
    await site.enterAll('a', 'b', 'c', 'd');

    await site.leave('a');
    await site.leave('a');

    assert.deepEqual(site.entered, ['a', 'b', 'c']);
  });

  for (const when of ['before', 'while'] as const) {
    test(`frees the room of those who go ${when} they wait`, async (t) => {
      const site = setUp(t);
      await site.enterAll('a', 'b', 'c', 'd');
      const visitor = new AbortController();
      if (when === 'before') visitor.abort();

      const waiting = site.gate.enter(visitor.signal);
      visitor.abort();

      await assert.rejects(waiting, LeftQueue);
      await site.enterAll('e');
      await site.leave('a');
      await site.leave('b');
      await site.leave('c');
      assert.deepEqual(site.entered, ['a', 'b', 'c', 'd', 'e']);
    });
  }

  test('keeps whoever has entered, also where they go', async (t) => {
    const site = setUp(t);
    const visitor = new AbortController();
    site.enter('a', visitor.signal);
    site.enter('b');
    site.enter('c', visitor.signal);
    await setImmediate();
    await site.leave('b');

    visitor.abort();
    await site.enterAll('d');

    assert.deepEqual(site.entered, ['a', 'b', 'c']);
    assert.deepEqual(site.refused, []);
  });

  for (const [name, work] of [
    ['is done', () => Promise.resolve(1)],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['throws', () => assert.fail('no')],
  ] as const) {
    test(`has its place back from work that ${name}`, async (t) => {
      const site = setUp(t);
      for (let round = 0; round < 5; round++) await Promise.allSettled([site.gate.run(work), site.gate.run(work)]);

      await site.enterAll('a', 'b');

      assert.deepEqual(site.entered, ['a', 'b']);
    });
  }

  test('has its places back after half a minute from work that its host has stopped', async (t) => {
    const site = setUp(t);
    await site.enterAll('a', 'b', 'c', 'd', 'e');

    site.clock.time += 30_001;
    await site.enterAll('f', 'g');

    assert.deepEqual(site.entered, ['a', 'b', 'f', 'g']);
  });
});
