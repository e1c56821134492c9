import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {toReference} from '../../../src/shared/reference.js';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import {readSessionRequest} from '../../../src/server/http/session-request.js';
import {RequestError} from '../../../src/server/base/request-error.js';
import {drawSeed} from '../support/seed.js';
import {assertNobodyMade, assertRefused, createSite, REDIRECT_URI, REST_KEY, token, toPost} from '../support/site.js';

const GOOD = {
  purpose: 'login',
  tx: token(),
  code: 'code-1',
  redirectUri: REDIRECT_URI,
  clientId: REST_KEY,
  nonceSecret: token(),
};

describe('a body', () => {
  const bodies: [name: string, body: string | Uint8Array, hint: RegExp, status?: number][] = [
    ['empty', '', /is not JSON: empty\. Give the kit the request/],
    ['not JSON', '{"purpose":"login"', /is not JSON/],
    ['HTML', '<!doctype html><p>hello', /is not JSON/],
    ['null', 'null', /is not a JSON object/],
    ['a number', '1', /is not a JSON object/],
    ['a text', '"login"', /is not a JSON object/],
    ['an array', '[{"purpose":"logout"}]', /is not a JSON object/],
    ['a form', 'purpose=logout', /is not JSON/],
    ['trailing comma', '{"purpose":"logout",}', /is not JSON/],
    ['two documents', '{"purpose":"logout"}{"purpose":"logout"}', /is not JSON/],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), /is not UTF-8/],
    ['cut UTF-8', new Uint8Array([0x22, 0xea, 0xb0]), /is not UTF-8/],
    ['deep', '['.repeat(30_000), /is not JSON/],
    ['65,537 bytes', `{"purpose":"logout","x":"${'x'.repeat(65_537 - 27)}"}`, /more than 65536 bytes/, 413],
    ['1 MB', `{"purpose":"logout","x":"${'x'.repeat(1_000_000)}"}`, /more than 65536 bytes/, 413],
    ['no purpose', '{}', /purpose is missing/],
    ['purpose of another type', '{"purpose":["logout"]}', /purpose is missing/],
  ];
  for (const [name, body, hint, status = 400] of bodies) {
    test(`that is ${name} is refused, and the site told why`, async () => {
      const site = await createSite();

      const response = await site.post(body);

      await assertRefused(site, response, 'request_invalid', status);
      assert.match(site.reports[0]!.hint, hint);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
    });
  }

  test('of 65,536 bytes is read', async () => {
    const site = await createSite();
    const body = `{"purpose":"logout","x":"${'x'.repeat(65_536 - 27)}"}`;
    assert.equal(body.length, 65_536);

    assert.equal((await site.post(body)).status, 200);
  });

  test('that something else has read already is refused with a hint', async () => {
    const site = await createSite();
    const request = toPost(GOOD);
    await request.text();

    const response = await site.server.session(request);

    await assertRefused(site, response, 'request_invalid');
    assert.match(site.reports[0]!.hint, /before anything else reads its body/);
    assert.match(site.reports[0]!.cause ?? '', /^TypeError/);
  });

  test('that never ends is refused after 10 seconds', async (t) => {
    const site = await createSite();
    t.mock.timers.enable({apis: ['setTimeout']});
    const body = new ReadableStream({start: (controller) => controller.enqueue(new TextEncoder().encode('{'))});

    const answer = site.post(body);
    t.mock.timers.tick(10_000);

    await assertRefused(site, await answer, 'request_invalid', 408);
    assert.match(site.reports[0]!.hint, /did not arrive in time/);
  });
});

describe('a purpose', () => {
  const unsupported: [purpose: string, hint: RegExp, options?: Partial<KakaoServerOptions>][] = [
    ['link', /there is no linkMember/, {linkMember: undefined}],
    ['unlink', /both adminKey and onUnlink/, {adminKey: undefined}],
    ['unlink', /both adminKey and onUnlink/, {onUnlink: undefined}],
    ...['', 'LOGIN', 'TERMS', 'constructor', '__proto__', 'toString'].map((purpose): (typeof unsupported)[number] => [
      purpose,
      /No such purpose/,
    ]),
  ];
  for (const [purpose, hint, options = {}] of unsupported) {
    const without = Object.keys(options).map((name) => ` without ${name}`);
    test(`"${purpose}"${without.join('')} is not supported, and nothing is done`, async () => {
      const site = await createSite(options);

      const login = site.prepare({purpose});
      const response = await site.post(login);

      const problem = await assertRefused(site, response, 'purpose_unsupported');
      assert.equal(problem['ref'], toReference(login.tx));
      assert.match(site.reports[0]!.hint, hint);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
    });
  }
});

function assertInvalid(body: Readonly<Record<string, unknown>>, field: string): void {
  assert.throws(
    () => readSessionRequest(body),
    (error) => error instanceof RequestError && error.code === 'request_invalid' && error.message.includes(field),
  );
}

