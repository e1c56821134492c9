import assert from 'node:assert/strict';
import {SCRIPT_KEY} from '../../support/setup.js';
import type {Fact} from '../fact.js';

/** What a page notes of what its policy blocks. */
declare const blocked: readonly string[];

/** How the file behaves on the pages that load it. */
export const LOADING: readonly Fact[] = [
  {
    id: 'L1',
    says: 'adds one global, Kakao',
    async check(open) {
      const {run, page, sdkUrl} = await open({load: false});
      const before = await run<string[]>('Object.getOwnPropertyNames(window)');

      await page.addScriptTag({url: sdkUrl});

      const after = await run<string[]>('Object.getOwnPropertyNames(window)');
      assert.deepEqual(
        after.filter((name) => !before.includes(name)),
        ['Kakao'],
      );
    },
  },
  {
    id: 'L2',
    says: 'has VERSION, cleanup, init and isInitialized before init, and no Auth',
    async check(open) {
      const {run, version} = await open({init: false});

      assert.deepEqual(await run('Object.keys(Kakao).sort()'), ['VERSION', 'cleanup', 'init', 'isInitialized']);
      assert.deepEqual(await run('[Kakao.VERSION, Kakao.isInitialized()]'), [version, false]);
    },
  },
  ...(
    [
      {id: 'L3', since: '2.7.4', more: ['Cert']},
      {id: 'L3-before', since: '2.5.0', before: '2.7.4', more: []},
      {id: 'L3-first', before: '2.5.0', more: ['Story']},
    ] as const
  ).map(({more, ...others}): Fact => ({
    ...others,
    says: `has Auth, API, Share, Channel, Navi, Picker ${more.length > 0 ? `and ${more.join()} ` : ''}after init`,
    async check(open) {
      const {run} = await open();

      const parts = await run<string[]>(`Object.keys(Kakao).filter((name) => typeof Kakao[name] === 'object').sort()`);
      assert.deepEqual(parts, ['API', 'Auth', 'Channel', 'Navi', 'Picker', 'Share', ...more].sort());
    },
  })),
  {
    id: 'L4',
    says: 'has eleven functions in Auth',
    since: '2.5.0',
    async check(open) {
      const {run} = await open();

      const functions = `Object.keys(Kakao.Auth).filter((name) => typeof Kakao.Auth[name] === 'function').sort()`;
      assert.deepEqual(await run(functions), [
        'authorize',
        'authorizeForCert',
        'cleanup',
        'createShippingAddress',
        'getAccessToken',
        'getAppKey',
        'getStatusInfo',
        'logout',
        'selectShippingAddress',
        'setAccessToken',
        'updateShippingAddress',
      ]);
    },
  },
  {
    id: 'L5',
    says: 'sends nothing, starts no timer and leaves Promise alone when it loads',
    async check(open) {
      const before = `
        window.calls = [];
        const spy = (holder, name) => {
          const own = holder[name];
          holder[name] = function (...args) { calls.push(name); return own.apply(this, args); };
        };
        for (const name of ['setTimeout', 'setInterval', 'fetch']) spy(window, name);
        spy(XMLHttpRequest.prototype, 'send');
        spy(navigator, 'sendBeacon');
        const {Promise: own} = window;
        window.isOwnPromise = () => Promise === own;
      `;
      const {run} = await open({before, init: false});

      assert.deepEqual(await run('[calls, isOwnPromise()]'), [[], true]);
    },
  },
  {
    id: 'L6',
    says: 'calls kakaoAsyncInit once, in a later task',
    async check(open) {
      const before = `
        window.calls = [];
        window.kakaoAsyncInit = () => calls.push(document.currentScript === null && typeof Kakao);
      `;
      const {run, page} = await open({before, init: false});

      await page.waitForFunction('calls.length > 0');
      assert.deepEqual(await run('new Promise((resolve) => setTimeout(() => resolve(calls), 0))'), ['object']);
    },
  },
  {
    id: 'L6-then',
    says: 'calls the kakaoAsyncInit that is there in that later task',
    async check(open) {
      const before = `window.calls = []; window.kakaoAsyncInit = () => calls.push('first');`;
      const {run, page, sdkUrl} = await open({before, load: false});

      const named = `
        const tag = document.createElement('script');
        tag.src = ${JSON.stringify(sdkUrl)};
        tag.onload = () => (window.kakaoAsyncInit = () => calls.push('then'));
        document.head.append(tag);
      `;
      await run(`{ ${named} }`);

      await page.waitForFunction('calls.length > 0');
      assert.deepEqual(await run('calls'), ['then']);
    },
  },
  {
    id: 'L7',
    says: 'calls an AMD loader’s define without a name, and sets no global until that runs its factory',
    async check(open) {
      const before = `
        window.calls = [];
        window.define = (...args) => calls.push(args);
        define.amd = {};
      `;
      const {run} = await open({before, init: false});
      assert.deepEqual(await run('[calls.length, calls[0][0], typeof calls[0][1], typeof window.Kakao]'), [
        1,
        ['exports'],
        'function',
        'undefined',
      ]);

      await run('window.made = {}; calls[0][1](made)');

      assert.deepEqual(await run('[Kakao === made, typeof Kakao.init]'), [true, 'function']);
    },
  },
  {
    id: 'L8',
    says: 'fills exports and sets no global where there are exports and module',
    async check(open) {
      const {run} = await open({before: 'window.exports = {}; window.module = {exports};', init: false});

      assert.deepEqual(await run('[typeof exports.init, typeof window.Kakao]'), ['function', 'undefined']);
    },
  },
  {
    id: 'L9',
    says: 'sets the global when it is imported as a module, which exports nothing',
    async check(open) {
      const {run, sdkUrl} = await open({load: false});

      const names = await run(`import(${JSON.stringify(sdkUrl)}).then((module) => Object.keys(module))`);
      assert.deepEqual(names, []);
      assert.equal(await run('typeof Kakao.init'), 'function');
    },
  },
  {
    id: 'L10',
    says: 'keeps its object and Auth when it is loaded again, and is not initialised until the next init',
    async check(open) {
      const {run, page, sdkUrl} = await open();
      await run('Object.assign(window, {first: Kakao, firstInit: Kakao.init, firstAuth: Kakao.Auth})');

      await page.addScriptTag({url: sdkUrl});

      const same = '[Kakao === first, Kakao.init === firstInit, Kakao.Auth === firstAuth, Kakao.isInitialized()]';
      assert.deepEqual(await run(same), [true, false, true, false]);
      await run(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);
      assert.deepEqual(await run('[Kakao.isInitialized(), Kakao.Auth.getAppKey()]'), [true, SCRIPT_KEY]);
    },
  },
  ...(
    [
      ['L10-channel', 'a Kakao that has Channel alone', `{Channel: {}, init() {}, isInitialized: () => true}`],
      ['L10-bare', 'a Kakao that has nothing', '{}'],
    ] as const
  ).map(([id, what, kakao]): Fact => ({
    id,
    says: `takes ${what} over, and is whole after the next init`,
    async check(open) {
      const {run, version} = await open({before: `window.Kakao = window.first = ${kakao};`, init: false});

      const state = '[Kakao === first, Kakao.VERSION, Kakao.isInitialized(), typeof Kakao.Auth, typeof Kakao.Channel]';
      const channel = kakao === '{}' ? 'undefined' : 'object';
      assert.deepEqual(await run(state), [true, version, false, 'undefined', channel]);
      await run(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);
      assert.deepEqual(await run('[typeof Kakao.Auth.authorize, typeof Kakao.Channel.chat]'), ['function', 'function']);
    },
  })),
  ...(
    [
      ['L10-half', 'whose init was no method', `const {init} = Kakao; try { init('x'); } catch {}`],
      ['L10-cleaned', 'that was cleaned up', `Kakao.init('x'); Kakao.cleanup();`],
    ] as const
  ).map(([id, what, spoil]): Fact => ({
    id,
    says: `makes one whole ${what}, when it is loaded again and set up`,
    async check(open) {
      const {run, page, sdkUrl} = await open({init: false});
      await run(`{ ${spoil} }`);

      await page.addScriptTag({url: sdkUrl});
      await run(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);

      assert.equal(await run('Kakao.Auth.getAppKey()'), SCRIPT_KEY);
    },
  })),
  {
    id: 'L11',
    says: 'takes release 1’s object over, whose Link and Auth stay until init',
    async check(open) {
      const before = `window.Kakao = {
        VERSION: '1.43.5',
        init() {},
        isInitialized: () => true,
        cleanup() {},
        Auth: {login() {}},
        Link: {},
      };`;
      const {run, version} = await open({before, init: false});

      const state = '[Kakao.VERSION, Kakao.isInitialized(), typeof Kakao.Link, typeof Kakao.Auth.login]';
      assert.deepEqual(await run(state), [version, false, 'object', 'function']);
      await run(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);
      assert.equal(await run('typeof Kakao.Auth.authorize'), 'function');
    },
  },
  {
    id: 'L12',
    says: 'tells Kakao of the language as it was when it was loaded',
    async check(open) {
      const {run, authorize, nextJump, redirectUri} = await open();
      await run(`Object.defineProperty(navigator, 'language', {value: 'xx-XX'})`);

      await authorize({redirectUri});

      assert.match(new URL(await nextJump()).searchParams.get('ka') ?? '', / lang\/ko-KR /);
    },
  },
  ...(['desktop', 'android'] as const).map((agent): Fact => ({
    id: `L13-${agent}`,
    says: `works without eval and under Trusted Types that allow no policy, on ${agent}`,
    async check(open) {
      const csp = `default-src 'none'; script-src https://t1.kakaocdn.net; connect-src https://kauth.kakao.com; require-trusted-types-for 'script'; trusted-types 'none'`;
      const {authorize, nextJump, redirectUri} = await open({agent, csp});

      await authorize({redirectUri});

      assert.match(await nextJump(), agent === 'desktop' ? /^https:\/\/kauth\.kakao\.com\// : /^intent:/);
    },
  })),
  {
    id: 'L14',
    says: 'redirects a desktop where it may connect to nothing',
    async check(open) {
      const csp = `default-src 'none'; script-src https://t1.kakaocdn.net`;
      const {authorize, nextJump, redirectUri} = await open({csp});

      await authorize({redirectUri});

      assert.match(await nextJump(), /^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?/);
    },
  },
  {
    id: 'L15',
    says: 'waits on for ever where it may not connect to kauth',
    async check(open) {
      const csp = `default-src 'none'; script-src https://t1.kakaocdn.net`;
      const {page, emulator, authorize, nextJump, settlements, pass, redirectUri} = await open({
        agent: 'android',
        csp,
        clock: true,
        before: `window.blocked = []; addEventListener('securitypolicyviolation', ({blockedURI}) => blocked.push(blockedURI));`,
      });
      await authorize({redirectUri});
      emulator.openInKakaoTalk(await nextJump(), {persona: 'member'});

      await pass(3000);

      // A function: a text that is asked for again is not run under this policy.
      await page.waitForFunction(() => blocked.length === 3);
      assert.deepEqual(await settlements(), []);
      assert.equal(emulator.counts.codeJson, 0);
    },
  },
];
