import type {FakeClock} from './clock.js';

/** The cookies of one host, with the rules of browsers that matter here. */
export class CookieJar {
  /** The browser takes no cookies and shows none. */
  refuses = false;
  /** Every cookie that a page wrote, as it wrote it. */
  readonly written: string[] = [];
  readonly #cookies = new Map<string, {readonly value: string; readonly until: number}>();
  readonly #planted: string[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** `document.cookie = cookie` on a page of `protocol` and host. */
  write(cookie: string, protocol: string, host = 'shop.example'): void {
    this.written.push(cookie);
    if (this.refuses || cookie.length > 4096) return;
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.replace(/^[ \t]+|[ \t]+$/g, ''));
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isSecure = attributes.includes('Secure');
    if (isSecure && protocol !== 'https:') return;
    if (name.startsWith('__Host-') && !(isSecure && attributes.includes('Path=/'))) return;
    const domain = attributes.find((attribute) => attribute.startsWith('Domain='))?.slice('Domain='.length);
    if (domain !== undefined && !(`.${host}`.endsWith(`.${domain}`) && !isPublicSuffix(domain))) return;
    const age = attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice('Max-Age='.length);
    const until = age === undefined ? Infinity : this.#clock.now() + Number(age) * 1000;
    if (until <= this.#clock.now()) this.#cookies.delete(name);
    else this.#cookies.set(name, {value, until});
  }

  /** `document.cookie`. */
  read(): string {
    const own = this.#live().map(([name, {value}]) => `${name}=${value}`);
    return [...this.#planted, ...own].join('; ');
  }

  names(): string[] {
    return this.#live().map(([name]) => name);
  }

  get(name: string): string | undefined {
    return this.#live().find(([other]) => other === name)?.[1].value;
  }

  /** A cookie of the same name that a neighbouring host has set for the domain: this host's pages cannot remove it. */
  plant(name: string, value: string): void {
    this.#planted.push(`${name}=${value}`);
  }

  /** Puts a cookie in, whatever it is. */
  set(name: string, value: string): void {
    this.#cookies.set(name, {value, until: Infinity});
  }

  clear(): void {
    this.#cookies.clear();
  }

  #live(): [string, {readonly value: string; readonly until: number}][] {
    if (this.refuses) return [];
    return [...this.#cookies].filter(([, {until}]) => until > this.#clock.now());
  }
}

/** What a browser's list would say of the hosts that tests have. */
function isPublicSuffix(domain: string): boolean {
  return !domain.includes('.') || /^(co\.kr|github\.io|[\d.]+)$/.test(domain);
}
