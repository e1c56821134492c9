import assert from 'node:assert/strict';
import type {Device} from '../support/browser.js';
import {measureLayoutShifts} from '../support/layout-shift.js';
import type {SitePage} from '../support/site-pages.js';
import {
  AT,
  describeJourney,
  expectEnding,
  expectSignedIn,
  expectText,
  type JourneyOptions,
} from '../support/journey.js';

const REACT: SitePage = {
  attributes: {'redirect-uri': '/react/callback'},
  scripts: () => '<script type="module" src="/scripts/react.js"></script>',
  body: (attributes) => `<div id="root" ${attributes}></div>`,
};
const ROUTER: SitePage = {
  attributes: {'redirect-uri': '/app/callback'},
  scripts: () => '<script type="module" src="/scripts/router.js"></script>',
  body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
    <a href="/app/cart?item=1#total" data-go>장바구니</a>
    <p data-view></p>
    <kakao-login-button></kakao-login-button>`,
};
const CAMPAIGN: SitePage = {attributes: {'redirect-uri': '/campaign'}};
const TAGGED: SitePage = {
  attributes: {'redirect-uri': '/tagged'},
  scripts: () => '',
  body: (attributes) => `<script src="/kakao-sync.min.js" ${attributes.replace(/([\w-]+)=/g, 'data-$1=')}></script>`,
};

const SCRIPT = '<script type="module" src="/scripts/page.js"></script>';
const RESERVED: SitePage = {scripts: () => `<link rel="stylesheet" href="/reserve.css">${SCRIPT}`};

const SITE: JourneyOptions = {
  pages: {
    '/react': REACT,
    '/react/callback': REACT,
    '/app': ROUTER,
    '/app/cart': ROUTER,
    '/app/callback': ROUTER,
    '/campaign': CAMPAIGN,
    '/tagged': TAGGED,
    '/reserved': RESERVED,
  },
  hosts: ['react.tsx', 'router.ts'],
  redirectPaths: ['/react/callback', '/app/callback', '/campaign', '/tagged'],
};

describeJourney('a site', SITE, ({site, test, testFault, openVisit}) => {
  testFault('F27', 'made with React, in strict mode, signs up once', async (visit) => {
    const at = '/react?item=1#total';
    await visit.signUpAt(at);

    await visit.page.getByText('회원: 김새봄', {exact: true}).first().waitFor();
    await expectSignedIn(visit, at);
  });

  test('with a router of its own goes on without a load', async (visit) => {
    await visit.goTo('/app');
    await visit.page.getByRole('link', {name: '장바구니'}).click();
    await expectText(visit, '화면: /app/cart');
    const at = '/app/cart?item=1#total';

    await visit.signUp();

    const {page} = await visit.events.next('kakao-login-success');
    assert.equal(page, at);
    await expectText(visit, '화면: /app/cart');
    const [told] = visit.events.of('kakao-return');
    assert.equal(told?.detail?.['to'], at);
    const loads = visit.traffic.navigations.filter((address) => address.startsWith(site.url));
    assert.deepEqual(
      loads.map((address) => new URL(address).pathname),
      ['/app', '/app/callback'],
    );
    await expectSignedIn(visit, at, {isOwnCallback: true});
  });

  for (const device of ['desktop', 'android'] as const) {
    test(`loads Kakao’s SDK at the first touch and not before, on a ${device}`, {device}, async (visit) => {
      await visit.page.goto(site.url + AT, {waitUntil: 'networkidle'});
      assert.deepEqual(visit.traffic.toKakao, []);

      if (device === 'android') await visit.page.touchscreen.tap(5, 400);
      else await visit.page.mouse.wheel(0, 5);
      if (device === 'desktop') await visit.page.keyboard.press('Tab');

      await visit.page.waitForFunction(() => 'Kakao' in window);
      assert.equal(site.emulator.counts.sdk, 1);
      assert.equal(site.emulator.counts.authorize, 0);
    });
  }

  test('keeps everything in its place with reserve.css, and only with it', async (plain) => {
    await using reserved = await openVisit();
    const script = /\/scripts\/page\.js/;

    const without = await measureLayoutShifts(plain.page, `${site.url}/`, script);
    const having = await measureLayoutShifts(reserved.page, `${site.url}/reserved`, script);

    assert.notDeepEqual(without, []);
    assert.deepEqual(having, []);
  });

  const landings: readonly [what: string, path: string, device: Device][] = [
    ['an element', '/campaign', 'desktop'],
    ['the script tag alone', '/tagged', 'iphone'],
  ];
  for (const [what, path, device] of landings) {
    test(`whose landing page is its own redirect address, with ${what}, signs up there`, {device}, async (visit) => {
      await visit.signUpAt(path);

      await expectSignedIn(visit, path, {isOwnCallback: true});
      const loads = visit.traffic.navigations.filter((address) => address.startsWith(site.url));
      assert.equal(loads.length, 2, 'It is loaded by the visitor, and by the return.');

      await visit.page.reload({waitUntil: 'networkidle'});
      await expectSignedIn(visit, path);
    });

    test(`whose landing page is its own redirect address, with ${what}, keeps its query`, {device}, async (visit) => {
      const at = `${path}?utm_source=talk#coupon`;
      await visit.pressAt(at);
      await visit.kakao.signIn('김새봄');
      await visit.kakao.cancel();

      await visit.events.next('kakao-login-cancel');
      await expectEnding(visit, {at, session: 'signed-out', cancel: [at], isOwnCallback: true});
      await visit.press();
      await visit.kakao.agree();

      await expectSignedIn(visit, at, {cancel: [at], isOwnCallback: true});
    });
  }
});
