import type {EmulatedAppOptions, KakaoEmulator} from '../../../src/emulator/index.js';
import {setup, toAuthorizeAddress} from './setup.js';

/** A browser without scripts: follows redirects inside the emulator, keeps cookies, fills in forms. */
export class Visitor {
  readonly #emulator: KakaoEmulator;
  readonly #headers: Record<string, string>;
  readonly cookies = new Map<string, string>();
  /** The page that is open, or the address outside the emulator where the visitor was sent. */
  url = '';
  status = 0;
  text = '';
  response = new Response();

  constructor(emulator: KakaoEmulator, headers: Record<string, string> = {}) {
    this.#emulator = emulator;
    this.#headers = headers;
  }

  async open(
    url: string,
    {headers, ...init}: Omit<RequestInit, 'headers'> & {headers?: Record<string, string>} = {},
  ): Promise<this> {
    const origin = new URL(url).origin;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.#emulator.fetch(url, {
      ...init,
      headers: {...(cookie && {cookie}), ...this.#headers, ...headers},
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=');
      this.cookies.set(name!, value!);
    }
    this.response = response;
    this.status = response.status;
    this.url = url;
    const location = response.headers.get('location');
    if (location === null) {
      this.text = await response.text();
      return this;
    }
    const target = new URL(location, url);
    if (target.origin === origin) return this.open(target.href);
    this.url = target.href;
    this.text = '';
    return this;
  }

  /** Sends the page's form with its hidden fields and what is given. */
  async submit(fields: readonly (readonly [string, string])[], headers: Record<string, string> = {}): Promise<this> {
    const action = /<form[^>]*action="([^"]+)"/.exec(this.text)?.[1];
    const hidden = [...this.text.matchAll(/<input\s+type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)];
    const body = new URLSearchParams([
      ...hidden.map(([, name, value]) => [name!, value!]),
      ...fields.map((pair) => [...pair]),
    ]);
    const url = new URL(action ?? '', this.url);
    return this.open(url.href, {method: 'POST', body, headers: {origin: url.origin, ...headers}});
  }

  choose(persona: string): Promise<this> {
    return this.submit([['persona', persona]]);
  }

  /** The consent items, terms and channel lines on the page. */
  get offered(): string[] {
    return [...this.text.matchAll(/name="agree"\s+value="([^"]+)"/g)].map(([, value]) => value!);
  }

  get required(): string[] {
    return [...this.text.matchAll(/name="agree"\s+value="([^"]+)"\s+required/g)].map(([, value]) => value!);
  }

  agree(...values: string[]): Promise<this> {
    return this.submit([...values.map((value) => ['agree', value] as const), ['decision', 'agree']]);
  }

  cancel(): Promise<this> {
    return this.submit([['decision', 'cancel']]);
  }

  /** The answer at the redirect URI. */
  get answer(): Record<string, string> {
    return Object.fromEntries(new URL(this.url).searchParams);
  }
}

/** A browser in which somebody has chosen an account on the login page. */
export async function visitAs(
  persona: string,
  parameters: Record<string, string | null> = {},
  app: Partial<EmulatedAppOptions> = {},
) {
  const made = setup({app});
  const visitor = await new Visitor(made.emulator).open(toAuthorizeAddress(parameters));
  await visitor.choose(persona);
  return {...made, visitor};
}
