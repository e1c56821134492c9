import assert from 'node:assert/strict';
import type {SitePage} from '../../support/site-pages.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  holdNext,
  START,
  waitForHeldPost,
} from '../../support/journey.js';

/** A page where the npm package and the script tag meet. */
const TWO_COPIES: SitePage = {
  scripts: (data) =>
    `<script type="module" src="/scripts/page.js"></script><script defer src="/kakao-sync.min.js" ${data}></script>`,
};

/** A page with two buttons. */
const BUTTONS = '/two-buttons';
const body = (attributes: string): string => `<kakao-sync ${attributes}></kakao-sync>
  <header><kakao-login-button></kakao-login-button></header>
  <main><kakao-login-button></kakao-login-button></main>
  <footer></footer>`;

const PAGES = {'/two-copies': TWO_COPIES, [CALLBACK_PATH]: TWO_COPIES, [BUTTONS]: {body}};

describeJourney('a login', {pages: PAGES}, ({site, testFault}) => {
  testFault('F26', 'begins once, however often the button is pressed', async (visit) => {
    await visit.goTo(AT);

    await visit.page.getByRole('button', {name: START}).evaluate((button) => {
      for (let presses = 0; presses < 20; presses += 1) (button as HTMLButtonElement).click();
    });
    await visit.page.waitForURL(/\/oauth\/authorize/);

    assert.equal(visit.events.of('kakao-login-start').length, 1);
    assert.equal(site.emulator.counts.authorize, 1);
    const cookies = await visit.context.cookies(site.url);
    assert.equal(cookies.filter(({name}) => name.startsWith('ks.')).length, 1);
    await visit.kakao.signIn('이하늘');
    await expectSignedIn(visit, AT);
  });

  testFault('F27', 'is completed once where two copies of the code are on its pages', async (visit) => {
    const at = '/two-copies?a=b#c';
    await visit.signUpAt(at);

    await expectSignedIn(visit, at);
  });

  testFault('F28', 'is not repeated by the Back button', async (visit) => {
    await visit.signUpAt(AT);
    await visit.events.next('kakao-login-success');

    // Kakao’s page knows the visitor by now, and answers the same request with another code.
    await visit.page.goBack({waitUntil: 'commit'});
    await visit.traffic.nextRead();
    await visit.page.waitForURL(site.url + AT);

    await visit.page.getByText('회원: 김새봄').waitFor();
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  testFault('F28', 'is not repeated by opening its answer once more', async (visit) => {
    const answer = await visit.begin(AT);
    await visit.page.goto(answer);
    await visit.events.next('kakao-login-success');

    const page = await visit.openTab();
    await page.goto(answer);

    // The hash is known to the tab alone where it began.
    const at = '/cart?item=1%2F2';
    await page.waitForURL(site.url + at);
    await expectEnding(visit, {at, session: 'signed-in', success: [AT], posts: 1, tokens: 1, page});
  });

  testFault('F28', 'is told in one of two tabs that wait for its answer', async (visit) => {
    const post = site.holdNextPost();
    const answer = await visit.begin(AT);
    await visit.page.goto(answer);
    await waitForHeldPost(visit, post);

    const page = await visit.openTab();
    await page.goto(answer);
    await visit.traffic.nextRead();
    post.release();

    for (const tab of [visit.page, page]) {
      await tab.waitForURL(site.url + AT);
      await tab.getByText('회원: 이하늘').waitFor();
      await tab.waitForLoadState('networkidle');
    }
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, page});
  });

  testFault('F30', 'is not repeated by a reload of the page where it ended', async (visit) => {
    await visit.signInAt(AT);
    await visit.events.next('kakao-login-success');
    await visit.page.reload({waitUntil: 'networkidle'});

    await expectSignedIn(visit, AT);
  });

  testFault('F30', 'survives a reload while the backend thinks', async (visit) => {
    const post = site.holdNextPost();
    await visit.signUpAt(AT);
    await waitForHeldPost(visit, post);

    await visit.page.reload();
    await visit.traffic.nextRead();
    post.release();

    // The page that sent the code is gone, and could not hear the answer.
    const {detail} = await visit.events.next('kakao-login-success');
    assert.equal(detail?.['isNewMember'], true);
    await visit.page.reload({waitUntil: 'networkidle'});
    await visit.page.getByText('회원: 김새봄').waitFor();
    await expectSignedIn(visit, AT);
  });

  testFault('F30', 'can be begun anew after a reload while the backend broke down', async (visit) => {
    site.failNext('hang');
    await visit.page.clock.install();
    await visit.signInAt(AT);
    await visit.traffic.nextPost();

    await visit.page.reload();
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(10_000);

    await expectFailed(visit, AT, {code: 'login_unfinished', end: 'retry'}, {posts: 1});
  });

  testFault('F75', 'goes on while its elements are taken off the page', async (visit) => {
    const post = site.holdNextPost();
    await visit.signInAt(AT);
    await waitForHeldPost(visit, post);

    await visit.page.evaluate(() => document.querySelector('kakao-sync')?.remove());
    post.release();

    await expectSignedIn(visit, AT);
  });

  const changes: readonly [what: string, busy: number, change: () => void][] = [
    ['moves', 2, () => document.querySelector('footer')!.append(document.querySelector('header kakao-login-button')!)],
    ['leaves', 1, () => document.querySelector('header')!.remove()],
  ];
  for (const [what, busy, change] of changes) {
    testFault('F75', `goes on while its button, which is busy, ${what}`, async (visit) => {
      const sdk = await holdNext(visit.context, /\/kakao_js_sdk\//);
      await visit.pressAt(BUTTONS);
      await sdk.arrived;
      await visit.events.flow('starting');

      await visit.page.evaluate(change);
      assert.equal(await visit.page.locator('kakao-login-button [aria-disabled=true]').count(), busy);
      sdk.release();
      await visit.kakao.signIn('이하늘');

      await expectSignedIn(visit, BUTTONS);
    });
  }
});

describeJourney(
  'a page that comes back from the back-forward cache',
  {browser: {backForwardCache: true}},
  ({testFault}) => {
    testFault('F29', 'has a button at rest', async (visit) => {
      await visit.goToKakao(AT);

      await visit.page.goBack({waitUntil: 'commit'});

      await visit.events.flow('idle');
      await expectEnding(visit, {at: AT, session: 'signed-out', open: 1});
      await visit.signIn();
      await expectSignedIn(visit, AT, {open: 1});
    });
  },
);
