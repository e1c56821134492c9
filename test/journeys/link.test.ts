import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {type Device, openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {type Site, startSite} from '../support/site.js';
import {SESSION_PATH} from '../support/stage.js';
import {expectText, startVisit, type Visit} from '../support/visit.js';

const AT = '/mypage';

describe('connecting a member to Kakao', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({
        pages: {'/mypage': toMembersPage(), '/kakao/callback': toMembersPage({reads: false})},
        hosts: ['members.ts'],
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  /** Somebody who is signed in, as the member of a Kakao account that is not theirs to keep. */
  async function signedInWith(persona: string, name: string, device: Device = 'desktop'): Promise<Visit> {
    site.addMember(persona);
    const visit = await startVisit(browser, site, {device});
    await visit.goTo(AT);
    await visit.press(ACTIONS.start);
    await visit.kakao.signIn(name);
    await visit.events.next('kakao-login-success');
    await visit.context.clearCookies({domain: '127.0.0.1'});
    return visit;
  }

  for (const device of ['desktop', 'iphone'] as const) {
    test(`connects another Kakao account, which then signs the same member in, on ${device}`, async () => {
      if (device === 'iphone') site.attributes['through-talk'] = 'never';
      await using visit = await signedInWith('member', '이하늘', device);

      await visit.press(ACTIONS.link);
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-login-success', 2);
      assert.deepEqual([detail?.['purpose'], detail?.['isNewMember']], ['link', false]);
      assert.deepEqual(detail?.['member'], {name: 'member'});
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT, AT], posts: 2, tokens: 2});

      await using next = await startVisit(browser, site, {device});
      await next.goTo(AT);
      await next.press(ACTIONS.start);
      await next.kakao.signIn('김새봄');
      const again = await next.events.next('kakao-login-success');
      assert.deepEqual(again.detail?.['member'], {name: 'member'});
    });
  }

  test('changes nothing for the account that is connected already', async () => {
    await using visit = await signedInWith('member', '이하늘');

    await visit.press(ACTIONS.link);
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success', 2);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT, AT], posts: 2, tokens: 2});
  });

  test('is refused for the account of another member, and leaves both as they are', async () => {
    await using visit = await signedInWith('member', '이하늘');
    site.emulator.account('new-visitor').link();
    site.addMember('new-visitor');

    await visit.press(ACTIONS.link);
    await visit.kakao.signIn('김새봄');

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['purpose'], detail?.['end']], ['already_linked', 'link', 'help']);
    await expectText(visit, '회원: member');
    await expectEnding(visit, {
      at: AT,
      session: 'signed-in',
      success: [AT],
      error: [AT],
      posts: 2,
      tokens: 2,
    });
  });

  test('goes nowhere from a page that knows that nobody is signed in', async () => {
    await using visit = await startVisit(browser, site);
    const isRead = visit.page.waitForResponse((response) => response.url().endsWith(SESSION_PATH));
    await visit.goTo(AT);
    await (await isRead).finished();

    await visit.press(ACTIONS.link);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['purpose']], ['session_required', 'link']);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 0, tokens: 0});
  });

  test('is refused where the session has ended meanwhile, and makes nobody a member', async () => {
    await using visit = await signedInWith('member', '이하늘');
    await visit.press(ACTIONS.link);
    await visit.context.clearCookies({name: 'kakao_sync_session'});
    await visit.kakao.signUp('김새봄');

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['purpose']], ['session_required', 'link']);
    await expectEnding(visit, {at: AT, session: 'signed-out', success: [AT], error: [AT], posts: 2, tokens: 1});
  });

  test('gives the account to nobody who has signed in meanwhile, in the same browser', async () => {
    await using visit = await signedInWith('member', '이하늘');
    await visit.press(ACTIONS.link);
    await visit.page.getByRole('button', {name: '윤미확'}).waitFor();
    // Their session is later than the press, as if they had signed in here.
    await using other = await startVisit(browser, site);
    await other.goTo(AT);
    await other.press(ACTIONS.start);
    await other.kakao.signUp('김새봄');
    await other.events.next('kakao-login-success');
    const cookies = await other.context.cookies();
    await visit.context.addCookies(cookies.filter(({name}) => name === 'kakao_sync_session'));

    await visit.kakao.signUp('윤미확');

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['purpose'], detail?.['end']], ['member_changed', 'link', 'retry']);
    await visit.page.getByText('회원: 김새봄').waitFor();

    await using next = await startVisit(browser, site);
    await next.goTo(AT);
    await next.press(ACTIONS.start);
    await next.kakao.signIn('윤미확');
    const theirs = await next.events.next('kakao-login-success');
    assert.equal(theirs.detail?.['isNewMember'], true, 'the account is still nobody’s');
  });

  test('lets a member change to another account', async () => {
    await using visit = await signedInWith('member', '이하늘');

    await visit.press(ACTIONS.change);
    await visit.kakao.signUp('김새봄');

    const {detail} = await visit.events.next('kakao-login-success', 2);
    assert.deepEqual([detail?.['purpose'], detail?.['isNewMember']], ['login', true]);
    await expectText(visit, '회원: 김새봄');
  });
});
