import {readFile} from 'node:fs/promises';
import {type Browser, type CDPSession, chromium, type Page} from 'playwright-core';
import type {KakaoEmulator} from '../../../../src/emulator/index.js';
import {createKakaoHosts} from '../../../support/kakao-hosts.js';
import {createRecorder} from '../../../support/record.js';
import {type SdkSource, toIntegrity} from '../../../support/sdk-source.js';
import {AGENTS, findChromium} from '../../support/browser.js';
import {SCRIPT_KEY} from '../../support/setup.js';
import {openShop} from '../../support/shop.js';
import {STOP_CLOCK} from './page-clock.js';

export interface PageOptions {
  /** Default: `desktop`. */
  readonly agent?: keyof typeof AGENTS;
  /** What a touch screen tells of its size. */
  readonly touchPoints?: number;
  /** Its Content Security Policy. */
  readonly csp?: string;
  /** Run in the page before anything else. */
  readonly before?: string;
  /** Whether the page's own tag loads the SDK. Default: true. */
  readonly load?: boolean;
  /** Whether it is then set up with {@link SCRIPT_KEY}. Default: true. */
  readonly init?: boolean;
  /** Whether the page's clock stands still until it is moved. */
  readonly clock?: boolean;
  /** Whether the page can be left. Without it, and without a clock, Kakao answers 204. */
  readonly leaves?: boolean;
  /** Whether it is in a browser with windows, since the SDK opens one. It can be left. */
  readonly popups?: boolean;
}

/** What a call throws, as a page sees it. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly isError: boolean;
  /** The names of its own fields. */
  readonly own: readonly string[];
}

/** A page of a shop with Kakao's SDK, in a browser for which Kakao's hosts are the emulator. */
export interface SdkPage {
  readonly page: Page;
  readonly emulator: KakaoEmulator;
  readonly origin: string;
  readonly redirectUri: string;
  /** Where the SDK's file is. */
  readonly sdkUrl: string;
  readonly version: string;
  /** Runs an expression in the page. */
  run<Result = unknown>(expression: string): Promise<Result>;
  /** What a statement throws; null where it throws nothing. */
  thrown(statement: string): Promise<Thrown | null>;
  /** Calls `Kakao.Auth.authorize`: the kind of its result. The settings are JSON, or an expression. */
  authorize(settings: Readonly<Record<string, unknown>> | string): Promise<'undefined' | 'Promise' | 'thenable'>;
  /** Where the page has tried to go. */
  jumps(): Promise<readonly string[]>;
  /** The `count`th of {@link jumps}: at once, or when it comes. */
  nextJump(count?: number): Promise<string>;
  /** How the results of {@link authorize} were settled: `resolved {…}` or `rejected {…}`. */
  settlements(): Promise<readonly string[]>;
  nextSettlement(): Promise<string>;
  /** Moves a clock that stands still. */
  pass(milliseconds: number): Promise<void>;
}

