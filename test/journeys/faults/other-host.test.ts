import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {SESSION_PATH} from '../../support/test-environment.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a backend on another host of the site', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([openBrowser(), startSite()]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    site.attributes['endpoint'] = site.apiUrl + SESSION_PATH;
  });

  testFault('F62', 'that lets no page of another origin in costs one more press', async () => {
    site.kit.restart({allowedOrigins: ['http://elsewhere.localhost']});
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.traffic.nextRead();

    await visit.page.clock.fastForward(10_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'backend_unreachable');
    assert.equal(detail['end'], 'retry');
    assert.match(site.log.join(), /^origin_refused .* add it to allowedOrigins/);
    await expectText(visit, ko.later);
    site.kit.restart({});
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
    await visit.press();
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 1});
  });

  testFault('F62', 'whose answer may not be read has signed in, and is believed after the next reading', async () => {
    site.failNext('POST', 'no-cors');
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    const {detail} = await visit.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], true);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F64', 'whose cookie does not stay is told, and the next press may work', async () => {
    site.failNext('POST', 'no-cookie');
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signUp('김새봄');

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'session_cookie_blocked');
    assert.equal(detail['end'], 'help');
    await expectText(visit, ko.cookies);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1, tokens: 1});
    await visit.press();
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 2});
  });
});
