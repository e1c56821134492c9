import type {EmulatorRequest} from './messages.js';

type WithHeaders = Pick<EmulatorRequest, 'headers'>;

/** Trims spaces and tabs, the only optional whitespace of HTTP (RFC 9110 §5.6.3). */
export function stripBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}

/** Whether a request's body is of a media type, such as `application/json`. */
export function hasMediaType({headers}: WithHeaders, type: string): boolean {
  const [own = ''] = (headers.get('content-type') ?? '').split(';');
  return stripBlanks(own).toLowerCase() === type;
}

/** The cookies of a request, in its order. */
export function readCookies({headers}: WithHeaders): (readonly [name: string, value: string])[] {
  const pairs = (headers.get('cookie') ?? '').split(';').map(stripBlanks);
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  });
}

/** The value of a cookie; null if the request has none of this name, or more than one. */
export function readCookie(request: WithHeaders, name: string): string | null {
  const [value = null, ...others] = readCookies(request)
    .filter(([other]) => other === name)
    .map(([, value]) => value);
  return others.length === 0 ? value : null;
}
