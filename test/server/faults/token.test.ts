import assert from 'node:assert/strict';
import type {Fault, KoeCode, Spoil} from '../../../src/emulator/index.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {FaultId} from '../../support/fault-matrix.js';
import type {ConnectionFault} from '../../support/faulty-proxy.js';
import {CANARY, expectAnswer} from '../support/invariants.js';
import {describeSite, type Login, testKit} from '../support/over-sockets.js';
import {toCookieHeader} from '../support/site.js';

const TOKEN = '/oauth/token';

describeSite('a token request', (site) => {
  /** The same code again is refused without asking Kakao; another login works. */
  async function expectAnotherLogin(login: Login, tokens: number): Promise<void> {
    const again = await site.post(login);
    await expectAnswer(site, login, again, {end: 'code_used', status: 409, tokens});

    const next = site.prepare();
    const hooks = ['findMember', 'signUp'];
    await expectAnswer(site, next, await site.post(next), {end: 'signed-in', tokens: tokens + 1, hooks});
  }

  const answers: readonly [row: FaultId, fault: Fault, code: ErrorCode, status: number][] = [
    ['F46', {status: 500, body: `${CANARY}body`}, 'provider_unavailable', 503],
    ['F46', {status: 503, body: '<h1>later</h1>', headers: {'content-type': 'text/html'}}, 'provider_unavailable', 503],
    ['F48', {reset: true}, 'provider_unavailable', 503],
    ['F48', {reset: 'mid-body'}, 'provider_unavailable', 503],
    ['F51', {status: 429, headers: {'retry-after': '7'}}, 'rate_limited', 429],
    ['F52', {status: 200, body: `"${CANARY}text"`}, 'provider_bad_response', 502],
    ['F52', {status: 204}, 'provider_bad_response', 502],
  ];
  for (const [row, fault, code, status] of answers) {
    testKit(row, `that is answered ${JSON.stringify(fault)} ends in ${code}`, async () => {
      const login = site.prepare();
      site.emulator.failNext('token', fault);

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: code, status, users: 0, hooks: []});
      await expectAnotherLogin(login, 1);
    });
  }

  const refusals: readonly [row: FaultId, koe: KoeCode, code: ErrorCode, status: number][] = [
    ['F49', 'KOE320', 'code_used', 409],
    ['F50', 'KOE010', 'client_secret_wrong', 500],
    ['F50', 'KOE101', 'app_key_wrong', 500],
    ['F50', 'KOE303', 'redirect_uri_mismatch', 500],
    ['F51', 'KOE237', 'rate_limited', 429],
  ];
  for (const [row, koe, code, status] of refusals) {
    testKit(row, `that is refused with ${koe} ends in ${code}, and the log says so`, async () => {
      const login = site.prepare();
      const headers = {'www-authenticate': 'Bearer error="invalid_token"'};
      site.emulator.failNext('token', {koe, body: `${CANARY}text\r\nabout ${login.code}`, headers});

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: code, status, tokens: 1, users: 0, hooks: []});
      assert.equal(site.reports[0]?.koe, koe);
      assert.equal(response.headers.get('retry-after'), code === 'rate_limited' ? '60' : null);
      await expectAnotherLogin(login, 1);
    });
  }

  testKit('F49', 'that would be the second one is spared where the session is there', async () => {
    const login = site.prepare();
    const first = await site.post(login);
    site.emulator.failNext('token', {koe: 'KOE320'});

    const second = await site.post(login, toCookieHeader(first));

    await expectAnswer(site, login, second, {end: 'signed-in', tokens: 1, users: 1, hooks: ['findMember', 'signUp']});
  });

  const connections: readonly [row: FaultId, fault: ConnectionFault, what: string, sent: number][] = [
    ['F48', 'reset', 'whose connection is reset', 0],
    ['F48', 'reset-mid-body', 'whose connection is reset in the middle of the answer', 1],
    ['F48', 'end-mid-body', 'whose connection ends in the middle of the answer', 1],
    ['F52', 'no-http', 'that another kind of server answers', 0],
  ];
  for (const [row, fault, what, sent] of connections) {
    testKit(row, `${what} ends in provider_unavailable`, async () => {
      const login = site.prepare();
      const isDone = site.proxy.failNext(TOKEN, fault);

      const [response] = await Promise.all([site.post(login), isDone]);

      const ending = {end: 'provider_unavailable', status: 503, tokens: sent, users: 0, hooks: []} as const;
      await expectAnswer(site, login, response, ending);
      await expectAnotherLogin(login, sent);
    });
  }

  testKit('F48', 'that finds nobody listening ends in provider_unavailable', async () => {
    await site.post(site.prepare());
    const login = site.prepare();
    await site.proxy.goDown();

    const response = await site.post(login);

    const ending = {tokens: 1, users: 1, hooks: ['findMember', 'signUp']};
    await expectAnswer(site, login, response, {end: 'provider_unavailable', status: 503, ...ending});
    await site.proxy.comeBack();
    await expectAnswer(site, login, await site.post(login), {end: 'code_used', status: 409, ...ending});
    const next = site.prepare();
    await expectAnswer(site, next, await site.post(next), {end: 'signed-in', tokens: 2, users: 2});
  });

  for (const [fault, what, sent] of [
    ['hang', 'that is never answered', 0],
    ['hang-mid-body', 'whose answer stops in the middle', 1],
  ] as const) {
    testKit('F47', `${what} is given up after five seconds`, async (timers) => {
      const login = site.prepare();
      const isDone = site.proxy.failNext(TOKEN, fault);

      const answer = site.post(login);
      await isDone;
      timers.pass(5_000);
      const response = await answer;

      await expectAnswer(site, login, response, {end: 'provider_unavailable', status: 503, users: 0, hooks: []});
      await expectAnotherLogin(login, sent);
    });
  }

  // All that a token answer and its ID token may be: test/conformance/.
  const spoiled: readonly [row: FaultId, spoil: Spoil, code: ErrorCode][] = [
    ['F52', 'ktl-token-html', 'provider_bad_response'],
    ['F53', 'ktl-no-id-token', 'id_token_missing'],
    ['F53', 'oidcc-client-test-nonce-invalid', 'id_token_invalid'],
    ['F53', 'oidcc-client-test-invalid-sig-rs256', 'id_token_invalid'],
  ];
  for (const [row, spoil, code] of spoiled) {
    testKit(row, `whose answer is ${spoil} ends in ${code}`, async () => {
      const login = site.prepare('new-visitor');
      site.emulator.failNext('token', {spoil});

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: code, tokens: 1, users: 0, hooks: []});
      site.emulator.expectNoPlannedFailures();
    });
  }
});
