import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {LeftQueue} from '../../../src/server/base/concurrency-limit.js';
import {createSharedWorks} from '../../../src/server/base/shared-work.js';

const LIMIT = 1000;

/** Works that end when the test says so, in the order of their start. */
function setUp() {
  const clock = {time: 0};
  const works = createSharedWorks<string>(LIMIT, () => clock.time);
  const started: {resolve: (value: string) => void; reject: (error: Error) => void}[] = [];
  const joined: string[] = [];
  const ask = (name: string): Promise<string> =>
    works.joinOrStart(name, {
      onJoin: () => joined.push(name),
      start: () => new Promise((resolve, reject) => started.push({resolve, reject})),
    });
  /** The `count`th work, once it has started: whoever gives up another one does so by a timer. */
  const nextStart = async (count: number) => {
    while (started.length < count) await setImmediate();
    return started[count - 1]!;
  };
  return {clock, started, joined, ask, nextStart};
}

describe('works that are shared', () => {
  test('are done once for all who ask for the same, and by themselves for others', async () => {
    const {ask, started, joined} = setUp();

    const answers = [ask('a'), ask('a'), ask('b')];
    for (const [index, {resolve}] of started.entries()) resolve(`answer ${index}`);

    assert.deepEqual(await Promise.all(answers), ['answer 0', 'answer 0', 'answer 1']);
    assert.deepEqual(joined, ['a']);
  });

  test('are done anew once they have ended', async () => {
    const {ask, started, joined} = setUp();
    const first = ask('a');
    started[0]!.resolve('one');
    await first;

    const second = ask('a');
    started[1]!.resolve('two');

    assert.equal(await second, 'two');
    assert.deepEqual(joined, []);
  });

  test('end for all who joined in what they threw', async () => {
    const {ask, started} = setUp();
    const answers = Promise.allSettled([ask('a'), ask('a')]);

    started[0]!.reject(new Error('no'));

    assert.deepEqual(
      (await answers).map(({status}) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(started.length, 1);
  });

  test('are done by one who joined, if the first had to leave the queue', async () => {
    const {ask, started, joined, nextStart} = setUp();
    const first = ask('a');
    const others = [ask('a'), ask('a')];

    started[0]!.reject(new LeftQueue('rate_limited', 'Gone.'));
    await assert.rejects(first, LeftQueue);
    (await nextStart(2)).resolve('done');

    assert.deepEqual(await Promise.all(others), ['done', 'done']);
    assert.deepEqual(joined, ['a', 'a', 'a']);
  });

  test('are done anew, if the first has no end', async () => {
    const {ask, clock, nextStart} = setUp();
    void ask('a');
    clock.time = LIMIT + 1;

    const later = ask('a');
    (await nextStart(2)).resolve('done');

    assert.equal(await later, 'done');
  });
});
