import '../../../src/client/eager.js';
import {createClient} from '../../../src/client/client.js';
import type {ClientContext} from '../../../src/client/page/client-context.js';
import type {PageClient} from '../../../src/client/page/page-client.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {ConsentOptions} from '../../../src/client/state/consent-request.js';
import type {LoginOptions} from '../../../src/client/state/login-options.js';
import type {ClientPorts} from '../../../src/client/page/ports/ports.js';
import {toLine} from '../../../src/client/report/lines.js';
import type {SkipReason} from '../../../src/client/state/skip-reason.js';
import {
  readTransactionCookieValue,
  type ConsumedTransaction,
  type StoredTransaction,
  type TransactionRecord,
} from '../../../src/shared/transaction.js';
import {FakeClock} from './clock.js';
import {CookieJar} from './cookie-jar.js';
import devices from './devices.json' with {type: 'json'};
import {FakeSdkHost} from './kakao-sdk.js';
import {FakeShop} from './shop.js';
import {FakeStorage} from './storage.js';

export const ORIGIN = 'https://shop.example';
export const APP_KEY = '0123456789abcdef0123456789abcdef';
export const REST_KEY = 'fedcba9876543210fedcba9876543210';
export const CODE = 'kakao-authorization-code-canary';
export const CALLBACK = '/kakao/callback';
export const SDK_FILE = 'https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js';
export const ENDPOINT = '/api/kakao/session';

/** What a shop writes. */
export const CONFIG: KakaoSyncConfig = {appKey: APP_KEY, endpoint: ENDPOINT, redirectUri: CALLBACK};

export type Device = keyof typeof devices;

export interface BrowserOptions {
  readonly device?: Device;
  readonly origin?: string;
  readonly isSecureContext?: boolean;
  /** Whether there are Web Locks. */
  readonly hasLocks?: boolean;
}

/** One visitor's browser: what its tabs share, and the tabs. */
export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly cookies = new CookieJar(this.clock);
  readonly shop = new FakeShop();
  readonly localItems = new Map<string, string>();
  readonly pages: FakePage[] = [];
  /** The names of the locks that its pages have taken. */
  readonly locks = new Set<string>();
  readonly options: Required<BrowserOptions>;
  #lock: Promise<unknown> = Promise.resolve();

  constructor(options: BrowserOptions = {}) {
    this.options = {device: 'desktop', origin: ORIGIN, isSecureContext: true, hasLocks: true, ...options};
  }

  /** Opens an address in a tab of its own. */
  open(address: string, options: PageOptions = {}): FakePage {
    return new FakePage(this, address, new FakeStorage(), options);
  }

  /** Opens an address as {@link open}, and lets its client start. */
  async visit(address: string, options: PageOptions = {}): Promise<FakePage> {
    const page = this.open(address, options);
    await page.client.start();
    return page;
  }

  /** All transactions in the jar. */
  get transactions(): readonly StoredTransaction[] {
    return this.cookies
      .names()
      .map((name) => readTransactionCookieValue(this.cookies.get(name) ?? ''))
      .filter((entry) => entry !== null);
  }

  get records(): readonly TransactionRecord[] {
    return this.transactions.filter((entry): entry is TransactionRecord => !('used' in entry));
  }

  /** The only open transaction. */
  get record(): TransactionRecord {
    const [record, ...others] = this.records;
    if (!record || others.length > 0) throw new Error(`${this.records.length} transactions are open.`);
    return record;
  }

  get tombstones(): readonly ConsumedTransaction[] {
    return this.transactions.filter((entry): entry is ConsumedTransaction => 'used' in entry);
  }

  withLock<Result>(name: string, run: () => Result): Promise<Result> {
    this.locks.add(name);
    if (!this.options.hasLocks) return Promise.resolve(run());
    const result = this.#lock.then(run);
    this.#lock = result;
    return result;
  }
}

