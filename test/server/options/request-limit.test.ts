import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {inspect} from 'node:util';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import {createSignal} from '../support/signal.js';
import {assertNobodyMade, assertRefused, createSite, json, toCookieHeader} from '../support/site.js';

type Limit = NonNullable<KakaoServerOptions['limit']>;

describe('limit', () => {
  test('is asked once before each exchange, with the page’s request', async () => {
    const asked: string[] = [];
    const site = await createSite({
      limit(request) {
        asked.push(request.headers.get('x-forwarded-for') ?? '');
        assert.deepEqual(site.provider.requests, []);
        return true;
      },
    });
    const login = site.prepare();

    const responses = await Promise.all([1, 2, 3].map(() => site.post(login, {'X-Forwarded-For': '192.0.2.1'})));

    for (const response of responses) assert.equal(response.status, 200);
    assert.deepEqual(asked, ['192.0.2.1']);
  });

  test('is not asked about what costs Kakao nothing', async (t) => {
    const limit = t.mock.fn(() => true as const);
    const site = await createSite({limit});
    const login = site.prepare();
    const Cookie = toCookieHeader(await site.post(login));
    assert.equal(limit.mock.callCount(), 1);

    await site.get({Cookie});
    await site.post(login, {Cookie});
    await site.post(site.prepare({purpose: 'auto-login'}), {Cookie});
    await site.post(site.prepare({purpose: 'terms'}));
    await site.post({purpose: 'logout'}, {Cookie});
    await site.post({purpose: 'sing'});
    await site.post(site.prepare(), {Origin: 'https://evil.example'});

    assert.equal(limit.mock.callCount(), 1);
  });

  for (const [given, told] of [
    [7, '7'],
    [0.2, '1'],
    [0, '1'],
    [1.5, '2'],
    [86_400, '86400'],
    [1e300, '31536000'],
    [Number.MAX_VALUE, '31536000'],
  ] as const) {
    test(`that says {retryAfter: ${given}} refuses for ${told} s, and the code is not spent`, async () => {
      let isOpen = false;
      const site = await createSite({limit: () => Promise.resolve(isOpen || {retryAfter: given})});
      const login = site.prepare();

      const response = await site.post(login);

      await assertRefused(site, response, 'rate_limited', 429);
      assert.equal(response.headers.get('retry-after'), told);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
      isOpen = true;
      assert.equal((await json(await site.post(login)))['status'], 'signed-in');
    });
  }

  const [thrown, returned] = [
    /^limit threw or rejected\. Until .* all requests pass\.$/,
    /^limit returned neither true nor \{retryAfter: seconds\}\./,
  ];
  const verdicts = [
    undefined,
    null,
    false,
    1,
    'no',
    [],
    {},
    ...['7', NaN, -1, Infinity].map((retryAfter) => ({retryAfter})),
  ];
  const failures: [name: string, limit: () => unknown, hint: RegExp][] = [
    ['throws', () => assert.fail('canary'), thrown],
    ['rejects', () => Promise.reject(new Error('canary')), thrown],
    ...verdicts.map((verdict): (typeof failures)[number] => [`returns ${inspect(verdict)}`, () => verdict, returned]),
  ];
  for (const [name, limit, hint] of failures) {
    test(`that ${name} lets everybody in, and that is told once`, async () => {
      const site = await createSite({limit: limit as Limit});

      for (let round = 0; round < 3; round++)
        assert.equal((await json(await site.post(site.prepare())))['status'], 'signed-in');

      assert.deepEqual(
        site.reports.map(({code}) => code),
        ['hook_failed'],
      );
      assert.match(site.reports[0]!.hint, hint);
      assert.match(site.reports[0]!.ref ?? '', /^KS-/);
    });
  }

  test('that hangs lets everybody in after a second', async (t) => {
    let entered = createSignal();
    const site = await createSite({
      limit() {
        entered.resolve();
        return new Promise(() => undefined);
      },
    });
    t.mock.timers.enable({apis: ['setTimeout']});

    for (let round = 0; round < 2; round++) {
      const answer = site.post(site.prepare());
      await entered.promise;
      entered = createSignal();
      t.mock.timers.tick(1000);
      assert.equal((await json(await answer))['status'], 'signed-in');
    }

    assert.equal(site.reports.length, 1);
    assert.match(site.reports[0]!.hint, /more than 1 s/);
  });

  test('that fails again after it has worked is told again', async () => {
    const verdicts = [null, true, null, null] as const;
    let round = 0;
    const site = await createSite({limit: () => verdicts[round++] as true});

    for (let login = 0; login < verdicts.length; login++) await site.post(site.prepare());

    assert.equal(site.reports.length, 2);
  });

  test('keeps its own this', async () => {
    const site = await createSite({
      idleSeconds: 300,
      limit(this: KakaoServerOptions) {
        return {retryAfter: this.idleSeconds ?? 0};
      },
    });

    const response = await site.post(site.prepare());

    assert.equal(response.headers.get('retry-after'), '300');
  });
});
