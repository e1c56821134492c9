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

const AT = '/two-buttons';
const SDK = /\/kakao_js_sdk\//;

describe('a login button', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    const body = (attributes: string): string => `<kakao-sync ${attributes}></kakao-sync>
      <header><kakao-login-button></kakao-login-button></header>
      <main><kakao-login-button></kakao-login-button></main>
      <footer></footer>`;
    [browser, site] = await Promise.all([openBrowser(), startSite({pages: {[AT]: {body}}})]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  /** Presses the first button, and lets its login wait for the SDK. */
  async function pressAndWait(visit: Visit) {
    const sdk = await holdNext(visit.context, SDK);
    await visit.goTo(AT);
    await visit.press();
    await sdk.arrived;
    await visit.events.flow('starting');
    return sdk;
  }
  const countBusy = (visit: Visit): Promise<number> =>
    visit.page.locator('kakao-login-button [aria-disabled=true]').count();

  testFault('F75', 'that moves while it is busy stays busy, and its login goes on', async () => {
    await using visit = await startVisit(browser, site);
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => {
      const button = document.querySelector('header kakao-login-button')!;
      document.querySelector('footer')!.append(button);
    });
    assert.equal(await countBusy(visit), 2);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F75', 'that leaves while it is busy leaves its login to go on', async () => {
    await using visit = await startVisit(browser, site);
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => document.querySelector('header')!.remove());
    assert.equal(await countBusy(visit), 1);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F75', 'that leaves before its login fails leaves the message to the next one', async () => {
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await pressAndWait(visit);

    await visit.page.evaluate(() => document.querySelector('header')!.remove());
    await visit.page.clock.fastForward(3_000);

    const {detail, target} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_timeout');
    assert.equal(target, 'kakao-sync');
    await expectText(visit, ko.later);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
  });

  testFault('F75', 'that comes while a login is under way is busy like the others', async () => {
    await using visit = await startVisit(browser, site);
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => document.body.append(document.createElement('kakao-login-button')));
    await visit.page.locator('body > kakao-login-button [aria-disabled=true]').waitFor();
    assert.equal(await countBusy(visit), 3);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
