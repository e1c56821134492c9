import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {ko} from '../../support/texts.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {Fault, FaultPoint} from 'kakao-sync-widget/emulator';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {expectOneMorePress} from '../../support/failed-login.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {CANARY} from '../../support/observation.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const MINUTE = 60_000;

/** Every answer of theirs is tried on the kit itself, in test/server/faults: here are those that a visitor can tell apart. */
describe('Kakao’s servers', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([openBrowser(), startSite()]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  interface Row {
    readonly row: FaultId;
    readonly what: string;
    readonly point: FaultPoint;
    readonly fault: Fault;
    readonly code: ErrorCode;
    readonly end?: 'help';
    readonly message: string;
    readonly tokens?: 0;
  }
  const rows: readonly Row[] = [
    {
      row: 'F46',
      what: 'answer 500 to the code',
      point: 'token',
      fault: {status: 500, body: `${CANARY}body`},
      code: 'provider_unavailable',
      message: ko.later,
    },
    {
      row: 'F48',
      what: 'break off their answer to the code',
      point: 'token',
      fault: {reset: 'mid-body'},
      code: 'provider_unavailable',
      message: ko.later,
    },
    {
      row: 'F49',
      what: 'know nothing of the code',
      point: 'token',
      fault: {koe: 'KOE320', body: `${CANARY}text`},
      code: 'code_used',
      message: ko.retry,
    },
    {
      row: 'F50',
      what: 'find the client secret wrong',
      point: 'token',
      fault: {koe: 'KOE010', headers: {'www-authenticate': 'Bearer'}},
      code: 'client_secret_wrong',
      end: 'help',
      message: ko.unavailable,
    },
    {
      row: 'F50',
      what: 'find the app key wrong',
      point: 'token',
      fault: {koe: 'KOE101'},
      code: 'app_key_wrong',
      end: 'help',
      message: ko.unavailable,
    },
    {
      row: 'F50',
      what: 'find the redirect URI wrong',
      point: 'token',
      fault: {koe: 'KOE303'},
      code: 'redirect_uri_mismatch',
      end: 'help',
      message: ko.unavailable,
    },
    {
      row: 'F51',
      what: 'have given out too many tokens',
      point: 'token',
      fault: {koe: 'KOE237'},
      code: 'rate_limited',
      message: ko.later,
    },
    {
      row: 'F51',
      what: 'ask to wait',
      point: 'token',
      fault: {status: 429, headers: {'retry-after': '7'}},
      code: 'rate_limited',
      message: ko.later,
    },
    {
      row: 'F52',
      what: 'answer a page to the code',
      point: 'token',
      fault: {spoil: 'ktl-token-html'},
      code: 'provider_bad_response',
      message: ko.retry,
    },
    {
      row: 'F53',
      what: 'speak of another login',
      point: 'token',
      fault: {spoil: 'oidcc-client-test-nonce-invalid'},
      code: 'id_token_invalid',
      message: ko.retry,
    },
    {
      row: 'F55',
      what: 'cannot show their keys',
      point: 'jwks',
      fault: {status: 500},
      code: 'provider_unavailable',
      message: ko.later,
      tokens: 0,
    },
    {
      row: 'F57',
      what: 'know nothing of their own token',
      point: 'user',
      fault: {code: -401},
      code: 'provider_refused',
      message: ko.retry,
    },
    {
      row: 'F57',
      what: 'speak of somebody else',
      point: 'user',
      fault: {spoil: 'oidcc-client-test-userinfo-invalid-sub'},
      code: 'profile_mismatch',
      message: ko.retry,
    },
  ];
  for (const {row, what, point, fault, ...end} of rows) {
    testFault(row, `that ${what} cost one more press`, async () => {
      site.emulator.failNext(point, fault);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signIn('이하늘');
      await visit.events.next('kakao-login-error');
      // However fast the next press is: after a failure Kakao is not asked for its keys for a second.
      site.kit.setClock(1000);

      await expectOneMorePress(visit, {at: AT, ...end});
      site.emulator.expectNoPlannedFailures();
    });
  }

  testFault('F47', 'that never answer are given up after five seconds', async (t) => {
    site.emulator.failNext('token', {hang: true});
    const post = site.holdNextPost();
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await post.arrived;

    t.mock.timers.enable({apis: ['setTimeout']});
    post.release();
    while (site.emulator.counts.token === 0) await setImmediate();
    t.mock.timers.tick(5_000);
    t.mock.timers.reset();

    await expectOneMorePress(visit, {at: AT, code: 'provider_unavailable', message: ko.later});
  });

  testFault('F56', 'that have just replaced their keys sign in', async () => {
    await using first = await startVisit(browser, site);
    await first.goTo(AT);
    await first.press();
    await first.kakao.signIn('이하늘');
    await first.events.next('kakao-login-success');
    site.emulator.rotateKeys();
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.jwks, 2);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 2});
  });

  for (const [offset, what] of [
    [-5 * MINUTE, 'five minutes behind'],
    [11 * MINUTE, 'eleven minutes ahead'],
  ] as const) {
    testFault('F58', `whose clock the backend is ${what} of let nobody in until it is set`, async () => {
      site.kit.setClock(offset);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);
      await visit.press();
      await visit.kakao.signIn('이하늘');
      await visit.events.next('kakao-login-error');
      assert.match(site.log.join(), /synchronise it/);
      site.kit.setClock(0);

      await expectOneMorePress(visit, {at: AT, code: 'clock_skew', end: 'help', message: ko.unavailable});
    });
  }
});
