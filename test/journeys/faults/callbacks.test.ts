import assert from 'node:assert/strict';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  type Failure,
  type JourneyOptions,
  ko,
  type Visit,
} from '../../support/journey.js';
import rows from './callbacks.json' with {type: 'json'};

/** A page's address without what only the browser that began there knows. */
const CODE = 'code-from-somewhere-else-1';

const SITE: JourneyOptions = {
  pages: {'/campaign': {attributes: {'redirect-uri': '/campaign'}}},
  redirectPaths: ['/campaign'],
};

describeJourney('the callback page', SITE, ({site, testFault, openVisit}) => {
  /** Begins a login and stops at Kakao's login page: its `state`. */
  async function begin(visit: Visit): Promise<string> {
    await visit.goToKakao(AT);
    return new URL(visit.page.url()).searchParams.get('state') ?? '';
  }

  interface Row {
    readonly row: FaultId;
    readonly comes: string;
    /** `STATE` is the one of the login that has begun. */
    readonly query: string;
    readonly code: ErrorCode;
    readonly end?: Failure['end'];
    readonly at: string;
    /** Whether the login that had begun may still come back. */
    readonly open: 0 | 1;
  }
  // Every answer that is none is tried in test/oauth/authorization-response.test.ts.
  for (const {row, comes, query, code, end = 'retry', at, open} of rows as readonly Row[]) {
    testFault(row, `refuses ${comes} and asks nobody about it`, async (visit) => {
      const state = await begin(visit);

      await visit.goTo(CALLBACK_PATH + query.replace('STATE', state));

      await expectFailed(visit, at, {code, end}, {open});
      assert.doesNotMatch(await visit.readText(), /img|alert/);
    });
  }

  testFault('F43', 'completes the login that is under way after a forged answer', async (visit) => {
    const state = await begin(visit);
    const answer = site.emulator.authorize(visit.page.url(), {persona: 'member'});
    await visit.goTo(`${CALLBACK_PATH}?code=${CODE}&error=access_denied&state=${state}`);
    await visit.events.next('kakao-login-error');

    await visit.page.goto(answer);

    await expectSignedIn(visit, AT, {error: [AT]});
  });

  testFault('F41', 'tells of an answer without state after a while, and takes the true one after it', async (visit) => {
    await begin(visit);
    const answer = site.emulator.authorize(visit.page.url(), {persona: 'member'});
    const at = `${CALLBACK_PATH}?code=${CODE}`;
    await visit.page.clock.install();
    await visit.goTo(at);
    await visit.page.clock.runFor(3000);

    await expectFailed(visit, at, {code: 'state_missing', to: AT}, {open: 1, notOurs: [CODE]});

    await visit.page.goto(answer);
    await expectSignedIn(visit, AT, {error: [at], notOurs: [CODE]});
  });

  for (const [path, told] of [
    [`${CALLBACK_PATH}?code=SPRING10`, 'a page for callbacks'],
    ['/campaign?code=SPRING10#coupon', 'a landing page that is its own redirect URI'],
  ] as const) {
    testFault('F41', `leaves ${path} alone where no login had begun: ${told}`, async (visit) => {
      await visit.page.clock.install();
      await visit.goTo(path);

      await visit.page.clock.runFor(3000);

      assert.deepEqual(visit.events.all, []);
      await expectEnding(visit, {at: path, session: 'signed-out'});
    });
  }

  testFault('F42', 'leaves the answer to a login of somebody else’s alone', async (visit) => {
    const notOurs = ['other-logins-own-code', 'other-logins-own-state'];
    const at = `${CALLBACK_PATH}?code=${notOurs[0]}&state=${notOurs[1]}`;

    await visit.page.goto(site.url + at, {waitUntil: 'networkidle'});

    assert.deepEqual([visit.events.all, visit.traffic.reads], [[], []]);
    await expectEnding(visit, {at, session: 'signed-out', notOurs});
  });

  // Which error is which code is proven where `toErrorOutcome` is.
  testFault('F40', 'tells that Kakao is out of order, and the next press may work', async (visit) => {
    site.emulator.failNext('authorize', {error: 'server_error'});
    await visit.pressAt(AT);

    await expectFailed(visit, AT, {code: 'kakao_unavailable', end: 'retry', message: ko.later});

    await visit.signIn();

    await expectSignedIn(visit, AT, {error: [AT]});
  });

  testFault('F44', 'makes no session of a code that belongs to another login', async (visit) => {
    const state = await begin(visit);
    await using thief = await openVisit();
    await begin(thief);
    const stolen = new URL(site.emulator.authorize(thief.page.url(), {persona: 'member'}));

    await visit.goTo(`${CALLBACK_PATH}?code=${stolen.searchParams.get('code') ?? ''}&state=${state}`);

    await expectFailed(visit, AT, {code: 'id_token_invalid'}, {posts: 1, tokens: 1});
    assert.equal(site.emulator.counts.user, 0);
  });

  testFault('F45', 'is not needed after Kakao’s own error page: Back leads to a button that works', async (visit) => {
    site.emulator.failNext('authorize', {koe: 'KOE006'});
    await visit.pressAt(AT);
    await visit.page.getByText('KOE006').waitFor();

    await visit.page.goBack();

    await expectEnding(visit, {at: AT, session: 'signed-out', open: 1});
    await visit.signIn();
    await expectSignedIn(visit, AT, {open: 1});
  });
});
