import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {inspect} from 'node:util';
import {createSeal} from '../../../src/server/base/seal.js';
import {toEndpoints} from '../../../src/server/kakao/kakao-endpoints.js';
import {createTokenKeeper} from '../../../src/server/tokens/token-keeper.js';
import {createTokenSeal} from '../../../src/server/tokens/token-seal.js';
import type {TokenStore} from '../../../src/server/tokens/token-store.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createMemoryTokenStore} from '../support/memory-token-store.js';
import {createSignal} from '../support/signal.js';

const [KEY, FORMER] = ['canary-new-token-key-0123456789-abcdefg', 'canary-former-token-key-0123456789-abc'];
const PERSON = '4200000001';
const START = Date.UTC(2026, 10, 22);
const NEVER = new AbortController().signal;
const [HOUR, DAY] = [3_600_000, 86_400_000];
const LOGIN = {
  clientId: 'client-a',
  accessToken: 'canary-access-1',
  expiresIn: 6 * 3600,
  refreshToken: 'canary-refresh-1',
  refreshTokenExpiresIn: 60 * 86_400,
};
const CLIENTS = new Map(
  ['client-a', 'client-b'].map((clientId) => [clientId, {clientId, clientSecret: `canary-secret-${clientId}`}]),
);

type Answer = (form: URLSearchParams) => Response | Promise<Response>;

/** Kakao's answer to a refresh: a new access token, and what else is given. */
const toAnswer = (changes: Readonly<Record<string, unknown>> = {}): Response =>
  Response.json({token_type: 'bearer', access_token: 'canary-access-2', expires_in: 6 * 3600, ...changes});
const refuse = (error_code: string, status = 400): Response =>
  Response.json({error: 'invalid', error_description: 'about canary-refresh-1', error_code}, {status});

/** Holds back Kakao's answer to a refresh, with a new refresh token in it. */
function holdAnswer(kakao: {answer: Answer}): {readonly begun: Promise<void>; release(): void} {
  const [begun, over] = [createSignal(), createSignal()];
  kakao.answer = async () => {
    begun.resolve();
    await over.promise;
    return toAnswer({refresh_token: 'canary-refresh-2'});
  };
  return {begun: begun.promise, release: () => over.resolve()};
}

/** A keeper, the clock, and what Kakao was asked. */
function setup({
  answer = () => toAnswer(),
  store = createMemoryTokenStore(),
}: {answer?: Answer; store?: TokenStore} = {}) {
  const clock = {time: START};
  const asked: Record<string, string>[] = [];
  const hints: string[] = [];
  const kakao = {answer};
  const create = (tokenKeys: readonly string[] = [KEY], clients = CLIENTS) =>
    createTokenKeeper({
      store,
      seal: createTokenSeal({tokenKeys, origin: 'https://shop.example', clientIds: [...clients.keys()]}),
      kakao: {
        fetch: async (request) => {
          const form = new URLSearchParams(await request.text());
          asked.push(Object.fromEntries(form));
          return kakao.answer(form);
        },
        endpoints: toEndpoints(undefined),
      },
      clients,
      now: () => clock.time,
      reportUnreadable: (hint) => hints.push(hint),
    });
  return {keeper: create(), create, clock, asked, hints, kakao, store};
}

const MEMORY = (): {store: ReturnType<typeof createMemoryTokenStore>} => ({store: createMemoryTokenStore()});

