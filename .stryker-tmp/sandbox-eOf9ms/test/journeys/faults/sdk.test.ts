import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../../src/elements/i18n/ko.js';
import type {Browser, Route} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {expectPkce} from '../../support/pkce.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit, type Visit} from '../../support/visit.js';

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
    readonly row: FaultId;
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
    {
      row: 'F01',
      that: 'is blocked',
      route: (route) => route.abort('blockedbyclient'),
      code: 'sdk_blocked',
      message: ko.later,
    },
    {
      row: 'F02',
      that: 'is not found',
      route: (route) => route.fulfill({status: 404}),
      code: 'sdk_blocked',
      message: ko.later,
    },
    {row: 'F07', that: 'is empty', route: script(''), code: 'sdk_missing', message: ko.retry},
    {
      row: 'F11',
      that: 'is another major release',
      route: script(toSdk('1.43.5')),
      code: 'sdk_conflict',
      message: ko.unavailable,
    },
    {
      row: 'F12',
      that: 'throws when it is set up',
      route: script(toSdk('2.7.4')),
      code: 'sdk_failed',
      message: ko.unavailable,
    },
    {row: 'F03', that: 'never comes', route: () => undefined, code: 'sdk_timeout', message: ko.later, wait: 3_000},
  ];

  async function press(visit: Visit, wait: number | undefined): Promise<void> {
    await visit.press();
    if (wait === undefined) return;
    await visit.events.flow('starting');
    await visit.page.clock.fastForward(wait);
  }

  for (const {row, that, route, code, message, wait} of faults) {
    testFault(row, `that ${that} is not needed where the direct path is open`, async () => {
      site.attributes['rest-api-key'] = site.restKey;
      await using visit = await startVisit(browser, site, {device: 'iphone'});
      await visit.page.clock.install();
      await visit.context.route(SDK, route);
      await visit.goTo(AT);

      await press(visit, wait);
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.deepEqual(visit.traffic.appSwitches, []);
      expectPkce(visit.traffic);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

    testFault(row, `that ${that} costs one more press`, async () => {
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

  testFault('F09', 'that the site has set up with the same key is used as it is', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await setUp(visit, site.scriptKey);

    await visit.press();
    await visit.kakao.signIn('이하늘');

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 1);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F10', 'that the site has set up with another key is left alone', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await setUp(visit, OTHER_KEY);

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_conflict');
    assert.equal(await visit.page.evaluate(readKey), OTHER_KEY);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
  });

  testFault(
    'F10',
    'that the site has set up with another key is not needed on a phone with the direct path',
    async () => {
      site.attributes['rest-api-key'] = site.restKey;
      await using visit = await startVisit(browser, site, {device: 'android'});
      await visit.goTo(AT);
      await setUp(visit, OTHER_KEY);

      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      expectPkce(visit.traffic);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    },
  );

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
