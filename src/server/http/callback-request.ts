import {RequestError} from '../base/request-error.js';
import type {Settings} from '../options/settings.js';

/** The redirect URIs that a request can have come to: of one origin and path, and each with `mode: 'server'`. */
export interface CallbackRoute {
  readonly redirectUris: readonly [string, ...string[]];
  readonly origin: string;
  /** Whether its cookies are those of https. */
  readonly isSecure: boolean;
}

/**
 * Lets pass only a navigation of the whole window: a `GET` that no page has embedded.
 *
 * @throws RequestError `request_invalid`, `origin_refused`
 */
export function checkNavigation({method, headers}: Request): void {
  if (method !== 'GET') {
    throw new RequestError('request_invalid', 'The callback knows only GET.', {status: 405, allow: 'GET'});
  }
  const target = headers.get('sec-fetch-dest');
  if (target === null || target === 'document') return;
  const hint = 'A frame or a subresource asked for the callback: only a navigation of the whole window ends a login.';
  throw new RequestError('origin_refused', hint);
}

/** Whether a browser only gets ready for a visit that may never be: that must not spend a code. */
export function isSpeculative({headers}: Request): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => /prefetch|prerender/i.test(headers.get(name) ?? ''));
}

/**
 * Which of the site's redirect URIs a request has come to. Behind a proxy its address may have another origin: then the
 * path tells, if only one route of the server has it.
 *
 * @returns null where a page takes the code, or nothing does
 */
export function findRoute(
  {redirectUris, serverRedirectUris}: Pick<Settings, 'redirectUris' | 'serverRedirectUris'>,
  address: URL,
): CallbackRoute | null {
  const isHere = (uri: string): boolean => toPage(new URL(uri)) === toPage(address);
  const exact = serverRedirectUris.filter(isHere);
  if (exact.length > 0) return toRoute(exact);
  if ([...redirectUris].some(isHere)) return null;
  const samePath = serverRedirectUris.filter((uri) => new URL(uri).pathname === address.pathname);
  return samePath.length === 1 ? toRoute(samePath) : null;
}

function toPage({origin, pathname}: URL): string {
  return origin + pathname;
}

function toRoute([first, ...others]: readonly string[]): CallbackRoute | null {
  if (first === undefined) return null;
  const {origin, protocol} = new URL(first);
  return {redirectUris: [first, ...others], origin, isSecure: protocol === 'https:'};
}
