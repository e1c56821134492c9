import assert from 'node:assert/strict';
import type {ErrorCode} from '../../src/shared/errors.js';
import type {FaultId} from '../support/fault-matrix.js';
import type {SitePage} from '../support/site-pages.js';
import {SDK_ENVIRONMENTS} from '../support/sdk-environments.js';
import {
  AT,
  describeJourney,
  expectFailed,
  expectPkce,
  expectSignedIn,
  holdNext,
  ko,
  type Visit,
} from '../support/journey.js';
import rows from './other-sdk.json' with {type: 'json'};

declare const Kakao: {isInitialized(): boolean; readonly init: unknown};
declare const firstInit: unknown;

const OTHER_KEY = 'ffffffffffffffffffffffffffffffff';

/** What other scripts of a page bring. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'RELEASE 1': `window.Kakao = {
    VERSION: '1.43.5',
    init() { throw new Error('Kakao.init: Already initialized'); },
    isInitialized: () => true,
    cleanup() { throw new Error('The site needs it.'); },
    Auth: {login() {}, authorize() {}, getAppKey: () => 'OTHER'},
    Link: {},
  };`,
  // As RequireJS has it: an unnamed module of nobody's makes the next call throw.
  'AMD LOADER': `
    const queue = [];
    window.define = (name, ...module) => void (typeof name === 'string' || queue.push(module));
    define.amd = {jQuery: true};
    window.requirejs = {
      config() {
        if (queue.length > 0) throw new Error('Mismatched anonymous define() module');
        return true;
      },
    };`,
  CHANNEL: toChannel(false),
  'CHANNEL SET UP': toChannel(true),
  BARE: toChannel(false, ''),
};

/** What the snippet of a channel's button brings, whose function is called once the file has run. */
function toChannel(isInitialized: boolean, channel = 'Channel: {chat: () => "chat"},'): string {
  return `
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
}

interface Row {
  /** Of our own list, or of the fault matrix: F08, F09, F10 and F11. */
  readonly id: string;
  readonly that: string;
  readonly steps: readonly string[];
}

interface Harmless extends Row {
  /** How often the SDK is asked for, by anybody. */
  readonly loads?: number;
}

interface Conflict extends Row {
  /** Default: `sdk_conflict`. */
  readonly code?: ErrorCode;
  /** What is to be so afterwards as the site has it: an expression. */
  readonly keeps: string;
  /** The site has globals of its own. */
  readonly neighbour?: true;
}

/** A page whose markup has an element of the SDK's name, before any script runs. */
const NAMESAKE: SitePage = {
  body: (attributes) => `<a id="Kakao" href="/kakao">카카오</a>
    <kakao-sync ${attributes}></kakao-sync>
    <kakao-login-button></kakao-login-button>`,
};

for (const at of SDK_ENVIRONMENTS) {
  const options = {at, pages: {'/namesake': NAMESAKE}};
  describeJourney(`another copy of Kakao’s SDK on the page, with ${at.name}`, options, ({site, test, testFault}) => {
    const run = (visit: Visit, script: string): Promise<unknown> => visit.page.evaluate(`{ ${script} }`);
    /** The site's own tag. */
    const load = (visit: Visit, release = '$1'): Promise<unknown> =>
      visit.page.addScriptTag({url: `${site.sdkUrl.replace(/([\d.]+)(?=\/kakao\.min\.js$)/, release)}?site`});
    const play = (id: string, how: string, run: (visit: Visit) => Promise<void>): void =>
      id.startsWith('F') ? testFault(id as FaultId, how, run) : test(`${id} ${how}`, run);
    /** The visitor's first key or touch, which loads the SDK ahead of the press. */
    const touch = (visit: Visit): Promise<void> => visit.page.keyboard.press('Tab');

    async function touchAndLoad(visit: Visit): Promise<void> {
      await touch(visit);
      await visit.page.waitForFunction(() => 'Kakao' in window);
    }

    /** The site's tag runs and is set up while ours is on its way; then ours runs over it. */
    async function loadFirst(visit: Visit, script: string): Promise<void> {
      const ours = await holdNext(visit.context, /\/kakao\.min\.js$/);
      await visit.page.reload();
      await touch(visit);
      await ours.arrived;
      await load(visit);
      await run(visit, script);
      ours.release();
      await visit.page.waitForFunction(() => !Kakao.isInitialized());
    }

    /** What the site does before the press, in its steps: one of those here, or a script. */
    async function arrange(visit: Visit, steps: readonly string[]): Promise<void> {
      await visit.goTo(AT);
      for (const step of steps) {
        const script = (SCRIPTS[step] ?? step).replace('SAME', site.scriptKey).replace('OTHER', OTHER_KEY);
        if (/^LOAD(?! FIRST)/.test(step)) await load(visit, step.split(' ')[1]);
        else if (step === 'TOUCH') await touchAndLoad(visit);
        else if (step.startsWith('LOAD FIRST ')) await loadFirst(visit, script.slice('LOAD FIRST '.length));
        else await run(visit, script);
      }
    }

    testFault('F08', 'that has a link for a namesake in its markup does no harm', async (visit) => {
      await visit.signInAt('/namesake');

      await expectSignedIn(visit, '/namesake');
    });

    /** What was on the page is gone by now: that a login which Kakao answers is completed is shown where rows have faults. */
    async function expectAtKakao({page, context}: Visit): Promise<void> {
      await page.waitForURL(/\/oauth\/authorize/);
      const {searchParams} = new URL(site.emulator.authorize(page.url(), {persona: 'member'}));
      assert.ok(searchParams.get('code'), page.url());
      const names = (await context.cookies(site.url)).map(({name}) => name).filter((name) => name.startsWith('ks.'));
      const [, tx = ''] = searchParams.get('state')?.split('.') ?? [];
      assert.deepEqual(names, [`ks.${tx.slice(0, 6)}`]);
    }

    for (const {id, that, steps, loads} of rows.harmless as readonly Harmless[]) {
      play(id, `that ${that} does no harm`, async (visit) => {
        await arrange(visit, steps);

        await (id.startsWith('F') ? visit.signIn() : visit.press());
        if (loads !== undefined) assert.equal(site.emulator.counts.sdk, loads);

        await (id.startsWith('F') ? expectSignedIn(visit, AT) : expectAtKakao(visit));
      });
    }

    test('O40 that is that of a channel’s button draws no second one, and serves the site on', async (visit) => {
      await visit.goTo(AT);
      await run(visit, `${toChannel(false)} window.firstInit = Kakao.init;`);
      await touch(visit);
      // A function: a text that is asked for again is not run under the page's policy.
      await visit.page.waitForFunction(() => Kakao.init !== firstInit);

      const later = 'new Promise((resolve) => setTimeout(() => resolve([drawn, Kakao.Channel.chat()]), 0))';
      assert.deepEqual(await visit.page.evaluate(later), [1, 'chat']);
      await visit.signIn();

      await expectSignedIn(visit, AT);
    });

    for (const {id, that, steps, keeps, code = 'sdk_conflict', neighbour} of rows.conflicts as readonly Conflict[]) {
      play(id, `that ${that} is left alone`, async (visit) => {
        await arrange(visit, steps);

        await visit.press();

        await expectFailed(visit, AT, {code, message: ko.unavailable}, neighbour ? {neighbour} : {});
        assert.equal(await visit.page.evaluate(keeps.replace('OTHER', OTHER_KEY)), true);
      });

      // One for each code: what of the SDK is found wrong is nothing to the direct path.
      if (!/^O1[04]$/.test(id)) continue;
      test(`${id} that ${that} is not needed on a phone with the direct path`, {device: 'android'}, async (visit) => {
        site.attributes['rest-api-key'] = site.restKey;
        await arrange(visit, steps);

        await visit.signIn();

        await expectSignedIn(visit, AT);
        expectPkce(visit.traffic);
        assert.deepEqual(visit.traffic.appSwitches, []);
      });
    }

    test('O50 outside KakaoTalk refuses prompt=none, and the next press asks with a screen', async (visit) => {
      await visit.goTo(AT);
      const silence = `document.querySelector('kakao-login-button').prompt = 'none';`;
      await run(visit, silence);
      await visit.press();

      await expectFailed(visit, AT, {code: 'kakao_interaction_required', end: 'retry', message: ko.retry});
      await run(visit, silence);
      await visit.signIn();

      await expectSignedIn(visit, AT, {error: [AT]});
    });

    /** The first press has opened KakaoTalk and nobody has answered; the page waits for the second. */
    async function pressOnce(visit: Visit): Promise<() => Promise<void>> {
      const {clock} = visit.page;
      await clock.install();
      await visit.pressAt(AT);
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
      test(`${id} that is ${what} between two presses serves the second`, {device: 'android'}, async (visit) => {
        const pressAgain = await pressOnce(visit);
        await run(visit, script());

        await pressAgain();
        // That window stays, and swallows touches on Kakao's pages too.
        await visit.page.waitForURL(/\/oauth\/authorize/);
        await visit.page.goto(site.emulator.authorize(visit.page.url(), {persona: 'new-visitor'}));

        await expectSignedIn(visit, AT, {open: 1});
      });
    }

    test('O22 that gets another key between two presses is left alone', {device: 'android'}, async (visit) => {
      const pressAgain = await pressOnce(visit);
      await run(visit, `Kakao.cleanup(); Kakao.init('${OTHER_KEY}');`);

      await pressAgain();

      await expectFailed(visit, AT, {code: 'sdk_conflict'}, {open: 1});
      assert.equal(await visit.page.evaluate('Kakao.Auth.getAppKey()'), OTHER_KEY);
    });
  });
}
