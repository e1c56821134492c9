import {attempt} from '../../shared/attempt.js';
import {isLoopback} from '../../shared/loopback.js';
import {readReturnTarget} from '../../shared/return-target.js';
import {invalidOption, isRecord} from '../base/validate.js';
import {isMissing, isMissingList, type MissingValue} from './missing-values.js';

/** One redirect URI, with who takes the code there. */
export interface RedirectUri {
  readonly uri: string;
  /**
   * `page`: the page posts the code, so its origin has to be among `allowedOrigins`. `server`: a route of the server takes
   * it (`callback-mode="server"`). Default: `page`.
   */
  readonly mode?: 'page' | 'server' | undefined;
}

/** One entry of the option `redirectUris`, checked. */
export interface RedirectUriSettings {
  readonly uri: string;
  /** What takes the code there: a page, which posts it to the kit, or a route of the server. */
  readonly mode: 'page' | 'server';
  /** What it is called in messages. */
  readonly name: string;
}

/**
 * The option `redirectUris`.
 *
 * @param missing what has no value is added to it
 * @throws KakaoSyncError `config_invalid`
 */
export function readRedirectUris(value: unknown, missing: MissingValue[]): readonly RedirectUriSettings[] {
  const remedy = 'list at least one redirect URI that is registered at Kakao';
  if (isMissingList(value)) {
    missing.push({option: 'redirectUris', remedy, variable: VARIABLE});
    return [];
  }
  if (!Array.isArray(value)) throw invalidOption('redirectUris', undefined, remedy);
  return value.flatMap((entry: unknown, index) => {
    const read = readEntry(entry, `redirectUris[${index}]`);
    if (!isMissing(read.uri)) return {...read, uri: readUri(read.uri, read.name)};
    missing.push({option: read.name, remedy: 'write an absolute address', variable: VARIABLE});
    return [];
  });
}

/**
 * Checks that each page that takes a code may post it.
 *
 * @throws KakaoSyncError `config_invalid`
 */
export function checkPageOrigins(entries: readonly RedirectUriSettings[], allowedOrigins: readonly string[]): void {
  for (const {uri, mode, name} of entries) {
    const {origin} = new URL(uri);
    if (mode === 'server' || allowedOrigins.includes(origin)) continue;
    const remedy = `its page posts the code, so add "${origin}" to allowedOrigins; if a route of the server takes the code, write {uri, mode: 'server'}`;
    throw invalidOption(name, uri, remedy);
  }
}

/**
 * Checks that an address can be the site's.
 *
 * @throws KakaoSyncError `config_invalid`
 */
export function readSiteUrl(value: unknown, name: string): URL {
  const url = typeof value === 'string' ? attempt(() => new URL(value)) : undefined;
  // What stands before an @ can be a password.
  const shown = typeof value === 'string' && value.includes('@') ? undefined : value;
  if (!url) throw invalidOption(name, shown, 'write an absolute address, such as https://shop.example/kakao/callback');
  if (url.username || url.password) throw invalidOption(name, undefined, 'drop the user name and password');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  throw invalidOption(name, shown, 'use https; plain http is for localhost and 127.0.0.1 only');
}

/**
 * The option `reauthenticate`.
 *
 * @param origin of the site's pages
 * @throws KakaoSyncError `config_invalid`
 */
export function readReauthenticate(value: unknown, origin: string): string | undefined {
  if (value === undefined) return undefined;
  const filled = typeof value === 'string' ? value.split('{path}').join('%2F') : value;
  if (readReturnTarget(filled, {origin}) !== null) return value as string;
  throw invalidOption('reauthenticate', value, 'write a path of the page’s origin, such as /login?next={path}');
}

const VARIABLE = 'KAKAO_REDIRECT_URI';

function readEntry(entry: unknown, name: string): Omit<RedirectUriSettings, 'uri'> & {readonly uri: unknown} {
  if (!isRecord(entry)) return {uri: entry, mode: 'page', name};
  const {uri, mode = 'page'} = entry;
  const other = Object.keys(entry).find((key) => key !== 'uri' && key !== 'mode');
  if (other !== undefined) throw invalidOption(`${name}.${other}`, undefined, 'an entry has a uri and a mode');
  if (mode === 'page' || mode === 'server') return {uri, mode, name: `${name}.uri`};
  throw invalidOption(`${name}.mode`, mode, 'write "page" or "server"');
}

/** Kakao and the kit compare it letter for letter with what browsers send, so it has to be written as they do. */
function readUri(value: unknown, name: string): string {
  const {href, hostname} = readSiteUrl(value, name);
  if (href.includes('#')) throw invalidOption(name, value, 'drop the part after #: Kakao refuses it');
  if (hostname.endsWith('.')) throw invalidOption(name, value, 'drop the dot at the end of the host');
  if (href !== value) throw invalidOption(name, value, `write "${href}", as browsers send it`);
  return href;
}
