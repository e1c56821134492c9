import {attempt} from '../shared/attempt.js';
import {toFields} from '../shared/fields.js';

/** Called with the visitor's consent; an argument is undefined if the entry does not mention that kind. */
export type ConsentListener = (analytics: boolean | undefined, ads?: boolean) => void;

interface DataLayer extends ArrayLike<unknown> {
  push(...entries: unknown[]): unknown;
}

const readWord = (word: unknown): boolean | undefined => word === 'granted' || (word === 'denied' ? false : undefined);

/** The page's data layer. If there is none, this makes one: a tag manager that comes later takes what it finds. */
export function toDataLayer(page: {dataLayer?: unknown}): DataLayer {
  // An element of the page may have the name.
  if (typeof toFields(page.dataLayer)['push'] !== 'function') page.dataLayer = [];
  return page.dataLayer as DataLayer;
}

/** Tells what entries say of consent: `gtag('consent', 'update', …)` pushes its very arguments. */
function readEntries(entries: ArrayLike<unknown>, tell: ConsentListener): void {
  for (const entry of Array.from(entries)) {
    attempt(() => {
      const {0: command, 1: action, 2: given} = toFields(entry) as Partial<Record<number, unknown>>;
      const {analytics_storage: analytics, ad_storage: ads} = toFields(given);
      if (command === 'consent' && action === 'update') tell(readWord(analytics), readWord(ads));
    });
  }
}

/** Calls back with what past entries of the data layer say of consent, and what later ones say. */
export function watchConsent(page: {dataLayer?: unknown}, listener: ConsentListener): void {
  const layer = toDataLayer(page);
  const {push} = layer;
  layer.push = function (this: unknown, ...entries) {
    try {
      return push.apply(this, entries);
    } finally {
      readEntries(entries, listener);
    }
  };
  readEntries(layer, listener);
}
