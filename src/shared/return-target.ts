/** The addresses that a visitor must never be returned to, because they would start over. */
export interface ReturnTargetRules {
  /** The page's origin. */
  readonly origin: string;
  /** The redirect URI, absolute. Refused as a target while it carries `code`, `error` or `state`. */
  readonly redirectUri?: string | undefined;
  /** The backend's session resource, absolute. Refused as a target. */
  readonly endpoint?: string | undefined;
}

const MAX_LENGTH = 2048;

/**
 * The path, query and hash of a page of this origin that a visitor may be sent to, or null.
 *
 * Takes only texts that begin with one slash, and rebuilds what it returns from the parsed address, so that no reading
 * of the result leads to another host (RFC 9700 §4.11).
 */
export function readReturnTarget(value: unknown, {origin, redirectUri, endpoint}: ReturnTargetRules): string | null {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_LENGTH) return null;
  // Browsers drop tabs and newlines from addresses and read a backslash as a slash.
  if (/[\u0000-\u001f\u007f\\]/.test(value) || !/^\/(?!\/)/.test(value)) return null;
  let url: URL;
  try {
    url = new URL(value, origin);
  } catch {
    return null;
  }
  if (url.origin !== origin || url.username || url.password) return null;
  const target = url.pathname + url.search + url.hash;
  if (target.startsWith('//')) return null;
  if (endpoint !== undefined && isSamePage(url, endpoint)) return null;
  if (redirectUri !== undefined && isSamePage(url, redirectUri)) {
    for (const name of ['code', 'error', 'state']) if (url.searchParams.has(name)) return null;
  }
  return target;
}

/** Whether an address is a page's own, query, hash and one trailing slash apart. */
export function isSamePage(url: URL, page: string): boolean {
  let other: URL;
  try {
    other = new URL(page, url);
  } catch {
    return false;
  }
  return url.origin === other.origin && withoutSlash(url.pathname) === withoutSlash(other.pathname);
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
