import assert from 'node:assert/strict';
import {describe} from 'node:test';
import type {Device} from '../support/browser.js';
import {describeShop, expectEnding, expectFailed, expectSignedIn, ko} from '../support/journey.js';

describeShop('a signup at the demo shop', {}, ({site: shop, test, openVisit}) => {
  const beginnings: readonly [device: Device, at: string][] = [
    ['desktop', '/?utm_source=talk&q=%EB%8B%AC%20%2B#products'],
    ['iphone', '/products/moon-jar?ref=a%2Fb&ref=c#details'],
  ];
  for (const [device, at] of beginnings) {
    describe(`at ${at}, on a ${device}`, () => {
      test('signs up a stranger, and knows them in the next browser', {device}, async (visit) => {
        const {name} = shop.welcomeStranger();
        await visit.pressAt(at);
        await visit.kakao.signUp(name);

        const signup = await visit.events.next('kakao-login-success');
        assert.equal(signup.target, 'kakao-sync');
        assert.equal(signup.detail?.['isNewMember'], true);
        assert.deepEqual(signup.detail['member'], {name});
        assert.match(await visit.readText(), new RegExp(`가입을 축하합니다, ${name}님!`));
        await expectEnding(visit, {at, session: 'signed-in', success: [at], posts: 1, tokens: 1});

        await using again = await openVisit({device});
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

      // A press and its end are the same on every screen.
      if (device === 'iphone') return;
      test('stays quiet after a cancel, and the next press signs up', {device}, async (visit) => {
        const {name} = shop.welcomeStranger();
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

      test('tells somebody under 14 that they cannot sign up', {device}, async (visit) => {
        await visit.pressAt(at);
        await visit.kakao.signIn('박어린');

        await expectFailed(visit, at, {code: 'under_age', message: ko.underAge});
      });
    });
  }
});
