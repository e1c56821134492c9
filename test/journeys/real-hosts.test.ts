import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {expectEnding} from '../support/invariants.js';
import {atKakaoHosts, REAL_SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import type {Site} from '../support/site.js';
import {testFault} from '../support/test-fault.js';
import {startVisit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const STAND_IN = atKakaoHosts({name: 'the stand-in', version: '2.7.9'});

/** Nothing here names an emulator: the browser finds Kakao's own host names on this machine, and nothing else. */
for (const {name, open} of [STAND_IN, ...REAL_SDK_ENVIRONMENTS]) {
  describe(`at Kakao’s own host names, with ${name}`, () => {
    let browser: Browser;
    let site: Site;
    before(async () => {
      ({browser, site} = await open());
    });
    after(async () => {
      await browser.close();
      await site.close();
    });
    beforeEach(() => site.reset());

    /** The page names the hash of another file beside the release that it loads. */
    function nameAnotherFile(): void {
      Object.assign(site.attributes, {
        'sdk-version': /[\d.]+(?=\/kakao\.min\.js$)/.exec(site.sdkUrl)?.[0],
        'sdk-integrity': `sha384-${createHash('sha384').update('another file').digest('base64')}`,
      });
    }

    for (const device of ['desktop', 'iphone'] as const) {
      test(`signs up by the SDK of Kakao’s CDN, on a ${device}`, async () => {
        await using visit = await startVisit(browser, site, {device});
        await visit.goTo(AT);

        await visit.press();
        await visit.kakao.signUp('김새봄');

        await visit.events.next('kakao-login-success');
        assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
      });
    }

    for (const device of ['android', 'iphone'] as const) {
      test(`signs in through the KakaoTalk app, on an ${device}`, async () => {
        site.emulator.signInToKakaoTalk('member');
        await using visit = await startVisit(browser, site, {device});
        await visit.goTo(AT);

        await visit.press();
        const address = await visit.traffic.nextAppSwitch();
        assert.match(address, device === 'android' ? /^intent:/ : /^https:\/\/talk-apps\.kakao\.com\/scheme\//);
        site.emulator.openInKakaoTalk(address, {persona: 'member', includeState: false});

        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
      });
    }

    test('signs up by the direct path, without the SDK', async () => {
      site.attributes['rest-api-key'] = site.restKey;
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.ok(!visit.traffic.toKakao.includes(site.sdkUrl));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

    testFault('F05', 'refuses an SDK whose bytes are not the expected ones', async () => {
      nameAnotherFile();
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'sdk_blocked');
      assert.equal(await visit.page.evaluate(() => 'Kakao' in window), false);
      const ours = visit.traffic.console.filter((line) => line.startsWith('[kakao-sync]'));
      assert.equal(ours.length, 1, 'One line for the developer.');
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
    });

    testFault('F05', 'needs no SDK whose bytes are not the expected ones where the direct path is open', async () => {
      site.attributes['rest-api-key'] = site.restKey;
      nameAnotherFile();
      await using visit = await startVisit(browser, site, {device: 'iphone'});
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  });
}
