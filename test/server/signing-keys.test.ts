import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {SignJWT} from 'jose';
import {createSigningKeys} from '../../src/server/signing-keys.js';
import {assertNobodyMade, assertRefused, createSite, json, type Site} from './support/site.js';

const JWKS = '/.well-known/jwks.json';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function logIn(site: Site): Promise<unknown> {
  return (await json(await site.post(site.prepare())))['status'];
}

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
    assert.equal(site.reports.filter(({code}) => code === 'id_token_invalid').length, 100);
    assertNobodyMade(site);
    site.clock.time += 30_000;
    await site.post(site.prepare());
    assert.equal(site.provider.count(JWKS), 3);
  });

  for (const [name, answer] of [
    ['answer 500', () => new Response('oops', {status: 500})],
    ['answer 429', () => new Response('slow down', {status: 429})],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
  ] as const) {
    test(`that ${name} at a cold start end the login in provider_unavailable`, async () => {
      const site = await createSite();
      site.provider.on(JWKS, answer);

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'provider_unavailable');
      assert.equal(site.provider.count('/v2/user/me'), 0);
      assertNobodyMade(site);
    });

    test(`that ${name} later are replaced by the known ones, for a day`, async () => {
      const site = await createSite();
      await logIn(site);
      site.provider.on(JWKS, answer);

      site.clock.time += 24 * HOUR - 1;
      assert.equal(await logIn(site), 'signed-in');
      site.clock.time += 31_000;
      const response = await site.post(site.prepare());

      assert.equal((await json(response))['code'], 'provider_unavailable');
    });
  }

  test('are not asked for more than every 30 seconds while they cannot be had', async () => {
    const site = await createSite();
    await logIn(site);
    site.provider.on(JWKS, () => new Response('oops', {status: 500}));
    site.clock.time += HOUR;

    for (let attempt = 0; attempt < 20; attempt++) assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 2);
    site.clock.time += 30_000;
    await logIn(site);

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

    const early = await site.post(site.prepare());
    assert.equal((await json(early))['code'], 'provider_unavailable');
    assert.equal(site.provider.count(JWKS), 2);
    site.clock.time += 30_000;

    assert.equal(await logIn(site), 'signed-in');
    assert.equal(site.provider.count(JWKS), 3);
  });
});

test('reads at the same time share one request, and a failed one is forgotten', async () => {
  const site = await createSite();
  const answers = [new Response('oops', {status: 500}), Response.json({keys: site.provider.published})];
  let requests = 0;
  const keys = createSigningKeys(
    () => Promise.resolve(answers[requests++]!),
    'https://kauth.kakao.com/.well-known/jwks.json',
    () => 0,
  );

  const first = await Promise.allSettled([keys.read(), keys.read(), keys.read()]);
  const second = await Promise.all([keys.read(), keys.read()]);

  assert.ok(first.every(({status}) => status === 'rejected'));
  assert.ok(second.every((set) => set.size === 1));
  assert.equal(requests, 2);
});

test('those who miss a key at the same time share one request, and who misses it of older keys needs none', async () => {
  const site = await createSite();
  const [old, replacing] = site.provider.keys.map(({publicJwk}) => ({keys: [publicJwk]}));
  const answers = [old, replacing];
  let requests = 0;
  const keys = createSigningKeys(
    () => Promise.resolve(Response.json(answers[requests++])),
    'https://kauth.kakao.com/.well-known/jwks.json',
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

test('creating signing keys asks for nothing', () => {
  let requests = 0;
  createSigningKeys(
    () => {
      requests++;
      return Promise.reject(new Error('no'));
    },
    'https://kauth.kakao.com/.well-known/jwks.json',
    Date.now,
  );

  assert.equal(requests, 0);
});
