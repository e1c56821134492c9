import {after, before, beforeEach, describe, test as nodeTest, type TestContext} from 'node:test';
import type {Browser} from 'playwright-core';
import type {BrowserOptions} from './browser.js';
import type {FaultId} from './fault-matrix.js';
import type {SdkEnvironment} from './sdk-environments.js';
import {isShared, shareBrowser} from './shared-browser.js';
import {type Shop, type ShopOptions, startShop} from './shop.js';
import {type Site, type SiteOptions, startSite} from './site.js';
import type {TestEnvironment} from './test-environment.js';
import {testFault} from './test-fault.js';
import {startVisit, type Visit, type VisitOptions} from './visit.js';

// What nearly all journeys need.
export {expectErrorTold, expectFailed, expectOneMorePress, expectSignedIn, type Failure} from './endings.js';
export {holdNext, waitForHeldPost} from './held-route.js';
export {expectEnding} from './invariants.js';
export {expectPkce} from './pkce.js';
export {CALLBACK_PATH, SESSION_PATH} from './test-environment.js';
export {en, ja, ko} from './texts.js';
export {expectText, START, type Visit, type VisitOptions} from './visit.js';

/** Where most of them begin. */
export const AT = '/cart?item=1%2F2#total';

/** What a test does with a visit, which ends with it. */
type Run = (visit: Visit, t: TestContext) => Promise<void>;
/** The visit's options, and the test; or the test alone. */
type Steps = [run: Run] | [options: VisitOptions, run: Run];

/** What the tests of a journey have. */
export interface Journey<Where> {
  /** The site, as at the start before each test. */
  readonly site: Where;
  /** A test with a visitor of its own. */
  test(title: string, ...steps: Steps): void;
  /** {@link testFault}, likewise. */
  testFault(rows: FaultId | readonly [FaultId, ...FaultId[]], how: string, ...steps: Steps): void;
  /** Somebody else. */
  openVisit(options?: VisitOptions): Promise<Visit>;
  getBrowser(): Browser;
}

/** A site that can be set back, and the browser it is visited with. */
export interface Opened<Where> {
  readonly site: Where;
  readonly browser: Browser;
}

interface Resettable extends TestEnvironment {
  reset(): void;
  close(): Promise<void>;
}

export interface JourneyOptions extends Omit<SiteOptions, 'atKakaoHosts'> {
  readonly browser?: BrowserOptions;
  /** Kakao's addresses and its SDK, if not those of the emulator. */
  readonly at?: SdkEnvironment;
  /** What visitors come with, if a test says nothing of it. */
  readonly visit?: VisitOptions;
}

/** Tests at a small site beside the emulator: starts both and a browser, hands them to the tests, and closes them. */
export function describeJourney(title: string, options: JourneyOptions, suite: (journey: Journey<Site>) => void): void {
  const {browser, at, visit, ...siteOptions} = options;
  const open = async (): Promise<Opened<Site>> => {
    if (at) return at.open(siteOptions);
    const [shared, site] = await Promise.all([shareBrowser(browser), startSite(siteOptions)]);
    return {browser: shared, site};
  };
  describeJourneyAt(title, open, suite, visit);
}

/** Tests at the demo shop. */
export function describeShop(title: string, options: ShopOptions, suite: (journey: Journey<Shop>) => void): void {
  const open = async (): Promise<Opened<Shop>> => {
    const [browser, site] = await Promise.all([shareBrowser(), startShop(options)]);
    return {browser, site};
  };
  describeJourneyAt(title, open, suite);
}

/** Tests wherever `open` says. A browser that is not shared is closed with the site. */
export function describeJourneyAt<Where extends Resettable>(
  title: string,
  open: () => Promise<Opened<Where>>,
  suite: (journey: Journey<Where>) => void,
  usual: VisitOptions = {},
): void {
  describe(title, {concurrency: 1}, () => {
    let opened: Opened<Where> | undefined;
    const read = (): Opened<Where> => {
      if (!opened) throw new Error('The site is there in tests and hooks only.');
      return opened;
    };
    const openVisit = (options = usual): Promise<Visit> => startVisit(read().browser, read().site, options);
    const toTest = (steps: Steps): ((t: TestContext) => Promise<void>) => {
      const [options, run] = steps.length === 1 ? [usual, steps[0]] : steps;
      // A test that names no visit opens its own.
      if (run.length === 0) return () => run(undefined as never, undefined as never);
      return async (t) => {
        await using visit = await openVisit(options);
        await run(visit, t);
      };
    };

    before(async () => {
      opened = await open();
    });
    after(async () => {
      if (!isShared(read().browser)) await read().browser.close();
      await read().site.close();
    });
    beforeEach(() => read().site.reset());
    suite({
      site: defer(() => read().site),
      test: (name, ...steps) => void nodeTest(name, toTest(steps)),
      testFault: (rows, how, ...steps) => testFault(rows, how, toTest(steps)),
      openVisit,
      getBrowser: () => read().browser,
    });
  });
}

/** Stands for an object that is there later, so that a suite can name it at once. */
function defer<Value extends object>(read: () => Value): Value {
  return new Proxy({} as Value, {get: (_, name): unknown => Reflect.get(read(), name)});
}

/** The events of a visit that say how its logins went, and on which pages. */
export function endsOf({events}: Visit): string[] {
  return events.all
    .filter(({type}) => !/state-change|return$/.test(type))
    .map(({type, page}) => `${type.replace('kakao-', '')} ${page}`);
}

/**
 * Signs up, then reloads, goes away and back, and opens the callback's address once more.
 *
 * @param path of the callback
 * @returns that address
 */
export async function comeBackAgain(visit: Visit, path: string): Promise<string> {
  const {page} = visit;
  await visit.pressAt(AT);
  const returned = page.waitForRequest((request) => request.url().includes(path));
  await visit.kakao.signUp('김새봄');
  const callback = (await returned).url();
  await visit.events.next('kakao-login-success');
  await page.reload();
  await visit.goTo('/elsewhere');
  await page.goBack();
  await page.goto(callback);
  await page.waitForURL((url) => !url.pathname.includes(path));
  return callback;
}

/** Signs in at Kakao, declines there, and presses and agrees next. */
export async function cancelThenAgree(visit: Visit): Promise<void> {
  await visit.pressAt(AT);
  await visit.kakao.signIn('김새봄');
  await visit.kakao.cancel();
  await visit.events.next('kakao-login-cancel');
  await visit.press();
  await visit.kakao.agree();
  await visit.events.next('kakao-login-success');
}
