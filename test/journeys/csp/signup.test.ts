import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {beforeEach} from 'node:test';
import {readPolicies} from '../../support/policies.js';
import {STAND_IN, REAL_SDK_ENVIRONMENTS} from '../../support/sdk-environments.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {AT, describeJourney, expectFailed, expectPkce, expectSignedIn, type Visit} from '../../support/journey.js';

const policies = await readPolicies();

const strict: Strictness = {way: 'elements', policy: policies.nonce};

for (const at of [STAND_IN, ...REAL_SDK_ENVIRONMENTS])
  describeJourney(
    `under a policy of the documents, with ${at.name}`,
    {at, pages: toStrictPages('/cart', strict)},
    ({site, test, testFault}) => {
      beforeEach(() => {
        Object.assign(strict, {way: 'elements', policy: policies.nonce});
      });

      /** Each policy and each way the widget comes, with each way to Kakao. */
      const signups = [
        ['nonce', 'elements', 'the direct path'],
        ['host', 'script tag', 'the direct path'],
        ['nonce', 'script tag', 'the SDK'],
        ['host', 'elements', 'the SDK'],
        ['nonce', 'elements', 'the KakaoTalk app'],
        ['host', 'script tag', 'the KakaoTalk app'],
      ] as const;
      for (const [kind, way, by] of signups) {
        const device = by === 'the KakaoTalk app' ? 'android' : 'desktop';
        test(`by ${kind}, with the ${way}, nothing is reported of a signup by ${by}`, {device}, async (visit) => {
          const isDirect = by === 'the direct path';
          Object.assign(strict, {way, policy: policies[kind]});
          if (isDirect) site.attributes['rest-api-key'] = site.restKey;
          await visit.pressAt(AT);
          if (device === 'desktop') await visit.kakao.signUp('김새봄');
          else {
            const address = await visit.traffic.nextAppSwitch();
            site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});
          }

          await expectSignedIn(visit, AT);
          if (isDirect) expectPkce(visit.traffic);
          assert.equal(visit.traffic.toKakao.includes(site.sdkUrl), !isDirect);
          const asked = site.emulator.requests.filter(({path}) => path.startsWith('/__emulator'));
          assert.deepEqual(asked, [], 'At Kakao’s hosts the stand-in tells Kakao alone.');
          await expectNoReport(visit);
        });
      }

      /** The page names the hash of another file beside the release that it loads. */
      function nameAnotherFile(): void {
        Object.assign(site.attributes, {
          'sdk-version': /[\d.]+(?=\/kakao\.min\.js$)/.exec(site.sdkUrl)?.[0],
          'sdk-integrity': `sha384-${createHash('sha384').update('another file').digest('base64')}`,
        });
      }

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

      testFault(
        'F05',
        'needs no SDK of other bytes where the direct path is open',
        {device: 'iphone'},
        async (visit) => {
          site.attributes['rest-api-key'] = site.restKey;
          nameAnotherFile();
          await visit.signUpAt(AT);

          await expectSignedIn(visit, AT);
          assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
        },
      );

      /** Reports come in their order: the first is of the picture that is asked for now. */
      async function expectNoReport({page}: Visit): Promise<void> {
        await page.evaluate(() => void (new Image().src = '/last.png'));
        const first = await site.reports.wait('The last report', ([report]) => report);
        assert.deepEqual(first, {directive: 'img-src', blocked: `${site.url}/last.png`});
      }
    },
  );
