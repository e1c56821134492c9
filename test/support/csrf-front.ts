import {randomBytes, timingSafeEqual} from 'node:crypto';
import type {SiteOptions} from './site.js';
import {SESSION_PATH} from './test-environment.js';

const HEADER = 'X-CSRF-TOKEN';
const COOKIE = 'XSRF-TOKEN';
const COOKIE_HEADER = 'X-XSRF-TOKEN';

/**
 * Where the front has its token. `meta`: in each page, masked, so that it is another text each time. `meta and answer`:
 * in the answer to a login too. `late cookie`: in a cookie that comes with the answer to the first GET of the session.
 */
export type TokenPlace = 'meta' | 'meta and answer' | 'late cookie';

/** What stands before a site: it lets no POST through to the session resource without its token. */
export interface CsrfFront {
  readonly see: NonNullable<SiteOptions['see']>;
  /** The tokens that were taken, in order. */
  readonly taken: readonly string[];
  /** How many POSTs were refused. */
  readonly refused: () => number;
  /** The masked tokens that pages have had, in order, by path. */
  readonly pages: readonly (readonly [path: string, token: string])[];
}

/** Of one visitor. A login changes the token, as frameworks do it. */
export function createCsrfFront(place: TokenPlace): CsrfFront {
  let secret = randomBytes(16);
  let refused = 0;
  const taken: string[] = [];
  const pages: (readonly [path: string, token: string])[] = [];
  const isCookie = place === 'late cookie';

  function take(token: string | null): boolean {
    const isRight = token !== null && (isCookie ? isEqual(Buffer.from(token, 'hex'), secret) : isMaskOf(token, secret));
    if (isRight) taken.push(token);
    else refused++;
    return isRight;
  }

  async function post(request: Request, next: () => Promise<Response>): Promise<Response> {
    const {purpose} = (await request.clone().json()) as {purpose: string};
    if (!take(request.headers.get(isCookie ? COOKIE_HEADER : HEADER))) {
      const page = '<!doctype html><title>403</title><h1>HTTP Status 403 – Forbidden</h1>';
      return new Response(page, {status: 403, headers: {'Content-Type': 'text/html;charset=utf-8'}});
    }
    const response = await next();
    if (purpose !== 'login' || !response.ok) return response;
    secret = randomBytes(16);
    if (isCookie) setCookie(response);
    if (place === 'meta and answer') response.headers.set(HEADER, mask(secret));
    return response;
  }

  function setCookie(response: Response): Response {
    response.headers.append('Set-Cookie', `${COOKIE}=${secret.toString('hex')}; Path=/; SameSite=Lax`);
    return response;
  }

  async function withToken(response: Response, path: string): Promise<Response> {
    const token = mask(secret);
    pages.push([path, token]);
    const markup = `<meta name="_csrf" content="${token}"><meta name="_csrf_header" content="${HEADER}">`;
    const text = (await response.text()).replace('<head>', `<head>${markup}`);
    return new Response(text, {status: response.status, headers: response.headers});
  }

  return {
    taken,
    pages,
    refused: () => refused,
    async see(request, next) {
      const {pathname} = new URL(request.url);
      const isSession = pathname === SESSION_PATH;
      if (isSession && request.method === 'POST') return post(request, next);
      const response = await next();
      if (isCookie) return isSession ? setCookie(response) : response;
      return response.headers.get('Content-Type')?.startsWith('text/html') ? withToken(response, pathname) : response;
    },
  };
}

/** Another text each time, of which the secret cannot be told without its first half. */
function mask(secret: Buffer): string {
  const pad = randomBytes(secret.length);
  return Buffer.concat([pad, xor(secret, pad)]).toString('base64url');
}

function isMaskOf(token: string, secret: Buffer): boolean {
  const bytes = Buffer.from(token, 'base64url');
  const [pad, rest] = [bytes.subarray(0, secret.length), bytes.subarray(secret.length)];
  return rest.length === secret.length && isEqual(xor(rest, pad), secret);
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
}
