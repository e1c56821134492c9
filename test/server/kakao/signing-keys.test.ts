import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import {SignJWT} from 'jose';
import {createSigningKeys} from '../../../src/server/kakao/signing-keys.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {createProvider} from '../support/provider.js';
import {assertRefused, createSite, readEnd, type Site, START} from '../support/site.js';

const JWKS = '/.well-known/jwks.json';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const toDown = (): Response => new Response('oops', {status: 500});

// What else Kakao may answer: input/kakao-bodies.json. A connection that breaks: faults/kakao-servers.test.ts.

/** Keys, what their provider answers (by default well), how often it was asked, and a clock. */
async function createKeys(answer?: () => Response | Promise<Response>) {
  const {published, keys: pairs} = await createProvider(() => START, {});
  const clock = {time: 0};
  const toGood = (list = published): Response => Response.json({keys: list});
  const state = {requests: 0, answer: answer ?? (() => toGood())};
  const ages: unknown[] = [];
  const keys = createSigningKeys(
    async () => {
      state.requests++;
      return state.answer();
    },
    `https://kauth.kakao.com${JWKS}`,
    () => clock.time,
    {
      now: () => clock.time,
      tell: ({endpoint}) => assert.equal(endpoint, 'jwks'),
      tellKeys: ({outcome, ageSeconds}) => ages.push([outcome, ageSeconds]),
    },
  );
  const refuse = (): Promise<void> => assert.rejects(keys.read(), {code: 'provider_unavailable'});
  return {keys, clock, state, ages, toGood, newer: () => toGood([pairs[1]!.publicJwk]), refuse};
}

describe('the age of Kakao’s public keys', () => {
  test('is told each time that they were asked for, and not where known ones are used', async () => {
    const {keys, clock, state, ages, toGood} = await createKeys(toDown);
    await assert.rejects(keys.read());
    assert.deepEqual(ages.splice(0), [['failed', null]]);

    clock.time += 2000;
    state.answer = () => toGood();
    await keys.read();
    clock.time += 9 * MINUTE;
    await keys.read();
    assert.deepEqual(ages.splice(0), [['fetched', 0]]);

    clock.time += HOUR - 9 * MINUTE;
    state.answer = toDown;
    await keys.read();
    await new Promise(setImmediate);
    assert.deepEqual(ages.splice(0), [['failed', 3600]]);
  });

  test('is told once of a request without an end, when it is given up', async () => {
    const {keys, clock, state, ages} = await createKeys();
    await keys.read();
    clock.time += HOUR;
    state.answer = () => new Promise<Response>(() => undefined);
    await keys.read();
    assert.deepEqual(ages.splice(0), [['fetched', 0]]);

    clock.time += 5001;
    await keys.read();
    await keys.read();

    assert.deepEqual(ages, [['failed', 3605.001]]);
  });
});

describe('Kakao’s public keys', () => {
  test('are asked for again when they are ten minutes old, beside those who need them, and serve the next', async () => {
    const {keys, clock, state, newer} = await createKeys();
    const first = await keys.read();
    clock.time += 10 * MINUTE - 1;
    assert.equal(await keys.read(), first);
    assert.equal(state.requests, 1);
    let release: (answer: Response) => void = () => undefined;
    state.answer = () => new Promise((resolve) => (release = resolve));

    clock.time += 1;
    assert.equal(await keys.read(), first);
    release(newer());
    await new Promise(setImmediate);

    assert.notEqual(await keys.read(), first);
    assert.equal(state.requests, 2);
  });

  for (const answer of [toDown, () => new Promise<Response>(() => undefined)]) {
    for (const [age, milliseconds, requests] of [
      ['just loaded', 0, 0],
      ['9 minutes old', 9 * MINUTE, 0],
      ['11 minutes old', 11 * MINUTE, 1],
      ['24 hours old', 24 * HOUR, 1],
    ] as const) {
      test(`that are ${age} stop nobody where new ones ${answer === toDown ? 'cannot be had' : 'do not come'}`, async (t) => {
        t.mock.timers.enable({apis: ['setTimeout']});
        const {keys, clock, state} = await createKeys();
        const known = await keys.read();
        state.answer = answer;
        clock.time += milliseconds;

        assert.deepEqual(await Promise.all([keys.read(), keys.read()]), [known, known]);
        assert.equal(state.requests, 1 + requests);
      });
    }
  }

  test('that are older than a day are used for nothing: all wait for one request', async () => {
    const {keys, clock, state, newer, refuse} = await createKeys();
    const known = await keys.read();
    clock.time += 24 * HOUR + 1;
    state.answer = toDown;
    await Promise.all([refuse(), refuse()]);
    state.answer = newer;
    clock.time += 1000;

    const [one, other] = await Promise.all([keys.read(), keys.read()]);

    assert.equal(one, other);
    assert.notEqual(one, known);
    assert.equal(state.requests, 3);
  });

  test('that cannot be had again are tried for after 1, 2 and 4 seconds, and stop nobody', async () => {
    const {keys, clock, state} = await createKeys();
    const known = await keys.read();
    state.answer = toDown;
    clock.time += HOUR;

    for (const [index, pause] of [0, 1000, 2000, 4000].entries()) {
      clock.time += pause;
      for (let attempt = 0; attempt < 5; attempt++) {
        assert.equal(await keys.read(), known);
        await new Promise(setImmediate);
      }
      assert.equal(state.requests, index + 2);
    }
  });
});

