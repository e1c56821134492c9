import {attempt} from '../../src/shared/attempt.js';
import {isLoopback} from '../../src/shared/loopback.js';
import {isHosted, MEMBER_SELECTORS, type Settings} from './settings.js';
import {isSameSite, toOrigin, toUrl} from './sites.js';

/** What can be wrong. The page has the sentences. */
export type ProblemCode =
  /** Nothing was given. */
  | 'missing'
  /** `appKey`, `restApiKey`: not 32 characters of 0–9 and a–f. `length`: how many there are. */
  | 'key-malformed'
  /** `restApiKey`: the same as the JavaScript key. */
  | 'keys-equal'
  /** `appKey`, `restApiKey`: looks like a client secret. An admin key looks like any other key. Warning. */
  | 'maybe-secret'
  /** `sites`: `site` is no address with https alone. */
  | 'site-malformed'
  /** `sites`: there is none, so that nothing can be said of what to register. Warning. */
  | 'site-missing'
  /** `sites`: `site` is given twice. */
  | 'site-twice'
  /** `redirectUri`: no path, such as `path`. */
  | 'path-malformed'
  /** `redirectUri`: has a query or a hash. */
  | 'path-has-query'
  /** `redirectUri`: `host` is none of the sites. */
  | 'path-elsewhere'
  /** `endpoint`: neither a path nor an https address. */
  | 'endpoint-malformed'
  /** `endpoint`: `host` is not of the site of `site`. */
  | 'endpoint-elsewhere'
  /** `endpoint`: the same page as the redirect URI. */
  | 'endpoint-is-callback'
  /** `bubble`: `length` characters, more than `most`. Warning. */
  | 'bubble-long'
  /** `label`: not the words of Kakao's design guide. Warning. */
  | 'words-own'
  /** `radius`: not Kakao's. Warning. */
  | 'radius-own'
  /** `height`: less than `least` or more than `most`. */
  | 'height-range'
  /** `width`: neither 0 nor between `least` and `most`. */
  | 'width-range'
  /** `radius`: less than `least` or more than `most`. */
  | 'radius-range'
  /** `clickSelector`, `memberSelector`: no CSS selector. */
  | 'selector-malformed'
  /** `memberSelector`: without it members see the button. Warning. */
  | 'members-unknown'
  /** `memberSelector`: without it a hosted shop's sheet never opens. */
  | 'sheet-members-unknown'
  /** `sheetText`: `length` characters, more than `most`. Warning. */
  | 'sheet-long'
  /** `base`: neither a path nor an https address. */
  | 'base-malformed'
  /** `base`: does not end in `/`. */
  | 'base-no-slash'
  /** `kakaoPixel`: not digits alone. */
  | 'pixel-malformed'
  /** `loadPixel`: there is no track id. */
  | 'pixel-missing';

export interface Problem {
  readonly field: keyof Settings;
  readonly code: ProblemCode;
  /** The output works all the same. */
  readonly isWarning: boolean;
  readonly values?: Readonly<Record<string, string>>;
}

/** What the button takes, in pixels. */
const RANGES = {height: [40, 60], width: [48, 1200], radius: [0, 30]} as const;
const KAKAO_RADIUS = 12;
const MOST_IN_BUBBLE = 20;
/** About three lines on a phone, of which the sheet takes two fifths at most. */
const MOST_IN_SHEET = 60;

const KEY = /^[\da-f]{32}$/i;
/** What Kakao makes client secrets of: letters of both kinds, other than a key's. */
const SECRET = /^(?=.*[g-zG-Z])[\da-zA-Z]{32}$/;

/** What reads a path where no site is given yet. */
const ANYWHERE = 'https://site.invalid';

/** What is wrong with a field, before it is known which. */
type Found = Omit<Problem, 'field'>;

