import {chromium, type Browser, type BrowserContextOptions} from 'playwright-core';

interface Finder {
  readonly needBrowser: (name: 'chromium') => string;
  readonly needChromium: () => string;
  readonly chromiumArgs: readonly string[];
}

export interface BrowserOptions {
  readonly args?: readonly string[];
  /** Keeps pages alive behind the Back button, which Playwright switches off and the headless shell cannot. */
  readonly backForwardCache?: boolean;
  /** Has windows; the headless shell does not always tell a page that it is in front again. */
  readonly windows?: boolean;
}

/** One Chromium for a whole file. */
export async function openBrowser({
  args = [],
  backForwardCache = false,
  windows = backForwardCache,
}: BrowserOptions = {}): Promise<Browser> {
  const finder = new URL('../../scripts/browsers.mjs', import.meta.url);
  const {needBrowser, needChromium, chromiumArgs} = (await import(finder.href)) as Finder;
  return chromium.launch({
    executablePath: windows ? needBrowser('chromium') : needChromium(),
    args: [...chromiumArgs, ...args],
    ...(backForwardCache && {ignoreDefaultArgs: ['--disable-back-forward-cache']}),
  });
}

const PHONE = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true} as const;
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko)';

/** What a visitor holds in their hands. */
export const DEVICES = {
  desktop: {viewport: {width: 1280, height: 800}},
  iphone: {...PHONE, userAgent: `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`},
  android: {...PHONE, userAgent: `${ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36`},
  'iphone in KakaoTalk': {...PHONE, userAgent: `${IPHONE} Mobile/15E148 KAKAOTALK 25.2.1 (INAPP)`},
  'android in KakaoTalk': {
    ...PHONE,
    userAgent: `${ANDROID} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36;KAKAOTALK 2425021 (INAPP)`,
  },
  'iphone in KakaoTalk, with a slash': {...PHONE, userAgent: `${IPHONE} Mobile/15E148 KAKAOTALK/26.8.1`},
  'android in KakaoTalk, with a slash': {
    ...PHONE,
    userAgent: `${ANDROID} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/26.8.1 (INAPP)`,
  },
  robot: {userAgent: 'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984'},
} satisfies Record<string, BrowserContextOptions>;

export type Device = keyof typeof DEVICES;
