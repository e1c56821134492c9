import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {SESSION_KEY} from '../../support/site-kit.js';
import {testFault} from '../../support/test-fault.js';
import {startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const NEW_KEY = 'another-session-key-0123456789-abcdefghij';

describe('a backend that is not the same one throughout', () => {
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

  testFault('F65', 'but has another key by the time of the callback signs in', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);

    site.kit.restart({sessionKeys: [NEW_KEY, SESSION_KEY]});
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F65', 'but has another key after its answer was lost finds the session that it made', async () => {
    site.failNext('POST', 'cut');
    site.failNext('GET', () => {
      site.kit.restart({sessionKeys: [NEW_KEY, SESSION_KEY]});
      return new Response(null, {status: 503});
    });
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await visit.traffic.nextRead();

    await visit.page.clock.fastForward(1_000);

    const {detail} = await visit.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], true);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  for (const [what, failure] of [
    ['is two processes that share nothing', undefined],
    ['is two processes, and loses its answer on the way', 'cut'],
  ] as const) {
    testFault('F66', `but ${what} signs in once`, async () => {
      site.kit.restart({instances: 2});
      if (failure) site.failNext('POST', failure);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-login-success');
      assert.equal(detail?.['isNewMember'], true);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }
});
