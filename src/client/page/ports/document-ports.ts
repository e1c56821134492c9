import {attempt} from '../../../shared/attempt.js';
import {readString} from '../../../shared/fields.js';
import type {AutoLoginPorts, ClientPorts, MinimalStorage, SafeStorage} from './ports.js';
import type {SkipReason} from '../../state/skip-reason.js';

/** How long after it has loaded a page still waits to be read. */
const SETTLED = 3000;

/** What of the client's way to the page auto-login needs: little enough for a script in `<head>`. */
export function createDocumentPorts(): AutoLoginPorts {
  return {
    userAgent: navigator.userAgent,
    isSecureContext,
    // An old library may have made a date of it (date.js).
    now: () => +new Date(),
    address: () => new URL(location.href),
    navigate: (to, how) => location[how](to),
    // An element of the page can take any name of `document`; it is no text.
    readCookies: () => readString(attempt(() => document.cookie)) ?? '',
    writeCookie: (cookie) => void attempt(() => (document.cookie = cookie)),
    localStorage: toMinimalStorage(() => localStorage),
    sessionStorage: toMinimalStorage(() => sessionStorage),
    findAutoLoginBlocker: findAutoLoginBlocker,
  };
}

/** Storage and cookies may be forbidden altogether. */
function toMinimalStorage(open: () => Storage): MinimalStorage {
  return {
    get: (key) => attempt(() => open().getItem(key)) ?? null,
    set: (key, value) =>
      attempt(() => {
        open().setItem(key, value);
        return open().getItem(key) === value;
      }) ?? false,
  };
}

/** Both storages with all that the client needs. */
export function createSafeStorages(): Pick<ClientPorts, 'localStorage' | 'sessionStorage'> {
  const toSafe = (open: () => Storage): SafeStorage => ({
    ...toMinimalStorage(open),
    remove: (key) => void attempt(() => open().removeItem(key)),
    keys: () => attempt(() => Object.keys(open())) ?? [],
  });
  return {localStorage: toSafe(() => localStorage), sessionStorage: toSafe(() => sessionStorage)};
}

function findAutoLoginBlocker(): SkipReason | null {
  const {type, activationStart, loadEventEnd} = readNavigationTiming();
  return top !== window
    ? 'framed'
    : (document as {prerendering?: boolean}).prerendering || activationStart
      ? 'prerendered'
      : document.visibilityState !== 'visible'
        ? 'hidden'
        : type !== 'navigate'
          ? 'revisit'
          : (navigator as {userActivation?: UserActivation}).userActivation?.hasBeenActive ||
              // A fragment scrolls by itself.
              (document.scrollingElement?.scrollTop && !location.hash) ||
              (loadEventEnd && performance.now() - loadEventEnd > SETTLED)
            ? 'too-late'
            : null;
}

/** How the document was reached: nothing where a variable of the page has the name of what tells. */
export function readNavigationTiming(): Partial<PerformanceNavigationTiming & {activationStart: number}> {
  return attempt(() => performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming) ?? {};
}
