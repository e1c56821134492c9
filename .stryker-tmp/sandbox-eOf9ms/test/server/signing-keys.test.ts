import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {generateKeyPair, exportJWK, SignJWT, type JWK} from 'jose';
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

  const lists: [name: string, body: () => Promise<string> | string, status?: number][] = [
    ['HTML', () => '<h1>hello</h1>'],
    ['empty', () => ''],
    ['null', () => 'null'],
    ['no keys', () => '{}'],
    ['an empty list', () => '{"keys":[]}'],
    ['keys that are no list', () => '{"keys":{"0":{}}}'],
    ['keys that are no objects', () => '{"keys":[1,null]}'],
    ['larger than 256 KiB', () => `{"keys":[{"kty":"RSA","n":"${'A'.repeat(300_000)}"}]}`],
    ['a redirect', () => '', 302],
    ['not found', () => '{}', 404],
  ];
  for (const [name, body, status = 200] of lists) {
    test(`that are ${name} end in provider_bad_response`, async () => {
      const site = await createSite();
      site.provider.on(
        JWKS,
        async () => new Response(await body(), {status, headers: {Location: 'https://evil.example'}}),
      );

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'provider_bad_response');
      assertNobodyMade(site);
    });
  }

  const unusable: [name: string, toKeys: (good: JWK) => Promise<unknown[]> | unknown[]][] = [
    ['a secret one', (good) => [{kty: 'oct', k: 'c2VjcmV0', kid: good.kid, alg: 'HS256'}]],
    [
      'a private one',
      async () => {
        const {privateKey} = await generateKeyPair('RS256', {extractable: true});
        return [{...(await exportJWK(privateKey)), kid: 'key-1', alg: 'RS256'}];
      },
    ],
    ['one for encryption', (good) => [{...good, use: 'enc'}]],
    ['one of another algorithm', (good) => [{...good, alg: 'RS512'}]],
    ['the same name twice', (good) => [good, good]],
    ['half a key', (good) => [{...good, n: undefined}]],
    ['a short modulus', (good) => [{...good, n: good.n?.slice(0, 80)}]],
  ];
  for (const [name, toKeys] of unusable) {
    test(`with ${name} verify nothing`, async () => {
      const site = await createSite();
      const keys = await toKeys(site.provider.keys[0]!.publicJwk);
      site.provider.on(JWKS, () => Response.json({keys}));

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'id_token_invalid');
      assertNobodyMade(site);
    });
  }
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
  const second = await Promise.all([keys.read(), keys.read(), keys.readAgain()]);

  assert.ok(first.every(({status}) => status === 'rejected'));
  assert.ok(second.every((set) => set?.size === 1));
  assert.equal(requests, 2);
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
