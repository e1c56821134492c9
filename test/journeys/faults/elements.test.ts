import assert from 'node:assert/strict';
import {describeJourney, expectSignedIn, holdNext} from '../../support/journey.js';

const AT = '/two-buttons';

const body = (attributes: string): string => `<kakao-sync ${attributes}></kakao-sync>
  <header><kakao-login-button></kakao-login-button></header>
  <main><kakao-login-button></kakao-login-button></main>
  <footer></footer>`;

describeJourney('a login button', {pages: {[AT]: {body}}}, ({testFault}) => {
  const changes: readonly [what: string, busy: number, change: () => void][] = [
    ['moves', 2, () => document.querySelector('footer')!.append(document.querySelector('header kakao-login-button')!)],
    ['leaves', 1, () => document.querySelector('header')!.remove()],
  ];
  for (const [what, busy, change] of changes) {
    testFault('F75', `that ${what} while it is busy leaves its login to go on`, async (visit) => {
      const sdk = await holdNext(visit.context, /\/kakao_js_sdk\//);
      await visit.pressAt(AT);
      await sdk.arrived;
      await visit.events.flow('starting');

      await visit.page.evaluate(change);
      assert.equal(await visit.page.locator('kakao-login-button [aria-disabled=true]').count(), busy);
      sdk.release();
      await visit.kakao.signIn('이하늘');

      await expectSignedIn(visit, AT);
    });
  }
});
