import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import {expectOneMorePress} from '../../support/failed-login.js';
import {expectEnding} from '../../support/invariants.js';
import {CANARY} from '../../support/observation.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a hook of the site', () => {
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

  const failures: readonly [hook: 'findMember' | 'signUp', what: string, fail: () => never][] = [
    [
      'findMember',
      'throws',
      () => {
        throw new Error(`${CANARY}database`);
      },
    ],
    ['signUp', 'rejects', () => Promise.reject(new Error(`${CANARY}database`)) as never],
    ['signUp', 'returns nothing', () => undefined as never],
  ];
  for (const [hook, what, fail] of failures) {
    testFault('F67', `that ${what} (${hook}) costs one more press`, async () => {
      site.kit.replaceNextHook(hook, fail);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await expectOneMorePress(visit, {at: AT, code: 'hook_failed', message: ko.retry});
    });
  }

  testFault('F67', 'that hangs is given up after nine seconds', async (t) => {
    site.kit.replaceNextHook('signUp', () => new Promise(() => undefined));
    const post = site.holdNextPost();
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await post.arrived;

    t.mock.timers.enable({apis: ['setTimeout']});
    post.release();
    while (!site.backend.hooks.some(({hook}) => hook === 'signUp')) await setImmediate();
    t.mock.timers.tick(9_000);
    t.mock.timers.reset();

    await expectOneMorePress(visit, {at: AT, code: 'backend_timeout', message: ko.later});
  });

  testFault('F68', 'that takes eight seconds signs up once', async () => {
    let begin = (): void => undefined;
    let release = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    site.kit.replaceNextHook('signUp', async (pass) => {
      begin();
      await released;
      return pass();
    });
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await begun;

    await visit.page.clock.fastForward(8_000);
    release();

    const {detail} = await visit.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], true);
    assert.equal(site.backend.hooks.filter(({hook}) => hook === 'signUp').length, 1);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
