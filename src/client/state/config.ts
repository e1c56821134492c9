import {attempt} from '../../shared/attempt.js';
import {readString} from '../../shared/fields.js';
import {isLoopback} from '../../shared/loopback.js';
import {readReturnTarget} from '../../shared/return-target.js';
import {readSdkRelease, SDK_INTEGRITY, SDK_VERSION, type SdkRelease} from '../../sdk/releases.js';
import type {LoginRequest} from '../../shared/wire.js';
import type {OwnMessages} from './messages.js';
import {isOn, toShown} from './setting-values.js';

export {CONFIG_TIMEOUT, isOn, toAttribute, toShown} from './setting-values.js';

/**
 * What `<kakao-sync>`'s attributes and `createKakaoSync()` take. The first group is the page's identity and is fixed at
 * start; the second is live. The manifest, and with it the types for JSX and the tables of the documents, takes names,
 * types and comments from here.
 */
export interface KakaoSyncConfig {
  /** JavaScript key of the Kakao app, 32 hex digits. Required unless `loginUrl` is given. */
  readonly appKey?: string | undefined;
  /**
   * REST API key of the same app (public). With it, a login on a desktop, inside KakaoTalk, or where the SDK cannot start
   * one, goes by Kakao's documented address with PKCE.
   */
  readonly restApiKey?: string | undefined;
  /**
   * The backend's session resource, e.g. `/api/kakao/session`: of this origin, or of the same site with CORS. Required
   * unless `postCode` or `loginUrl` is given, or a route of the server takes the code.
   */
  readonly endpoint?: string | undefined;
  /**
   * The one fixed path that Kakao returns to, e.g. `/kakao/callback`, registered at Kakao for each key. Required unless
   * `loginUrl` is given.
   */
  readonly redirectUri?: string | undefined;
  /**
   * What takes the code at `redirectUri`: `page`, a page with this code, which posts it to `endpoint`, or `server`, a route
   * of the backend (docs/en/backend/server-callback.md).
   *
   * @default 'page'
   */
  readonly callbackMode?: 'page' | 'server' | undefined;
  /**
   * A path of this origin where the backend itself starts the login, e.g. Spring's `/oauth2/authorization/kakao`: a press
   * goes there (docs/en/backend/login-url.md).
   */
  readonly loginUrl?: string | undefined;
  /** The emulator's address. Refused unless it and the page are on localhost. */
  readonly emulator?: string | undefined;
  /**
   * A release of Kakao's SDK: one of those that need no `sdkIntegrity` (docs/en/kakao.md), or any other together with it. If
   * one of the two is missing, the console says so, and the default is used.
   *
   * @default DEFAULT_SDK_VERSION
   */
  readonly sdkVersion?: string | undefined;
  /**
   * The `sha384-…` of the release in `sdkVersion`, from Kakao's download page. If both are given and one is malformed, no
   * other release takes its place.
   */
  readonly sdkIntegrity?: string | undefined;

  /**
   * Any of `marked`, `known` and `all`, separated by spaces: members are signed in without a press, inside KakaoTalk
   * (docs/en/frontend/auto-login.md).
   */
  readonly autoLogin?: string | undefined;
  /**
   * The path that Kakao returns to after `logout({kakaoAccount: true})`, registered at Kakao as logout redirect URI. It
   * differs from `redirectUri`, and the page there needs the same attribute.
   */
  readonly logoutRedirectUri?: string | undefined;
  /** The page of this origin where a login that is pressed here ends with success. Without it, a login ends where it began. */
  readonly returnTo?: string | undefined;
  /**
   * A page of the site's login, for a return that this browser has no record of: the login began in another browser, or
   * somebody made the address up.
   *
   * @default '/'
   */
  readonly continueAt?: string | undefined;
  /** Consent items to ask for, separated by commas, e.g. `account_email,phone_number`. `openid` is added. */
  readonly scope?: string | undefined;
  /** Tags of the terms to ask for, separated by commas. */
  readonly serviceTerms?: string | undefined;
  /** One or two channels on the consent screen, separated by a comma. Needs Kakao's permission. */
  readonly channelPublicId?: string | undefined;
  /** Fills in Kakao's login page. */
  readonly loginHint?: string | undefined;
  /** Text of at most 512 characters that reaches the backend with the code, once: a guest cart, a referral code. */
  readonly context?: string | undefined;
  /**
   * `auto`: a login opens KakaoTalk on phones, and KakaoTalk's own sheet in the homes of channels and profiles. `never`: it
   * stays in the browser.
   *
   * @default 'auto'
   */
  readonly throughTalk?: 'auto' | 'never' | undefined;
  /** `ko`, `en` or `ja`; other languages get English. Without it, the nearest `lang` counts, and then Korean. */
  readonly locale?: string | undefined;

