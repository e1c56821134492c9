import {isHosted, MEMBER_SELECTORS, type Settings} from '../settings.js';
import {toOwnText, toSize} from './look.js';

/** Settings of the script by their names in `window.kakaoSync`; as `data-` attributes by the same, hyphenated. */
export type ScriptSettings = Readonly<Record<string, string>>;

/** What stands for what has not been filled in yet. */
const UNKNOWN = {
  appKey: 'YOUR_JAVASCRIPT_KEY',
  endpoint: '/api/kakao/session',
  redirectUri: '/kakao/callback',
};

/** What a login needs. */
export function toConfiguration(settings: Settings): ScriptSettings {
  const [appKey, restApiKey, endpoint, redirectUri] = [
    settings.appKey,
    settings.restApiKey,
    settings.endpoint,
    settings.redirectUri,
  ].map((text) => text.trim());
  return {
    appKey: appKey || UNKNOWN.appKey,
    ...(restApiKey && {restApiKey}),
    endpoint: endpoint || UNKNOWN.endpoint,
    redirectUri: redirectUri || UNKNOWN.redirectUri,
  };
}

/** What is said once for all buttons. */
export function toScriptSettings(settings: Settings): ScriptSettings {
  const {place, locale} = settings;
  return {
    ...(isHosted(place) ? toHost(settings, place) : toConfiguration(settings)),
    ...(locale !== 'auto' && {locale}),
    ...(!isHosted(place) && settings.hideForMembers && {forMembers: 'hide'}),
    ...toSheet(settings),
    ...toMeasuring(settings),
  };
}

/** How a button looks. */
export function toLookSettings(settings: Settings): ScriptSettings {
  const {label, layout, bubble} = settings;
  const size = toSize(settings);
  const text = toOwnText(settings);
  return {
    ...(label === 'login' && {label}),
    ...(layout !== 'full' && {layout}),
    ...(size && {size}),
    ...(text && {text}),
    ...(bubble.trim() && {bubble: bubble.trim()}),
  };
}

function toHost(settings: Settings, host: string): ScriptSettings {
  const click = settings.clickSelector.trim();
  const member = settings.memberSelector.trim() || MEMBER_SELECTORS[settings.place];
  return {
    host,
    ...(click && {click}),
    ...(member && (settings.hideForMembers || settings.sheet !== 'none') && {member}),
    ...(member && settings.hideForMembers && {forMembers: 'hide'}),
  };
}

function toSheet({sheet, sheetText, sheetDone}: Settings): ScriptSettings {
  if (sheet === 'none') return {};
  const [text, done] = [sheetText.trim(), sheetDone.trim()];
  return {
    sheet: sheet === 'auto' ? 'true' : 'delay:20',
    ...(text && {sheetText: text}),
    ...(done && {sheetDone: done}),
  };
}

function toMeasuring({analytics, needsConsent, kakaoPixel, loadPixel}: Settings): ScriptSettings {
  const pixel = kakaoPixel.trim();
  const isMeasured = analytics !== 'none' || !!pixel;
  return {
    ...(analytics !== 'none' && {analytics}),
    ...(isMeasured && needsConsent && {analyticsConsent: 'true'}),
    ...(pixel && {kakaoPixel: pixel}),
    ...(pixel && loadPixel && {kakaoPixelLoad: 'true'}),
  };
}
