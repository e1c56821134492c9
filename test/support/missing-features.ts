/**
 * What some browsers do not have, and how a page finds them without it. Each runs before any script of the page, where
 * nothing of this file is known: a bundler's names for functions would not be either.
 */
export const MISSING_FEATURES = {
  'Web Locks': () => void Reflect.deleteProperty(Navigator.prototype, 'locks'),
  'user activation': () => void Reflect.deleteProperty(Navigator.prototype, 'userActivation'),
  BroadcastChannel: () => void Reflect.deleteProperty(window, 'BroadcastChannel'),
  /** Requests end with their page. */
  keepalive: () => {
    const own = window.fetch;
    Object.assign(window, {
      fetch(input: RequestInfo | URL, init?: RequestInit) {
        return own(input, {...init, keepalive: false});
      },
    });
    Reflect.deleteProperty(Request.prototype, 'keepalive');
  },
  /** As in a WebView of Android that nobody has allowed it. */
  localStorage: () => void Object.defineProperty(window, 'localStorage', {value: null}),
  sessionStorage: () => void Object.defineProperty(window, 'sessionStorage', {value: null}),
  'navigation timing': () => {
    performance.getEntriesByType = () => [];
  },
  /** An app shows its page all the time, whatever lies upon it. */
  visibility: () => {
    Object.defineProperty(Document.prototype, 'visibilityState', {
      get() {
        return 'visible';
      },
    });
    addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), {capture: true});
  },
  'Trusted Types': () => void Reflect.deleteProperty(window, 'trustedTypes'),
  prerendering: () => void Reflect.deleteProperty(Document.prototype, 'prerendering'),
  /** All that the baseline has not. */
  'what is new': () => {
    const news: readonly (readonly [object, ...string[]])[] = [
      [window, 'structuredClone', 'requestIdleCallback', 'navigation', 'scheduler', 'cookieStore', 'reportError'],
      [window, 'CompressionStream', 'URLPattern', 'Iterator', 'WeakRef', 'FinalizationRegistry'],
      [Array.prototype, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
      [String.prototype, 'at', 'isWellFormed', 'toWellFormed'],
      [Object, 'hasOwn', 'groupBy'],
      [Promise, 'withResolvers', 'try'],
      [AbortSignal, 'timeout', 'any'],
      [AbortSignal.prototype, 'throwIfAborted'],
      [URL, 'canParse', 'parse'],
      [Crypto.prototype, 'randomUUID'],
      [HTMLElement.prototype, 'attachInternals', 'showPopover', 'hidePopover', 'togglePopover'],
      [Element.prototype, 'checkVisibility', 'moveBefore', 'setHTMLUnsafe', 'getHTML'],
    ];
    for (const [owner, ...names] of news) for (const name of names) Reflect.deleteProperty(owner, name);
  },
} as const satisfies Readonly<Record<string, () => void>>;

export type MissingFeature = keyof typeof MISSING_FEATURES;
