import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {createKakaoHosts} from '../support/kakao-hosts.js';
import {type Site, startSite} from '../support/site.js';
import {SESSION_PATH} from '../support/test-environment.js';
import {startVisit} from '../support/visit.js';

/** Under a public suffix of two labels: only the browser's own list tells that `co.kr` is no site. */
const HOST = 'shop.ondal.co.kr';

describe('a backend on another host', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    const {tls, toBrowserArgs} = await createKakaoHosts();
    site = await startSite({
      atKakaoHosts: {tls, sdk: {name: 'the stand-in', version: '2.7.9'}, siteHost: HOST},
    });
    browser = await openBrowser({args: toBrowserArgs(site.kakaoPort, {'*.co.kr': site.port})});
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  for (const host of ['api.ondal.co.kr', 'ondal.co.kr', HOST]) {
    test(`of the same site leads to Kakao: ${host}`, async () => {
      site.attributes['endpoint'] = `https://${host}${SESSION_PATH}`;
      await using visit = await startVisit(browser, site);
      await visit.goTo('/cart');

      await visit.press();

      await visit.page.waitForURL(/kauth\.kakao\.com/);
      assert.deepEqual(visit.traffic.console, []);
    });
  }

  for (const host of ['api.other.co.kr', 'ondal.kr', 'api.ondal.com']) {
    test(`of another site is found by the browser, and nothing leaves: ${host}`, async () => {
      site.attributes['endpoint'] = `https://${host}${SESSION_PATH}`;
      await using visit = await startVisit(browser, site);
      await visit.goTo('/cart');

      await visit.press();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.deepEqual({code: detail?.['code'], end: detail?.['end']}, {code: 'config_invalid', end: 'help'});
      const [line, ...others] = visit.traffic.console;
      assert.deepEqual(others, []);
      assert.ok(
        line?.startsWith(`[kakao-sync] config_invalid: endpoint="${host}" must be on the site of ${HOST}`),
        line,
      );
      assert.deepEqual(await visit.context.cookies(), []);
      assert.deepEqual(
        visit.traffic.toKakao.filter((address) => !address.includes('kakao_js_sdk')),
        [],
      );
    });
  }
});
