import {isLoopback} from '../shared/loopback.js';
import {readReturnTarget} from '../shared/return-target.js';
import {DEFAULT_SDK_VERSION, readSdkRelease, type SdkRelease} from '../sdk/releases.js';
import {type LoginRequest} from '../shared/wire.js';

/**
 * What `<kakao-sync>`'s attributes and `createKakaoSync()` take. The first group is the page's identity and is fixed at
 * start; the second is live.
 */
export interface KakaoSyncConfig {
  /** JavaScript key of the Kakao app, 32 hex digits. */
  readonly appKey?: string | undefined;
  /** REST API key of the same app: the direct path with PKCE, without the SDK, on desktops and inside KakaoTalk. */
  readonly restApiKey?: string | undefined;
  /** The backend's session resource: an address of this origin, or of this site with CORS. Required unless `postCode`. */
  readonly endpoint?: string | undefined;
  /** The one address that Kakao returns to, of this origin, registered at Kakao for each key. */
  readonly redirectUri?: string | undefined;
  /** The emulator's address. Refused unless it and the page are on this machine. */
  readonly emulator?: string | undefined;
  /** A release of Kakao's SDK. One that is not in our table needs `sdkIntegrity`. */
  readonly sdkVersion?: string | undefined;
  /** The release's integrity value from Kakao's download page. */
  readonly sdkIntegrity?: string | undefined;

  /** Where a successful login ends: a path of this origin. Default: where it began. */
  readonly returnTo?: string | undefined;
  /** Consent items to ask for, comma-separated. */
  readonly scope?: string | undefined;
  /** Tags of the terms to ask for, comma-separated. */
  readonly serviceTerms?: string | undefined;
  /** At most two public ids of channels, comma-separated. */
  readonly channelPublicId?: string | undefined;
  readonly loginHint?: string | undefined;
  /** Opaque text of at most 512 characters that reaches the backend with the code, once. */
  readonly context?: string | undefined;
  readonly throughTalk?: 'auto' | 'never' | undefined;
  /** `ko`, `en` or `ja`; default: the nearest `lang`. */
  readonly locale?: string | undefined;

  /** Posts the code in the site's own way; answers what the backend would (README, "Any backend"). */
  readonly postCode?: ((request: LoginRequest) => Promise<unknown>) | undefined;
  /** Reads the session in the site's own way; answers what GET would. */
  readonly readSession?: (() => Promise<unknown>) | undefined;
  /** Ends the session in the site's own way. */
  readonly endSession?: (() => Promise<unknown>) | undefined;
}

/** A configuration after reading: addresses absolute, the release looked up. */
export interface Settings extends Omit<KakaoSyncConfig, 'emulator' | 'sdkVersion' | 'sdkIntegrity'> {
  readonly emulator?: string | undefined;
  readonly release: SdkRelease;
}

/** Why one attribute cannot be used. */
export interface ConfigProblem {
  readonly attribute: string;
  /** The line for the developer: attribute, value and remedy. */
  readonly message: string;
}

export interface ReadConfig {
  readonly settings: Settings;
  /** Of the identity: no login is possible. */
  readonly fatal: readonly ConfigProblem[];
  /** Of live settings: they are left out. */
  readonly ignored: readonly ConfigProblem[];
  /** What is required and not there (yet): the line for the developer. */
  readonly missing: string | null;
}

const HEX_KEY = /^[0-9a-f]{32}$/i;
const LIST = /^[\w.-]+( *, *[\w.-]+)*$/;
const LIST_HINT = 'names separated by commas';

export const IDENTITY = [
  'appKey',
  'restApiKey',
  'endpoint',
  'redirectUri',
  'emulator',
  'sdkVersion',
  'sdkIntegrity',
] as const satisfies (keyof KakaoSyncConfig)[];

const LIVE = [
  'returnTo',
  'scope',
  'serviceTerms',
  'channelPublicId',
  'loginHint',
  'context',
  'throughTalk',
  'locale',
] as const satisfies (keyof KakaoSyncConfig)[];

/** All settings that have an attribute. */
export const ATTRIBUTES = [...IDENTITY, ...LIVE];

