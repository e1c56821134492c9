import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {readSessionRequest} from '../../src/server/session-request.js';
import {Refusal} from '../../src/server/refusal.js';
import {drawSeed} from './support/seed.js';
import {
  assertNobodyMade,
  assertRefused,
  createSite,
  ENDPOINT,
  ORIGIN,
  REDIRECT_URI,
  REST_KEY,
  token,
} from './support/site.js';

const GOOD = {
  purpose: 'login',
  tx: token(),
  code: 'code-1',
  redirectUri: REDIRECT_URI,
  clientId: REST_KEY,
  nonceSecret: token(),
};

describe('a body', () => {
  const bodies: [name: string, body: string | Uint8Array, status?: number][] = [
    ['empty', ''],
    ['not JSON', '{"purpose":"login"'],
    ['HTML', '<!doctype html><p>hello'],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"login"'],
    ['an array', '[{"purpose":"logout"}]'],
    ['a form', 'purpose=logout'],
    ['trailing comma', '{"purpose":"logout",}'],
    ['two documents', '{"purpose":"logout"}{"purpose":"logout"}'],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['cut UTF-8', new Uint8Array([0x22, 0xea, 0xb0])],
    ['deep', '['.repeat(30_000)],
    ['65,537 bytes', `{"purpose":"logout","x":"${'x'.repeat(65_537 - 27)}"}`, 413],
    ['1 MB', `{"purpose":"logout","x":"${'x'.repeat(1_000_000)}"}`, 413],
    ['no purpose', '{}'],
    ['purpose of another type', '{"purpose":["logout"]}'],
  ];
  for (const [name, body, status = 400] of bodies) {
    test(`that is ${name} is refused`, async () => {
      const site = await createSite();

      const response = await site.post(body);

      await assertRefused(site, response, 'request_invalid');
      assert.equal(response.status, status);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
    });
  }

  test('of 65,536 bytes is read', async () => {
    const site = await createSite();
    const body = `{"purpose":"logout","x":"${'x'.repeat(65_536 - 27)}"}`;
    assert.equal(body.length, 65_536);

    const response = await site.post(body);

    assert.equal(response.status, 200);
  });

  test('that something else has read already is refused with a hint', async () => {
    const site = await createSite();
    const request = new Request(ENDPOINT, {
      method: 'POST',
      headers: {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'},
      body: JSON.stringify(GOOD),
    });
    await request.text();

    const response = await site.server.session(request);

    await assertRefused(site, response, 'request_invalid');
    assert.match(site.reports[0]!.hint, /before anything else reads its body/);
  });

  test('that never ends is refused after 10 seconds', async (t) => {
    const site = await createSite();
    t.mock.timers.enable({apis: ['setTimeout']});
    const request = new Request(ENDPOINT, {
      method: 'POST',
      headers: {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'},
      body: new ReadableStream({start: (controller) => controller.enqueue(new TextEncoder().encode('{'))}),
      duplex: 'half',
    } as RequestInit);

    const answer = site.server.session(request);
    t.mock.timers.tick(10_000);

    const response = await answer;
    await assertRefused(site, response, 'request_invalid');
    assert.equal(response.status, 408);
  });
});

describe('a purpose', () => {
  for (const purpose of ['terms', 'link', 'unlink', '', 'LOGIN', 'constructor', '__proto__', 'toString']) {
    test(`"${purpose}" is not supported, and nothing is done`, async () => {
      const site = await createSite();

      const login = site.prepare({purpose});
      const response = await site.post(login);

      const problem = await assertRefused(site, response, 'purpose_unsupported');
      assert.equal(problem['ref'], `KS-${login.tx.slice(0, 6)}`);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
    });
  }
});

describe('readSessionRequest', () => {
  const refused: [field: string, values: unknown[]][] = [
    ['tx', [undefined, null, '', 1, 'short', token() + 'x', token().slice(1) + '=', `${token().slice(1)}\n`, {}, []]],
    ['nonceSecret', [undefined, null, '', 1, token() + 'x', token().slice(1) + '+', []]],
    ['code', [undefined, null, '', 1, 'a b', 'a\nb', 'ü', 'a\u0000', 'x'.repeat(1025), ['code']]],
    ['redirectUri', [undefined, null, '', 1, 'x'.repeat(2049), {}]],
    ['clientId', [undefined, null, '', 1, 'x'.repeat(129), {}]],
    ['codeVerifier', [null, '', 1, 'x'.repeat(42), 'x'.repeat(129), `${'x'.repeat(43)}\n`, 'x'.repeat(43) + '+']],
    ['terms', [null, 'tag', {}, [1], [''], ['x'.repeat(101)], Array.from({length: 51}, () => 'tag')]],
    ['attribution', [null, 'utm', []]],
    ['context', [null, 1, {}, 'x'.repeat(513)]],
  ];
  for (const [field, values] of refused) {
    for (const value of values) {
      test(`refuses ${field} ${(value === undefined ? 'absent' : JSON.stringify(value)).slice(0, 40)}`, () => {
        assert.throws(
          () => readSessionRequest({...GOOD, [field]: value}),
          (error) => error instanceof Refusal && error.code === 'request_invalid' && error.message.includes(field),
        );
      });
    }
  }

  const accepted: [field: string, value: unknown][] = [
    ['code', 'x'.repeat(1024)],
    ['code', '!"#~'],
    ['codeVerifier', 'x'.repeat(43)],
    ['codeVerifier', '~._-'.repeat(32)],
    ['terms', []],
    ['terms', ['service_20240101', '한글']],
    ['context', ''],
    ['context', '<b>장바구니</b>\u0000'],
    ['attribution', {utm_source: 'kakao', utm_campaign: '가을'}],
  ];
  for (const [field, value] of accepted) {
    test(`takes ${field} ${JSON.stringify(value).slice(0, 40)} as it is`, () => {
      const request = readSessionRequest({...GOOD, [field]: value});

      assert.deepEqual(request, {...GOOD, [field]: value});
    });
  }

  test('leaves unknown fields out', () => {
    assert.deepEqual(readSessionRequest({...GOOD, memberId: 'm-1', isAdmin: true, status: 'signed-in'}), GOOD);
    assert.deepEqual(readSessionRequest({purpose: 'logout', tx: 'x'}), {purpose: 'logout'});
  });

  test('keeps what fits of an attribution, and at most 30 entries', () => {
    const attribution = JSON.parse(
      '{"__proto__":"x","constructor":1,"utm_source":"kakao","":"x","a b":"x","utm_term":{},"long":"' +
        'x'.repeat(513) +
        '"}',
    ) as Record<string, unknown>;
    const many = Object.fromEntries(Array.from({length: 40}, (_, index) => [`k${index}`, 'v']));

    const request = readSessionRequest({...GOOD, attribution});
    const crowded = readSessionRequest({...GOOD, attribution: many});

    assert.deepEqual('attribution' in request && request.attribution, {utm_source: 'kakao'});
    assert.equal('attribution' in crowded && Object.keys(crowded.attribution ?? {}).length, 30);
  });

  test('for any JSON: returns named fields of their form, or refuses, and changes no prototype', (t) => {
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'polluted');
    const name = fc.oneof(fc.constantFrom(...Object.keys(GOOD), 'terms', 'attribution', 'context'), hostile);
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(GOOD), 'logout', 'terms'));
    const seed = drawSeed(t);

    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), {maxLength: 12}), (entries) => {
        const text = `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(',')}}`;
        let request: object;
        try {
          request = readSessionRequest(JSON.parse(text) as Record<string, unknown>);
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error));
          return;
        }
        assert.deepEqual(
          Object.keys(request).filter(
            (key) => !(key in GOOD) && !/^(terms|attribution|context|codeVerifier)$/.test(key),
          ),
          [],
        );
        assert.equal(Object.getPrototypeOf(request), Object.prototype);
        assert.equal('polluted' in {}, false);
      }),
      {seed, numRuns: 20_000},
    );
  });
});
