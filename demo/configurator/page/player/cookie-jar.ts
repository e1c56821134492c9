interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Without `Domain`: other hosts below it do not get it. */
  readonly isHostOnly: boolean;
  readonly path: string;
  readonly isSecure: boolean;
}

/** The cookies of a browser (RFC 6265 §5): by host, domain and path. All are forgotten with it. */
export class CookieJar {
  #cookies: readonly Cookie[] = [];

  /**
   * Keeps what a response sets.
   * @param lines its `Set-Cookie` headers, one each
   */
  store(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [cookie, isOver] = readCookie(url, line);
      if (!cookie) continue;
      const others = this.#cookies.filter((known) => !isSamePlace(known, cookie));
      this.#cookies = isOver ? others : [...others, cookie];
    }
  }

  /** The `Cookie` header of a request; null if no cookie belongs there. */
  read(url: URL): string | null {
    const pairs = this.#cookies.filter((cookie) => isFor(cookie, url)).map(({name, value}) => `${name}=${value}`);
    return pairs.length === 0 ? null : pairs.join('; ');
  }
}

/** The cookie of a line, and whether the line takes it away; null for one that a browser refuses. */
function readCookie(
  {hostname, pathname, protocol}: URL,
  line: string,
): readonly [cookie: Cookie | null, isOver: boolean] {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const attributes = new Map(rest.map((part) => toAttribute(part)));
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  const isSecure = attributes.has('secure');
  const isForeign = domain !== '' && !isWithin(hostname, domain);
  if (at < 1 || isForeign || (isSecure && protocol !== 'https:')) return [null, false];
  const path = attributes.get('path') ?? '';
  const cookie = {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    domain: domain || hostname,
    isHostOnly: domain === '',
    path: path.startsWith('/') ? path : toDefaultPath(pathname),
    isSecure,
  };
  return [cookie, isExpired(attributes)];
}

function toAttribute(part: string): readonly [name: string, value: string] {
  const [name = '', ...value] = part.split('=');
  return [name.toLowerCase(), value.join('=')];
}

function isExpired(attributes: ReadonlyMap<string, string>): boolean {
  const age = attributes.get('max-age');
  if (age !== undefined) return Number(age) <= 0;
  return Date.parse(attributes.get('expires') ?? '') <= Date.now();
}

function toDefaultPath(pathname: string): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}

function isSamePlace(left: Cookie, right: Cookie): boolean {
  return left.name === right.name && left.domain === right.domain && left.path === right.path;
}

function isFor({domain, isHostOnly, path, isSecure}: Cookie, {hostname, pathname, protocol}: URL): boolean {
  const isHost = isHostOnly ? hostname === domain : isWithin(hostname, domain);
  const isPath = pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
  return isHost && isPath && (!isSecure || protocol === 'https:');
}

function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
