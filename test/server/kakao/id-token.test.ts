import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {checkClaims} from '../../../src/server/kakao/id-token.js';
import {ISSUER} from '../support/provider.js';
import {PERSON, REST_KEY, START} from '../support/site.js';

// What the tokens themselves may look like: input/id-tokens.test.ts. What comes of them: test/conformance. A server whose
// clock is wrong: faults/backend.test.ts.

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
