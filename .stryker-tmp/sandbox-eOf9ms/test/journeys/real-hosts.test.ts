import assert from 'node:assert/strict';
import {createHash, X509Certificate} from 'node:crypto';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {generate} from 'selfsigned';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type Site, startSite} from '../support/site.js';
import {testFault} from '../support/test-fault.js';
import {startVisit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const HOSTS = ['kauth.kakao.com', 't1.kakaocdn.net', 'talk-apps.kakao.com', 'kapi.kakao.com'];
const VERSION = '2.7.9';
const SDK = `https://t1.kakaocdn.net/kakao_js_sdk/${VERSION}/kakao.min.js`;

/** Nothing here names an emulator: the browser finds Kakao's own host names on this machine, and nothing else. */
describe('at Kakao’s own host names', () => {
  let browser: Browser;
  let site: Site;
  let integrity: string;
  before(async () => {
    const {private: key, cert} = await generate([{name: 'commonName', value: 'kakao.com'}], {
      extensions: [{name: 'subjectAltName', altNames: HOSTS.map((value) => ({type: 2, value}))}],
    });
    site = await startSite({tls: {key, cert}});
    const spki = new X509Certificate(cert).publicKey.export({type: 'spki', format: 'der'});
    const rules = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${site.kakaoPort}`);
    browser = await openBrowser({
      args: [
        `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ')}`,
        `--ignore-certificate-errors-spki-list=${createHash('sha256').update(spki).digest('base64')}`,
      ],
    });
    const file = await (await site.emulator.fetch(SDK)).text();
    integrity = `sha384-${createHash('sha384').update(file).digest('base64')}`;
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    Object.assign(site.attributes, {'sdk-version': VERSION, 'sdk-integrity': integrity});
  });

  for (const device of ['desktop', 'iphone'] as const) {
    test(`signs up by the SDK of Kakao’s CDN, on a ${device}`, async () => {
      await using visit = await startVisit(browser, site, {device});
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.ok(visit.traffic.toKakao.includes(SDK));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }

  for (const device of ['android', 'iphone'] as const) {
    test(`signs in through the KakaoTalk app, on an ${device}`, async () => {
      site.emulator.signInToKakaoTalk('member');
      await using visit = await startVisit(browser, site, {device});
      await visit.goTo(AT);

      await visit.press();
      const address = await visit.traffic.nextAppSwitch();
      assert.match(address, device === 'android' ? /^intent:/ : /^https:\/\/talk-apps\.kakao\.com\/scheme\//);
      site.emulator.openInKakaoTalk(address, {persona: 'member', includeState: false});

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }

  test('signs up by the direct path, without the SDK', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    await visit.events.next('kakao-login-success');
    assert.ok(!visit.traffic.toKakao.includes(SDK));
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F05', 'refuses an SDK whose bytes are not the expected ones, and costs one more press', async () => {
    site.attributes['sdk-integrity'] = `sha384-${createHash('sha384').update('another file').digest('base64')}`;
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_blocked');
    assert.equal(await visit.page.evaluate(() => 'Kakao' in window), false);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
  });
});
