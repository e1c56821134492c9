import assert from 'node:assert/strict';
import {describeJourney, expectFailed, expectSignedIn, holdNext, ko, type Visit} from '../../support/journey.js';

const AT = '/two-buttons';
const SDK = /\/kakao_js_sdk\//;

const body = (attributes: string): string => `<kakao-sync ${attributes}></kakao-sync>
  <header><kakao-login-button></kakao-login-button></header>
  <main><kakao-login-button></kakao-login-button></main>
  <footer></footer>`;

describeJourney('a login button', {pages: {[AT]: {body}}}, ({testFault}) => {
  /** Presses the first button, and lets its login wait for the SDK. */
  async function pressAndWait(visit: Visit) {
    const sdk = await holdNext(visit.context, SDK);
    await visit.pressAt(AT);
    await sdk.arrived;
    await visit.events.flow('starting');
    return sdk;
  }
  const countBusy = (visit: Visit): Promise<number> =>
    visit.page.locator('kakao-login-button [aria-disabled=true]').count();

  testFault('F75', 'that moves while it is busy stays busy, and its login goes on', async (visit) => {
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => {
      const button = document.querySelector('header kakao-login-button')!;
      document.querySelector('footer')!.append(button);
    });
    assert.equal(await countBusy(visit), 2);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await expectSignedIn(visit, AT);
  });

  testFault('F75', 'that leaves while it is busy leaves its login to go on', async (visit) => {
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => document.querySelector('header')!.remove());
    assert.equal(await countBusy(visit), 1);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await expectSignedIn(visit, AT);
  });

  testFault('F75', 'that leaves before its login fails leaves the message to the next one', async (visit) => {
    await visit.page.clock.install();
    await pressAndWait(visit);

    await visit.page.evaluate(() => document.querySelector('header')!.remove());
    await visit.page.clock.fastForward(3_000);

    await expectFailed(visit, AT, {code: 'sdk_timeout', message: ko.later});
    assert.equal(visit.events.of('kakao-login-error')[0]?.target, 'kakao-sync');
  });

  testFault('F75', 'that comes while a login is under way is busy like the others', async (visit) => {
    const sdk = await pressAndWait(visit);

    await visit.page.evaluate(() => document.body.append(document.createElement('kakao-login-button')));
    await visit.page.locator('body > kakao-login-button [aria-disabled=true]').waitFor();
    assert.equal(await countBusy(visit), 3);
    sdk.release();
    await visit.kakao.signIn('이하늘');

    await expectSignedIn(visit, AT);
  });
});
