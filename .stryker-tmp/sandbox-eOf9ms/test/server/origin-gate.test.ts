import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {drawSeed} from './support/seed.js';
import {
  assertNobodyMade,
  assertRefused,
  createSite,
  ENDPOINT,
  json,
  ORIGIN,
  REDIRECT_URI,
  type Site,
} from './support/site.js';

const OTHER_ORIGINS = [
  'https://shop.example.evil',
  'https://evil-shop.example',
  'https://shop.example:444',
  'https://shop.example:443',
  'http://shop.example',
  'https://SHOP.example',
  'https://shop.example/',
  'https://m.shop.example',
  'https://shop.example, https://evil.example',
  'https://shop.example https://evil.example',
  'https://user@shop.example',
  'file://',
  '*',
];

async function assertNothingSent(site: Site): Promise<void> {
  assert.deepEqual(site.provider.requests, []);
  assertNobodyMade(site);
  assert.equal(await site.get().then(async (response) => (await json(response))['status']), 'signed-out');
}

describe('a POST', () => {
  for (const origin of OTHER_ORIGINS) {
    test(`is refused from the origin ${origin}`, async () => {
      const site = await createSite();

      const response = await site.post(site.prepare(), {Origin: origin});

      await assertRefused(site, response, 'origin_refused');
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      await assertNothingSent(site);
    });
  }

  for (const origin of [null, 'null'] as const) {
    for (const site of [null, 'cross-site', 'same-site', 'none', 'Same-Origin'] as const) {
      test(`is refused with Origin ${origin ?? 'absent'} and Sec-Fetch-Site ${site ?? 'absent'}`, async () => {
        const shop = await createSite();

        const response = await shop.post(shop.prepare(), {Origin: origin, 'Sec-Fetch-Site': site});

        await assertRefused(shop, response, 'origin_refused');
        await assertNothingSent(shop);
      });
    }

    test(`passes with Origin ${origin ?? 'absent'} where the browser vouches for the same origin`, async () => {
      const shop = await createSite();

      const response = await shop.post(shop.prepare(), {Origin: origin, 'Sec-Fetch-Site': 'same-origin'});

      assert.equal(response.status, 200);
    });
  }

  test('is refused from another origin that the browser calls the same', async () => {
    const site = await createSite();

    const response = await site.post(site.prepare(), {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'same-origin',
    });

    await assertRefused(site, response, 'origin_refused');
  });

  test('never takes its host for its origin', async () => {
    const site = await createSite();

    const response = await site.post(site.prepare(), {
      Origin: 'https://evil.example',
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example;proto=https',
    });

    await assertRefused(site, response, 'origin_refused');
  });

  for (const value of [null, '', '0', '2', 'true', '1, 1', 'one']) {
    test(`is refused with the client header ${JSON.stringify(value)}`, async () => {
      const site = await createSite();

      const response = await site.post(site.prepare(), {'X-Kakao-Sync': value});

      await assertRefused(site, response, 'request_invalid');
      assert.equal(response.status, 400);
      await assertNothingSent(site);
    });
  }

  for (const type of [
    null,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/problem+json',
    'text/plain; application/json',
    'application /json',
  ]) {
    test(`is refused with the content type ${JSON.stringify(type)}`, async () => {
      const site = await createSite();
      const body = new TextEncoder().encode(JSON.stringify(site.prepare()));

      const response = await site.post(body, {'Content-Type': type});

      await assertRefused(site, response, 'request_invalid');
      assert.equal(response.status, 415);
      await assertNothingSent(site);
    });
  }

  for (const type of ['application/json;charset=utf-8', 'Application/JSON ; charset=UTF-8']) {
    test(`passes with the content type ${type}`, async () => {
      const site = await createSite();

      const response = await site.post(site.prepare(), {'Content-Type': type});

      assert.equal(response.status, 200);
    });
  }

  test('is refused from every generated origin but the allowed one', async (t) => {
    const site = await createSite();
    const part = fc.constantFrom(
      'https://',
      'http://',
      'shop',
      '.',
      'example',
      ':',
      '443',
      '/',
      'evil',
      '@',
      '-',
      'null',
    );
    const seed = drawSeed(t);
    await fc.assert(
      fc.asyncProperty(fc.array(part, {minLength: 1, maxLength: 8}), async (parts) => {
        const origin = parts.join('');
        const response = await site.post({purpose: 'logout'}, {Origin: origin, 'Sec-Fetch-Site': 'cross-site'});
        assert.equal(response.status === 200, origin === ORIGIN, origin);
        assert.equal(response.headers.get('access-control-allow-origin'), origin === ORIGIN ? ORIGIN : null);
      }),
      {seed, numRuns: 1000},
    );
  });
});

