import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../../src/elements/i18n/ko.js';
import type {Browser} from 'playwright-core';
import type {BackendFailure} from '../../support/backend-failures.js';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a backend', () => {
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

  const json = (status: number, body: string): (() => Response) => {
    return () => new Response(body, {status, headers: {'Content-Type': 'application/json'}});
  };
  const page = (status: number): (() => Response) => {
    return () => new Response('<!doctype html><p>점검 중', {status, headers: {'Content-Type': 'text/html'}});
  };
  const redirect = (): Response => new Response(null, {status: 302, headers: {Location: '/'}});

  interface Row {
    readonly row: FaultId;
    readonly that: string;
    readonly failure: BackendFailure;
    readonly code: string;
    /** The session is read until it could no longer come. */
    readonly waits?: true;
    readonly tokens?: number;
  }
  const rows: readonly Row[] = [
    {row: 'F60', that: 'answers 500', failure: json(500, '{}'), code: 'backend_failed'},
    {row: 'F60', that: 'answers 502', failure: page(502), code: 'backend_failed', waits: true},
    {row: 'F60', that: 'answers 504', failure: page(504), code: 'backend_failed', waits: true},
    {row: 'F60', that: 'answers a page', failure: page(200), code: 'backend_bad_answer'},
    {row: 'F60', that: 'answers nothing', failure: () => new Response(null, {status: 204}), code: 'backend_bad_answer'},
    {row: 'F60', that: 'answers null', failure: json(200, 'null'), code: 'backend_bad_answer'},
    {row: 'F60', that: 'leads to a login page', failure: redirect, code: 'backend_bad_answer'},
    {row: 'F59', that: 'has too many requests', failure: json(429, ''), code: 'rate_limited'},
    {row: 'F60', that: 'cannot be reached', failure: 'reset', code: 'backend_unreachable', waits: true},
    {row: 'F61', that: 'loses answer and cookie', failure: 'drop', code: 'backend_unreachable', waits: true, tokens: 1},
  ];
  for (const {row, that, failure, code, waits, tokens: spent = 0} of rows) {
    testFault(row, `that ${that} costs one more press`, async () => {
      site.failNext('POST', failure);
      await using visit = await startVisit(browser, site);
      if (waits) await visit.page.clock.install();
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signIn('이하늘');
      if (waits) {
        await visit.traffic.nextRead();
        await visit.page.clock.fastForward(10_000);
      }

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['end'], 'retry');
      assert.equal(detail['code'], code);
      assert.match(await visit.readText(), new RegExp(`다시 눌러 주세요.*${String(detail['ref'])}`, 's'));
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1, tokens: spent});

      await visit.press();

      await visit.events.next('kakao-login-success');
      const tokens = spent + 1;
      await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens});
    });
  }

  testFault('F60', 'that never answers costs one more press', async () => {
    site.failNext('POST', 'hang');
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.traffic.nextPost();

    await visit.page.clock.fastForward(10_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['end'], 'retry');
    assert.equal(detail['code'], 'backend_timeout');
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});

    await visit.press();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 1});
  });

  for (const [row, what, failure] of [
    ['F61', 'whose answer is lost after the session was made', 'cut'],
    ['F63', 'that gets the request twice at once', 'twice'],
  ] as const)
    testFault(row, `${what} has signed in, and the page tells it once`, async () => {
      site.failNext('POST', failure);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-login-success');
      assert.equal(detail?.['isNewMember'], true);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

  testFault('F60', 'that answers late has signed in, though the page stopped waiting', async () => {
    const post = site.holdNextPost();
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await post.arrived;

    await visit.page.clock.fastForward(9_000);
    post.release();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault(
    'F73',
    'that is gone by the time of the press does not matter, and one that is back by the callback signs in',
    async () => {
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);
      await visit.page.hover('kakao-login-button');
      await visit.page.waitForFunction(() => 'Kakao' in window);

      await visit.context.setOffline(true);
      await visit.press();
      await visit.page.waitForURL(/^chrome-error:/);
      await visit.context.setOffline(false);
      await visit.page.goBack();
      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});
    },
  );

  testFault('F73', 'is not asked while the visitor is offline at the press', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.context.setOffline(true);
    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_blocked');
    await expectText(visit, ko.later);
    await visit.context.setOffline(false);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});

    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
  });
});
