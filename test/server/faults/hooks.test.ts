import {CANARY, expectAnswer} from '../support/invariants.js';
import {describeSite, testKit} from '../support/over-sockets.js';
import {createSignal} from '../support/signal.js';

const CALLS = {findMember: ['findMember'], signUp: ['findMember', 'signUp']} as const;

describeSite('a hook', (site) => {
  // What else a hook may return: options/hooks.test.ts. One that hangs: hooks/late-hooks.test.ts.
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

    testKit('F68', `${hook} that takes eight seconds signs up once`, async (timers) => {
      const login = site.prepare('new-visitor');
      const entered = createSignal();
      site.hooks[hook] = async (_profile, pass) => {
        entered.resolve();
        await new Promise((resolve) => setTimeout(resolve, 8_000));
        return pass();
      };

      const answer = site.post(login);
      await entered.promise;
      timers.pass(8_000);

      await expectAnswer(site, login, await answer, {end: 'signed-in', tokens: 1, users: 1, hooks: CALLS.signUp});
    });
  }

  testKit('F68', 'that takes its time for a request that comes twice is called once', async () => {
    const login = site.prepare('new-visitor');
    const [entered, released] = [createSignal(), createSignal()];
    site.hooks.signUp = async (_profile, pass) => {
      entered.resolve();
      await released.promise;
      return pass();
    };

    const first = site.post(login);
    await entered.promise;
    const second = site.post(login);
    released.resolve();

    for (const response of await Promise.all([first, second])) {
      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1, hooks: CALLS.signUp});
    }
  });
});
