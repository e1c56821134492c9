import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import {SignJWT} from 'jose';
import {createSigningKeys} from '../../../src/server/kakao/signing-keys.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {assertNobodyMade, assertRefused, createSite, readEnd, type Site} from '../support/site.js';

const JWKS = '/.well-known/jwks.json';
const ADDRESS = `https://kauth.kakao.com${JWKS}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const logIn = (site: Site): Promise<unknown> => readEnd(site.post(site.prepare()));

function rotate(site: Site): void {
  const {kid, privateKey, publicJwk} = site.provider.keys[1]!;
  site.provider.published = [publicJwk];
  site.provider.makeIdToken = (claims, header) =>
    new SignJWT(claims).setProtectedHeader({...header, kid}).sign(privateKey);
}

describe('Kakao’s public keys', () => {
  test('are asked for once for many logins', async () => {
    const site = await createSite();

    const statuses = await Promise.all(Array.from({length: 20}, () => logIn(site)));
    await logIn(site);

    assert.deepEqual(new Set(statuses), new Set(['signed-in']));
    assert.equal(site.provider.count(JWKS), 1);
  });

  test('are asked for again after ten minutes', async () => {
    const site = await createSite();
    await logIn(site);

    site.clock.time += 10 * MINUTE - 1;
    await logIn(site);
    assert.equal(site.provider.count(JWKS), 1);
    site.clock.time += 1;
    await logIn(site);

    assert.equal(site.provider.count(JWKS), 2);
  });

  test('are asked for beside a login, and serve the next one', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);
    site.clock.time += 11 * MINUTE;
    const {reached, release} = site.provider.holdNext(JWKS);

    // Its own token names a new key, so that this one waits for them after all.
    const first = logIn(site);
    await reached;
    release();

    assert.equal(await first, 'signed-in');
    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 2);
  });

  test('oidcc-client-test-signing-key-rotation: are asked for when a token names a new one', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);
    site.clock.time += 5 * MINUTE;

    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 2);
  });

  test('oidcc-client-test-signing-key-rotation-just-before-signing: also right after they were asked for', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);

    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 2);
  });

  test('are asked for at most twice in 30 seconds, however many tokens name unknown ones', async () => {
    const site = await createSite();
    const {privateKey} = site.provider.keys[1]!;
    let number = 0;
    site.provider.makeIdToken = (claims, header) =>
      new SignJWT(claims).setProtectedHeader({...header, kid: `x-${number++}`}).sign(privateKey);

    for (let attempt = 0; attempt < 100; attempt++) await site.post(site.prepare());

    assert.equal(site.provider.count(JWKS), 2);
    assert.deepEqual(new Set(site.metrics.map(({outcome}) => outcome)), new Set(['id_token_invalid']));
    assertNobodyMade(site);
    site.clock.time += 30_000;
    await site.post(site.prepare());
    assert.equal(site.provider.count(JWKS), 3);
  });

  test('end in provider_unavailable where a token names a new one and they cannot be had', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);
    site.provider.on(JWKS, () => new Response('oops', {status: 503}));

    const response = await site.post(site.prepare());

    await assertRefused(site, response, 'provider_unavailable');
  });

  test('end in provider_unavailable, not in a forgery, while they may not be asked for again after a failure', async () => {
    const site = await createSite();
    await logIn(site);
    rotate(site);
    site.provider.on(JWKS, () => new Response('oops', {status: 503}));
    await logIn(site);
    site.provider.on(JWKS, () => Response.json({keys: site.provider.published}));

    assert.equal(await logIn(site), 'provider_unavailable');
    assert.equal(site.provider.count(JWKS), 2);
    site.clock.time += 30_000;

    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 3);
  });
});

/** What becomes of a request for keys. */
type Fault = readonly [name: string, answer: () => Response | Promise<Response>, code: ErrorCode];

const AT_ONCE: readonly Fault[] = [
  ['answers 500', () => new Response('oops', {status: 500}), 'provider_unavailable'],
  ['answers 429', () => new Response('slow down', {status: 429}), 'provider_unavailable'],
  [
    'answers a redirect',
    () => new Response(null, {status: 302, headers: {Location: 'https://evil.example/'}}),
    'provider_bad_response',
  ],
  ['has no keys', () => Response.json({keys: []}), 'provider_bad_response'],
  ['is HTML', () => new Response('<h1>Maintenance</h1>'), 'provider_bad_response'],
  ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'provider_unavailable'],
];
const SLOW: readonly Fault[] = [
  ['hangs', () => new Promise(() => undefined), 'provider_unavailable'],
  ['begins its answer and hangs', () => new Response(new ReadableStream({})), 'provider_unavailable'],
];
const AGES: readonly [name: string, age: number, requests: number][] = [
  ['just loaded', 0, 0],
  ['9 minutes old', 9 * MINUTE, 0],
  ['11 minutes old', 11 * MINUTE, 1],
  ['24 hours old', 24 * HOUR, 1],
];

describe('two logins at once', () => {
  for (const [name, answer] of [...AT_ONCE, ...SLOW]) {
    test(`wait for nothing while the keys are known, and JWKS ${name}`, async (t) => {
      for (const [age, milliseconds, requests] of AGES) {
        const site = await createSite();
        await logIn(site);
        site.provider.requests.length = 0;
        site.clock.time += milliseconds;
        site.provider.on(JWKS, answer);
        t.mock.timers.enable({apis: ['setTimeout']});

        assert.deepEqual(await Promise.all([logIn(site), logIn(site)]), ['signed-in', 'signed-in'], age);
        assert.equal(site.provider.count(JWKS), requests, age);
        assert.deepEqual(site.reports, []);
        t.mock.timers.reset();
      }
    });
  }

  for (const state of ['older than a day', 'that nobody has yet'] as const) {
    const setUp = async (): Promise<Site> => {
      const site = await createSite();
      if (state === 'that nobody has yet') return site;
      await logIn(site);
      site.provider.requests.length = 0;
      site.clock.time += 24 * HOUR + 1;
      return site;
    };

    for (const fault of [...AT_ONCE, ...SLOW]) {
      const [name, answer, code] = fault;
      test(`with keys ${state} are refused, and spend no code, where JWKS ${name}`, async (t) => {
        const site = await setUp();
        const members = site.members.size;
        const logins = [site.prepare(), site.prepare()];
        const reached = new Promise<void>((resolve) => {
          site.provider.on(JWKS, () => (resolve(), answer()));
        });
        t.mock.timers.enable({apis: ['setTimeout']});

        const answers = Promise.all(logins.map((login) => site.post(login)));
        await reached;
        if (SLOW.includes(fault)) t.mock.timers.tick(5000);

        for (const response of await answers) assert.equal(await readEnd(response), code);
        assert.deepEqual(
          site.provider.requests.map(({path}) => path),
          [JWKS],
        );
        assert.equal(site.members.size, members);
        t.mock.timers.reset();
        site.provider.on(JWKS, () => Response.json({keys: site.provider.published}));
        site.clock.time += 1000;
        for (const login of logins) assert.equal(await readEnd(site.post(login)), 'signed-in');
      });
    }

    test(`with keys ${state} go on as soon as a slow JWKS has answered`, async () => {
      const site = await setUp();
      const {reached, release} = site.provider.holdNext(JWKS);

      const statuses = Promise.all([logIn(site), logIn(site)]);
      await reached;
      assert.equal(site.provider.count('/oauth/token'), 0);
      release();

      assert.deepEqual(await statuses, ['signed-in', 'signed-in']);
      assert.equal(site.provider.count(JWKS), 1);
    });
  }
});

/** Keys of a provider that is down at first, and a clock. */
async function createKeys() {
  const {provider} = await createSite();
  const {published} = provider;
  const clock = {time: 0};
  const state = {
    isDown: true,
    requests: 0,
    answer: (): Promise<Response> =>
      Promise.resolve(state.isDown ? new Response('', {status: 500}) : Response.json({keys: published})),
  };
  const keys = createSigningKeys(
    () => {
      state.requests++;
      return state.answer();
    },
    ADDRESS,
    () => clock.time,
  );
  const refuse = (): Promise<void> => assert.rejects(keys.read(), {code: 'provider_unavailable'});
  return {keys, clock, state, published, refuse};
}

describe('a cold start', () => {
  test('asks for the keys once for a thousand logins', async () => {
    const {keys, state} = await createKeys();

    const reads = await Promise.allSettled(Array.from({length: 1000}, () => keys.read()));

    assert.ok(reads.every(({status}) => status === 'rejected'));
    assert.equal(state.requests, 1);
  });

  test('asks again 1, 2, 4, 8, 16, 30 and 30 seconds after a failure, and not before', async () => {
    const {clock, state, refuse} = await createKeys();
    await refuse();

    for (const [index, pause] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
      clock.time += pause - 1;
      await refuse();
      assert.equal(state.requests, index + 1, `before ${pause} ms are over`);
      clock.time += 1;
      await refuse();
      assert.equal(state.requests, index + 2, `after ${pause} ms`);
    }
  });

  test('after a success begins with a second again', async () => {
    const {keys, clock, state, refuse} = await createKeys();
    await refuse();
    clock.time += 1000;
    await refuse();
    clock.time += 2000;
    state.isDown = false;
    await keys.read();

    clock.time += 25 * HOUR;
    state.isDown = true;
    await refuse();
    state.isDown = false;
    clock.time += 1000;

    assert.equal((await keys.read()).size, 1);
  });

  test('is over with a clock that is set back: no pause outlasts it', async () => {
    const {keys, clock, state, refuse} = await createKeys();
    await refuse();
    state.isDown = false;
    clock.time -= HOUR;

    assert.equal((await keys.read()).size, 1);
  });
});

describe('a reload that fails beside the logins', () => {
  test('is tried again after 1, 2 and 4 seconds, and stops nobody', async () => {
    const site = await createSite();
    await logIn(site);
    site.provider.on(JWKS, () => new Response('', {status: 500}));
    site.clock.time += HOUR;

    for (const [index, pause] of [0, 1000, 2000, 4000].entries()) {
      site.clock.time += pause;
      for (let attempt = 0; attempt < 5; attempt++) assert.equal(await logIn(site), 'signed-in');
      assert.equal(site.provider.count(JWKS), index + 2);
    }
  });
});

describe('a request for keys without an end', () => {
  /** Requests that the host has stopped, timers included: nothing of them ever settles. */
  async function setUp({mock}: TestContext) {
    mock.timers.enable({apis: ['setTimeout']});
    const {keys, clock, state, published} = await createKeys();
    const answers: ((response: Response) => void)[] = [];
    state.answer = () => new Promise((resolve) => answers.push(resolve));
    return {keys, clock, answers, answer: (index: number): void => answers[index]?.(Response.json({keys: published}))};
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

test('those who miss a key at the same time share one request, and who misses it of older keys needs none', async () => {
  const site = await createSite();
  const [old, replacing] = site.provider.keys.map(({publicJwk}) => ({keys: [publicJwk]}));
  const answers = [old, replacing];
  let requests = 0;
  const keys = createSigningKeys(
    () => Promise.resolve(Response.json(answers[requests++])),
    ADDRESS,
    () => 0,
  );
  const tried = await keys.read();

  const [first, ...others] = await Promise.all([1, 2, 3].map(() => keys.readAgain(tried)));
  const late = await keys.readAgain(tried);

  assert.ok(first && first !== tried);
  assert.deepEqual(new Set([...others, late]), new Set([first]));
  assert.equal(requests, 2);
  assert.equal(await keys.readAgain(first), null, 'not asked again at once where the newest lack it too');
});
