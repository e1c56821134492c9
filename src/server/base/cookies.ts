import {listCookies, readCookieText} from '../../shared/encoding/cookie-text.js';

/** What browsers keep of one cookie (RFC 6265bis §5.6), name and attributes included. */
export const MAX_COOKIE = 4096;

/** A cookie's value in a request, or null. Also null where the name comes twice. */
export function readCookie(request: Request, name: string): string | null {
  const value = readCookies(request).get(name) ?? null;
  return value !== null && value.length <= MAX_COOKIE ? value : null;
}

/** Whether a request has a cookie of this very name, once or more. */
export function hasCookie(request: Request, name: string): boolean {
  return readCookies(request).has(name);
}

/** The values of all cookies of this very name in a request, for a cookie that cannot do harm. */
export function readCookieValues({headers}: Request, name: string): readonly string[] {
  // Stryker disable next-line StringLiteral: a text without an equals sign names no cookie
  const cookies = listCookies(headers.get('cookie') ?? '');
  return cookies.filter(([known]) => known === name).map(([, value]) => value);
}

function readCookies({headers}: Request): ReadonlyMap<string, string | null> {
  // Stryker disable next-line StringLiteral: as above
  return readCookieText(headers.get('cookie') ?? '');
}

/** A `Set-Cookie` value that scripts cannot read. `maxAge` 0 removes it. */
export function toSetCookie(name: string, value: string, maxAge: number, secure: boolean): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