describe('accessToken', () => {
  test('gives the one of the login while it lives, and asks nobody', async () => {
    const {keeper, clock, asked} = setup();
    await keeper.keep(PERSON, LOGIN, NEVER);

    assert.equal(await keeper.accessToken(PERSON), 'canary-access-1');
    clock.time += 6 * HOUR - 60_001;
    assert.equal(await keeper.accessToken(PERSON), 'canary-access-1');

    assert.deepEqual(asked, []);
  });

  test('refreshes one that ends within a minute, once, by the key that it was issued to', async () => {
    const {keeper, clock, asked} = setup();
    await keeper.keep(PERSON, {...LOGIN, clientId: 'client-b'}, NEVER);
    clock.time += 6 * HOUR - 60_000;

    assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');
    assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');

    assert.deepEqual(asked, [
      {
        grant_type: 'refresh_token',
        client_id: 'client-b',
        refresh_token: 'canary-refresh-1',
        client_secret: 'canary-secret-client-b',
      },
    ]);
  });

  test('goes on with the former refresh token where Kakao gives no other, until that ends', async () => {
    const {keeper, clock, asked, ...site} = setup(MEMORY());
    await keeper.keep(PERSON, LOGIN, NEVER);
    for (let times = 1; times < 60; times++) {
      clock.time += DAY;
      assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');
    }
    assert.deepEqual([...new Set(asked.map(({refresh_token}) => refresh_token))], ['canary-refresh-1']);
    assert.equal(asked.length, 59);

    clock.time += DAY;
    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});

    assert.equal(asked.length, 59);
    assert.equal(await site.store.read(PERSON), null);
  });

  test('uses the refresh token that Kakao gave last', async () => {
    const {keeper, clock, asked, kakao, store} = setup(MEMORY());
    await keeper.keep(PERSON, LOGIN, NEVER);
    kakao.answer = () => toAnswer({refresh_token: 'canary-refresh-2', refresh_token_expires_in: 60 * 86_400});
    clock.time += 59 * DAY;
    await keeper.accessToken(PERSON);
    kakao.answer = () => toAnswer();
    clock.time += 59 * DAY;
    await keeper.accessToken(PERSON);

    assert.deepEqual(
      asked.map(({refresh_token}) => refresh_token),
      ['canary-refresh-1', 'canary-refresh-2'],
    );
    assert.notEqual(await store.read(PERSON), null);
  });

  test('has stored what Kakao gave before it returns', async () => {
    const memory = createMemoryTokenStore();
    const steps: string[] = [];
    const store: TokenStore = {
      read: (kakaoId) => memory.read(kakaoId),
      withLock: async (kakaoId, work) => {
        const result = await memory.withLock(kakaoId, work);
        await setImmediate();
        steps.push('stored');
        return result;
      },
    };
    const {keeper, clock, create} = setup({store, answer: () => toAnswer({refresh_token: 'canary-refresh-2'})});
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;

    steps.push(await keeper.accessToken(PERSON));

    assert.deepEqual(steps, ['stored', 'stored', 'canary-access-2']);
    assert.equal(await create().accessToken(PERSON), 'canary-access-2');
  });

  test('fails where what Kakao gave cannot be stored', async () => {
    const memory = createMemoryTokenStore();
    let isDown = false;
    const store: TokenStore = {
      read: (kakaoId) => memory.read(kakaoId),
      withLock: (kakaoId, work) =>
        memory.withLock(kakaoId, (row) =>
          work({...row, write: (...values) => (isDown ? Promise.reject(new Error('full')) : row.write(...values))}),
        ),
    };
    const {keeper, clock} = setup({store});
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;
    isDown = true;

    await assert.rejects(keeper.accessToken(PERSON), {code: 'hook_failed'});
  });

  test('of several at once asks Kakao once, also of several processes', async () => {
    const {keeper, create, clock, asked, kakao} = setup();
    const {begun, release} = holdAnswer(kakao);
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;

    const calls = [keeper, create(), keeper, create()].map((each) => each.accessToken(PERSON));
    await begun;
    release();

    assert.deepEqual(await Promise.all(calls), Array(4).fill('canary-access-2'));
    assert.equal(asked.length, 1);
  });

  test('of one person takes one place, however many ask at once, and keeps nobody else waiting', async () => {
    const {keeper, clock, asked, kakao, hints} = setup();
    const [begun, over] = [createSignal(), createSignal()];
    kakao.answer = async (form) => {
      if (form.get('refresh_token') === 'canary-refresh-other') return toAnswer({access_token: 'canary-access-other'});
      begun.resolve();
      await over.promise;
      return toAnswer();
    };
    await keeper.keep(PERSON, LOGIN, NEVER);
    await keeper.keep('4200000002', {...LOGIN, refreshToken: 'canary-refresh-other'}, NEVER);
    clock.time += 7 * HOUR;

    const calls = Array.from({length: 70}, () => keeper.accessToken(PERSON));
    await begun.promise;
    assert.equal(await keeper.accessToken('4200000002'), 'canary-access-other');
    over.resolve();

    assert.deepEqual(await Promise.all(calls), Array(70).fill('canary-access-2'));
    assert.deepEqual([asked.length, hints.length], [2, 0]);
  });

  test('is refreshed anew by who has waited long enough for a call that its host has stopped', async (t) => {
    const memory = createMemoryTokenStore();
    const begun = createSignal();
    let isStopped = false;
    const {keeper, clock} = setup({
      store: {
        read: (kakaoId) => memory.read(kakaoId),
        withLock: (kakaoId, work) => {
          if (clock.time === START || isStopped) return memory.withLock(kakaoId, work);
          begun.resolve();
          return new Promise(() => undefined);
        },
      },
    });
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;
    const timers = holdLongTimers(t, 1500);

    void keeper.accessToken(PERSON);
    await begun.promise;
    timers.stop();
    isStopped = true;
    const next = keeper.accessToken(PERSON);
    await timers.reached(22_000);
    timers.pass(22_000);

    assert.equal(await next, 'canary-access-2');
  });

  for (const code of ['KOE322', 'KOE319']) {
    test(`deletes what Kakao does not take any more (${code}), and tells that a login is needed`, async () => {
      const {keeper, clock, asked, hints, store} = setup({...MEMORY(), answer: () => refuse(code)});
      await keeper.keep(PERSON, LOGIN, NEVER);
      clock.time += 7 * HOUR;

      await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required', kakaoCode: code});

      assert.equal(await store.read(PERSON), null);
      await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});
      assert.deepEqual([asked.length, hints.length], [1, 0]);
    });
  }

  const FAILURES: Readonly<Record<string, readonly [answer: Answer, code: string]>> = {
    'a wrong client secret': [() => refuse('KOE010', 401), 'client_secret_wrong'],
    'a quota': [() => refuse('KOE237'), 'rate_limited'],
    trouble: [() => new Response('', {status: 503}), 'provider_unavailable'],
    nonsense: [() => new Response('<html>'), 'provider_bad_response'],
    'no connection': [() => Promise.reject(new Error('reset')), 'provider_unavailable'],
  };
  for (const [what, [answer, code]] of Object.entries(FAILURES)) {
    test(`keeps everything at ${what}, and goes on after it`, async () => {
      const {keeper, clock, kakao, hints} = setup({answer});
      await keeper.keep(PERSON, LOGIN, NEVER);
      clock.time += 7 * HOUR;

      const error: unknown = await keeper.accessToken(PERSON).catch((thrown: unknown) => thrown);
      assert.equal((error as {code?: string}).code, code);
      assert.doesNotMatch(inspect(error, {depth: 9}), /canary|4200000001/);
      kakao.answer = () => toAnswer();

      assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');
      assert.deepEqual(hints, []);
    });
  }

  test('needs a login of whoever has none, has no refresh token, or has one that has ended', async () => {
    const {keeper, clock, asked} = setup();
    await assert.rejects(keeper.accessToken(PERSON), {
      code: 'login_required',
      message: 'No tokens of this person are kept: have them log in by the Kakao button.',
    });
    const {refreshToken, ...without} = LOGIN;
    assert.ok(refreshToken);

    await keeper.keep(PERSON, without, NEVER);
    assert.equal(await keeper.accessToken(PERSON), 'canary-access-1');
    // Too late to be used, and too early to have ended.
    clock.time += 6 * HOUR - 1;
    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 60 * DAY;
    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});

    assert.deepEqual(asked, []);
  });

  test('holds one to live two months, or not at all, if Kakao does not say how long', async () => {
    const {keeper, clock, asked} = setup();
    await keeper.keep(PERSON, {clientId: 'client-a', accessToken: 'a', refreshToken: 'canary-refresh-1'}, NEVER);

    assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');
    clock.time += 60 * DAY - 1;
    assert.equal(await keeper.accessToken(PERSON), 'canary-access-2');
    assert.equal(asked.length, 2);
    clock.time += 1 + HOUR * 7;
    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});
  });

  test('tells the store how long what it writes is of use', async () => {
    const {keeper, clock, store} = setup(MEMORY());
    const {rows} = store as ReturnType<typeof createMemoryTokenStore>;
    const begun = clock.time;

    await keeper.keep(PERSON, {...LOGIN, refreshTokenExpiresIn: 50 * 86_400}, NEVER);
    assert.equal(rows.get(PERSON)?.until, begun + 50 * DAY);
    clock.time += 7 * HOUR;
    await keeper.accessToken(PERSON);

    assert.equal(rows.get(PERSON)?.until, begun + 50 * DAY);
  });

  test('seals anew at use what a former key has sealed, live or refreshed', async () => {
    for (const hours of [1, 7]) {
      const {create, clock, asked} = setup(MEMORY());
      await create([FORMER]).keep(PERSON, LOGIN, NEVER);
      clock.time += hours * HOUR;

      const token = await create([KEY, FORMER]).accessToken(PERSON);

      assert.equal(await create([KEY]).accessToken(PERSON), token);
      assert.equal(asked.length, hours === 1 ? 0 : 1);
    }
  });

  const UNREADABLE: Readonly<Record<string, (site: ReturnType<typeof setup>) => Promise<unknown>>> = {
    'another key': ({create}) => create([FORMER]).keep(PERSON, LOGIN, NEVER),
    'another client': ({create}) =>
      create([KEY], new Map([['client-c', {clientId: 'client-c', clientSecret: 's'}]])).keep(
        PERSON,
        {...LOGIN, clientId: 'client-c'},
        NEVER,
      ),
    'another person': async ({keeper, store}) => {
      await keeper.keep('4200000002', LOGIN, NEVER);
      const sealed = await store.read('4200000002');
      await store.withLock(PERSON, (row) => row.write(sealed ?? '', Infinity));
    },
    'nobody but whoever has the table': ({store}) =>
      store.withLock(PERSON, (row) => row.write('eyJhbGciOiJub25lIn0.x', 1e15)),
  };
  for (const [whose, prepare] of Object.entries(UNREADABLE)) {
    test(`deletes what is of ${whose}, tells the site once, and has the person log in`, async () => {
      const site = setup(MEMORY());
      await prepare(site);

      for (let times = 0; times < 3; times++) {
        await assert.rejects(site.keeper.accessToken(PERSON), {code: 'login_required'});
      }

      assert.equal(site.hints.length, 1);
      assert.match(site.hints[0]!, /keepTokens\.tokenKeys/);
      assert.doesNotMatch(site.hints[0]!, /4200000001|canary/);
      assert.equal(await site.store.read(PERSON), null);
      assert.deepEqual(site.asked, []);
    });
  }

  test('ends for a caller who gives up, and what Kakao answers is stored all the same', async () => {
    const {keeper, clock, asked, kakao} = setup();
    const {begun, release} = holdAnswer(kakao);
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;
    const controller = new AbortController();
    const reason = new Error('gone');

    const given = keeper.accessToken(PERSON, {signal: controller.signal});
    await begun;
    controller.abort(reason);
    await assert.rejects(given, reason);
    const next = keeper.accessToken(PERSON, {signal: NEVER});
    release();

    assert.equal(await next, 'canary-access-2');
    assert.equal(asked.length, 1);
    await assert.rejects(keeper.accessToken(PERSON, {signal: controller.signal}), reason);
  });

  test('waits for no lock if nothing is kept, and needs a login if it goes before the lock is had', async () => {
    const memory = createMemoryTokenStore();
    let locks = 0;
    let isGone = false;
    const {keeper, clock, asked} = setup({
      store: {
        read: (kakaoId) => memory.read(kakaoId),
        withLock: async (kakaoId, work) => {
          locks++;
          if (isGone) memory.rows.clear();
          return memory.withLock(kakaoId, work);
        },
      },
    });
    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});
    assert.equal(locks, 0);
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;
    isGone = true;

    await assert.rejects(keeper.accessToken(PERSON), {code: 'login_required'});

    assert.deepEqual(asked, []);
  });

  test('writes only what has become another text', async () => {
    const memory = createMemoryTokenStore();
    let writes = 0;
    const {keeper, clock} = setup({
      store: {
        read: (kakaoId) => memory.read(kakaoId),
        withLock: (kakaoId, work) =>
          memory.withLock(kakaoId, (row) => work({...row, write: (...values) => (writes++, row.write(...values))})),
      },
    });
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;

    await Promise.all([keeper, keeper, keeper].map((each) => each.accessToken(PERSON)));

    assert.equal(writes, 2, 'at the login and the refresh');
  });

  test('listens to a signal no longer than it takes', async (t) => {
    const {keeper} = setup();
    await keeper.keep(PERSON, LOGIN, NEVER);
    const {signal} = new AbortController();
    const added = t.mock.method(signal, 'addEventListener');
    const removed = t.mock.method(signal, 'removeEventListener');

    await keeper.accessToken(PERSON, {signal});

    assert.equal(added.mock.callCount(), 1);
    assert.deepEqual(removed.mock.calls[0]?.arguments, added.mock.calls[0]?.arguments);
  });

  test('refuses what is no number of a person', async () => {
    const {keeper} = setup();

    for (const kakaoId of ['', '0', 'm-1', '42 ', undefined, 4200000001]) {
      const refusal = {code: 'request_invalid', message: /kakaoId must be a text of digits/};
      await assert.rejects(keeper.accessToken(kakaoId as string), refusal);
      await assert.rejects(keeper.forget(kakaoId as string), refusal);
    }
  });

  test('tells that the store fails, whatever is wanted of it', async () => {
    const cause = new Error('down');
    const fail = (): Promise<never> => Promise.reject(cause);
    const {keeper} = setup({store: {read: fail, withLock: fail}});

    for (const call of [keeper.accessToken(PERSON), keeper.forget(PERSON), keeper.keep(PERSON, LOGIN, NEVER)]) {
      await assert.rejects(call, (error: Error & {code: string; details: {cause: unknown}}) => {
        assert.equal(error.code, 'hook_failed');
        assert.equal(error.message, 'The store of kept tokens fails: see whether it is there.');
        return error.details.cause === cause;
      });
    }
  });
});

