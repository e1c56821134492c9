import {isLoopback} from '../../shared/loopback.js';
import {ADMIN_KEY, type KeySettings, readAdminKey, readKeys} from './app-keys.js';
import {isNonEmptyString, isRecord, missingOption, invalidOption, quote, type UnknownRecord} from '../base/validate.js';
import {type MissingValue, type NamedText, readTexts} from './missing-values.js';
import type {ProfileExtra} from '../kakao/profile.js';
import type {KakaoServerOptions} from './options.js';
import {checkPageOrigins, readReauthenticate, readRedirectUris, readSiteUrl} from './redirect-uris.js';
import type {NoticesConfig} from '../notices/notices-config.js';
import type {SessionPort} from './session-port.js';
import {type KeepTokens, readKeepTokens} from './keep-tokens.js';
import {checkSealKeys} from './session-keys.js';
import {readSite, type SiteName} from '../base/site-name.js';
import {readSiteTerms, type SiteTerms} from './site-terms.js';

/** Checked options. */
export interface Settings {
  readonly keys: ReadonlyMap<string, KeySettings>;
  readonly redirectUris: ReadonlySet<string>;
  /** Those among them where a route of the server takes the code. */
  readonly serverRedirectUris: readonly string[];
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
  readonly profileExtras: ReadonlySet<ProfileExtra>;
  readonly notices: NoticesConfig | null;
  /** Null if the site keeps no tokens. */
  readonly keepTokens: KeepTokens | null;
  /** Whether cookies are for https: always, unless the whole site is plain http on loopback. */
  readonly secure: boolean;
  /** What must never be logged. */
  readonly secrets: readonly string[];
  /** Options without a value. If there are any, no request is fulfilled. */
  readonly missing: readonly MissingValue[];
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
  'profileExtras',
  'onLogin',
  'onUnlink',
  'onChannelChange',
  'onAccountEvent',
  'notices',
  'keepTokens',
  'adminKey',
  'channels',
  'limit',
  'onError',
  'onMetric',
  'onReport',
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
  'onLogin',
  'onUnlink',
  'onChannelChange',
  'onAccountEvent',
  'limit',
  'onError',
  'onMetric',
  'onReport',
  'fetch',
  'now',
] as const satisfies readonly (keyof KakaoServerOptions)[];

const DAY = 86_400;
const SESSION_KEY = 'SESSION_KEY';
/** Stands for the site's, to check paths by. */
const ANY_ORIGIN = 'https://site.invalid';

/**
 * The options, checked. What has no value is collected, so that a site can be built without its secrets.
 *
 * @throws KakaoSyncError `config_invalid`, and `config_incomplete` if a function is missing: the message names the
 * option, its value unless that could be a secret, and what to do
 */
