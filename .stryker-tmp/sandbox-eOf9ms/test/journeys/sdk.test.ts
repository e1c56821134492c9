import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {expectPkce} from '../support/pkce.js';
import {type Site, startSite} from '../support/site.js';
import {startVisit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('Kakao’s SDK', () => {
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

  for (const device of ['desktop', 'android'] as const) {
    test(`is loaded at the first touch and not before, on a ${device}`, async () => {
      await using visit = await startVisit(browser, site, {device});
      await visit.page.goto(site.url + AT, {waitUntil: 'networkidle'});
      assert.deepEqual(visit.traffic.toKakao, []);

      if (device === 'android') await visit.page.touchscreen.tap(5, 400);
      else await visit.page.mouse.wheel(0, 5);
      if (device === 'desktop') await visit.page.keyboard.press('Tab');

      await visit.page.waitForFunction(() => 'Kakao' in window);
      assert.equal(site.emulator.counts.sdk, 1);
      assert.equal(site.emulator.counts.authorize, 0);
    });
  }

  test('is never loaded on a desktop with the direct path', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 0);
    expectPkce(visit.traffic);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