describe('keep and forget', () => {
  test('the newest login counts, and nothing is left of a person who is forgotten', async () => {
    const {keeper, store} = setup(MEMORY());
    await keeper.keep(PERSON, LOGIN, NEVER);
    await keeper.keep(PERSON, {...LOGIN, accessToken: 'canary-access-9'}, NEVER);
    assert.equal(await keeper.accessToken(PERSON), 'canary-access-9');

    await keeper.forget(PERSON);
    await keeper.forget(PERSON);

    assert.equal(await store.read(PERSON), null);
  });

  test('a login that nobody waits for any more keeps nothing', async () => {
    const {keeper, store} = setup(MEMORY());

    await assert.rejects(keeper.keep(PERSON, LOGIN, AbortSignal.abort()));

    assert.equal(await store.read(PERSON), null);
  });

  const ISSUED: readonly (readonly [what: string, time: number | undefined, at: number, stays: boolean])[] = [
    ['before the moment', undefined, START + 1000, false],
    ['in the same second', undefined, START, false],
    ['after it', undefined, START - 1, true],
    ['before it by Kakao’s clock', START - DAY, START - 1, false],
    ['after it by Kakao’s clock', START + DAY, START + HOUR, true],
  ];
  for (const [what, time, at, stays] of ISSUED) {
    test(`tokens of a login ${what} ${stays ? 'stay' : 'go'}, refreshed or not`, async () => {
      for (const isRefreshed of [false, true]) {
        const {keeper, clock, store} = setup(MEMORY());
        await keeper.keep(PERSON, {...LOGIN, time}, NEVER);
        clock.time += 7 * HOUR;
        if (isRefreshed) await keeper.accessToken(PERSON);

        await keeper.forgetIssuedBefore(PERSON, at);

        assert.equal((await store.read(PERSON)) !== null, stays);
      }
    });
  }

  test('what opens with no key, or does not say when it was issued, counts as old', async () => {
    const {keeper, create, store} = setup(MEMORY());
    await keeper.forgetIssuedBefore(PERSON, 0);
    await create([FORMER]).keep(PERSON, LOGIN, NEVER);
    await keeper.forgetIssuedBefore(PERSON, 0);
    assert.equal(await store.read(PERSON), null);
    const claims = {
      sub: PERSON,
      client: 'client-a',
      access: 'a',
      accessUntil: START,
      refresh: null,
      refreshUntil: START,
    };
    const unknown = await createSeal([KEY], 'tokens', 'https://shop.example').seal(claims, START);
    await store.withLock(PERSON, (row) => row.write(unknown, START));

    await keeper.forgetIssuedBefore(PERSON, 1000);

    assert.equal(await store.read(PERSON), null);
  });

  test('whoever is forgotten while Kakao refreshes is so afterwards', async () => {
    const {keeper, clock, kakao, store} = setup(MEMORY());
    const [begun, over] = [createSignal(), createSignal()];
    kakao.answer = async () => {
      begun.resolve();
      await over.promise;
      return toAnswer();
    };
    await keeper.keep(PERSON, LOGIN, NEVER);
    clock.time += 7 * HOUR;

    const refreshing = keeper.accessToken(PERSON);
    await begun.promise;
    const forgetting = keeper.forget(PERSON);
    over.resolve();
    await Promise.all([refreshing, forgetting]);

    assert.equal(await store.read(PERSON), null);
  });
});
