import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {createConfidential, toCauseText} from '../../src/server/confidential.js';
import {CANARIES} from './support/provider.js';
import {assertNoCanary, createSite, ORIGIN, sessionCookies} from './support/site.js';
import {drawSeed} from './support/seed.js';

describe('a text for the log', () => {
  const rows: [name: string, text: string, cleaned: string][] = [
    ['keeps plain words', 'connect ECONNREFUSED', 'connect ECONNREFUSED'],
    ['keeps addresses of pages', 'https://shop1.example/kakao/callback2', 'https://shop1.example/kakao/callback2'],
    ['has one line', 'a\r\nb\tc\u0000d\u2028e', 'a b c d e'],
    ['has one direction', 'a\u202eb\u2066c', 'a b c'],
    ['hides e-mail addresses', 'for mina.kim+1@mail.example.co.kr!', 'for [hidden]!'],
    ['hides Korean e-mail addresses', '(미나@mail.example)', '([hidden])'],
    ['hides telephone numbers', 'call +82 10-1234-5678 now', 'call [hidden] now'],
    ['hides numbers of people', 'id 4200000001.', 'id [hidden].'],
    ['hides what looks like a token', `Bearer ${'a1'.repeat(20)}`, 'Bearer [hidden]'],
    ['keeps long words', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['hides the longest that was collected', 'it is hushed', 'it is [hidden]'],
    ['hides what was collected', 'the secret is hush, hushhush', 'the secret is [hidden], [hidden][hidden]'],
  ];
  for (const [name, text, cleaned] of rows) {
    test(name, () => {
      const confidential = createConfidential(['hush', 'hushed', 'x', '']);
      confidential.add(undefined);

      assert.equal(confidential.clean(text), cleaned);
    });
  }

  test('has at most 200 characters', () => {
    assert.equal(createConfidential().clean('word '.repeat(1000)).length, 200);
  });

  test('never holds what was collected, whatever surrounds it', (t) => {
    const secret = fc.string({minLength: 2, maxLength: 40}).filter((text) => !'[hidden]…'.includes(text));

    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const confidential = createConfidential([value]);
        const marker = confidential.clean(`${before}${value}${after}`);
        assert.ok(marker.length <= 200);

        assert.doesNotMatch(marker, /[\u0000-\u001f\u007f]/);
        if (before === '' && after === '') assert.equal(marker, '[hidden]');
      }),
      {seed: drawSeed(t), numRuns: 5000},
    );
  });
});

describe('toCauseText', () => {
  const circular = new Error('round');
  circular.cause = circular;
  const rows: [name: string, thrown: unknown, text: string][] = [
    ['an error', new TypeError('bad'), 'TypeError: bad'],
    ['a chain', new Error('a', {cause: new RangeError('b')}), 'Error: a ← RangeError: b'],
    ['a text', 'oops', 'oops'],
    ['null', null, 'a thrown null'],
    ['an object', {password: 'x'}, 'a thrown object'],
    ['a circle', circular, Array.from({length: 4}, () => 'Error: round').join(' ← ')],
  ];
  for (const [name, thrown, text] of rows) {
    test(`tells of ${name}`, () => {
      assert.equal(toCauseText(thrown), text);
    });
  }
});

describe('a hint', () => {
  test('repeats what a page sent in one short line, without addresses of people', async () => {
    const site = await createSite();
    const redirectUri = `https://evil.example/\r\n2026 fake line for ${CANARIES.email} ${'y '.repeat(300)}`;

    await site.post(site.prepare({redirectUri}));

    const {hint} = site.reports[0]!;
    assert.match(hint, /https:\/\/evil\.example\/ 2026 fake line for \[hidden\]/);
    assert.ok(hint.length <= 200);
    assertNoCanary(hint);
  });
});

describe('a cause', () => {
  test('does not repeat an access token that looks like plain words', async () => {
    const site = await createSite();
    site.provider.toTokenAnswer = (tokens) => Response.json({...tokens, access_token: 'plain.words'});
    site.provider.on('/v2/user/me', ({headers}) => Promise.reject(new Error(headers.get('authorization') ?? '')));

    await site.post(site.prepare());

    assert.match(site.reports[0]!.cause ?? '', /Bearer \[hidden\]$/);
  });
});

describe('secrets of a login', () => {
  test('appear in no answer, cookie, report or metric, whatever fails', async () => {
    const faults: ((site: Awaited<ReturnType<typeof createSite>>) => void)[] = [
      () => undefined,
      ({provider}) =>
        provider.on('/oauth/token', ({form}) =>
          Response.json({error: 'x', error_description: form.toString()}, {status: 400}),
        ),
      ({provider}) => provider.on('/oauth/token', ({form}) => Promise.reject(new Error(`sent ${form.toString()}`))),
      ({provider}) =>
        provider.on('/v2/user/me', ({headers}) => Promise.reject(new Error(headers.get('authorization') ?? ''))),
      ({provider}) =>
        provider.on('/v2/user/me', ({headers}) =>
          Response.json({msg: headers.get('authorization'), code: -401}, {status: 401}),
        ),
      ({provider}) => (provider.makeIdToken = (claims) => Promise.resolve(`x.${JSON.stringify(claims)}.y`)),
      ({members}) => members.set('4200000001', {id: ''}),
    ];
    for (const spoil of faults) {
      const site = await createSite();
      spoil(site);
      const login = site.prepare({codeVerifier: 'canary-verifier-'.repeat(3), context: 'canary-context 1'});

      const response = await site.post(login, {Origin: ORIGIN});

      const body = await response.text();
      const cookie = sessionCookies(response).join();
      const everything = [body, cookie, JSON.stringify(site.reports), JSON.stringify(site.metrics)].join('\n');
      const withoutTx = everything.split(login.tx).join('');
      assertNoCanary(withoutTx, login.code, login.nonceSecret, 'canary', '4200000001');
    }
  });
});
