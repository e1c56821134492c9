import assert from 'node:assert/strict';
import {afterEach, describe, it} from 'node:test';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {AGENTS, useBrowser} from './support/browser.js';
import {SCRIPT_KEY} from './support/setup.js';
import {openShop} from './support/shop.js';

const browser = useBrowser();
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

interface Sdk {
  VERSION: string;
  init(key?: unknown): void;
  isInitialized(): boolean;
  cleanup(): void;
  Auth?: {
    authorize(settings?: unknown): PromiseLike<unknown> | undefined;
    getAppKey(): string | null;
    getAccessToken(): string | null;
    setAccessToken(token: string | null, persist?: boolean): void;
    getStatusInfo(): PromiseLike<unknown>;
    logout(): PromiseLike<unknown>;
  };
}
declare const Kakao: Sdk;

async function setup(
  options: BrowserContextOptions & {version?: string; init?: boolean; csp?: (emulator: string) => string} = {},
) {
  const {version = '2.7.4', init = true, csp, ...context} = options;
  const shop = await openShop(csp ? {csp} : {});
  const browserContext = await browser().newContext({locale: 'ko-KR', ...context});
  const page = await browserContext.newPage();
  /** Where the page tried to go, in order. */
  const jumps: string[] = [];
  const session = await browserContext.newCDPSession(page);
  await session.send('Page.enable');
  session.on('Page.frameRequestedNavigation', ({url}) => jumps.push(url));
  await page.goto(`${shop.origin}/`);
  await load(page, `${shop.listening.url}/kakao_js_sdk/${version}/kakao.min.js`);
  if (init) await page.evaluate((key) => Kakao.init(key), SCRIPT_KEY);
  jumps.length = 0;
  opened.push(async () => {
    await browserContext.close();
    await shop.close();
  });
  return {...shop, page, jumps};
}

