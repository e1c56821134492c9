import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Browser, Page} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {type Site, startSite} from '../support/site.js';
import {startVisit, type Visit} from '../support/visit.js';

const AT = '/mypage';
const CHANNEL = '_emulator';

describe('a KakaoTalk channel', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser({windows: true}),
      startSite({
        pages: {
          '/mypage': {
            ...toMembersPage(),
            // What the SDK needs to follow a channel on the page: its hidden frame.
            policy: (policy) =>
              `${policy.replace("frame-src 'self'", `frame-src 'self' ${site.kakao.join(' ')}`)}; style-src-attr 'unsafe-inline'`,
          },
          '/kakao/callback': toMembersPage({reads: false}),
        },
        hosts: ['members.ts'],
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    site.kit.restart({options: {adminKey: DEFAULT_APP.adminKey, channels: [CHANNEL]}});
  });

  async function signedIn(): Promise<Visit> {
    site.addMember('member');
    site.emulator.account('member').agree('plusfriends');
    const visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press(ACTIONS.start);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    return visit;
  }

  /** Presses a button that opens a window, which it answers. */
  async function pressForWindow(visit: Visit, name: string): Promise<Page> {
    // As a visitor does: the pointer is there before the press.
    await visit.page.getByRole('button', {name}).focus();
    await visit.page.waitForFunction(() => 'Kakao' in globalThis);
    const opened = visit.context.waitForEvent('page');
    await visit.press(name);
    const window = await opened;
    await window.waitForLoadState();
    return window;
  }

  const result = async (visit: Visit): Promise<unknown> => (await visit.events.next('kakao-channel-result')).detail;

  test('is added on the page itself by a member, and the backend has seen it', async () => {
    site.emulator.account('member').setChannel('NONE');
    await using visit = await signedIn();

    const window = await pressForWindow(visit, ACTIONS.add);
    await window.locator('[name=decision][value=add]').click();

    assert.deepEqual(await result(visit), {channelPublicId: CHANNEL, result: 'added', verified: true});
    assert.equal(site.emulator.account('member').channel, 'ADDED');
  });

  test('that was added before is told so', async () => {
    site.emulator.account('member').setChannel('ADDED');
    await using visit = await signedIn();

    const window = await pressForWindow(visit, ACTIONS.add);
    await window.locator('[name=decision][value=add]').click();

    assert.deepEqual(await result(visit), {channelPublicId: CHANNEL, result: 'already', verified: true});
  });

  test('that the member has blocked, and leaves so, is told so', async () => {
    site.emulator.account('member').setChannel('BLOCKED');
    await using visit = await signedIn();

    const window = await pressForWindow(visit, ACTIONS.add);
    await window.locator('[name=decision][value=cancel]').click();

    assert.deepEqual(await result(visit), {channelPublicId: CHANNEL, result: 'blocked', verified: true});
  });

  test('that the member turns back from is not added', async () => {
    site.emulator.account('member').setChannel('NONE');
    await using visit = await signedIn();

    const window = await pressForWindow(visit, ACTIONS.add);
    await window.locator('[name=decision][value=cancel]').click();

    assert.deepEqual(await result(visit), {channelPublicId: CHANNEL, result: 'none', verified: true});
  });

  test('is nobody’s to know of where the backend does not tell', async () => {
    site.kit.restart({});
    site.emulator.account('member').setChannel('NONE');
    await using visit = await signedIn();

    const window = await pressForWindow(visit, ACTIONS.add);
    await window.locator('[name=decision][value=add]').click();

    assert.deepEqual(await result(visit), {channelPublicId: CHANNEL, result: 'added', verified: false});
  });

  test('is added in a window of its own by a visitor whom nobody knows', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    const window = await pressForWindow(visit, ACTIONS.add);

    assert.equal(new URL(window.url()).pathname, `/${CHANNEL}/friend`);
  });

  test('opens its chat in a window of its own', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    const window = await pressForWindow(visit, ACTIONS.chat);

    assert.equal(new URL(window.url()).pathname, `/${CHANNEL}/chat`);
  });

  test('has its page opened where the SDK is blocked', async () => {
    await using visit = await startVisit(browser, site);
    await visit.context.route(/kakao_js_sdk/, (route) => route.abort());
    await visit.goTo(AT);

    await visit.press(ACTIONS.chat);

    await visit.page.waitForURL(new RegExp(`/${CHANNEL}/chat$`));
    await visit.page.getByRole('heading').first().waitFor();
  });
});
