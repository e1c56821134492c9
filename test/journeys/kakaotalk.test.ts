import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {ko} from '../support/texts.js';
import type {Browser, BrowserContextOptions, Route} from 'playwright-core';
import {DEVICES} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import type {Site} from '../support/site.js';
import {testFault} from '../support/test-fault.js';
import {expectText, startVisit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';

for (const {name, open} of SDK_ENVIRONMENTS) {
  describe(`a login through the KakaoTalk app, with ${name}`, () => {
    let browser: Browser;
    let site: Site;
    before(async () => {
      ({browser, site} = await open());
    });
    after(async () => {
      await browser.close();
      await site.close();
    });
    beforeEach(() => {
      site.reset();
      site.emulator.signInToKakaoTalk('member');
    });

    for (const device of ['android', 'iphone'] as const) {
      const expected = device === 'android' ? /^intent:#Intent;/ : /\/scheme\/kakaotalk%3A%2F%2Finappbrowser/;

      for (const includeState of [true, false]) {
        test(`signs up by an answer ${includeState ? 'with' : 'without'} state, on an ${device}`, async () => {
          await using visit = await startVisit(browser, site, {device});
          await visit.goTo(AT);

          await visit.press();
          const address = await visit.traffic.nextAppSwitch();
          assert.match(address, expected);
          site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', includeState, afterPolls: 1});

          const {detail} = await visit.events.next('kakao-login-success');
          assert.equal(detail?.['isNewMember'], true);
          assert.ok(site.emulator.counts.codeJson >= 2, 'It has waited for the answer.');
          await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
        });
      }

      const refusals = [
        {who: 'who turns back', persona: 'new-visitor', answer: 'cancel', event: 'cancel', message: ko.start},
        {who: 'under 14', persona: 'under-14', answer: 'approve', event: 'error', message: ko.underAge},
      ] as const;
      for (const {who, persona, answer, event, message} of refusals) {
        testFault('F39', `signs nobody in ${who}, on an ${device}`, async () => {
          await using visit = await startVisit(browser, site, {device});
          await visit.goTo(AT);

          await visit.press();
          const address = await visit.traffic.nextAppSwitch();
          site.emulator.openInKakaoTalk(address, {persona, answer, includeState: false});

          await visit.events.next(`kakao-login-${event}`);
          await expectText(visit, message);
          await expectEnding(visit, {at: AT, session: 'signed-out', [event]: [AT]});
        });
      }

      testFault('F15', `can be continued in the browser after eight seconds, on an ${device}`, async () => {
        await using visit = await startVisit(browser, site, {device});
        const {clock} = visit.page;
        await clock.install();
        await visit.goTo(AT);
        await visit.press();
        const address = await visit.traffic.nextAppSwitch();
        await clock.fastForward(3_000);
        await visit.events.flow('waiting-for-talk');
        await expectText(visit, ko.talk);
        const button = visit.page.getByRole('button', {name: ko.continueInBrowser});
        assert.equal(await button.count(), 0);

        await clock.fastForward(8_000);
        // Chromium asks by a window of its own whether it may open KakaoTalk, and the page gets no touches meanwhile.
        await button.evaluate((element) => (element as HTMLButtonElement).click());
        await visit.page.waitForURL(/\/oauth\/authorize/);
        assert.equal(visit.traffic.appSwitches.length, 1);
        await visit.page.goto(site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'}));
        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});

        // KakaoTalk’s own answer to the first press comes late, and in a tab of its own.
        const parameters = toParameters(address);
        const answer = site.emulator.authorize(`${site.kakao[0]}/oauth/authorize?${parameters}`, {
          persona: 'new-visitor',
        });
        const other = await visit.openTab();
        await other.goto(answer);

        await visit.events.next('kakao-login-success', 2);
        const ending = {at: AT, session: 'signed-in', success: [AT, AT], posts: 2, tokens: 2} as const;
        await expectEnding(visit, {...ending, page: other});
      });

      test(`is completed by the first of two polls that overlap, on an ${device}`, async () => {
        await using visit = await startVisit(browser, site, {device});
        const polls: Route[] = [];
        const two = new Promise<void>((resolve) => {
          void visit.context.route(/\/apiweb\/code\.json/, (route) => {
            polls.push(route);
            if (polls.length === 2) resolve();
          });
        });
        await visit.goTo(AT);
        await visit.press();
        site.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'member'});
        await two;

        const [first, second] = polls;
        const response = await site.emulator.fetch(first!.request().url());
        const {state, ...bare} = (await response.json()) as Record<string, string>;
        assert.ok(state);
        const headers = Object.fromEntries(response.headers);
        await Promise.all([first!.fulfill({headers, json: {...bare, state}}), second!.fulfill({headers, json: bare})]);

        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
      });
    }

    for (const device of ['android in KakaoTalk', 'iphone in KakaoTalk'] as const) {
      for (const key of ['app-key', 'rest-api-key'] as const) {
        test(`is a plain redirect on an ${device}, by the ${key}`, async () => {
          if (key === 'rest-api-key') site.attributes[key] = site.restKey;
          await using visit = await startVisit(browser, site, {device});
          await visit.goTo(AT);

          await visit.press();

          await visit.events.next('kakao-login-success');
          assert.deepEqual(visit.traffic.appSwitches, []);
          assert.equal(site.emulator.counts.sdk, key === 'app-key' ? 1 : 0);
          assert.equal(site.emulator.counts.codeJson, 0);
          await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
        });
      }
    }

    /** KakaoTalk's own pages, where the SDK opens a sheet of KakaoTalk's. */
    const HOMES = {'channel home': 'ch-home/1.0', 'profile home': 'PFHOME/1.0'} as const;
    const inHome = (home: keyof typeof HOMES): BrowserContextOptions => {
      const device = DEVICES['android in KakaoTalk'];
      return {...device, userAgent: `${device.userAgent} ${HOMES[home]}`};
    };
    for (const home of ['channel home', 'profile home'] as const) {
      for (const [what, attribute] of Object.entries({
        'stays on the page where the site says never': {'through-talk': 'never'},
        'signs a member in without a press and without a sheet': {'auto-login': 'all'},
      })) {
        test(`${what}, in a ${home}`, async () => {
          Object.assign(site.attributes, attribute);
          site.addMember('member');
          await using visit = await startVisit(browser, site, {device: inHome(home)});
          await visit.goTo(AT);

          if ('through-talk' in attribute) await visit.press();

          await visit.events.next('kakao-login-success');
          assert.deepEqual(visit.traffic.appSwitches, []);
          assert.equal(site.emulator.counts.sdk, 1);
          await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
        });
      }
    }

    test('can be continued in the browser from the sheet of a channel home', async () => {
      await using visit = await startVisit(browser, site, {device: inHome('channel home')});
      const {clock} = visit.page;
      await clock.install();
      await visit.goTo(AT);
      await visit.press();
      assert.match(await visit.traffic.nextAppSwitch(), /^kakaotalk:\/\/bizplugin\?/);
      await clock.fastForward(3_000);
      await visit.events.flow('waiting-for-talk');
      await clock.fastForward(8_000);

      await visit.page
        .getByRole('button', {name: ko.continueInBrowser})
        .evaluate((element) => (element as HTMLButtonElement).click());

      await visit.events.next('kakao-login-success');
      assert.equal(visit.traffic.appSwitches.length, 1);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});
    });

    test('is not asked for where the site says never', async () => {
      site.attributes['through-talk'] = 'never';
      await using visit = await startVisit(browser, site, {device: 'android'});
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      assert.deepEqual(visit.traffic.appSwitches, []);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  });
}

/** The authorization that was handed to the app, as a query. */
function toParameters(address: string): string {
  const extra = /extraparams=([^;]*)/.exec(address)?.[1];
  if (extra !== undefined) {
    const fields = JSON.parse(decodeURIComponent(extra)) as Record<string, unknown>;
    return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
  }
  const web = decodeURIComponent(address.split('&web=')[1] ?? '');
  return new URL(web).search.slice(1);
}
