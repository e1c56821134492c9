import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {afterEach, describe, it} from 'node:test';
import type {BrowserContextOptions, Page} from 'playwright-core';
import type {KakaoEmulator} from '../../../src/emulator/index.js';
import {toMd5} from '../../../src/emulator/core/sdk/stand-in-sdk-md5.js';
import {AGENTS, useBrowser} from '../support/browser.js';
import {SCRIPT_KEY} from '../support/setup.js';
import {openShop} from '../support/shop.js';

const browser = useBrowser({hasWindows: true});
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A page whose Kakao is the emulator at its own address, which no real SDK could use. */
async function setup(options: BrowserContextOptions = {}) {
  const shop = await openShop();
  const context = await browser().newContext({locale: 'ko-KR', ...options});
  const page = await context.newPage();
  await page.goto(`${shop.origin}/`);
  await page.addScriptTag({url: `${shop.listening.url}/kakao_js_sdk/2.7.4/kakao.min.js`});
  await page.evaluate(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);
  opened.push(async () => {
    await context.close();
    await shop.close();
  });
  const authorize = (settings: Record<string, unknown> = {}) =>
    page.evaluate(
      `Kakao.Auth.authorize(${JSON.stringify({redirectUri: shop.redirectUri, state: 'st.1', ...settings})}); 0`,
    );
  return {...shop, page, authorize};
}

/** Until the page is there. Not waitForURL: an intent that goes nowhere would end it. */
const next = async (page: Page, pattern: RegExp): Promise<void> => {
  if (pattern.test(page.url())) return;
  await page.waitForEvent('framenavigated', {predicate: (frame) => pattern.test(frame.url()), timeout: 60_000});
};

/** A token of the member's, got with the JavaScript key. */
async function createToken(emulator: KakaoEmulator, redirectUri: string): Promise<string> {
  const address = new URL('https://kauth.kakao.com/oauth/authorize?response_type=code');
  address.searchParams.set('client_id', SCRIPT_KEY);
  address.searchParams.set('redirect_uri', redirectUri);
  const code = new URL(emulator.authorize(address, {persona: 'member'})).searchParams.get('code')!;
  const response = await emulator.fetch('https://kauth.kakao.com/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: SCRIPT_KEY,
      redirect_uri: redirectUri,
      code,
    }),
  });
  return ((await response.json()) as {access_token: string}).access_token;
}

