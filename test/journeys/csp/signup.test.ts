import assert from 'node:assert/strict';
import {readPolicies} from '../../support/policies.js';
import {STAND_IN, REAL_SDK_ENVIRONMENTS} from '../../support/sdk-environments.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {AT, describeJourney, expectPkce, expectSignedIn, type Visit} from '../../support/journey.js';

const policies = await readPolicies();

const strict: Strictness = {way: 'elements', policy: policies.nonce};

for (const at of [STAND_IN, ...REAL_SDK_ENVIRONMENTS])
  describeJourney(
    `under a policy of the documents, with ${at.name}`,
    {at, pages: toStrictPages('/cart', strict)},
    ({site, test}) => {
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
          await expectNoReport(visit);
        });
      }

      /** Reports come in their order: the first is of the picture that is asked for now. */
      async function expectNoReport({page}: Visit): Promise<void> {
        await page.evaluate(() => void (new Image().src = '/last.png'));
        const first = await site.reports.wait('The last report', ([report]) => report);
        assert.deepEqual(first, {directive: 'img-src', blocked: `${site.url}/last.png`});
      }
    },
  );
