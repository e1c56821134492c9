import {isLoopback} from '../../shared/loopback.js';
import {readReturnTarget} from '../../shared/return-target.js';
import {type KeySettings, readAdminKey, readKeys} from './app-keys.js';
import {isRecord, missingOption, invalidOption, quote, type UnknownRecord} from '../base/validate.js';
import type {KakaoKey, KakaoServerOptions} from './options.js';
import type {SessionPort} from './session-port.js';
import {checkSessionKeys} from './session-keys.js';
import {readSite, type SiteName} from '../base/site-name.js';
import {readSiteTerms, type SiteTerms} from './site-terms.js';

/** Checked options. */
export interface Settings {
  readonly keys: ReadonlyMap<string, KeySettings>;
  readonly redirectUris: ReadonlySet<string>;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly allowedHeaders: readonly string[];
  readonly sessionKeys: readonly string[];
  readonly site: SiteName | null;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly emulatorOrigin: string | undefined;
  readonly session: SessionPort | undefined;
  readonly reauthenticate: string | undefined;
  readonly adminKey: string | undefined;
  /** Whether members can unlink their Kakao accounts. */
  readonly unlinks: boolean;
  readonly terms: SiteTerms;
  /** Public ids of the site's channels. */
  readonly channels: readonly string[];
  /** Whether cookies are for https: always, unless the whole site is plain http on loopback. */
  readonly secure: boolean;
  /** What must never be logged. */
  readonly secrets: readonly string[];
}

const NAMES: readonly string[] = [
  'keys',
  'redirectUris',
  'allowedOrigins',
  'sessionKeys',
  'site',
  'allowedHeaders',
  'findMember',
  'signUp',
  'readMember',
  'linkMember',
  'reauthenticate',
  'terms',
  'onConsent',
  'onUnlink',
  'adminKey',
  'channels',
  'limit',
  'onError',
  'onMetric',
  'fetch',
  'now',
  'emulator',
  'session',
  'idleSeconds',
  'absoluteSeconds',
] satisfies (keyof KakaoServerOptions)[];

const REQUIRED_FUNCTIONS = [
  'findMember',
  'signUp',
  'readMember',
] as const satisfies readonly (keyof KakaoServerOptions)[];
const OPTIONAL_FUNCTIONS = [
  'linkMember',
  'onConsent',
  'onUnlink',
  'limit',
  'onError',
  'onMetric',
  'fetch',
  'now',
] as const satisfies readonly (keyof KakaoServerOptions)[];

const DAY = 86_400;

/**
 * The options, checked.
 *
 * @throws KakaoSyncError `config_incomplete`, `config_invalid`: the message names the option, its value unless that
 * could be a secret, and what to do
 */
export function readSettings(options: KakaoServerOptions): Settings {
  const given = readGiven(options);
  const redirectUris = readRedirectUris(given['redirectUris']);
  const allowedOrigins = readAllowedOrigins(given['allowedOrigins']);
  const places = [...redirectUris, ...allowedOrigins];
  const session = readSessionPort(given['session']);
  const keys = readKeys(given['keys']);
  const adminKey = readAdminKey(given['adminKey']);
  const unlinks = adminKey !== undefined && given['onUnlink'] !== undefined;
  const sessionKeys = session && given['sessionKeys'] === undefined ? [] : readSessionKeys(given['sessionKeys']);
  if (sessionKeys.length === 0) checkUsesNoSessionKeys({linkMember: given['linkMember'] !== undefined, unlinks});
  return {
    keys,
    redirectUris: new Set(redirectUris),
    allowedOrigins: new Set(allowedOrigins),
    allowedHeaders: readAllowedHeaders(given['allowedHeaders']),
    sessionKeys,
    site: readSite(given['site']),
    ...readLimits(given['idleSeconds'], given['absoluteSeconds']),
    emulatorOrigin: readEmulator(given['emulator'], places),
    session,
    reauthenticate: readReauthenticate(given['reauthenticate'], allowedOrigins[0] ?? ''),
    adminKey,
    unlinks,
    terms: readSiteTerms(given['terms']),
    channels: readChannels(given['channels'], adminKey),
    secure: !places.every((value) => value.startsWith('http://')),
    secrets: [...readSecrets(given['keys']), ...sessionKeys, ...(adminKey === undefined ? [] : [adminKey])],
  };
}

/** The options as an object of known names, whose functions are functions. */
function readGiven(options: unknown): UnknownRecord {
  if (!isRecord(options)) throw missingOption('options', 'pass an object');
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw invalidOption(name, undefined, `no such option is known: use ${NAMES.join(', ')}`);
  }
  for (const name of REQUIRED_FUNCTIONS) checkFunction(options[name], name, true);
  for (const name of OPTIONAL_FUNCTIONS) checkFunction(options[name], name, false);
  return options;
}

/** What needs session keys also with sessions of the site's own. */
function checkUsesNoSessionKeys(uses: {readonly linkMember: boolean; readonly unlinks: boolean}): void {
  if (uses.linkMember) {
    const remedy = 'linkMember needs them, also with the site’s own sessions: links are proved with them';
    throw missingOption('sessionKeys', remedy);
  }
  if (uses.unlinks) {
    const remedy =
      'onUnlink needs them, also with the site’s own sessions: pages are told with them which one they show';
    throw missingOption('sessionKeys', remedy);
  }
}

