import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import fc from 'fast-check';
import {STRANGE_BLANKS, toHeaderForms} from '../../support/cookie-forgeries.js';
import {Family} from '../../support/family.js';
import {assertNobodyMade, assertRefused, createSite, ENDPOINT, json, ORIGIN, toHeaders} from '../support/site.js';
import data from './request-headers.json' with {type: 'json'};

/** Headers that differ from those of the widget's own request; null: absent. */
type Changes = Readonly<Record<string, string | null>>;

/** A request, and what it ends as: fulfilled, or its status and code. */
interface Row {
  readonly id: string;
  readonly end: string;
  readonly headers?: Changes;
  readonly method?: string;
}

const FOREIGN = '403 origin_refused';
const NO_CLIENT = '400 request_invalid';
const NO_JSON = '415 request_invalid';

/** A POST that would log in. */
const POSTS: readonly Row[] = [
  ...(data.posts as readonly Row[]),
  {id: 'origin-64-kb', end: FOREIGN, headers: {Origin: `https://${'a'.repeat(65_536)}.example`}},
  {
    id: '500-headers',
    end: 'fulfilled',
    headers: Object.fromEntries(Array.from({length: 500}, (_, index) => [`X-${index}`, 'x'])),
  },
  {id: 'prototype-header', end: 'fulfilled', headers: {__proto__: null, constructor: '1', toString: '1'}},
  // A blank before a value or after it that is none in HTTP, where only space and tab are (RFC 9110 §5.6.3).
  ...toHeaderForms(STRANGE_BLANKS.map((blank) => [`u${blank.charCodeAt(0).toString(16)}`, blank] as const)).flatMap(
    ([id, blank]): Row[] => [
      {id: `origin-after-${id}`, end: FOREIGN, headers: {Origin: blank + ORIGIN}},
      {id: `origin-before-${id}`, end: FOREIGN, headers: {Origin: ORIGIN + blank}},
      {id: `site-after-${id}`, end: FOREIGN, headers: {Origin: null, 'Sec-Fetch-Site': `${blank}same-origin`}},
      {id: `site-before-${id}`, end: FOREIGN, headers: {Origin: null, 'Sec-Fetch-Site': `same-origin${blank}`}},
      {id: `client-header-after-${id}`, end: NO_CLIENT, headers: {'X-Kakao-Sync': `${blank}1`}},
      {id: `client-header-before-${id}`, end: NO_CLIENT, headers: {'X-Kakao-Sync': `1${blank}`}},
      {id: `type-after-${id}`, end: NO_JSON, headers: {'Content-Type': `${blank}application/json`}},
      {id: `type-before-${id}`, end: NO_JSON, headers: {'Content-Type': `application/json${blank}`}},
      {id: `type-and-charset-${id}`, end: NO_JSON, headers: {'Content-Type': `application/json${blank};charset=utf-8`}},
    ],
  ),
];

const OURS = {Origin: ORIGIN, 'X-Kakao-Sync': '1'};
const toBody = (body: object): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

/** A request of the widget with these changes. */
function toRequest(method: string, changes: Changes, body?: Uint8Array): Request {
  const headers = toHeaders({...OURS, ...(body && {'Content-Type': 'application/json'})}, changes);
  return new Request(ENDPOINT, {method, headers, ...(body && {body: body as BodyInit})});
}

/** What lets a browser give the answer to a page is there for allowed origins, and for nobody else. */
function assertReadable(response: Response, {headers}: Request): void {
  const isAllowed = headers.get('origin') === ORIGIN;
  assert.equal(response.headers.get('access-control-allow-origin'), isAllowed ? ORIGIN : null);
  assert.equal(response.headers.get('access-control-allow-credentials'), isAllowed ? 'true' : null);
  assert.equal(response.headers.get('access-control-expose-headers'), isAllowed ? 'Retry-After' : null);
  assert.equal(response.headers.get('access-control-allow-private-network'), null);
  if (response.status === 403) for (const [name] of response.headers) assert.doesNotMatch(name, /^access-control-/);
  assert.match(response.headers.get('vary') ?? '', /\bOrigin\b/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
}

describe('the headers of a request', () => {
  const family = new Family('C11', 'request headers', after);

  for (const {id, end, headers = {}} of POSTS) {
    test(`C11 post ${id}: ${end}`, async () => {
      const site = await createSite();
      const request = toRequest('POST', headers, toBody(site.prepare()));

      const response = await site.server.session(request);

      assertReadable(response, request);
      if (end === 'fulfilled') {
        assert.equal((await json(response))['status'], 'signed-in', JSON.stringify(site.reports));
        family.judge('accepted');
        return;
      }
      await assertRefused(site, response, end.slice(4), Number(end.slice(0, 3)));
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
      family.judge('refused');
    });
  }

  // Requests that only read, or are no request of the widget's at all.
  for (const {id, end, headers = {}, method = 'GET'} of data.others as readonly Row[]) {
    test(`C11 ${id}: ${end}`, async () => {
      const site = await createSite();
      const request = toRequest(method, headers);

      const response = await site.server.session(request);

      assertReadable(response, request);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
      assert.deepEqual(response.headers.getSetCookie(), []);
      if (end !== 'fulfilled') {
        assert.equal(response.status, Number(end.slice(0, 3)));
        assert.equal(response.headers.get('allow'), response.status === 405 ? 'GET, HEAD, POST, OPTIONS' : null);
        if (method === 'HEAD') assert.equal(await response.text(), '');
        else await assertRefused(site, response, end.slice(4));
        family.judge('refused');
        return;
      }
      assert.equal(response.status, method === 'OPTIONS' ? 204 : 200);
      assert.equal(response.headers.get('content-type'), method === 'OPTIONS' ? null : 'application/json');
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
          fc.constantFrom(...['https://', 'http://', 'shop', 'example', 'evil', '443', 'null'], ...Array.from('./:@-')),
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
    const ours = 'application/json';
    const type = fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(ours, ours, `${ours};charset=utf-8`, null, 'text/plain')},
      text.map((value) => ours + value),
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
