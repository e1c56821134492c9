import {attempt} from './attempt.js';
import {readString} from './fields.js';

/** The addresses that a visitor must never be returned to, because they would start over. */
interface ReturnTargetRules {
  /** The page's origin. */
  readonly origin: string;
  /**
   * The redirect URI, absolute. Refused as a target while it carries `state`, `error`, or a `code` that is long enough for
   * an answer's: a landing page that is its own redirect URI may have a coupon.
   */
  readonly redirectUri?: string | undefined;
  /** The backend's session resource, absolute. Refused as a target. */
  readonly endpoint?: string | undefined;
}

const MAX_LENGTH = 2048;
/** A longer `code` may be an authorization code that has lost its `state`. */
const MAX_COUPON = 15;

/**
 * What a target looks like: one slash first, at most 2048 characters, and none of those that browsers read otherwise:
 * tabs and newlines, which they drop, and backslashes, which are slashes to them.
 */
const FORM = /^\/(?!\/)[^\u0000-\u001f\u007f\\]{0,2047}$/;

/** Whether a parameter may be an answer's, which nobody is to come back to: an authorization code is no short text. */
function isOfAnswer([name, value]: [string, string]): boolean {
  return name === 'code' ? value.length > MAX_COUPON : name === 'state' || name === 'error';
}

/**
 * The path, query and hash of a page of this origin that a visitor may be sent to, or null.
 *
 * Takes only texts that begin with one slash, and rebuilds what it returns from the parsed address, so that no reading
 * of the result leads to another host (RFC 9700 §4.11).
 */
export function readReturnTarget(value: unknown, {origin, redirectUri, endpoint}: ReturnTargetRules): string | null {
  const url = readString(value, FORM) === undefined ? null : attempt(() => new URL(value as string, origin));
  if (url?.origin !== origin) return null;
  const target = url.pathname + url.search + url.hash;
  const isForbidden =
    target.startsWith('//') ||
    isSamePage(url, endpoint) ||
    (isSamePage(url, redirectUri) && [...url.searchParams].some(isOfAnswer));
  return isForbidden ? null : target;
}

/**
 * The path, query and hash of an address, to return to later: no more of them than {@link readReturnTarget} would take.
 * Whoever made the link to the page chose them, and the site's storage is not theirs to fill.
 */
export function toReturnTarget({pathname, search, hash}: URL): string | undefined {
  return [pathname + search + hash, pathname + search, pathname].find(({length}) => length <= MAX_LENGTH);
}

/** A page's own address, the backslashes of its query and hash percent-encoded: no return target may have one. */
export function withoutBackslashes(address: unknown): string | undefined {
  return readString(address)?.replace(/[?#].*/s, (rest) => rest.replace(/\\/g, '%5C'));
}

/** Whether an address is a page's own, query, hash and one trailing slash apart. No page is none. */
export function isSamePage(url: URL, page: string | undefined): boolean {
  const other = page === undefined ? undefined : attempt(() => new URL(page, url));
  const toPage = ({origin, pathname}: URL): string => origin + pathname.replace(/\/$/, '');
  return !!other && toPage(url) === toPage(other);
}
