import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {createKakaoServer} from '../../src/server/index.js';
import {createSpentCodes} from '../../src/server/login/spent-codes.js';
import {holdLongTimers} from './support/long-timers.js';
import {drawSeed} from './support/seed.js';
import {createSignal} from './support/signal.js';
import {
  createSite,
  json,
  readEnd,
  sessionCookies,
  START,
  toCookieHeader,
  toHookNames,
  toPost,
  token,
  type LoginFields,
  type Site,
} from './support/site.js';

describe('a login posted twice', () => {
  test('with the session it made is answered without an exchange', async () => {
    const site = await createSite();
    const login = site.prepare();
    const first = await site.post(login);

    const second = await site.post(login, {Cookie: toCookieHeader(first)});

    const {scope, ...answer} = await json(first);
    assert.ok(scope);
    assert.deepEqual(await json(second), answer);
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(toHookNames(site), ['findMember', 'signUp', 'readMember']);
    assert.deepEqual(sessionCookies(second), []);
    assert.deepEqual(
      site.metrics.map(({isNewMember}) => isNewMember),
      [true, undefined],
      'one new member is counted once',
    );
  });

  test('at the same time in vain is one report', async () => {
    const site = await createSite({signUp: () => Promise.reject(new Error('database down'))});
    const login = site.prepare();

    const responses = await Promise.all([site.post(login), site.post(login), site.post(login)]);

    for (const response of responses) assert.equal(await readEnd(response), 'hook_failed');
    assert.equal(site.reports.length, 1);
  });

  test('can be tried anew with another code after it failed', async () => {
    let fails = true;
    const site = await createSite({
      findMember: () => (fails ? Promise.reject(new Error('database down')) : {id: 'm-1'}),
    });
    const {tx} = site.prepare();

    assert.equal(await readEnd(site.post(site.prepare({tx}))), 'hook_failed');
    fails = false;
    assert.equal(await readEnd(site.post(site.prepare({tx}))), 'signed-in');
  });
});

describe('a login whose request its host has stopped', () => {
  /** What never ends the first time it is asked. */
  const stopsAt: [where: string, ending: string, overrides: (once: <T>(value: T) => () => T) => object][] = [
    ['before its code is sent', 'signed-in', (once) => ({limit: once(true)})],
    ['while its member is looked up', 'code_used', (once) => ({findMember: once({id: 'm-1'})})],
    ['while its member is made', 'code_used', (once) => ({findMember: () => null, signUp: once({id: 'm-1'})})],
  ];
  for (const [where, ending, override] of stopsAt) {
    for (const arrival of ['comes meanwhile', 'comes later'] as const) {
      test(`${where} keeps no equal one waiting that ${arrival}`, async (t) => {
        const timers = holdLongTimers(t, 1000);
        const reached = createSignal();
        let calls = 0;
        const once =
          <T>(value: T) =>
          (): T => {
            if (calls++ > 0) return value;
            reached.resolve();
            return new Promise(() => undefined) as T;
          };
        const site = await createSite(override(once));
        const login = site.prepare();
        void site.post(login);
        await reached.promise;
        timers.stop();

        const LIMIT = 15_000;
        if (arrival === 'comes later') site.clock.time += LIMIT + 1;
        const second = site.post(login);
        if (arrival === 'comes meanwhile') {
          await timers.reached(LIMIT);
          site.clock.time += 1;
          const third = site.post(login);
          await timers.reached(LIMIT - 1);
          site.clock.time += LIMIT;
          timers.pass(LIMIT);
          assert.equal((await third).status, (await second).status);
        }

        assert.equal(await readEnd(second), ending);
        assert.equal(site.provider.count('/oauth/token'), 1);
      });
    }
  }
});

