import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {API_ERRORS, toApiError, TOKEN_ERRORS, toTokenError} from '../../../src/server/kakao/errors.js';
import {toPageError} from '../../../src/server/kakao/api-error.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {assertNobodyMade, assertRefused, createSite, PERSON, toS256} from '../support/site.js';
import data from './errors.json' with {type: 'json'};

type Row = readonly [kakaoCode: string | number, status: number, code: ErrorCode];

/** Kakao's codes as each of its two kinds of servers says them. */
const SERVERS = [
  {
    name: 'the token endpoint',
    known: TOKEN_ERRORS,
    toError: toTokenError,
    toBody: (kakaoCode: unknown) => ({error: 'invalid', error_description: 'said', error_code: kakaoCode}),
    rows: data.token as unknown as readonly Row[],
    unknown: 'KOE999',
    passing: ['KOE003'],
  },
  {
    name: 'the user API',
    known: API_ERRORS,
    toError: toApiError,
    toBody: (kakaoCode: unknown) => ({msg: 'said', code: kakaoCode}),
    rows: data.user as unknown as readonly Row[],
    unknown: -999,
    passing: [-1, -7, -9798],
  },
];

for (const {name, known, toError, toBody, rows, unknown, passing} of SERVERS) {
  const judge = (kakaoCode: unknown, status: number, headers: Record<string, string> = {}) =>
    toError({status, headers: new Headers(headers), text: JSON.stringify(toBody(kakaoCode))});

  describe(`an error of ${name}`, () => {
    test('has a row here for each that the kit knows', () => {
      assert.deepEqual(rows.map(([kakaoCode]) => String(kakaoCode)).sort(), [...known.keys()].sort());
    });

    for (const [kakaoCode, status, code] of [...rows, [unknown, 400, 'provider_refused'] as Row]) {
      test(`${kakaoCode} is ${code}, also beside WWW-Authenticate, and the log says what to do`, () => {
        for (const headers of [{}, {'WWW-Authenticate': 'Bearer error="invalid_token"'}]) {
          const error = judge(kakaoCode, status, headers);

          assert.equal(error.code, code);
          assert.ok(error.message.length > 20);
          assert.equal(error.kakaoCode, String(kakaoCode));
          assert.equal(error.cause, 'said');
          assert.equal(error.retryAfter, undefined);
        }
      });
    }

    for (const [given, told, page] of [
      ['7', 7, 7],
      ['3600', 3600, 60],
      ['Wed, 21 Oct 2026 07:28:00 GMT', 30, 30],
      ['Wed, 21 Oct 2026 07:27:00 GMT', undefined, 60],
      ['-1', undefined, 60],
      ['1e9', undefined, 60],
      [null, undefined, 60],
    ] as const) {
      test(`says to wait ${told} s where Kakao says ${given}, and a page ${page} s`, () => {
        const date = {Date: 'Wed, 21 Oct 2026 07:27:30 GMT'};
        const error = judge(undefined, 429, given === null ? date : {...date, 'Retry-After': given});

        assert.deepEqual([error.code, error.retryAfter], ['rate_limited', told]);
        assert.equal(toPageError(error).details.retryAfter, page);
      });
    }

    for (const status of [400, 500, 503]) {
      test(`is told by its own hint where it passes by itself, with status ${status}`, () => {
        for (const kakaoCode of passing) {
          const {code, message} = judge(kakaoCode, status);
          assert.deepEqual([code, message], ['provider_unavailable', known.get(String(kakaoCode))?.hint]);
        }
      });
    }
  });
}

describe('the way to Kakao', () => {
  // A way that is broken: faults/.
  for (const path of ['/.well-known/jwks.json', '/oauth/token', '/v2/user/me'] as const) {
    test(`that hangs at ${path} is given up after 5 seconds, and the request is aborted`, async (t) => {
      t.mock.timers.enable({apis: ['setTimeout']});
      const site = await createSite();
      const reached = new Promise<AbortSignal>((resolve) => {
        site.provider.on(path, ({signal}) => {
          resolve(signal);
          return new Promise(() => undefined);
        });
      });
      let response: Response | undefined;
      const answer = site.post(site.prepare()).then((value) => (response = value));
      const signal = await reached;

      t.mock.timers.tick(4999);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(response, undefined);
      t.mock.timers.tick(1);

      await assertRefused(site, await answer, 'provider_unavailable');
      assert.equal(signal.aborted, true);
      assertNobodyMade(site);
    });
  }

  test('may take 8 seconds for all requests together, and no more', async (t) => {
    t.mock.timers.enable({apis: ['setTimeout']});
    const site = await createSite();
    const slow = (path: '/oauth/token' | '/.well-known/jwks.json' | '/v2/user/me', good: () => Promise<Response>) =>
      new Promise<AbortSignal>((resolve) => {
        site.provider.on(path, async ({signal}) => {
          resolve(signal);
          await new Promise((done) => setTimeout(done, 3900));
          return good();
        });
      });
    const login = site.prepare();
    const nonce = toS256(login.nonceSecret);
    const grant = {sub: PERSON, nonce, clientId: login.clientId, redirectUri: '', audience: login.clientId};
    const token = slow('/oauth/token', async () => Response.json(await site.provider.tokens(grant)));
    const {published} = site.provider;
    const keys = slow('/.well-known/jwks.json', () => Promise.resolve(Response.json({keys: published})));
    const user = slow('/v2/user/me', () => Promise.resolve(Response.json({id: Number(PERSON)})));
    const answer = site.post(login);

    await keys;
    t.mock.timers.tick(3900);
    await token;
    t.mock.timers.tick(3900);
    const signal = await user;
    t.mock.timers.tick(199);
    assert.equal(signal.aborted, false);
    t.mock.timers.tick(1);

    await assertRefused(site, await answer, 'provider_unavailable');
    assert.equal(signal.aborted, true);
    assertNobodyMade(site);
  });
});
