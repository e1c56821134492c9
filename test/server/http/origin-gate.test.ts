import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toReference} from '../../../src/shared/reference.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {Problem} from '../../../src/shared/wire.js';
import {createSite, ENDPOINT, ORIGIN, toCookieHeader, toPost} from '../support/site.js';

// Which headers a request must have, and which let a page read its answer: input/request-headers.test.ts.

describe('a refusal', () => {
  const unheard: [name: string, headers: Record<string, string | null>, method: string, code: ErrorCode][] = [
    ['an origin that is not the site’s', {Origin: 'https://evil.example'}, 'POST', 'origin_refused'],
    ['no origin', {Origin: null}, 'POST', 'origin_refused'],
    ['no header of the widget', {'X-Kakao-Sync': null}, 'POST', 'request_invalid'],
    ['another value of it', {'X-Kakao-Sync': '2'}, 'POST', 'request_invalid'],
    ['a form', {'Content-Type': 'application/x-www-form-urlencoded'}, 'POST', 'request_invalid'],
    ['no content type', {'Content-Type': null}, 'POST', 'request_invalid'],
    ['another method', {}, 'PUT', 'request_invalid'],
    ['a preflight from elsewhere', {Origin: 'https://evil.example'}, 'OPTIONS', 'origin_refused'],
  ];
  for (const [name, changes, method, code] of unheard) {
    test(`of ${name} is answered at once, unread, under a reference of its own`, async (t) => {
      const site = await createSite();
      const {headers} = toPost(new Uint8Array(), changes);
      let isRead = false;
      const {tx} = site.prepare();
      const body = new ReadableStream(
        {
          pull(controller) {
            isRead = true;
            controller.enqueue(new TextEncoder().encode(JSON.stringify({tx})));
            return new Promise(() => undefined);
          },
        },
        {highWaterMark: 0},
      );
      t.mock.timers.enable({apis: ['setTimeout']});

      const request = new Request(ENDPOINT, {method, headers, body, duplex: 'half'} as RequestInit);
      const responses = [await site.server.session(request), await site.server.session(request)];

      const problems = (await Promise.all(responses.map((response) => response.json()))) as Problem[];
      const refs = problems.map(({ref}) => ref);
      for (const problem of problems) assert.equal(problem.code, code);
      for (const ref of refs) assert.match(ref ?? '', /^KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);
      assert.deepEqual([isRead, request.bodyUsed], [false, false]);
      assert.deepEqual(
        site.reports.map(({ref}) => ref),
        refs,
      );
      assert.equal(new Set([...refs, toReference(tx)]).size, 3);
    });
  }

  test('of a body that is none has a reference too', async () => {
    const site = await createSite();

    const problem = (await (await site.post('{"tx":')).json()) as Problem;

    assert.match(problem.ref ?? '', /^KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);
    assert.equal(site.reports[0]!.ref, problem.ref);
  });

  for (const [what, changes, hint] of [
    ['another origin', {Origin: 'https://m.shop.example'}, /the origin https:\/\/m\.shop\.example: .*allowedOrigins/],
    ['no origin', {Origin: null}, /the origin \(none\): .*allowedOrigins/],
    ['no header of the widget', {'X-Kakao-Sync': null}, /the header X-Kakao-Sync: 1/],
    ['no content type', {'Content-Type': null}, /content type is not application\/json/],
  ] as const) {
    test(`tells the site that the request had ${what}`, async () => {
      const site = await createSite();

      await site.post(new TextEncoder().encode(JSON.stringify(site.prepare())), changes);

      assert.match(site.reports[0]!.hint, hint);
    });
  }
});

describe('CORS', () => {
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
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, HEAD, POST');
    assert.equal(response.headers.get('access-control-allow-headers'), 'content-type, x-kakao-sync, x-csrf-token');
    assert.equal(response.headers.get('access-control-max-age'), '600');
    assert.deepEqual(site.metrics, []);
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
    const Cookie = toCookieHeader(await site.post(site.prepare()));

    const response = await site.get({Cookie});

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.deepEqual(response.headers.getSetCookie(), ['shop=1; Path=/']);
  });
});
