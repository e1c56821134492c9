import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {DEVICES, openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {measureLayoutShifts} from '../support/layout-shift.js';
import {type Shop, startShop} from '../support/shop.js';
import {START, startVisit} from '../support/visit.js';

describe('the demo shop', () => {
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

  test('signs up a stranger who has only a keyboard, at the page they came from', async () => {
    const {name} = shop.welcomeStranger();
    await using visit = await startVisit(browser, shop);
    const {page} = visit;
    const tabTo = async (role: 'button' | 'checkbox', label: string): Promise<void> => {
      const focused = page.getByRole(role, {name: label}).and(page.locator(':focus'));
      for (let steps = 0; (await focused.count()) === 0; steps += 1) {
        assert.ok(steps < 60, `Tab leads to "${label}".`);
        await page.keyboard.press('Tab');
      }
    };
    await visit.goTo('/login?from=/products/moon-jar');

    await tabTo('button', START);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/oauth\/authorize/);
    await tabTo('button', name);
    await page.keyboard.press('Enter');
    await page.getByText('전체 동의하기').waitFor();
    await tabTo('checkbox', '전체 동의하기');
    await page.keyboard.press('Space');
    await tabTo('button', '동의하고 계속하기');
    await page.keyboard.press('Enter');

    await visit.events.next('kakao-login-success');
    const at = '/products/moon-jar';
    await expectEnding(visit, {at, session: 'signed-in', success: [at], posts: 1, tokens: 1});
  });

  test('speaks English from the button to the end', async () => {
    const {name} = shop.welcomeStranger();
    await using visit = await startVisit(browser, shop, {locale: 'en-US'});
    await visit.goTo('/?lang=en');

    await visit.press('Start with Kakao');
    await visit.kakao.signUp(name);

    await visit.events.next('kakao-login-success');
    assert.match(await visit.readText(), new RegExp(`Thank you for joining, ${name}!`));
    await expectEnding(visit, {at: '/?lang=en', session: 'signed-in', success: ['/?lang=en'], posts: 1, tokens: 1});
  });

  test('has its members and their sessions after a restart', async () => {
    const {name} = shop.welcomeStranger();
    await using visit = await startVisit(browser, shop);
    await visit.goTo('/');
    await visit.press();
    await visit.kakao.signUp(name);
    await visit.events.next('kakao-login-success');

    await shop.restart();

    await visit.goTo('/account');
    assert.match(await visit.readText(), new RegExp(`${name}[^]*가입`));
    await using other = await startVisit(browser, shop);
    await other.goTo('/');
    await other.press();
    await other.kakao.signIn(name);
    const {detail} = await other.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], false);
    await expectEnding(other, {at: '/', session: 'signed-in', success: ['/'], posts: 1, tokens: 1});
  });

  for (const device of ['iphone', 'android'] as const) {
    test(`signs up from a page that holds nothing but the script tag, on a ${device}`, async () => {
      const {id, name} = shop.welcomeStranger();
      await using visit = await startVisit(browser, shop, {device});
      const at = '/event?utm_source=talk#conditions';
      await visit.goTo(at);

      await visit.press('카카오로 쿠폰 받기');
      if (device === 'android') {
        const intent = await visit.traffic.nextAppSwitch();
        shop.emulator.openInKakaoTalk(intent, {persona: id});
      } else await visit.kakao.signUp(name);

      const {detail, target} = await visit.events.next('kakao-login-success');
      assert.equal(target, '#document');
      assert.equal(detail?.['isNewMember'], true);
      await expectEnding(visit, {at, session: 'signed-in', success: [at], posts: 1, tokens: 1});
    });
  }

  const pages = ['/', '/products/moon-jar', '/login', '/account', '/event', '/kakao/callback'];
  for (const at of pages) {
    test(`asks nothing of Kakao while nobody touches ${at}`, async () => {
      await using visit = await startVisit(browser, shop, {device: 'android'});

      await visit.page.goto(shop.url + at, {waitUntil: 'networkidle'});

      assert.deepEqual(visit.traffic.toKakao, []);
      assert.deepEqual(visit.traffic.posts, []);
      assert.deepEqual(visit.events.of('kakao-login-error'), []);
      assert.deepEqual(visit.traffic.strays, []);
    });
  }

  for (const device of ['desktop', 'iphone'] as const) {
    for (const at of ['/', '/login', '/event']) {
      test(`keeps everything in its place while ${at} loads, on a ${device}`, async () => {
        const context = await browser.newContext(DEVICES[device]);
        const page = await context.newPage();

        const shifts = await measureLayoutShifts(page, shop.url + at, /\/assets\/(shop|kakao-sync\.min)\.js/);

        assert.deepEqual(shifts, []);
        await context.close();
      });
    }
  }
});
