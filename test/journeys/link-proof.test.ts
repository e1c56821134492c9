import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {
  AT,
  bringSession,
  createToken,
  forgetKakao,
  idOf,
  type Offer,
  plant,
  plantRecord,
  readOffer,
  signedInWith,
  toSecret,
} from '../support/linking.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {
  CALLBACK_PATH,
  describeJourney,
  expectErrorTold,
  expectSignedIn,
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

describeJourney('what proves that a session began a link', SITE, ({site, test, openVisit}) => {
  const openMember = (): Promise<Visit> => signedInWith({site, openVisit}, {persona: 'member', name: '이하늘'});
  const openOther = (): Promise<Visit> => {
    site.emulator.account('no-ci').link();
    return signedInWith({site, openVisit}, {persona: 'no-ci', name: '윤미확'});
  };
  /** Where Kakao leads back to once somebody new has agreed there. */
  async function answerAtKakao({page}: Visit): Promise<string> {
    await page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(page.url(), {persona: 'new-visitor'});
  }
  /** The account is a member's. */
  const expectLinked = (name = 'member'): void => assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, name);
  const toNow = (): number => Math.floor(Date.now() / 1000);

  /** It is told, nothing is linked, and Kakao was asked for nothing since. */
  async function expectRefused(visit: Visit): Promise<void> {
    await expectErrorTold(visit, {code: 'link_unproven', purpose: 'link'});
    assert.equal(site.emulator.counts.token, 2, 'Kakao was given the code');
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor')), null, 'the account is somebody’s');
  }

  const PLANTED: readonly (readonly [
    what: string,
    forge: (tx: string, own: Offer) => {nonceSecret: string; t?: number},
  ])[] = [
    ['a secret that somebody made up', () => ({nonceSecret: createToken(), t: toNow()})],
    ['the key of somebody’s own session', (tx, {key, t}) => ({nonceSecret: toSecret(key, tx), t})],
  ];
  for (const [what, forge] of PLANTED) {
    test(`refuses a planted record by ${what}`, async () => {
      await using attacker = await openOther();
      await using visit = await openMember();
      const tx = createToken();
      const record = {tx, ...forge(tx, await readOffer(attacker))};

      await visit.page.goto(await plant(visit, site, {record, persona: 'new-visitor'}));

      await expectRefused(visit);
      await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 2});
    });
  }

  test('gives the account to nobody who has signed in meanwhile, and lets them choose another one', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '김새봄'}).waitFor();
    await using other = await openOther();
    await bringSession(other, visit);

    await visit.kakao.signUp('김새봄');

    await expectRefused(visit);
    await visit.page.getByText('회원: no-ci').waitFor();
    await visit.press(ACTIONS.link);
    await visit.page.waitForURL(/\/oauth\/authorize/);
    assert.equal(new URL(visit.page.url()).searchParams.get('prompt'), 'select_account');
    await visit.kakao.signIn('김새봄');
    await visit.events.next('kakao-login-success', 2);
    expectLinked('no-ci');
  });

  test('refuses a link that was begun before the same member signed in anew', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    const answer = await answerAtKakao(visit);
    await logInAnew(visit);

    await visit.page.goto(answer);

    await expectRefused(visit);
    await expectSignedIn(visit, AT, {success: [AT, AT], error: [AT], posts: 3, tokens: 2});
  });

  /** Logs in once more, in another tab. */
  async function logInAnew(visit: Visit): Promise<void> {
    const count = visit.events.of('kakao-login-success').length;
    const tab = await visit.openTab();
    await visit.goTo(AT, tab);
    await visit.press(ACTIONS.start, tab);
    await tab.getByRole('button', {name: '이하늘'}).click();
    await visit.events.next('kakao-login-success', count + 1);
  }

  describe('once it is finished', () => {
    /** What a copied code and body bring, planted again in a browser. */
    async function replay(visit: Visit, body: string): Promise<void> {
      const {code, ...record} = JSON.parse(body) as {code: string; tx: string; nonceSecret: string};
      await plantRecord(visit, site, record);
      await visit.goTo(`${CALLBACK_PATH}?code=${code}&state=ks1.${record.tx}.`);
    }

    /** Connects the account, and returns what was posted. */
    async function link(visit: Visit): Promise<string> {
      await visit.press(ACTIONS.link);
      await visit.kakao.signUp('김새봄');
      await visit.events.next('kakao-login-success', 2);
      await forgetKakao(visit);
      return visit.traffic.posts.at(-1)!;
    }

    const expectNothingDone = (): void => {
      assert.equal(site.emulator.counts.token, 2);
      expectLinked();
    };

    test('answers a replay in its own session from that session alone', async () => {
      await using visit = await openMember();
      const body = await link(visit);

      await replay(visit, body);

      await visit.events.next('kakao-login-success', 3);
      expectNothingDone();
    });

    test('refuses a replay after a logout', async () => {
      await using visit = await openMember();
      const body = await link(visit);
      await visit.press(ACTIONS.logout);
      await visit.events.next('kakao-logout');

      await replay(visit, body);

      await expectErrorTold(visit, {code: 'session_required'});
      expectNothingDone();
    });
  });

  describe('wherever its answer comes', () => {
    test('connects in a new tab of the same browser', async () => {
      await using visit = await openMember();
      await visit.press(ACTIONS.link);
      const answer = await answerAtKakao(visit);

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

    test('connects nothing in a browser that began nothing, where another member is signed in', async () => {
      await using visit = await openMember();
      await visit.press(ACTIONS.link);
      const answer = await answerAtKakao(visit);
      await using other = await openOther();
      const before = [other.traffic.posts.length, site.emulator.counts.token];
      const returns = other.events.of('kakao-return').length;

      await other.page.goto(answer);

      await other.events.next('kakao-return', returns + 1);
      assert.deepEqual([other.traffic.posts.length, site.emulator.counts.token], before);
      assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor')), null);
      await other.page.getByText('둥근 살림').waitFor();
    });
  });
});
