import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {bringSession, forgetKakao, idOf} from '../support/linking.js';
import {
  describeJourney,
  expectEnding,
  expectErrorTold,
  expectSignedIn,
  type JourneyOptions,
  ko,
  type Visit,
  type VisitOptions,
} from '../support/journey.js';

const AT = '/mypage?tab=1&color=%EB%B9%A8%EA%B0%95#link';
const MINUTE = 60_000;
const REAUTHENTICATE = '/login?next={path}';
const LOGIN = `/login?next=${encodeURIComponent('/mypage?tab=1&color=%EB%B9%A8%EA%B0%95')}`;

const SITE: JourneyOptions = {
  pages: {
    '/mypage': {
      body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
            <kakao-login-button purpose="link"></kakao-login-button>`,
    },
  },
};

describeJourney('the login that a link needs', SITE, ({site, test, openVisit}) => {
  beforeEach(() => {
    site.addMember('member');
  });

  async function signedIn(options: VisitOptions = {}): Promise<Visit> {
    const visit = await openVisit(options);
    await logIn(visit, '/');
    return visit;
  }

  async function logIn(visit: Visit, path: string): Promise<void> {
    const count = visit.events.of('kakao-login-success').length;
    await visit.signInAt(path);
    await visit.events.next('kakao-login-success', count + 1);
    await forgetKakao(visit);
  }

  /** Everybody's clock but the page's goes on. */
  function pass(minutes: number): void {
    site.kit.setClock(minutes * MINUTE);
    site.setKakaoClock(minutes * MINUTE);
  }

  const countWays = ({traffic}: Visit): number =>
    traffic.navigations.filter((address) => address.includes('/oauth/authorize')).length;

  /** The visitor is told, and stays. */
  async function expectTooOld(visit: Visit): Promise<void> {
    const ways = countWays(visit);

    await visit.press(ko.link);

    await expectErrorTold(visit, {code: 'login_too_old', purpose: 'link', end: 'help', message: ko.loginTooOld});
    assert.equal(countWays(visit), ways, 'the visitor has left');
  }

  test('is too old after eleven minutes: that is told with a link to a fresh one, after which it goes on', async () => {
    site.kit.restart({options: {reauthenticate: REAUTHENTICATE}});
    await using visit = await signedIn();
    pass(11);
    await visit.goTo(AT);
    await expectTooOld(visit);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: ['/'], error: [AT], posts: 1, tokens: 1});

    const request = site.nextPage('/login');
    await visit.page.getByRole('link', {name: ko.loginTooOldLink}).focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForURL(site.url + LOGIN);
    assert.equal((await request).get('referer'), null);

    await logIn(visit, LOGIN);
    await visit.goTo(AT);
    await visit.press(ko.link);
    await visit.kakao.signUp('김새봄');
    await visit.events.next('kakao-login-success', 3);
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
  });

  test('is found where the member has had one meanwhile, on another page', async () => {
    await using visit = await signedIn();
    pass(11);
    await visit.goTo(AT);
    await expectTooOld(visit);
    await using other = await signedIn();
    await bringSession(other, visit);

    await visit.press(ko.link);
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success', 2);
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
  });

  test('is never an auto-login', {device: 'android in KakaoTalk'}, async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    site.attributes['auto-login'] = 'all';
    site.emulator.signInToKakaoTalk('member');
    await visit.goTo(AT);
    const {detail} = await visit.events.next('kakao-login-success');
    assert.equal(detail?.['purpose'], 'auto-login');

    await expectTooOld(visit);

    await expectSignedIn(visit, AT, {error: [AT]});
  });
});