/** The client secrets in `keys`, which were checked before. */
function readSecrets(keys: unknown): readonly string[] {
  return (keys as readonly KakaoKey[]).flatMap(({secret}) => secret ?? []);
}

function readRedirectUris(value: unknown): readonly string[] {
  const uris = readTexts(value, 'redirectUris');
  uris.forEach((uri, index) => checkRedirectUri(uri, `redirectUris[${index}]`));
  return uris;
}

function readAllowedOrigins(value: unknown): readonly string[] {
  const origins = readTexts(value, 'allowedOrigins');
  origins.forEach((origin, index) => checkOriginOption(origin, `allowedOrigins[${index}]`));
  return origins;
}

function readChannels(value: unknown, adminKey: string | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidOption('channels', undefined, 'list public ids of channels, such as _ZeUTxl');
  if (value.length > 0 && adminKey === undefined) throw missingOption('adminKey', 'channels are read with it');
  return value.map((id: unknown, index) => {
    if (typeof id === 'string' && /^[\w-]{2,64}$/.test(id)) return id;
    throw invalidOption(`channels[${index}]`, id, 'write the public id of a channel, such as _ZeUTxl');
  });
}

function checkRedirectUri(value: string, name: string): void {
  const url = readUrl(value, name);
  if (value.includes('#')) throw invalidOption(name, value, 'drop the part after #: Kakao refuses it');
  checkTransport(url, name, value);
}

function checkOriginOption(value: string, name: string): void {
  if (value.includes('*')) throw invalidOption(name, value, 'write each origin out: there are no wildcards');
  const url = readUrl(value, name);
  checkTransport(url, name, value);
  if (url.origin !== value) throw invalidOption(name, value, `write "${url.origin}", as browsers send it`);
}

function readUrl(value: string, name: string): URL {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw invalidOption(name, value, 'write an absolute address, such as https://shop.example/kakao/callback');
  }
  if (url.username || url.password) throw invalidOption(name, undefined, 'drop the user name and password');
  return url;
}

function checkTransport(url: URL, name: string, value: string): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return;
  throw invalidOption(name, value, 'use https; plain http is for localhost and 127.0.0.1 only');
}

function readSessionKeys(value: unknown): readonly string[] {
  const keys = readTexts(value, 'sessionKeys', false);
  checkSessionKeys(keys);
  return keys;
}

function readAllowedHeaders(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidOption('allowedHeaders', undefined, 'list names of request headers');
  return value.map((header: unknown, index) => {
    if (typeof header === 'string' && /^[a-z][\w-]{0,63}$/i.test(header)) return header.toLowerCase();
    throw invalidOption(`allowedHeaders[${index}]`, header, 'write the name of a request header, such as X-CSRF-Token');
  });
}

function readLimits(idle: unknown, absolute: unknown): Pick<Settings, 'idleSeconds' | 'absoluteSeconds'> {
  const absoluteSeconds = readSeconds(absolute, 'absoluteSeconds') ?? 30 * DAY;
  const idleSeconds = readSeconds(idle, 'idleSeconds') ?? Math.min(7 * DAY, absoluteSeconds);
  if (idleSeconds > absoluteSeconds) throw invalidOption('idleSeconds', idle, 'it must not exceed absoluteSeconds');
  return {idleSeconds, absoluteSeconds};
}

function readSeconds(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 60 && value <= 400 * DAY) return value;
  throw invalidOption(name, value, 'write whole seconds, from a minute to 400 days');
}

/** @param places where the site's pages are */
function readEmulator(value: unknown, places: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !isLoopback(value)) {
    throw invalidOption('emulator', value, 'only an address on this machine can be one, such as http://127.0.0.1:4000');
  }
  const elsewhere = places.find((address) => !isLoopback(address));
  if (elsewhere !== undefined) {
    const rule = `leave it out: ${quote(elsewhere)} is not on this machine, so this is no test site`;
    throw invalidOption('emulator', value, rule);
  }
  return new URL(value).origin;
}

function readReauthenticate(value: unknown, origin: string): string | undefined {
  if (value === undefined) return undefined;
  const filled = typeof value === 'string' ? value.split('{path}').join('%2F') : value;
  if (readReturnTarget(filled, {origin}) !== null) return value as string;
  throw invalidOption('reauthenticate', value, 'write a path of the page’s origin, such as /login?next={path}');
}

function readSessionPort(value: unknown): SessionPort | undefined {
  if (value === undefined) return undefined;
  for (const name of ['create', 'read', 'destroy']) {
    checkFunction(isRecord(value) ? value[name] : undefined, `session.${name}`, true);
  }
  return value as SessionPort;
}

function checkFunction(value: unknown, name: string, required: boolean): void {
  if (typeof value === 'function' || (value === undefined && !required)) return;
  if (value === undefined) throw missingOption(name, 'pass a function');
  throw invalidOption(name, undefined, 'pass a function');
}

function readTexts(value: unknown, name: string, isShown = true): readonly string[] {
  if (value === undefined) throw missingOption(name, 'list at least one');
  if (!Array.isArray(value) || value.length === 0) throw invalidOption(name, undefined, 'list at least one');
  return value.map((text: unknown, index) => {
    if (typeof text === 'string' && text !== '') return text;
    throw invalidOption(
      `${name}[${index}]`,
      isShown ? text : undefined,
      'write a text: an environment variable may be missing',
    );
  });
}
