import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {ErrorCode} from '../../src/shared/errors.js';
import {ko} from '../support/texts.js';
import type {Browser} from 'playwright-core';
import {holdNext} from '../support/held-route.js';
import {expectEnding} from '../support/invariants.js';
import {expectPkce} from '../support/pkce.js';
import {SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import type {Site} from '../support/site.js';
import {expectText, startVisit, type Visit} from '../support/visit.js';

declare const Kakao: {isInitialized(): boolean; readonly init: unknown};
declare const firstInit: unknown;

const AT = '/cart?item=1%2F2#total';
const OTHER_KEY = 'ffffffffffffffffffffffffffffffff';

for (const {name, open} of SDK_ENVIRONMENTS) {
  describe(`another copy of Kakao’s SDK on the page, with ${name}`, () => {
    let browser: Browser;
    let site: Site;
    before(async () => {
      ({browser, site} = await open());
    });
    after(async () => {
      await browser.close();
      await site.close();
    });
    beforeEach(() => site.reset());

    const run = (visit: Visit, script: string): Promise<unknown> => visit.page.evaluate(`{ ${script} }`);
    /** The site's own tag. */
    const load = (visit: Visit): Promise<unknown> => visit.page.addScriptTag({url: `${site.sdkUrl}?site`});
    /** The visitor's first key or touch, which loads the SDK ahead of the press. */
    const touch = (visit: Visit): Promise<void> => visit.page.keyboard.press('Tab');

    async function touchAndLoad(visit: Visit): Promise<void> {
      await touch(visit);
      await visit.page.waitForFunction(() => 'Kakao' in window);
    }

    /** The site's tag runs and is set up while ours is on its way; then ours runs over it. */
    async function loadFirst(visit: Visit, key: string): Promise<void> {
      const ours = await holdNext(visit.context, /\/kakao\.min\.js$/);
      await visit.page.reload();
      await touch(visit);
      await ours.arrived;
      await load(visit);
      await run(visit, `Kakao.init('${key}')`);
      ours.release();
      await visit.page.waitForFunction(() => !Kakao.isInitialized());
    }

    interface Row {
      readonly id: string;
      readonly that: string;
      /** What the site does before the press. */
      readonly arrange: (visit: Visit) => Promise<unknown>;
    }

    interface Conflict extends Row {
      /** Default: `sdk_conflict`. */
      readonly code?: ErrorCode;
      /** What is to be so afterwards as the site has it: an expression. */
      readonly keeps: string;
      /** The site has globals of its own. */
      readonly neighbour?: true;
    }
    const version1 = `window.Kakao = {
      VERSION: '1.43.5',
      init() { throw new Error('Kakao.init: Already initialized'); },
      isInitialized: () => true,
      cleanup() { throw new Error('The site needs it.'); },
      Auth: {login() {}, authorize() {}, getAppKey: () => '${OTHER_KEY}'},
      Link: {},
    };`;
    /** As RequireJS has it: an unnamed module of nobody's makes the next call throw. */
    const loader = `
      const queue = [];
      window.define = (name, ...module) => void (typeof name === 'string' || queue.push(module));
      define.amd = {jQuery: true};
      window.requirejs = {
        config() {
          if (queue.length > 0) throw new Error('Mismatched anonymous define() module');
          return true;
        },
      };`;
    /** What the snippet of a channel's button brings, whose function is called once the file has run. */
    const toChannel = (isInitialized: boolean, channel = 'Channel: {chat: () => "chat"},'): string => `
      window.drawn = 0;
      window.kakaoAsyncInit = () => drawn++;
      window.Kakao = {
        VERSION: '2.7.4',
        init() { this.isInitialized = () => true; },
        isInitialized: () => ${String(isInitialized)},
        cleanup() {},
        ${channel}
      };
      kakaoAsyncInit();`;
    const harmless: readonly Row[] = [
      {id: 'O1', that: 'is not there yet, but for its name', arrange: (visit) => run(visit, 'window.Kakao = {}')},
      {
        id: 'O2',
        that: 'has come half',
        arrange: (visit) => run(visit, `window.Kakao = {VERSION: '2.7.4', init() { throw new Error('half'); }}`),
      },
      {
        id: 'O3',
        that: 'comes after ours',
        arrange: async (visit) => {
          await touchAndLoad(visit);
          await load(visit);
        },
      },
      {
        id: 'O4',
        that: 'comes after ours and is set up with the same key',
        arrange: async (visit) => {
          await touchAndLoad(visit);
          await load(visit);
          await run(visit, `Kakao.init('${site.scriptKey}')`);
        },
      },
      {
        id: 'O5',
        that: 'comes while ours is on its way, and is set up with the same key',
        arrange: (visit) => loadFirst(visit, site.scriptKey),
      },
      {
        id: 'O6',
        that: 'has been set up with another key, and was cleaned up',
        arrange: async (visit) => {
          await load(visit);
          await run(visit, `Kakao.init('${OTHER_KEY}'); Kakao.cleanup();`);
        },
      },
      {
        id: 'O7',
        that: 'has come before an AMD loader',
        arrange: async (visit) => {
          await load(visit);
          await run(visit, loader);
        },
      },
      {
        id: 'O8',
        that: 'an AMD loader has made',
        arrange: async (visit) => {
          await run(visit, 'window.define = (names, factory) => factory({}); define.amd = {};');
          await load(visit);
        },
      },
      {id: 'O9', that: 'is that of a channel’s button', arrange: (visit) => run(visit, toChannel(false))},
      {id: 'O30', that: 'is that of a channel’s button, set up', arrange: (visit) => run(visit, toChannel(true))},
      {
        id: 'O31',
        that: 'has no login, which shows once it is set up',
        arrange: (visit) => run(visit, toChannel(false, '')),
      },
      {
        id: 'O32',
        that: 'was set up by half',
        arrange: async (visit) => {
          await load(visit);
          await run(visit, `const {init} = Kakao; try { init('${site.scriptKey}'); } catch {}`);
        },
      },
      {
        id: 'O33',
        that: 'was set up with the same key and frozen',
        arrange: async (visit) => {
          await load(visit);
          await run(visit, `Kakao.init('${site.scriptKey}'); Object.freeze(Kakao);`);
        },
      },
    ];
    const other = `Kakao.Auth.getAppKey() === '${OTHER_KEY}'`;
    const noTag = `!document.querySelector('script[src*="/kakao_js_sdk/"]')`;
    const conflicts: readonly Conflict[] = [
      {
        id: 'O14',
        that: 'is not there beside an AMD loader',
        arrange: (visit) => run(visit, loader),
        neighbour: true,
        code: 'sdk_amd',
        keeps: `requirejs.config() && !window.Kakao && ${noTag}`,
      },
      {
        id: 'O15',
        that: 'is not there beside globals exports and module',
        arrange: (visit) => run(visit, 'window.exports = {}; window.module = {exports};'),
        neighbour: true,
        code: 'sdk_amd',
        keeps: `Object.keys(exports).length === 0 && !window.Kakao && ${noTag}`,
      },
      {
        id: 'O16',
        that: 'is that of a channel’s button beside an AMD loader',
        arrange: (visit) => run(visit, loader + toChannel(false)),
        neighbour: true,
        code: 'sdk_amd',
        keeps: `requirejs.config() && Kakao.Channel.chat() === 'chat' && drawn === 1 && ${noTag}`,
      },
      {
        id: 'O17',
        that: 'is frozen',
        arrange: async (visit) => {
          await load(visit);
          await run(visit, 'Object.freeze(Kakao);');
        },
        keeps: '!Kakao.isInitialized() && Object.keys(Kakao).length === 4',
      },
      {
        id: 'O18',
        that: 'is that of a channel’s button and frozen',
        arrange: (visit) => run(visit, `${toChannel(false)} Object.freeze(Kakao);`),
        neighbour: true,
        keeps: `!Kakao.isInitialized() && ${noTag}`,
      },
      {id: 'O10', that: 'is release 1', arrange: (visit) => run(visit, version1), keeps: other},
      {
        id: 'O11',
        that: 'is release 1 and comes after ours',
        arrange: async (visit) => {
          await touchAndLoad(visit);
          await run(visit, version1);
        },
        keeps: other,
      },
      {
        id: 'O12',
        that: 'comes after ours and is set up with another key',
        arrange: async (visit) => {
          await touchAndLoad(visit);
          await load(visit);
          await run(visit, `Kakao.init('${OTHER_KEY}')`);
        },
        keeps: other,
      },
      {
        id: 'O13',
        that: 'comes while ours is on its way, and is set up with another key',
        arrange: (visit) => loadFirst(visit, OTHER_KEY),
        keeps: other,
      },
    ];

    for (const {id, that, arrange} of harmless) {
      test(`${id} that ${that} does no harm`, async () => {
        await using visit = await startVisit(browser, site);
        await visit.goTo(AT);
        await arrange(visit);

        await visit.press();
        await visit.kakao.signIn('이하늘');

        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
      });
    }

    test('O40 that is that of a channel’s button draws no second one, and serves the site on', async () => {
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);
      await run(visit, `${toChannel(false)} window.firstInit = Kakao.init;`);
      await touch(visit);
      // A function: a text that is asked for again is not run under the page's policy.
      await visit.page.waitForFunction(() => Kakao.init !== firstInit);

      const later = 'new Promise((resolve) => setTimeout(() => resolve([drawn, Kakao.Channel.chat()]), 0))';
      assert.deepEqual(await visit.page.evaluate(later), [1, 'chat']);
      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

    for (const {id, that, arrange, keeps, code = 'sdk_conflict', neighbour} of conflicts) {
      test(`${id} that ${that} is left alone`, async () => {
        await using visit = await startVisit(browser, site);
        await visit.goTo(AT);
        await arrange(visit);

        await visit.press();

        const {detail} = await visit.events.next('kakao-login-error');
        assert.equal(detail?.['code'], code);
        assert.equal(await visit.page.evaluate(keeps), true);
        await expectText(visit, ko.unavailable);
        await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], ...(neighbour && {neighbour})});
      });

      test(`${id} that ${that} is not needed on a phone with the direct path`, async () => {
        site.attributes['rest-api-key'] = site.restKey;
        await using visit = await startVisit(browser, site, {device: 'android'});
        await visit.goTo(AT);
        await arrange(visit);

        await visit.press();
        await visit.kakao.signIn('이하늘');

        await visit.events.next('kakao-login-success');
        expectPkce(visit.traffic);
        assert.deepEqual(visit.traffic.appSwitches, []);
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
      });
    }

    test('O50 outside KakaoTalk refuses prompt=none, and the next press asks with a screen', async () => {
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);
      const silence = `document.querySelector('kakao-login-button').prompt = 'none';`;
      await run(visit, silence);
      await visit.press();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'kakao_interaction_required');
      assert.equal(detail['end'], 'retry');
      await expectText(visit, ko.retry);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
      await run(visit, silence);
      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
    });

    /** The first press has opened KakaoTalk and nobody has answered; the page waits for the second. */
    async function pressOnce(visit: Visit): Promise<() => Promise<void>> {
      const {clock} = visit.page;
      await clock.install();
      await visit.goTo(AT);
      await visit.press();
      await visit.traffic.nextAppSwitch();
      await clock.fastForward(3_000);
      await visit.events.flow('waiting-for-talk');
      await clock.fastForward(8_000);
      const button = visit.page.getByRole('button', {name: ko.continueInBrowser});
      // Chromium asks by a window of its own whether it may open KakaoTalk, and the page gets no touches meanwhile.
      return () => button.evaluate((element) => (element as HTMLButtonElement).click());
    }

    const between: readonly [id: string, what: string, script: () => string][] = [
      ['O20', 'cleaned up', () => 'Kakao.cleanup();'],
      ['O21', 'set up anew with the same key', () => `Kakao.cleanup(); Kakao.init('${site.scriptKey}');`],
    ];
    for (const [id, what, script] of between) {
      test(`${id} that is ${what} between two presses serves the second`, async () => {
        await using visit = await startVisit(browser, site, {device: 'android'});
        const pressAgain = await pressOnce(visit);
        await run(visit, script());

        await pressAgain();
        // That window stays, and swallows touches on Kakao's pages too.
        await visit.page.waitForURL(/\/oauth\/authorize/);
        await visit.page.goto(site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'}));

        await visit.events.next('kakao-login-success');
        await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});
      });
    }

    test('O22 that is set up anew with another key between two presses is left alone', async () => {
      await using visit = await startVisit(browser, site, {device: 'android'});
      const pressAgain = await pressOnce(visit);
      await run(visit, `Kakao.cleanup(); Kakao.init('${OTHER_KEY}');`);

      await pressAgain();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'sdk_conflict');
      assert.equal(await visit.page.evaluate('Kakao.Auth.getAppKey()'), OTHER_KEY);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], open: 1});
    });
  });
}
