import {findKakaoSdk} from '../../sdk/kakao-sdk.js';
import {findSdkFile, loadKakaoSdk} from '../../sdk/load-kakao-sdk.js';
import {after} from '../../shared/after.js';
import {attempt} from '../../shared/attempt.js';
import {reportProblem} from './developer/report-problem.js';
import {createDocumentPorts, readNavigationTiming} from './document-ports.js';
import {getPageRegistry} from './page-registry.js';
import type {ClientPorts} from './ports.js';

/** How long a lock is waited for: what runs under it takes a moment, so that whoever holds it longer is stuck. */
const LOCKED = 3000;

/** How often a browser that tells nothing of changed addresses is asked, in milliseconds, and how many times. */
const CHECK = 250;
const CHECKS = 60;

/** How long a step back in the history may take. */
const PATIENCE = 1000;

/** How long a document that does not end loading is waited for. */
const LOADED = 10_000;

/**
 * The client's way to the page. The only file of the client that touches globals. Of these a page's own variables may take
 * the names: all but `window`, `document`, `location` and `top`.
 */
export function createBrowserPorts(home: () => EventTarget | null): ClientPorts {
  return {
    ...createDocumentPorts(),
    ...createAddressPorts(),
    ...createSigns(),
    ...createLock(),
    // A file, `srcdoc` and a sandbox have no origin that Kakao could return to: of these only the last has a host, and no domain.
    isSecureContext:
      isSecureContext && /^http/.test(location.protocol) && (document as {domain?: string}).domain !== '',
    maxTouchPoints: navigator.maxTouchPoints,
    after,
    fetch: (url, init) => fetch(url, init),
    loadSdk: loadKakaoSdk,
    findSdk: findKakaoSdk,
    findSdkFile,
    hasGesture: () => (navigator as {userActivation?: UserActivation}).userActivation?.isActive,
    isVisible: () => document.visibilityState === 'visible',
    hasLoginButton: () =>
      [...getPageRegistry().speakers.values()].includes('login') ||
      !!document.querySelector('kakao-login-button, [data-kakao-login]:not(script)'),
    canShow(hasLink) {
      const topics = [...getPageRegistry().speakers.values()];
      return topics.some((topic) => hasLink || topic === 'login') || !customElements.get('kakao-login-button');
    },
    isTop: top === window,
    topAddress: readTopAddress,
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

type AddressPorts = Pick<
  ClientPorts,
  | 'navigate'
  | 'navigateTop'
  | 'openWindow'
  | 'leave'
  | 'arrival'
  | 'rewriteAddress'
  | 'onAddressChange'
  | 'showFragment'
>;

/** This document's address, and the ways to others. */
function createAddressPorts(): AddressPorts {
  return {
    navigate: (to, how) => location[how](toOwnAddress(to)),
    navigateTop: (to) => top?.location.assign(to),
    openWindow: (to) =>
      !!attempt(() => {
        const opened = window.open(to);
        if (opened) opened.opener = null;
        return opened;
      }),
    leave(to, isCallback) {
      const go = (): void => location.replace(toOwnAddress(to));
      const navigation = findNavigation();
      const present = navigation?.currentEntry?.index ?? 0;
      const callback = navigation
        ?.entries()
        .find(({index, sameDocument, url}) => index < present && sameDocument && isCallback(new URL(url ?? '')));
      if (!navigation || !callback) {
        go();
        return;
      }
      // Before the page's router hears of it. Where the entry cannot be had, the present one is replaced.
      let isGone = false;
      const goOnce = (): void => void (isGone ||= (go(), true));
      navigation.traverseTo(callback.key).committed?.then(() => {
        // What is there may still have the answer, and would tell the next page by its `Referer`.
        rewrite(location.pathname);
        goOnce();
      }, goOnce);
      setTimeout(goOnce, PATIENCE);
    },
    arrival() {
      const {type, name} = readNavigationTiming();
      return (type === 'navigate' && attempt(() => new URL(name ?? ''))) || null;
    },
    rewriteAddress: rewrite,
    onAddressChange(callback) {
      const navigation = findNavigation();
      if (!navigation) {
        let left = CHECKS;
        const timer = setInterval(() => {
          if (--left === 0) clearInterval(timer);
          callback();
        }, CHECK);
        return () => clearInterval(timer);
      }
      navigation.addEventListener('currententrychange', callback);
      return () => navigation.removeEventListener('currententrychange', callback);
    },
    showFragment: (hash) => location.replace(toOwnAddress(hash)),
  };
}

type Signs = Pick<
  ClientPorts,
  'listening' | 'loaded' | 'topLoaded' | 'onVisibilityChange' | 'onReturn' | 'onRestore' | 'onStorage' | 'onFirstUse'
>;

/** What the document, the visitor and other tabs do. */
function createSigns(): Signs {
  return {
    async listening() {
      if (document.readyState === 'loading') {
        // A script that hangs holds the document up for ever.
        await untilEvent(document, 'DOMContentLoaded', LOADED);
      }
      await new Promise((resolve) => setTimeout(resolve));
    },
    loaded: () => untilLoaded(window),
    topLoaded: () => untilLoaded(top ?? window),
    onVisibilityChange(callback) {
      document.addEventListener('visibilitychange', callback);
      return () => document.removeEventListener('visibilitychange', callback);
    },
    onReturn(callback) {
      const watch = new AbortController();
      const {signal} = watch;
      addEventListener('focus', callback, {signal});
      document.addEventListener(
        'visibilitychange',
        () => {
          if (document.visibilityState === 'visible') callback();
        },
        {signal},
      );
      return () => watch.abort();
    },
    onRestore: (callback) => addEventListener('pageshow', (event) => void (event.persisted && callback())),
    onStorage: (callback) => addEventListener('storage', (event) => callback(event.key)),
    onFirstUse(callback) {
      // Not `scroll`: an address with a fragment scrolls by itself.
      const first = new AbortController();
      const listen = (): void => {
        first.abort();
        callback();
      };
      for (const type of ['pointerdown', 'touchstart', 'keydown', 'wheel']) {
        addEventListener(type, listen, {capture: true, passive: true, signal: first.signal});
      }
    },
  };
}

async function untilLoaded(page: Window): Promise<void> {
  if (page.document.readyState !== 'complete') await untilEvent(page, 'load', LOADED);
  // Its scripts may configure it then.
  await new Promise((resolve) => setTimeout(resolve));
}

function createLock(): Pick<ClientPorts, 'withLock'> {
  /** A lock was not granted in time. */
  let isStuck = false;
  return {
    async withLock(name, run) {
      // Missing before Safari 15.4; denied on some opaque origins. `run` must not run twice when it throws itself.
      let running: Promise<ReturnType<typeof run>> | undefined;
      const runOnce = (): NonNullable<typeof running> => (running ??= Promise.resolve().then(run));
      if (isStuck) return runOnce();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const patience = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          isStuck = !running;
          reject(new Error());
        }, LOCKED);
      });
      try {
        return await Promise.race([navigator.locks.request(name, runOnce), patience]);
      } catch {
        return await runOnce();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Null where a variable or an element of the page has its name. */
function findNavigation(): Navigation | null {
  const {navigation} = window as {navigation?: Navigation | null};
  return navigation?.currentEntry ? navigation : null;
}

function rewrite(to: string, toState: (state: unknown) => unknown = (state) => state): void {
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
function toOwnAddress(to: string): string {
  return new URL(to.startsWith('/') ? location.origin + to : to, location.href).href;
}

/** Until it happens, or if a time in milliseconds is given, until that has passed. */
function untilEvent(target: EventTarget, type: string, limit?: number): Promise<void> {
  return new Promise((resolve) => {
    target.addEventListener(type, () => resolve(), {once: true});
    if (limit) after(limit, resolve);
  });
}
