import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {CANARY} from '../../support/observation.js';
import {expectPkce} from '../../support/pkce.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const SDK = /\/kakao_js_sdk\//;

describe('authorize() of Kakao’s SDK', () => {
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

  /** An SDK that is right in everything but what `authorize()` does. */
  async function replaceAuthorize(visit: Visit, body: string): Promise<void> {
    const auth = `{getAppKey: () => '${site.scriptKey}', authorize() { this.called = true; ${body} }}`;
    const sdk = `window.Kakao = {VERSION: '2.7.4', isInitialized() { return !!this.Auth; }, init() { this.Auth = ${auth}; }};`;
    const headers = {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*'};
    await visit.context.route(SDK, (route) => route.fulfill({body: sdk, headers}));
  }

  testFault('F13', 'that throws leaves the direct path, with the same transaction for the other key', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await startVisit(browser, site, {device: 'iphone'});
    await replaceAuthorize(visit, `throw new Error('${CANARY}sdk')`);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    expectPkce(visit.traffic);
    const {clientId} = JSON.parse(visit.traffic.posts[0] ?? '{}') as {clientId?: string};
    assert.equal(clientId, site.restKey);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F13', 'that throws is told where there is no other way', async () => {
    await using visit = await startVisit(browser, site);
    await replaceAuthorize(visit, `throw new Error('${CANARY}sdk')`);
    await visit.goTo(AT);

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_failed');
    assert.equal(detail['end'], 'help');
    await expectText(visit, ko.unavailable);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], open: 1});
  });

  const idle: readonly [row: FaultId, what: string, body: string][] = [
    ['F14', 'rejects with an error', `return Promise.reject(new Error('${CANARY}sdk'))`],
    ['F14', 'rejects with an object of its own', `return Promise.reject({status: '${CANARY}sdk'})`],
    ['F14', 'resolves to nothing', 'return Promise.resolve()'],
    ['F15', 'returns and does nothing', ''],
    ['F15', 'never settles', 'return new Promise(() => {})'],
  ];
  for (const [row, what, body] of idle) {
    testFault(row, `that ${what} costs one more press after fifteen seconds`, async () => {
      await using visit = await startVisit(browser, site);
      await visit.page.clock.install();
      await replaceAuthorize(visit, body);
      await visit.goTo(AT);
      await visit.press();
      // Sooner, the limit of the SDK's own file would run out.
      await visit.page.waitForFunction('window.Kakao?.Auth?.called');

      await visit.page.clock.fastForward(15_000);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'navigation_failed');
      await expectText(visit, ko.retry);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], open: 1});
      await visit.context.unroute(SDK);
      await visit.page.reload();
      await visit.press();
      await visit.kakao.signIn('이하늘');
      await visit.events.next('kakao-login-success');
      const ending = {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1} as const;
      await expectEnding(visit, {...ending, open: 1});
    });
  }

  testFault(
    'F16',
    'that waits for KakaoTalk in vain comes back after ten minutes, and can be tried again',
    async () => {
      await using visit = await startVisit(browser, site, {device: 'android'});
      await visit.page.clock.install();
      await visit.goTo(AT);
      await visit.press();
      await visit.traffic.nextAppSwitch();

      // Each poll waits for an answer that the clock knows nothing of.
      const isOver = (): boolean => visit.events.of('kakao-login-error').length > 0;
      for (let polls = 0; polls < 1500 && !isOver(); polls++) await visit.page.clock.runFor(1000);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'kakao_timeout');
      assert.equal(detail['end'], 'retry');
      await expectText(visit, ko.retry);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
      site.attributes['through-talk'] = 'never';
      await visit.page.reload();
      // Chromium still asks by a window of its own whether it may open KakaoTalk, and the page gets no touches meanwhile.
      await visit.page.getByRole('button').evaluate((button) => (button as HTMLButtonElement).click());
      await visit.kakao.signIn('이하늘');
      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
    },
  );
});
