import {findKakaoSdk} from '../sdk/kakao-sdk.js';
import {loadKakaoSdk} from '../sdk/load-kakao-sdk.js';
import type {ClientPorts, SafeStorage} from './ports.js';

/** The client's way to the page. The only file of the client that touches globals. */
export function createBrowserPorts(home: () => EventTarget | null): ClientPorts {
  return {
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    isSecureContext,
    now: () => Date.now(),
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },

    address: () => new URL(location.href),
    rewriteAddress: (to) => history.replaceState(history.state, '', to),
    navigate: (to, how) => (how === 'assign' ? location.assign(to) : location.replace(to)),

    readCookies: () => attempt(() => document.cookie) ?? '',
    writeCookie: (cookie) => void attempt(() => (document.cookie = cookie)),
    localStorage: toSafeStorage(() => localStorage),
    sessionStorage: toSafeStorage(() => sessionStorage),
    async withLock(name, run) {
      // Missing before Safari 15.4; denied on some opaque origins. `run` must not run twice when it throws itself.
      const {locks} = navigator as {locks?: LockManager};
      if (!locks) return run();
      let ran = false;
      try {
        return await locks.request(name, () => {
          ran = true;
          return run();
        });
      } catch (error) {
        if (ran as boolean) throw error;
        return run();
      }
    },

    fetch: (url, init) => fetch(url, init),
    loadSdk: loadKakaoSdk,
    findSdk: findKakaoSdk,

    hasGesture: () => (navigator as {userActivation?: UserActivation}).userActivation?.isActive,
    isVisible: () => document.visibilityState === 'visible',
    activated: () =>
      new Promise((resolve) => {
        if ((document as {prerendering?: boolean}).prerendering) {
          document.addEventListener('prerenderingchange', () => resolve(), {once: true});
        } else resolve();
      }),
    listening: () =>
      new Promise((resolve) => {
        const inTask = (): void => void setTimeout(resolve);
        if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', inTask, {once: true});
        else inTask();
      }),
    onVisibilityChange(callback) {
      document.addEventListener('visibilitychange', callback);
      return () => document.removeEventListener('visibilitychange', callback);
    },
    onRestore: (callback) => addEventListener('pageshow', (event) => void (event.persisted && callback())),
    onStorage: (callback) => addEventListener('storage', (event) => callback(event.key)),
    onFirstUse(callback) {
      // Not `scroll`: an address with a fragment scrolls by itself.
      const types = ['pointerdown', 'touchstart', 'keydown', 'wheel'];
      const once = (): void => {
        for (const type of types) removeEventListener(type, once, true);
        callback();
      };
      for (const type of types) addEventListener(type, once, {capture: true, passive: true});
    },

    dispatch(event, target) {
      // An element that has left the document would tell nobody.
      const isHere = target instanceof Node ? target.isConnected : !!target;
      return ((isHere && target) || home() || document).dispatchEvent(event);
    },
    // eslint-disable-next-line no-console
    report: (message) => console.error(`[kakao-sync] ${message}`),
  };
}

function toSafeStorage(open: () => Storage): SafeStorage {
  return {
    get: (key) => attempt(() => open().getItem(key)) ?? null,
    set: (key, value) =>
      attempt(() => {
        open().setItem(key, value);
        return true;
      }) ?? false,
    remove: (key) => void attempt(() => open().removeItem(key)),
    keys: () => attempt(() => Object.keys(open())) ?? [],
  };
}

/** What a call returns, or undefined where it throws: storage and cookies may be forbidden altogether. */
function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
