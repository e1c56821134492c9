import {expect} from '@open-wc/testing';
import {forgetPage} from '../elements/support/page.js';
import {openPage, REF, signedIn, type Setup} from './support/fake-page.js';

type Page = ReturnType<typeof openPage>;

const CONFIG = {redirectUri: '/kakao/callback'};
const AUTO = {...CONFIG, autoLogin: 'all'};
const CALLBACK = 'https://shop.example/kakao/callback';
const COMPLETING = {status: 'completing', purpose: 'login'} as const;
const never = new Promise<void>(() => undefined);
const skipped = ({end}: Page): unknown => end({end: 'skipped', purpose: 'auto-login', reason: 'not-asked'});
const wait =
  (milliseconds: number) =>
  ({clock}: Page): unknown =>
    clock.advance(milliseconds);

/** When the page view of a document may be told. */
const CASES: Readonly<Record<string, readonly [setup: Setup, happen: (page: Page) => unknown, isReady: boolean]>> = {
  'a page that is no return': [{}, () => undefined, true],
  'a page whose start is not over': [{started: never}, wait(1999), false],
  'a page that takes long': [{started: never}, wait(2000), true],
  'a page that takes long to load': [{started: never, isLoading: true}, wait(9000), false],
  'a page that has loaded': [
    {started: never, isLoading: true},
    async (page) => {
      page.load();
      await page.clock.advance(2000);
    },
    true,
  ],
  'a page whose configuration is not complete': [{isReady: false}, wait(1999), false],
  'a page whose configuration never is': [{isReady: false}, wait(2000), true],
  'a page that auto-login may leave': [{config: AUTO}, wait(1000), false],
  'a page that auto-login does not leave': [{config: AUTO}, skipped, true],
  'a page of which auto-login says nothing': [{config: AUTO}, wait(2000), true],
  'a page that auto-login may leave, at a press': [{config: AUTO, started: never}, ({press}) => press(), true],
  'a document that is being prerendered': [{started: never, isPrerendering: true}, wait(60_000), false],
  'a callback that is at work': [{config: CONFIG, href: CALLBACK, started: never}, wait(60_000), false],
  'a callback that leaves': [{config: CONFIG, href: CALLBACK, flow: COMPLETING}, wait(60_000), false],
  'a callback that shows how it ended': [
    {config: CONFIG, href: CALLBACK, flow: COMPLETING},
    ({enter}) => {
      enter({status: 'retry', purpose: 'login', code: 'backend_failed'});
    },
    true,
  ],
};

/** Where a visitor of a page view is said to be and to come from. */
const PLACES: Readonly<Record<string, readonly [setup: Setup, arrive: boolean | object, here: string, from?: string]>> =
  {
    'a landing': [
      {referrer: 'https://m.naver.com/a?q=1'},
      false,
      '/event?utm_source=naver',
      'https://m.naver.com/a?q=1',
    ],
    'a landing without a referrer': [{}, false, '/event?utm_source=naver'],
    'a page of the site': [
      {referrer: 'https://shop.example/other'},
      false,
      '/event?utm_source=naver',
      'https://shop.example/other',
    ],
    'a return': [{referrer: CALLBACK}, true, '/event?utm_source=naver', 'https://shop.example'],
    'a return whose outcome was told before': [
      {referrer: CALLBACK},
      false,
      '/event?utm_source=naver',
      'https://shop.example',
    ],
    'a return from Kakao': [
      {referrer: 'https://kauth.kakao.com/'},
      false,
      '/event?utm_source=naver',
      'https://shop.example',
    ],
    'a return from Kakao’s login': [
      {referrer: 'https://accounts.kakao.com/login'},
      false,
      '/event?utm_source=naver',
      'https://shop.example',
    ],
    'a visitor of a channel': [
      {referrer: 'https://pf.kakao.com/_ZeUTxl'},
      false,
      '/event?utm_source=naver',
      'https://pf.kakao.com/_ZeUTxl',
    ],
    'a return whose first referrer is known': [
      {referrer: CALLBACK},
      {referrer: 'https://m.naver.com/search?q=CANARY'},
      '/event?utm_source=naver',
      'https://m.naver.com',
    ],
    'a return whose first referrer is none': [
      {referrer: CALLBACK},
      {referrer: 'android-app'},
      '/event?utm_source=naver',
      'https://shop.example',
    ],
    'a page that is its own redirect URI': [
      {href: `${CALLBACK}?a=1&code=CANARY&state=other`, referrer: 'https://kauth.kakao.com/'},
      true,
      '/kakao/callback?a=1',
      'https://shop.example',
    ],
    'a page that an answer was moved to': [
      {href: 'https://shop.example/ko/?error=access_denied&error_description=CANARY&state=ks1.CANARY.&b=2'},
      false,
      '/ko/?b=2',
    ],
    'a page of the site that an answer was moved to': [
      {referrer: 'https://shop.example/ko/?code=CANARY&state=ks1.CANARY.'},
      false,
      '/event?utm_source=naver',
      'https://shop.example/ko/',
    ],
    'a coupon': [{href: 'https://shop.example/event?code=WELCOME&state=open'}, false, '/event?code=WELCOME&state=open'],
  };

describe('kakao_sync_ready', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [what, [setup, happen, isReady]] of Object.entries(CASES)) {
    it(`is ${isReady ? '' : 'not '}told on ${what}`, async () => {
      const page = openPage(setup);
      page.run();
      await page.settle();
      await happen(page);
      await page.settle();

      expect(page.names().filter((name) => name === 'kakao_sync_ready')).to.have.lengthOf(isReady ? 1 : 0);
      if (!isReady) expect(page.told).to.deep.equal([]);
    });
  }

  for (const [what, [setup, arrive, here, from]] of Object.entries(PLACES)) {
    it(`says where the visitor of ${what} is`, async () => {
      const page = openPage({config: CONFIG, ...setup});
      if (arrive) await page.end(signedIn(false, 'login', arrive === true ? {} : arrive));
      page.run();
      await page.settle();
      const [name, fields] = page.told[0] ?? [];

      expect([name, fields?.['page_location'], fields?.['page_referrer']]).to.deep.equal([
        'kakao_sync_ready',
        `https://shop.example${here}`,
        from,
      ]);
    });
  }

  it('comes first, whatever has happened before, and nothing else has an address', async () => {
    const page = openPage({started: never});
    page.run();
    page.see();
    await page.end({end: 'cancelled', purpose: 'login', ref: REF});
    expect(page.told).to.deep.equal([]);
    await page.clock.advance(2000);

    expect(page.names()).to.deep.equal([
      'kakao_sync_ready',
      'kakao_sync_view',
      'kakao_sync_return',
      'kakao_sync_cancel',
    ]);
    for (const [, {page_location}] of page.told.slice(1)) expect(page_location).to.equal(undefined);
  });
});
