import {findKakaoSdk} from '../../../sdk/find-kakao-sdk.js';
import {findSdkFile, loadKakaoSdk} from '../../../sdk/load-kakao-sdk.js';
import {after} from '../../../shared/after.js';
import {createRandomToken} from '../../../shared/encoding/random.js';
import {attempt} from '../../../shared/attempt.js';
import {reportProblem} from '../developer/report-problem.js';
import {getPageRegistry} from '../page-registry.js';
import {createDocumentPorts, createSafeStorages, readNavigationTiming} from './document-ports.js';
import type {CorePorts} from './ports.js';

/** How long a document that does not end loading is waited for. */
export const LOADED = 10_000;
/** How long a page that is never idle is left alone, in milliseconds. */
const BUSY = 2000;

/** Whatever may be a campaign parameter. Anything else may be a secret that the page has taken out of its address. */
const CAMPAIGN = /\b(utm_|n_|NaPm|\w*(cl|clk|bra)id=)[^&]*/g;

/**
 * The client's way to the page: what it needs before any part is there. Only the files of ports touch globals. Of these a
 * page's own variables may take the names: all but `window`, `document`, `location` and `top`.
 */
export function createBrowserPorts(home: () => EventTarget | null): CorePorts {
  return {
    ...createDocumentPorts(),
    ...createSafeStorages(),
    ...createSigns(),
    // A file, `srcdoc` and a sandbox have no origin that Kakao could return to: of these only the last has a host, and no domain.
    isSecureContext:
      isSecureContext && /^http/.test(location.protocol) && (document as {domain?: string}).domain !== '',
    maxTouchPoints: navigator.maxTouchPoints,
    after,
    loadSdk: loadKakaoSdk,
    findSdk: findKakaoSdk,
    findSdkFile,
    hasGesture: () => (navigator as {userActivation?: UserActivation}).userActivation?.isActive,
    isTop: top === window,
    topAddress: readTopAddress,
    navigate: (to, how) => location[how](toOwnAddress(to)),
    navigateTop: (to) => top?.location.assign(to),
    isOnline: () => navigator.onLine,
    reload: () => location.reload(),
    arrival: readArrival,
    findSource() {
      const {measuring} = getPageRegistry();
      if (measuring && !measuring.isAllowed) return {attribution: null};
      const pairs = readArrival()?.search.match(CAMPAIGN);
      return {
        attribution: measuring && {ks_event: createRandomToken(), ...measuring.values},
        landing: pairs?.join('&'),
        referrer: attempt(() => new URL(document.referrer))?.origin,
      };
    },
    rewriteAddress: rewrite,
    activated: () =>
      (document as {prerendering?: unknown}).prerendering === true ? untilEvent(document, 'prerenderingchange') : null,
    dispatch(event, target) {
      // An element that has left the document would tell nobody.
      const isHere = (target as Partial<Node> | undefined)?.isConnected !== false;
      return ((isHere && target) || home() || document).dispatchEvent(event);
    },
    report: reportProblem,
  };
}

function readArrival(): URL | null {
  const {type, name} = readNavigationTiming();
  return (type === 'navigate' && attempt(() => new URL(name ?? ''))) || null;
}

type Signs = Pick<
  CorePorts,
  | 'loaded'
  | 'onIdle'
  | 'isVisible'
  | 'onReturn'
  | 'onVisibilityChange'
  | 'onRestore'
  | 'onStorage'
  | 'onPressLost'
  | 'onFirstUse'
>;

/** What the document, the visitor and other tabs do. */
function createSigns(): Signs {
  return {
    loaded: () => untilLoaded(window),
    onIdle(callback) {
      // Safari has none.
      const {requestIdleCallback: request} = window as Partial<Window>;
      if (request) request(callback, {timeout: BUSY});
      else after(1, callback);
    },
    isVisible: () => document.visibilityState === 'visible',
    onVisibilityChange: (callback) => listen(['visibilitychange'], callback),
    onReturn: (callback) =>
      listen(['focus', 'visibilitychange'], ({target}) => {
        // Every element in the page has a focus of its own.
        if (target !== document.activeElement && document.visibilityState === 'visible') callback();
      }),
    onRestore: (callback) => addEventListener('pageshow', (event) => void (event.persisted && callback())),
    onStorage: (callback) => addEventListener('storage', (event) => callback(event.key)),
    onPressLost: (callback) => listen(['pointercancel', 'pagehide'], callback),
    onFirstUse(callback) {
      // Not `scroll`: an address with a fragment scrolls by itself.
      const stop = listen(['pointerdown', 'touchstart', 'keydown', 'wheel'], () => {
        stop();
        callback();
      });
    },
  };
}

/** Listens on the window, before anything in the page can stop an event; the returned function stops. */
function listen(types: readonly string[], callback: (event: Event) => void): () => void {
  const watch = new AbortController();
  for (const type of types) addEventListener(type, callback, {capture: true, passive: true, signal: watch.signal});
  return () => watch.abort();
}

export async function untilLoaded(page: Window): Promise<void> {
  if (page.document.readyState !== 'complete') await untilEvent(page, 'load', LOADED);
  // Its scripts may configure it then.
  await new Promise((resolve) => setTimeout(resolve));
}

export function rewrite(to: string, toState: (state: unknown) => unknown = (state) => state): void {
  const {history} = window;
  history.replaceState(toState(history.state), '', toOwnAddress(to));
}

function readTopAddress(): URL | null {
  let page: Window | null | undefined = window;
  // By their elements, which none of the page's own variables hides. A frame in one of another origin has none.
  while (page && page !== top) page = page.frameElement?.ownerDocument.defaultView;
  // A page that has set `document.domain` may still refuse.
  return attempt(() => (page?.location.origin === location.origin ? new URL(page.location.href) : null)) ?? null;
}

/** A path of this very origin, whatever the page's `<base>` says, and though a page's own path may begin as a host does. */
export function toOwnAddress(to: string): string {
  return new URL(to.startsWith('/') ? location.origin + to : to, location.href).href;
}

/** Until it happens, or if a time in milliseconds is given, until that has passed. */
export function untilEvent(target: EventTarget, type: string, limit?: number): Promise<void> {
  return new Promise((resolve) => {
    target.addEventListener(type, () => resolve(), {once: true});
    if (limit) after(limit, resolve);
  });
}
