import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {
  AT,
  describeJourney,
  expectEnding,
  expectErrorTold,
  expectFailed,
  expectSignedIn,
  ko,
  SESSION_PATH,
} from '../../support/journey.js';

describeJourney('a backend on another host of the site', {}, ({site, testFault}) => {
  beforeEach(() => {
    site.attributes['endpoint'] = site.apiUrl + SESSION_PATH;
  });

  testFault('F62', 'that lets no page of another origin in costs one more press', async (visit) => {
    site.kit.restart({allowedOrigins: ['http://elsewhere.localhost']});
    await visit.page.clock.install();
    await visit.signInAt(AT);
    await visit.traffic.nextRead();

    await visit.page.clock.fastForward(10_000);

    await expectErrorTold(visit, {code: 'backend_unreachable', end: 'retry', message: ko.later});
    assert.match(site.log.join(), /^origin_refused .* add it to allowedOrigins/);
    site.kit.restart({});
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
    await visit.press();
    await expectSignedIn(visit, AT, {error: [AT], posts: 2});
  });

  testFault('F62', 'whose answer may not be read has signed in, as the next reading tells', async (visit) => {
    site.failNext('no-cors');
    await visit.signUpAt(AT);

    const detail = await expectSignedIn(visit, AT);
    assert.equal(detail['isNewMember'], true);
  });

  testFault('F64', 'whose cookie does not stay is told, and the next press may work', async (visit) => {
    site.failNext('no-cookie');
    await visit.signUpAt(AT);

    await expectFailed(
      visit,
      AT,
      {code: 'session_cookie_blocked', end: 'help', message: ko.cookies},
      {posts: 1, tokens: 1},
    );
    await visit.press();
    await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 2});
  });
});
