import {expect} from '@open-wc/testing';
import type {LoginOptions} from '../../../src/client/state/login-options.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {FailedOutcome} from '../../../src/client/state/state.js';
import {textToBase64url} from '../../../src/shared/encoding/base64url.js';
import {readReference, toReference} from '../../../src/shared/reference.js';
import {toS256} from '../../../src/shared/encoding/hashes.js';
import {readStateParameter} from '../../../src/shared/state-parameter.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {APP_KEY, CODE, CONFIG, ORIGIN, REST_KEY, SDK_FILE, type Device, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {pressed, setup, type Setup} from '../support/journey.js';
import {FakeKakaoSdk} from '../support/kakao-sdk.js';

const WITH_REST: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY};
const ANDROID = {browser: {device: 'android'}} as const;

/** A page whose SDK is still on its way when it is pressed. */
async function pressEarly(options: Setup = {}) {
  const world = setup({...ANDROID, ...options});
  const {page} = world;
  page.sdk.answer = 'hangs';
  page.client.login();
  await page.until(() => page.sdk.loads.length > 0);
  return world;
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
  expect([clientId, codeVerifier]).to.deep.equal([APP_KEY, undefined]);
  return sdk.sdk.authorizations[0]!.throughTalk === false ? 'sdk, never KakaoTalk' : 'sdk';
}

const PHONES: readonly Device[] = ['android', 'iphone', 'ipad'];
const ELSEWHERE: readonly Device[] = ['desktop', 'mac', 'talkOnAndroid', 'talkOnIphone'];

const refuse = (): never => {
  throw new Error('KakaoError');
};
/** The page has one already, set up with such a key. */
const present =
  (key?: string) =>
  ({sdk}: FakePage): FakeKakaoSdk =>
    (sdk.present = sdk.sdk = new FakeKakaoSdk(key));
/** The page has the file of a channel's button, in which there is no login. */
const channelAlone =
  (answer: FakePage['sdk']['answer'] = 'loads') =>
  ({sdk}: FakePage): void => {
    sdk.answer = answer;
    sdk.present = new FakeKakaoSdk();
    sdk.present.hasLogin = false;
  };
const answers =
  (answer: FakePage['sdk']['answer']) =>
  ({sdk}: FakePage): unknown =>
    (sdk.answer = answer);

/**
 * What the SDK can be like, as a page that is about to be pressed sees it, and how a press leaves then: by the SDK alone,
 * and with a REST API key on phones; elsewhere that one is direct.
 */
const SDKS: readonly [what: string, spoil: (page: FakePage) => unknown, app: string, phone: string][] = [
  ['ready', () => undefined, 'sdk', 'sdk'],
  ['set up by the site with the same key', present(APP_KEY), 'sdk', 'sdk'],
  ['set up by the site with another key', present(REST_KEY), 'help sdk_conflict', 'direct'],
  ['of release 1', ({sdk}) => (sdk.sdk.VERSION = '1.43.6'), 'help sdk_conflict', 'direct'],
  ['without a release', ({sdk}) => (sdk.sdk.VERSION = undefined as never), 'help sdk_conflict', 'direct'],
  ['blocked', answers('sdk_blocked'), 'retry sdk_blocked', 'direct'],
  ['loaded without a global', answers('sdk_missing'), 'retry sdk_missing', 'direct'],
  ['that a module loader would take', answers('sdk_amd'), 'help sdk_amd', 'direct'],
  ['timed out', answers('sdk_timeout'), 'retry sdk_timeout', 'direct'],
  ['of a channel’s button alone', channelAlone(), 'sdk', 'sdk'],
  ['of a channel’s button alone, and a blocked one', channelAlone('sdk_blocked'), 'retry sdk_blocked', 'direct'],
  ['frozen', (page) => Object.freeze(present()(page)), 'help sdk_conflict', 'direct'],
  ['refusing the key', ({sdk}) => (sdk.sdk.onInit = refuse), 'retry sdk_failed', 'direct'],
  ['refusing to authorize', ({sdk}) => (sdk.sdk.onAuthorize = refuse), 'retry sdk_failed', 'direct'],
  ['answering nothing', ({sdk}) => (sdk.sdk.onAuthorize = () => undefined), 'sdk', 'sdk'],
];

