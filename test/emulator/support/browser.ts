import {type Browser, chromium} from 'playwright-core';
import {after, before} from 'node:test';

interface Finder {
  needBrowser(name: 'chromium'): string;
  needChromium(): string;
  chromiumArgs: readonly string[];
}

/** `hasWindows`: Kakao’s SDK opens some. Without them, a page is there in a tenth of the time. */
interface Needs {
  readonly hasWindows: boolean;
}

/** Where such a Chromium is, and the arguments it needs here. */
export async function findChromium({hasWindows}: Needs): Promise<{
  readonly path: string;
  readonly args: readonly string[];
}> {
  const script: string = new URL('../../../scripts/browsers.mjs', import.meta.url).href;
  const {needBrowser, needChromium, chromiumArgs} = (await import(script)) as Finder;
  return {path: hasWindows ? needBrowser('chromium') : needChromium(), args: chromiumArgs};
}

/** One Chromium for the tests of a file; by default one without windows, in which no frame arrives behind a window. */
export function useBrowser(needs: Needs = {hasWindows: false}): () => Browser {
  let browser: Browser | null = null;
  before(async () => {
    const {path, args} = await findChromium(needs);
    browser = await chromium.launch({executablePath: path, args: [...args]});
  });
  after(() => browser?.close());
  return () => {
    if (!browser) throw new Error('The browser is there only inside a test.');
    return browser;
  };
}

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko)';
const ANDROID_WEBVIEW = `${ANDROID} Version/4.0 Chrome/126.0 Mobile Safari/537.36`;
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';

export const AGENTS = {
  desktop:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  mac: MAC,
  android: `${ANDROID} Chrome/126.0 Mobile Safari/537.36`,
  naverOnAndroid: `${ANDROID_WEBVIEW} NAVER(inapp; search; 2000; 12.9.1)`,
  instagramOnAndroid: `${ANDROID_WEBVIEW} Instagram 330.0.0.40.92 Android`,
  facebookOnAndroid: `${ANDROID_WEBVIEW} [FB_IAB/FB4A;FBAV/460.0.0.0.0;]`,
  threadsOnAndroid: `${ANDROID_WEBVIEW} Barcelona 330.0.0.40.92 Android`,
  talkOnAndroid: `${ANDROID_WEBVIEW} KAKAOTALK/26.8.1 (INAPP)`,
  channelHome: `${ANDROID_WEBVIEW} KAKAOTALK/26.8.1 (INAPP) ch-home/1.0`,
  profileHome: `${ANDROID_WEBVIEW} KAKAOTALK/26.8.1 (INAPP) PFHOME/1.0`,
  iphone: `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
  chromeOnIphone: `${IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1`,
  instagramOnIphone: `${IPHONE} Mobile/15E148 Instagram 330.0.0`,
  talkOnIphone: `${IPHONE} Mobile/15E148 KAKAOTALK 26.8.1`,
} as const;
