import type {BrowserContextOptions} from 'playwright-core';
import apps from './apps.json' with {type: 'json'};
import type {MissingFeature} from './missing-features.js';

/** A browser that people come with who saw the site's link in an app, or whose phone brought it along. */
export interface App {
  readonly userAgent: string;
  /** How Kakao's SDK takes its visitors to Kakao: by the KakaoTalk app, or by Kakao's pages. */
  readonly way: 'app' | 'pages';
  readonly missing: readonly MissingFeature[];
}

/** Each lacks what its engine lacks: iOS 15.0 and Android's WebView 96 all that is new, WebKit Trusted Types and prerendering. */
export const APPS = apps as Readonly<Record<string, App>>;

/** An app's browser, on the phone that it runs on. */
export function toDevice({userAgent}: App): BrowserContextOptions {
  return {userAgent, viewport: {width: 390, height: 780}, isMobile: true, hasTouch: true};
}
