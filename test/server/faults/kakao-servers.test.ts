import assert from 'node:assert/strict';
import type {Fault} from '../../../src/emulator/index.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {ConnectionFault} from '../../support/faulty-proxy.js';
import {CANARY, expectAnswer} from '../support/invariants.js';
import {describeSite, type Login, testKit} from '../support/over-sockets.js';
import {json} from '../support/site.js';

const KEYS = '/.well-known/jwks.json';
const USER = '/v2/user/me';
const TERMS = '/v2/user/service_terms';
const MINUTE = 60_000;

describeSite('Kakao’s other servers', (site) => {
  const brokenConnections: readonly ConnectionFault[] = ['reset', 'reset-mid-body', 'end-mid-body', 'no-http'];

  /** A reading whose connection is reset before anything of the answer is sent again, once: then that one fails too. */
  const failReading = (path: string, fault: ConnectionFault): Promise<void> => {
    const failed = site.proxy.failNext(path, fault);
    return fault === 'reset' ? failed.then(() => site.proxy.failNext(path, fault)) : failed;
  };

  for (const [id, what, path] of [
    ['F55', 'whose keys come', KEYS],
    ['F57', 'that speak of the person', USER],
    ['F77', 'whose terms come', TERMS],
  ] as const) {
    testKit(id, `${what} by a connection that is reset once are asked again`, async () => {
      const login = site.prepare();
      const isDone = site.proxy.failNext(path, 'reset');

      const [response] = await Promise.all([site.post(login), isDone]);

      assert.ok('missingTerms' in (await json(response.clone())));
      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1});
      assert.deepEqual(site.reports, []);
    });
  }

  const badKeys: readonly [fault: Fault, code: ErrorCode][] = [
    [{status: 500, body: `${CANARY}body`}, 'provider_unavailable'],
    [{status: 429}, 'provider_unavailable'],
    [{status: 404}, 'provider_bad_response'],
    [{status: 200, body: '<h1>hello</h1>'}, 'provider_bad_response'],
    [{status: 200, body: '{"keys":[]}'}, 'provider_bad_response'],
  ];
  for (const [fault, code] of badKeys) {
    testKit('F55', `whose keys are ${JSON.stringify(fault)} at a cold start let nobody in`, async () => {
      const login = site.prepare();
      site.emulator.failNext('jwks', fault);

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: code, tokens: 0, users: 0, hooks: []});
      site.clock.passed += 1000;
      await expectAnswer(site, login, await site.post(login), {end: 'signed-in', tokens: 1});
    });
  }
  for (const fault of brokenConnections) {
    testKit('F55', `whose keys come by a connection that ends in ${fault} let nobody in`, async () => {
      const login = site.prepare();
      const isDone = failReading(KEYS, fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      await expectAnswer(site, login, response, {end: 'provider_unavailable', status: 503, tokens: 0, hooks: []});
      site.clock.passed += 1000;
      await expectAnswer(site, login, await site.post(login), {end: 'signed-in', tokens: 1});
    });

    testKit('F54', `whose keys are known need no connection that ends in ${fault}`, async () => {
      await site.post(site.prepare());
      site.clock.passed = 11 * MINUTE;
      const login = site.prepare('new-visitor');
      const isDone = site.proxy.failNext(KEYS, fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 2, users: 2});
      assert.deepEqual(site.reports, []);
    });
  }

  testKit('F54', 'whose keys have been down for a day let nobody in, and then everybody', async () => {
    await site.post(site.prepare());
    site.clock.passed = 24 * 60 * MINUTE + MINUTE;
    site.emulator.failNext('jwks', {status: 500});
    const login = site.prepare('new-visitor');

    const response = await site.post(login);

    await expectAnswer(site, login, response, {end: 'provider_unavailable', tokens: 1, users: 1});
    site.clock.passed += 1000;
    await expectAnswer(site, login, await site.post(login), {end: 'signed-in', tokens: 2, users: 2});
  });

  testKit('F56', 'that have just replaced their keys sign in after one more request for them', async () => {
    await site.post(site.prepare());
    site.emulator.rotateKeys();
    const login = site.prepare('new-visitor');

    const response = await site.post(login);

    await expectAnswer(site, login, response, {end: 'signed-in', tokens: 2, users: 2});
    assert.equal(site.emulator.counts.jwks, 2);
  });

  testKit('F56', 'that have just replaced their keys and cannot show them let nobody in', async () => {
    await site.post(site.prepare());
    site.emulator.rotateKeys();
    const login = site.prepare('new-visitor');
    site.emulator.failNext('jwks', {status: 503});

    const response = await site.post(login);

    await expectAnswer(site, login, response, {end: 'provider_unavailable', status: 503, tokens: 2, users: 1});
  });

  const badUsers: readonly [fault: Fault, code: ErrorCode, status: number][] = [
    [{status: 401, body: '{}'}, 'provider_bad_response', 502],
    [{status: 500, body: `${CANARY}body`}, 'provider_unavailable', 503],
    [{code: -401}, 'provider_refused', 502],
    [{code: -7}, 'provider_unavailable', 503],
    [{code: -10}, 'rate_limited', 429],
    [{code: -4}, 'account_restricted', 403],
    [{code: -406}, 'under_age', 403],
    [{spoil: 'oidcc-client-test-userinfo-invalid-sub'}, 'profile_mismatch', 502],
    [{spoil: 'ktl-user-id-missing'}, 'profile_mismatch', 502],
    [{status: 200, body: `[{"id":"${CANARY}id"}]`}, 'provider_bad_response', 502],
  ];
  for (const [fault, code, status] of badUsers) {
    testKit('F57', `that answer ${JSON.stringify(fault)} about the person let nobody in`, async () => {
      const login = site.prepare();
      site.emulator.failNext('user', fault);

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: code, status, tokens: 1, users: 1, hooks: []});
      const next = site.prepare();
      await expectAnswer(site, next, await site.post(next), {end: 'signed-in', tokens: 2, users: 2});
    });
  }
  for (const fault of brokenConnections) {
    testKit('F57', `that speak of the person by a connection that ends in ${fault} let nobody in`, async () => {
      const login = site.prepare();
      const isDone = failReading(USER, fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      await expectAnswer(site, login, response, {end: 'provider_unavailable', status: 503, tokens: 1, hooks: []});
    });
  }

  /** Nobody is kept out, and the site is told once. */
  const expectNoTerms = async (login: Login, response: Response): Promise<void> => {
    assert.equal('missingTerms' in (await json(response.clone())), false);
    assert.equal(site.reports.length, 1);
    await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1});
    const next = site.prepare();
    const answer = await site.post(next);
    assert.ok('missingTerms' in (await json(answer.clone())));
    await expectAnswer(site, next, answer, {end: 'signed-in', tokens: 2, users: 2});
  };

  const badTerms: readonly Fault[] = [
    {status: 500, body: `${CANARY}body`},
    {status: 429},
    {status: 200, body: `<h1>${CANARY}body`},
    {code: -401},
    {code: -3},
    {code: -7},
  ];
  for (const fault of badTerms) {
    testKit('F77', `whose terms are ${JSON.stringify(fault)} keep nobody out`, async () => {
      const login = site.prepare();
      site.emulator.failNext('terms', fault);

      await expectNoTerms(login, await site.post(login));
    });
  }

  for (const fault of brokenConnections) {
    testKit('F77', `whose terms come by a connection that ends in ${fault} keep nobody out`, async () => {
      const login = site.prepare();
      const isDone = failReading(TERMS, fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      await expectNoTerms(login, response);
    });
  }
});
