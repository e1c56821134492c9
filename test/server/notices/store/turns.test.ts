import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {createTurns} from '../../../../src/server/notices/store/turns.js';
import {createSignal} from '../../support/signal.js';

describe('createTurns', () => {
  test('does what has one name one after the other, and the rest at once', async () => {
    const turns = createTurns();
    const steps: string[] = [];
    const over = createSignal();
    const first = turns.take('a', async () => {
      steps.push('a1 begun');
      await over.promise;
      steps.push('a1 ended');
      return 1;
    });
    const second = turns.take('a', () => Promise.resolve(steps.push('a2')));

    await turns.take('b', () => Promise.resolve(steps.push('b')));
    assert.deepEqual(steps, ['a1 begun', 'b']);
    over.resolve();

    assert.deepEqual([await first, await second], [1, 4]);
    assert.deepEqual(steps, ['a1 begun', 'b', 'a1 ended', 'a2']);
  });

  test('goes on after work that rejects, which its caller alone is told', async () => {
    const turns = createTurns();
    const failure = new Error('no');

    const failing = turns.take('a', () => Promise.reject(failure));
    const next = turns.take('a', () => Promise.resolve('next'));

    await assert.rejects(failing, failure);
    assert.equal(await next, 'next');
    assert.equal(await turns.take('a', () => Promise.resolve('later')), 'later');
  });

  test('is idle once all that was begun has ended, what is begun meanwhile too', async () => {
    const turns = createTurns();
    await turns.idle();
    const [over, later] = [createSignal(), createSignal()];
    const steps: string[] = [];
    const first = turns.take('a', () => over.promise);
    const failing = turns.take('b', () => Promise.reject(new Error('no')));

    const idle = turns.idle().then(() => steps.push('idle'));
    await assert.rejects(failing);
    const last = turns.take('b', () => later.promise).then(() => steps.push('last'));
    over.resolve();
    await first;
    await setImmediate();
    assert.deepEqual(steps, []);
    later.resolve();
    await Promise.all([idle, last]);

    assert.deepEqual(steps, ['last', 'idle']);
  });
});
