import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer} from '../../../src/server/index.js';
import type {ProviderPath} from '../support/provider.js';
import {signIn} from '../support/signed-in.js';
import {assertNoCanary, createSite, PERSON, type Site, toCookieHeader, toPost} from '../support/site.js';

const toRepeats = ({metrics}: Site): unknown[] => metrics.map(({outcome, repeat}) => [outcome, repeat]);

describe('a login that comes more than once is counted', () => {
  for (const [outcome, options] of [
    ['signed-in', {}],
    ['hook_failed', {signUp: () => Promise.reject(new Error('down'))}],
  ] as const) {
    test(`as joined while an equal one is under way, which ends as ${outcome}`, async () => {
      const site = await createSite(options);
      const login = site.prepare();

      await Promise.all([site.post(login), site.post(login)]);

      assert.deepEqual(toRepeats(site).sort(), [
        [outcome, undefined],
        [outcome, 'joined'],
      ]);
    });
  }

  test('as replayed with the session that it made', async () => {
    const site = await createSite();
    const login = site.prepare();
    const response = await site.post(login);

    await site.post(login, {Cookie: toCookieHeader(response)});

    assert.deepEqual(toRepeats(site), [
      ['signed-in', undefined],
      ['signed-in', 'replayed'],
    ]);
  });

  test('as replayed if this process has sent its code before', async () => {
    const site = await createSite();
    const login = site.prepare();
    await site.post(login);

    await site.post(login);

    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(toRepeats(site), [
      ['signed-in', undefined],
      ['code_used', 'replayed'],
    ]);
  });

  test('as no repetition if another process has sent its code: Kakao refuses it', async () => {
    const site = await createSite();
    const login = site.prepare();
    await createKakaoServer(site.options({onMetric: undefined})).session(toPost(login));

    await site.post(login);

    assert.equal(site.provider.count('/oauth/token'), 2);
    assert.deepEqual(toRepeats(site), [['code_used', undefined]]);
  });

  test('with the time that it took, also if the clock is set back meanwhile', async () => {
    const site = await createSite({
      signUp: ({id}) => {
        site.clock.time -= 60_000;
        return {id};
      },
    });

    await site.post(site.prepare());

    assert.deepEqual(
      site.metrics.map(({milliseconds}) => milliseconds),
      [60_000],
    );
  });

  test('as no repetition if an auto-login finds the session of another login', async () => {
    const site = await createSite();
    const Cookie = await signIn(site);

    await site.post(site.prepare({purpose: 'auto-login'}), {Cookie});

    assert.deepEqual(toRepeats(site), [['signed-in', undefined]]);
  });
});

describe('the requests to Kakao of a login are counted', () => {
  test('each with the time that it took, before the login is', async () => {
    const site = await createSite();
    const {fetch} = site.provider;
    const slow = createKakaoServer(
      site.options({
        async fetch(request) {
          const {pathname} = new URL(request.url);
          const response = await fetch(request);
          if (pathname === '/oauth/token') site.clock.time += 70;
          if (pathname === '/.well-known/jwks.json') site.clock.time += 5;
          return response;
        },
      }),
    );

    await slow.session(toPost(site.prepare()));

    const [jwks, keys, token, ...others] = site.allMetrics;
    const login = others.pop();
    assert.deepEqual(jwks, {purpose: 'kakao-call', endpoint: 'jwks', outcome: 'ok', milliseconds: 5});
    assert.deepEqual(keys, {purpose: 'signing-keys', outcome: 'fetched', ageSeconds: 0});
    assert.deepEqual(token, {purpose: 'kakao-call', endpoint: 'token', outcome: 'ok', milliseconds: 70});
    // At once, so that either can be first.
    const endpoints = others.map((metric) => ('endpoint' in metric ? metric.endpoint : metric.purpose));
    assert.deepEqual(endpoints.sort(), ['terms', 'user']);
    assert.deepEqual(login, {purpose: 'login', outcome: 'signed-in', isNewMember: true, milliseconds: 75});
    assertNoCanary(JSON.stringify(site.allMetrics), PERSON);
  });

  const failures: readonly (readonly [
    what: string,
    path: ProviderPath,
    answer: () => Response,
    expected: unknown[],
  ])[] = [
    ['an error of Kakao’s', '/oauth/token', () => koe('KOE320'), ['token', 'code_used']],
    ['an error that pages know by another code', '/v2/user/me', () => kapi(-401), ['user', 'token_invalid']],
    ['trouble at Kakao', '/v2/user/me', () => new Response('{}', {status: 503}), ['user', 'provider_unavailable']],
    ['a page', '/oauth/token', () => new Response('<html>'), ['token', 'provider_bad_response']],
    ['no key among the keys', '/.well-known/jwks.json', () => Response.json({}), ['jwks', 'provider_bad_response']],
  ];
  for (const [what, path, answer, expected] of failures) {
    test(`by our code, for ${what}`, async () => {
      const site = await createSite();
      site.provider.on(path, answer);

      await site.post(site.prepare());

      const failed = site.kakaoMetrics.flatMap((metric) =>
        metric.purpose === 'kakao-call' && metric.outcome !== 'ok' ? [[metric.endpoint, metric.outcome]] : [],
      );
      assert.deepEqual(failed, [expected]);
    });
  }
});

const koe = (error_code: string): Response => Response.json({error: 'invalid_grant', error_code}, {status: 400});
const kapi = (code: number): Response => Response.json({msg: 'no', code}, {status: 401});
