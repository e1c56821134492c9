import {toAttribute} from '../../../src/client/state/setting-values.js';
import {isHosted, type Settings} from '../settings.js';
import {toPlaceStyle} from './look.js';
import {toConfiguration, toLookSettings, toScriptSettings, type ScriptSettings} from './script-settings.js';
import {indent, toAttributeValue} from './text/escape.js';
import type {Release} from './types.js';

/** The file that a page loads, its address, and its hash if the release has one. */
export function toFile({place, base}: Settings, {integrity}: Release): {readonly src: string; readonly hash?: string} {
  const name = isHosted(place) ? 'kakao-sync-host.min.js' : 'kakao-sync.min.js';
  const hash = integrity[name];
  return {src: base.trim() + name, ...(hash && {hash})};
}

/** What a page has for one button: its style, its place and the script. */
export function toTag(settings: Settings, release: Release): string {
  return toStyle(settings) + toPlace(settings) + toPageScript(settings, release);
}

/** The script of a page with buttons. */
export function toPageScript(settings: Settings, release: Release): string {
  return toScript(settings, release, toScriptSettings(settings), ['async']);
}

/** The style element of the button's place; nothing where the button looks as it does by itself. */
export function toStyle(settings: Settings): string {
  const text = toStyleText(settings);
  return text && `<style>${text}</style>\n`;
}

/** What is between `<style>` and `</style>`: a policy has the hash of the very text. */
export function toStyleText(settings: Settings): string {
  const entries = Object.entries(toPlaceStyle(settings)).map(([name, value]) => `${name}: ${value};`);
  return entries.length > 0 ? `[data-kakao-login] { ${entries.join(' ')} }` : '';
}

export function toPlace(settings: Settings): string {
  return `${toElement('div', ['data-kakao-login', ...toData(toLookSettings(settings))])}</div>\n`;
}

/** The script of a page that codes come to: what the login needs, and no more. */
export function toCallbackScript(settings: Settings, release: Release): string {
  return toScript(settings, release, toConfiguration(settings));
}

/** The script for the top of `<head>` that signs members in who open a marked link in KakaoTalk. */
export function toAutoLoginTag(settings: Settings, {integrity}: Release): string {
  const name = 'kakao-auto-login.min.js';
  const {appKey = '', redirectUri = ''} = toConfiguration(settings);
  const hash = integrity[name];
  const attributes = [
    ...toSource(settings.base.trim() + name, hash),
    ...toData({
      ...{appKey, restApiKey: settings.restApiKey.trim() || 'YOUR_REST_API_KEY', redirectUri},
      autoLogin: 'marked',
    }),
  ];
  return `${toElement('script', attributes)}</script>\n`;
}

function toSource(src: string, hash?: string): string[] {
  return [toPair('src', src), ...(hash ? [toPair('integrity', hash), toPair('crossorigin', 'anonymous')] : [])];
}

function toScript(settings: Settings, release: Release, said: ScriptSettings, flags: readonly string[] = []): string {
  const {src, hash} = toFile(settings, release);
  const attributes = [...flags, ...toSource(src, hash), ...toData(said)];
  return `${toElement('script', attributes)}</script>\n`;
}

/** `analyticsConsent: 'true'` needs no value. */
function toData(said: ScriptSettings): string[] {
  return Object.entries(said).map(([name, value]) =>
    value === 'true' && /Consent|Load|^sheet$/.test(name)
      ? `data-${toAttribute(name)}`
      : toPair(`data-${toAttribute(name)}`, value),
  );
}

const toPair = (name: string, value: string): string => `${name}="${toAttributeValue(value)}"`;

/** A start tag, on several lines if it is long. */
function toElement(name: string, attributes: readonly string[]): string {
  const line = `<${name} ${attributes.join(' ')}>`;
  return line.length <= 100 ? line : `<${name}\n${indent(attributes.join('\n'), 2)}\n>`;
}
