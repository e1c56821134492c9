import {attempt} from '../../../shared/attempt.js';
import {untilEvent, untilLoaded, toOwnAddress, rewrite, LOADED} from './browser-ports.js';
import {getPageRegistry} from '../page-registry.js';
import type {LaterPorts} from './ports.js';

/** How long a lock is waited for: what runs under it takes a moment, so that whoever holds it longer is stuck. */
const LOCKED = 3000;

/** How often a browser that tells nothing of changed addresses is asked, in milliseconds, and how many times. */
const CHECK = 250;
const CHECKS = 60;

/** How long a step back in the history may take. */
const PATIENCE = 1000;

/** What of the client's way to the page comes with the parts that use it. Only the files of ports touch globals. */
export function createLaterPorts(): LaterPorts {
  return {
    ...createWays(),
    ...createLock(),
    fetch: (url, init) => fetch(url, init),
    // An element of the page can take any name of `document`.
    readMeta: (name) =>
      attempt(() => [...document.querySelectorAll('meta')].find((meta) => meta.name === name)?.content) ?? null,
    hasLoginButton: () =>
      [...getPageRegistry().speakers.values()].includes('login') ||
      !!document.querySelector('kakao-login-button, [data-kakao-login]:not(script)'),
    canShow(hasLink) {
      const topics = [...getPageRegistry().speakers.values()];
      return topics.some((topic) => hasLink || topic === 'login') || !customElements.get('kakao-login-button');
    },
    async listening() {
      if (document.readyState === 'loading') {
        // A script that hangs holds the document up for ever.
        await untilEvent(document, 'DOMContentLoaded', LOADED);
      }
      await new Promise((resolve) => setTimeout(resolve));
    },
    topLoaded: () => untilLoaded(top ?? window),
  };
}

/** The ways to other addresses but those that a press takes. */
function createWays(): Pick<LaterPorts, 'openWindow' | 'leave' | 'onAddressChange' | 'showFragment'> {
  return {
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

function createLock(): Pick<LaterPorts, 'withLock'> {
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
