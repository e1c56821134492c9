import {attempt} from '../shared/attempt.js';
import {parseJson, toFields} from '../shared/fields.js';

/** When the sheet was last shown and until when it is hidden, in milliseconds since the epoch. */
const KEY = 'ks.sheet';
/** The visitor's variant. */
const VARIANT_KEY = 'ks.variant';

const DAY = 24 * 60 * 60_000;
const VARIANT_DAYS = 30;

const read = (key: string): Partial<Record<string, unknown>> =>
  toFields(parseJson(attempt(() => localStorage.getItem(key)) ?? null));

/** Whether it can be kept. No value is a list: nothing that another script's `toJSON` would change. */
const write = (key: string, value: object): boolean =>
  !!attempt(() => (localStorage.setItem(key, JSON.stringify(value)), true));

/** Whether the visitor wants to be asked, and was not asked lately. */
export function mayBeShown(now: number, everyDays: number): boolean {
  const {shown, hidden} = read(KEY);
  // In this tab it was, or it cannot be known.
  if (attempt(() => sessionStorage.getItem(KEY)) !== null) return false;
  return !(Number(hidden) > now) && !(now - Number(shown) < everyDays * DAY);
}

/** The sheet is about to be shown; false if that cannot be kept, so that it would be shown for ever. */
export function rememberShown(now: number): boolean {
  attempt(() => sessionStorage.setItem(KEY, '1'));
  return write(KEY, {...read(KEY), shown: now});
}

/** The visitor has closed it. */
export function rememberHidden(now: number, days: number): void {
  write(KEY, {...read(KEY), hidden: now + days * DAY});
}

/** The variant that the visitor was given. */
export function readVariant(now: number): string | undefined {
  const {id, until} = read(VARIANT_KEY);
  return typeof id === 'string' && Number(until) > now ? id : undefined;
}

/** Keeps a variant from its first use on: later uses do not make it last longer. */
export function rememberVariant(id: string, now: number): void {
  if (readVariant(now) !== id) write(VARIANT_KEY, {id, until: now + VARIANT_DAYS * DAY});
}

export function forgetVariant(): void {
  attempt(() => localStorage.removeItem(VARIANT_KEY));
}
