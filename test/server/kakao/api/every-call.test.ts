import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Fault} from '../../../../src/emulator/index.js';
import type {KakaoCallMetric} from '../../../../src/server/index.js';
import type {ErrorCode} from '../../../../src/shared/errors.js';
import errors from '../errors.json' with {type: 'json'};
import results from './results.json' with {type: 'json'};
import {CALLS, failWith, setup} from './setup.js';

/** What a call gives beside Kakao's own words, as JSON. Tokens are new each time. */
function toJson(result: unknown): unknown {
  const own = (key: string, value: unknown): unknown =>
    key === 'raw' ? undefined : /Token$/.test(key) ? typeof value : value;
  return JSON.parse(JSON.stringify(result, own));
}

const KAPI_CODES = errors.user as [kakaoCode: number, status: number, code: ErrorCode][];
const TOKEN_CODES = errors.token as [kakaoCode: string, status: number, code: ErrorCode][];

/** Ways in which no good answer comes. */
const FAULTS: readonly (readonly [name: string, fault: Fault, code: ErrorCode])[] = [
  ['no answer in time', {hang: true}, 'provider_unavailable'],
  ['a broken connection', {reset: true}, 'provider_unavailable'],
  ['half an answer', {reset: 'mid-body'}, 'provider_unavailable'],
  ['a page', {body: '<!doctype html><title>Oops</title>'}, 'provider_bad_response'],
  ['another JSON', {body: '"{}"'}, 'provider_bad_response'],
  ['10 MB', {body: `{"id":1,"padding":"${'x'.repeat(10_000_000)}"}`}, 'provider_bad_response'],
  ['500', {status: 500, body: '{}'}, 'provider_unavailable'],
  ['429', {status: 429, body: '{}'}, 'rate_limited'],
  ['429 with a time', {status: 429, body: '{}', headers: {'retry-after': '7'}}, 'rate_limited'],
  ['a redirect', {status: 302, headers: {location: 'https://evil.example/'}}, 'provider_bad_response'],
];

for (const [name, [point, call]] of Object.entries(CALLS)) {
  describe(name, () => {
    for (const by of ['kakaoId', 'accessToken'] as const) {
      test(`gives what Kakao answers, in one form, about an account by its ${by}`, async () => {
        assert.deepEqual(toJson(await call(await setup({}, by), {})), (results as Record<string, unknown>)[name]);
      });
    }

    for (const [kind, fault, code] of FAULTS) {
      test(`fails with ${code} where there is ${kind}, and names no secret`, async () => {
        const site = await setup({timeoutSeconds: fault.hang ? 0.02 : undefined});
        site.emulator.failNext(point, fault);

        const error = await failWith(call(site, {}), site.secrets);

        assert.equal(error.code, code);
        const waits = fault.headers?.['retry-after']
          ? 7
          : point === 'user-ids' && fault.status === 429
            ? 60
            : undefined;
        assert.equal(error.retryAfter, waits);
      });
    }

    test('is counted under the emulator’s name, each request once, and never with anything of the request', async () => {
      const metrics: KakaoCallMetric[] = [];
      const site = await setup({onMetric: (metric) => metrics.push(metric)});
      metrics.length = 0;
      const before = site.emulator.requests.length;

      await call(site, {});
      const sent = site.emulator.requests.length - before;
      const good = metrics.splice(0);
      site.emulator.failNext(point, {status: 503, body: '{}'});
      await failWith(call(site, {}));

      const told = [...good, ...metrics].map(({milliseconds, ...metric}) => {
        assert.ok(milliseconds >= 0);
        return metric;
      });
      assert.deepEqual([good.length, sent > 0], [sent, true]);
      const toMetric = (outcome: KakaoCallMetric['outcome']) => ({purpose: 'kakao-call', endpoint: point, outcome});
      assert.deepEqual(told, [...good.map(() => toMetric('ok')), toMetric('provider_unavailable')]);
    });

    test('fails with our code for each of Kakao’s', async () => {
      const site = await setup();
      const known = point === 'token' ? TOKEN_CODES : KAPI_CODES;
      for (const [kakaoCode, , code] of known) {
        const fault = point === 'token' ? {koe: kakaoCode} : {code: kakaoCode};
        site.emulator.failNext(point, fault as Fault);

        const error = await failWith(call(site, {}), site.secrets);

        const isAdminKey = kakaoCode === -401 && point !== 'token-info';
        assert.deepEqual([error.code, error.kakaoCode], [isAdminKey ? 'app_key_wrong' : code, String(kakaoCode)]);
      }
    });

    test('ends with the reason of a signal, and is not sent after it', async () => {
      const outcomes: string[] = [];
      const site = await setup({onMetric: ({outcome}) => outcomes.push(outcome)});
      outcomes.length = 0;
      const reason = new Error('gone');
      const controller = new AbortController();
      const {signal} = controller;
      site.emulator.failNext(point, {hang: true});
      const answer = call(site, {signal});
      const before = site.emulator.requests.length;
      controller.abort(reason);

      await assert.rejects(answer, reason);
      await assert.rejects(call(site, {signal}), reason);

      assert.ok(site.emulator.requests.length <= before + 1);
      assert.deepEqual([...new Set(outcomes)], ['aborted']);
    });
  });
}
