import {expect} from '@open-wc/testing';
import type {LoginOptions} from '../../../src/client/state/login-options.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {textToBase64url} from '../../../src/shared/base64url.js';
import {toS256} from '../../../src/shared/s256.js';
import {readStateParameter} from '../../../src/shared/state-parameter.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {
  APP_KEY,
  CONFIG,
  FakeBrowser,
  ORIGIN,
  REST_KEY,
  SDK_FILE,
  type BrowserOptions,
  type Device,
  type FakePage,
  type PageOptions,
} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {FakeKakaoSdk} from '../support/kakao-sdk.js';

const WITH_REST: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY};

interface Setup extends PageOptions {
  readonly browser?: BrowserOptions;
  readonly address?: string;
}

function setup({browser: options, address = '/cart?id=1#reviews', ...page}: Setup = {}) {
  const browser = new FakeBrowser(options);
  return {browser, page: browser.open(address, page)};
}

/** Which way the visitor left, and what of it is in the record. */
function wayOf(page: FakePage): string {
  const {navigations, sdk, client, browser} = page;
  const {flow} = client.state;
  if (sdk.sdk.authorizations.length + navigations.length === 0) return `${flow.status} ${flow.code ?? ''}`.trim();
  const {clientId, codeVerifier} = browser.record;
  if (navigations.length > 0) {
    expect(clientId).to.equal(REST_KEY);
    expect(codeVerifier).to.have.length(43);
    return 'direct';
  }
  expect(clientId).to.equal(APP_KEY);
  expect(codeVerifier).to.equal(undefined);
  return sdk.sdk.authorizations[0]!.throughTalk === false ? 'sdk, never KakaoTalk' : 'sdk';
}

const PHONES: readonly Device[] = ['android', 'iphone', 'ipad'];
const ELSEWHERE: readonly Device[] = ['desktop', 'mac', 'talkOnAndroid', 'talkOnIphone'];

/** What the SDK can be like, as a page that is about to be pressed sees it. */
const SDKS: Readonly<Record<string, (page: FakePage) => void>> = {
  ready: () => undefined,
  'set up by the site with the same key': ({sdk}) => (sdk.present = sdk.sdk = new FakeKakaoSdk(APP_KEY)),
  'set up by the site with another key': ({sdk}) => (sdk.present = sdk.sdk = new FakeKakaoSdk(REST_KEY)),
  'release 1': ({sdk}) => (sdk.sdk.VERSION = '1.43.6'),
  'without a release': ({sdk}) => (sdk.sdk.VERSION = undefined as never),
  blocked: ({sdk}) => (sdk.answer = 'sdk_blocked'),
  'loaded without a global': ({sdk}) => (sdk.answer = 'sdk_missing'),
  'that a module loader would take': ({sdk}) => (sdk.answer = 'sdk_amd'),
  'of a channel’s button alone': ({sdk}) => {
    sdk.present = new FakeKakaoSdk();
    sdk.present.hasLogin = false;
  },
  'of a channel’s button alone, and a blocked one': ({sdk}) => {
    sdk.present = new FakeKakaoSdk();
    sdk.present.hasLogin = false;
    sdk.answer = 'sdk_blocked';
  },
  frozen: ({sdk}) => void Object.freeze((sdk.present = sdk.sdk = new FakeKakaoSdk())),
  'timed out': ({sdk}) => (sdk.answer = 'sdk_timeout'),
  'refusing the key': ({sdk}) =>
    (sdk.sdk.onInit = () => {
      throw new Error('KakaoError');
    }),
  'refusing to authorize': ({sdk}) =>
    (sdk.sdk.onAuthorize = () => {
      throw new Error('KakaoError');
    }),
  'answering nothing': ({sdk}) => (sdk.sdk.onAuthorize = () => undefined),
};

