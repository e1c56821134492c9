import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import fc from 'fast-check';
import {Family} from '../../support/family.js';
import {assertNobodyMade, assertRefused, createSite, ENDPOINT, json, ORIGIN} from '../support/site.js';
import {type Headers as Changes, OTHERS, POSTS} from './request-headers.js';

const OURS = {Origin: ORIGIN, 'X-Kakao-Sync': '1'};
const toBody = (body: object): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

/** A request of the widget with these changes. */
function toRequest(method: string, changes: Changes, body?: Uint8Array): Request {
  const headers = new Headers({...OURS, ...(body && {'Content-Type': 'application/json'})});
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Request(ENDPOINT, {method, headers, ...(body && {body: body as BodyInit})});
}

/** What lets a browser give the answer to a page is there for allowed origins, and for nobody else. */
function assertReadable(response: Response, {headers}: Request): void {
  const isAllowed = headers.get('origin') === ORIGIN;
  assert.equal(response.headers.get('access-control-allow-origin'), isAllowed ? ORIGIN : null);
  assert.equal(response.headers.get('access-control-allow-credentials'), isAllowed ? 'true' : null);
  assert.equal(response.headers.get('access-control-allow-private-network'), null);
  assert.match(response.headers.get('vary') ?? '', /\bOrigin\b/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
}

describe('the headers of a request', () => {
  const family = new Family('C11', 'request headers', after);

  for (const [id, end, changes] of POSTS) {
    test(`C11 post ${id}: ${end}`, async () => {
      const site = await createSite();
      const request = toRequest('POST', changes, toBody(site.prepare()));

      const response = await site.server.session(request);

      assertReadable(response, request);
      if (end !== 'fulfilled') {
        assert.equal(response.status, Number(end.split(' ')[0]));
        await assertRefused(site, response, end.split(' ')[1]!);
        assert.deepEqual(site.provider.requests, []);
        assertNobodyMade(site);
        family.judge('refused');
        return;
      }
      assert.equal((await json(response))['status'], 'signed-in', JSON.stringify(site.reports));
      family.judge('accepted');
    });
  }

  for (const [id, end, changes, {method = 'GET'} = {}] of OTHERS) {
    test(`C11 ${id}: ${end}`, async () => {
      const site = await createSite();
      const request = toRequest(method, changes);

      const response = await site.server.session(request);

      assertReadable(response, request);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
      assert.deepEqual(response.headers.getSetCookie(), []);
      if (end !== 'fulfilled') {
        assert.equal(response.status, Number(end.split(' ')[0]));
        assert.equal(response.headers.get('allow'), response.status === 405 ? 'GET, HEAD, POST, OPTIONS' : null);
        if (method === 'HEAD') assert.equal(await response.text(), '');
        else await assertRefused(site, response, end.split(' ')[1]!);
        family.judge('refused');
        return;
      }
      assert.equal(response.status, method === 'OPTIONS' ? 204 : 200);
      if (method === 'GET') assert.deepEqual(await json(response), {status: 'signed-out'});
      else assert.equal(await response.text(), '');
      family.judge('accepted');
    });
  }

  test('pass exactly where all of them are as they must be', async () => {
    const site = await createSite();
    const text = fc.string({maxLength: 6}).filter((value) => !/[^\x20-\x7e]/.test(value));
    const origin = fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(ORIGIN, ORIGIN, null, 'null')},
      fc
        .array(
          fc.constantFrom('https://', 'http://', 'shop', '.', 'example', ':', '443', '/', 'evil', '@', '-', 'null'),
          {
            maxLength: 8,
          },
        )
        .map((parts) => parts.join('')),
      text,
    );
    const fetchSite = fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(null, 'same-origin', 'same-origin', 'same-site', 'cross-site', 'none')},
      text,
    );
    const client = fc.oneof({weight: 8, arbitrary: fc.constantFrom('1', '1', '1', '1', '1', null, '', '0')}, text);
    const type = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          'application/json',
          'application/json',
          'application/json;charset=utf-8',
          null,
          'text/plain',
        ),
      },
      text.map((value) => `application/json${value}`),
    );
    const method = fc.constantFrom('POST', 'POST', 'POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE');

    await family.alwaysAsync(
      4000,
      fc.asyncProperty(method, origin, fetchSite, client, type, async (verb, from, by, header, kind) => {
        const body = verb === 'POST' || verb === 'PUT' ? toBody({purpose: 'logout'}) : undefined;
        const changes = {
          Origin: from,
          'Sec-Fetch-Site': by,
          'X-Kakao-Sync': header,
          ...(body && {'Content-Type': kind}),
        };
        const request = toRequest(verb, changes, body);
        const response = await site.server.session(request);

        assertReadable(response, request);
        assert.equal(response.status, toStatus(request), JSON.stringify(changes));
        family.judge(response.status < 400 ? 'accepted' : 'refused');
      }),
    );
    assert.deepEqual(site.provider.requests, []);
    assertNobodyMade(site);
  });
});

/** The rules once more, from the headers as the server gets them. */
function toStatus({method, headers}: Request): number {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (!/^(GET|HEAD|POST|OPTIONS)$/.test(method)) return 405;
  const isVouchedFor = site === 'same-origin' && (origin === null || origin === 'null');
  const isBareRead = /^(GET|HEAD)$/.test(method) && origin === null && site === null;
  if (origin !== ORIGIN && !isVouchedFor && !isBareRead) return 403;
  if (method === 'OPTIONS') return 204;
  if (headers.get('x-kakao-sync') !== '1') return 400;
  const isJson = /^\s*application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '');
  return method === 'POST' && !isJson ? 415 : 200;
}
