function stryNS_9fa48() {
  var g = typeof globalThis === 'object' && globalThis && globalThis.Math === Math && globalThis || new Function("return this")();
  var ns = g.__stryker__ || (g.__stryker__ = {});
  if (ns.activeMutant === undefined && g.process && g.process.env && g.process.env.__STRYKER_ACTIVE_MUTANT__) {
    ns.activeMutant = g.process.env.__STRYKER_ACTIVE_MUTANT__;
  }
  function retrieveNS() {
    return ns;
  }
  stryNS_9fa48 = retrieveNS;
  return retrieveNS();
}
stryNS_9fa48();
function stryCov_9fa48() {
  var ns = stryNS_9fa48();
  var cov = ns.mutantCoverage || (ns.mutantCoverage = {
    static: {},
    perTest: {}
  });
  function cover() {
    var c = cov.static;
    if (ns.currentTestId) {
      c = cov.perTest[ns.currentTestId] = cov.perTest[ns.currentTestId] || {};
    }
    var a = arguments;
    for (var i = 0; i < a.length; i++) {
      c[a[i]] = (c[a[i]] || 0) + 1;
    }
  }
  stryCov_9fa48 = cover;
  cover.apply(null, arguments);
}
function stryMutAct_9fa48(id) {
  var ns = stryNS_9fa48();
  function isActive(id) {
    if (ns.activeMutant === id) {
      if (ns.hitCount !== void 0 && ++ns.hitCount > ns.hitLimit) {
        throw new Error('Stryker: Hit count limit reached (' + ns.hitCount + ')');
      }
      return true;
    }
    return false;
  }
  stryMutAct_9fa48 = isActive;
  return isActive(id);
}
import { attempt } from './attempt.js';
import { readText } from './fields.js';

/** The addresses that a visitor must never be returned to, because they would start over. */
export interface ReturnTargetRules {
  /** The page's origin. */
  readonly origin: string;
  /** The redirect URI, absolute. Refused as a target while it carries `code`, `error` or `state`. */
  readonly redirectUri?: string | undefined;
  /** The backend's session resource, absolute. Refused as a target. */
  readonly endpoint?: string | undefined;
}

/**
 * What a target looks like: one slash first, at most 2048 characters, and none of those that browsers read otherwise:
 * tabs and newlines, which they drop, and backslashes, which are slashes to them.
 */
const FORM = stryMutAct_9fa48("4") ? /^\/(?!\/)[\u0000-\u001f\u007f\\]{0,2047}$/ : stryMutAct_9fa48("3") ? /^\/(?!\/)[^\u0000-\u001f\u007f\\]$/ : stryMutAct_9fa48("2") ? /^\/(?=\/)[^\u0000-\u001f\u007f\\]{0,2047}$/ : stryMutAct_9fa48("1") ? /^\/(?!\/)[^\u0000-\u001f\u007f\\]{0,2047}/ : stryMutAct_9fa48("0") ? /\/(?!\/)[^\u0000-\u001f\u007f\\]{0,2047}$/ : (stryCov_9fa48("0", "1", "2", "3", "4"), /^\/(?!\/)[^\u0000-\u001f\u007f\\]{0,2047}$/);

/**
 * The path, query and hash of a page of this origin that a visitor may be sent to, or null.
 *
 * Takes only texts that begin with one slash, and rebuilds what it returns from the parsed address, so that no reading
 * of the result leads to another host (RFC 9700 §4.11).
 */
