import {endsOnServer, type KakaoSyncConfig} from '../../client/state/config.js';
import {getPresentRegistry} from '../../client/page/page-registry.js';
import {findNearest} from '../../client/report/nearest.js';
import {isOn} from '../../client/state/setting-values.js';
import {attempt} from '../../shared/attempt.js';
import {isLoopback} from '../../shared/loopback.js';
import type {Said} from '../tag/find-tag.js';
import {findGlobal, hasFunction} from '../hosts/hosts.js';
import {HOST_SETTINGS} from '../hosts/host-settings.js';
import {isForHost} from '../hosts/is-for-host.js';
import {readHostSettings} from '../hosts/settings.js';
import {ANALYTICS_SETTINGS, ATTRIBUTION_SETTINGS, LOOK_SETTINGS, TAG_SETTINGS} from '../tag/tag-settings.js';
import type {Finding, FindingName} from './finding.js';

/** What the page has been set up with: by its tag, an element or a script. */
export function readSettings(): KakaoSyncConfig {
  return getPresentRegistry().client?.config ?? {};
}

/**
 * What can be seen of the page without a request. Changes nothing, but for a cookie that is gone again at once.
 *
 * @param said what the page says to the script
 */
export function readPage(said: Said): readonly Finding[] {
  const settings = readSettings();
  return [
    ...findButtons(),
    ...findMisspelt(said),
    ...(isForHost(said) ? findHostWay(said) : findSettings(settings)),
    ...findPlace(),
    ...(isOn(settings.paused) ? [{name: 'paused'} as const] : []),
    ...findMeasuring(said),
  ];
}

const BUTTONS = 'kakao-login-button, [data-kakao-login]:not(script)';

function findButtons(): readonly Finding[] {
  const buttons = [...document.querySelectorAll(BUTTONS)].filter((button) => !button.parentElement?.closest(BUTTONS));
  const seen = buttons.filter((button) => {
    const {width, height} = button.getBoundingClientRect();
    return width * height > 0 && getComputedStyle(button).visibility !== 'hidden';
  });
  if (buttons.length === 0) return [{name: 'noButton'}];
  return [seen.length > 0 ? {name: 'button', fact: `${seen.length}`} : {name: 'hiddenButton'}];
}

/** A slip of the pen, in an attribute or in `window.kakaoSync`: other names may be somebody else's. */
function findMisspelt(said: Said): readonly Finding[] {
  const ofTag = isForHost(said) ? HOST_SETTINGS : [...TAG_SETTINGS, ...ATTRIBUTION_SETTINGS];
  const known: readonly string[] = [...ofTag, ...LOOK_SETTINGS, ...ANALYTICS_SETTINGS, 'messages', 'paused'];
  const slips = Object.keys(said).flatMap((name) => {
    // Those of the sheet are named by itself.
    const near = /^(sheet|member$)/.test(name) || known.includes(name) ? undefined : findNearest(name, known, true);
    return near ? [`${name} → ${near}`] : [];
  });
  return slips.length > 0 ? [{name: 'misspelt', fact: slips.join(', ')}] : [];
}

const KEY = /^[\da-f]{32}$/;

function findSettings(settings: KakaoSyncConfig): readonly Finding[] {
  const {appKey, restApiKey, redirectUri, endpoint, postCode, loginUrl} = settings;
  // What the backend starts, it knows all about.
  const isBackends = !!loginUrl && !appKey;
  const needed = isBackends
    ? []
    : [
        ...(appKey ? [] : ['data-app-key']),
        ...(redirectUri ? [] : ['data-redirect-uri']),
        ...(endpoint || postCode || endsOnServer(settings) ? [] : ['data-endpoint']),
      ];
  return [
    ...(needed.length > 0 ? [{name: 'noSettings', fact: needed.join(', ')} as const] : []),
    ...(appKey ? [judgeKey(appKey, 'appKey', 'badAppKey')] : []),
    ...(restApiKey
      ? [judgeKey(restApiKey, 'restApiKey', 'badRestApiKey')]
      : isBackends
        ? []
        : [{name: 'noRestApiKey'} as const]),
    ...(restApiKey && restApiKey === appKey ? [{name: 'sameKeys'} as const] : []),
    ...(redirectUri ? [judgeRedirectUri(redirectUri)] : []),
  ];
}

function judgeKey(key: string, good: FindingName, bad: FindingName): Finding {
  return KEY.test(key) ? {name: good, fact: `…${key.slice(-4)}`} : {name: bad, fact: `${key.length}`};
}

function judgeRedirectUri(redirectUri: string): Finding {
  const url = toUrl(redirectUri);
  const isGood = url?.origin === location.origin && !url.search && !url.hash;
  return {name: isGood ? 'redirectUri' : 'badRedirectUri', fact: url ? url.origin + url.pathname : undefined};
}

export function toUrl(address: string): URL | undefined {
  return attempt(() => new URL(address, location.href));
}

/** How a press begins the host's own login, or why it cannot. */
function findHostWay(said: Said): readonly Finding[] {
  const {controls, host, page, appKey} = readHostSettings(said, () => undefined);
  const control = controls.find((selector) => document.querySelector(selector));
  if (control) return [{name: 'hostControl', fact: control}];
  const path = location.pathname + location.search;
  if (host && hasFunction(host, {path, appKey})) return [{name: 'hostFunction'}];
  return [page ? {name: 'hostPage', fact: toUrl(page)?.pathname} : {name: 'noHostWay'}];
}

function findPlace(): readonly Finding[] {
  const isSecure = location.protocol === 'https:' || isLoopback(location.origin);
  return [
    {name: isSecure ? 'secure' : 'insecure'},
    {name: window.top === window ? 'notFramed' : 'framed'},
    {name: keepsCookies() ? 'cookies' : 'noCookies'},
  ];
}

const PROBE = 'ks.check';

function keepsCookies(): boolean {
  return (
    attempt(() => {
      document.cookie = `${PROBE}=1; Path=/; SameSite=Lax`;
      const isKept = document.cookie.includes(`${PROBE}=1`);
      document.cookie = `${PROBE}=; Path=/; SameSite=Lax; Max-Age=0`;
      return isKept;
    }) ?? false
  );
}

function findMeasuring({analytics, kakaoPixel, kakaoPixelLoad}: Said): readonly Finding[] {
  const global = analytics === 'gtm' ? 'google_tag_manager' : analytics;
  return [
    ...(global
      ? [{name: findGlobal(global) === undefined ? 'noAnalytics' : 'analytics', fact: analytics} as const]
      : []),
    ...(kakaoPixel ? [{name: isOn(kakaoPixelLoad) || findGlobal('kakaoPixel') ? 'pixel' : 'noPixel'} as const] : []),
  ];
}
