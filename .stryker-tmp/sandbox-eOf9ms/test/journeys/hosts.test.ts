import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {type Device, openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {measureLayoutShifts} from '../support/layout-shift.js';
import {type Site, startSite} from '../support/site.js';
import type {SitePage} from '../support/site-pages.js';
import {testFault} from '../support/test-fault.js';
import {expectText, startVisit} from '../support/visit.js';

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

describe('a site', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({
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
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  testFault('F27', 'made with React, in strict mode, signs up once', async () => {
    await using visit = await startVisit(browser, site);
    const at = '/react?item=1#total';
    await visit.goTo(at);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    await visit.page.getByText('회원: 김새봄', {exact: true}).first().waitFor();
    await expectEnding(visit, {at, session: 'signed-in', success: [at], posts: 1, tokens: 1});
  });

  test('with a router of its own goes on without a load', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo('/app');
    await visit.page.getByRole('link', {name: '장바구니'}).click();
    await expectText(visit, '화면: /app/cart');
    const at = '/app/cart?item=1#total';

    await visit.press();
    await visit.kakao.signUp('김새봄');

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
    const ending = {at, session: 'signed-in', success: [at], posts: 1, tokens: 1} as const;
    await expectEnding(visit, {...ending, isOwnCallback: true});
  });

  for (const device of ['desktop', 'iphone'] as const) {
    test(`keeps everything in its place with reserve.css, and only with it, on a ${device}`, async () => {
      await using plain = await startVisit(browser, site, {device});
      await using reserved = await startVisit(browser, site, {device});
      const script = /\/scripts\/page\.js/;

      const without = await measureLayoutShifts(plain.page, `${site.url}/`, script);
      const having = await measureLayoutShifts(reserved.page, `${site.url}/reserved`, script);

      assert.notDeepEqual(without, []);
      assert.deepEqual(having, []);
    });
  }

  const landings: readonly [what: string, path: string, device: Device][] = [
    ['an element', '/campaign', 'desktop'],
    ['an element', '/campaign', 'iphone'],
    ['the script tag alone', '/tagged', 'desktop'],
    ['the script tag alone', '/tagged', 'iphone'],
  ];
  for (const [what, path, device] of landings) {
    test(`whose landing page is its own redirect address, with ${what}, signs up there on a ${device}`, async () => {
      await using visit = await startVisit(browser, site, {device});
      await visit.goTo(path);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      const loads = visit.traffic.navigations.filter((address) => address.startsWith(site.url));
      assert.equal(loads.length, 2, 'It is loaded by the visitor, and by the return.');
      const ending = {at: path, session: 'signed-in', success: [path], posts: 1, tokens: 1} as const;
      await expectEnding(visit, {...ending, isOwnCallback: true});

      await visit.page.reload({waitUntil: 'networkidle'});
      await expectEnding(visit, ending);
    });

    test(`whose landing page is its own redirect address, with ${what}, keeps its query on a ${device}`, async () => {
      await using visit = await startVisit(browser, site, {device});
      const at = `${path}?utm_source=talk#coupon`;
      await visit.goTo(at);

      await visit.press();
      await visit.kakao.signIn('김새봄');
      await visit.kakao.cancel();

      await visit.events.next('kakao-login-cancel');
      await expectEnding(visit, {at, session: 'signed-out', cancel: [at], isOwnCallback: true});
      await visit.press();
      await visit.kakao.agree();

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {
        at,
        session: 'signed-in',
        cancel: [at],
        success: [at],
        posts: 1,
        tokens: 1,
        isOwnCallback: true,
      });
    });
  }
});
