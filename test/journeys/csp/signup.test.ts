import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import type {Device} from '../../support/browser.js';
import {expectEnding} from '../../support/invariants.js';
import {expectPkce} from '../../support/pkce.js';
import {readPolicies} from '../../support/policies.js';
import {atKakaoHosts, REAL_SDK_ENVIRONMENTS} from '../../support/sdk-environments.js';
import type {Site} from '../../support/site.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const STAND_IN = atKakaoHosts({name: 'the stand-in', version: '2.7.9'});
const policies = await readPolicies();

for (const {name, open} of [STAND_IN, ...REAL_SDK_ENVIRONMENTS])
  describe(`under a policy of the documents, with ${name}`, () => {
    let browser: Browser;
    let site: Site;
    const strict: Strictness = {way: 'elements', policy: policies.nonce};
    before(async () => {
      ({browser, site} = await open({pages: toStrictPages('/cart', strict)}));
    });
    after(async () => {
      await browser.close();
      await site.close();
    });
    beforeEach(() => site.reset());

    interface Route {
      readonly how: string;
      readonly device: Device;
      readonly isDirect?: true;
      signUp(visit: Visit): Promise<void>;
    }
    const onPages = (visit: Visit): Promise<void> => visit.kakao.signUp('김새봄');
    const routes: readonly Route[] = [
      {how: 'by the direct path, on a desktop', device: 'desktop', isDirect: true, signUp: onPages},
      {how: 'by the SDK, on a desktop', device: 'desktop', signUp: onPages},
      {
        how: 'by the SDK and the KakaoTalk app, on an android',
        device: 'android',
        async signUp({traffic}) {
          site.emulator.openInKakaoTalk(await traffic.nextAppSwitch(), {persona: 'new-visitor', afterPolls: 1});
        },
      },
    ];
    for (const kind of ['nonce', 'host'] as const) {
      for (const way of ['elements', 'script tag'] as const) {
        for (const {how, device, isDirect, signUp} of routes) {
          test(`by ${kind}, with the ${way}, somebody signs up ${how}, and nothing is reported`, async () => {
            Object.assign(strict, {way, policy: policies[kind]});
            if (isDirect) site.attributes['rest-api-key'] = site.restKey;
            await using visit = await startVisit(browser, site, {device});
            await visit.goTo(AT);

            await visit.press();
            await signUp(visit);

            await visit.events.next('kakao-login-success');
            if (isDirect) expectPkce(visit.traffic);
            assert.equal(visit.traffic.toKakao.includes(site.sdkUrl), !isDirect);
            await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
            await expectNoReport(visit);
          });
        }
      }
    }

    /** Reports come in their order: the first is of the picture that is asked for now. */
    async function expectNoReport({page}: Visit): Promise<void> {
      await page.evaluate(() => void (new Image().src = '/last.png'));
      const first = await site.reports.wait('The last report', ([report]) => report);
      assert.deepEqual(first, {directive: 'img-src', blocked: `${site.url}/last.png`});
    }
  });
