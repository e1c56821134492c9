import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {CALLBACK_PATH} from '../../support/test-environment.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
/** What is left of an address where nothing but cookies is kept. */
const PATH = '/cart?item=1%2F2';

describe('a browser', () => {
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

  const cookieFaults: readonly [how: string, fault: () => void][] = [
    [
      'takes no cookies',
      () => {
        Object.defineProperty(Document.prototype, 'cookie', {
          get() {
            return '';
          },
          set() {
            // Nothing is kept.
          },
        });
      },
    ],
    [
      'forbids cookies',
      () => {
        Object.defineProperty(Document.prototype, 'cookie', {
          get() {
            throw new DOMException('Access is denied.', 'SecurityError');
          },
          set() {
            throw new DOMException('Access is denied.', 'SecurityError');
          },
        });
      },
    ],
  ];
  for (const [how, fault] of cookieFaults) {
    testFault('F19', `that ${how} is told so, and nothing leaves`, async () => {
      await using visit = await startVisit(browser, site);
      await visit.context.addInitScript(fault);
      await visit.goTo(AT);

      await visit.press();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'cookies_blocked');
      assert.equal(detail['end'], 'help');
      await expectText(visit, ko.cookies);
      assert.equal(site.emulator.counts.authorize, 0);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
    });
  }

  testFault('F19', 'that has cookies switched off is told so at every press, and nothing leaves', async () => {
    await using visit = await startVisit(browser, site);
    const cdp = await visit.context.newCDPSession(visit.page);
    await cdp.send('Emulation.setDocumentCookieDisabled', {disabled: true});
    await visit.goTo(AT);

    await visit.press();
    await visit.events.next('kakao-login-error');
    await visit.press();
    const {detail} = await visit.events.next('kakao-login-error', 2);

    assert.equal(detail?.['code'], 'cookies_blocked');
    await expectText(visit, ko.cookies);
    assert.equal(site.emulator.counts.authorize, 0);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT, AT]});
  });

  interface StorageFault {
    readonly row: FaultId;
    readonly that: string;
    readonly fault: () => void;
    readonly at: string;
    /** Where the outcome is told: it cannot cross to the page where the login ends without sessionStorage. */
    readonly told: string;
  }
  const storageFaults: readonly StorageFault[] = [
    {
      row: 'F17',
      that: 'forbids localStorage',
      fault: () =>
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('Access is denied.', 'SecurityError');
          },
        }),
      at: PATH,
      told: PATH,
    },
    {
      row: 'F17',
      that: 'forbids sessionStorage',
      fault: () =>
        Object.defineProperty(window, 'sessionStorage', {
          get() {
            throw new DOMException('Access is denied.', 'SecurityError');
          },
        }),
      at: AT,
      told: CALLBACK_PATH,
    },
    {
      row: 'F17',
      that: 'forbids every storage',
      fault: () => {
        for (const name of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('Access is denied.', 'SecurityError');
            },
          });
        }
      },
      at: PATH,
      told: CALLBACK_PATH,
    },
    {
      row: 'F18',
      that: 'has no room left',
      fault: () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        };
      },
      at: PATH,
      told: CALLBACK_PATH,
    },
  ];
  for (const device of ['desktop', 'android'] as const) {
    for (const {row, that, fault, at, told} of storageFaults) {
      testFault(row, `that ${that} signs up all the same, on a ${device}`, async () => {
        await using visit = await startVisit(browser, site, {device});
        await visit.context.addInitScript(fault);
        await visit.goTo(AT);

        await visit.press();
        if (device === 'desktop') await visit.kakao.signUp('김새봄');
        else {
          site.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'new-visitor'});
        }

        const {detail} = await visit.events.next('kakao-login-success');
        assert.equal(detail?.['isNewMember'], true);
        await visit.page.waitForURL(site.url + at);
        await visit.page.getByText('회원: 김새봄').waitFor();
        await expectEnding(visit, {at, session: 'signed-in', success: [told], posts: 1, tokens: 1});
      });
    }
  }

  testFault('F20', 'that forgets its cookies in the middle goes on from where it began', async () => {
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);

    await visit.context.clearCookies({name: /^ks\./});
    await visit.kakao.signIn('이하늘');

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['end'], 'continue-here');
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});

    await visit.press();
    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
  });
});
