import assert from 'node:assert/strict';
import {AT, signedInWith} from '../support/linking.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {
  describeJourney,
  expectErrorTold,
  expectFailed,
  expectSignedIn,
  expectText,
  type JourneyOptions,
  SESSION_PATH,
  type Visit,
} from '../support/journey.js';

const SITE: JourneyOptions = {
  pages: {'/mypage': toMembersPage(), '/kakao/callback': toMembersPage({reads: false})},
  hosts: ['members.ts'],
};

describeJourney('connecting a member to Kakao', SITE, ({site, test, openVisit}) => {
  const openMember = (): Promise<Visit> => signedInWith({site, openVisit}, {persona: 'member', name: '이하늘'});

  test('connects another Kakao account, which then signs the same member in', async () => {
    await using visit = await openMember();

    await visit.press(ACTIONS.link);
    await visit.kakao.signUp('김새봄');

    const detail = await expectSignedIn(visit, AT, {success: [AT, AT], posts: 2, tokens: 2});
    assert.deepEqual([detail['purpose'], detail['isNewMember']], ['link', false]);
    assert.deepEqual(detail['member'], {name: 'member'});

    await using next = await openVisit();
    await next.pressAt(AT);
    await next.kakao.signIn('김새봄');
    const again = await next.events.next('kakao-login-success');
    assert.deepEqual(again.detail?.['member'], {name: 'member'});
  });

  test('changes nothing for the account that is connected already', async () => {
    await using visit = await openMember();

    await visit.press(ACTIONS.link);
    await visit.kakao.signIn('이하늘');

    await expectSignedIn(visit, AT, {success: [AT, AT], posts: 2, tokens: 2});
  });

  test('is refused for the account of another member, and leaves both as they are', async () => {
    await using visit = await openMember();
    site.emulator.account('new-visitor').link();
    site.addMember('new-visitor');

    await visit.press(ACTIONS.link);
    await visit.kakao.signIn('김새봄');

    const failure = {code: 'already_linked', purpose: 'link', end: 'help', message: '회원: member'} as const;
    await expectErrorTold(visit, failure);
    await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 2});
  });

  test('goes nowhere from a page that knows that nobody is signed in', async (visit) => {
    const isRead = visit.page.waitForResponse((response) => response.url().endsWith(SESSION_PATH));
    await visit.goTo(AT);
    await (await isRead).finished();

    await visit.press(ACTIONS.link);

    await expectFailed(visit, AT, {code: 'session_required', purpose: 'link'});
  });

  test('is refused where the session has ended meanwhile, and makes nobody a member', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '김새봄'}).waitFor();
    await visit.context.clearCookies({name: 'kakao_sync_session'});
    await visit.kakao.signUp('김새봄');

    const more = {success: [AT], posts: 2, tokens: 1};
    await expectFailed(visit, AT, {code: 'session_required', purpose: 'link'}, more);
  });

  test('lets a member change to another account', async () => {
    await using visit = await openMember();

    await visit.press(ACTIONS.change);
    await visit.kakao.signUp('김새봄');

    const {detail} = await visit.events.next('kakao-login-success', 2);
    assert.deepEqual([detail?.['purpose'], detail?.['isNewMember']], ['login', true]);
    await expectText(visit, '회원: 김새봄');
  });
});