export interface PageOptions {
  readonly config?: KakaoSyncConfig;
  readonly sdk?: FakeSdkHost;
  /** Storages that are forbidden on this page. */
  readonly forbidden?: readonly ('localStorage' | 'sessionStorage')[];
  /** Types of events that the page prevents. */
  readonly prevented?: readonly string[];
  /** Why this visit may not be left without a press. */
  readonly unfit?: SkipReason;
  /** What the script in `<head>` has decided. */
  readonly decided?: Promise<SkipReason | null>;
  /** Nothing on the page can show an outcome. */
  readonly isMute?: boolean;
  /** The address that the document was loaded with: its own, unless a router has moved it since; null after a reload. */
  readonly arrival?: string | null;
  /** Where the visitor of a press has come from. */
  readonly source?: ReturnType<ClientPorts['findSource']>;
  /** Shown in a frame. */
  readonly isFramed?: boolean;
  /** Of the window, where this origin's pages are all around the frame. */
  readonly topAddress?: string;
  /** A sandbox keeps the window where it is. */
  readonly isSandboxed?: boolean;
  /** The page's own history state. */
  readonly historyState?: unknown;
  /** The contents of the page's `<meta>` by their names. */
  readonly meta?: Readonly<Record<string, string>>;
  /** There is a login button of ours. */
  readonly hasLoginButton?: boolean;
  /** When all that it needs has arrived; at once by default. */
  readonly loaded?: Promise<void>;
  /** Still being prerendered: `activate()` shows it. */
  readonly isPrerendered?: boolean;
}

/** Those who listen to something, until they do no more. */
class Listeners<Values extends unknown[] = []> extends Set<(...values: Values) => void> {
  readonly listen = (callback: (...values: Values) => void): (() => void) => {
    this.add(callback);
    return () => this.delete(callback);
  };
  readonly call = (...values: Values): void => [...this].forEach((callback) => callback(...values));
}

/** One document: its ports, all that they recorded, and its client. */
export class FakePage {
  readonly browser: FakeBrowser;
  readonly client: PageClient;
  readonly sdk: FakeSdkHost;
  readonly navigations: {readonly to: string; readonly how: 'assign' | 'replace'}[] = [];
  /** Addresses that were opened in windows of their own. */
  readonly windows: string[] = [];
  readonly rewrites: string[] = [];
  /** How often it was loaded anew. */
  reloads = 0;
  isOnline = true;
  /** Fragments that were gone to as by a link. */
  readonly fragments: string[] = [];
  historyState: unknown;
  readonly events: {readonly type: string; readonly detail: unknown; readonly target: EventTarget | undefined}[] = [];
  readonly reports: string[] = [];
  readonly localStorage: FakeStorage;
  readonly sessionStorage: FakeStorage;
  readonly prevented: Set<string>;
  address: URL;
  isVisible = true;
  /** Nothing on the page can show an outcome. */
  isMute: boolean;
  unfit: SkipReason | null;
  /** What the browser says of the visitor's gesture. */
  gesture: boolean | undefined = true;
  activate: () => void = () => undefined;
  /** Not yet replaced by another document. */
  isAlive = true;
  /** When the document has been read to its end. */
  parsed: Promise<void> = Promise.resolve();
  /** When all that it needs has arrived. */
  loaded: Promise<void> = Promise.resolve();
  /** When the window's own page has loaded. */
  topLoaded: Promise<void> = Promise.resolve();
  #activated: Promise<void> | null = null;
  readonly #options: PageOptions;
  readonly #loaded: string;
  readonly #returns = new Listeners();
  readonly #visibility = new Listeners();
  readonly #restore = new Listeners();
  readonly #storage = new Listeners<[key: string | null]>();
  readonly #firstUse = new Listeners();
  readonly #pressLost = new Listeners();
  readonly #activity = new Listeners();
  readonly #addressChange = new Listeners();

  /** Comes back from the back-forward cache. */
  readonly restore = this.#restore.call;
  /** The visitor is back from another window. */
  readonly focus = this.#returns.call;
  /** Another tab has changed an entry of localStorage (null: all of it). */
  readonly hearStorage = this.#storage.call;

