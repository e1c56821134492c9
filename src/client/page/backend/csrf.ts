import {attempt} from '../../../shared/attempt.js';
import {readCookieText} from '../../../shared/encoding/cookie-text.js';
import {endsOnServer, readCsrf, type Settings} from '../../state/config.js';
import type {CsrfProblem} from '../../state/problem.js';
import type {ClientPorts} from '../ports/ports.js';
import {isForeignSite} from '../same-site.js';

/** The token of the site's CSRF protection, on its way to the backend. */
export interface CsrfToken {
  /** Sends a request; a POST with the token, where `csrf` says where that is. */
  readonly fetch: ClientPorts['fetch'];
  /**
   * Whether the page must be loaded to get the token that a login has changed: its own is in a `<meta>`, and the last answer
   * to a POST has brought none. A page that a server sent after the login has the new one.
   */
  isOld(): boolean;
}

export type CsrfPorts = Pick<ClientPorts, 'address' | 'fetch' | 'readCookies' | 'writeCookie' | 'readMeta' | 'report'>;

/** The headers of the known places, as the frameworks name them. That of `meta:_csrf` is in a `<meta>` beside it. */
const HEADERS: Readonly<Record<string, string>> = {
  'meta:csrf-token': 'X-CSRF-TOKEN',
  'cookie:XSRF-TOKEN': 'X-XSRF-TOKEN',
  'cookie:csrftoken': 'X-CSRFToken',
};
/** Spring writes the header's name there. */
const HEADER_META = '_csrf_header';
/** The only value that is written percent-encoded: by Angular's convention, which Laravel and Spring follow. */
const ENCODED = 'cookie:XSRF-TOKEN';
/** What a header can hold of a text: Latin-1, and no line break. */
const SENDABLE = /^[\x20-\xff]+$/;

/**
 * Gives POSTs the token that the site's CSRF protection asks for. It is read at each of them. Its value is told to nobody
 * else: neither in events nor in lines for the developer.
 */
export function createCsrfToken(
  ports: CsrfPorts,
  settings: () => Pick<Settings, 'csrf' | 'callbackMode' | 'loginUrl'>,
): CsrfToken {
  /** What answers have brought, by setting: newer than what the page has. */
  const brought = new Map<string, string>();
  const told = new Set<unknown>();
  /** Undefined until this page has sent a POST. */
  let hasBrought: boolean | undefined;

  function tell(value: string, reason: CsrfProblem['reason']): void {
    if (!told.has(value + reason)) ports.report({code: 'config_invalid', kind: 'csrf', value, reason});
    told.add(value + reason);
  }

  /** The token, if there is one that can be sent. */
  function readToken(csrf: string, place: string): string | undefined {
    const token = brought.get(csrf) ?? readPlace(ports, place);
    if (token && SENDABLE.test(token)) return token;
    tell(csrf, token ? 'unfit' : 'missing');
    return undefined;
  }

  return {
    async fetch(url, init) {
      const {csrf} = settings();
      if (init.method !== 'POST' || !csrf || isForeignSite(ports, new URL(url).hostname)) return ports.fetch(url, init);
      const [place = '', own] = csrf.split(/\s+/);
      const header = own ?? HEADERS[place] ?? readHeaderMeta(ports);
      hasBrought = false;
      if (!header) {
        tell(csrf, 'header');
        return ports.fetch(url, init);
      }
      const token = readToken(csrf, place);
      const headers = {...(init.headers as Record<string, string>), ...(token && {[header]: token})};
      const response = await ports.fetch(url, {...init, headers});
      // A site's own `fetch` may answer without headers.
      const next = attempt(() => response.headers.get(header));
      if (next) brought.set(csrf, next);
      hasBrought = !!next;
      return response;
    },
    isOld: () => !!settings().csrf?.startsWith('meta:') && !(hasBrought ?? endsOnServer(settings())),
  };
}

/** Octet for octet what the page has there; nothing if a cookie's name comes twice: nobody can tell whose is whose. */
function readPlace({readCookies, readMeta}: CsrfPorts, place: string): string | null | undefined {
  const name = place.replace(/^\w+:/, '');
  if (place.startsWith('meta:')) return readMeta(name);
  const value = readCookieText(readCookies()).get(name);
  return place === ENCODED && value ? (attempt(() => decodeURIComponent(value)) ?? value) : value;
}

/** The header that a `<meta>` names, if it is one that the setting could name. */
function readHeaderMeta({readMeta}: CsrfPorts): string | undefined {
  const header = readMeta(HEADER_META);
  return header && /^\S/.test(header) && readCsrf(`meta:_csrf ${header}`) ? header : undefined;
}
