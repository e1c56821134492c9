import type {BrowserContextOptions} from 'playwright-core';
import type {MissingFeature} from './missing-features.js';

/** A browser that people come with who saw the site's link in an app, or whose phone brought it along. */
export interface App {
  readonly userAgent: string;
  /** How Kakao's SDK takes its visitors to Kakao: by the KakaoTalk app, or by Kakao's pages. */
  readonly way: 'app' | 'pages';
  readonly missing: readonly MissingFeature[];
}

const GALAXY =
  'Mozilla/5.0 (Linux; Android 14; SM-S928N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko)';
const OLD_GALAXY =
  'Mozilla/5.0 (Linux; Android 10; SM-G977N Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const OLD_IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const NEW_WEBVIEW = 'Version/4.0 Chrome/131.0.6778.135 Mobile Safari/537.36';
const OLD_WEBVIEW = 'Version/4.0 Chrome/96.0.4664.104 Mobile Safari/537.36';

/** Not in WebKit. */
const APPLE: readonly MissingFeature[] = ['Trusted Types', 'prerendering'];
/** Not in iOS 15.0. */
const OLD_APPLE: readonly MissingFeature[] = [
  ...APPLE,
  'Web Locks',
  'user activation',
  'BroadcastChannel',
  'what is new',
];
/** Not in Android's WebView 96. */
const OLD_ANDROID: readonly MissingFeature[] = ['prerendering', 'what is new'];

export const APPS: Readonly<Record<string, App>> = {
  'KakaoTalk on Android': {
    userAgent: `${GALAXY} ${NEW_WEBVIEW};KAKAOTALK 2425021 (INAPP)`,
    way: 'pages',
    missing: ['visibility'],
  },
  'KakaoTalk on an old Android': {
    userAgent: `${OLD_GALAXY} ${OLD_WEBVIEW};KAKAOTALK 2309990 (INAPP)`,
    way: 'pages',
    missing: [...OLD_ANDROID, 'navigation timing'],
  },
  'KakaoTalk on an old iPhone': {
    userAgent: `${OLD_IPHONE} Mobile/15E148 KAKAOTALK 9.7.5 (INAPP)`,
    way: 'pages',
    missing: OLD_APPLE,
  },
  'Instagram on Android': {
    userAgent: `${GALAXY} ${NEW_WEBVIEW} Instagram 361.0.0.46.88 Android (34/14; 480dpi; 1080x2340; samsung; SM-S928N; e3q; qcom; ko_KR; 674675098)`,
    way: 'pages',
    missing: ['BroadcastChannel', 'visibility'],
  },
  'Instagram on an old iPhone': {
    userAgent: `${OLD_IPHONE} Mobile/15E148 Instagram 270.0.0.13.83 (iPhone12,1; iOS 15_0; ko_KR; ko; scale=2.00; 828x1792; 447588991)`,
    way: 'app',
    missing: OLD_APPLE,
  },
  'Facebook on an old Android, without its own storage': {
    userAgent: `${OLD_GALAXY} ${OLD_WEBVIEW} [FB_IAB/FB4A;FBAV/480.0.0.54.88;]`,
    way: 'pages',
    missing: [...OLD_ANDROID, 'localStorage', 'sessionStorage'],
  },
  'Facebook on an iPhone': {
    userAgent: `${IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/490.0.0.43.108;FBBV/663218137;FBDV/iPhone17,1;FBMD/iPhone;FBSN/iOS;FBSV/18.1;FBSS/3;FBID/phone;FBLC/ko_KR;FBOP/5;FBRV/0]`,
    way: 'app',
    missing: [...APPLE, 'keepalive'],
  },
  'NAVER on Android': {
    userAgent: `${GALAXY} ${NEW_WEBVIEW} NAVER(inapp; search; 2000; 12.9.1)`,
    way: 'app',
    missing: ['Web Locks', 'user activation'],
  },
  'NAVER on an old iPhone': {
    userAgent: `${OLD_IPHONE} Mobile/15E148 Safari/605.1 NAVER(inapp; search; 2000; 12.8.52; 12MINI)`,
    way: 'app',
    missing: [...OLD_APPLE, 'visibility'],
  },
  'LINE on an old Android, without its own storage': {
    userAgent: `${OLD_GALAXY} ${OLD_WEBVIEW} Line/13.19.1/IAB`,
    way: 'app',
    missing: [...OLD_ANDROID, 'localStorage', 'sessionStorage'],
  },
  'LINE on an iPhone': {
    userAgent: `${IPHONE} Mobile/15E148 Safari Line/14.19.2`,
    way: 'app',
    missing: [...APPLE, 'Web Locks', 'keepalive'],
  },
  'Samsung Internet': {
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
    way: 'app',
    missing: ['Trusted Types', 'navigation timing'],
  },
  'Samsung Internet 16': {
    userAgent:
      'Mozilla/5.0 (Linux; Android 11; SAMSUNG SM-G977N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/16.0 Chrome/92.0.4515.166 Mobile Safari/537.36',
    way: 'app',
    missing: [...OLD_ANDROID, 'keepalive', 'BroadcastChannel'],
  },
};

/** An app's browser, on the phone that it runs on. */
export function toDevice({userAgent}: App): BrowserContextOptions {
  return {userAgent, viewport: {width: 390, height: 780}, isMobile: true, hasTouch: true};
}