describe('a cold start', () => {
  for (const end of ['fulfilled', 'rejected']) {
    test(`asks for the keys once for a thousand logins, all ${end}`, async () => {
      const {keys, state} = await createKeys(end === 'fulfilled' ? undefined : toDown);

      const reads = await Promise.allSettled(Array.from({length: 1000}, () => keys.read()));

      assert.deepEqual(new Set(reads.map(({status}) => status)), new Set([end]));
      assert.equal(state.requests, 1);
    });
  }

  const faults: readonly [name: string, answer: () => Response | Promise<Response>, code: ErrorCode][] = [
    ['answers 500', toDown, 'provider_unavailable'],
    ['answers 429', () => new Response('slow down', {status: 429}), 'provider_unavailable'],
    [
      'answers a redirect',
      () => new Response(null, {status: 302, headers: {Location: 'https://evil.example/'}}),
      'provider_bad_response',
    ],
    ['has no keys', () => Response.json({keys: []}), 'provider_bad_response'],
    ['is HTML', () => new Response('<h1>Maintenance</h1>'), 'provider_bad_response'],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'provider_unavailable'],
    ['hangs', () => new Promise(() => undefined), 'provider_unavailable'],
    ['begins its answer and hangs', () => new Response(new ReadableStream({})), 'provider_unavailable'],
  ];
  for (const [name, answer, code] of faults) {
    test(`ends in ${code} where JWKS ${name}, and is over with the next request`, async (t) => {
      t.mock.timers.enable({apis: ['setTimeout']});
      const {keys, clock, state, toGood} = await createKeys(answer);

      const reads = Promise.allSettled([keys.read(), keys.read()]);
      await new Promise(setImmediate);
      if (name.endsWith('hangs')) t.mock.timers.tick(5000);

      assert.deepEqual(
        (await reads).map((read) => (read as {reason?: {code: unknown}}).reason?.code),
        [code, code],
      );
      state.answer = () => toGood();
      clock.time += 1000;
      assert.equal((await keys.read()).size, 1);
    });
  }

  test('asks again 1, 2, 4, 8, 16, 30 and 30 seconds after a failure, and begins anew after a success', async () => {
    const {keys, clock, state, toGood, refuse} = await createKeys(toDown);
    await refuse();

    for (const [index, pause] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
      clock.time += pause - 1;
      await refuse();
      assert.equal(state.requests, index + 1, `before ${pause} ms are over`);
      clock.time += 1;
      await refuse();
      assert.equal(state.requests, index + 2, `after ${pause} ms`);
    }
    clock.time += 30_000;
    state.answer = () => toGood();
    await keys.read();
    clock.time += 25 * HOUR;
    state.answer = toDown;
    await refuse();
    state.answer = () => toGood();
    clock.time += 1000;

    assert.equal((await keys.read()).size, 1);
  });

  test('is over with a clock that is set back: no pause outlasts it', async () => {
    const {keys, clock, state, toGood, refuse} = await createKeys(toDown);
    await refuse();
    state.answer = () => toGood();
    clock.time -= HOUR;

    assert.equal((await keys.read()).size, 1);
  });
});