export function readSettings(options: KakaoServerOptions): Settings {
  const given = readGiven(options);
  const missing: MissingValue[] = [];
  const redirects = readRedirectUris(given['redirectUris'], missing);
  const allowedOrigins = readAllowedOrigins(given['allowedOrigins'], missing);
  const redirectUris = redirects.map(({uri}) => uri);
  const places = [...redirectUris, ...allowedOrigins];
  const session = readSessionPort(given['session']);
  const keys = readKeys(given['keys'], missing);
  const adminKey = readAdminKey(given['adminKey'], missing);
  const unlinks = adminKey !== undefined && given['onUnlink'] !== undefined;
  const sessionKeys =
    session && given['sessionKeys'] === undefined ? [] : readSessionKeys(given['sessionKeys'], missing);
  if (session && given['sessionKeys'] === undefined) {
    missing.push(...findSessionKeyUses({linkMember: given['linkMember'] !== undefined, unlinks}));
  }
  const keepTokens = readKeepTokens(given, sessionKeys, missing);
  const emulatorOrigin = readEmulator(given['emulator'], places);
  if (!missing.some(({option}) => option.startsWith('allowedOrigins'))) checkPageOrigins(redirects, allowedOrigins);
  return {
    keys,
    redirectUris: new Set(redirectUris),
    serverRedirectUris: redirects.filter(({mode}) => mode === 'server').map(({uri}) => uri),
    allowedOrigins: new Set(allowedOrigins),
    allowedHeaders: readAllowedHeaders(given['allowedHeaders']),
    sessionKeys,
    site: readSite(given['site']),
    ...readLimits(given['idleSeconds'], given['absoluteSeconds']),
    emulatorOrigin,
    session,
    reauthenticate: readReauthenticate(given['reauthenticate'], allowedOrigins[0] ?? ANY_ORIGIN),
    adminKey,
    unlinks,
    terms: readSiteTerms(given['terms']),
    channels: readChannels(given['channels'], adminKey, missing),
    profileExtras: readProfileExtras(given['profileExtras']),
    notices: readNotices(given),
    keepTokens,
    secure: !places.every((value) => value.startsWith('http://')),
    secrets: [
      ...readSecrets(given['keys']),
      ...sessionKeys,
      ...(keepTokens?.tokenKeys ?? []),
      ...(adminKey === undefined ? [] : [adminKey]),
    ],
    missing,
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
function findSessionKeyUses(uses: {readonly linkMember: boolean; readonly unlinks: boolean}): readonly MissingValue[] {
  const reason = uses.linkMember
    ? 'linkMember needs them, also with the site’s own sessions: links are proved with them'
    : 'onUnlink needs them, also with the site’s own sessions: pages are told with them which one they show';
  return uses.linkMember || uses.unlinks ? [{option: 'sessionKeys', remedy: reason, variable: SESSION_KEY}] : [];
}

/** The client secrets in `keys`. */
function readSecrets(keys: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(keys) ? keys : [];
  return entries.flatMap((entry) => (isRecord(entry) && isNonEmptyString(entry['secret']) ? entry['secret'] : []));
}

function readAllowedOrigins(value: unknown, missing: MissingValue[]): readonly string[] {
  const origins = readTexts(value, {name: 'allowedOrigins', variable: 'SITE_ORIGIN', isShown: true}, missing);
  origins.forEach(checkOriginOption);
  return origins.map(({text}) => text);
}

function readChannels(value: unknown, adminKey: string | undefined, missing: MissingValue[]): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidOption('channels', undefined, 'list public ids of channels, such as _ZeUTxl');
  if (value.length === 0) return [];
  if (adminKey === undefined && !missing.some(({option}) => option === 'adminKey')) {
    missing.push({option: 'adminKey', remedy: 'channels are read with it', variable: ADMIN_KEY});
  }
  const ids = readTexts(value, {name: 'channels', variable: 'KAKAO_CHANNEL', isShown: true}, missing);
  return ids.map(({text, name}) => {
    if (/^[\w-]{2,64}$/.test(text)) return text;
    throw invalidOption(name, text, 'write the public id of a channel, such as _ZeUTxl');
  });
}

const PROFILE_EXTRAS: readonly unknown[] = ['addresses', 'channels'] satisfies ProfileExtra[];

function readProfileExtras(value: unknown): ReadonlySet<ProfileExtra> {
  const names: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [null];
  if (names.every((name): name is ProfileExtra => PROFILE_EXTRAS.includes(name))) return new Set(names);
  throw invalidOption('profileExtras', undefined, `list any of ${PROFILE_EXTRAS.join(', ')}`);
}

/** The option `notices`, which `openNotices` has checked. */
function readNotices({notices, onUnlink, onChannelChange, onAccountEvent}: UnknownRecord): NoticesConfig | null {
  if (notices === undefined) {
    const lonely = Object.entries({onChannelChange, onAccountEvent}).find(([, hook]) => hook !== undefined);
    if (lonely)
      throw missingOption('notices', `${lonely[0]} is called by notices from Kakao: pass what openNotices makes`);
    return null;
  }
  if (!isRecord(notices) || typeof notices['createStore'] !== 'function') {
    throw invalidOption('notices', undefined, 'pass what openNotices of kakao-sync-widget/server/notices makes');
  }
  if (onUnlink === undefined)
    throw missingOption('onUnlink', 'notices needs it: Kakao requires that unlinks are heard');
  return notices as unknown as NoticesConfig;
}

function checkOriginOption({text, name}: NamedText): void {
  if (text.includes('*')) throw invalidOption(name, text, 'write each origin out: there are no wildcards');
  const {origin} = readSiteUrl(text, name);
  if (origin !== text) throw invalidOption(name, text, `write "${origin}", as browsers send it`);
}

function readSessionKeys(value: unknown, missing: MissingValue[]): readonly string[] {
  const keys = readTexts(value, {name: 'sessionKeys', variable: SESSION_KEY, isShown: false}, missing);
  checkSealKeys(keys, 'sessionKeys');
  return keys.map(({text}) => text);
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
