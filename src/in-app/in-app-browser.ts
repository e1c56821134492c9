import {isKakaoTalk, type Device} from './device.js';

/** An app that opens links in a browser of its own. */
export interface InAppBrowser {
  readonly kind: 'kakaotalk' | 'naver' | 'daum' | 'band' | 'line' | 'instagram' | 'threads' | 'facebook';
  /** The app's version as it names it; empty where it does not. */
  readonly version: string;
  readonly platform: 'android' | 'ios' | 'other';
}

/** How each app names itself, and its version. */
const APPS: Readonly<Record<InAppBrowser['kind'], RegExp>> = {
  kakaotalk: /KAKAOTALK[ /]?([\d.]*)/i,
  naver: /NAVER\(inapp;(?:[^)]*?; *(\d+\.[\d.]+))?/,
  daum: /DaumApps\/([\d.]*)/,
  band: /BAND\/([\d.]*)/,
  line: /\bLine\/([\d.]*)/,
  instagram: /Instagram ([\d.]*)/,
  threads: /Barcelona ([\d.]*)/,
  facebook: /\bFB(?:AN|_IAB)\/(?:.*?FBAV\/([\d.]*))?/,
};

/** The app whose browser this is, by what it says of itself; null for a browser proper, and for a robot. */
export function findInAppBrowser({userAgent}: Pick<Device, 'userAgent'>): InAppBrowser | null {
  for (const [kind, pattern] of Object.entries(APPS) as [InAppBrowser['kind'], RegExp][]) {
    const found = pattern.exec(userAgent);
    if (!found || (kind === 'kakaotalk' && !isKakaoTalk({userAgent}))) continue;
    const platform = /Android/.test(userAgent)
      ? 'android'
      : /iP(hone|ad|od)|Macintosh/.test(userAgent)
        ? 'ios'
        : 'other';
    return {kind, version: found[1] ?? '', platform};
  }
  return null;
}
