import assert from 'node:assert/strict';
import type {FaultId} from '../../support/fault-matrix.js';
import {CANARY} from '../../support/observation.js';
import {AT, describeJourney, expectFailed, expectPkce, expectSignedIn, ko, type Visit} from '../../support/journey.js';

const SDK = /\/kakao_js_sdk\//;

describeJourney('authorize() of Kakao’s SDK', {}, ({site, testFault}) => {
  /** An SDK that is right in everything but what `authorize()` does. */
  async function replaceAuthorize(visit: Visit, body: string): Promise<void> {
    const auth = `{getAppKey: () => '${site.scriptKey}', authorize() { this.called = true; ${body} }}`;
    const sdk = `window.Kakao = {VERSION: '2.7.4', isInitialized() { return !!this.Auth; }, init() { this.Auth = ${auth}; }};`;
    const headers = {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*'};
    await visit.context.route(SDK, (route) => route.fulfill({body: sdk, headers}));
  }

  testFault('F13', 'that throws leaves the direct path, with the other key', {device: 'iphone'}, async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    await replaceAuthorize(visit, `throw new Error('${CANARY}sdk')`);
    await visit.signUpAt(AT);

    await expectSignedIn(visit, AT);
    expectPkce(visit.traffic);
    const {clientId} = JSON.parse(visit.traffic.posts[0] ?? '{}') as {clientId?: string};
    assert.equal(clientId, site.restKey);
  });

  testFault('F13', 'that throws costs one more press, and is told where there is no other way', async (visit) => {
    await replaceAuthorize(visit, `throw new Error('${CANARY}sdk')`);
    await visit.pressAt(AT);

    await expectFailed(visit, AT, {code: 'sdk_failed', end: 'retry', message: ko.retry});

    await visit.press();

    const more = {error: [AT, AT]};
    await expectFailed(visit, AT, {code: 'sdk_failed', end: 'help', message: ko.unavailable}, more);
  });

  const idle: readonly [row: FaultId, what: string, body: string][] = [
    ['F14', 'rejects with an error', `return Promise.reject(new Error('${CANARY}sdk'))`],
    ['F14', 'resolves to nothing', 'return Promise.resolve()'],
    ['F15', 'returns and does nothing', ''],
  ];
  for (const [row, what, body] of idle) {
    testFault(row, `that ${what} costs one more press after fifteen seconds`, async (visit) => {
      await visit.page.clock.install();
      await replaceAuthorize(visit, body);
      await visit.pressAt(AT);
      // Sooner, the limit of the SDK's own file would run out.
      await visit.page.waitForFunction(() => (globalThis as {Kakao?: {Auth?: {called?: boolean}}}).Kakao?.Auth?.called);

      await visit.page.clock.fastForward(15_000);

      await expectFailed(visit, AT, {code: 'navigation_failed', message: ko.later}, {open: 1});
      await visit.context.unroute(SDK);
      await visit.page.reload();
      await visit.signIn();
      await expectSignedIn(visit, AT, {error: [AT], open: 1});
    });
  }

  testFault(
    'F16',
    'that waits for KakaoTalk in vain can be tried again after ten minutes',
    {device: 'android'},
    async (visit) => {
      await visit.page.clock.install();
      await visit.pressAt(AT);
      await visit.traffic.nextAppSwitch();
      // While a page tries to leave, Playwright's clock passes it over.
      await visit.page.clock.fastForward(3_000);
      await visit.events.flow('waiting-for-talk');

      // Six hundred polls, one a second, and then no further: the page has left for its callback.
      await visit.page.clock.runFor(602_000);

      await expectFailed(visit, AT, {code: 'kakao_timeout', end: 'retry', message: ko.retry});
      site.attributes['through-talk'] = 'never';
      await visit.page.reload();
      // Chromium still asks by a window of its own whether it may open KakaoTalk, and the page gets no touches meanwhile.
      await visit.page.getByRole('button').evaluate((button) => (button as HTMLButtonElement).click());
      await visit.kakao.signIn('이하늘');
      await expectSignedIn(visit, AT, {error: [AT]});
    },
  );
});