/** `redirectUri` → `redirect-uri`. */
export function toAttribute(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Reads a configuration on the page at `address`. Never throws: what is wrong with it is part of the answer. */
export function readConfig(config: KakaoSyncConfig, address: URL): ReadConfig {
  const {origin} = address;
  const problems = new Map<string, ConfigProblem>();
  const values: Partial<Record<string, string>> = {};

  const refuse = (property: string, remedy: string): undefined => {
    const attribute = toAttribute(property);
    const value = JSON.stringify(String(config[property as keyof KakaoSyncConfig]).slice(0, 80));
    problems.set(property, {attribute, message: `${attribute}=${value}: ${remedy}`});
  };
  /** Takes a setting if it is there: what `check` answers is its value. */
  const take = (
    property: (typeof ATTRIBUTES)[number],
    remedy: string,
    check: (text: string) => string | null,
  ): void => {
    const value: unknown = config[property];
    if (value === undefined || value === null || value === '') return;
    const taken = typeof value === 'string' ? check(value.trim()) : null;
    if (taken === null) refuse(property, remedy);
    else values[property] = taken;
  };
  const matches =
    (pattern: RegExp) =>
    (text: string): string | null =>
      pattern.test(text) ? text : null;

  const keyHint = '32 hex digits from the Kakao console (App > Platform key)';
  take('appKey', `the JavaScript key, ${keyHint}`, matches(HEX_KEY));
  take('restApiKey', `the REST API key, ${keyHint}`, matches(HEX_KEY));
  take('endpoint', 'an https address, or a path of this origin', (text) => readAddress(text, origin)?.href ?? null);
  take('redirectUri', `one fixed path of ${origin}, without query or hash, registered at Kakao`, (text) => {
    const url = readAddress(text, origin);
    return url && url.origin === origin && !/[?#]/.test(text) ? url.href : null;
  });
  take('emulator', 'only where both it and the page are on localhost', (text) =>
    isLoopback(text) && isLoopback(origin) ? new URL(text).origin : null,
  );
  const release = readSdkRelease(config.sdkVersion || undefined, config.sdkIntegrity || undefined);
  if (!release) refuse('sdkVersion', 'a release of our table, or any other together with sdk-integrity="sha384-…"');

  take('returnTo', 'a path of this origin that is neither the callback nor the endpoint', (text) =>
    readReturnTarget(text, {origin, redirectUri: values['redirectUri'], endpoint: values['endpoint']}),
  );
  take('scope', LIST_HINT, matches(LIST));
  take('serviceTerms', LIST_HINT, matches(LIST));
  take('channelPublicId', 'at most two channel ids separated by a comma', matches(/^[\w-]+( *, *[\w-]+)?$/));
  take('loginHint', 'one line of at most 200 characters', matches(/^[^\r\n]{1,200}$/));
  take('context', 'at most 512 characters', (text) => (text.length <= 512 ? text : null));
  take('throughTalk', '"auto" or "never"', matches(/^(auto|never)$/));
  take('locale', '"ko", "en" or "ja"', matches(/^[a-z]{2}(-\w+)*$/i));

  const {postCode, readSession, endSession} = config;
  const settings: Settings = {
    ...values,
    release: release ?? {version: DEFAULT_SDK_VERSION, integrity: ''},
    postCode,
    readSession,
    endSession,
  };
  const isIdentity = (property: string): boolean => (IDENTITY as readonly string[]).includes(property);
  return {
    settings,
    fatal: [...problems].filter(([property]) => isIdentity(property)).map(([, problem]) => problem),
    ignored: [...problems].filter(([property]) => !isIdentity(property)).map(([, problem]) => problem),
    missing: findMissing(config, origin),
  };
}

function findMissing({appKey, redirectUri, endpoint, postCode}: KakaoSyncConfig, origin: string): string | null {
  if (!appKey) return 'app-key is missing: the JavaScript key from the Kakao console.';
  if (!redirectUri) {
    return `redirect-uri is missing: add redirect-uri="/kakao/callback" and register ${origin}/kakao/callback at Kakao.`;
  }
  if (!endpoint && !postCode) return 'endpoint is missing: the address of your backend, e.g. "/api/kakao/session".';
  return null;
}

/** An http(s) address without user info; plain http only on this machine or on the page's own origin. */
function readAddress(text: string, origin: string): URL | null {
  try {
    const url = new URL(text, origin);
    if (url.username || url.password || !/^https?:$/.test(url.protocol)) return null;
    return url.protocol === 'https:' || url.origin === origin || isLoopback(url) ? url : null;
  } catch {
    return null;
  }
}
