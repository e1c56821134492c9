import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {createCsrfFront, type CsrfFront, type TokenPlace} from '../support/csrf-front.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  ko,
  START,
  type JourneyOptions,
  type Journey,
} from '../support/journey.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import type {Site} from '../support/site.js';

const LANDING = '/landing';
const MEMBERS = '/mypage';

/** A site behind a CSRF protection, another one in each test, and what its pages say of the token. */
function describeBehind(
  title: string,
  place: TokenPlace,
  csrf: string,
  suite: (journey: Journey<Site>, front: () => CsrfFront) => void,
): void {
  let front = createCsrfFront(place);
  const members = toMembersPage();
  const landing = toMembersPage({reads: false});
  const options: JourneyOptions = {
    see: (request, next) => front.see(request, next),
    hosts: ['members.ts'],
    redirectPaths: [LANDING],
    pages: {
      [MEMBERS]: {...members, attributes: {...members.attributes, csrf}},
      // It is its own redirect URI.
      [LANDING]: {...landing, attributes: {...landing.attributes, csrf, 'redirect-uri': LANDING}},
    },
  };
  describeJourney(title, options, (journey) => {
    beforeEach(() => {
      front = createCsrfFront(place);
      journey.site.attributes['csrf'] = csrf;
    });
    suite(journey, () => front);
  });
}

describeBehind('a token that each page has masked in a meta', 'meta', 'meta:_csrf', ({site, test}, front) => {
  test('is the page’s own at a login and at a logout, and nowhere told', async (visit) => {
    site.addMember('member');
    await visit.goTo(AT);
    await visit.signIn();
    await expectSignedIn(visit, AT);
    await visit.goTo(MEMBERS);

    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');

    const {taken, pages, refused} = front();
    assert.deepEqual([taken.length, refused()], [2, 0]);
    assert.equal(new Set(pages.map(([, token]) => token)).size, pages.length, 'another text on each page');
    const tokenOf = (path: string): string | undefined => pages.find(([page]) => page === path)?.[1];
    assert.deepEqual(taken, [tokenOf(CALLBACK_PATH), tokenOf(MEMBERS)]);
    const told = JSON.stringify([visit.events.all, visit.traffic.console]);
    for (const [, token] of pages) assert.ok(!told.includes(token), 'in no event and no line');
  });

  test('is of after the login on a page that completes it itself: that is loaded anew', async (visit) => {
    site.addMember('member');
    await visit.goTo(LANDING);
    await visit.press(START);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: LANDING, session: 'signed-in', success: [LANDING], posts: 1, tokens: 1});
    const loads = front().pages.filter(([path]) => path === LANDING);
    assert.equal(loads.length, 3, 'for the press, for the answer, and for the token');

    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');

    assert.deepEqual(front().taken, [loads[1]?.[1], loads[2]?.[1]]);
    assert.equal(front().refused(), 0);
  });
});

describeBehind('a token that comes with the answer', 'meta and answer', 'meta:_csrf', ({site, test}, front) => {
  test('is used from then on by the page that has completed the login, without a load', async (visit) => {
    site.addMember('member');
    await visit.goTo(LANDING);
    await visit.press(START);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    const options = {at: LANDING, session: 'signed-in', success: [LANDING], posts: 1, tokens: 1} as const;
    await expectEnding(visit, {...options, isOwnCallback: true});

    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');

    const {taken, pages, refused} = front();
    assert.equal(pages.filter(([path]) => path === LANDING).length, 2, 'for the press and for the answer');
    assert.deepEqual([taken.length, refused()], [2, 0]);
    assert.ok(!pages.some(([, token]) => token === taken[1]), 'no page has had it');
  });
});

describeBehind('a token whose cookie comes late', 'late cookie', 'cookie:XSRF-TOKEN', ({site, test}, front) => {
  test('fails the first login, which is named in the console, and the next press signs in', async (visit) => {
    site.addMember('member');
    await visit.goTo(AT);
    await visit.signIn();
    const {ref} = await expectFailed(visit, AT, {code: 'backend_refused', end: 'retry', message: ko.retry}, {posts: 1});
    const line = await visit.traffic.nextLine(`[kakao-sync] backend_refused ${String(ref)}`);
    assert.match(line, / 403 .* CSRF /);
    assert.deepEqual([front().taken.length, front().refused()], [0, 1]);

    await visit.press();
    await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 1});

    assert.deepEqual([front().taken.length, front().refused()], [1, 1]);
    await visit.goTo(MEMBERS);
    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');
    assert.deepEqual([front().taken.length, front().refused()], [2, 1]);
  });
});
