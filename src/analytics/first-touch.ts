import {getPageRegistry} from '../client/page/page-registry.js';
import {isPersonal, readAttribution, toSource} from '../client/return/attribution.js';
import {attempt} from '../shared/attempt.js';
import {parseJson, toFields} from '../shared/fields.js';

/** What is kept of the first page of a visit. */
export interface FirstTouchOptions {
  /**
   * Also the path of that page, without its query; parts of six digits or of twenty characters become `*`.
   *
   * @default false
   */
  readonly path?: boolean | undefined;
}

const KEY = 'ks.touch';

type Touch = Readonly<Record<string, string>>;

/**
 * Keeps the campaign of the first page of a visit in `sessionStorage`, so that a login on any later page of this tab tells
 * the backend of it: `attribution` then has that campaign, `ks_referrer` and, if wanted, `ks_landing`. Call it on every
 * page that visitors may come to. If the page's analytics need consent, nothing is kept or told before it is there.
 *
 * @param options what is kept besides the campaign
 * @throws nothing
 * @example
 * keepFirstTouch({path: true});
 */
export function keepFirstTouch({path}: FirstTouchOptions = {}): void {
  if (typeof document === 'undefined') return;
  const measuring = (getPageRegistry().measuring ??= {isAllowed: true, values: {}});
  const touch = readKept() ?? readTouch(path);
  Object.assign(measuring.values, touch);
  // Not before: the next page needs it first, and until then the visitor may decide.
  addEventListener('pagehide', () => {
    attempt(() => {
      if (measuring.isAllowed) sessionStorage.setItem(KEY, JSON.stringify(touch));
      else if (measuring.isAllowed === false) sessionStorage.removeItem(KEY);
    });
  });
}

function readKept(): object | undefined {
  const kept = attempt(() => sessionStorage.getItem(KEY));
  return kept ? toFields(parseJson(kept)) : undefined;
}

function readTouch(hasPath = false): Touch {
  const {origin, pathname, search} = location;
  const source = toSource(
    attempt(() => new URL(document.referrer).origin),
    origin,
  );
  const landing = pathname
    .split('/')
    .map((part) => (/\d{6}|^.{20}/.test(part) ? '*' : part))
    .join('/');
  return {
    ...(source && {ks_referrer: source}),
    ...(hasPath && !isPersonal(landing, false) && {ks_landing: landing.slice(0, 256)}),
    ...readAttribution(new URLSearchParams(search)),
  };
}
