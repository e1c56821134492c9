import assert from 'node:assert/strict';
import type {KakaoEmulator} from 'kakao-sync-widget/emulator';
import type {Browser, BrowserContext, BrowserContextOptions, Page} from 'playwright-core';
import {DEVICES, type Device} from './browser.js';
import {type EventRecord, recordEvents} from './events.js';
import {type KakaoPages, toKakaoPages} from './kakao-pages.js';
import {FIRST_STATE, type PageSnapshot, readDocument, takeSnapshot} from './page-snapshot.js';
import type {TestEnvironment} from './test-environment.js';
import type {Watched} from './observation.js';
import {LATE_LIMITS} from './late-limits.js';
import {keepFirstState} from './page-events.js';
import {recordTraffic, type Traffic} from './traffic.js';
import {recordViolations, type Violations} from './violations.js';

export interface VisitOptions {
  readonly device?: Device | BrowserContextOptions;
  readonly locale?: 'ko-KR' | 'en-US';
  /** Where pages of the site are besides, without being the site: beginnings of addresses. */
  readonly elsewhere?: string;
}

/** How visitors sign in most of the time: a member, or somebody new. */
export interface Logins {
  /** Presses the button of the page that is shown. */
  signIn(): Promise<void>;
  signUp(): Promise<void>;
  /** Goes to a page first. */
  signInAt(path: string): Promise<void>;
  signUpAt(path: string): Promise<void>;
}

export function toLogins({
  goTo,
  press,
  kakao,
}: {
  readonly goTo: (path: string) => Promise<void>;
  readonly press: () => Promise<void>;
  readonly kakao: Pick<KakaoPages, 'signIn' | 'signUp'>;
}): Logins {
  const signIn = async (): Promise<void> => {
    await press();
    await kakao.signIn('이하늘');
  };
  const signUp = async (): Promise<void> => {
    await press();
    await kakao.signUp('김새봄');
  };
  return {
    signIn,
    signUp,
    signInAt: (path) => goTo(path).then(signIn),
    signUpAt: (path) => goTo(path).then(signUp),
  };
}

/** Somebody with a browser of their own, and everything that is told or sent while they are here. */
export interface Visit extends Logins {
  readonly environment: TestEnvironment;
  readonly context: BrowserContext;
  /** The tab they began in. */
  readonly page: Page;
  /** What they do when Kakao's pages are shown in it. */
  readonly kakao: KakaoPages;
  readonly events: EventRecord;
  readonly traffic: Traffic;
  /** What the policies of the site's pages have stopped. */
  readonly violations: Violations;
  openTab(): Promise<Page>;
  /** Goes to a page of the site. */
  goTo(path: string, page?: Page): Promise<void>;
  /** Presses a button as the device does it: by a finger or a mouse. */
  press(name?: string, page?: Page): Promise<void>;
  /** Goes to a page of the site and presses its button. */
  pressAt(path: string, page?: Page): Promise<void>;
  /** {@link pressAt}, until Kakao's page is shown: its address. */
  goToKakao(path: string, page?: Page): Promise<string>;
  /** {@link goToKakao}: where Kakao would lead back to. */
  begin(path: string, page?: Page, decision?: Parameters<KakaoEmulator['authorize']>[1]): Promise<string>;
  /** The text of the page, open shadow roots included. */
  readText(page?: Page): Promise<string>;
  waitForText(text: string, page?: Page): Promise<void>;
  takeSnapshot(page: Page): Promise<PageSnapshot>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The name of the login button where nothing else is said. */
export const START = '카카오로 시작하기';

export async function startVisit(
  browser: Browser,
  environment: TestEnvironment,
  options: VisitOptions = {},
): Promise<Visit> {
  const {device = 'desktop', locale = 'ko-KR', elsewhere} = options;
  const settings: BrowserContextOptions = typeof device === 'string' ? DEVICES[device] : device;
  const context = await browser.newContext({...settings, locale, timezoneId: 'Asia/Seoul'});
  context.setDefaultTimeout(60_000);
  await context.addInitScript(LATE_LIMITS);
  // Chromium 156 crashes now and then where a page asks for an app and goes on to the site, but not while requests pass
  // through us. What is asked of an app does not.
  if (settings.userAgent?.includes('Android')) await context.route(/^intent:/, (route) => route.abort());
  const events = await recordEvents(context);
  const violations = await recordViolations(context, environment.url);
  await context.addInitScript(keepFirstState, FIRST_STATE);
  const traffic = recordTraffic(context, environment, elsewhere);
  const openTab = async (): Promise<Page> => {
    const tab = await context.newPage();
    await traffic.watch(tab);
    return tab;
  };
  const page = await openTab();

  const goTo = async (path: string, tab = page): Promise<void> => void (await tab.goto(environment.url + path));
  async function press(name = START, tab = page): Promise<void> {
    const button = tab.getByRole('button', {name}).first();
    await (settings.hasTouch ? button.tap() : button.click());
  }
  async function pressAt(path: string, tab = page): Promise<void> {
    await goTo(path, tab);
    await press(START, tab);
  }
  async function goToKakao(path: string, tab = page): Promise<string> {
    await pressAt(path, tab);
    await tab.waitForURL(/\/oauth\/authorize/);
    return tab.url();
  }

  const kakao = toKakaoPages(page, locale === 'en-US' ? 'en' : 'ko');

  return {
    ...toLogins({goTo, press, kakao}),
    environment,
    context,
    page,
    kakao,
    events,
    traffic,
    violations,
    openTab,
    goTo,
    press,
    pressAt,
    goToKakao,
    async begin(path, tab, decision = {persona: 'member'}) {
      return environment.emulator.authorize(await goToKakao(path, tab), decision);
    },
    readText: async (tab = page) => (await tab.evaluate(readDocument, FIRST_STATE)).text,
    waitForText: (text, tab = page) => tab.getByText(text).first().waitFor({state: 'attached', timeout: PATIENCE}),
    takeSnapshot: (tab) => takeSnapshot(tab, context, environment.url),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** How long what is to be said may be on its way: with a part of the code that is fetched for it. */
const PATIENCE = 20_000;

/** The page says something, within an element or a shadow root, or soon will. */
export async function expectText<Tab>(
  visit: Pick<Watched<Tab>, 'readText' | 'waitForText'>,
  text: string,
  page?: Tab,
): Promise<void> {
  // What is not said in time shows below, with all that is.
  await visit.waitForText(text, page).catch(() => null);
  const all = await visit.readText(page);
  assert.ok(all.includes(text), `The page says "${text}":\n${all}`);
}
