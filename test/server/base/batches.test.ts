import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {createBatches} from '../../../src/server/base/batches.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createSignal} from '../support/signal.js';

const PATIENCE = 5000;

/** Work that takes until the test lets it go on, and what it was given. */
function setup({most = 100, fail = () => false}: {most?: number; fail?: (item: number) => boolean} = {}) {
  const lots: (readonly number[])[] = [];
  const opened = createSignal();
  const add = createBatches<number, string>({
    most,
    patience: PATIENCE,
    async work(items) {
      lots.push(items);
      await opened.promise;
      const bad = items.find(fail);
      if (bad !== undefined) throw new Error(`no ${bad}`);
      return items.map((item) => `did ${item}`);
    },
  });
  return {lots, add, open: () => opened.resolve()};
}

const range = (from: number, to: number): number[] => Array.from({length: to - from + 1}, (_, index) => from + index);

describe('work in lots', () => {
  test('begins with the first item at once, and takes what comes meanwhile together', async () => {
    const {lots, add, open} = setup();
    const results = range(1, 5).map(add);
    assert.deepEqual(lots, [[1]]);

    open();

    assert.deepEqual(
      await Promise.all(results),
      range(1, 5).map((item) => `did ${item}`),
    );
    assert.deepEqual(lots, [[1], [2, 3, 4, 5]]);
    assert.equal(await add(6), 'did 6');
    assert.deepEqual(lots.at(-1), [6]);
  });

  test('takes no more than its most', async () => {
    const {lots, add, open} = setup({most: 3});
    const results = range(1, 8).map(add);
    open();
    await Promise.all(results);

    assert.deepEqual(lots, [[1], [2, 3, 4], [5, 6, 7], [8]]);
  });

  test('fails for those alone that fail by themselves', async () => {
    const {lots, add, open} = setup({fail: (item) => item === 3 || item === 9});
    const results = range(1, 5).map(add);
    open();

    assert.deepEqual(
      (await Promise.allSettled(results)).map((result) =>
        result.status === 'fulfilled' ? result.value : String(result.reason),
      ),
      ['did 1', 'did 2', 'Error: no 3', 'did 4', 'did 5'],
    );
    assert.deepEqual(lots.slice(1), [[2, 3, 4, 5], [2], [3], [4], [5]]);
    await assert.rejects(add(9), /no 9/);
    assert.equal(await add(10), 'did 10');
  });

  test('goes on without a lot that hangs, whose items still settle if it ends', async (t) => {
    const timers = holdLongTimers(t);
    const {lots, add, open} = setup();
    const first = add(1);
    const second = add(2);
    await timers.reached(PATIENCE);
    timers.pass(PATIENCE - 1);
    await setImmediate();
    assert.deepEqual(lots, [[1]]);

    timers.pass(1);
    while (lots.length === 1) await setImmediate();

    assert.deepEqual(lots, [[1], [2]]);
    open();
    assert.deepEqual(await Promise.all([first, second]), ['did 1', 'did 2']);
  });
});