export function readReturnTarget(value: unknown, {
  origin,
  redirectUri,
  endpoint
}: ReturnTargetRules): string | null {
  if (stryMutAct_9fa48("5")) {
    {}
  } else {
    stryCov_9fa48("5");
    const url = (stryMutAct_9fa48("8") ? readText(value, FORM) !== undefined : stryMutAct_9fa48("7") ? false : stryMutAct_9fa48("6") ? true : (stryCov_9fa48("6", "7", "8"), readText(value, FORM) === undefined)) ? null : attempt(stryMutAct_9fa48("9") ? () => undefined : (stryCov_9fa48("9"), () => new URL(value as string, origin)));
    if (stryMutAct_9fa48("12") ? url?.origin === origin : stryMutAct_9fa48("11") ? false : stryMutAct_9fa48("10") ? true : (stryCov_9fa48("10", "11", "12"), (stryMutAct_9fa48("13") ? url.origin : (stryCov_9fa48("13"), url?.origin)) !== origin)) return null;
    const target = stryMutAct_9fa48("14") ? url.pathname + url.search - url.hash : (stryCov_9fa48("14"), (stryMutAct_9fa48("15") ? url.pathname - url.search : (stryCov_9fa48("15"), url.pathname + url.search)) + url.hash);
    const isForbidden = stryMutAct_9fa48("18") ? (target.startsWith('//') || isSamePage(url, endpoint)) && isSamePage(url, redirectUri) && ['code', 'error', 'state'].some(name => url.searchParams.has(name)) : stryMutAct_9fa48("17") ? false : stryMutAct_9fa48("16") ? true : (stryCov_9fa48("16", "17", "18"), (stryMutAct_9fa48("20") ? target.startsWith('//') && isSamePage(url, endpoint) : stryMutAct_9fa48("19") ? false : (stryCov_9fa48("19", "20"), (stryMutAct_9fa48("21") ? target.endsWith('//') : (stryCov_9fa48("21"), target.startsWith(stryMutAct_9fa48("22") ? "" : (stryCov_9fa48("22"), '//')))) || isSamePage(url, endpoint))) || (stryMutAct_9fa48("24") ? isSamePage(url, redirectUri) || ['code', 'error', 'state'].some(name => url.searchParams.has(name)) : stryMutAct_9fa48("23") ? false : (stryCov_9fa48("23", "24"), isSamePage(url, redirectUri) && (stryMutAct_9fa48("25") ? ['code', 'error', 'state'].every(name => url.searchParams.has(name)) : (stryCov_9fa48("25"), (stryMutAct_9fa48("26") ? [] : (stryCov_9fa48("26"), [stryMutAct_9fa48("27") ? "" : (stryCov_9fa48("27"), 'code'), stryMutAct_9fa48("28") ? "" : (stryCov_9fa48("28"), 'error'), stryMutAct_9fa48("29") ? "" : (stryCov_9fa48("29"), 'state')])).some(stryMutAct_9fa48("30") ? () => undefined : (stryCov_9fa48("30"), name => url.searchParams.has(name))))))));
    return isForbidden ? null : target;
  }
}

/** Whether an address is a page's own, query, hash and one trailing slash apart. No page is none. */
export function isSamePage(url: URL, page: string | undefined): boolean {
  if (stryMutAct_9fa48("31")) {
    {}
  } else {
    stryCov_9fa48("31");
    const other = (stryMutAct_9fa48("34") ? page !== undefined : stryMutAct_9fa48("33") ? false : stryMutAct_9fa48("32") ? true : (stryCov_9fa48("32", "33", "34"), page === undefined)) ? undefined : attempt(stryMutAct_9fa48("35") ? () => undefined : (stryCov_9fa48("35"), () => new URL(page, url)));
    const toPage = stryMutAct_9fa48("36") ? () => undefined : (stryCov_9fa48("36"), (() => {
      const toPage = ({
        origin,
        pathname
      }: URL): string => stryMutAct_9fa48("37") ? origin - pathname.replace(/\/$/, '') : (stryCov_9fa48("37"), origin + pathname.replace(stryMutAct_9fa48("38") ? /\// : (stryCov_9fa48("38"), /\/$/), stryMutAct_9fa48("39") ? "Stryker was here!" : (stryCov_9fa48("39"), '')));
      return toPage;
    })());
    return stryMutAct_9fa48("42") ? !!other || toPage(url) === toPage(other) : stryMutAct_9fa48("41") ? false : stryMutAct_9fa48("40") ? true : (stryCov_9fa48("40", "41", "42"), (stryMutAct_9fa48("43") ? !other : (stryCov_9fa48("43"), !(stryMutAct_9fa48("44") ? other : (stryCov_9fa48("44"), !other)))) && (stryMutAct_9fa48("46") ? toPage(url) !== toPage(other) : stryMutAct_9fa48("45") ? true : (stryCov_9fa48("45", "46"), toPage(url) === toPage(other))));
  }
}