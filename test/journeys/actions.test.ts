import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {ko} from '../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type Site, startSite} from '../support/site.js';
import {expectText, startVisit} from '../support/visit.js';

const AT = '/cart?item=7#total';

describe('an action that the site requires', () => {
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

  for (const action of ['link-existing', 'additional-info', 'age-check', 'rejoin-blocked', 'dormant'] as const) {
    test(`of a newcomer, ${action}, signs nobody in and is told where the visit began`, async () => {
      const message = `${action} 때문에 확인이 필요해요.`;
      site.kit.replaceNextHook('signUp', () => ({action, message}));
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-action-required');
      assert.deepEqual([detail?.['code'], detail?.['message']], [action, message]);
      await expectText(visit, message);
      await expectEnding(visit, {at: AT, session: 'signed-out', posts: 1, tokens: 1});
    });
  }

  test('leads to the page that the site names, which is told of it', async () => {
    site.kit.replaceNextHook('signUp', () => ({action: 'link-existing', redirectTo: '/connect?from=kakao#form'}));
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/connect?from=kakao#form', 'link-existing']);
    await expectText(visit, ko.action);
    await expectEnding(visit, {at: '/connect?from=kakao#form', session: 'signed-out', posts: 1, tokens: 1});
  });

  test('of a member who is dormant signs nobody in', async () => {
    site.addMember('member');
    site.kit.replaceNextHook('findMember', () => ({action: 'dormant', redirectTo: '/wake'}));
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signIn('이하늘');

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/wake', 'dormant']);
    await expectEnding(visit, {at: '/wake', session: 'signed-out', posts: 1, tokens: 1});
  });
});