/** What the SDK itself does is in the contract, and logins by it are journeys; this is what lies between the stand-in and its emulator. */
describe('the stand-in SDK at the emulator’s own address', () => {
  it('tells the emulator of an intent, and goes to the redirect URI with KakaoTalk’s answer', async () => {
    const {page, emulator, authorize} = await setup({userAgent: AGENTS.android});
    await Promise.all([page.waitForRequest(/talk\/intent/), authorize()]);
    await page.waitForResponse(/code\.json/);
    const {address} = emulator.talkRequests[0]!;

    emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});
    await next(page, /\/callback\?/);

    const answer = new URL(page.url()).searchParams;
    assert.deepEqual([...answer.keys()], ['code', 'state']);
    assert.equal(answer.get('state'), 'st.1');
    assert.ok(emulator.counts.codeJson >= 3);
    assert.ok(emulator.account('new-visitor').linked);
  });

  it('stays on an iPhone with KakaoTalk, until the answer comes', async () => {
    const {page, emulator, origin, authorize} = await setup({userAgent: AGENTS.iphone});
    emulator.signInToKakaoTalk('member');
    await Promise.all([page.waitForResponse(/scheme/), authorize()]);
    assert.equal(page.url(), `${origin}/`);

    emulator.openInKakaoTalk(emulator.talkRequests[0]!.address, {persona: 'member'});

    await next(page, /\/callback\?code=/);
  });

  it('takes the answer of a window from code.json, and closes it', async () => {
    const {page, authorize} = await setup();
    // Chromium itself sometimes leaves a window open that is on its way to another page.
    await page.evaluate(`{
      const {open} = window;
      window.open = (...given) => new Proxy(open.apply(window, given), {
        get: (target, name) =>
          name === 'close' ? () => (sessionStorage.setItem('closed', 'true'), target.close()) : Reflect.get(target, name),
      });
    }`);

    const [popup] = await Promise.all([page.waitForEvent('popup'), authorize({isPopup: true})]);
    await popup.click('button[value=member]');
    await next(page, /\/callback\?code=[^&]+&state=st\.1$/);

    assert.equal(await page.evaluate(() => sessionStorage.getItem('closed')), 'true');
  });

  it('opens a channel in a window, where it is added', async () => {
    const {page, emulator, listening} = await setup();

    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(`Kakao.Channel.addChannel({channelPublicId: '_emulator'})`),
    ]);
    await popup.click('button[value=new-visitor]');
    await popup.click('button[value=ADDED]');
    await popup.waitForSelector('button[value=NONE]');

    assert.equal(new URL(popup.url()).origin, listening.url);
    assert.equal(emulator.account('new-visitor').channel, 'ADDED');
  });

  it('opens a channel in the page itself inside KakaoTalk, whose account is known there', async () => {
    const {page, emulator} = await setup({userAgent: AGENTS.talkOnAndroid});
    emulator.signInToKakaoTalk('new-visitor');

    await page.evaluate(`Kakao.Channel.chat({channelPublicId: '_emulator'})`);
    await page.click('button[value=ADDED]');
    await page.waitForSelector('button[value=NONE]');

    assert.equal(emulator.account('new-visitor').channel, 'ADDED');
  });

  it('opens a channel on an iPhone', async () => {
    const {page} = await setup({userAgent: AGENTS.iphone});

    await page.evaluate(`Kakao.Channel.addChannel({channelPublicId: '_emulator'})`);

    await next(page, /\/_emulator\/friend$/);
  });

  it('tells the emulator of a channel that it hands to the app on Android', async () => {
    const {page, listening} = await setup({userAgent: AGENTS.android});
    const announced = page.waitForResponse(/talk\/intent/);

    await page.evaluate(`Kakao.Channel.chat({channelPublicId: '_emulator'})`);

    assert.equal((await announced).status(), 204);
    const control = await page.context().newPage();
    await control.goto(`${listening.url}/__emulator/talk`);
    await control.getByRole('link', {name: '에뮬레이터 상점 채널'}).click();
    await next(control, /\/_emulator\/chat/);
  });

  it('goes to an error page on a phone where the domain is not registered', async () => {
    const {page, listening} = await setup({userAgent: AGENTS.iphone});
    const origin = page.url().replace('localhost', '127.0.0.1');
    await page.goto(origin);
    await page.addScriptTag({url: `${listening.url}/kakao_js_sdk/2.7.4/kakao.min.js`});

    await page.evaluate(
      `Kakao.init(${JSON.stringify(SCRIPT_KEY)}); Kakao.Channel.addChannel({channelPublicId: '_emulator'})`,
    );

    await next(page, /\/_emulator\/sdk_error$/);
  });

  it('rejects followChannel with the code that Kakao gives', async () => {
    const {page} = await setup();
    // The hidden frame that hears the result comes later than the window that tells it.
    const isTold = page.waitForEvent('popup').then((popup) => popup.waitForLoadState());
    await page.route(/\/proxy\?/, async (route) => {
      await isTold;
      await route.continue();
    });

    const reason = await page.evaluate(
      `new Promise((resolve) => { Kakao.Channel.followChannel({channelPublicId: '_nowhere'}).catch(resolve); })`,
    );

    assert.equal((reason as {error_code: string}).error_code, 'KAE005');
  });

  it('reads who a token belongs to, and logs out', async () => {
    const {page, emulator, redirectUri} = await setup();
    const token = await createToken(emulator, redirectUri);

    const states = await page.evaluate(`(async () => {
      const before = await Kakao.Auth.getStatusInfo().catch((reason) => ({rejected: reason}));
      Kakao.Auth.setAccessToken(${JSON.stringify(token)});
      const during = await Kakao.Auth.getStatusInfo();
      await Kakao.Auth.logout();
      return [before, during.status, during.user.id, Kakao.Auth.getAccessToken(), sessionStorage.length];
    })()`);

    assert.deepEqual(states, [{rejected: {status: 'not_connected'}}, 'connected', 4100000002, null, 0]);
  });

  for (const call of [
    'Kakao.Share.sendDefault',
    'Kakao.Channel.createChatButton',
    'Kakao.Auth.selectShippingAddress',
  ]) {
    it(`says that it does not play ${call}`, async () => {
      const {page} = await setup();

      const message = await page.evaluate(`(() => {
        try {
          ${call}({});
        } catch (error) {
          return error.message;
        }
      })()`);

      assert.equal(message, `The stand-in for Kakao's SDK does not play ${call}.`);
    });
  }
});

describe('toMd5', () => {
  it('is MD5, for texts around the length of a block and of any letters', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = '카a😀'.repeat(length).slice(0, length);
      assert.equal(toMd5(text), createHash('md5').update(text).digest('hex'), `${length} letters`);
    }
  });
});
