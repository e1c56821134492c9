import assert from 'node:assert/strict';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import {textFromBase64url, textToBase64url} from '../../../src/shared/encoding/base64url.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {toTransactionCookieName} from '../../../src/shared/transaction.js';
import type {Grant} from './provider.js';
import {assertNoCanary, createSite, type LoginFields, REDIRECT_URI, type Site, toHeaders} from './site.js';

/** Where a login of these tests began. */
export const FROM = '/products/7?size=m';

/** A site whose redirect URI is a route of the server. */
export function createServerSite(overrides: Partial<KakaoServerOptions> = {}): Promise<Site> {
  return createSite({redirectUris: [{uri: REDIRECT_URI, mode: 'server'}], ...overrides});
}

/** A login under way: what its browser keeps, and what Kakao sends it back with. */
export interface UnderWay {
  readonly login: LoginFields;
  /** What the cookie's value says. */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly cookie: string;
  readonly query: string;
}

export const toValue = (kept: unknown): string => textToBase64url(JSON.stringify(kept));

/** The cookie of a login's record. */
export function toCookie(tx: string, kept: unknown, isSecure = true): string {
  return `${toTransactionCookieName(tx, isSecure)}=${toValue(kept)}`;
}

/** The address that Kakao sends a login back to, after the path. */
export function toQuery({tx}: Pick<LoginFields, 'tx'>, answer: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams({...answer, state: toStateParameter({tx, path: FROM})})}`;
}

/** A login that has left for Kakao. `kept` is what its record says beside, or says otherwise. */
export function leave(
  site: Site,
  fields: Partial<LoginFields> = {},
  kept: Readonly<Record<string, unknown>> = {},
  grant: Partial<Grant> = {},
): UnderWay {
  const login = site.prepare(fields, grant);
  const {code, ...record} = login;
  const whole = {...record, time: site.clock.time, from: FROM, ...kept};
  return {login, kept: whole, cookie: toCookie(login.tx, whole), query: toQuery(login, {code})};
}

/** What differs from a browser's navigation to the callback. */
interface Visit {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** The navigation that comes from Kakao. */
export function toCallback(query: string, cookie: string, {url = REDIRECT_URI, method, headers = {}}: Visit = {}) {
  const usual = {Cookie: cookie, 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate'};
  return new Request(url + query, {...(method && {method}), headers: toHeaders(usual, headers)});
}

/** The browser comes back from Kakao. */
export function comeBack(
  {server}: Pick<Site, 'server'>,
  {query, cookie}: Pick<UnderWay, 'query' | 'cookie'>,
  visit?: Visit,
): Promise<Response> {
  return server.callback(toCallback(query, cookie, visit));
}

/** A cookie that an answer sets, with its attributes; undefined if it does not. */
export function findCookie({headers}: Pick<Response, 'headers'>, name: string): string | undefined {
  return headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
}

/** How a login ended, without its id; undefined if the page is told nothing. */
export function readResult(response: Response): string | undefined {
  return findCookie(response, 'ks_result')?.replace(/^ks_result=(.+)\.[\w-]{6};.*$/, '$1');
}

/** What an answer leaves of a login in its cookie; undefined if it changes nothing there. */
export function readKept(response: Response, tx: string, isSecure = true): unknown {
  const cookie = findCookie(response, toTransactionCookieName(tx, isSecure));
  return cookie && JSON.parse(textFromBase64url(/=([\w-]*)/.exec(cookie)?.[1] ?? '') ?? '');
}

/** Asserts what every answer to a navigation keeps to, and that it ended so. */
export function assertEnd(site: Site, {login, kept}: UnderWay, response: Response, end: string, to: string): void {
  assert.equal(readResult(response), end, JSON.stringify(site.reports));
  assert.deepEqual([response.status, response.headers.get('location')], [303, to]);
  const id = login.tx.slice(0, 6);
  assert.equal(findCookie(response, 'ks_result'), `ks_result=${end}.${id}; Path=/; Max-Age=60; SameSite=Lax; Secure`);
  assertClean(site, response, login.code, String(kept['nonceSecret']));
}

/** Asserts the headers of every answer, and that no secret is in it or in a log. */
export function assertClean(site: Site, response: Response, ...secrets: string[]): void {
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assertNoCanary(JSON.stringify(site.reports) + JSON.stringify([...response.headers]), ...secrets);
}

/** Asserts that nothing was asked or changed. */
export function assertUntaken(site: Site, response: Response): void {
  assert.deepEqual(site.provider.requests, [], 'the code is not spent');
  assert.deepEqual(site.calls, []);
  const names = response.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
  assert.deepEqual(names, names.includes('ks_result') ? ['ks_result'] : []);
}
