import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {describeShop, expectSignedIn, type Visit} from '../support/journey.js';
import {toKakaoPages} from '../support/kakao-pages.js';

const ANDROID = {device: 'android'} as const;
const IPHONE = {device: 'iphone'} as const;

/** Presses where KakaoTalk opens: its window. */
async function pressIntoTalk({context, press}: Visit, label?: string): Promise<Page> {
  const [talk] = await Promise.all([context.waitForEvent('page'), press(label)]);
  return talk;
}

/** What the consent screen asks for, by headings and lines. */
const readConsent = (talk: Page): Promise<string> => talk.locator('main').innerText();

// Each in its own shop: who KakaoTalk's account is lasts.
for (const [at, label] of [
  ['/products/moon-jar', undefined],
  ['/event', '카카오로 쿠폰 받기'],
] as const) {
  describeShop(`an emulated phone at ${at}`, {}, ({site: shop, test}) => {
    test('goes on in the emulated KakaoTalk, which shows the consent screen', ANDROID, async (visit) => {
      const {id, name} = shop.welcomeStranger();
      await visit.goTo(at);

      const talk = await pressIntoTalk(visit, label);
      await talk.getByRole('combobox').selectOption(id);
      await talk.getByRole('button', {name: '이 계정으로 계속하기'}).click();
      await talk.getByText('전체 동의하기').waitFor();
      const asked = await readConsent(talk);
      const closed = talk.waitForEvent('close');
      await toKakaoPages(talk).agree();

      await closed;
      const {detail} = await visit.events.next('kakao-login-success');
      assert.deepEqual(detail?.['member'], {name});
      for (const part of ['서비스 이용약관', '[필수] 개인정보 수집 및 이용', '카카오톡 채널', '온달 채널을 추가']) {
        assert.ok(asked.includes(part), part);
      }
      await expectSignedIn(visit, at);
    });
  });
}

describeShop('an emulated phone whose KakaoTalk has an account', {}, ({site: shop, test}) => {
  for (const device of [ANDROID, IPHONE]) {
    test(`asks that account, and nobody else, on ${device.device}`, device, async (visit) => {
      const {id, name} = shop.welcomeStranger();
      shop.emulator.signInToKakaoTalk(id);
      await visit.goTo('/');

      const talk = await pressIntoTalk(visit);
      await talk.locator('b', {hasText: name}).waitFor();
      await toKakaoPages(talk).agree();

      const {detail} = await visit.events.next('kakao-login-success');
      assert.deepEqual(detail?.['member'], {name});
    });
  }

  test('lets the visitor turn back there', ANDROID, async (visit) => {
    shop.emulator.signInToKakaoTalk(shop.welcomeStranger().id);
    await visit.goTo('/');

    const talk = await pressIntoTalk(visit);
    await toKakaoPages(talk).cancel();

    await visit.events.next('kakao-login-cancel');
  });

  test('shows the channel that a button hands to KakaoTalk', ANDROID, async (visit) => {
    const {id, name} = shop.welcomeStranger();
    shop.emulator.signInToKakaoTalk(id);
    await visit.goTo('/account');
    await toKakaoPages(await pressIntoTalk(visit)).agree();
    await visit.events.next('kakao-login-success');

    const talk = await pressIntoTalk(visit, '채널 채팅');

    await talk.getByRole('heading', {name: '온달 채팅'}).waitFor();
    await talk.getByText(name).waitFor();
  });
});