/** How a prepared press leaves: by the SDK alone, and with a REST API key on phones; elsewhere that one is direct. */
const WAYS: Readonly<Record<keyof typeof SDKS, readonly [app: string, phone: string]>> = {
  ready: ['sdk', 'sdk'],
  'set up by the site with the same key': ['sdk', 'sdk'],
  'set up by the site with another key': ['help sdk_conflict', 'direct'],
  'release 1': ['help sdk_conflict', 'direct'],
  'without a release': ['help sdk_conflict', 'direct'],
  blocked: ['retry sdk_blocked', 'direct'],
  'loaded without a global': ['retry sdk_missing', 'direct'],
  'that a module loader would take': ['help sdk_amd', 'direct'],
  'of a channel’s button alone': ['sdk', 'sdk'],
  'of a channel’s button alone, and a blocked one': ['retry sdk_blocked', 'direct'],
  frozen: ['help sdk_conflict', 'direct'],
  'timed out': ['retry sdk_timeout', 'direct'],
  'refusing the key': ['help sdk_failed', 'direct'],
  'refusing to authorize': ['help sdk_failed', 'direct'],
  'answering nothing': ['sdk', 'sdk'],
};

describe('login', () => {
  describe('goes to Kakao', () => {
    for (const device of [...PHONES, ...ELSEWHERE]) {
      for (const [sdk, [app, phone]] of Object.entries(WAYS)) {
        it(`from ${device} with the app key alone and an SDK ${sdk}: ${app}`, async () => {
          const {page} = setup({browser: {device}});
          SDKS[sdk]!(page);

          await page.press();

          // A refused `authorize` was asked all the same.
          if (sdk === 'refusing to authorize') page.sdk.sdk.authorizations.length = 0;
          expect(wayOf(page)).to.equal(app);
        });

        const way = PHONES.includes(device) ? phone : 'direct';
        it(`from ${device} with a REST API key and an SDK ${sdk}: ${way}`, async () => {
          const {page} = setup({browser: {device}, config: WITH_REST});
          SDKS[sdk]!(page);

          await page.press();

          expect(wayOf(page)).to.equal(way);
          expect(page.sdk.loads.length > 0).to.equal(PHONES.includes(device));
        });
      }
    }

    it('sets no frozen SDK up by half', async () => {
      const {page} = setup({config: WITH_REST, browser: {device: 'android'}});
      SDKS['frozen']!(page);

      await page.press();

      expect(page.sdk.sdk.inits).to.deep.equal([]);
    });

    it('leaves an SDK that the site set up as it is', async () => {
      for (const key of [APP_KEY, REST_KEY]) {
        const {page} = setup({browser: {device: 'android'}, config: WITH_REST});
        page.sdk.present = page.sdk.sdk = new FakeKakaoSdk(key);

        await page.press();

        expect(page.sdk.sdk.inits).to.deep.equal([]);
      }
    });

    it('compares the key again at each press', async () => {
      const {page} = setup({browser: {device: 'android'}});
      page.sdk.sdk.onAuthorize = () => {
        throw new Error('KakaoError');
      };
      await page.press();
      page.sdk.present = new FakeKakaoSdk(REST_KEY);

      await page.press();

      expect(page.client.state.flow.code).to.equal('sdk_conflict');
    });
  });

  describe('asks for KakaoTalk', () => {
    const table: readonly [
      name: string,
      gesture: boolean | undefined,
      config: KakaoSyncConfig,
      options: LoginOptions,
      way: string,
    ][] = [
      ['while the gesture is alive', true, CONFIG, {}, 'sdk'],
      ['not without a gesture', false, CONFIG, {}, 'sdk, never KakaoTalk'],
      ['at once where the browser tells of no gesture', undefined, CONFIG, {}, 'sdk'],
      ['not where the page never wants it', true, {...CONFIG, throughTalk: 'never'}, {}, 'sdk, never KakaoTalk'],
      ['not where the button never wants it', true, CONFIG, {throughTalk: 'never'}, 'sdk, never KakaoTalk'],
      ['where the button overrules the page', true, {...CONFIG, throughTalk: 'never'}, {throughTalk: 'auto'}, 'sdk'],
    ];
    for (const [name, gesture, config, options, way] of table) {
      it(name, async () => {
        const {page} = setup({browser: {device: 'android'}, config});
        page.gesture = gesture;

        await page.press(options);

        expect(wayOf(page)).to.equal(way);
      });
    }

    for (const [waited, way] of [
      [1000, 'sdk'],
      [1001, 'sdk, never KakaoTalk'],
    ] as const) {
      it(`${waited} ms after the press, where the browser tells of no gesture: ${way}`, async () => {
        const {browser, page} = setup({browser: {device: 'android'}});
        page.gesture = undefined;
        page.sdk.answer = 'hangs';
        page.client.login();
        await page.until(() => page.sdk.loads.length > 0);

        await browser.clock.advance(waited);
        page.sdk.arrive();
        await settle();

        expect(wayOf(page)).to.equal(way);
      });
    }
  });

  describe('in the press’s own task', () => {
    it('calls the SDK before it returns, so that the gesture counts', async () => {
      const {page} = setup({browser: {device: 'iphone'}});
      await page.client.prepare();

      page.client.login();

      expect(page.sdk.sdk.authorizations).to.have.length(1);
      expect(page.browser.records).to.have.length(1);
    });

    it('leaves by the address before it returns, without the SDK', async () => {
      const {page} = setup({config: WITH_REST});
      await page.client.prepare();

      page.client.login();

      expect(page.navigations).to.have.length(1);
      expect(page.sdk.loads).to.deep.equal([]);
    });

    it('leaves by the address even where nothing was prepared, as soon as its secrets are made', async () => {
      const {page} = setup({config: WITH_REST});

      page.client.login();
      await page.until(() => page.navigations.length > 0);

      expect(wayOf(page)).to.equal('direct');
    });
  });

  describe('before the SDK is there', () => {
    it('goes as soon as it arrives', async () => {
      const {browser, page} = setup({browser: {device: 'android'}});
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);
      await browser.clock.advance(2999);
      expect(page.client.state.flow.status).to.equal('starting');

      page.sdk.arrive();
      await settle();

      expect(wayOf(page)).to.equal('sdk');
    });

    for (const [config, way] of [
      [CONFIG, 'retry sdk_timeout'],
      [WITH_REST, 'direct'],
    ] as const) {
      it(`waits three seconds at most: ${way}`, async () => {
        const {browser, page} = setup({browser: {device: 'android'}, config});
        page.sdk.answer = 'hangs';
        page.client.login();
        await page.until(() => page.sdk.loads.length > 0);

        await browser.clock.advance(3001);
        // The direct path's secrets come from WebCrypto.
        await page.until(() => wayOf(page) !== 'starting');

        expect(wayOf(page)).to.equal(way);
      });
    }

    it('does nothing with an SDK that arrives too late', async () => {
      const {browser, page} = setup({browser: {device: 'android'}, config: WITH_REST});
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);
      await browser.clock.advance(3001);
      await page.until(() => page.navigations.length > 0);

      page.sdk.arrive();
      await settle();

      expect(page.sdk.sdk.authorizations).to.deep.equal([]);
      expect(page.navigations).to.have.length(1);
    });
  });

  describe('tells the developer', () => {
    for (const [sdkVersion, hint] of [
      [
        '2.7.9',
        /^config_invalid: sdk-version="2\.7\.9" needs .* sdk-integrity="sha384-JpLAp[\w+/]{59}" is .*not compared/,
      ],
      ['2.99.0', /^config_invalid: sdk-version="2\.99\.0" needs .* 2\.7\.4 is used\. No value is known here\.$/],
    ] as const) {
      it(`by one line what to write beside ${sdkVersion}, and goes on with the default release`, async () => {
        const {page} = setup({config: {...CONFIG, sdkVersion}});
        while (page.reports.length === 0) await settle();
        page.client.configure({...CONFIG, sdkVersion});

        await page.press();

        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(hint);
        expect(wayOf(page)).to.equal('sdk');
        expect(page.sdk.loads[0]?.release?.version).to.equal('2.7.4');
      });
    }

    for (const [config, way] of [
      [CONFIG, 'help config_invalid'],
      [WITH_REST, 'direct'],
    ] as const) {
      it(`of a file that may not be loaded, which the direct path needs not: ${way}`, async () => {
        const {page} = setup({
          browser: {device: 'android'},
          config: {...config, sdkVersion: '2.7.9', sdkIntegrity: 'x'},
        });
        page.sdk.answer = 'config_invalid';

        await page.press();

        expect(wayOf(page)).to.equal(way);
        expect(page.sdk.loads[0]?.release).to.equal(null);
        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(/^config_invalid: sdk-integrity="x" must be/);
      });
    }

    for (const [code, words, line] of [
      ['sdk_blocked', `sdk_blocked ${SDK_FILE}`, `sdk_blocked ${SDK_FILE}`],
      ['sdk_missing', `sdk_missing ${SDK_FILE}`, `sdk_missing ${SDK_FILE}`],
      ['sdk_timeout', `sdk_timeout ${SDK_FILE}`, `sdk_timeout ${SDK_FILE}`],
      ['sdk_amd', 'sdk_amd: load it before', 'sdk_amd: load it before'],
      ['sdk_conflict', undefined, 'sdk_conflict'],
    ] as const) {
      it(`of ${code} by one line, ${line}, at each press`, async () => {
        const {page} = setup({browser: {device: 'android'}});
        page.sdk.answer = code;
        if (words) page.sdk.words = words;

        await page.press();
        await page.press();

        expect(page.reports).to.deep.equal([line, line]);
        expect(page.client.state.flow.code).to.equal(code);
      });
    }

    it('which file did not come in time', async () => {
      const {browser, page} = setup({browser: {device: 'android'}});
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);

      await browser.clock.advance(3001);
      await page.until(() => page.reports.length > 0);

      expect(page.reports).to.deep.equal([`sdk_timeout ${SDK_FILE}`]);
    });

    it('nothing where the direct path is taken', async () => {
      const {page} = setup({browser: {device: 'android'}, config: WITH_REST});
      page.sdk.answer = 'sdk_blocked';
      page.sdk.words = `sdk_blocked ${SDK_FILE}`;

      await page.press();

      expect(page.reports).to.deep.equal([]);
      expect(page.sessionStorage.get('ks.hint')).to.equal(null);
    });
  });

  describe('sends', () => {
    it('only what is set, by the SDK', async () => {
      const {page} = setup();

      await page.press();

      const [settings] = page.sdk.sdk.authorizations;
      expect(Object.keys(settings!)).to.have.members(['redirectUri', 'state', 'nonce']);
      expect(settings!.redirectUri).to.equal(`${ORIGIN}/kakao/callback`);
      const {tx} = page.browser.record;
      expect(readStateParameter(settings!.state)).to.deep.equal({tx, path: '/cart?id=1'});
    });

    it('only what is set, with PKCE, by the address', async () => {
      const {page} = setup({config: WITH_REST});

      await page.press();

      const url = new URL(page.navigations[0]!.to);
      const {record} = page.browser;
      expect(page.navigations[0]!.how).to.equal('assign');
      expect(url.origin + url.pathname).to.equal('https://kauth.kakao.com/oauth/authorize');
      expect(Object.fromEntries(url.searchParams)).to.deep.equal({
        client_id: REST_KEY,
        redirect_uri: `${ORIGIN}/kakao/callback`,
        state: `ks1.${record.tx}.${textToBase64url('/cart?id=1')}`,
        nonce: await toS256(record.nonceSecret),
        response_type: 'code',
        code_challenge: await toS256(record.codeVerifier!),
        code_challenge_method: 'S256',
      });
    });

    it('never a secret itself, by either path', async () => {
      for (const config of [CONFIG, WITH_REST]) {
        const {browser, page} = setup({config});

        await page.press();

        const {nonceSecret, codeVerifier} = browser.record;
        const sent = JSON.stringify([page.navigations, page.sdk.sdk.authorizations, page.events, page.client.state]);
        expect(sent).not.to.contain(nonceSecret);
        if (codeVerifier) expect(sent).not.to.contain(codeVerifier);
      }
    });

    const live: KakaoSyncConfig = {
      scope: 'profile_nickname, account_email',
      serviceTerms: 'news,  privacy',
      loginHint: 'a@b.example',
      channelPublicId: '_a , _b',
    };
    const asked: readonly [name: string, config: KakaoSyncConfig, options: LoginOptions, sent: object][] = [
      [
        'the page’s settings, lists without blanks, and openid before the scopes',
        live,
        {},
        {
          scope: 'openid,profile_nickname,account_email',
          serviceTerms: 'news,privacy',
          loginHint: 'a@b.example',
          channelPublicId: '_a,_b',
        },
      ],
      [
        'the button’s own before the page’s',
        live,
        {scope: 'phone_number', serviceTerms: 'all', loginHint: 'c@d.example', prompt: 'select_account'},
        {
          scope: 'openid,phone_number',
          serviceTerms: 'all',
          loginHint: 'c@d.example',
          channelPublicId: '_a,_b',
          prompt: 'select_account',
        },
      ],
      ['openid once', {scope: 'profile_nickname,openid'}, {}, {scope: 'profile_nickname,openid'}],
      ['openid once, with a blank before it', {scope: 'a, openid'}, {}, {scope: 'a,openid'}],
      ['no openid without other scopes', {}, {scope: ''}, {}],
      ['nothing that is empty', live, {scope: '', serviceTerms: '', loginHint: ''}, {channelPublicId: '_a,_b'}],
    ];
    for (const [name, config, options, sent] of asked) {
      it(name, async () => {
        const {page} = setup({config: {...CONFIG, ...config}});

        await page.press(options);

        const {redirectUri, state, nonce} = page.sdk.sdk.authorizations[0]!;
        expect(page.sdk.sdk.authorizations).to.deep.equal([{redirectUri, state, nonce, ...sent}]);
      });
    }

    /** What a press sends after an answer of Kakao's to another one. */
    async function pressAfter(error: string, prompt: unknown, config: KakaoSyncConfig): Promise<string | undefined> {
      const {page} = setup({config});
      await page.press();
      const callback = page.follow(page.answer({error}));
      await callback.client.start();
      const next = callback.follow();
      await next.client.start();
      const [before] = next.sdk.sdk.authorizations;
      expect(before).to.equal(undefined);
      await next.press({prompt} as LoginOptions);
      const last = next.navigations.at(-1);
      return last
        ? (new URL(last.to).searchParams.get('prompt') ?? undefined)
        : next.sdk.sdk.authorizations.at(-1)!.prompt;
    }

    const silent: readonly [error: string, prompt: unknown, sent: string | undefined][] = [
      ['auto_login', 'none', undefined],
      ['consent_required', 'none', undefined],
      ['login_required', 'none', undefined],
      ['interaction_required', 'none', undefined],
      ['interaction_required', ' none ', undefined],
      ['interaction_required', 'none,login', undefined],
      ['interaction_required', 'login', 'login'],
      ['interaction_required', Symbol('none'), undefined],
      ['server_error', 'none', 'none'],
      ['access_denied', 'none', 'none'],
    ];
    for (const [error, prompt, sent] of silent) {
      it(`prompt ${String(prompt)} after ${error}: ${sent ?? 'nothing'}`, async () => {
        expect(await pressAfter(error, prompt, CONFIG)).to.equal(sent);
        expect(await pressAfter(error, prompt, WITH_REST)).to.equal(sent);
      });
    }

    it('new secrets with each login', async () => {
      const {browser, page} = setup({config: WITH_REST});
      await page.press();
      await browser.clock.advance(15_001);
      await page.press();

      const [one, two] = page.navigations.map(({to}) => new URL(to).searchParams);
      for (const name of ['state', 'nonce', 'code_challenge']) expect(one!.get(name)).not.to.equal(two!.get(name));
      const secrets = browser.records.flatMap(({tx, nonceSecret, codeVerifier}) => [tx, nonceSecret, codeVerifier]);
      expect(new Set(secrets).size).to.equal(6);
      expect(secrets.every((secret) => /^[\w-]{43}$/.test(secret!))).to.equal(true);
    });

    it('the hash of the nonce secret by the SDK, too', async () => {
      const {browser, page} = setup();

      await page.press();

      expect(page.left['nonce']).to.equal(await toS256(browser.record.nonceSecret));
    });

    it('everything to the emulator where there is one', async () => {
      const {page} = setup({
        browser: {origin: 'http://localhost:3000'},
        config: {...WITH_REST, emulator: 'http://127.0.0.1:4000'},
      });

      await page.press();

      expect(page.navigations[0]!.to).to.match(/^http:\/\/127\.0\.0\.1:4000\/oauth\/authorize\?/);
    });
  });

  describe('remembers', () => {
    it('the exact address and the site’s own text beside the record', async () => {
      const {browser, page} = setup({
        address: '/cart?id=1&utm_source=kakao#reviews',
        config: {...CONFIG, context: 'guest-7'},
      });

      await page.press();

      const {tx, from, purpose} = browser.record;
      expect({from, purpose}).to.deep.equal({from: '/cart?id=1&utm_source=kakao', purpose: 'login'});
      expect(JSON.parse(browser.localItems.get(`ks.${tx.slice(0, 6)}`)!)).to.deep.equal({
        from: '/cart?id=1&utm_source=kakao#reviews',
        context: 'guest-7',
      });
    });

    it('the path alone where the address is too long', async () => {
      const {browser, page} = setup({address: `/cart?${'q'.repeat(1500)}`});

      await page.press();

      expect(browser.record.from).to.equal('/cart');
      expect(readStateParameter(page.left['state']!)).to.have.property('path', '');
    });

    it('the address at the press, not the one at the start', async () => {
      const {browser, page} = setup();
      page.address = new URL('/product/7', ORIGIN);

      await page.press();

      expect(browser.record.from).to.equal('/product/7');
    });

    it('enough to log in without localStorage and sessionStorage', async () => {
      const {browser, page} = setup({forbidden: ['localStorage', 'sessionStorage']});

      await page.press();

      expect(wayOf(page)).to.equal('sdk');
      expect(browser.localItems.size).to.equal(0);
    });
  });

  describe('refuses', () => {
    const table: readonly [name: string, options: Setup, code: ErrorCode, report: RegExp][] = [
      ['a page without configuration', {config: {}}, 'config_incomplete', /^config_incomplete: app-key is missing/],
      [
        'a page without endpoint',
        {config: {...CONFIG, endpoint: ''}},
        'config_incomplete',
        /^config_incomplete: endpoint is missing/,
      ],
      ['a broken key', {config: {...CONFIG, appKey: 'x'}}, 'config_invalid', /^config_invalid: app-key="x"/],
      [
        'a broken REST API key rather than leave it out',
        {config: {...CONFIG, restApiKey: 'x'}},
        'config_invalid',
        /^config_invalid: rest-api-key="x"/,
      ],
      [
        'a page that is not secure',
        {browser: {isSecureContext: false, origin: 'http://shop.example'}},
        'insecure_origin',
        /^insecure_origin$/,
      ],
    ];
    for (const [name, options, code, report] of table) {
      it(name, async () => {
        const {browser, page} = setup(options);
        const source = new EventTarget();

        page.client.login({source});
        await settle();

        expect(page.client.state.flow).to.deep.equal({status: 'help', purpose: 'login', code});
        expect(page.told).to.deep.equal(['kakao-login-error']);
        expect(page.eventsOf('kakao-login-error')[0]!.target).to.equal(source);
        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(report);
        expect([...page.navigations, ...page.sdk.loads, ...browser.cookies.written]).to.deep.equal([]);
      });
    }

    it('what is not configured at every press, and explains it once', async () => {
      const {page} = setup({config: {}});

      for (let press = 0; press < 3; press++) page.client.login();
      page.client.configure({appKey: APP_KEY});
      for (let press = 0; press < 3; press++) page.client.login();
      await settle();

      expect(page.told).to.deep.equal(Array.from({length: 6}, () => 'kakao-login-error'));
      expect(page.reports.map((line) => line.split(' is missing')[0])).to.deep.equal([
        'config_incomplete: app-key',
        'config_incomplete: redirect-uri',
      ]);
    });

    for (const config of [CONFIG, WITH_REST]) {
      it(`a browser without cookies, and ${config.restApiKey ? 'goes nowhere' : 'asks no SDK'}`, async () => {
        const {browser, page} = setup({config});
        browser.cookies.refuses = true;

        await page.press();

        expect(wayOf(page)).to.equal('help cookies_blocked');
        expect(page.client.state.flow).not.to.have.property('ref');
        expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
      });
    }
  });

  describe('once', () => {
    it('however often the button is pressed', async () => {
      const {page} = setup({browser: {device: 'android'}});
      await page.client.prepare();

      for (let press = 0; press < 20; press++) page.client.login();
      await settle();

      expect(page.sdk.sdk.authorizations).to.have.length(1);
      expect(page.browser.records).to.have.length(1);
      expect(page.told).to.deep.equal(['kakao-login-start']);
    });

    it('however often it is pressed before anything is ready', async () => {
      const {page} = setup({config: WITH_REST});

      for (let press = 0; press < 20; press++) page.client.login();
      await page.until(() => page.navigations.length > 0);
      await settle();

      expect(page.navigations).to.have.length(1);
      expect(page.told).to.deep.equal(['kakao-login-start']);
    });

    it('again after a failure, and then it works', async () => {
      const {page} = setup({browser: {device: 'android'}});
      page.sdk.answer = 'sdk_blocked';
      await page.press();
      expect(wayOf(page)).to.equal('retry sdk_blocked');
      page.sdk.answer = 'loads';

      await page.press();

      expect(wayOf(page)).to.equal('sdk');
      expect(page.client.state.outcome).to.equal(null);
    });
  });

  describe('kakao-login-start', () => {
    it('comes first, on the element that was pressed', async () => {
      const {page} = setup({config: WITH_REST});
      const source = new EventTarget();
      await page.client.prepare();

      page.client.login({source});

      expect(page.events[0]).to.deep.equal({type: 'kakao-login-start', detail: {purpose: 'login'}, target: source});
      expect(page.client.source).to.equal(source);
    });

    it('stops the login where it is prevented', async () => {
      const {browser, page} = setup({prevented: ['kakao-login-start']});
      const before = page.client.state;

      await page.press();

      expect(page.client.state).to.equal(before);
      expect([...page.sdk.sdk.authorizations, ...browser.cookies.written]).to.deep.equal([]);

      page.prevented.clear();
      await page.press();
      expect(wayOf(page)).to.equal('sdk');
    });
  });

  describe('where nothing happens', () => {
    for (const config of [CONFIG, WITH_REST]) {
      it(`ends after 15 seconds (${config.restApiKey ? 'direct path' : 'SDK'}), and can be tried again`, async () => {
        const {browser, page} = setup({config});
        const source = new EventTarget();
        await page.press({source});

        await browser.clock.advance(14_999);
        expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
        await browser.clock.advance(2);

        const {status, code} = page.client.state.flow;
        expect({status, code}).to.deep.equal({status: 'retry', code: 'navigation_failed'});
        expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
        expect(page.eventsOf('kakao-login-error')[0]!.target).to.equal(source);

        await browser.clock.advance(60_000);
        expect(page.told).to.have.length(2);
        await page.press();
        expect(page.client.state.flow.status).to.equal('starting');
      });
    }

    it('is idle when the visitor comes back from Kakao by the back button', async () => {
      const {browser, page} = setup({config: WITH_REST});
      await page.press();

      page.restore();
      await browser.clock.advance(60_000);

      expect(page.client.state.flow).to.deep.equal({status: 'idle'});
      expect(page.told).to.deep.equal(['kakao-login-start']);
    });

    it('leaves for the second of two presses whose page was restored in between', async () => {
      const {page} = setup({browser: {device: 'android'}});
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);
      page.restore();
      page.client.login();
      await page.until(() => page.sdk.loads.length > 1);

      page.sdk.arrive();
      await page.until(() => page.sdk.sdk.authorizations.length > 0);
      await settle();

      expect(page.sdk.sdk.authorizations).to.have.length(1);
      expect(page.client.state.flow.status).to.equal('starting');
    });

    it('does not leave any more for a press whose page was left and restored meanwhile', async () => {
      const {browser, page} = setup({browser: {device: 'android'}});
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);

      page.restore();
      page.sdk.arrive();
      await browser.clock.advance(4000);

      expect(page.sdk.sdk.authorizations).to.deep.equal([]);
      expect(browser.records).to.deep.equal([]);
      expect(page.client.state.flow).to.deep.equal({status: 'idle'});
    });
  });

  describe('takes KakaoTalk’s answer in this tab', () => {
    const answers: readonly [name: string, settle: (sdk: FakeKakaoSdk) => void, noted: object | null][] = [
      ['a code', (sdk) => sdk.resolve({code: 'abc', state: 'x'}), {code: 'abc'}],
      ['a code without state', (sdk) => sdk.resolve({code: 'abc'}), {code: 'abc'}],
      [
        'an error',
        (sdk) => sdk.reject({error: 'access_denied', error_description: 'User denied'}),
        {error: 'access_denied', error_description: 'User denied'},
      ],
      [
        'an error without description',
        (sdk) => sdk.reject({error: 'timeout'}),
        {error: 'timeout', error_description: ''},
      ],
      ['the letters of a page', (sdk) => sdk.resolve({0: '<', 1: 'h'}), null],
      ['undefined', (sdk) => sdk.resolve(undefined), null],
      ['null', (sdk) => sdk.reject(null), null],
      ['a text', (sdk) => sdk.resolve('abc'), null],
      ['an Error', (sdk) => sdk.reject(new Error('KakaoError')), null],
      ['a number for a code', (sdk) => sdk.resolve({code: 5}), null],
      ['an empty code', (sdk) => sdk.resolve({code: ''}), null],
      ['a code of the prototype', (sdk) => sdk.resolve(Object.create({code: 'abc'})), null],
    ];
    for (const [name, answer, noted] of answers) {
      it(`${noted ? 'goes to the callback page with' : 'ignores'} ${name}`, async () => {
        const {page} = setup({browser: {device: 'android'}});
        await page.press();

        answer(page.sdk.sdk);
        await settle();

        const {state} = page.left as {state: string};
        if (noted) {
          expect(page.navigations).to.deep.equal([{to: `${ORIGIN}/kakao/callback?state=${state}`, how: 'assign'}]);
          expect(JSON.parse(page.sessionStorage.get('ks.note')!)).to.deep.equal({...noted, state});
        } else {
          expect(page.navigations).to.deep.equal([]);
          expect(page.sessionStorage.get('ks.note')).to.equal(null);
        }
      });
    }

    it('once, whatever a thenable of the SDK’s own does', async () => {
      const {page} = setup({browser: {device: 'android'}});
      page.sdk.sdk.onAuthorize = () => ({
        then: (fulfilled: (value: unknown) => void, rejected: (reason: unknown) => void) => {
          fulfilled({code: 'first'});
          fulfilled({code: 'second'});
          rejected({error: 'third'});
        },
      });

      await page.press();

      expect(page.navigations).to.have.length(1);
      expect(page.sessionStorage.get('ks.note')).to.contain('first');
    });

    it('in the address where there is no storage', async () => {
      const {page} = setup({browser: {device: 'android'}, forbidden: ['sessionStorage']});
      await page.press();

      page.sdk.sdk.resolve({code: 'abc'});
      await settle();

      expect(page.navigations[0]!.to).to.equal(`${ORIGIN}/kakao/callback?code=abc&state=${page.left['state']!}`);
    });
  });
});

