import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import type {BrowserContextOptions, Route} from 'playwright-core';
import {DEVICES} from '../support/browser.js';
import {SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import {AT, describeJourney, expectEnding, expectFailed, expectSignedIn, expectText, ko} from '../support/journey.js';

for (const at of SDK_ENVIRONMENTS) {
  describeJourney(`a login through the KakaoTalk app, with ${at.name}`, {at}, ({site, test, testFault}) => {
    beforeEach(() => {
      site.emulator.signInToKakaoTalk('member');
    });

    for (const [device, includeState] of [
      ['android', true],
      ['iphone', false],
    ] as const) {
      test(`signs up by an answer, with state: ${String(includeState)}, on an ${device}`, {device}, async (visit) => {
        await visit.pressAt(AT);
        const address = await visit.traffic.nextAppSwitch();
        assert.match(address, device === 'android' ? /^intent:#Intent;/ : /\/scheme\/kakaotalk%3A%2F%2Finappbrowser/);
        site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', includeState, afterPolls: 1});

        await visit.events.next('kakao-login-success');
        assert.ok(site.emulator.counts.codeJson >= 2, 'It has waited for the answer.');
        const detail = await expectSignedIn(visit, AT);
        assert.equal(detail['isNewMember'], true);
      });
    }

    testFault('F39', 'signs nobody in who turns back', {device: 'android'}, async (visit) => {
      await visit.pressAt(AT);
      const address = await visit.traffic.nextAppSwitch();
      site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', answer: 'cancel', includeState: false});

      await visit.events.next('kakao-login-cancel');
      await expectEnding(visit, {at: AT, session: 'signed-out', cancel: [AT]});
    });

    testFault('F39', 'signs nobody in under 14', {device: 'iphone'}, async (visit) => {
      await visit.pressAt(AT);
      const address = await visit.traffic.nextAppSwitch();
      site.emulator.openInKakaoTalk(address, {persona: 'under-14', includeState: false});

      await expectFailed(visit, AT, {code: 'under_age', message: ko.underAge});
    });

    testFault('F15', 'can be continued in the browser after eight seconds', {device: 'android'}, async (visit) => {
      const {clock} = visit.page;
      await clock.install();
      await visit.pressAt(AT);
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
      await expectSignedIn(visit, AT, {open: 1});

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

    test('is completed by the first of two polls that overlap', {device: 'iphone'}, async (visit) => {
      const polls: Route[] = [];
      const two = new Promise<void>((resolve) => {
        void visit.context.route(/\/apiweb\/code\.json/, (route) => {
          polls.push(route);
          if (polls.length === 2) resolve();
        });
      });
      await visit.pressAt(AT);
      site.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'member'});
      await two;

      const [first, second] = polls;
      const response = await site.emulator.fetch(first!.request().url());
      const {state, ...bare} = (await response.json()) as Record<string, string>;
      assert.ok(state);
      const headers = Object.fromEntries(response.headers);
      await Promise.all([first!.fulfill({headers, json: {...bare, state}}), second!.fulfill({headers, json: bare})]);

      await expectSignedIn(visit, AT);
    });

    for (const [device, key] of [
      ['android in KakaoTalk', 'app-key'],
      ['iphone in KakaoTalk', 'rest-api-key'],
    ] as const) {
      test(`is a plain redirect on an ${device}, by the ${key}`, {device}, async (visit) => {
        if (key === 'rest-api-key') site.attributes[key] = site.restKey;
        await visit.pressAt(AT);

        await visit.events.next('kakao-login-success');
        assert.equal(site.emulator.counts.sdk, key === 'app-key' ? 1 : 0);
        assert.equal(site.emulator.counts.codeJson, 0);
        await expectSignedIn(visit, AT);
        assert.deepEqual(visit.traffic.appSwitches, []);
      });
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
        test(`${what}, in a ${home}`, {device: inHome(home)}, async (visit) => {
          Object.assign(site.attributes, attribute);
          site.addMember('member');
          await visit.goTo(AT);

          if ('through-talk' in attribute) await visit.press();

          await visit.events.next('kakao-login-success');
          assert.equal(site.emulator.counts.sdk, 1);
          await expectSignedIn(visit, AT);
          assert.deepEqual(visit.traffic.appSwitches, []);
        });
      }
    }

    test('can be continued from a channel home’s sheet', {device: inHome('channel home')}, async (visit) => {
      const {clock} = visit.page;
      await clock.install();
      await visit.pressAt(AT);
      assert.match(await visit.traffic.nextAppSwitch(), /^kakaotalk:\/\/bizplugin\?/);
      await clock.fastForward(3_000);
      await visit.events.flow('waiting-for-talk');
      await clock.fastForward(8_000);

      await visit.page
        .getByRole('button', {name: ko.continueInBrowser})
        .evaluate((element) => (element as HTMLButtonElement).click());

      await expectSignedIn(visit, AT, {open: 1});
      assert.equal(visit.traffic.appSwitches.length, 1);
    });

    test('is not asked for where the site says never', {device: 'android'}, async (visit) => {
      site.attributes['through-talk'] = 'never';
      await visit.pressAt(AT);
      await visit.kakao.signIn('이하늘');

      await expectSignedIn(visit, AT);
      assert.deepEqual(visit.traffic.appSwitches, []);
    });
  });
}

/** The authorization that was handed to the app, as a query. */
function toParameters(intent: string): string {
  const extra = /extraparams=([^;]*)/.exec(intent)?.[1] ?? '';
  const fields = JSON.parse(decodeURIComponent(extra)) as Record<string, unknown>;
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
}