describe('readSessionRequest', () => {
  const refused: [field: string, values: unknown[]][] = [
    ['tx', [undefined, null, '', 1, 'short', token() + 'x', token().slice(1) + '=', `${token().slice(1)}\n`, {}, []]],
    ['nonceSecret', [undefined, null, '', 1, token() + 'x', token().slice(1) + '+', []]],
    ['code', [undefined, null, '', 1, 'a b', 'a\nb', 'ü', 'a\u0000', 'x'.repeat(1025), ['code']]],
    ['redirectUri', [undefined, null, '', 1, 'x'.repeat(2049), {}]],
    ['clientId', [undefined, null, '', 1, 'x'.repeat(129), {}]],
    ['codeVerifier', [null, '', 1, 'x'.repeat(42), 'x'.repeat(129), `${'x'.repeat(43)}\n`, 'x'.repeat(43) + '+']],
    ['t', [null, '', '1', 1.5, 2 ** 53, Infinity, -Infinity, NaN, [1], {}, true]],
    ['terms', [null, 'tag', {}, [1], [''], ['x'.repeat(101)], Array.from({length: 51}, () => 'tag')]],
    ['attribution', [null, 'utm', []]],
    ['context', [null, 1, {}, 'x'.repeat(513)]],
  ];
  for (const [field, values] of refused) {
    for (const value of values) {
      test(`refuses ${field} ${(value === undefined ? 'absent' : JSON.stringify(value)).slice(0, 40)}`, () => {
        assertInvalid({...GOOD, [field]: value}, field);
      });
    }
  }

  const accepted: [field: string, values: unknown[]][] = [
    ['code', ['x'.repeat(1024), '!"#~']],
    ['codeVerifier', ['x'.repeat(43), '~._-'.repeat(32)]],
    ['t', [0, 1_790_000_000, -3600]],
    ['terms', [[], ['service_20240101', '한글', 'x'.repeat(100)], Array.from({length: 50}, () => 'tag')]],
    ['context', ['', '<b>장바구니</b>\u0000', 'x'.repeat(512)]],
    ['attribution', [{utm_source: 'kakao', utm_campaign: '가을'}]],
  ];
  for (const [field, values] of accepted) {
    for (const value of values) {
      test(`takes ${field} ${JSON.stringify(value).slice(0, 40)} as it is`, () => {
        assert.deepEqual(readSessionRequest({...GOOD, [field]: value}), {...GOOD, [field]: value});
      });
    }
  }

  for (const purpose of ['login', 'auto-login', 'terms', 'link']) {
    test(`takes the purpose ${purpose} with a login`, () => {
      assert.deepEqual(readSessionRequest({...GOOD, purpose}), {...GOOD, purpose});
      assertInvalid({...GOOD, purpose, code: undefined}, 'code');
    });
  }

  test('leaves unknown fields out', () => {
    assert.deepEqual(readSessionRequest({...GOOD, memberId: 'm-1', isAdmin: true, status: 'signed-in'}), GOOD);
    assert.deepEqual(readSessionRequest({purpose: 'logout', tx: 'x'}), {purpose: 'logout'});
    assert.deepEqual(readSessionRequest({purpose: 'unlink', memberId: 'm-1'}), {purpose: 'unlink'});
  });

  test('keeps what fits of an attribution, and at most 20 entries', () => {
    const odd = '"__proto__":"x","constructor":1,"":"x","a b":"x","utm_term":{}';
    const attribution: unknown = JSON.parse(
      `{${odd},"utm_source":"kakao","long":"${'x'.repeat(257)}","fits":"${'x'.repeat(256)}"}`,
    );
    const many = Object.fromEntries(Array.from({length: 40}, (_, index) => [`k${index}`, 'v']));

    const request = readSessionRequest({...GOOD, attribution});
    const crowded = readSessionRequest({...GOOD, attribution: many});

    assert.deepEqual('attribution' in request && request.attribution, {
      utm_source: 'kakao',
      fits: 'x'.repeat(256),
    });
    assert.equal('attribution' in crowded && Object.keys(crowded.attribution ?? {}).length, 20);
  });

  test('for any JSON: returns named fields of their form, or refuses, and changes no prototype', (t) => {
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'polluted');
    const name = fc.oneof(fc.constantFrom(...Object.keys(GOOD), 't', 'terms', 'attribution', 'context'), hostile);
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(GOOD), 'logout', 'terms'));
    const seed = drawSeed(t);

    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), {maxLength: 12}), (entries) => {
        const text = `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(',')}}`;
        let request: object;
        try {
          request = readSessionRequest(JSON.parse(text) as Record<string, unknown>);
        } catch (error) {
          assert.ok(error instanceof RequestError, String(error));
          return;
        }
        const known = [...Object.keys(GOOD), 'terms', 'attribution', 'context', 'codeVerifier'];
        assert.deepEqual(
          Object.keys(request).filter((key) => !known.includes(key)),
          [],
        );
        assert.equal(Object.getPrototypeOf(request), Object.prototype);
        assert.equal('polluted' in {}, false);
      }),
      {seed, numRuns: 20_000},
    );
  });
});
