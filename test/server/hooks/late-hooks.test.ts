import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import {createSignal} from '../support/signal.js';
import {assertRefused, createSite, json, PERSON} from '../support/site.js';
import {type Behave, CHANGING, type Reach, type Reaching, READING} from './reach.js';

/** Sends a request whose hook goes on after its time, and lets that pass. */
async function sendLate(t: TestContext, reach: Reaching, goOn: (end: (error?: Error) => void) => void) {
  const entered = createSignal<AbortSignal>();
  const {site, send} = await reach(({signal}) => {
    entered.resolve(signal);
    return new Promise((resolve, reject) => goOn((error) => (error ? reject(error) : resolve(undefined))));
  });
  t.mock.timers.enable({apis: ['setTimeout']});
  const result = send().catch((error: unknown) => error);
  const signal = await entered.promise;
  t.mock.timers.tick(8999);
  const early = signal.aborted;
  t.mock.timers.tick(1);
  return {site, result: await result, aborted: [early, signal.aborted]};
}

for (const [kind, rows, code, status, hint] of [
  ['that only reads', READING, 'hook_failed', 500, /^\S+ took more than 9 s\.$/],
  [
    'that changes something',
    CHANGING,
    'backend_timeout',
    504,
    /^\S+ took more than 9 s: it is unknown whether .*signal/,
  ],
] as const) {
  describe(`a hook ${kind}`, () => {
    for (const [name, reach] of Object.entries(rows)) {
      for (const [how, goOn] of [
        ['hangs', () => undefined],
        ['is done after all', (end: (error?: Error) => void) => void setImmediate(end)],
        ['fails after all', (end: (error?: Error) => void) => void setImmediate(() => end(new Error('late')))],
      ] as const) {
        test(`and ${how === 'hangs' ? 'hangs' : `takes too long, and ${how}`}, is told as ${code}, its signal aborted: ${name}`, async (t) => {
          let release = (): void => undefined;
          const {site, result, aborted} = await sendLate(t, reach, (end) => (release = () => goOn(end)));

          release();
          await new Promise((resolve) => setImmediate(resolve));

          assert.deepEqual(aborted, [false, true]);
          if (!(result instanceof Response)) {
            assert.ok(result instanceof Error && 'code' in result);
            assert.equal(result.code, code);
            assert.match(result.message, hint);
            return;
          }
          await assertRefused(site, result, code, status);
          assert.match(site.reports[0]!.hint, hint);
        });
      }

      test(`that is done in time has a signal that is never aborted: ${name}`, async (t) => {
        const signals: AbortSignal[] = [];
        const {send} = await reach(({signal}) => {
          signals.push(signal);
          return name === 'connect' ? true : {id: 'm-1'};
        });
        t.mock.timers.enable({apis: ['setTimeout']});
        // What else happens to the request is other tests'.
        await send().catch(() => undefined);

        t.mock.timers.tick(60_000);

        assert.ok(signals.length > 0);
        assert.ok(signals.every(({aborted}) => !aborted));
      });
    }
  });
}

test('a member whose signUp took too long is found by the next press', async (t) => {
  const reach = async (behave: Behave): Promise<Reach> => {
    const site = await createSite({
      signUp: (_profile, context) => {
        site.members.set(PERSON, {id: 'm-1'});
        return behave(context) as never;
      },
    });
    return {site, send: () => site.post(site.prepare())};
  };
  const {site} = await sendLate(t, reach, () => undefined);

  const answer = await json(await site.post(site.prepare()));

  assert.deepEqual([answer['status'], answer['isNewMember']], ['signed-in', false]);
});
