import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {holdNext} from '../../support/held-route.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a visitor who is offline', () => {
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

  async function beginAndStopAtKakao(visit: Visit): Promise<string> {
    await visit.goTo(AT);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(visit.page.url(), {persona: 'member'});
  }
  const isOffline = (visit: Visit): Promise<unknown> => visit.page.waitForURL(/^chrome-error:/);

  testFault('F73', 'at the press is told, and the next press works', async () => {
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

  testFault('F73', 'at the press, with the SDK there, goes back and presses again', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.page.hover('kakao-login-button');
    await visit.page.waitForFunction(() => 'Kakao' in window);

    await visit.context.setOffline(true);
    await visit.press();
    await isOffline(visit);
    await visit.context.setOffline(false);
    await visit.page.goBack();
    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});
  });

  testFault('F73', 'on the way back from Kakao reloads, and is signed in', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await beginAndStopAtKakao(visit);

    await visit.context.setOffline(true);
    await assert.rejects(visit.page.goto(answer), /ERR_INTERNET_DISCONNECTED/);
    await isOffline(visit);
    await visit.context.setOffline(false);
    await visit.page.reload();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F73', 'while the code is posted is told when back, and the next press works', async () => {
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    const answer = await beginAndStopAtKakao(visit);
    const script = await holdNext(visit.context, /\/scripts\/page\.js/);
    await visit.context.route(/\/api\/kakao\/session/, (route) => route.abort('internetdisconnected'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await script.arrived;

    script.release();
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(5_000);
    await visit.traffic.nextRead(2);
    await visit.context.unroute(/\/api\/kakao\/session/);
    await visit.page.clock.fastForward(5_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'backend_unreachable');
    await expectText(visit, ko.later);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 1});
  });

  testFault('F73', 'from the backend’s answer on is told where the login began, when it can be loaded', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await beginAndStopAtKakao(visit);
    const post = site.holdNextPost();
    await visit.context.route(/\/cart/, (route) => route.abort('internetdisconnected'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await post.arrived;

    const failed = visit.page.waitForEvent('requestfailed', (request) => request.url().includes('/cart'));
    post.release();
    await failed;
    await visit.context.unroute(/\/cart/);
    await visit.page.reload();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