const toError = (code: ProblemCode, values?: Problem['values']): Found => ({
  code,
  isWarning: false,
  ...(values && {values}),
});
const toWarning = (code: ProblemCode, values?: Problem['values']): Found => ({
  ...toError(code, values),
  isWarning: true,
});

/** By field, in the order of the steps. Each tells nothing of a place that does not ask for its field. */
const RULES: Partial<Record<keyof Settings, (settings: Settings, isSelector: IsSelector) => readonly Found[]>> = {
  label: ({label}) => (label === 'own' ? [toWarning('words-own')] : []),
  text: ({label, text}) => (label === 'own' && !text.trim() ? [toError('missing')] : []),
  height: ({height}) => judgeRange('height', height),
  width: ({width}) => (width === 0 ? [] : judgeRange('width', width)),
  radius: ({radius}) => {
    const problems = judgeRange('radius', radius);
    return problems.length === 0 && radius !== KAKAO_RADIUS ? [toWarning('radius-own')] : problems;
  },
  bubble: ({bubble}) => judgeLength('bubble-long', bubble, MOST_IN_BUBBLE),
  sheetText: ({sheet, sheetText}) => (sheet === 'none' ? [] : judgeLength('sheet-long', sheetText, MOST_IN_SHEET)),
  appKey: ({appKey}) => (appKey.trim() ? judgeKey(appKey) : [toError('missing')]),
  restApiKey: judgeRestKey,
  sites: judgeSites,
  redirectUri: judgeRedirectUri,
  endpoint: judgeEndpoint,
  clickSelector: ({clickSelector}, isSelector) => judgeSelector(clickSelector, isSelector),
  memberSelector: judgeMembers,
  kakaoPixel: ({kakaoPixel}) => (/^\d*$/.test(kakaoPixel.trim()) ? [] : [toError('pixel-malformed')]),
  loadPixel: ({loadPixel, kakaoPixel}) => (loadPixel && !kakaoPixel.trim() ? [toWarning('pixel-missing')] : []),
  base: ({base}) => judgeBase(base.trim()),
};

const OF_KEYS: readonly (keyof Settings)[] = ['appKey', 'restApiKey', 'sites', 'redirectUri', 'endpoint'];
const OF_HOSTS: readonly (keyof Settings)[] = ['clickSelector', 'memberSelector'];
/** A framework's app has no tag. */
const OF_TAGS: readonly (keyof Settings)[] = ['base', 'sheetText'];

type IsSelector = (text: string) => boolean;

/**
 * What is wrong with the settings of this place, in the order of the steps. Never throws.
 *
 * @param isSelector whether a text is a CSS selector; without it, as the document says
 */
export function validate(settings: Settings, isSelector: IsSelector = isSelectorHere): readonly Problem[] {
  const {place} = settings;
  const unasked: readonly string[] = [
    ...(isHosted(place) ? OF_KEYS : OF_HOSTS),
    ...(place === 'framework' ? OF_TAGS : []),
  ];
  return Object.entries(RULES)
    .filter(([field]) => !unasked.includes(field))
    .flatMap(([field, judge]) =>
      judge(settings, isSelector).map((found) => ({field: field as keyof Settings, ...found})),
    );
}

function isSelectorHere(text: string): boolean {
  return attempt(() => document.createDocumentFragment().querySelector(text)) !== undefined;
}

function judgeRange(name: keyof typeof RANGES, value: number): Found[] {
  const [least, most] = RANGES[name];
  if (value >= least && value <= most) return [];
  return [toError(`${name}-range`, {least: String(least), most: String(most)})];
}

function judgeLength(code: 'bubble-long' | 'sheet-long', text: string, most: number): Found[] {
  const {length} = Array.from(text.trim());
  return length > most ? [toWarning(code, {length: String(length), most: String(most)})] : [];
}

function judgeKey(text: string): Found[] {
  const key = text.trim();
  if (KEY.test(key)) return [];
  const malformed = toError('key-malformed', {length: String(key.length)});
  return SECRET.test(key) ? [malformed, toWarning('maybe-secret')] : [malformed];
}