// Written as text: tsx would put its own helpers into a function.
const load = (page: Page, url: string) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const policy = trustedTypes.createPolicy('sdk', {createScriptURL: (address) => address});
    const script = document.createElement('script');
    script.src = policy.createScriptURL(${JSON.stringify(url)});
    script.crossOrigin = 'anonymous';
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('not loaded'));
    document.head.append(script);
  })`);

/** What a call throws, by name and message. */
const thrown = (page: Page, call: string) =>
  page.evaluate<{name: string; message: string; isError: boolean; own: string[]} | null>(`(() => {
    try {
      ${call};
      return null;
    } catch (error) {
      const {name, message} = error;
      return {name, message, isError: error instanceof Error, own: Object.keys(error).sort()};
    }
  })()`);

const authorize = (page: Page, settings: Record<string, unknown>) =>
  page.evaluate((given) => {
    const answer = Kakao.Auth?.authorize(given);
    return answer === undefined ? 'undefined' : answer instanceof Promise ? 'Promise' : 'thenable';
  }, settings);

/** Until the page is there. Not waitForURL: an intent that goes nowhere would end it. */
const next = async (page: Page, pattern: RegExp): Promise<void> => {
  if (pattern.test(page.url())) return;
  await page.waitForEvent('framenavigated', {predicate: (frame) => pattern.test(frame.url()), timeout: 10_000});
};

describe('the stand-in SDK, loaded', () => {
  it('is there with four members, and with Auth after init', async () => {
    const {page} = await setup({init: false});

    const before = await page.evaluate(() => Object.keys(Kakao).sort());
    const version = await page.evaluate(() => [Kakao.VERSION, Kakao.isInitialized()]);
    await page.evaluate((key) => Kakao.init(key), SCRIPT_KEY);
    const after = await page.evaluate(() => [Kakao.isInitialized(), Kakao.Auth?.getAppKey()]);
    const members = await page.evaluate(() => Object.keys(Kakao.Auth ?? {}).sort());

    assert.deepEqual(before, ['VERSION', 'cleanup', 'init', 'isInitialized']);
    assert.deepEqual(version, ['2.7.4', false]);
    assert.deepEqual(after, [true, SCRIPT_KEY]);
    assert.deepEqual(members, [
      'authorize',
      'cleanup',
      'getAccessToken',
      'getAppKey',
      'getStatusInfo',
      'logout',
      'setAccessToken',
    ]);
  });

  it('adds one global', async () => {
    const {page, listening} = await setup({init: false});
    await page.reload();
    const before = await page.evaluate(() => Object.keys(window));

    await load(page, `${listening.url}/kakao_js_sdk/2.7.4/kakao.min.js`);

    const after = await page.evaluate(() => Object.keys(window));
    assert.deepEqual(
      after.filter((name) => !before.includes(name)),
      ['Kakao'],
    );
  });

  it('is the same object, not initialised any more, when it is loaded again', async () => {
    const {page, listening} = await setup();
    await page.evaluate(() => Object.assign(window, {first: Kakao}));

    await load(page, `${listening.url}/kakao_js_sdk/2.7.5/kakao.min.js`);

    const state = await page.evaluate(() => [
      Kakao === (window as unknown as {first: Sdk}).first,
      Kakao.isInitialized(),
      typeof Kakao.Auth,
      Kakao.VERSION,
    ]);
    assert.deepEqual(state, [true, false, 'object', '2.7.5']);
    await page.evaluate((key) => Kakao.init(key), SCRIPT_KEY);
    assert.equal(await page.evaluate(() => Kakao.isInitialized()), true);
  });

  it('keeps Auth and the token in memory after cleanup', async () => {
    const {page} = await setup();

    const state = await page.evaluate(() => {
      Kakao.Auth?.setAccessToken('token-1', false);
      Kakao.cleanup();
      const afterCleanup = [Kakao.isInitialized(), typeof Kakao.Auth, Kakao.Auth?.getAppKey()];
      Kakao.init('other');
      return [...afterCleanup, Kakao.Auth?.getAccessToken(), sessionStorage.length];
    });

    assert.deepEqual(state, [false, 'object', null, 'token-1', 0]);
  });

  it('works under a policy without eval and with Trusted Types', async () => {
    const {page, jumps, redirectUri} = await setup({
      userAgent: AGENTS.desktop,
      csp: (emulator) =>
        `default-src 'none'; script-src ${emulator}; connect-src ${emulator}; require-trusted-types-for 'script'; trusted-types sdk`,
    });

    await page.evaluate((uri) => void Kakao.Auth?.authorize({redirectUri: uri}), redirectUri);
    await next(page, /oauth\/authorize/);

    assert.match(jumps[0]!, /\/oauth\/authorize/);
  });
});

describe('the stand-in SDK, called wrongly', () => {
  const rows: readonly (readonly [string, string, string, boolean])[] = [
    ['Kakao.init()', 'KakaoError', 'Kakao.init: App key must be provided', false],
    ['Kakao.init(123)', 'KakaoError', 'Kakao.init: App key must be provided', false],
    ['Kakao.init("0123456789abcdef0123456789abcdef")', 'KakaoError', 'Kakao.init: Already initialized', true],
    ['Kakao.Auth.authorize(null)', 'Error', 'params should be an Object', true],
    ['Kakao.Auth.authorize("x")', 'Error', 'params should be an Object', true],
    [
      'Kakao.Auth.authorize({success: 1, codeChallenge: "x"})',
      'KakaoError',
      'Invalid parameter keys: success,codeChallenge at Auth.authorize',
      true,
    ],
    ['Kakao.Auth.authorize({state: undefined})', 'KakaoError', 'Illegal argument for "state" in Auth.authorize', true],
    ['Kakao.Auth.authorize({scope: 1})', 'KakaoError', 'Illegal argument for "scope" in Auth.authorize', true],
    [
      'Kakao.Auth.authorize({deviceType: "phone"})',
      'KakaoError',
      'Illegal argument for "deviceType" in Auth.authorize',
      true,
    ],
    [
      'Kakao.Auth.authorize(Object.freeze({state: "x"}))',
      'TypeError',
      'Cannot add property isPopup, object is not extensible',
      true,
    ],
  ];
  it('throws what the SDK throws, at once', async () => {
    for (const init of [true, false]) {
      const {page, jumps} = await setup({init});
      for (const [call, name, message] of rows.filter((row) => row[3] === init)) {
        const error = await thrown(page, call);

        assert.deepEqual([error?.name, error?.message, error?.isError], [name, message, true], call);
        if (name === 'KakaoError') assert.deepEqual(error?.own, ['message', 'name'], call);
      }
      assert.deepEqual(jumps, []);
    }
  });

  it('is initialised, yet without Auth, when init is not called as a method', async () => {
    const {page} = await setup({init: false});

    const error = await thrown(page, 'const {init} = Kakao; init("key")');

    assert.equal(error?.name, 'TypeError');
    assert.deepEqual(await page.evaluate(() => [Kakao.isInitialized(), typeof Kakao.Auth]), [true, 'undefined']);
  });

  it('writes its defaults into the caller’s object', async () => {
    const {page} = await setup({userAgent: AGENTS.android});

    const settings = await page.evaluate(() => {
      const given = {state: 'x', redirectUri: `${location.origin}/callback`};
      void Kakao.Auth?.authorize(given);
      return given;
    });

    assert.deepEqual(
      {...settings, redirectUri: ''},
      {
        state: 'x',
        redirectUri: '',
        isPopup: false,
        throughTalk: true,
        throughSyncplugin: true,
      },
    );
  });
});

describe('the stand-in SDK’s authorize', () => {
  const everything = {
    scope: 'openid,account_email',
    prompt: 'create',
    state: 'st.1',
    nonce: 'n1',
    loginHint: 'hint',
    channelPublicId: '_emulator',
    serviceTerms: 'service',
  };

  it('goes to the authorize address with the parameters in the SDK’s order', async () => {
    const {page, jumps, redirectUri, origin, listening} = await setup({userAgent: AGENTS.desktop});

    const kind = await authorize(page, {...everything, redirectUri});
    await next(page, /oauth\/authorize/);

    const url = new URL(jumps[0]!);
    const ka = url.searchParams.get('ka')!;
    assert.equal(kind, 'thenable');
    assert.equal(url.origin, listening.url);
    assert.deepEqual(
      [...url.searchParams.keys()],
      [
        'client_id',
        'scope',
        'prompt',
        'state',
        'nonce',
        'login_hint',
        'channel_public_id',
        'extra.service_terms',
        'redirect_uri',
        'response_type',
        'auth_tran_id',
        'ka',
        'is_popup',
      ],
    );
    assert.match(url.searchParams.get('auth_tran_id')!, /^[\w.~-]{60}$/);
    assert.equal(url.searchParams.get('is_popup'), 'false');
    assert.ok(ka.startsWith('sdk/2.7.4 os/javascript sdk_type/javascript lang/ko-KR device/'));
    assert.ok(ka.endsWith(` origin/${encodeURIComponent(origin)}`));
    assert.match(url.search, /&ka=sdk%2F2\.7\.4%20os%2Fjavascript/);
  });

  it('names the app key in ka since 2.7.9', async () => {
    const {page, jumps, redirectUri} = await setup({userAgent: AGENTS.desktop, version: '2.7.9'});

    await authorize(page, {redirectUri});
    await next(page, /oauth\/authorize/);

    assert.ok(new URL(jumps[0]!).searchParams.get('ka')!.endsWith(` app_key/${SCRIPT_KEY}`));
  });

  const ways: readonly (readonly [string, keyof typeof AGENTS, Record<string, unknown>, RegExp])[] = [
    ['redirects', 'desktop', {}, /\/oauth\/authorize\?/],
    ['redirects', 'mac', {}, /\/oauth\/authorize\?/],
    [
      'makes an intent',
      'android',
      {},
      /^intent:#Intent;action=com\.kakao\.talk\.intent\.action\.CAPRI_LOGGED_IN_ACTIVITY;/,
    ],
    ['makes a universal link', 'iphone', {}, /\/scheme\/kakaotalk%3A%2F%2Finappbrowser%3Furl%3D/],
    ['makes a universal link', 'instagramOnIphone', {}, /\/scheme\//],
    ['redirects', 'instagramOnAndroid', {}, /\/oauth\/authorize\?/],
    ['redirects', 'talkOnAndroid', {}, /\/oauth\/authorize\?/],
    [
      'makes a plugin address',
      'channelHome',
      {},
      /^kakaotalk:\/\/bizplugin\?plugin_id=6011263b74fc2b49c73a7298&query=/,
    ],
    ['redirects', 'channelHome', {throughSyncplugin: false}, /\/oauth\/authorize\?/],
    ['redirects', 'talkOnIphone', {}, /\/oauth\/authorize\?/],
    ['redirects', 'android', {throughTalk: false}, /\/oauth\/authorize\?/],
    ['redirects', 'android', {prompt: 'login'}, /\/oauth\/authorize\?/],
    ['redirects', 'iphone', {prompt: 'login,select_account'}, /\/oauth\/authorize\?/],
    ['makes an intent', 'android', {prompt: 'select_account'}, /^intent:/],
    ['redirects', 'talkOnAndroid', {prompt: 'none'}, /\/oauth\/authorize\?.*prompt=none/],
    [
      'goes back',
      'desktop',
      {prompt: 'none', state: 's'},
      /\/callback\?error=auto_login&error_description=NOT_SUPPORTED_BROWSER&state=s$/,
    ],
    ['goes back', 'iphone', {prompt: 'none'}, /\/callback\?error=auto_login&error_description=NOT_SUPPORTED_BROWSER$/],
  ];
  for (const [what, agent, settings, pattern] of ways) {
    it(`${what} for ${agent} ${JSON.stringify(settings)}`, async () => {
      const {page, jumps, redirectUri} = await setup({userAgent: AGENTS[agent]});

      await Promise.all([
        page.waitForRequest(() => true, {timeout: 5000}).catch(() => null),
        authorize(page, {...settings, redirectUri}).catch(() => null),
      ]);

      assert.match(jumps[0] ?? '', pattern);
    });
  }

  it('takes an iPad that calls itself a Mac for an iPad', async () => {
    const {page, jumps, redirectUri} = await setup({userAgent: AGENTS.mac, hasTouch: true});
    await page.evaluate(() => Object.defineProperty(navigator, 'maxTouchPoints', {value: 5}));

    await Promise.all([page.waitForRequest(/scheme/), authorize(page, {redirectUri})]);

    assert.match(jumps[0]!, /\/scheme\//);
  });

  it('waits for KakaoTalk’s answer on Android and goes to the redirect URI with it', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    await Promise.all([page.waitForRequest(/talk\/intent/), authorize(page, {redirectUri, state: 'st.1'})]);
    await page.waitForResponse(/code\.json/);
    const address = emulator.talkRequests[0]!.address;

    emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});
    await next(page, /\/callback\?/);

    const answer = new URL(page.url()).searchParams;
    assert.deepEqual([...answer.keys()], ['code', 'state']);
    assert.equal(answer.get('state'), 'st.1');
    assert.ok(emulator.counts.codeJson >= 3);
    assert.ok(emulator.account('new-visitor').linked);
  });

  it('brings a refusal back, without state where Kakao sends none', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    await Promise.all([page.waitForRequest(/talk\/intent/), authorize(page, {redirectUri, state: 'st.1'})]);
    await page.waitForResponse(/talk\/intent/).catch(() => null);
    await page.waitForResponse(/code\.json/);

    emulator.openInKakaoTalk(emulator.talkRequests[0]!.address, {
      persona: 'member',
      answer: 'cancel',
      includeState: false,
    });
    await next(page, /\/callback\?/);

    assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), {
      error: 'access_denied',
      error_description: 'User denied access',
    });
  });

  it('goes to the page on an iPhone without KakaoTalk, and stays on one with it', async () => {
    const without = await setup({userAgent: AGENTS.iphone});
    await authorize(without.page, {redirectUri: without.redirectUri}).catch(() => null);
    await next(without.page, /\/oauth\/authorize\?.*is_popup=false/);

    const {page, emulator, redirectUri, origin} = await setup({userAgent: AGENTS.iphone});
    emulator.signInToKakaoTalk('member');
    await Promise.all([page.waitForResponse(/scheme/), authorize(page, {redirectUri, state: 'st.1'})]);
    assert.equal(page.url(), `${origin}/`);
    emulator.openInKakaoTalk(emulator.talkRequests[0]!.address, {persona: 'member'});
    await next(page, /\/callback\?code=/);
  });

  it('opens a window where it is told to, and takes the answer from code.json', async () => {
    const {page, redirectUri} = await setup({userAgent: AGENTS.desktop});

    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      authorize(page, {redirectUri, state: 'st.1', isPopup: true}),
    ]);
    await popup.click('button[value=member]');
    await next(page, /\/callback\?code=[^&]+&state=st\.1$/);

    assert.ok(popup.isClosed());
  });

  it('goes on polling through what is not an answer', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    emulator.failNext('code.json', {status: 500});
    emulator.failNext('code.json', {reset: true});
    emulator.failNext('code.json', {body: '{"status":"ok","code":"C1"}'});

    await authorize(page, {redirectUri});
    await next(page, /\/callback\?code=C1$/);

    emulator.expectNoPlannedFailures();
  });

  it('takes text that is not JSON apart', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    emulator.failNext('code.json', {body: '<h'});

    await authorize(page, {redirectUri});
    await next(page, /\/callback\?0=%3C&1=h$/);
  });

  it('goes to Kakao’s network error for 700', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    emulator.failNext('code.json', {code: 700});

    await authorize(page, {redirectUri});
    await next(page, /\/error\/network$/);
  });

  it('hears only of the newest sign-in', async () => {
    const {page, emulator, redirectUri} = await setup({userAgent: AGENTS.android});
    await authorize(page, {redirectUri, state: 'first'});
    await authorize(page, {redirectUri, state: 'second'});
    await page.waitForResponse(/code\.json/);
    const [second, first] = emulator.talkRequests;

    emulator.openInKakaoTalk(first!.address, {persona: 'member'});
    emulator.openInKakaoTalk(second!.address, {persona: 'member', afterPolls: 1});
    await next(page, /\/callback\?/);

    assert.equal(new URL(page.url()).searchParams.get('state'), 'second');
  });

  it('gives up after six hundred polls', async () => {
    const {page, redirectUri} = await setup({userAgent: AGENTS.android, init: false});
    await page.clock.install();
    await page.evaluate((key) => Kakao.init(key), SCRIPT_KEY);
    await authorize(page, {redirectUri, state: 's'});

    await page.clock.fastForward(1000);
    await page.clock.runFor(601_000);
    await next(page, /\/callback\?error=timeout&error_description=LOGIN_TIMEOUT&state=s$/);
  });
});

describe('the stand-in SDK’s tokens', () => {
  it('reads who a token belongs to, and logs out', async () => {
    const {page, emulator, redirectUri} = await setup();
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
    const {access_token: token} = (await response.json()) as {access_token: string};

    const states = await page.evaluate(`(async () => {
      const before = await Kakao.Auth.getStatusInfo().catch((reason) => ({rejected: reason}));
      Kakao.Auth.setAccessToken(${JSON.stringify(token)});
      const during = await Kakao.Auth.getStatusInfo();
      await Kakao.Auth.logout();
      return [before, during.status, during.user.id, Kakao.Auth.getAccessToken(), sessionStorage.length];
    })()`);

    assert.deepEqual(states, [{rejected: {status: 'not_connected'}}, 'connected', 4100000002, null, 0]);
  });
});
