import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {checkClaims} from '../../../src/server/kakao/id-token.js';
import {ISSUER} from '../support/provider.js';
import {assertNobodyMade, assertRefused, createSite, JS_KEY, PERSON, REST_KEY, START} from '../support/site.js';

// What the tokens themselves may look like: input/id-tokens.test.ts. A server whose clock is wrong: faults/backend.test.ts.

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

describe('checkClaims', () => {
  const SECONDS = START / 1000;
  const rules = {issuer: ISSUER, audiences: [REST_KEY], nonce: 'nonce', now: START};
  const good = {iss: ISSUER, aud: REST_KEY, sub: PERSON, nonce: 'nonce', iat: SECONDS, exp: SECONDS + 60};

  test('takes good claims', () => {
    assert.deepEqual(checkClaims(good, rules), {sub: PERSON});
    assert.deepEqual(checkClaims({...good, auth_time: SECONDS}, rules), {sub: PERSON, authTime: SECONDS});
    assert.deepEqual(checkClaims({...good, auth_time: 'yesterday'}, rules), {sub: PERSON, authTime: 0});
  });

  const expired = {exp: SECONDS - 60};
  const clocks: [offset: number | undefined, changes: object, code: ErrorCode, hint: RegExp][] = [
    [undefined, expired, 'id_token_invalid', /has expired/],
    [0, expired, 'id_token_invalid', /has expired/],
    [30_000, expired, 'id_token_invalid', /has expired/],
    [-30_000, expired, 'id_token_invalid', /has expired/],
    [30_001, expired, 'clock_skew', /is 30 s behind Kakao's.*has expired/],
    [-30_001, expired, 'clock_skew', /is 30 s ahead of Kakao's.*has expired/],
    [86_400_000, {iat: SECONDS + 86_400}, 'clock_skew', /is 86400 s behind Kakao's.*was issued in the future/],
    [-601_000, {iat: SECONDS - 601}, 'clock_skew', /is 601 s ahead of Kakao's.*was issued too long ago/],
    // A clock is not blamed for a token that belongs to another login.
    [300_000, {iat: SECONDS + 300, nonce: 'other'}, 'id_token_invalid', /another login/],
  ];
  for (const [clockOffset, changes, code, hint] of clocks) {
    test(`calls ${JSON.stringify(changes)} ${code} where the clocks differ by ${clockOffset ?? 'nobody knows what'} ms`, () => {
      assert.throws(() => checkClaims({...good, ...changes}, {...rules, clockOffset}), {code, message: hint});
    });
  }

  for (const claims of [null, undefined, 1, 'text', [], [good]]) {
    test(`refuses ${(JSON.stringify(claims ?? null) + typeof claims).slice(0, 30)} as claims`, () => {
      assert.throws(() => checkClaims(claims, rules), {code: 'id_token_invalid', message: /unreadable claims/});
    });
  }
});
