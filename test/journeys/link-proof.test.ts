import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
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
import {type Site, startSite} from '../support/site.js';
import {CALLBACK_PATH} from '../support/test-environment.js';
import {startVisit, type Visit} from '../support/visit.js';

const MINUTE = 60_000;
const LANDING = '/landing';
const MEMBERS = toMembersPage();

describe('what proves that a session began a link', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({
        pages: {
          [AT]: MEMBERS,
          '/kakao/callback': toMembersPage({reads: false}),
          [LANDING]: {...MEMBERS, attributes: {...MEMBERS.attributes, 'redirect-uri': LANDING}},
        },
        hosts: ['members.ts'],
        redirectPaths: [LANDING],
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  const openMember = (): Promise<Visit> => signedInWith(browser, site, {persona: 'member', name: '이하늘'});
  const openOther = (): Promise<Visit> => {
    site.emulator.account('no-ci').link();
    return signedInWith(browser, site, {persona: 'no-ci', name: '윤미확'});
  };
  const toNow = (): number => Math.floor(Date.now() / 1000);

  /** The `count`th failure of a visit is this one, nothing is linked, and Kakao was asked for nothing since. */
  async function expectRefused(
    visit: Visit,
    {tokens, code = 'link_unproven', count = 1}: {tokens: number; code?: string; count?: number},
  ): Promise<void> {
    const {detail} = await visit.events.next('kakao-login-error', count);
    assert.deepEqual([detail?.['code'], detail?.['purpose']], [code, 'link']);
    assert.equal(site.emulator.counts.token, tokens, 'Kakao was given the code');
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor')), null, 'the account is somebody’s');
  }

  const PLANTED: readonly (readonly [
    what: string,
    forge: (tx: string, own: Offer) => {nonceSecret: string; t?: number},
  ])[] = [
    ['a secret that somebody made up', () => ({nonceSecret: createToken(), t: toNow()})],
    ['a secret that somebody made up, without t', () => ({nonceSecret: createToken()})],
    ['the key of somebody’s own session', (tx, {key, t}) => ({nonceSecret: toSecret(key, tx), t})],
    ['an empty key', (tx) => ({nonceSecret: toSecret('', tx), t: toNow()})],
  ];
  for (const [what, forge] of PLANTED) {
    test(`refuses a planted record by ${what}`, async () => {
      await using attacker = await openOther();
      await using visit = await openMember();
      const tx = createToken();
      const record = {tx, ...forge(tx, await readOffer(attacker))};

      await visit.page.goto(await plant(visit, site, {record, persona: 'new-visitor'}));

      await expectRefused(visit, {tokens: 2});
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], error: [AT], posts: 2, tokens: 2});
    });
  }

  test('gives the account to nobody who has signed in meanwhile, and lets them choose another one', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '김새봄'}).waitFor();
    await using other = await openOther();
    await bringSession(other, visit);

    await visit.kakao.signUp('김새봄');

    await expectRefused(visit, {tokens: 2});
    await visit.page.getByText('회원: no-ci').waitFor();
    await visit.press(ACTIONS.link);
    await visit.page.waitForURL(/\/oauth\/authorize/);
    assert.equal(new URL(visit.page.url()).searchParams.get('prompt'), 'select_account');
    await visit.kakao.signIn('김새봄');
    await visit.events.next('kakao-login-success', 2);
    assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'no-ci');
  });

  test('refuses a link that was begun before the same member signed in anew', async () => {
    await using visit = await openMember();
    await visit.press(ACTIONS.link);
    await visit.page.waitForURL(/\/oauth\/authorize/);
    const answer = site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'});
    await logInAnew(visit);

    await visit.page.goto(answer);

    await expectRefused(visit, {tokens: 2});
    const ending = {session: 'signed-in', success: [AT, AT], error: [AT], posts: 3, tokens: 2} as const;
    await expectEnding(visit, {at: AT, ...ending});
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

  for (const [minutes, isLinked] of [
    [59, true],
    [61, false],
  ] as const) {
    test(`${isLinked ? 'takes' : 'refuses'} a key that is ${minutes} minutes old`, async () => {
      await using visit = await openMember();
      await visit.press(ACTIONS.link);
      await visit.page.waitForURL(/\/oauth\/authorize/);
      const address = visit.page.url();
      site.kit.setClock(minutes * MINUTE);
      site.setKakaoClock(minutes * MINUTE);

      await visit.page.goto(site.emulator.authorize(address, {persona: 'new-visitor'}));

      if (!isLinked) return void (await expectRefused(visit, {tokens: 1}));
      await visit.events.next('kakao-login-success', 2);
      assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
    });
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

    const expectNothingDone = (tokens: number): void => {
      assert.equal(site.emulator.counts.token, tokens);
      assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
    };

    test('answers a replay in its own session from that session alone', async () => {
      await using visit = await openMember();
      const body = await link(visit);

      await replay(visit, body);

      await visit.events.next('kakao-login-success', 3);
      expectNothingDone(2);
    });

    test('refuses a replay once the same member has signed in anew', async () => {
      await using visit = await openMember();
      const body = await link(visit);
      await logInAnew(visit);

      await replay(visit, body);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'link_unproven');
      expectNothingDone(3);
    });

    test('refuses a replay after a logout', async () => {
      await using visit = await openMember();
      const body = await link(visit);
      await visit.press(ACTIONS.logout);
      await visit.events.next('kakao-logout');

      await replay(visit, body);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'session_required');
      expectNothingDone(2);
    });

    test('refuses a replay in the browser of another member', async () => {
      await using visit = await openMember();
      const body = await link(visit);
      await using other = await openOther();

      await replay(other, body);

      const {detail} = await other.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'link_unproven');
      expectNothingDone(3);
    });
  });

  describe('wherever its answer comes', () => {
    test('connects in a new tab of the same browser', async () => {
      await using visit = await openMember();
      await visit.press(ACTIONS.link);
      await visit.page.waitForURL(/\/oauth\/authorize/);
      const answer = site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'});

      const tab = await visit.openTab();
      await tab.goto(answer);

      await visit.events.next('kakao-login-success', 2);
      assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
      const ending = {session: 'signed-in', success: [AT, AT], posts: 2, tokens: 2} as const;
      await expectEnding(visit, {at: AT, ...ending, page: tab});
    });

    for (const device of ['android', 'iphone'] as const) {
      test(`connects through the KakaoTalk app, on an ${device}`, async () => {
        site.attributes['through-talk'] = 'never';
        await using visit = await signedInWith(browser, site, {persona: 'member', name: '이하늘', device});
        site.attributes['through-talk'] = undefined;
        site.emulator.signInToKakaoTalk('new-visitor');
        await visit.goTo(AT);

        await visit.press(ACTIONS.link);
        const address = await visit.traffic.nextAppSwitch();
        site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});

        await visit.events.next('kakao-login-success', 2);
        assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT, AT], posts: 2, tokens: 2});
      });
    }

    test('connects on a landing page that is its own redirect URI', async () => {
      await using visit = await openMember();
      await visit.goTo(LANDING);

      await visit.press(ACTIONS.link);
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success', 2);
      assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor'))?.name, 'member');
      const ending = {session: 'signed-in', success: [AT, LANDING], posts: 2, tokens: 2} as const;
      await expectEnding(visit, {at: LANDING, ...ending, isOwnCallback: true});
    });

    for (const who of ['another member', 'nobody'] as const) {
      test(`connects nothing in a browser that began nothing, where ${who} is signed in`, async () => {
        await using visit = await openMember();
        await visit.press(ACTIONS.link);
        await visit.page.waitForURL(/\/oauth\/authorize/);
        const answer = site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'});
        await using other = who === 'nobody' ? await startVisit(browser, site) : await openOther();
        const before = [other.traffic.posts.length, site.emulator.counts.token];
        const returns = other.events.of('kakao-return').length;

        await other.page.goto(answer);

        await other.events.next('kakao-return', returns + 1);
        assert.deepEqual([other.traffic.posts.length, site.emulator.counts.token], before);
        assert.equal(site.kit.ownerOf(idOf(site, 'new-visitor')), null);
        await other.page.getByText('둥근 살림').waitFor();
      });
    }
  });
});
