import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Fault, FaultPoint} from '../../../src/emulator/index.js';
import {KAPI, KAUTH, setup, toAuthorizeAddress} from '../support/setup.js';

/** Every point with an address of its own. */
type AskedPoint = Exclude<FaultPoint, 'answer'>;

const ADDRESSES: Readonly<Record<AskedPoint, string>> = {
  authorize: toAuthorizeAddress(),
  token: `${KAUTH}/oauth/token`,
  jwks: `${KAUTH}/.well-known/jwks.json`,
  discovery: `${KAUTH}/.well-known/openid-configuration`,
  user: `${KAPI}/v2/user/me`,
  terms: `${KAPI}/v2/user/service_terms`,
  'revoke-terms': `${KAPI}/v2/user/revoke/service_terms`,
  'upgrade-terms': `${KAPI}/v2/user/upgrade/service_terms`,
  scopes: `${KAPI}/v2/user/scopes`,
  'revoke-scopes': `${KAPI}/v2/user/revoke/scopes`,
  channels: `${KAPI}/v2/api/talk/channels`,
  logout: `${KAPI}/v1/user/logout`,
  unlink: `${KAPI}/v1/user/unlink`,
  'account-logout': `${KAUTH}/oauth/logout`,
  'code.json': `${KAUTH}/apiweb/code.json`,
  sdk: 'https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js',
};

const POSTED: readonly AskedPoint[] = ['token', 'revoke-terms', 'upgrade-terms', 'revoke-scopes', 'logout', 'unlink'];

const ask = (emulator: ReturnType<typeof setup>['emulator'], point: AskedPoint) =>
  emulator.fetch(ADDRESSES[point], {method: POSTED.includes(point) ? 'POST' : 'GET'});

describe('failNext', () => {
  for (const point of Object.keys(ADDRESSES) as AskedPoint[]) {
    it(`answers one request to ${point} with the planned status, body and headers`, async () => {
      const {emulator} = setup();
      emulator.failNext(point, {status: 503, body: 'later', headers: {'retry-after': '7'}});

      const failed = await ask(emulator, point);
      const next = await ask(emulator, point);

      assert.equal(failed.status, 503);
      assert.equal(await failed.text(), 'later');
      assert.equal(failed.headers.get('retry-after'), '7');
      assert.notEqual(next.status, 503);
    });
  }

  it('fails as often as planned, in the planned order', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {status: 500}, 2);
    emulator.failNext('jwks', {status: 502});

    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask(emulator, 'jwks')).status);

    assert.deepEqual(statuses, [500, 500, 502, 200]);
    assert.equal(emulator.counts.jwks, 4);
  });

  const errors: readonly (readonly [AskedPoint, Fault, number, string])[] = [
    ['token', {koe: 'KOE237'}, 429, '"error_code":"KOE237"'],
    ['token', {koe: 'KOE010', headers: {'www-authenticate': 'Bearer'}}, 401, '"error":"invalid_client"'],
    ['token', {koe: 'KOE320', status: 401}, 401, '"error":"invalid_grant"'],
    ['authorize', {koe: 'KOE005'}, 400, 'KOE005'],
    ['user', {code: -401}, 401, '"code":-401'],
    ['terms', {code: -402}, 403, '"code":-402'],
    ['channels', {code: -402}, 403, '"code":-402'],
    ['channels', {code: -541}, 400, '"code":-541'],
    ['unlink', {code: -101}, 400, '"code":-101'],
    ['scopes', {status: 200, body: '{'}, 200, '{'],
    ['account-logout', {koe: 'KOE007'}, 400, 'KOE007'],
    ['code.json', {code: 700}, 200, '"error_code":"700"'],
    ['sdk', {body: ''}, 200, ''],
  ];
  for (const [point, fault, status, text] of errors) {
    it(`answers ${status} at ${point} for ${JSON.stringify(fault)}`, async () => {
      const {emulator} = setup();
      emulator.failNext(point, fault);

      const response = await ask(emulator, point);

      assert.equal(response.status, status);
      assert.ok((await response.text()).includes(text));
    });
  }

  it('sends the visitor back with the planned error', async () => {
    const {emulator} = setup();
    emulator.failNext('authorize', {error: 'server_error'});

    const response = await ask(emulator, 'authorize');

    const {searchParams} = new URL(response.headers.get('location')!);
    assert.equal(searchParams.get('error'), 'server_error');
    assert.equal(searchParams.get('state'), 'state-1');
  });

  it('never sends anybody to a redirect URI that is not registered, planned or not', async () => {
    const {emulator} = setup();
    emulator.failNext('authorize', {error: 'server_error'});

    const response = await emulator.fetch(toAuthorizeAddress({redirect_uri: 'https://evil.example/'}));

    assert.equal(response.headers.get('location'), null);
  });

  it('rejects as fetch does when the connection is reset', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {reset: true});

    await assert.rejects(ask(emulator, 'token'), TypeError);
  });

  it('breaks off inside the body', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {reset: 'mid-body'});

    const response = await ask(emulator, 'token');

    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  it('hangs until the caller gives up', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {hang: true});
    const controller = new AbortController();
    const pending = emulator.fetch(ADDRESSES.token, {method: 'POST', signal: controller.signal});

    controller.abort();

    await assert.rejects(pending, {name: 'AbortError'});
  });

  it('hangs no longer than to the reset', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {hang: true});
    const pending = ask(emulator, 'jwks');

    emulator.reset();

    await assert.rejects(pending, TypeError);
  });

  it('answers as usual after a delay', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {delayMs: 20});
    const before = performance.now();

    const response = await ask(emulator, 'jwks');

    assert.equal(response.status, 200);
    assert.ok(performance.now() - before >= 19);
  });

  const nonsense: readonly (readonly [string, unknown, number?])[] = [
    ['tokens', {status: 500}],
    ['token', {}],
    ['token', {statusCode: 500}],
    ['token', {error: 'access_denied'}],
    ['token', {code: -1}],
    ['token', {status: 500}, 0],
  ];
  for (const [point, fault, times] of nonsense) {
    it(`refuses to plan ${JSON.stringify([point, fault, times])}`, () => {
      const {emulator} = setup();

      assert.throws(() => emulator.failNext(point as FaultPoint, fault as Fault, times), Error);
    });
  }
});

describe('expectNoPlannedFailures', () => {
  it('names what never happened', async () => {
    const {emulator} = setup();
    emulator.failNext('token', {koe: 'KOE320'}, 2);
    emulator.failNext('jwks', {status: 500});
    await ask(emulator, 'token');
    await ask(emulator, 'jwks');

    assert.throws(() => emulator.expectNoPlannedFailures(), /token \{"koe":"KOE320"\} 1×$/);
  });

  it('is content when all of it happened', async () => {
    const {emulator} = setup();
    emulator.failNext('jwks', {status: 500});
    await ask(emulator, 'jwks');

    assert.doesNotThrow(() => emulator.expectNoPlannedFailures());
  });
});
