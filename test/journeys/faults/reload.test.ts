import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {holdNext} from '../../support/held-route.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a callback that is loaded once more', () => {
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

  /** Begins a login and stops at Kakao's login page: where Kakao would lead back to. */
  async function begin(visit: Visit, answer: 'approve' | 'cancel' = 'approve'): Promise<string> {
    await visit.goTo(AT);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(visit.page.url(), {persona: 'member', answer});
  }

  testFault('F30', 'before its script has come completes the login', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit);
    const script = await holdNext(visit.context, /\/scripts\/page\.js/);
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await script.arrived;

    await visit.page.reload();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F30', 'before its request has left costs one more press', async () => {
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    const answer = await begin(visit);
    const post = await holdNext(visit.context, /\/api\/kakao\/session/);
    await visit.page.goto(answer);
    await post.arrived;

    await visit.page.reload();
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(10_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'login_unfinished');
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 1});
  });

  testFault('F30', 'while the next page is loading goes on to it, which tells the success', async () => {
    await using visit = await startVisit(browser, site);
    await visit.context.addInitScript(() => {
      addEventListener('kakao-return', () => {
        if (sessionStorage.getItem('reloaded')) return;
        sessionStorage.setItem('reloaded', 'once');
        setTimeout(() => location.reload());
      });
    });
    const answer = await begin(visit);

    await visit.page.goto(answer, {waitUntil: 'commit'});

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    assert.equal(visit.events.of('kakao-return').length, 2);
  });

  testFault('F30', 'after the way back was stopped goes there all the same', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit);
    await visit.context.route(/\/cart/, (route) => route.abort('aborted'));
    const stopped = visit.page.waitForEvent('requestfailed', (request) => request.url().includes('/cart'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await stopped;
    await visit.context.unroute(/\/cart/);

    await visit.page.reload();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F28', 'after the visitor turned back costs one more press', async () => {
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    const answer = await begin(visit, 'cancel');
    await visit.page.goto(answer);
    await visit.events.next('kakao-login-cancel');

    await visit.page.goto(answer);
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(10_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'login_unfinished');
    await expectEnding(visit, {at: AT, session: 'signed-out', cancel: [AT], error: [AT]});
  });
});