/** Where the facts are looked at: one file of the SDK, one browser, one Kakao. */
export interface SdkStage {
  open(options?: PageOptions, version?: string): Promise<SdkPage>;
  /** Closes the pages that are not shared, and forgets what happened at Kakao. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(sdk: SdkSource): Promise<SdkStage> {
  const hosts = await createKakaoHosts();
  const shop = await openShop({tls: hosts.tls, sdkFile: sdk.file});
  const launch = async (hasWindows: boolean): Promise<Browser> => {
    const {path, args} = await findChromium({hasWindows});
    return chromium.launch({executablePath: path, args: [...args, ...hosts.toBrowserArgs(shop.listening.port)]});
  };
  const browser = await launch(false);
  let windows: Promise<Browser> | null = null;
  const browsers = async (): Promise<readonly Browser[]> => [browser, ...(windows ? [await windows] : [])];
  /** For the many that need no clock and stay where they are: a new one each would take most of a run's time. */
  const shared = new Map<string, Tab>();
  async function shareTab(options: PageOptions): Promise<Tab> {
    const name = JSON.stringify([options.before, options.touchPoints]);
    const found = shared.get(name);
    if (found) return found;
    const tab = await openTab(browser, options);
    shared.set(name, tab);
    // It stays, so that it can be used again, and reaches nobody when it goes on asking for answers.
    for (const address of [/^https:\/\/(kauth|talk-apps)\.kakao\.com\//, `${shop.redirectUri}?**`]) {
      await tab.page.route(address, (route) => route.fulfill({status: 204}));
    }
    return tab;
  }

  return {
    async open(options = {}, version = sdk.version) {
      const sdkUrl = `https://t1.kakaocdn.net/kakao_js_sdk/${version}/kakao.min.js`;
      shop.front.csp = options.csp ?? '';
      shop.front.head = options.load === false ? '' : await toTag(sdkUrl);
      const {clock = false, leaves = false, popups = false} = options;
      const own = popups ? await (windows ??= launch(true)) : clock || leaves ? browser : null;
      const tab = own ? await openTab(own, options) : await shareTab(options);
      return openSdkPage(tab, options, {...shop, sdkUrl, version});
    },
    async reset() {
      const kept = [...shared.values()].map(({page}) => page.context());
      const contexts = (await browsers()).flatMap((each) => each.contexts());
      for (const context of contexts) if (!kept.includes(context)) await context.close();
      shop.emulator.reset();
    },
    async close() {
      for (const each of await browsers()) await each.close();
      await shop.close();
    },
  };

  /** The tag that Kakao's documentation shows. */
  async function toTag(url: string): Promise<string> {
    const file = sdk.file === undefined ? (await shop.emulator.fetch(url)).arrayBuffer() : readFile(sdk.file);
    const integrity = toIntegrity(new Uint8Array(await file));
    return `<script src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`;
  }
}

/** A tab, and what is told of the page that is open in it. */
interface Tab {
  readonly page: Page;
  readonly cdp: CDPSession;
  onJump: (address: string) => void;
  onSettlement: (settlement: string) => void;
}

async function openTab(browser: Browser, {touchPoints, before, clock}: PageOptions): Promise<Tab> {
  const context = await browser.newContext({locale: 'ko-KR', userAgent: AGENTS.desktop});
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const tab: Tab = {page, cdp, onJump: () => undefined, onSettlement: () => undefined};
  await cdp.send('Page.enable');
  cdp.on('Page.frameRequestedNavigation', ({url}) => tab.onJump(url));
  await page.exposeBinding('tellSettlement', (_source, how: string, value: unknown) =>
    tab.onSettlement(`${how} ${JSON.stringify(value)}`),
  );
  if (touchPoints !== undefined) {
    await page.addInitScript(`Object.defineProperty(Navigator.prototype, 'maxTouchPoints', {value: ${touchPoints}})`);
  }
  if (before !== undefined) await page.addInitScript(before);
  if (clock) await page.addInitScript(STOP_CLOCK);
  return tab;
}

async function openSdkPage(
  tab: Tab,
  {agent = 'desktop', load = true, init = true}: PageOptions,
  shop: Pick<SdkPage, 'emulator' | 'origin' | 'redirectUri' | 'sdkUrl' | 'version'>,
): Promise<SdkPage> {
  const {page, cdp} = tab;
  const jumps = createRecorder<string>((address) => address);
  const settlements = createRecorder<string>((settlement) => settlement);
  const run = <Result>(expression: string): Promise<Result> => page.evaluate<Result>(expression);
  /** What the browser has told of the page until now is here when it answers. */
  const catchUp = async (): Promise<void> => {
    await cdp.send('Runtime.evaluate', {expression: '0'});
    await run('0');
  };

  await cdp.send('Emulation.setUserAgentOverride', {userAgent: AGENTS[agent]});
  await page.goto(`${shop.origin}/`);
  await run('sessionStorage.clear()');
  Object.assign(tab, {onJump: jumps.add, onSettlement: settlements.add});
  if (load && init) await run(`Kakao.init(${JSON.stringify(SCRIPT_KEY)})`);

  return {
    ...shop,
    page,
    run,
    thrown: (statement) =>
      run(`(() => {
        try {
          ${statement};
          return null;
        } catch (error) {
          const {name, message} = error;
          return {name, message, isError: error instanceof Error, own: Object.keys(error).sort()};
        }
      })()`),
    authorize: (settings) =>
      run(`(() => {
        const answer = Kakao.Auth.authorize(${typeof settings === 'string' ? settings : JSON.stringify(settings)});
        if (answer === undefined) return 'undefined';
        answer.then((value) => tellSettlement('resolved', value), (reason) => tellSettlement('rejected', reason));
        return answer instanceof Promise ? 'Promise' : 'thenable';
      })()`),
    async jumps() {
      await catchUp();
      return jumps.all;
    },
    nextJump: (count = 1) => jumps.wait(`Jump ${count}`, (all) => all[count - 1]),
    async settlements() {
      await catchUp();
      return settlements.all;
    },
    nextSettlement: () => settlements.wait('A settlement', (all) => all[0]),
    async pass(milliseconds) {
      try {
        await run(`passTime(${milliseconds})`);
      } catch (error) {
        // A page that leaves meanwhile may be gone before it has answered.
        if (!/context was destroyed/.test(String(error))) throw error;
      }
    },
  };
}
