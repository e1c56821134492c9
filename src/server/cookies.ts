/** What browsers keep of one cookie (RFC 6265bis §5.6), name and attributes included. */
export const MAX_COOKIE = 4096;

/**
 * A cookie's value in a request, or null. Also null where the name comes twice: which of them is ours cannot be told.
 */
export function readCookie(request: Request, name: string): string | null {
  const values = request.headers
    .get('cookie')
    ?.split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value, another] = values ?? [];
  return value !== undefined && another === undefined && value.length <= MAX_COOKIE ? value : null;
}

/** A `Set-Cookie` value that scripts cannot read. `maxAge` 0 removes it. */
export function toSetCookie(name: string, value: string, maxAge: number, secure: boolean): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
