import assert from 'node:assert/strict';
import {AT, describeJourney, expectPkce, expectSignedIn} from '../support/journey.js';

describeJourney('Kakao’s SDK', {}, ({site, test}) => {
  for (const device of ['desktop', 'android'] as const) {
    test(`is loaded at the first touch and not before, on a ${device}`, {device}, async (visit) => {
      await visit.page.goto(site.url + AT, {waitUntil: 'networkidle'});
      assert.deepEqual(visit.traffic.toKakao, []);

      if (device === 'android') await visit.page.touchscreen.tap(5, 400);
      else await visit.page.mouse.wheel(0, 5);
      if (device === 'desktop') await visit.page.keyboard.press('Tab');

      await visit.page.waitForFunction(() => 'Kakao' in window);
      assert.equal(site.emulator.counts.sdk, 1);
      assert.equal(site.emulator.counts.authorize, 0);
    });
  }

  test('is never loaded on a desktop with the direct path', async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    await visit.pressAt(AT);
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 0);
    await expectSignedIn(visit, AT);
    expectPkce(visit.traffic);
  });
});
