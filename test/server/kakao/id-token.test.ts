import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {checkClaims} from '../../../src/server/kakao/id-token.js';
import {REFUSED} from '../input/id-tokens.js';
import {ISSUER} from '../support/provider.js';
import {assertNobodyMade, assertRefused, createSite, JS_KEY, PERSON, REST_KEY, START} from '../support/site.js';

// What the tokens themselves may look like: input/id-tokens.test.ts.

describe('an ID token', () => {
  const audiences: [name: string, clientId: string, audience: string, accepted: boolean][] = [
    ['ktl-aud-js-key: the key that asked', JS_KEY, JS_KEY, true],
    ['the key that exchanged', JS_KEY, REST_KEY, true],
    ['ktl-aud-other-key: a JavaScript key in a REST login', REST_KEY, JS_KEY, false],
    ['a key of another app', JS_KEY, 'cccccccccccccccccccccccccccccccc', false],
  ];
  for (const [name, clientId, audience, isAccepted] of audiences) {
    test(`${isAccepted ? 'may' : 'must not'} be for ${name}`, async () => {
      const site = await createSite();

      const response = await site.post(site.prepare({clientId}, {audience}));

      assert.equal(site.provider.requests.find(({path}) => path === '/oauth/token')?.form.get('client_id'), REST_KEY);
      if (isAccepted) assert.equal(response.status, 200, JSON.stringify(site.reports));
      else await assertRefused(site, response, 'id_token_invalid');
    });
  }

  const causes: [id: string, cause: RegExp | undefined][] = [
    ['other-key-same-kid', /^JWSSignatureVerificationFailed/],
    ['unknown-kid', /^JWKSNoMatchingKey/],
    ['payload-not-utf8', /^TypeError/],
    ['payload-null', undefined],
    ['nonce-null', undefined],
  ];
  for (const [id, cause] of causes) {
    test(`${id} is refused, and the site told ${cause ? 'what was thrown' : 'no more'}`, async () => {
      const [, , forge] = REFUSED.find(([row]) => row === id)!;
      const site = await createSite();
      site.provider.makeIdToken = async (claims, header) => forge(claims, {...header}, site.provider);

      await assertRefused(site, await site.post(site.prepare()), 'id_token_invalid');

      if (cause) assert.match(site.reports[0]!.cause ?? '', cause);
      else assert.equal(site.reports[0]!.cause, undefined);
    });
  }

  test('with a bad signature by a known key does not have the keys asked for again', async () => {
    const [, , forge] = REFUSED.find(([id]) => id === 'other-key-same-kid')!;
    const site = await createSite();
    site.provider.makeIdToken = async (claims, header) => forge(claims, {...header}, site.provider);

    await site.post(site.prepare());

    assert.equal(site.provider.count('/.well-known/jwks.json'), 1);
  });

  test('by an unknown key is told as that, also where the keys cannot be asked for again yet', async () => {
    const [, , forge] = REFUSED.find(([id]) => id === 'unknown-kid')!;
    const site = await createSite();
    site.provider.makeIdToken = async (claims, header) => forge(claims, {...header}, site.provider);

    await site.post(site.prepare());
    await site.post(site.prepare());

    assert.equal(site.provider.count('/.well-known/jwks.json'), 2);
    for (const {cause} of site.reports) assert.match(cause ?? '', /^JWKSNoMatchingKey/);
    assert.equal(site.reports.length, 2);
  });

  test('ktl-code-swap: of another person’s login is refused by its nonce', async () => {
    const site = await createSite();
    const mine = site.prepare();
    const theirs = site.prepare({}, {sub: '4200000666'});

    const response = await site.post({...mine, code: theirs.code});

    await assertRefused(site, response, 'id_token_invalid');
    assert.equal(site.provider.count('/v2/user/me'), 0);
    assertNobodyMade(site);
  });
});

describe('the clock', () => {
  for (const offset of [-86_400, -601, 61, 300, 86_400]) {
    test(`is named where it differs from Kakao's by ${offset} s and spoils a login`, async () => {
      const site = await createSite();
      site.provider.clock = () => site.clock.time + offset * 1000;

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'clock_skew');
      assert.match(
        site.reports[0]!.hint,
        new RegExp(`${Math.abs(offset)} s ${offset > 0 ? 'behind' : 'ahead of'} Kakao`),
      );
      assert.equal(site.provider.count('/v2/user/me'), 0);
      assertNobodyMade(site);
    });
  }

  for (const offset of [-600, -300, -59, 0, 59, 60]) {
    test(`may differ from Kakao's by ${offset} s`, async () => {
      const site = await createSite();
      site.provider.clock = () => site.clock.time + offset * 1000;

      const response = await site.post(site.prepare());

      assert.equal(response.status, 200, JSON.stringify(site.reports));
    });
  }

  test('is not blamed for a token that belongs to another login', async () => {
    const site = await createSite();
    site.provider.clock = () => site.clock.time + 300_000;

    const response = await site.post(site.prepare({}, {nonce: 'other'}));

    await assertRefused(site, response, 'id_token_invalid');
  });
});

describe('checkClaims', () => {
  const rules = {issuer: ISSUER, audiences: [REST_KEY], nonce: 'nonce', now: START};
  const good = {iss: ISSUER, aud: REST_KEY, sub: PERSON, nonce: 'nonce', iat: START / 1000, exp: START / 1000 + 60};

  test('takes good claims', () => {
    assert.deepEqual(checkClaims(good, rules), {sub: PERSON});
  });

  const clocks: [offset: number | undefined, code: ErrorCode, hint: RegExp][] = [
    [undefined, 'id_token_invalid', /has expired/],
    [0, 'id_token_invalid', /has expired/],
    [30_000, 'id_token_invalid', /has expired/],
    [-30_000, 'id_token_invalid', /has expired/],
    [30_001, 'clock_skew', /is 30 s behind Kakao's.*has expired/],
    [-30_001, 'clock_skew', /is 30 s ahead of Kakao's.*has expired/],
  ];
  for (const [clockOffset, code, hint] of clocks) {
    test(`calls expired claims ${code} where the clocks differ by ${clockOffset ?? 'nobody knows what'} ms`, () => {
      const expired = {...good, exp: START / 1000 - 60};

      assert.throws(() => checkClaims(expired, {...rules, clockOffset}), {code, message: hint});
    });
  }

  for (const claims of [null, undefined, 1, 'text', [], [good]]) {
    test(`refuses ${(JSON.stringify(claims ?? null) + typeof claims).slice(0, 30)} as claims`, () => {
      assert.throws(() => checkClaims(claims, rules), {code: 'id_token_invalid', message: /unreadable claims/});
    });
  }
});