describe('a login with somebody else’s tx', () => {
  const forgeries: [name: string, change: (login: LoginFields, site: Site) => Partial<LoginFields>][] = [
    ['no proof at all', () => ({code: 'guess', nonceSecret: token()})],
    ['the code but not the secret', () => ({nonceSecret: token()})],
    ['the secret but not the code', () => ({code: 'guess'})],
    ['another app key', () => ({clientId: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'})],
    ['another verifier', () => ({codeVerifier: token()})],
    ['another purpose', () => ({purpose: 'auto-login'})],
  ];
  for (const [name, change] of forgeries) {
    for (const order of ['while it runs', 'after it is done'] as const) {
      test(`and ${name} gets no session ${order}`, async () => {
        const site = await createSite();
        const login = site.prepare();
        const forged = {...login, ...change(login, site)};
        const {reached, release} = site.provider.holdNext('/oauth/token');

        const mine = site.post(login);
        await reached;
        if (order === 'after it is done') {
          release();
          await mine;
        }
        const theirs = await site.post(forged);
        release();

        assert.deepEqual(sessionCookies(theirs), []);
        assert.ok(theirs.status >= 400, JSON.stringify(await json(theirs)));
        assert.equal((await mine).status, 200);
        assert.deepEqual(toHookNames(site), ['findMember', 'signUp']);
        assert.ok(site.provider.requests.filter(({form}) => form.get('code') === login.code).length === 1);
      });
    }
  }

  test('and a login of their own becomes their own session', async () => {
    const site = await createSite();
    const login = site.prepare();
    const theirs = site.prepare({tx: login.tx}, {sub: '4200000666'});

    const [mine, other] = [await site.post(login), await site.post(theirs)];

    assert.notEqual(toCookieHeader(mine), toCookieHeader(other));
    assert.equal(await readEnd(site.get({Cookie: toCookieHeader(other)})), 'signed-in');
    assert.deepEqual(
      site.calls.filter(({hook}) => hook === 'readMember').map(({id}) => id),
      ['m-2'],
    );
  });
});

describe('auto-login', () => {
  test('signs a member in', async () => {
    const site = await createSite();
    site.members.set('4200000001', {id: 'm-1', name: null, picture: 'http://shop.example/a.png'});
    const login = site.prepare({purpose: 'auto-login'});

    const response = await site.post(login);

    const answer = await json(response);
    assert.deepEqual(answer, {...answer, tx: login.tx, status: 'signed-in', isNewMember: false, member: {}});
    assert.equal(sessionCookies(response).length, 1);
  });

  test('makes nobody a member', async () => {
    const site = await createSite();
    const login = site.prepare({purpose: 'auto-login'});

    const response = await site.post(login);

    assert.deepEqual(await json(response), {status: 'signed-out', tx: login.tx, reason: 'not_a_member'});
    assert.deepEqual(toHookNames(site), ['findMember']);
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.deepEqual(site.reports, []);
  });

  test('with a live session exchanges nothing, and says nothing of how that one came about', async () => {
    const site = await createSite();
    const cookie = toCookieHeader(await site.post(site.prepare()));

    const response = await site.post(site.prepare({purpose: 'auto-login'}), {Cookie: cookie});

    const answer = await json(response);
    assert.equal(answer['status'], 'signed-in');
    assert.equal(answer['tx'], undefined);
    assert.equal(answer['isNewMember'], false);
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(toHookNames(site).slice(2), ['readMember']);
  });

  test('with a live session that is due renews it', async () => {
    const site = await createSite();
    const cookie = toCookieHeader(await site.post(site.prepare()));
    site.clock.time += 86_400_000;

    const response = await site.post(site.prepare({purpose: 'auto-login'}), {Cookie: cookie});

    assert.equal(sessionCookies(response).length, 1);
    assert.notEqual(toCookieHeader(response), cookie);
    assert.equal((await json(response))['expiresIn'], 7 * 86_400);
  });

  test('with a session that has ended is a login like any other', async () => {
    const site = await createSite();
    const cookie = toCookieHeader(await site.post(site.prepare()));
    site.members.clear();

    const response = await site.post(site.prepare({purpose: 'auto-login'}), {Cookie: cookie});

    assert.equal((await json(response))['reason'], 'not_a_member');
    assert.equal(site.provider.count('/oauth/token'), 2);
  });
});

describe('logins in any order', () => {
  test('make at most one session and one token request of each', async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(2), {minLength: 2, maxLength: 8}), async (scheduler, picks) => {
        const site = await createSite();
        const send = scheduler.scheduleFunction(site.provider.fetch);
        const server = createKakaoServer(site.options({fetch: (request) => send(request)}));
        const logins = [site.prepare(), site.prepare(), site.prepare()];

        const all = Promise.all(picks.map((pick) => server.session(toPost(logins[pick]!))));
        const responses = await scheduler.waitFor(all);

        const used = new Set(picks);
        const bodies = await Promise.all(responses.map((response) => response.text()));
        assert.equal(new Set(bodies).size, used.size);
        assert.equal(site.provider.count('/oauth/token'), used.size);
        assert.equal(new Set(responses.flatMap(sessionCookies)).size, used.size);
        const hooks = toHookNames(site);
        assert.equal(hooks.filter((hook) => hook === 'findMember').length, used.size);
        const newMembers = site.metrics.filter(({isNewMember}) => isNewMember);
        assert.equal(newMembers.length, hooks.filter((hook) => hook === 'signUp').length);
      }),
      {seed: drawSeed(t), numRuns: 60},
    );
  });
});

describe('createSpentCodes', () => {
  test('remembers a code for a quarter of an hour', async () => {
    const codes = createSpentCodes();

    assert.equal(await codes.spend('a', START), true);
    assert.equal(await codes.spend('a', START + 899_999), false);
    assert.equal(await codes.spend('b', START + 899_999), true);
    assert.equal(await codes.spend('a', START + 900_000), true);
  });

  test('does not grow without end', async () => {
    const codes = createSpentCodes();
    for (let number = 0; number < 5001; number++) await codes.spend(`code-${number}`, START);

    assert.equal(await codes.spend('code-5000', START), false);
    assert.equal(await codes.spend('code-0', START), true);
  });
});