  /**
   * Where the page has the token that the backend's CSRF protection asks for (docs/en/frontend/csrf.md): `meta:_csrf`,
   * `meta:csrf-token`, `cookie:XSRF-TOKEN` or `cookie:csrftoken`; or any `meta:NAME` or `cookie:NAME` with the header that
   * takes it after a blank, such as `cookie:mytoken X-My-Token`. It is read for each POST to `endpoint`.
   */
  readonly csrf?: string | undefined;
  /**
   * Tells the backend at `endpoint` of failures that no other request tells, such as a blocked SDK: their code and
   * reference, the widget's release, and which browser (docs/en/error-codes.md).
   *
   * @default false
   */
  readonly reportErrors?: boolean | undefined;
  /**
   * Stops new logins, consents and auto-login while Kakao or the backend is down: buttons stay, and show this text, or
   * "지금은 점검 중이에요. 잠시 후 다시 시도해 주세요." without one. Logins that come back from Kakao are finished. `false` ends it.
   *
   * @default false
   */
  readonly paused?: boolean | string | undefined;

  /** Posts the code in the site's own way. Answers what the backend would (docs/en/backend/any-backend.md). */
  readonly postCode?: ((request: LoginRequest) => Promise<unknown>) | undefined;
  /** Reads the session in the site's own way. Answers what GET would. */
  readonly readSession?: (() => Promise<unknown>) | undefined;
  /** Ends the session in the site's own way. */
  readonly endSession?: (() => Promise<unknown>) | undefined;
  /**
   * The site's own texts, by language and key (docs/en/frontend/elements.md). Live, and shown as text; what is left out
   * stays as it is. On the script tag, `data-messages` is the same as JSON.
   */
  readonly messages?: OwnMessages | undefined;
}

/** A configuration after reading: addresses absolute, the release looked up. */
export interface Settings extends KakaoSyncConfig {
  /** Null if `sdkVersion` and `sdkIntegrity` were both given and one of them is malformed. */
  readonly release: SdkRelease | null;
}

export interface ReadConfig {
  /** What can be used of it. */
  readonly settings: Settings;
  /** Each attribute that cannot be used. */
  readonly problems: readonly ConfigProblem[];
  /** One of them belongs to the identity: no login is possible. */
  readonly isBroken: boolean;
  /** The first required setting that has no value yet. */
  readonly missing: ConfigProblem | null;
}

/** The facts about a setting that cannot be used. Its sentence is in report/. */
export type ConfigProblem =
  | {readonly code: 'config_invalid'; readonly kind: 'value'; readonly name: SettingName; readonly value: string}
  /** No value: `sdkIntegrity` alone is given. Else a release that has no hash. */
  | {
      readonly code: 'config_invalid';
      readonly kind: 'release';
      readonly name: 'sdkVersion';
      readonly value?: string | undefined;
    }
  /** What a record for a route of the server has no room for. */
  | {readonly code: 'config_invalid'; readonly kind: 'long'; readonly name: 'context'}
  /** What cannot be without `appKey`. */
  | {readonly code: 'config_invalid'; readonly kind: 'key'; readonly name: 'autoLogin' | 'scope' | 'serviceTerms'}
  /** The hosts of a backend on another site, and of the page. */
  | {
      readonly code: 'config_invalid';
      readonly kind: 'site';
      readonly name: 'endpoint';
      readonly value: string;
      readonly here: string;
    }
  /** A page without an origin: a file, or `srcdoc`. */
  | {readonly code: 'insecure_origin'; readonly kind: 'origin'; readonly name?: never}
  | {
      readonly code: 'config_incomplete';
      readonly kind: 'missing';
      readonly name: 'appKey' | 'redirectUri' | 'endpoint' | 'logoutRedirectUri';
      /** The page's origin. */
      readonly here: string;
    };