describe('login', () => {
  describe('goes to Kakao', () => {
    // Each SDK on one phone, and each device with one that is ready and one that is not: what makes the way is whether
    // the device prefers the address, and whether the SDK can be had.
    for (const device of [...PHONES, ...ELSEWHERE]) {
      for (const [sdk, spoil, app, phone] of SDKS) {
        if (device !== 'android' && sdk !== 'ready' && sdk !== 'blocked') continue;
        for (const [config, way] of [
          [CONFIG, app],
          [WITH_REST, PHONES.includes(device) ? phone : 'direct'],
        ] as const) {
          it(`from ${device} with ${config.restApiKey ? 'a REST API' : 'the app'} key and an SDK ${sdk}: ${way}`, async () => {
            const {page} = setup({browser: {device}, config});
            spoil(page);

            await page.press();

            // A refused `authorize` was asked all the same.
            if (sdk === 'refusing to authorize') page.sdk.sdk.authorizations.length = 0;
            expect(wayOf(page)).to.equal(way);
            const isUsed = !config.restApiKey || PHONES.includes(device);
            expect(page.sdk.loads.length > 0).to.equal(isUsed);
            // One that is frozen, or that the site has set up, stays as it is.
            if (/frozen|set up/.test(sdk)) expect(page.sdk.sdk.inits).to.deep.equal([]);
          });
        }
      }
    }

    for (const name of ['onInit', 'onAuthorize'] as const) {
      it(`is told as lasting where the SDK’s ${name} throws once more, and goes on where it threw once`, async () => {
        const {page} = setup(ANDROID);
        const {sdk} = page.sdk;
        const usual = sdk[name];
        const ends: string[] = [];
        for (const handler of [refuse, refuse, usual]) {
          Object.assign(sdk, {[name]: handler});
          await page.press();
          const {status, code} = page.client.state.flow;
          ends.push(code ? `${status} ${code}` : status);
        }

        expect(ends).to.deep.equal(['retry sdk_failed', 'help sdk_failed', 'starting']);
      });
    }

    it('names what is no name in a button’s lists, once', async () => {
      const {page} = setup(ANDROID);
      for (let press = 0; press < 2; press++) await page.press({scope: '배송지, gender', serviceTerms: 'a b'});

      expect(page.reports.map((line) => /"[^"]+"/.exec(line)?.[0])).to.deep.equal(['"배송지"', '"a b"']);
      expect(page.sdk.sdk.authorizations[0]).to.include({scope: 'openid,gender'});
    });

    it('compares the key again at each press', async () => {
      const {page} = setup(ANDROID);
      page.sdk.sdk.onAuthorize = refuse;
      await page.press();
      page.sdk.present = new FakeKakaoSdk(REST_KEY);

      await page.press();

      expect(page.client.state.flow.code).to.equal('sdk_conflict');
    });
  });

  describe('asks for KakaoTalk', () => {
    const never = {throughTalk: 'never'} as const;
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
      ['not where the page never wants it', true, {...CONFIG, ...never}, {}, 'sdk, never KakaoTalk'],
      ['not where the button never wants it', true, CONFIG, never, 'sdk, never KakaoTalk'],
      ['where the button overrules the page', true, {...CONFIG, ...never}, {throughTalk: 'auto'}, 'sdk'],
    ];
    for (const [name, gesture, config, options, way] of table) {
      it(name, async () => {
        const {page} = setup({...ANDROID, config});
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
        const {clock, page} = await pressEarly();
        page.gesture = undefined;

        await clock.advance(waited);
        page.sdk.arrive();
        await settle();

        expect(wayOf(page)).to.equal(way);
      });
    }
  });

  describe('in the press’s own task', () => {
    for (const [device, config, left, way] of [
      ['iphone', CONFIG, [1, 1, 0], 'calls the SDK before it returns, so that the gesture counts'],
      ['desktop', WITH_REST, [0, 0, 1], 'leaves by the address before it returns, without the SDK'],
    ] as const) {
      it(way, async () => {
        const {page} = setup({browser: {device}, config});
        await page.client.prepare();

        page.client.login();

        const {loads, sdk} = page.sdk;
        expect([loads.length, sdk.authorizations.length, page.navigations.length]).to.deep.equal(left);
        expect(page.browser.records).to.have.length(1);
      });
    }

    it('leaves by the address even where nothing was prepared, as soon as its secrets are made', async () => {
      const {page} = setup({config: WITH_REST});

      page.client.login();
      await page.until(() => page.navigations.length > 0);

      expect(wayOf(page)).to.equal('direct');
    });
  });

  describe('of a page or button with terms', () => {
    for (const [config, options, terms] of [
      [{...CONFIG, serviceTerms: 'service, news'}, {}, ['service', 'news']],
      [{...WITH_REST, serviceTerms: 'service'}, {serviceTerms: 'news'}, ['news']],
      [CONFIG, {serviceTerms: ''}, undefined],
    ] as const) {
      it(`tells the backend which it has asked for: ${terms?.join() ?? 'none'}`, async () => {
        const {page, shop} = setup({config});
        await page.press(options);

        await page.visit(page.answer({code: CODE}));

        expect(shop.posts[0]!.body.terms).to.deep.equal(terms);
      });
    }
  });

  describe('before the SDK is there', () => {
    it('goes as soon as it arrives', async () => {
      const {clock, page} = await pressEarly();
      await clock.advance(2999);
      expect(page.client.state.flow.status).to.equal('starting');

      page.sdk.arrive();
      await settle();

      expect(wayOf(page)).to.equal('sdk');
    });

    for (const [config, way] of [
      [CONFIG, 'retry sdk_timeout'],
      [WITH_REST, 'direct'],
    ] as const) {
      it(`waits three seconds at most, and does nothing with what arrives later: ${way}`, async () => {
        const {clock, page} = await pressEarly({config});

        await clock.advance(3001);
        // The direct path's secrets come from WebCrypto.
        await page.until(() => wayOf(page) !== 'starting');
        page.sdk.arrive();
        await settle();

        expect(wayOf(page)).to.equal(way);
        expect(page.sdk.sdk.authorizations).to.deep.equal([]);
        // Which file did not come in time.
        const {ref = ''} = page.client.state.flow;
        expect(page.reports).to.deep.equal(config.restApiKey ? [] : [`sdk_timeout ${ref} ${SDK_FILE}`]);
      });
    }
  });

  describe('tells the developer', () => {
    const known =
      /^config_invalid: sdk-version="2\.7\.9" needs .* sdk-integrity="sha384-JpLAp[\w+/]{59}" is .*not compared/;
    for (const [sdkVersion, hint] of [
      ['2.7.9', known],
      ['2.99.0', /^config_invalid: sdk-version="2\.99\.0" needs .* 2\.7\.4 is used\. No value is known here\.$/],
    ] as const) {
      it(`by one line what to write beside ${sdkVersion}, and goes on with the default release`, async () => {
        const {page} = setup({config: {...CONFIG, sdkVersion}});
        while (page.reports.length === 0) await settle();
        page.client.configure({...CONFIG, sdkVersion});

        await page.press();

        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(hint);
        expect([wayOf(page), page.sdk.loads[0]?.release?.version]).to.deep.equal(['sdk', '2.7.4']);
      });
    }

    for (const [config, way] of [
      [CONFIG, 'help config_invalid'],
      [WITH_REST, 'direct'],
    ] as const) {
      it(`of a file that may not be loaded, which the direct path needs not: ${way}`, async () => {
        const {page} = setup({...ANDROID, config: {...config, sdkVersion: '2.7.9', sdkIntegrity: 'x'}});
        page.sdk.answer = 'config_invalid';

        await page.press();

        expect([wayOf(page), page.sdk.loads[0]?.release]).to.deep.equal([way, null]);
        const {ref} = page.client.state.flow;
        expect(page.reports[0]).to.match(/^config_invalid: sdk-integrity="x" must be/);
        expect(page.reports.slice(1)).to.deep.equal(ref ? [`config_invalid ${ref}`] : []);
      });
    }

    for (const [code, words, more] of [
      ['sdk_blocked', `sdk_blocked ${SDK_FILE}`, ` ${SDK_FILE}`],
      ['sdk_amd', undefined, ': load Kakao’s tag before your module loader, or give rest-api-key.'],
      ['sdk_conflict', undefined, ''],
    ] as const) {
      it(`of ${code} by one line at each press, with its reference, and nothing where the direct path is taken`, async () => {
        for (const config of [CONFIG, WITH_REST]) {
          const {page} = setup({...ANDROID, config});
          page.sdk.answer = code;
          if (words) page.sdk.words = words;

          await page.press();
          if (!config.restApiKey) await page.press();

          const refs = page.eventsOf('kakao-login-error').map(({detail}) => (detail as FailedOutcome).ref);
          expect(refs.map(readReference)).to.deep.equal(refs);
          expect(new Set(refs)).to.have.property('size', config.restApiKey ? 0 : 2);
          expect(page.reports).to.deep.equal(refs.map((ref) => `${code} ${ref}${more}`));
          expect(page.client.state.flow.code).to.equal(config.restApiKey ? undefined : code);
          expect(page.sessionStorage.get('ks.hint')).to.equal(null);
        }
      });
    }
  });

  describe('sends', () => {
    // Which parameters a press has is proven where `withParameters` is.
    it('only what is set, by the SDK', async () => {
      const {page} = setup();

      await page.press();

      const {tx, nonceSecret} = page.browser.record;
      const [settings] = page.sdk.sdk.authorizations;
      const {state} = settings!;
      expect(settings).to.deep.equal({
        redirectUri: `${ORIGIN}/kakao/callback`,
        state,
        nonce: await toS256(nonceSecret),
      });
      expect(readStateParameter(state)).to.deep.equal({tx, path: '/cart?id=1'});
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

    it('new secrets with each login', async () => {
      const {browser, page} = await pressed({config: WITH_REST});
      await browser.clock.advance(15_001);
      await page.press();

      const secrets = browser.records.flatMap(({tx, nonceSecret, codeVerifier}) => [tx, nonceSecret, codeVerifier]);
      expect(new Set(secrets).size).to.equal(6);
      expect(secrets.every((secret) => /^[\w-]{43}$/.test(secret!))).to.equal(true);
    });

    it('everything to the emulator where there is one', async () => {
      const config = {...WITH_REST, emulator: 'http://127.0.0.1:4000'};
      const {page} = setup({browser: {origin: 'http://localhost:3000'}, config});

      await page.press();

      expect(page.navigations[0]!.to).to.match(/^http:\/\/127\.0\.0\.1:4000\/oauth\/authorize\?/);
    });
  });

  describe('remembers', () => {
    it('the exact address and the site’s own text beside the record', async () => {
      const from = '/cart?id=1&utm_source=kakao';
      const {browser, page} = setup({address: `${from}#reviews`, config: {...CONFIG, context: 'guest-7'}});

      await page.press();

      const {record} = browser;
      expect([record.from, record.purpose]).to.deep.equal([from, 'login']);
      const details = JSON.parse(browser.localItems.get(`ks.${record.tx.slice(0, 6)}`)!) as unknown;
      expect(details).to.deep.equal({from: `${from}#reviews`, context: 'guest-7', returnTo: ''});
    });

    it('the address at the press, not the one at the start', async () => {
      const {browser, page} = setup();
      page.address = new URL('/product/7', ORIGIN);

      await page.press();

      expect(browser.record.from).to.equal('/product/7');
    });
  });

  describe('refuses', () => {
    const insecure = {browser: {isSecureContext: false, origin: 'http://shop.example'}};
    const table: readonly [name: string, options: Setup, report: RegExp][] = [
      ['a page without configuration', {config: {}}, /^config_incomplete KS-\S{9}: app-key is missing/],
      [
        'a page without endpoint',
        {config: {...CONFIG, endpoint: ''}},
        /^config_incomplete KS-\S{9}: endpoint is missing/,
      ],
      ['a broken key', {config: {...CONFIG, appKey: 'x'}}, /^config_invalid KS-\S{9}: app-key="x"/],
      ['a broken key of two', {config: {...CONFIG, restApiKey: 'x'}}, /^config_invalid KS-\S{9}: rest-api-key="x"/],
      ['a page that is not secure', insecure, /^insecure_origin KS-\S{9}: serve/],
    ];
    for (const [name, options, report] of table) {
      it(`${name}, at a press, and asks Kakao for nothing before`, async () => {
        const {browser, page} = setup(options);
        const source = new EventTarget();
        await page.client.prepare();
        const code = /\w+/.exec(report.source)![0] as ErrorCode;

        page.client.login({source});
        await settle();

        const {ref} = page.client.state.flow;
        expect(readReference(ref)).to.equal(ref);
        expect(page.client.state.flow).to.deep.equal({status: 'help', purpose: 'login', code, ref});
        expect(page.told).to.deep.equal(['kakao-login-error']);
        expect(page.eventsOf('kakao-login-error')[0]!.target).to.equal(source);
        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(report).and.contain(ref);
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
      const refs = page.eventsOf('kakao-login-error').map(({detail}) => (detail as {ref: string}).ref);
      expect(page.reports.map((line) => line.split(' is missing')[0])).to.deep.equal([
        `config_incomplete ${refs[0]}: app-key`,
        `config_incomplete ${refs[3]}: redirect-uri`,
      ]);
      expect(new Set(refs).size, 'one reference for what all of them failed by').to.equal(2);
    });

    for (const config of [CONFIG, WITH_REST]) {
      it(`a browser without cookies, and ${config.restApiKey ? 'goes nowhere' : 'asks no SDK'}`, async () => {
        const {browser, page} = setup({config});
        browser.cookies.refuses = true;

        await page.press();

        expect(wayOf(page)).to.equal('help cookies_blocked');
        const {ref} = page.client.state.flow;
        expect(readReference(ref)).to.equal(ref);
        expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
      });
    }
  });

  describe('once', () => {
    for (const isReady of [true, false]) {
      it(`however often the button is pressed ${isReady ? 'in one task' : 'before anything is ready'}`, async () => {
        const {page} = setup({config: WITH_REST});
        if (isReady) await page.client.prepare();

        for (let press = 0; press < 20; press++) page.client.login();
        await page.until(() => page.navigations.length > 0);
        await settle();

        expect([page.navigations.length, page.browser.records.length]).to.deep.equal([1, 1]);
        expect(page.told).to.deep.equal(['kakao-login-start']);
      });
    }

    it('again after a failure, and then it works', async () => {
      const {page} = setup(ANDROID);
      page.sdk.answer = 'sdk_blocked';
      await page.press();
      page.sdk.answer = 'loads';

      await page.press();

      expect([wayOf(page), page.client.state.outcome]).to.deep.equal(['sdk', null]);
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
        const {clock, page} = setup({config});
        const source = new EventTarget();
        await page.press({source});

        await clock.advance(14_999);
        expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
        await clock.advance(2);

        const ref = toReference(page.browser.record.tx);
        expect(page.client.state.flow).to.include({status: 'retry', code: 'navigation_failed', ref});
        expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
        expect(page.eventsOf('kakao-login-error')[0]!.target).to.equal(source);

        await clock.advance(60_000);
        expect(page.told).to.have.length(2);
        await page.press();
        expect(page.client.state.flow.status).to.equal('starting');
      });
    }

    it('leaves for the second of two presses whose page was restored in between', async () => {
      const {page} = await pressEarly();
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
      const {browser, clock, page} = await pressEarly();

      page.restore();
      page.sdk.arrive();
      await clock.advance(4000);

      expect([page.sdk.sdk.authorizations, browser.records]).to.deep.equal([[], []]);
      expect(page.client.state.flow).to.deep.equal({status: 'idle'});
    });
  });

  describe('takes KakaoTalk’s answer in this tab', () => {
    // What is an answer is proven where `authorize` is.
    const denied = {error: 'access_denied', error_description: 'User denied'};
    const answers: readonly [name: string, settle: (sdk: FakeKakaoSdk) => void, noted: object | null][] = [
      ['a code', (sdk) => sdk.resolve({code: 'abc', state: 'x'}), {code: 'abc'}],
      ['an error', (sdk) => sdk.reject(denied), denied],
      ['the letters of a page', (sdk) => sdk.resolve({0: '<', 1: 'h'}), null],
    ];
    for (const [name, answer, noted] of answers) {
      it(`${noted ? 'goes to the callback page with' : 'ignores'} ${name}`, async () => {
        const {page} = await pressed(ANDROID);

        answer(page.sdk.sdk);
        await settle();

        const {state} = page.left as {state: string};
        const to = `${ORIGIN}/kakao/callback?state=${state}`;
        expect(page.navigations).to.deep.equal(noted ? [{to, how: 'assign'}] : []);
        const kept = JSON.parse(page.sessionStorage.get('ks.note') ?? 'null') as unknown;
        expect(kept).to.deep.equal(noted && {...noted, state});
      });
    }
  });
});

describe('prepare', () => {
  it('loads the release and the emulator of the configuration', async () => {
    const own = {sdkVersion: '2.7.1', sdkIntegrity: 'sha384-x', emulator: 'http://127.0.0.1:4000'};
    const {page} = setup({browser: {origin: 'http://localhost:3000'}, config: {...CONFIG, ...own}});

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
});
