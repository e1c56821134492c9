import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {CALLBACK_PATH, SESSION_PATH} from '../../support/test-environment.js';
import {testFault} from '../../support/test-fault.js';
import {startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
/** A page that may say what is to be rendered ahead. */
const AHEAD = '/ahead';

describe('what looks at the callback before the visitor does', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    const policy = (text: string): string => text.replace("script-src 'self'", "$& 'inline-speculation-rules'");
    [browser, site] = await Promise.all([openBrowser(), startSite({pages: {[AHEAD]: {policy}}})]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  async function begin(visit: Visit, at: string): Promise<string> {
    await visit.goTo(at);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(visit.page.url(), {persona: 'member'});
  }

  const requests: readonly [who: string, method: string, headers: Record<string, string>][] = [
    ['a HEAD request', 'HEAD', {}],
    ['KakaoTalk’s preview', 'GET', {'User-Agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0'}],
    ['a search engine', 'GET', {'User-Agent': 'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)'}],
    ['a prefetch', 'GET', {'Sec-Purpose': 'prefetch'}],
    ['a prerender', 'GET', {'Sec-Purpose': 'prefetch;prerender'}],
    ['an OPTIONS request', 'OPTIONS', {}],
  ];
  testFault('F74', `changes nothing: ${requests.map(([who]) => who).join(', ')}`, async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit, AT);

    for (const [, method, headers] of requests) {
      // With all the cookies of the visitor's browser.
      await visit.context.request.fetch(answer, {method, headers});
      await visit.context.request.fetch(site.url + SESSION_PATH, {method, headers: {...headers, 'X-Kakao-Sync': '1'}});
    }

    assert.equal(site.emulator.counts.token, 0);
    assert.equal(site.backend.posts.length, 0);
    await visit.page.goto(answer);
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F74', 'with a browser of its own gets nothing, and leaves the answer to the visitor', async () => {
    await using visit = await startVisit(browser, site);
    await using checker = await startVisit(browser, site);
    const answer = await begin(visit, AT);

    await checker.page.goto(answer);
    const {detail, page: at} = await checker.events.next('kakao-login-error');
    assert.equal(detail?.['end'], 'continue-here');
    await expectEnding(checker, {at, session: 'signed-out', error: [at]});

    await visit.page.goto(answer);
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F74', 'by loading it ahead leaves it to the visitor', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit, AHEAD);
    await visit.goTo(AHEAD);
    const isAskedFor = site.nextPage(CALLBACK_PATH);

    await visit.page.evaluate((url) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.text = JSON.stringify({prerender: [{source: 'list', urls: [url]}]});
      document.head.append(rules);
    }, answer);
    assert.equal((await isAskedFor).get('sec-purpose'), 'prefetch;prerender');
    let isLoadedAgain = false;
    void site.nextPage(CALLBACK_PATH).then(() => (isLoadedAgain = true));
    assert.equal(site.backend.posts.length, 0);

    await visit.page.evaluate((url) => location.assign(url), answer);
    await visit.events.next('kakao-login-success');
    assert.equal(isLoadedAgain, false, 'The page that was rendered ahead is the one that is shown.');
    await expectEnding(visit, {at: AHEAD, session: 'signed-in', success: [AHEAD], posts: 1, tokens: 1});
  });

  testFault('F74', 'by running its script ahead waits until the visitor comes', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit, AT);
    // Playwright stops documents that are rendered ahead before their scripts: this one only says that it is one.
    await visit.context.addInitScript((path) => {
      if (location.pathname !== path) return;
      Object.defineProperty(document, 'prerendering', {value: true, configurable: true});
    }, CALLBACK_PATH);

    await visit.page.goto(answer, {waitUntil: 'networkidle'});

    const told = visit.events.all.filter(({page}) => page.startsWith(CALLBACK_PATH));
    assert.deepEqual(told, []);
    assert.equal(visit.traffic.posts.length, 0);
    assert.equal(visit.page.url(), answer);
    await visit.page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', {value: false});
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