/** What a setting is checked on: the page's origin, all that was given, and the settings that come before it. */
interface Surroundings {
  readonly origin: string;
  readonly config: KakaoSyncConfig;
  readonly settings: KakaoSyncConfig;
}

/** Reads a setting; null or nothing if it cannot be used. report/remedies.ts says in words what it must be. */
type Rule = RegExp | ListRule | ((text: string, surroundings: Surroundings) => string | false | null | undefined);

/** A list: which entries it takes, what parts them, and how many there may be. */
interface ListRule {
  readonly item: RegExp;
  readonly separator?: RegExp;
  readonly glue?: string;
  readonly most?: number;
}

const KEY = /^[\da-f]{32}$/i;
/** A tag of a term, or a consent item. */
const NAME = /^[\w.-]+$/;
const NAMES: ListRule = {item: NAME};

const readTarget: Rule = (text, {origin, settings: {redirectUri, endpoint}}) =>
  readReturnTarget(text, {origin, redirectUri, endpoint});

/** Where a token is, and the header that takes it: of the known places, none is needed. */
const CSRF = /^(meta:(_csrf|csrf-token)|cookie:(XSRF-TOKEN|csrftoken)|(meta|cookie):\S+\s+[!#-'*+.\w^`|~-]+)$/;
/** Headers that are ours or the browser's. */
const TAKEN = /\s(accept|co(okie|ntent-type)|host|origin|x-kakao-sync|(proxy|sec)-.*)$/i;

/** Reads the setting of that name: the text itself, or false. */
export const readCsrf = (text: string): string | false => CSRF.test(text) && !TAKEN.test(text) && text;

/** Fixed at start. */
const IDENTITY_RULES = {
  appKey: KEY,
  restApiKey: KEY,
  endpoint: (text, {origin}) => readAddress(text, origin)?.href,
  redirectUri: readRedirectUri,
  callbackMode: /^(page|server)$/,
  loginUrl(text, {origin}) {
    const url = readAddress(text, origin);
    return url?.origin === origin && url.href;
  },
  emulator: (text, {origin}) => isLoopback(text) && isLoopback(origin) && new URL(text).origin,
  sdkVersion: SDK_VERSION,
  sdkIntegrity: SDK_INTEGRITY,
} satisfies Partial<Record<keyof KakaoSyncConfig, Rule>>;

const RULES = {
  ...IDENTITY_RULES,
  autoLogin: {item: /^(marked|known|all)$/, separator: /[\s,]/, glue: ' '},
  logoutRedirectUri(text, surroundings) {
    const url = readRedirectUri(text, surroundings);
    return url !== surroundings.settings.redirectUri && url;
  },
  returnTo: readTarget,
  continueAt: readTarget,
  scope: NAMES,
  serviceTerms: NAMES,
  channelPublicId: {item: /^[\w-]+$/, most: 2},
  loginHint: /^[^\r\n]{1,200}$/,
  context: /^[^]{1,512}$/,
  throughTalk: /^(auto|never)$/,
  locale: /^[a-z]{2}(-\w+)*$/i,
  csrf: readCsrf,
  // On or off.
  reportErrors: null,
  paused: null,
} satisfies Record<Exclude<keyof KakaoSyncConfig, (typeof PROPERTIES)[number]>, Rule | null>;

/** What no later configuration can change. */
export const IDENTITY = Object.keys(IDENTITY_RULES) as (keyof typeof IDENTITY_RULES)[];

/** A setting that has an attribute. */
export type SettingName = keyof typeof RULES;

/** All settings that have an attribute. */
export const ATTRIBUTES = Object.keys(RULES) as SettingName[];

/** What the site may do in its own way. */
export const FUNCTIONS = ['postCode', 'readSession', 'endSession'] as const;

/** What has no attribute. */
export const PROPERTIES = [...FUNCTIONS, 'messages'] as const;

/** Where no address can be had, nothing else is worth a word. */
const WITHOUT_ORIGIN: ReadConfig = {
  settings: {release: null},
  problems: [{code: 'insecure_origin', kind: 'origin'}],
  isBroken: true,
  missing: null,
};

/** Reads a configuration on a page of `origin`. Never throws: what is wrong with it is part of the answer. */
export function readConfig(config: KakaoSyncConfig, origin: string): ReadConfig {
  // Chromium says `file://` of a file.
  if (!/^http/.test(origin)) return WITHOUT_ORIGIN;
  const problems: ConfigProblem[] = [];
  const settings: {-readonly [Name in keyof Settings]?: Settings[Name]} = {...config};
  let isBroken = false;

  for (const name of ATTRIBUTES) {
    const given: unknown = config[name];
    const rule: Rule | null = RULES[name];
    // Opaque: a blank may mean something to the backend.
    const text = name === 'context' ? (readString(given) ?? '') : toText(given);
    const [value, isWhole = true] = !rule
      ? [isOn(given)]
      : rule instanceof RegExp
        ? [rule.exec(text)?.[0]]
        : typeof rule === 'function'
          ? [text && rule(text, {origin, config, settings})]
          : readList(text, rule);
    settings[name] = (value || undefined) as undefined;
    const isOff = !rule && (given === false || given === 'false');
    if ((value && isWhole) || isOff || given === undefined || given === null || given === '') continue;
    problems.push({code: 'config_invalid', kind: 'value', name, value: toShown(given)});
    isBroken ||= name in IDENTITY_RULES && !name.startsWith('sdk');
  }

  const {sdkVersion, sdkIntegrity} = settings;
  const named = sdkVersion ? readSdkRelease(sdkVersion, sdkIntegrity) : null;
  // Who gives both gets that file or none, never another one.
  const isPinned = config.sdkVersion && config.sdkIntegrity;
  const release = named ?? (isPinned ? null : readSdkRelease());
  const isUnlisted = sdkVersion && !named && !isPinned;
  if (isUnlisted || (sdkIntegrity && !config.sdkVersion)) {
    problems.push({code: 'config_invalid', kind: 'release', name: 'sdkVersion', value: sdkVersion});
  }
  return {settings: {...settings, release}, problems, isBroken, missing: findMissing(config, origin)};
}

/** What a list takes, and whether that is all of it. */
function readList(text: string, {item, separator, glue = ',', most = Infinity}: ListRule): [string | false, boolean] {
  const items = splitList(text, separator);
  const taken = items.filter((one) => item.test(one));
  return [taken.length <= most && taken.join(glue), taken.length === items.length];
}

/** The entries of a list. Blanks and line breaks around them are none, and neither is what follows the last comma. */
export function splitList(text: string, separator: RegExp | string = ','): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter(Boolean);
}

/** The names in a list, and the entries that cannot be names, because Kakao separates names by commas. Any other value is an empty list. */
export function readNames(value: unknown): readonly [names: string[], refused: unknown[]] {
  const given: unknown[] = Array.isArray(value) ? value : [];
  const isName = (item: unknown): item is string => !!readString(item, NAME);
  return [given.filter(isName), given.filter((item) => !isName(item))];
}

/** Whether a route of the backend takes the code, and tells the page of return how the login has ended. */
export function endsOnServer({loginUrl, callbackMode}: KakaoSyncConfig): boolean {
  return !!loginUrl || callbackMode === 'server';
}

function findMissing(config: KakaoSyncConfig, here: string): ConfigProblem | null {
  const {appKey, redirectUri, endpoint, postCode, loginUrl} = config;
  if (loginUrl || (appKey && redirectUri && (endpoint || postCode || endsOnServer(config)))) return null;
  const name = appKey ? (redirectUri ? 'endpoint' : 'redirectUri') : 'appKey';
  return {code: 'config_incomplete', kind: 'missing', name, here};
}

/** What the developer is told of entries that {@link readNames} refuses. */
export function toItemProblems(
  refused: readonly unknown[],
): {readonly code: 'config_invalid'; readonly kind: 'item'; readonly value: string}[] {
  return refused.map((value) => ({code: 'config_invalid', kind: 'item', value: toShown(value)}));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function readRedirectUri(text: string, {origin}: Surroundings): string | null {
  const url = readAddress(text, origin);
  return url?.origin === origin && !/[?#]/.test(text) ? url.href : null;
}

/** An http(s) address without user info; plain http only on this machine or on the page's own origin. */
function readAddress(text: string, origin: string): URL | null {
  const url = attempt(() => new URL(text, origin));
  return url &&
    /^https?:\/\/[^/@]+\//.test(url.href) &&
    (url.protocol === 'https:' || url.origin === origin || isLoopback(url))
    ? url
    : null;
}
