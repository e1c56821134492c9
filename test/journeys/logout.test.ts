import assert from 'node:assert/strict';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {LOGOUT_PATH} from '../support/site.js';
import {describeJourney, expectEnding, expectText, type JourneyOptions, type Visit} from '../support/journey.js';

const AT = '/mypage?tab=2#orders';

const SITE: JourneyOptions = {
  pages: {
    '/mypage': toMembersPage(),
    '/unregistered': toMembersPage({logoutPath: '/elsewhere'}),
    '/kakao/callback': toMembersPage({reads: false}),
    [LOGOUT_PATH]: toMembersPage({reads: false}),
  },
  hosts: ['members.ts'],
};

describeJourney('a logout', SITE, ({site, test, openVisit}) => {
  async function signedIn(): Promise<Visit> {
    site.addMember('member');
    const visit = await openVisit();
    await visit.goTo(AT);
    await visit.press(ACTIONS.start);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    return visit;
  }

  const told = (visit: Visit): unknown[] => visit.events.of('kakao-logout').map(({detail}) => detail?.['kakaoAccount']);

  test('of the site leaves the Kakao account logged in', async () => {
    await using visit = await signedIn();

    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');

    assert.deepEqual(told(visit), [false]);
    await expectEnding(visit, {at: AT, session: 'signed-out', success: [AT], posts: 2, tokens: 1});
    await visit.press(ACTIONS.start);
    // No login page: Kakao still knows who it is.
    await visit.events.next('kakao-login-success', 2);
  });

  test('of both comes back to where it began, and the next login asks who it is', async () => {
    await using visit = await signedIn();

    await visit.press(ACTIONS['logout-account']);
    await visit.kakao.logOut();
    await visit.events.next('kakao-logout', 2);

    assert.deepEqual(told(visit), [false, true]);
    assert.deepEqual(
      visit.events.of('kakao-logout').map(({page}) => page),
      [AT, AT],
    );
    await expectEnding(visit, {at: AT, session: 'signed-out', success: [AT], posts: 2, tokens: 1});
    await visit.press(ACTIONS.start);
    await visit.kakao.signIn('김새봄');
    await visit.kakao.agree();
    const {detail} = await visit.events.next('kakao-login-success', 2);
    assert.equal(detail?.['isNewMember'], true);
  });

  test('is known in the other tab', async () => {
    await using visit = await signedIn();
    const other = await visit.openTab();
    await visit.goTo(AT, other);
    await other.getByText('회원: member').waitFor();

    await visit.press(ACTIONS.logout);
    await visit.events.next('kakao-logout');

    await other.getByText('회원: member').waitFor({state: 'detached'});
    await expectText(visit, '남은 약관', other);
    assert.deepEqual(told(visit), [false]);
  });

  test('that the backend refuses is told, and leaves everything as it is', async () => {
    await using visit = await signedIn();
    site.failNext(() => new Response(null, {status: 503}));

    await visit.press(ACTIONS['logout-account']);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['purpose'], detail?.['end']], ['logout', 'retry']);
    assert.equal(visit.events.of('kakao-logout').length, 0);
    assert.equal(new URL(visit.page.url()).pathname, '/mypage');
  });

  test('that is not registered at Kakao ends on Kakao’s own page, and the session is over all the same', async () => {
    await using visit = await signedIn();
    await visit.goTo('/unregistered');

    await visit.press(ACTIONS['logout-account']);

    await visit.page.getByText('KOE007').waitFor();
    assert.deepEqual(told(visit), [false]);
  });
});
