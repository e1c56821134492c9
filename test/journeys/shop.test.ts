import assert from 'node:assert/strict';
import {DEVICES} from '../support/browser.js';
import {measureLayoutShifts} from '../support/layout-shift.js';
import {describeShop, expectEnding, expectSignedIn, START} from '../support/journey.js';

const IPHONE = {device: 'iphone'} as const;

describeShop('the demo shop', {}, ({site: shop, getBrowser, test, openVisit}) => {
  test('signs up a stranger who has only a keyboard, at the page they came from', async (visit) => {
    const {name} = shop.welcomeStranger();
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

    const at = '/products/moon-jar';
    await expectSignedIn(visit, at);
  });

  test('speaks English from the button to the end', {locale: 'en-US'}, async (visit) => {
    const {name} = shop.welcomeStranger();
    await visit.goTo('/?lang=en');

    await visit.press('Start with Kakao');
    await visit.kakao.signUp(name);

    await expectSignedIn(visit, '/?lang=en');
    assert.match(await visit.readText(), new RegExp(`Thank you for joining, ${name}!`));
  });

  test('signs up a stranger, and knows them after a restart, here and in the next browser', IPHONE, async (visit) => {
    const {name} = shop.welcomeStranger();
    const at = '/products/moon-jar?ref=a%2Fb&ref=c#details';
    await visit.pressAt(at);
    await visit.kakao.signUp(name);

    const {target, detail} = await visit.events.next('kakao-login-success');
    const {isNewMember, member} = detail ?? {};
    assert.deepEqual({target, isNewMember, member}, {target: 'kakao-sync', isNewMember: true, member: {name}});
    assert.match(await visit.readText(), new RegExp(`가입을 축하드려요, ${name}님!`));
    await expectSignedIn(visit, at);

    await shop.restart();

    await visit.goTo('/account');
    assert.match(await visit.readText(), new RegExp(`${name}[^]*가입`));
    await using again = await openVisit(IPHONE);
    await again.pressAt(at);
    await again.kakao.signIn(name);
    const known = await expectSignedIn(again, at);
    assert.equal(known['isNewMember'], false);
    assert.match(await again.readText(), new RegExp(`${name}님, 다시 만나 반가워요.`));
    const paths = again.traffic.navigations.map((address) => new URL(address).pathname);
    assert.ok(!paths.includes('/oauth/consent'), 'Nothing is left to consent to.');
  });

  test('stays quiet after a cancel, and the next press signs up', async (visit) => {
    const {name} = shop.welcomeStranger();
    const at = '/?utm_source=talk&q=%EB%8B%AC%20%2B#products';
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

    await expectSignedIn(visit, at, {cancel: [at]});
  });

  test('signs up from a page that holds nothing but the script tag', {device: 'android'}, async (visit) => {
    const {id} = shop.welcomeStranger();
    const at = '/event?utm_source=talk#conditions';
    await visit.goTo(at);

    await visit.press('카카오로 쿠폰 받기');
    shop.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: id});

    const {target} = await visit.events.next('kakao-login-success');
    assert.equal(target, '#document');
    const detail = await expectSignedIn(visit, at);
    assert.equal(detail['isNewMember'], true);
  });

  const pages = ['/', '/products/moon-jar', '/login', '/account', '/event', '/kakao/callback'];
  test(`asks nothing of Kakao while nobody touches ${pages.join(', ')}`, {device: 'android'}, async (visit) => {
    for (const at of pages) {
      await visit.page.goto(shop.url + at, {waitUntil: 'networkidle'});

      const {toKakao, posts, strays} = visit.traffic;
      assert.deepEqual([toKakao, posts, strays, visit.events.of('kakao-login-error')], [[], [], [], []], at);
    }
  });

  for (const width of [320, 390, 1280]) {
    test(`has all of its menu in one piece with the page, ${width} px wide`, async ({page}) => {
      await page.setViewportSize({width, height: 700});
      await page.goto(`${shop.url}/`);

      for (const name of ['상품', '이벤트', 'English', '로그인']) {
        assert.ok(await page.getByRole('link', {name, exact: true}).isVisible(), name);
      }
      const edges = await page.evaluate(() => [
        document.querySelector('header')?.getBoundingClientRect().bottom,
        document.querySelector('main')?.getBoundingClientRect().top,
        document.documentElement.scrollWidth,
      ]);
      assert.equal(edges[0], edges[1], 'Nothing lies between the header and the page.');
      assert.equal(edges[2], width);
    });
  }

  for (const [at, device] of [
    ['/', 'desktop'],
    ['/login', 'iphone'],
    ['/event', 'iphone'],
  ] as const) {
    test(`keeps everything in its place while ${at} loads, on a ${device}`, async () => {
      const context = await getBrowser().newContext(DEVICES[device]);
      const page = await context.newPage();

      const shifts = await measureLayoutShifts(page, shop.url + at, /\/assets\/(shop|kakao-sync\.min)\.js/);

      assert.deepEqual(shifts, []);
      await context.close();
    });
  }
});
