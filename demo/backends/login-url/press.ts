// For a login that the backend itself starts (<kakao-sync login-url>), with any OAuth library. Its handlers learn here where
// the visitor pressed, and tell the page how the login ended.

/** What the page wrote down at the press. Visitors can change it: do not trust it. */
export interface Press {
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
  readonly returnTo: string;
  readonly context?: string;
  readonly attribution?: Readonly<Record<string, string>>;
  /** The name of its cookie. */
  readonly cookie: string;
}

/** `new`: has just joined. `out`: has cancelled. The codes are those of docs/en/error-codes.md. */
export type End = 'new' | 'known' | 'out' | `error.${string}`;

/**
 * The newest press of the last hour in a request's `Cookie`; null if the login was not begun by the button.
 *
 * @param origin of the site's pages, such as https://shop.example
 */
export function findPress(cookieHeader: string, origin: string, now = Date.now()): Press | null {
  // A neighbouring host can write any name but this one. Only http on loopback has to do without.
  const prefix = origin.startsWith('https:') ? '__Host-ks.' : 'ks.';
  const presses = cookieHeader.split(';').flatMap((pair): Press[] => {
    // Space and tab alone: browsers guard __Host-, and nothing that only looks like it.
    const [, start, id = '', value = ''] =
      /^[ \t]*((?:__Host-)?ks\.)([\w-]{6})=([\w-]{1,2000})[ \t]*$/.exec(pair) ?? [];
    const record = readJson(Buffer.from(value, 'base64url').toString()) as (Press & {v: unknown}) | null;
    const isOpen =
      start === prefix && record?.v === 'url' && record.id === id && Math.abs(now - record.time) < 3_600_000;
    return isOpen ? [{...record, cookie: prefix + id}] : [];
  });
  return presses.sort((one, other) => other.time - one.time)[0] ?? null;
}

/**
 * The redirect (303) that ends the login. The session's own cookie goes beside these.
 *
 * @param origin of the site's pages, such as https://shop.example
 */
export function toReturnHeaders({returnTo, cookie, id}: Press, end: End, origin: string): [string, string][] {
  const rest = `Path=/; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;
  return [
    ['Location', toSafePath(returnTo, origin)],
    ['Cache-Control', 'no-store'],
    ['Set-Cookie', `${cookie}=; Max-Age=0; ${rest}`],
    ['Set-Cookie', `ks_result=${end}.${id}; Max-Age=60; ${rest}`],
  ];
}

/** A page of this origin. Anything else leads home: a cookie can be another host's. */
function toSafePath(path: unknown, origin: string): string {
  if (typeof path !== 'string' || !/^\/(?!\/)[^\u0000-\u001f\u007f\\]{0,2047}$/.test(path)) return '/';
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
  const safe = url?.origin === origin ? url.pathname + url.search + url.hash : '/';
  return safe.startsWith('//') ? '/' : safe;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
