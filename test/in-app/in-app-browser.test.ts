import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {findInAppBrowser, isKakaoTalk, isPhone, type InAppBrowser} from '../../src/in-app/in-app-browser.js';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-S928N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';

interface Row {
  readonly who: string;
  readonly userAgent: string;
  readonly touch: number;
  readonly kakaoTalk: boolean;
  readonly phone: boolean;
}

const row = (who: string, userAgent: string, touch: number, kakaoTalk: boolean, phone: boolean): Row => {
  return {who, userAgent, touch, kakaoTalk, phone};
};

const ROWS: readonly Row[] = [
  // KakaoTalk
  row(
    'KakaoTalk on Android',
    `${ANDROID} Version/4.0 Chrome/130.0 Mobile Safari/537.36 KAKAOTALK/26.8.1`,
    5,
    true,
    true,
  ),
  row(
    'KakaoTalk on Android, with a space',
    `${ANDROID} Version/4.0 Chrome/130.0 Mobile KAKAOTALK 26.8.1`,
    5,
    true,
    true,
  ),
  row('KakaoTalk on Android, with words behind', `${ANDROID} Chrome/92.0 KAKAOTALK/10.4.3 (INAPP)`, 5, true, true),
  row('KakaoTalk on iPhone', `${IPHONE} Mobile/15E148 KAKAOTALK/26.8.1`, 5, true, true),
  row('KakaoTalk on iPhone, with a space', `${IPHONE} Mobile/15E148 KAKAOTALK 26.8.1`, 5, true, true),
  row('KakaoTalk on iPad', `${IPAD} Mobile/15E148 KAKAOTALK 10.2.0`, 5, true, true),
  row('KakaoTalk on an iPad that calls itself a Mac', `${MAC} AppleWebKit/605.1.15 KAKAOTALK 10.2.0`, 5, true, true),
  row('KakaoTalk in a channel home', `${ANDROID} Chrome/130.0 KAKAOTALK/26.8.1 ch-home`, 5, true, true),
  row('KakaoTalk in small letters', `${ANDROID} Chrome/130.0 kakaotalk/26.8.1`, 5, true, true),
  row('KakaoTalk on a Windows PC', `${WINDOWS} Chrome/120.0 Safari/537.36 KAKAOTALK`, 0, true, false),
  // Robots that fetch previews
  row(
    "KakaoTalk's preview robot",
    'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/33984',
    0,
    false,
    false,
  ),
  row("KakaoTalk's preview robot alone", 'kakaotalk-scrap/1.0', 0, false, false),
  row("KakaoTalk's preview robot in capitals", 'KAKAOTALK-SCRAP/1.0', 0, false, false),
  row(
    'a robot that names KakaoTalk',
    'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/bot) KAKAOTALK',
    0,
    false,
    false,
  ),
  row(
    "Facebook's preview robot",
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    0,
    false,
    false,
  ),
  row('Googlebot on a phone', `${ANDROID} Chrome/130.0 Mobile (compatible; Googlebot/2.1)`, 0, false, true),
  // Other apps
  row(
    'Instagram on Android',
    `${ANDROID} Version/4.0 Chrome/130.0 Mobile Safari/537.36 Instagram 350.0.0.0`,
    5,
    false,
    true,
  ),
  row(
    'Instagram on iPhone',
    `${IPHONE} Mobile/22B83 Instagram 350.0.0.0 (iPhone16,2; iOS 18_1; ko_KR)`,
    5,
    false,
    true,
  ),
  row('Facebook on Android', `${ANDROID} Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0]`, 5, false, true),
  row(
    'NAVER on Android',
    `${ANDROID} Chrome/130.0 Mobile Safari/537.36 NAVER(inapp; search; 2000; 12.8.5)`,
    5,
    false,
    true,
  ),
  row('LINE on iPhone', `${IPHONE} Mobile/15E148 Safari Line/14.0.0`, 5, false, true),
  row('KakaoStory on Android', `${ANDROID} Chrome/130.0 Mobile KAKAOSTORY/3.0`, 5, false, true),
  row('KakaoMap on Android', `${ANDROID} Chrome/130.0 Mobile KakaoMap/5.0`, 5, false, true),
  row('Daum on iPhone', `${IPHONE} Mobile/15E148 DaumApps/8.0`, 5, false, true),
  // Browsers
  row(
    'Chrome on Android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
    5,
    false,
    true,
  ),
  row(
    'Samsung Internet',
    'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S928N) SamsungBrowser/26.0 Chrome/122.0 Mobile',
    5,
    false,
    true,
  ),
  row('Samsung Internet as a desktop', `${LINUX} SamsungBrowser/26.0 Chrome/122.0 Safari/537.36`, 5, false, false),
  row('Firefox on Android', 'Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0', 5, false, true),
  row('Safari on iPhone', `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, 5, false, true),
  row('Chrome on iPhone', `${IPHONE} CriOS/130.0 Mobile/15E148 Safari/604.1`, 5, false, true),
  row('Safari on iPad', `${IPAD} Version/15.6 Mobile/15E148 Safari/604.1`, 5, false, true),
  row(
    'Safari on an iPad that calls itself a Mac',
    `${MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15`,
    5,
    false,
    true,
  ),
  row('an iPod', 'Mozilla/5.0 (iPod touch; CPU iPhone OS 15_7 like Mac OS X) Mobile/15E148', 5, false, true),
  row('Safari on a Mac', `${MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15`, 0, false, false),
  row(
    'Safari on a Mac with one touch point',
    `${MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15`,
    1,
    false,
    false,
  ),
  row('Chrome on a Mac', `${MAC} AppleWebKit/537.36 Chrome/130.0 Safari/537.36`, 0, false, false),
  row('Chrome on Windows', `${WINDOWS} Chrome/130.0 Safari/537.36`, 0, false, false),
  row('Chrome on Windows with a touch screen', `${WINDOWS} Chrome/130.0 Safari/537.36`, 10, false, false),
  row('Edge on Windows', `${WINDOWS} Chrome/130.0 Safari/537.36 Edg/130.0`, 0, false, false),
  row('Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 0, false, false),
  row(
    'a Chromebook',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
    10,
    false,
    false,
  ),
  row('a browser that says nothing', '', 0, false, false),
];

describe('isKakaoTalk', () => {
  for (const {who, userAgent, kakaoTalk} of ROWS) {
    it(`says ${kakaoTalk ? 'yes' : 'no'} of ${who}`, () => {
      expect(isKakaoTalk({userAgent})).to.equal(kakaoTalk);
    });
  }
});

describe('isPhone', () => {
  for (const {who, userAgent, touch, phone} of ROWS) {
    it(`says ${phone ? 'yes' : 'no'} of ${who}`, () => {
      expect(isPhone({userAgent, maxTouchPoints: touch})).to.equal(phone);
    });
  }
});

const APPS: readonly [userAgent: string, found: InAppBrowser | null][] = [
  [`${ANDROID} Chrome/130.0 KAKAOTALK/26.8.1 (INAPP)`, {kind: 'kakaotalk', version: '26.8.1', platform: 'android'}],
  [`${IPHONE} Mobile/15E148 KAKAOTALK 26.8.1`, {kind: 'kakaotalk', version: '26.8.1', platform: 'ios'}],
  [`${MAC} AppleWebKit/605.1.15 KAKAOTALK 10.2.0`, {kind: 'kakaotalk', version: '10.2.0', platform: 'ios'}],
  [`${WINDOWS} Chrome/120.0 KAKAOTALK`, {kind: 'kakaotalk', version: '', platform: 'other'}],
  [
    `${ANDROID} Chrome/126.0 Mobile Safari/537.36 NAVER(inapp; search; 2000; 12.9.1)`,
    {kind: 'naver', version: '12.9.1', platform: 'android'},
  ],
  [`${IPHONE} Mobile/15E148 NAVER(inapp; search; 1000)`, {kind: 'naver', version: '', platform: 'ios'}],
  [
    `${ANDROID} Chrome/126.0 Mobile DaumApps/7.12.0 DaumDevice/mobile`,
    {kind: 'daum', version: '7.12.0', platform: 'android'},
  ],
  [`${IPHONE} Mobile/15E148 BAND/13.2.0 (iOS 18.1; iPhone)`, {kind: 'band', version: '13.2.0', platform: 'ios'}],
  [`${IPHONE} Safari Line/14.19.0`, {kind: 'line', version: '14.19.0', platform: 'ios'}],
  [
    `${ANDROID} Chrome/126.0 Mobile Instagram 345.0.0.48.95 Android (34/14; 480dpi)`,
    {kind: 'instagram', version: '345.0.0.48.95', platform: 'android'},
  ],
  [`${IPHONE} Mobile/15E148 Barcelona 345.1.0.30 (iPhone)`, {kind: 'threads', version: '345.1.0.30', platform: 'ios'}],
  [
    `${ANDROID} Chrome/126.0 Mobile [FB_IAB/FB4A;FBAV/479.0.0.54.88;]`,
    {kind: 'facebook', version: '479.0.0.54.88', platform: 'android'},
  ],
  [
    `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/479.0.0.42.109;FBBV/1]`,
    {kind: 'facebook', version: '479.0.0.42.109', platform: 'ios'},
  ],
  [`${ANDROID} Chrome/126.0 [FBAN/EMA;FBLC/ko_KR]`, {kind: 'facebook', version: '', platform: 'android'}],
  // Browsers proper, and robots.
  [`${ANDROID} Chrome/126.0 Mobile Safari/537.36`, null],
  [`${ANDROID} SamsungBrowser/16.0 Chrome/96.0 Mobile`, null],
  [`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, null],
  [`${WINDOWS} Chrome/120.0 Safari/537.36 Whale/3.24`, null],
  [`${WINDOWS} Chrome/120.0 Headline/1 Underline/2`, null],
  ['facebookexternalhit/1.1;kakaotalk-scrap/1.0; +https://devtalk.kakao.com/', null],
  ['Mozilla/5.0 (compatible; Googlebot/2.1) KAKAOTALK', null],
  ['', null],
];

describe('findInAppBrowser', () => {
  for (const [userAgent, found] of APPS) {
    it(`${found ? `finds ${found.kind} ${found.version} (${found.platform})` : 'finds none'} in ${userAgent}`, () => {
      expect(findInAppBrowser({userAgent})).to.deep.equal(found);
    });
  }

  it('answers for any user agent whatever, and calls KakaoTalk only what isKakaoTalk does', () => {
    const words = APPS.flatMap(([userAgent]) => userAgent.split(/[ ;]+/));
    const userAgents = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string()), {maxLength: 12})
      .map((all) => all.join(' '));

    fc.assert(
      fc.property(userAgents, (userAgent) => {
        const found = findInAppBrowser({userAgent});
        const isOf = /KAKAOTALK/i.test(userAgent) ? isKakaoTalk({userAgent}) : false;
        return (found?.kind === 'kakaotalk') === isOf && /^[\d.]*$/.test(found?.version ?? '');
      }),
    );
  });
});