describe('a request for keys without an end', () => {
  /** Requests that the host has stopped, timers included: nothing of them ever settles. */
  async function setUp({mock}: TestContext) {
    mock.timers.enable({apis: ['setTimeout']});
    const {keys, clock, state, toGood} = await createKeys();
    const answers: ((response: Response) => void)[] = [];
    state.answer = () => new Promise((resolve) => answers.push(resolve));
    return {keys, clock, answers, answer: (index: number): void => answers[index]?.(toGood())};
  }

  test('is given up after 5 seconds and a pause: the next asks anew', async (t) => {
    const {keys, clock, answers, answer} = await setUp(t);
    void keys.read();
    clock.time += 5000;
    void keys.read();
    assert.equal(answers.length, 1);

    clock.time += 1;
    await assert.rejects(keys.read(), {code: 'provider_unavailable'});
    assert.equal(answers.length, 1);
    clock.time += 1000;
    const second = keys.read();
    answer(1);

    assert.equal((await second).size, 1);
  });

  test('that ends after all brings back no older keys', async (t) => {
    const {keys, clock, answer} = await setUp(t);
    const first = keys.read();
    clock.time += 5001;
    await assert.rejects(keys.read());
    clock.time += 1000;
    const second = keys.read();
    answer(1);
    const newer = await second;
    answer(0);
    await first;

    assert.equal(await keys.read(), newer);
  });
});

test('those who miss a key share one request, need none where newer ones are there, and ask again only after 30 seconds', async () => {
  const {keys, clock, state, newer} = await createKeys();
  const tried = await keys.read();
  state.answer = newer;

  const [first, ...others] = await Promise.all([1, 2, 3].map(() => keys.readAgain(tried)));
  const late = await keys.readAgain(tried);

  assert.ok(first && first !== tried);
  assert.deepEqual(new Set([...others, late]), new Set([first]));
  clock.time += 29_999;
  assert.equal(await keys.readAgain(first), null, 'not asked again at once where the newest lack it too');
  assert.equal(state.requests, 2);
  clock.time += 1;
  assert.ok(await keys.readAgain(first));
  assert.equal(state.requests, 3);
});

describe('a login', () => {
  const logIn = (site: Site): Promise<unknown> => readEnd(site.post(site.prepare()));

  function rotate(site: Site): void {
    const {kid, privateKey, publicJwk} = site.provider.keys[1]!;
    site.provider.published = [publicJwk];
    site.provider.makeIdToken = (claims, header) =>
      new SignJWT(claims).setProtectedHeader({...header, kid}).sign(privateKey);
  }

  for (const [name, minutes] of [
    ['a new key', 5],
    ['a new key, right after the keys were asked for', 0],
    ['a new key, when the known ones are to be asked for again', 11],
  ] as const) {
    test(`whose token names ${name} is signed in after one more request`, async () => {
      const site = await createSite();
      await logIn(site);
      rotate(site);
      site.clock.time += minutes * MINUTE;

      assert.equal(await logIn(site), 'signed-in');
      assert.equal(await logIn(site), 'signed-in');
      assert.equal(site.provider.count(JWKS), 2);
    });
  }

  test('whose token names no key is refused once Kakao has added a second key', async () => {
    const site = await createSite();
    await logIn(site);
    const [first, second] = site.provider.keys;
    site.provider.published = [first!.publicJwk, second!.publicJwk];
    site.provider.makeIdToken = (claims, header) =>
      new SignJWT(claims).setProtectedHeader({alg: header.alg, typ: 'JWT'}).sign(first!.privateKey);
    site.clock.time += 5 * MINUTE;

    assert.equal(await logIn(site), 'id_token_invalid');
  });

  test('whose token names a new key ends in provider_unavailable, not in a forgery, while that cannot be had', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);
    site.provider.on(JWKS, () => new Response('oops', {status: 503}));
    await assertRefused(site, await site.post(site.prepare()), 'provider_unavailable');
    site.provider.on(JWKS, () => Response.json({keys: site.provider.published}));

    assert.equal(await logIn(site), 'provider_unavailable');
    assert.equal(site.provider.count(JWKS), 2);
    site.clock.time += 30_000;

    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 3);
  });
});