describe('a GET', () => {
  const rows: [origin: string | null, site: string | null, passes: boolean][] = [
    [null, 'same-origin', true],
    [null, null, true],
    [ORIGIN, 'same-site', true],
    [ORIGIN, null, true],
    ['null', 'same-origin', true],
    ['null', null, false],
    [null, 'cross-site', false],
    [null, 'same-site', false],
    [null, 'none', false],
    ['https://evil.example', null, false],
    ['https://evil.example', 'same-origin', false],
  ];
  for (const [origin, fetchSite, passes] of rows) {
    test(`${passes ? 'passes' : 'is refused'} with Origin ${origin} and Sec-Fetch-Site ${fetchSite}`, async () => {
      const site = await createSite();

      const response = await site.get({Origin: origin, 'Sec-Fetch-Site': fetchSite});

      if (passes) assert.deepEqual(await json(response), {status: 'signed-out'});
      else await assertRefused(site, response, 'origin_refused');
    });
  }

  test('is refused without the client header', async () => {
    const site = await createSite();

    const response = await site.get({'X-Kakao-Sync': null});

    await assertRefused(site, response, 'request_invalid');
  });

  test('is answered to HEAD without a body', async () => {
    const site = await createSite();
    const request = new Request(ENDPOINT, {method: 'HEAD', headers: {'X-Kakao-Sync': '1'}});

    const response = await site.server.session(request);

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(await response.text(), '');
  });
});

describe('another method', () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
    test(`${method} is not allowed, whoever asks`, async () => {
      const site = await createSite();
      const request = new Request(ENDPOINT, {method, headers: {Origin: ORIGIN, 'X-Kakao-Sync': '1'}});

      const response = await site.server.session(request);

      await assertRefused(site, response, 'request_invalid');
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET, HEAD, POST, OPTIONS');
    });
  }
});

describe('CORS', () => {
  test('lets an allowed page of another origin read the answer, with credentials', async () => {
    const site = await createSite();

    const response = await site.post(site.prepare());

    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.equal(response.headers.get('access-control-allow-credentials'), 'true');
    assert.equal(response.headers.get('access-control-expose-headers'), 'Retry-After');
    assert.match(response.headers.get('vary') ?? '', /\bOrigin\b/);
  });

  test('answers the preflight of an allowed page, with the site’s own headers', async () => {
    const site = await createSite({allowedHeaders: ['X-CSRF-Token']});
    const request = new Request(ENDPOINT, {
      method: 'OPTIONS',
      headers: {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type, x-csrf-token, x-kakao-sync',
      },
    });

    const response = await site.server.session(request);

    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, HEAD, POST');
    assert.equal(response.headers.get('access-control-allow-headers'), 'content-type, x-kakao-sync, x-csrf-token');
    assert.equal(response.headers.get('access-control-allow-credentials'), 'true');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('vary') ?? '', /\bOrigin\b/);
    assert.deepEqual(site.metrics, []);
  });

  test('refuses the preflight of any other page', async () => {
    const site = await createSite();
    const request = new Request(ENDPOINT, {method: 'OPTIONS', headers: {Origin: 'https://evil.example'}});

    const response = await site.server.session(request);

    await assertRefused(site, response, 'origin_refused');
    for (const [name] of response.headers) assert.doesNotMatch(name, /^access-control-/);
  });

  test('cannot be opened by a hook', async () => {
    const site = await createSite({
      readMember(_id, _issuedAt, {responseHeaders}) {
        responseHeaders.set('Access-Control-Allow-Origin', '*');
        responseHeaders.set('Cache-Control', 'public');
        responseHeaders.set('Content-Type', 'text/html');
        responseHeaders.append('Set-Cookie', 'shop=1; Path=/');
        return {id: 'm-1'};
      },
    });
    const login = await site.post(site.prepare({redirectUri: REDIRECT_URI}));
    const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;

    const response = await site.get({Cookie: cookie});

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.deepEqual(response.headers.getSetCookie(), ['shop=1; Path=/']);
  });
});
