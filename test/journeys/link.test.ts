import assert from 'node:assert/strict';
import {AT, bringSession, idOf, signedInWith} from '../support/linking.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {
  describeJourney,
  expectErrorTold,
  expectFailed,
  expectSignedIn,
  expectText,
  type JourneyOptions,
  type Visit,
} from '../support/journey.js';

const LANDING = '/landing';
const MEMBERS = toMembersPage();

const SITE: JourneyOptions = {
  pages: {
    [AT]: MEMBERS,
    '/kakao/callback': toMembersPage({reads: false}),
    [LANDING]: {...MEMBERS, attributes: {...MEMBERS.attributes, 'redirect-uri': LANDING}},
  },
  hosts: ['members.ts'],
  redirectPaths: [LANDING],
};

describeJourney('connecting a member to Kakao', SITE, ({site, test, openVisit}) => {
  const openMember = (): Promise<Visit> => signedInWith({site, openVisit}, {persona: 'member', name: '이하늘'});
  /** The account is a member's. */
  const expectLinked = (name = 'member'): void => assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, name);

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

  test('gives the account to nobody who has signed in meanwhile, and lets them choose another one', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '김새봄'}).waitFor();
    site.emulator.account('no-ci').link();
    await using other = await signedInWith({site, openVisit}, {persona: 'no-ci', name: '윤미확'});
    await bringSession(other, visit);

    await visit.kakao.signUp('김새봄');

    await expectErrorTold(visit, {code: 'link_unproven', purpose: 'link'});
    assert.equal(site.emulator.counts.token, 2, 'Kakao was given the code');
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor')), null, 'the account is somebody’s');
    await visit.page.getByText('회원: no-ci').waitFor();
    await visit.press(ACTIONS.link);
    await visit.page.waitForURL(/\/oauth\/authorize/);
    assert.equal(new URL(visit.page.url()).searchParams.get('prompt'), 'select_account');
    await visit.kakao.signIn('김새봄');
    await visit.events.next('kakao-login-success', 2);
    expectLinked('no-ci');
  });

  test('is refused where the same member has signed in anew meanwhile', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '김새봄'}).waitFor();
    await using other = await openMember();
    await bringSession(other, visit);

    await visit.kakao.signUp('김새봄');

    await expectErrorTold(visit, {code: 'link_unproven', purpose: 'link'});
    await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 2});
  });

  test('connects in a new tab of the same browser', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.waitForURL(/\/oauth\/authorize/);
    const answer = site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'});

    const tab = await visit.openTab();
    await tab.goto(answer);

    await expectSignedIn(visit, AT, {success: [AT, AT], posts: 2, tokens: 2, page: tab});
    expectLinked();
  });

  test('connects through the KakaoTalk app', async () => {
    site.attributes['through-talk'] = 'never';
    await using visit = await signedInWith({site, openVisit}, {persona: 'member', name: '이하늘', device: 'android'});
    site.attributes['through-talk'] = undefined;
    site.emulator.signInToKakaoTalk('new-visitor');
    await visit.goTo(AT);

    await visit.press(ACTIONS.link);
    const address = await visit.traffic.nextAppSwitch();
    site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});

    await expectSignedIn(visit, AT, {success: [AT, AT], posts: 2, tokens: 2});
    expectLinked();
  });

  test('connects on a landing page that is its own redirect URI', async () => {
    await using visit = await openMember();
    await visit.goTo(LANDING);

    await visit.press(ACTIONS.link);
    await visit.kakao.signUp('김새봄');

    const ending = {success: [AT, LANDING], posts: 2, tokens: 2, isOwnCallback: true};
    await expectSignedIn(visit, LANDING, ending);
    expectLinked();
  });
});
