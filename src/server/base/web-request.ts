import {RequestError} from './request-error.js';
import {isRecord} from './validate.js';

/** What a function of the kit needs, beside the web's `Request`, to say what to pass in its place. */
const CURES = {
  session: 'mount toNodeHandler(kakao.session) in its place, before body parsers',
  callback: 'mount toNodeHandler(kakao.callback) in its place',
  notice: 'mount toNodeHandler(kakao.notices.unlink), .channel or .account in its place, before body parsers',
  cookies: 'pass new Request(address, {headers: {cookie: req.headers.cookie ?? ""}})',
} as const;

/** What a framework calls the web's `Request`, where it has one. */
const INSIDE: Readonly<Record<string, (given: Readonly<Record<string, unknown>>) => unknown>> = {
  'its .raw (Hono: c.req.raw)': ({raw}) => raw,
  'its .req.raw (Hono: c.req.raw)': ({req}) => (isRecord(req) ? req['raw'] : undefined),
  'its .request (event.request)': ({request}) => request,
  'its .req': ({req}) => req,
};

/** Whether something is a request of the web: the kit reads these of it. */
export function isWebRequest(given: unknown): given is Request {
  if (!isRecord(given)) return false;
  const {headers, method, url} = given;
  return isRecord(headers) && typeof headers['get'] === 'function' && [method, url].every((v) => typeof v === 'string');
}

/**
 * Checks that the site has passed a request of the web, and not its framework's own.
 *
 * @param use what is done with it
 * @throws RequestError `request_invalid`, with what to pass
 */
export function requireWebRequest(given: unknown, use: keyof typeof CURES): asserts given is Request {
  if (isWebRequest(given)) return;
  const what = 'The kit was not given a web Request';
  const inside = isRecord(given) && Object.keys(INSIDE).find((name) => isWebRequest(INSIDE[name]?.(given)));
  if (inside) throw new RequestError('request_invalid', `${what}: pass ${inside}.`, {status: 500});
  const isNodes = isRecord(given) && isRecord(given['headers']);
  const cure = isNodes
    ? `, but Node’s or a framework’s own: ${CURES[use]}`
    : ': pass the one that the route was called with';
  throw new RequestError('request_invalid', `${what}${cure}.`, {status: 500});
}
