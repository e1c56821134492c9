import assert from 'node:assert/strict';
import type {Route} from 'playwright-core';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {
  AT,
  describeJourney,
  expectEnding,
  expectFailed,
  expectPkce,
  expectSignedIn,
  holdNext,
  type JourneyOptions,
  ko,
  type Visit,
} from '../../support/journey.js';

const SDK = /\/kakao_js_sdk\//;
/** A page whose policy lets no script of Kakao's in. */
const STRICT = '/strict';

const SITE: JourneyOptions = {
  pages: {[STRICT]: {policy: (policy) => policy.replace(/script-src 'self'[^;]*/, "script-src 'self'")}},
};

describeJourney('Kakao’s SDK', SITE, ({site, testFault}) => {
  interface Fault {
    readonly row: FaultId;
    readonly that: string;
    readonly route: (route: Route) => Promise<void> | void;
    readonly code: ErrorCode;
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
      message: ko.retry,
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
    // What blocks it, what it does and that it never comes: the direct path asks no more.
    if (/^F0[13]|F12$/.test(row))
      testFault(row, `that ${that} is not needed where the direct path is open`, {device: 'iphone'}, async (visit) => {
        site.attributes['rest-api-key'] = site.restKey;
        await visit.page.clock.install();
        await visit.context.route(SDK, route);
        await visit.goTo(AT);

        await press(visit, wait);
        await visit.kakao.signUp('김새봄');

        await expectSignedIn(visit, AT);
        assert.deepEqual(visit.traffic.appSwitches, []);
        expectPkce(visit.traffic);
      });

    testFault(row, `that ${that} costs one more press`, {device: 'iphone'}, async (visit) => {
      await visit.page.clock.install();
      await visit.context.route(SDK, route);
      await visit.goTo(AT);

      await press(visit, wait);

      await expectFailed(visit, AT, {code, message});
      assert.equal(visit.events.of('kakao-login-error')[0]?.target, 'kakao-login-button');

      await visit.context.unroute(SDK);
      // A tag that hangs is given up after ten seconds; one that has run stays until the page is loaded again.
      if (wait !== undefined) await visit.page.clock.fastForward(10_000);
      if (/^sdk_(conflict|failed)$/.test(code)) await visit.goTo('/cart?again');
      const at = new URL(visit.page.url()).href.slice(site.url.length);
      await visit.signUp();

      await expectSignedIn(visit, at, {error: [AT]});
    });
  }

  testFault('F04', 'that comes after the direct path was taken is left alone', {device: 'iphone'}, async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    await visit.page.clock.install();
    const [late, authorize] = [await holdNext(visit.context, SDK), await holdNext(visit.context, /oauth.authorize/)];
    await visit.goTo(AT);
    await press(visit, 3_000);
    await authorize.arrived;

    const loaded = visit.context.waitForEvent('requestfinished', (request) => SDK.test(request.url()));
    late.release();
    await loaded;
    authorize.release();
    await visit.kakao.signUp('김새봄');

    await expectSignedIn(visit, AT);
    expectPkce(visit.traffic);
  });

  testFault('F04', 'that comes after the press was given up serves the next press', async (visit) => {
    await visit.page.clock.install();
    const late = await holdNext(visit.context, SDK);
    await visit.goTo(AT);
    await press(visit, 3_000);
    await visit.events.next('kakao-login-error');

    late.release();
    await visit.page.waitForFunction(() => 'Kakao' in window);

    assert.equal(site.emulator.counts.authorize, 0);
    assert.equal(await visit.page.evaluate(isSetUp), false);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});
    await visit.signIn();
    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 1);
    await expectSignedIn(visit, AT, {error: [AT]});
  });

  testFault('F06', 'that a policy forbids is not needed on the direct path', {device: 'iphone'}, async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    await visit.signUpAt(STRICT);

    await visit.events.next('kakao-login-success');
    assert.equal(site.emulator.counts.sdk, 0);
    await expectSignedIn(visit, STRICT, {stopped: ['script-src-elem']});
    expectPkce(visit.traffic);
  });

  testFault('F06', 'that the page’s policy forbids is told, at every press', async (visit) => {
    await visit.pressAt(STRICT);
    await visit.events.next('kakao-login-error');
    await visit.press();

    const more = {error: [STRICT, STRICT], stopped: ['script-src-elem']};
    await expectFailed(visit, STRICT, {code: 'sdk_blocked', message: ko.later}, more);
  });
});

function isSetUp(): boolean {
  return (window as unknown as {Kakao: {isInitialized(): boolean}}).Kakao.isInitialized();
}

function toSdk(version: string): string {
  return `window.Kakao = {VERSION: '${version}', isInitialized: () => false, init() { throw new Error('no'); }};`;
}
