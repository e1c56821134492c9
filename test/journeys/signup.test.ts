import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {ko} from '../support/texts.js';
import type {Browser} from 'playwright-core';
import {type Device, openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type Shop, startShop} from '../support/shop.js';
import {expectText, startVisit} from '../support/visit.js';

describe('a signup at the demo shop', () => {
  let browser: Browser;
  let shop: Shop;
  before(async () => {
    [browser, shop] = await Promise.all([openBrowser(), startShop()]);
  });
  after(async () => {
    await browser.close();
    await shop.close();
  });
  beforeEach(() => shop.reset());

  const beginnings: readonly [device: Device, at: string][] = [
    ['desktop', '/?utm_source=talk&q=%EB%8B%AC%20%2B#products'],
    ['iphone', '/products/moon-jar?ref=a%2Fb&ref=c#details'],
  ];
  for (const [device, at] of beginnings) {
    describe(`at ${at}, on a ${device}`, () => {
      test('signs up a stranger, and knows them in the next browser', async () => {
        const {name} = shop.welcomeStranger();
        await using visit = await startVisit(browser, shop, {device});
        await visit.goTo(at);

        await visit.press();
        await visit.kakao.signUp(name);

        const signup = await visit.events.next('kakao-login-success');
        assert.equal(signup.target, 'kakao-sync');
        assert.equal(signup.detail?.['isNewMember'], true);
        assert.deepEqual(signup.detail['member'], {name});
        assert.match(await visit.readText(), new RegExp(`가입을 축하합니다, ${name}님!`));
        await expectEnding(visit, {at, session: 'signed-in', success: [at], posts: 1, tokens: 1});

        await using again = await startVisit(browser, shop, {device});
        await again.goTo(at);

        await again.press();
        await again.kakao.signIn(name);

        const {detail} = await again.events.next('kakao-login-success');
        assert.equal(detail?.['isNewMember'], false);
        assert.match(await again.readText(), new RegExp(`${name}님, 다시 만나 반가워요.`));
        const paths = again.traffic.navigations.map((address) => new URL(address).pathname);
        assert.ok(!paths.includes('/oauth/consent'), 'Nothing is left to consent to.');
        await expectEnding(again, {at, session: 'signed-in', success: [at], posts: 1, tokens: 2});
      });

      test('stays quiet after a cancel, and the next press signs up', async () => {
        const {name} = shop.welcomeStranger();
        await using visit = await startVisit(browser, shop, {device});
        await visit.goTo(at);
        const before = await visit.readText();

        await visit.press();
        await visit.kakao.signIn(name);
        await visit.kakao.cancel();

        const {detail} = await visit.events.next('kakao-login-cancel');
        assert.equal(detail?.['end'], 'cancelled');
        assert.equal(await visit.readText(), before);
        await expectEnding(visit, {at, session: 'signed-out', cancel: [at]});

        await visit.press();
        await visit.kakao.agree();

        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at, session: 'signed-in', cancel: [at], success: [at], posts: 1, tokens: 1});
      });

      test('tells somebody under 14 that they cannot sign up', async () => {
        await using visit = await startVisit(browser, shop, {device});
        await visit.goTo(at);

        await visit.press();
        await visit.kakao.signIn('박어린');

        const {detail} = await visit.events.next('kakao-login-error');
        assert.equal(detail?.['code'], 'under_age');
        await expectText(visit, ko.underAge);
        await expectEnding(visit, {at, session: 'signed-out', error: [at]});
      });
    });
  }
});
