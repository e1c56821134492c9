import assert from 'node:assert/strict';
import {DEVICES} from '../support/browser.js';
import {measureLayoutShifts} from '../support/layout-shift.js';
import {describeShop, expectEnding, expectSignedIn, START} from '../support/journey.js';

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

  test('has its members and their sessions after a restart', async (visit) => {
    const {name} = shop.welcomeStranger();
    await visit.pressAt('/');
    await visit.kakao.signUp(name);
    await visit.events.next('kakao-login-success');

    await shop.restart();

    await visit.goTo('/account');
    assert.match(await visit.readText(), new RegExp(`${name}[^]*가입`));
    await using other = await openVisit();
    await other.goTo('/');
    await other.press();
    await other.kakao.signIn(name);
    const {detail} = await other.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], false);
    await expectEnding(other, {at: '/', session: 'signed-in', success: ['/'], posts: 1, tokens: 1});
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
  for (const at of pages) {
    test(`asks nothing of Kakao while nobody touches ${at}`, {device: 'android'}, async (visit) => {
      await visit.page.goto(shop.url + at, {waitUntil: 'networkidle'});

      assert.deepEqual(visit.traffic.toKakao, []);
      assert.deepEqual(visit.traffic.posts, []);
      assert.deepEqual(visit.events.of('kakao-login-error'), []);
      assert.deepEqual(visit.traffic.strays, []);
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