describe('prepare', () => {
  for (const device of [...PHONES, ...ELSEWHERE]) {
    it(`loads the SDK on ${device} where the press uses it`, async () => {
      const app = setup({browser: {device}}).page;
      const both = setup({browser: {device}, config: WITH_REST}).page;

      await app.client.prepare();
      await both.client.prepare();

      expect(app.sdk.loads).to.have.length(1);
      expect(both.sdk.loads).to.have.length(PHONES.includes(device) ? 1 : 0);
      expect(app.sdk.loads[0]!.release?.version).to.equal('2.7.4');
    });
  }

  it('loads the release and the emulator of the configuration', async () => {
    const {page} = setup({
      browser: {origin: 'http://localhost:3000'},
      config: {...CONFIG, sdkVersion: '2.7.1', sdkIntegrity: 'sha384-x', emulator: 'http://127.0.0.1:4000'},
    });

    await page.client.prepare();

    const {release, emulator} = page.sdk.loads[0]!;
    expect([release?.version, emulator]).to.deep.equal(['2.7.1', 'http://127.0.0.1:4000']);
  });

  it('says nothing of a failure, which the press shows', async () => {
    const {page} = setup();
    page.sdk.answer = 'sdk_blocked';

    await page.client.prepare();

    expect([...page.events, ...page.reports]).to.deep.equal([]);
  });

  for (const [name, options] of [
    ['an incomplete configuration', {config: {}}],
    ['a broken configuration', {config: {...CONFIG, appKey: 'x'}}],
    ['a page that is not secure', {browser: {isSecureContext: false}}],
  ] as const) {
    it(`asks Kakao for nothing with ${name}`, async () => {
      const {page} = setup(options);

      await page.client.prepare();

      expect(page.sdk.loads).to.deep.equal([]);
    });
  }
});
