import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {expectEnding} from '../../support/invariants.js';
import {readPolicies, without} from '../../support/policies.js';
import {atKakaoHosts} from '../../support/sdk-environments.js';
import type {Site} from '../../support/site.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const STAND_IN = atKakaoHosts({name: 'the stand-in', version: '2.7.9'});
const policies = await readPolicies();

/** Safari before 16.4: Lit puts a `<style>` into the shadow root, which is the policy's business. */
describe('a browser without constructable style sheets', () => {
  let browser: Browser;
  let site: Site;
  const strict: Strictness = {way: 'elements', policy: policies.nonce};
  before(async () => {
    ({browser, site} = await STAND_IN.open({pages: toStrictPages('/cart', strict)}));
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  for (const way of ['elements', 'script tag'] as const) {
    test(`has a yellow button by the page’s nonce, with the ${way}, and signs up by it`, async () => {
      Object.assign(strict, {way, policy: policies.nonce});
      await using visit = await visitWithout();
      await visit.goTo(AT);

      assert.equal(await readColor(visit), 'rgb(254, 229, 0)');
      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

    for (const [how, policy] of [
      ['by host', policies.host],
      ['by nonce, without style-src', without(policies.nonce, 'style-src')],
    ] as const) {
      test(`has a plain button under the policy ${how}, with the ${way}, and signs up by it`, async () => {
        Object.assign(strict, {way, policy});
        await using visit = await visitWithout();
        await visit.goTo(AT);

        assert.notEqual(await readColor(visit), 'rgb(254, 229, 0)');
        await visit.violations.next('style-src-elem');
        await visit.press();
        await visit.kakao.signUp('김새봄');

        await visit.events.next('kakao-login-success');
        const stopped = ['style-src-elem'];
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, stopped});
      });
    }
  }

  async function visitWithout(): Promise<Visit> {
    const visit = await startVisit(browser, site);
    await visit.context.addInitScript(() => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replace'));
    return visit;
  }

  function readColor({page}: Visit): Promise<string> {
    return page.getByRole('button').evaluate((button) => getComputedStyle(button).backgroundColor);
  }
});