/** It may be left out. */
function judgeRestKey({appKey, restApiKey}: Settings): Found[] {
  const key = restApiKey.trim();
  if (!key) return [];
  return key.toLowerCase() === appKey.trim().toLowerCase() ? [toError('keys-equal')] : judgeKey(key);
}

/** The script works without them; only what is to be registered then remains unknown. */
function judgeSites({sites}: Settings): Found[] {
  const given = sites.map((site) => site.trim()).filter(Boolean);
  if (given.length === 0) return [toWarning('site-missing')];
  const origins = given.map(toOrigin);
  return given.flatMap((site, index) => {
    const origin = origins[index];
    if (!origin) return [toError('site-malformed', {site})];
    return origins.indexOf(origin) < index ? [toError('site-twice', {site})] : [];
  });
}

function toOrigins({sites}: Settings): string[] {
  return sites.flatMap((site) => toOrigin(site) ?? []);
}

function judgeRedirectUri(settings: Settings): Found[] {
  const text = settings.redirectUri.trim();
  if (!text) return [toError('missing')];
  const url = toUrl(text, ANYWHERE);
  const isPath = /^\/(?![/\\])/.test(text) && url?.origin === ANYWHERE;
  if (isPath) return /[?#]/.test(text) ? [toError('path-has-query')] : [];
  if (url && url.origin !== ANYWHERE && /^https?:\/\//.test(text) && !toOrigins(settings).includes(url.origin)) {
    return [toError('path-elsewhere', {host: url.host})];
  }
  return [toError('path-malformed', {path: url?.pathname ?? '/kakao/callback'})];
}

function judgeEndpoint(settings: Settings): Found[] {
  const text = settings.endpoint.trim();
  if (!text) return [toError('missing')];
  const sites = toOrigins(settings);
  const here = sites[0] ?? ANYWHERE;
  const url = toUrl(text, here);
  const isPath = /^\/(?![/\\])/.test(text) && url?.origin === here;
  const isOther = /^https?:\/\/[^/@]+\//.test(url?.href ?? '') && /^https?:\/\//.test(text);
  if (!url || (!isPath && !(isOther && (url.protocol === 'https:' || isLoopback(url))))) {
    return [toError('endpoint-malformed')];
  }
  const foreign = isPath ? undefined : sites.find((site) => !isSameSite(new URL(site).hostname, url.hostname));
  if (foreign) return [toError('endpoint-elsewhere', {host: url.hostname, site: foreign})];
  const toPage = (address: URL | null): string => (address ? address.origin + address.pathname.replace(/\/$/, '') : '');
  return toPage(url) === toPage(toUrl(settings.redirectUri, here)) ? [toError('endpoint-is-callback')] : [];
}

function judgeSelector(text: string, isSelector: IsSelector): Found[] {
  return text.trim() === '' || isSelector(text.trim()) ? [] : [toError('selector-malformed')];
}

function judgeMembers(settings: Settings, isSelector: IsSelector): Found[] {
  const {place, memberSelector, hideForMembers, sheet} = settings;
  if (memberSelector.trim() || MEMBER_SELECTORS[place]) return judgeSelector(memberSelector, isSelector);
  if (sheet !== 'none') return [toError('sheet-members-unknown')];
  return hideForMembers ? [toWarning('members-unknown')] : [];
}

function judgeBase(base: string): Found[] {
  if (!base) return [toError('missing')];
  const url = toUrl(base, ANYWHERE);
  const isPath = /^\/(?![/\\])/.test(base) && url?.origin === ANYWHERE;
  const isAddress = /^https:\/\/[^@]+$/.test(base) && url?.protocol === 'https:';
  if ((!isPath && !isAddress) || /[?#]/.test(base)) return [toError('base-malformed')];
  return base.endsWith('/') ? [] : [toError('base-no-slash')];
}
