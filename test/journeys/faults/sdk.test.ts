import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {ko} from '../../src/elements/i18n/ko.js';
import type {Browser, Route} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type Site, startSite} from '../support/site.js';
import {expectText, startVisit, type Visit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const SDK = /\/kakao_js_sdk\//;
const OTHER_KEY = 'ffffffffffffffffffffffffffffffff';

describe('Kakao’s SDK', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([openBrowser(), startSite()]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  interface Fault {
    readonly that: string;
    readonly route: (route: Route) => Promise<void> | void;
    readonly code: string;
    readonly message: string;
    /** How long the press waits for it. */
    readonly wait?: number;
  }
  const script = (body: string): ((route: Route) => Promise<void>) => {
    const headers = {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*'};
    return (route) => route.fulfill({body, headers});
  };
  const faults: readonly Fault[] = [
    {that: 'is blocked', route: (route) => route.abort('blockedbyclient'), code: 'sdk_blocked', message: ko.later},
    {that: 'is not found', route: (route) => route.fulfill({status: 404}), code: 'sdk_blocked', message: ko.later},
    {that: 'is empty', route: script(''), code: 'sdk_missing', message: ko.retry},
    {that: 'is another major release', route: script(toSdk('1.43.5')), code: 'sdk_conflict', message: ko.unavailable},
    {that: 'throws when it is set up', route: script(toSdk('2.7.4')), code: 'sdk_failed', message: ko.unavailable},
    {that: 'never comes', route: () => undefined, code: 'sdk_timeout', message: ko.later, wait: 3_000},
  ];

  async function press(visit: Visit, wait: number | undefined): Promise<void> {
    await visit.press();
    if (wait === undefined) return;
    await visit.events.flow('starting');
    await visit.page.clock.fastForward(wait);
  }

  for (const {that, route, code, message, wait} of faults) {
    test(`that ${that} is not needed where the direct path is open`, async () => {
      site.attributes['rest-api-key'] = site.restKey;
      await using visit = await startVisit(browser, site, {device: 'iphone'});
      await visit.page.clock.install();
      await visit.context.route(SDK, route);
      await visit.goTo(AT);

      await press(visit, wait);
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.deepEqual(visit.traffic.appSwitches, []);
      assertPkce(visit);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

    test(`that ${that} costs one more press`, async () => {
      await using visit = await startVisit(browser, site, {device: 'iphone'});
      await visit.page.clock.install();
      await visit.context.route(SDK, route);
      await visit.goTo(AT);

      await press(visit, wait);

      const {detail, target} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], code);
      assert.equal(target, 'kakao-login-button');
      await expectText(visit, message);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});

      await visit.context.unroute(SDK);
      // A tag that hangs is given up after ten seconds; one that has run stays until the page is loaded again.
      if (wait !== undefined) await visit.page.clock.fastForward(10_000);
      if (/^sdk_(conflict|failed)$/.test(code)) await visit.goTo('/cart?again');
      const at = new URL(visit.page.url()).href.slice(site.url.length);
      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at, session: 'signed-in', error: [AT], success: [at], posts: 1, tokens: 1});
    });
  }

  for (const device of ['desktop', 'android'] as const) {
    test(`is loaded at the first touch and not before, on a ${device}`, async () => {
      await using visit = await startVisit(browser, site, {device});
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

  test('is never loaded on a desktop with the direct path', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 0);
    assertPkce(visit);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  test('that the site has set up with the same key is used as it is', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await setUp(visit, site.scriptKey);

    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 1);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  test('that the site has set up with another key is left alone', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await setUp(visit, OTHER_KEY);

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_conflict');
    assert.equal(await visit.page.evaluate(readKey), OTHER_KEY);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
  });

  test('that the site has set up with another key is not needed on a phone with the direct path', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await startVisit(browser, site, {device: 'android'});
    await visit.goTo(AT);
    await setUp(visit, OTHER_KEY);

    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    assertPkce(visit);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  async function setUp(visit: Visit, key: string): Promise<void> {
    await visit.page.addScriptTag({url: `${site.kakao[0]}/kakao_js_sdk/2.7.4/kakao.min.js`});
    await visit.page.evaluate((appKey) => (window as unknown as {Kakao: PageSdk}).Kakao.init(appKey), key);
  }
});

interface PageSdk {
  init(key: string): void;
  readonly Auth: {getAppKey(): string};
}

function readKey(): string {
  return (window as unknown as {Kakao: PageSdk}).Kakao.Auth.getAppKey();
}

function toSdk(version: string): string {
  return `window.Kakao = {VERSION: '${version}', isInitialized: () => false, init() { throw new Error('no'); }};`;
}

/** The code was asked for with a challenge, and exchanged with its verifier. */
function assertPkce({traffic}: Visit): void {
  const authorize = traffic.navigations.find((address) => new URL(address).pathname === '/oauth/authorize') ?? '';
  const {searchParams} = new URL(authorize);
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  assert.match(searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
  const {codeVerifier} = JSON.parse(traffic.posts[0] ?? '{}') as {codeVerifier?: string};
  assert.match(codeVerifier ?? '', /^[\w-]{43}$/);
}
