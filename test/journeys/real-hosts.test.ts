import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {STAND_IN, REAL_SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import {AT, describeJourney, expectFailed, expectSignedIn} from '../support/journey.js';

/** What csp/signup.test.ts does not do there. Nothing here names an emulator: the browser finds Kakao's own host names on this machine, and nothing else. */
for (const at of [STAND_IN, ...REAL_SDK_ENVIRONMENTS]) {
  describeJourney(`at Kakao’s own host names, with ${at.name}`, {at}, ({site, test, testFault}) => {
    /** The page names the hash of another file beside the release that it loads. */
    function nameAnotherFile(): void {
      Object.assign(site.attributes, {
        'sdk-version': /[\d.]+(?=\/kakao\.min\.js$)/.exec(site.sdkUrl)?.[0],
        'sdk-integrity': `sha384-${createHash('sha384').update('another file').digest('base64')}`,
      });
    }

    test('signs up by the SDK of Kakao’s CDN', async (visit) => {
      await visit.signUpAt(AT);

      await expectSignedIn(visit, AT);
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
    });

    test('signs in through the KakaoTalk app, on an iphone', {device: 'iphone'}, async (visit) => {
      site.emulator.signInToKakaoTalk('member');
      await visit.pressAt(AT);
      const address = await visit.traffic.nextAppSwitch();
      assert.match(address, /^https:\/\/talk-apps\.kakao\.com\/scheme\//);
      site.emulator.openInKakaoTalk(address, {persona: 'member', includeState: false});

      await expectSignedIn(visit, AT);
    });

    testFault('F05', 'refuses an SDK whose bytes are not the expected ones', async (visit) => {
      nameAnotherFile();
      await visit.pressAt(AT);

      await expectFailed(visit, AT, {code: 'sdk_blocked'});
      assert.equal(await visit.page.evaluate(() => 'Kakao' in window), false);
      await visit.traffic.nextLine('[kakao-sync] sdk_blocked');
      const ours = visit.traffic.console.filter((line) => line.startsWith('[kakao-sync]'));
      assert.equal(ours.length, 1, 'One line for the developer.');
    });

    testFault('F05', 'needs no SDK of other bytes where the direct path is open', {device: 'iphone'}, async (visit) => {
      site.attributes['rest-api-key'] = site.restKey;
      nameAnotherFile();
      await visit.signUpAt(AT);

      await expectSignedIn(visit, AT);
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
    });
  });
}