  constructor(browser: FakeBrowser, address: string, sessionStorage: FakeStorage, options: PageOptions) {
    this.browser = browser;
    this.#options = options;
    this.sdk = options.sdk ?? new FakeSdkHost();
    this.address = new URL(address, browser.options.origin);
    this.#loaded = this.address.href;
    this.prevented = new Set(options.prevented);
    this.unfit = options.unfit ?? null;
    this.isMute = options.isMute ?? false;
    if (options.isPrerendered) {
      this.#activated = new Promise((resolve) => {
        this.activate = () => {
          this.#activated = null;
          resolve();
        };
      });
    }
    this.loaded = options.loaded ?? this.loaded;
    this.historyState = options.historyState ?? null;
    this.localStorage = new FakeStorage(browser.localItems, (key) => {
      for (const page of browser.pages) if (page !== this && page.isAlive) queueMicrotask(() => page.hearStorage(key));
    });
    this.sessionStorage = sessionStorage;
    this.localStorage.isForbidden = !!options.forbidden?.includes('localStorage');
    this.sessionStorage.isForbidden = !!options.forbidden?.includes('sessionStorage');
    browser.pages.push(this);
    this.client = createClient(this.#createPorts(), options.config ?? CONFIG, options.decided);
  }

  /** Presses a button that has been prepared, as it is after the first sign of use. */
  async press(options: LoginOptions = {}): Promise<void> {
    await this.client.prepare();
    this.client.login(options);
    await this.browser.clock.advance(0);
  }

  /** Asks for a consent, as a pressed button does. */
  async consent(options: ConsentOptions = {}): Promise<void> {
    await this.client.prepare();
    this.client.requestConsent(options);
    await this.browser.clock.advance(0);
  }

  /** Goes on to the next document in this tab: where the page navigated to, or `address`. */
  follow(address = this.navigations.at(-1)!.to, options: PageOptions = {}): FakePage {
    this.isAlive = false;
    const {config = CONFIG, forbidden = []} = this.#options;
    return new FakePage(this.browser, address, this.sessionStorage, {config, forbidden, ...options});
  }

  /** Goes on as {@link follow}, and lets the next client start. */
  async visit(address?: string, options?: PageOptions): Promise<FakePage> {
    const page = this.follow(address, options);
    await page.client.start();
    return page;
  }

  /** What its client's parts share. */
  get context(): ClientContext {
    return this.client.context as ClientContext;
  }

  /** The authorization request that left last, by either path. */
  get left(): Record<string, string> {
    const last = this.navigations.at(-1);
    if (last?.to.includes('/oauth/authorize')) return Object.fromEntries(new URL(last.to).searchParams);
    const settings = this.sdk.sdk.authorizations.at(-1)!;
    return {state: settings.state, nonce: settings.nonce, redirect_uri: settings.redirectUri};
  }

  /** The address that Kakao answers with. */
  answer(query: Record<string, string> = {code: CODE}): string {
    const {state = '', redirect_uri: redirectUri = ''} = this.left;
    return `${redirectUri}?${new URLSearchParams({...query, state}).toString()}`;
  }

  eventsOf(type: string): readonly {readonly detail: unknown; readonly target: EventTarget | undefined}[] {
    return this.events.filter((event) => event.type === type);
  }

  /** The types of all events but state changes, in order. */
  get told(): readonly string[] {
    return this.events.map(({type}) => type).filter((type) => type !== 'kakao-state-change');
  }

  show(): void {
    this.isVisible = true;
    this.#visibility.call();
  }

  hide(): void {
    this.isVisible = false;
    this.#visibility.call();
  }

  /** The page's router changes the address without a load. */
  route(to: string, historyState = this.historyState): void {
    const {origin} = this.address;
    this.address = new URL(to.startsWith('/') ? origin + to : to, this.address);
    this.historyState = historyState;
    this.#addressChange.call();
  }

  /** Somebody touches, scrolls or types. */
  use(): void {
    this.#firstUse.call();
    this.#firstUse.clear();
  }

  /** The finger scrolls, or the page is left. */
  losePress(): void {
    this.#pressLost.call();
  }

  /** Resolves as soon as something that the page does makes the condition true. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watch = (): void => {
        if (!condition()) return;
        stop();
        resolve();
      };
      const stop = this.#activity.listen(watch);
      watch();
    });
  }

  #createPorts(): ClientPorts {
    const {browser, sdk} = this;
    const {clock, cookies, shop, options} = browser;
    const navigate: ClientPorts['navigate'] = (to, how) => {
      this.navigations.push({to, how});
      this.#activity.call();
    };
    return {
      ...devices[options.device],
      isSecureContext: options.isSecureContext,
      now: () => clock.now(),
      after: (milliseconds, callback) => {
        const cancel = clock.after(milliseconds, () => {
          if (this.isAlive) callback();
        });
        this.#activity.call();
        return cancel;
      },
      address: () => new URL(this.address),
      arrival: () => {
        const {arrival = this.#loaded} = this.#options;
        return arrival === null ? null : new URL(arrival, options.origin);
      },
      findSource: () => this.#options.source ?? {},
      rewriteAddress: (to, toState = (state) => state) => {
        this.rewrites.push(to);
        this.route(to, toState(this.historyState));
      },
      onAddressChange: this.#addressChange.listen,
      showFragment: (hash) => {
        this.fragments.push(hash);
        this.route(hash, null);
      },
      navigate,
      navigateTop: (to) => {
        if (this.#options.isSandboxed) throw new DOMException('', 'SecurityError');
        navigate(to, 'assign');
      },
      openWindow: (to) => {
        if (this.#options.isSandboxed) return false;
        this.windows.push(to);
        return true;
      },
      leave: (to) => navigate(to, 'replace'),
      readMeta: (name) => this.#options.meta?.[name] ?? null,
      readCookies: () => cookies.read(),
      writeCookie: (cookie) => cookies.write(cookie, this.address.protocol, this.address.hostname),
      localStorage: this.localStorage,
      sessionStorage: this.sessionStorage,
      withLock: (name, run) => browser.withLock(name, run),
      fetch: async (url, init) => {
        const answer = await shop.fetch(url, init, this.address.href);
        // Nobody hears the answer in a document that is gone.
        return this.isAlive ? answer : new Promise(() => undefined);
      },
      loadSdk: (source) => {
        const loading = sdk.load(source);
        this.#activity.call();
        return loading;
      },
      findSdk: () => sdk.find(),
      findSdkFile: () => SDK_FILE,
      findAutoLoginBlocker: () => this.unfit,
      hasGesture: () => this.gesture,
      isVisible: () => this.isVisible,
      hasLoginButton: () => this.#options.hasLoginButton ?? false,
      canShow: () => !this.isMute,
      activated: () => this.#activated,
      isTop: !this.#options.isFramed,
      topAddress: () => {
        const {isFramed, topAddress} = this.#options;
        return isFramed ? (topAddress ? new URL(topAddress, options.origin) : null) : new URL(this.address);
      },
      listening: () => this.parsed,
      loaded: () => this.loaded,
      onIdle: (callback) => void clock.after(1, callback),
      isOnline: () => this.isOnline,
      reload: () => void (this.reloads += 1),
      topLoaded: () => this.topLoaded,
      onVisibilityChange: this.#visibility.listen,
      onReturn: this.#returns.listen,
      onRestore: this.#restore.listen,
      onStorage: this.#storage.listen,
      onPressLost: this.#pressLost.listen,
      onFirstUse: this.#firstUse.listen,
      dispatch: (event, target) => {
        const {type, detail} = event as CustomEvent<unknown>;
        this.events.push({type, detail, target});
        this.#activity.call();
        const isLetThrough = target?.dispatchEvent(event) ?? true;
        return isLetThrough && !(event.cancelable && this.prevented.has(type));
      },
      report: (problem) => this.reports.push(toLine(problem)),
    };
  }
}

/** A login from a page to the callback page with Kakao's answer, which is not started yet. */
export async function comeBack(
  page: FakePage,
  query?: Record<string, string>,
  options: PageOptions = {},
): Promise<FakePage> {
  await page.press();
  return page.follow(page.answer(query), options);
}
