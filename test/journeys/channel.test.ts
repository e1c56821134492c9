import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Page} from 'playwright-core';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {describeJourney, type JourneyOptions, type Visit} from '../support/journey.js';

const AT = '/mypage';
const CHANNEL = '_emulator';

const SITE: JourneyOptions = {
  browser: {windows: true},
  pages: {
    '/mypage': {
      ...toMembersPage(),
      // What the SDK needs to follow a channel on the page: its hidden frame.
      policy(policy) {
        const [, kakao = ''] = /script-src 'self' (\S+);/.exec(policy) ?? [];
        return `${policy.replace("frame-src 'self'", `frame-src 'self' ${kakao}`)}; style-src-attr 'unsafe-inline'`;
      },
    },
    '/kakao/callback': toMembersPage({reads: false}),
  },
  hosts: ['members.ts'],
};

describeJourney('a KakaoTalk channel', SITE, ({site, test, openVisit}) => {
  beforeEach(() => {
    site.kit.restart({options: {adminKey: DEFAULT_APP.adminKey, channels: [CHANNEL]}});
  });

  async function signedIn(): Promise<Visit> {
    site.addMember('member');
    site.emulator.account('member').agree('plusfriends');
    const visit = await openVisit();
    await visit.pressAt(AT);
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

  test('is added in a window of its own by a visitor whom nobody knows', async (visit) => {
    await visit.goTo(AT);

    const window = await pressForWindow(visit, ACTIONS.add);

    assert.equal(new URL(window.url()).pathname, `/${CHANNEL}/friend`);
  });

  test('opens its chat in a window of its own', async (visit) => {
    await visit.goTo(AT);

    const window = await pressForWindow(visit, ACTIONS.chat);

    assert.equal(new URL(window.url()).pathname, `/${CHANNEL}/chat`);
  });

  test('has its page opened where the SDK is blocked', async (visit) => {
    await visit.context.route(/kakao_js_sdk/, (route) => route.abort());
    await visit.goTo(AT);

    await visit.press(ACTIONS.chat);

    await visit.page.waitForURL(new RegExp(`/${CHANNEL}/chat$`));
    await visit.page.getByRole('heading').first().waitFor();
  });
});
