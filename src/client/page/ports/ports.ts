import type {KakaoSdk} from '../../../sdk/kakao-sdk-types.js';
import type {SdkSource} from '../../../sdk/load-kakao-sdk.js';
import type {Problem} from '../../state/problem.js';
import type {SkipReason} from '../../state/skip-reason.js';

/**
 * A storage that may be missing, full or forbidden: reading answers null then. Writing answers whether reading gives the
 * same again. A script in `<head>` needs no more of it.
 */
export interface MinimalStorage {
  get(key: string): string | null;
  set(key: string, value: string): boolean;
}

/** A {@link MinimalStorage} whose entries the client can also remove and list. */
export interface SafeStorage extends MinimalStorage {
  remove(key: string): void;
  keys(): string[];
}

/** Where a visitor came from before a login, as a transaction keeps it. */
export interface Source {
  /** What the page's analytics has given; null where it let nothing be kept. */
  readonly attribution?: Readonly<Record<string, string | undefined>> | null | undefined;
  /** The campaign in the query that the page was loaded with: a router may have changed its address since. */
  readonly landing?: string | undefined;
  /** The origin that the visitor came from to that page. */
  readonly referrer?: string | undefined;
}

/** Everything the client needs from outside. Filled in for browsers, in browser-ports.ts and later-ports.ts. */
export interface ClientPorts {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  /** WebCrypto and cookies exist only here: https, or plain http on loopback, with an origin of its own. */
  readonly isSecureContext: boolean;
  now(): number;
  /** Calls back once, after a time in milliseconds, unless the returned function is called first. */
  after(milliseconds: number, callback: () => void): () => void;

  address(): URL;
  /** The address that this document was loaded with, where a navigation has loaded it, not a reload or the Back button. */
  arrival(): URL | null;
  /** Where the visitor has come from, as far as that may be kept. */
  findSource(): Source;
  /** Changes the address without a load; the page's own history state is passed through, by `toState` where that is given. */
  rewriteAddress(to: string, toState?: (state: unknown) => unknown): void;
  /** Calls back when the page has changed its address without a load; the returned function stops watching. */
  onAddressChange(callback: () => void): () => void;
  /** Goes to a fragment of this very page: in place of the present one, and as a press on its link would. */
  showFragment(hash: string): void;
  /** Leaves for another page: a new history entry, or the present one replaced. */
  navigate(to: string, how: 'assign' | 'replace'): void;
  /** Leaves for another page with all that the window shows. Throws in a frame that may not. */
  navigateTop(to: string): void;
  /** Opens a window of its own; false where the browser does not let it. */
  openWindow(to: string): boolean;
  /**
   * Leaves for another page, which takes the place of the callback in the history: of the present entry, or where a router
   * of this document has added entries since, of the one that `isCallback` holds for.
   */
  leave(to: string, isCallback: (address: URL) => boolean): void;

  /** The content of the page's first `<meta>` of a name, octet for octet; null if there is none. */
  readMeta(name: string): string | null;
  readCookies(): string;
  writeCookie(cookie: string): void;
  readonly localStorage: SafeStorage;
  readonly sessionStorage: SafeStorage;
  /** Runs alone among this browser's tabs where there are Web Locks, else at once. */
  withLock<Result>(name: string, run: () => Result): Promise<Result>;

  fetch(url: string, init: RequestInit): Promise<Response>;
  loadSdk(source: SdkSource): Promise<KakaoSdk>;
  findSdk(): KakaoSdk | null;
  /** The address that is asked for the SDK. */
  findSdkFile(source: SdkSource): string;

  /** Why this visit of the page is none that may be left without a press; null where it may. */
  findAutoLoginBlocker(): SkipReason | null;
  /** Whether a gesture of the visitor is still alive; undefined where the browser does not tell. */
  hasGesture(): boolean | undefined;
  isVisible(): boolean;
  /** Whether there is a login button of ours, drawn or still to be. */
  hasLoginButton(): boolean;
  /**
   * Whether the outcome of a login would be seen here: on a login button, with a link on any element of ours, or on a page
   * that needs none.
   */
  canShow(hasLink: boolean): boolean;
  /** Whether this is the window's own page, and none in a frame. */
  readonly isTop: boolean;
  /** The address of the window's own page, if it and all frames between are of this origin; else null. */
  topAddress(): URL | null;
  /** Resolves once the document is no longer being prerendered; null where it is not. */
  activated(): Promise<void> | null;
  /** Resolves in a task after DOMContentLoaded, when the page's scripts have had their chance to listen. */
  listening(): Promise<void>;
  /** Resolves once the page has loaded, or has been loading for too long. */
  loaded(): Promise<void>;
  /** Calls back once when the browser has nothing else to do. */
  onIdle(callback: () => void): void;
  /** Whether there is a network; true where the browser does not tell. */
  isOnline(): boolean;
  /** Loads the page anew. */
  reload(): void;
  /** As {@link loaded}, of the window's own page where that is of this origin. */
  topLoaded(): Promise<void>;
  onVisibilityChange(callback: () => void): () => void;
  /** The visitor is back from another window or app; the returned function stops watching. */
  onReturn(callback: () => void): () => void;
  /** The page came back from the back-forward cache. */
  onRestore(callback: () => void): void;
  /** Another tab changed an entry of localStorage. */
  onStorage(callback: (key: string | null) => void): void;
  /** A pointer that is down will not press, or the page is left: the returned function stops watching. */
  onPressLost(callback: () => void): () => void;
  /** The first sign that somebody uses the page: pointer, touch, key or wheel. Called once. */
  onFirstUse(callback: () => void): void;

  /** Dispatches on an element, else on `<kakao-sync>`, else on the document; false where it was prevented. */
  dispatch(event: Event, target?: EventTarget): boolean;
  /** Prints one line for the developer, later: its sentence is fetched first. */
  report(problem: Problem): void;
}

/** What comes with the parts that use it, and not with the page. */
export type LaterPorts = Pick<
  ClientPorts,
  | 'onAddressChange'
  | 'readMeta'
  | 'showFragment'
  | 'openWindow'
  | 'leave'
  | 'withLock'
  | 'fetch'
  | 'hasLoginButton'
  | 'canShow'
  | 'listening'
  | 'topLoaded'
>;

/** What the page's client needs before any part is there. */
export type CorePorts = Omit<ClientPorts, keyof LaterPorts>;

/** What auto-login needs from outside: little enough for a script in `<head>`. */
export type AutoLoginPorts = Pick<
  ClientPorts,
  | 'userAgent'
  | 'isSecureContext'
  | 'now'
  | 'address'
  | 'navigate'
  | 'readCookies'
  | 'writeCookie'
  | 'findAutoLoginBlocker'
> &
  Record<'localStorage' | 'sessionStorage', MinimalStorage>;
