import {isLoopback} from '../shared/loopback.js';
import {readReturnTarget} from '../shared/return-target.js';
import {readSdkRelease, type SdkRelease} from '../sdk/releases.js';
import type {LoginRequest} from '../shared/wire.js';

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
export interface Settings extends KakaoSyncConfig {
  readonly release: SdkRelease;
}

export interface ReadConfig {
  /** What can be used of it. */
  readonly settings: Settings;
  /** One line for the developer about each attribute that cannot be used: its name, value and remedy. */
  readonly problems: readonly string[];
  /** One of them belongs to the identity: no login is possible. */
  readonly isBroken: boolean;
  /** What is required and not there (yet): the line for the developer. */
  readonly missing: string | null;
}

type Name = (typeof ATTRIBUTES)[number];

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

const HEX_KEY = /^[\da-f]{32}$/i;
const LIST = /^[\w.-]+( *, *[\w.-]+)*$/;

/** `redirectUri` → `redirect-uri`. */
export function toAttribute(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Reads a configuration on a page of `origin`. Never throws: what is wrong with it is part of the answer. */
export function readConfig(config: KakaoSyncConfig, origin: string): ReadConfig {
  const problems: string[] = [];
  const values: {[Property in Name]?: string} = {};
  let isBroken = false;

  /** Takes a setting if it is there and of its form. */
  function take(property: Name, remedy: string, check: RegExp | ((text: string) => string | null)): void {
    const given: unknown = config[property];
    if (given === undefined || given === null || given === '') return;
    const text = toText(given);
    const value = !text ? null : check instanceof RegExp ? (check.test(text) ? text : null) : check(text);
    if (value !== null) values[property] = value;
    else {
      const shown = JSON.stringify(typeof given === 'string' ? given.slice(0, 80) : typeof given);
      problems.push(`${toAttribute(property)}=${shown} must be ${remedy}.`);
      isBroken ||= (IDENTITY as readonly Name[]).includes(property);
    }
  }

  take('appKey', 'the JavaScript key of your Kakao app, 32 hex digits', HEX_KEY);
  take('restApiKey', 'the REST API key of your Kakao app, 32 hex digits', HEX_KEY);
  take('endpoint', 'an https address, or a path of this origin', (text) => readAddress(text, origin)?.href ?? null);
  take('redirectUri', `a path of ${origin} without query, registered at Kakao`, (text) => {
    const url = readAddress(text, origin);
    return url?.origin === origin && !/[?#]/.test(text) ? url.href : null;
  });
  take('emulator', 'an address on localhost, and the page too', (text) =>
    isLoopback(text) && isLoopback(origin) ? new URL(text).origin : null,
  );
  take('sdkVersion', 'a release we know, or come with its sdk-integrity', (text) =>
    readSdkRelease(text, toText(config.sdkIntegrity) || undefined) ? text : null,
  );
  take('sdkIntegrity', 'sha384-… from Kakao, for the release in sdk-version', (text) =>
    readSdkRelease(toText(config.sdkVersion), text) ? text : null,
  );
  take('returnTo', 'a path of this origin, not the callback', (text) =>
    readReturnTarget(text, {origin, redirectUri: values.redirectUri, endpoint: values.endpoint}),
  );
  take('scope', 'names separated by commas', LIST);
  take('serviceTerms', 'tags separated by commas', LIST);
  take('channelPublicId', 'one or two channel ids', /^[\w-]+( *, *[\w-]+)?$/);
  take('loginHint', 'one short line', /^[^\r\n]{1,200}$/);
  take('context', 'at most 512 characters', /^[^]{1,512}$/);
  take('throughTalk', '"auto" or "never"', /^(auto|never)$/);
  take('locale', '"ko", "en" or "ja"', /^[a-z]{2}(-\w+)*$/i);

  // Only what makes a release was taken.
  const release = readSdkRelease(values.sdkVersion, values.sdkIntegrity) as SdkRelease;
  return {
    settings: {...config, ...clear, ...(values as KakaoSyncConfig), release},
    problems,
    isBroken,
    missing: findMissing(config, origin),
  };
}

const clear = Object.fromEntries(ATTRIBUTES.map((name) => [name, undefined]));

function findMissing({appKey, redirectUri, endpoint, postCode}: KakaoSyncConfig, origin: string): string | null {
  if (!appKey) return 'app-key is missing: the JavaScript key of your Kakao app.';
  if (!redirectUri)
    return `redirect-uri is missing: e.g. "/kakao/callback"; register ${origin}/kakao/callback at Kakao.`;
  return endpoint || postCode ? null : 'endpoint is missing: the path of your backend, e.g. "/api/kakao/session".';
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** An http(s) address without user info; plain http only on this machine or on the page's own origin. */
function readAddress(text: string, origin: string): URL | null {
  try {
    const url = new URL(text, origin);
    const isSafe = url.protocol === 'https:' || url.origin === origin || isLoopback(url);
    return isSafe && /^http/.test(url.protocol) && !url.username && !url.password ? url : null;
  } catch {
    return null;
  }
}
