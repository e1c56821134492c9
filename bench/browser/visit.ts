import {setTimeout as delay} from 'node:timers/promises';
import type {Browser, CDPSession, Page} from 'playwright-core';

const PHONE = 'Mozilla/5.0 (Linux; Android 14; SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko)';

/** User agents by where the page is shown. */
export const USER_AGENTS = {
  phone: `${PHONE} Chrome/131.0.0.0 Mobile Safari/537.36`,
  talk: `${PHONE} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/26.8.1 (INAPP)`,
} as const;

/** How a button is pressed. A finger stays for 80 ms; a script of the site's own, or a quick finger, does not. */
export const WAYS = ['touch, 80 ms', 'touch, no pause', 'mouse'] as const;
export type Way = (typeof WAYS)[number];

/** How many times slower the processor is made. */
export const SLOWDOWNS = [1, 4] as const;
export type Slowdown = (typeof SLOWDOWNS)[number];

/** A slow phone’s network: bytes a second, and ms. */
export const SLOW_NETWORK = {offline: false, latency: 300, downloadThroughput: 90_000, uploadThroughput: 90_000};

const HOLD = 80;
/** How long a page may take, in ms, however busy the machine is. */
const LIMIT = 60_000;

export interface Device {
  /** A desktop with a mouse, if it is not given. */
  readonly userAgent?: string | undefined;
  readonly slowdown: Slowdown;
  readonly network?: typeof SLOW_NETWORK;
  /** Runs before the page's own scripts. */
  readonly before?: string;
}

/** What a page tells by itself. */
export interface Told {
  /** When its button was painted, in ms since the navigation began, and where. */
  readonly painted?: number;
  readonly x?: number;
  readonly y?: number;
  /** How a press has reached Kakao's SDK, and how many ms after its time stamp. */
  readonly authorized?: {readonly throughTalk: boolean; readonly hasGesture: boolean; readonly after: number};
}

export interface Visit {
  readonly page: Page;
  readonly devtools: CDPSession;
  /** When the button was painted, in ms since the navigation began, and where it is. */
  readonly painted: Promise<{readonly at: number; readonly x: number; readonly y: number}>;
  readonly authorized: Promise<NonNullable<Told['authorized']>>;
  close(): Promise<void>;
}

/** Opens a page in a context of its own: nothing is cached, nothing kept. */
export async function openVisit(browser: Browser, url: string, device: Device): Promise<Visit> {
  const {userAgent, slowdown, network, before} = device;
  const isPhone = userAgent !== undefined;
  const context = await browser.newContext({
    viewport: {width: 390, height: 844},
    ...(isPhone && {userAgent, hasTouch: true, isMobile: true}),
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await devtools.send('Runtime.enable');
  await devtools.send('Runtime.addBinding', {name: 'benchTold'});
  if (slowdown > 1) await devtools.send('Emulation.setCPUThrottlingRate', {rate: slowdown});
  if (network) {
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', network);
  }
  if (before) await page.addInitScript(before);
  const next = (key: keyof Told): Promise<Required<Told>> =>
    new Promise((resolve) => {
      devtools.on('Runtime.bindingCalled', ({name, payload}) => {
        const told = JSON.parse(payload) as Required<Told>;
        if (name === 'benchTold' && key in told) resolve(told);
      });
    });
  const painted = next('painted').then(({painted: at, x, y}) => ({at, x, y}));
  const authorized = next('authorized').then((told) => told.authorized);
  // What is measured at the first paint cannot wait until this is over.
  void page.goto(url, {waitUntil: 'commit'});
  return {page, devtools, painted, authorized, close: () => context.close()};
}

/** Waits until a page has loaded, what it does when it is idle included. */
export async function settle({page, painted}: Visit): Promise<void> {
  await painted;
  await page.waitForLoadState('load');
  await page.evaluate(
    (limit) =>
      new Promise((resolve) => {
        setTimeout(() => requestIdleCallback(resolve, {timeout: limit}), 300);
      }),
    LIMIT,
  );
}

/** Presses what is at a place. */
export async function press({devtools}: Visit, way: Way, x: number, y: number): Promise<void> {
  const touch = (type: 'touchStart' | 'touchEnd'): Promise<unknown> =>
    devtools.send('Input.dispatchTouchEvent', {type, touchPoints: type === 'touchStart' ? [{x, y}] : []});
  const mouse = (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased'): Promise<unknown> =>
    devtools.send('Input.dispatchMouseEvent', {type, x, y, button: 'left', clickCount: 1});
  if (way === 'mouse') {
    // A pointer comes before it presses.
    await Promise.all([mouse('mouseMoved'), delay(HOLD)]);
    await Promise.all([mouse('mousePressed'), mouse('mouseReleased')]);
  } else
    await Promise.all([touch('touchStart'), delay(way === 'touch, 80 ms' ? HOLD : 0).then(() => touch('touchEnd'))]);
}

/** @returns when the page was pressed, in ms since its navigation began */
export const readPressed = ({page}: Visit): Promise<number> => page.evaluate<number>('window.pressed');

/** @returns when the page's navigation began, in ms since the epoch */
export const readOrigin = ({page}: Visit): Promise<number> => page.evaluate<number>('performance.timeOrigin');

/** @throws {Error} if it takes longer than a page may */
export async function within<Value>(what: string, waited: Promise<Value>, limit = LIMIT): Promise<Value> {
  const stop = new AbortController();
  const late = delay(limit, undefined, {signal: stop.signal}).then(() => {
    throw new Error(`${what} took longer than ${limit / 1000} s.`);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}
