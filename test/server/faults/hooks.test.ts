import assert from 'node:assert/strict';
import {CANARY, expectAnswer} from '../support/invariants.js';
import type {LongTimers} from '../support/long-timers.js';
import {describeSite, type Login, testKit} from '../support/over-sockets.js';

const TOLD_AS_FAILED = {end: 'hook_failed', status: 500} as const;
/** Of a hook that changes something, nobody knows whether it did. */
const TOLD_AS_UNKNOWN = {end: 'backend_timeout', status: 504} as const;
const CALLS = {findMember: ['findMember'], signUp: ['findMember', 'signUp']} as const;

describeSite('a hook', (site) => {
  // What else a hook may return: options/hooks.test.ts.
  const faults: readonly [what: string, behave: (code: string) => unknown][] = [
    [
      'throws',
      (code) => {
        throw new Error(`${CANARY}database: ${code}`);
      },
    ],
    ['rejects', (code) => Promise.reject(new Error(`${CANARY}database: ${code}`))],
    ['returns nothing', () => undefined],
  ];
  for (const hook of ['findMember', 'signUp'] as const) {
    for (const [what, behave] of faults) {
      testKit('F67', `${hook} that ${what} lets nobody in, and the next login works`, async () => {
        const login = site.prepare('new-visitor');
        site.hooks[hook] = () => behave(login.code);

        const response = await site.post(login);

        const ending = {end: 'hook_failed', status: 500, tokens: 1, users: 1, hooks: CALLS[hook]} as const;
        await expectAnswer(site, login, response, ending);
        site.hooks[hook] = (_profile, pass) => pass();
        const next = site.prepare('new-visitor');
        await expectAnswer(site, next, await site.post(next), {end: 'signed-in', tokens: 2, users: 2});
      });
    }

    /** The answer to a login whose hook waits, after this time. */
    const postAndWait = async (timers: LongTimers, login: Login, time: number): Promise<Response> => {
      let enter = (): void => undefined;
      const entered = new Promise<void>((resolve) => (enter = resolve));
      site.hooks[hook] = async (_profile, pass) => {
        enter();
        await new Promise((resolve) => setTimeout(resolve, 8_000));
        return time > 8_000 ? new Promise(() => undefined) : pass();
      };
      const answer = site.post(login);
      await entered;
      timers.pass(time);
      return answer;
    };

    testKit('F67', `${hook} that hangs is given up after nine seconds`, async (timers) => {
      const login = site.prepare('new-visitor');

      const response = await postAndWait(timers, login, 9_000);

      const ending = hook === 'signUp' ? TOLD_AS_UNKNOWN : TOLD_AS_FAILED;
      await expectAnswer(site, login, response, {...ending, hooks: CALLS[hook]});
      assert.match(site.reports[0]?.hint ?? '', /9 s/);
    });

    testKit('F68', `${hook} that takes eight seconds signs up once`, async (timers) => {
      const login = site.prepare('new-visitor');

      const response = await postAndWait(timers, login, 8_000);

      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1, hooks: CALLS.signUp});
    });
  }

  testKit('F68', 'that takes its time for a request that comes twice is called once', async () => {
    const login = site.prepare('new-visitor');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let enter = (): void => undefined;
    const entered = new Promise<void>((resolve) => (enter = resolve));
    site.hooks.signUp = async (_profile, pass) => {
      enter();
      await released;
      return pass();
    };

    const first = site.post(login);
    await entered;
    const second = site.post(login);
    release();

    for (const response of await Promise.all([first, second])) {
      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1, hooks: CALLS.signUp});
    }
  });
});
