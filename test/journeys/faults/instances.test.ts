import assert from 'node:assert/strict';
import {SESSION_KEY} from '../../support/site-kit.js';
import {AT, describeJourney, expectSignedIn} from '../../support/journey.js';

const NEW_KEY = 'another-session-key-0123456789-abcdefghij';

describeJourney('a backend that is not the same one throughout', {}, ({site, testFault}) => {
  testFault('F65', 'but has another key by the time of the callback signs in', async (visit) => {
    await visit.goToKakao(AT);

    site.kit.restart({sessionKeys: [NEW_KEY, SESSION_KEY]});
    await visit.kakao.signUp('김새봄');

    await expectSignedIn(visit, AT);
  });

  testFault('F65', 'but has another key after its answer was lost finds the session that it made', async (visit) => {
    site.failNext('POST', 'cut');
    site.failNext('GET', () => {
      site.kit.restart({sessionKeys: [NEW_KEY, SESSION_KEY]});
      return new Response(null, {status: 503});
    });
    await visit.page.clock.install();
    await visit.signUpAt(AT);
    await visit.traffic.nextRead();

    await visit.page.clock.fastForward(1_000);

    const detail = await expectSignedIn(visit, AT);
    assert.equal(detail['isNewMember'], true);
  });

  for (const [what, failure] of [
    ['is two processes that share nothing', undefined],
    ['is two processes, and loses its answer on the way', 'cut'],
  ] as const) {
    testFault('F66', `but ${what} signs in once`, async (visit) => {
      site.kit.restart({instances: 2});
      if (failure) site.failNext('POST', failure);
      await visit.signUpAt(AT);

      const detail = await expectSignedIn(visit, AT);
      assert.equal(detail['isNewMember'], true);
    });
  }
});
