import assert from 'node:assert/strict';
import type {Device} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {AT, CALLBACK_PATH, describeJourney, expectFailed, expectSignedIn, ko} from '../../support/journey.js';

/** What is left of an address where nothing but cookies is kept. */
const PATH = '/cart?item=1%2F2';

describeJourney('a browser', {}, ({site, testFault}) => {
  testFault('F19', 'that has cookies switched off is told so at every press, and nothing leaves', async (visit) => {
    const cdp = await visit.context.newCDPSession(visit.page);
    await cdp.send('Emulation.setDocumentCookieDisabled', {disabled: true});
    await visit.pressAt(AT);
    await visit.events.next('kakao-login-error');
    await visit.press();

    await expectFailed(visit, AT, {code: 'cookies_blocked', message: ko.cookies}, {error: [AT, AT]});
    assert.equal(site.emulator.counts.authorize, 0);
  });

  /** Where it ends, and where the outcome is told: it cannot cross to the page where the login ends without sessionStorage. */
  interface StorageFault {
    readonly row: FaultId;
    readonly that: string;
    /** Storages that cannot be opened; of the others, none can be written. */
    readonly forbidden: readonly ('localStorage' | 'sessionStorage')[];
    readonly at: string;
    readonly told: string;
    readonly device?: Device;
  }
  const all = ['localStorage', 'sessionStorage'] as const;
  const storageFaults: readonly StorageFault[] = [
    {row: 'F17', that: 'forbids localStorage', forbidden: ['localStorage'], at: AT, told: AT},
    {row: 'F17', that: 'forbids sessionStorage', forbidden: ['sessionStorage'], at: AT, told: CALLBACK_PATH},
    {row: 'F17', that: 'forbids every storage', forbidden: all, at: PATH, told: CALLBACK_PATH},
    {row: 'F17', that: 'forbids every storage', forbidden: all, at: PATH, told: CALLBACK_PATH, device: 'android'},
    {row: 'F18', that: 'has no room left', forbidden: [], at: PATH, told: CALLBACK_PATH},
  ];
  for (const {row, that, forbidden, at, told, device = 'desktop'} of storageFaults) {
    testFault(row, `that ${that} signs up all the same, on a ${device}`, {device}, async (visit) => {
      await visit.context.addInitScript(spoilStorage, forbidden);
      await visit.pressAt(AT);
      if (device === 'desktop') await visit.kakao.signUp('김새봄');
      else site.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'new-visitor'});

      const {detail} = await visit.events.next('kakao-login-success');
      assert.equal(detail?.['isNewMember'], true);
      await visit.page.waitForURL(site.url + at);
      await visit.page.getByText('회원: 김새봄').waitFor();
      await expectSignedIn(visit, at, {success: [told]});
    });
  }

  testFault('F20', 'that forgets its cookies in the middle goes on from where it began', async (visit) => {
    await visit.goToKakao(AT);

    await visit.context.clearCookies({name: /^ks\./});
    await visit.kakao.signIn('이하늘');

    await expectFailed(visit, AT, {code: 'other_browser', end: 'continue-here'});

    await visit.press();
    await expectSignedIn(visit, AT, {error: [AT]});
  });
});

/** Runs in a page: forbids these storages, or lets none be written. */
function spoilStorage(forbidden: readonly string[]): void {
  for (const name of forbidden) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('Access is denied.', 'SecurityError');
      },
    });
  }
  if (forbidden.length > 0) return;
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
}
