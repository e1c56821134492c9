import {
  createRequest,
  type EmulatorRequest,
  type EmulatorResponse,
} from '../../../../src/emulator/core/base/messages.js';
import {CookieJar} from './cookie-jar.js';

/** Where a browser has arrived: at a page of Kakao's, or at an address outside, which is not opened. */
export type Arrival =
  {readonly kind: 'page'; readonly url: URL; readonly text: string} | {readonly kind: 'outside'; readonly url: URL};

/** A form that a page sends. */
export interface Submission {
  readonly action: string;
  readonly body: URLSearchParams;
}

/** A browser without a network: it knows Kakao's hosts alone. */
export interface Visit {
  /** @throws {Error} if the redirects do not end. */
  open(address: string): Promise<Arrival>;
  /** Sends a form of the page that is open. */
  submit(from: URL, submission: Submission): Promise<Arrival>;
  /** The text of a file that a page shows; null if there is none. */
  load(address: URL): Promise<string | null>;
}

interface Site {
  readonly handle: (request: EmulatorRequest) => Promise<EmulatorResponse>;
  readonly isInside: (url: URL) => boolean;
}

/** As browsers do, or nearly: they follow twenty. */
const MAX_REDIRECTS = 10;

export function createVisit({handle, isInside}: Site): Visit {
  const jar = new CookieJar();

  async function ask(url: URL, from: URL | null, body?: URLSearchParams): Promise<EmulatorResponse> {
    const cookie = jar.read(url);
    const response = await handle(
      createRequest(url.href, {
        ...(body && {method: 'POST', body}),
        headers: {
          accept: 'text/html',
          'sec-fetch-site': toSite(url, from),
          ...(cookie !== null && {cookie}),
          ...(body && from && {origin: from.origin}),
        },
      }),
    );
    jar.store(url, response.headers.getSetCookie());
    return response;
  }

  async function follow(first: URL, from: URL | null, body?: URLSearchParams): Promise<Arrival> {
    let url = first;
    let response: EmulatorResponse | null = null;
    for (let count = 0; count <= MAX_REDIRECTS; count++) {
      if (!isInside(url)) return {kind: 'outside', url};
      response = await ask(url, from, count === 0 ? body : undefined);
      const location = response.headers.get('location');
      if (location === null || !isRedirect(response)) return {kind: 'page', url, text: await readText(response)};
      url = new URL(location, url);
    }
    throw new Error(`The redirects of ${first.origin}${first.pathname} do not end.`);
  }

  return {
    open: (address) => follow(new URL(address), null),
    submit: (from, {action, body}) => follow(new URL(action, from), from, body),
    async load(address) {
      if (!isInside(address)) return null;
      const response = await ask(address, address);
      return response.status === 200 ? readText(response) : null;
    },
  };
}

// Those that a form's answer may have; 307 and 308 would send the form again.
function isRedirect({status}: EmulatorResponse): boolean {
  return [301, 302, 303].includes(status);
}

function toSite(url: URL, from: URL | null): string {
  if (!from) return 'none';
  return url.origin === from.origin ? 'same-origin' : 'cross-site';
}

function readText({body}: EmulatorResponse): Promise<string> {
  return typeof body === 'string' ? Promise.resolve(body) : new Response(body).text();
}
