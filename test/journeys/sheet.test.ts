import assert from 'node:assert/strict';
import type {Frame, Page} from 'playwright-core';
import {describeJourney, SESSION_PATH, START, type Visit} from '../support/journey.js';
import type {SitePage} from '../support/site-pages.js';

const TEXT = '지금 가입하면 3,000원 쿠폰을 드려요.';
const DONE = '쿠폰을 넣어 드렸어요.';
const SHEET = `data-sheet="scroll:30" data-sheet-text="${TEXT}" data-sheet-done="${DONE}" data-analytics="gtm" data-sheet-variants="a:1"`;

const page = (attributes = SHEET, more: Partial<SitePage> = {}): SitePage => ({
  attributes: {'redirect-uri': '/sheet/callback'},
  scripts: (data) => `<script async src="/kakao-sync.min.js" ${data} ${attributes}></script>`,
  body: () => `<div data-kakao-login></div>${'<p>둥근 살림</p>'.repeat(80)}`,
  ...more,
});

const findSheet = (at: Page) => at.getByRole('region', {name: TEXT});

/** As a finger does: down the page. */
const scroll = (visit: Visit): Promise<void> =>
  visit.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));

/** The page has read the settings of its sheet, and listens. */
const isListening = (visit: Visit): Promise<unknown> =>
  visit.page.waitForFunction(() => Symbol.for('kakao-sync-widget.sheet') in document);

/** Scrolls down a page that has read the settings of its sheet. */
async function scrollDown(visit: Visit, path: string): Promise<void> {
  await visit.goTo(path);
  await isListening(visit);
  await scroll(visit);
}

/** How many sheets there are, once the page has seen the scrolling, and an answer of the backend has come after that. */
async function countAfterwards(frame: Frame): Promise<number> {
  await frame.evaluate(async (path) => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await fetch(path, {headers: {'X-Kakao-Sync': '1'}});
  }, SESSION_PATH);
  return frame.locator('kakao-sync-sheet').count();
}

const readTold = (visit: Visit): Promise<readonly (readonly unknown[])[]> =>
  visit.page.evaluate(() =>
    ((window as {dataLayer?: {event?: string; variant?: string}[]}).dataLayer ?? []).map(({event, variant}) => [
      event,
      variant,
    ]),
  );

describeJourney(
  'a page with a signup sheet',
  {
    pages: {
      '/sheet': page(),
      '/sheet/checkout': page(),
      '/sheet/framed': page('', {
        body: () => '<iframe src="/sheet" width="390" height="600"></iframe>',
        scripts: () => '',
      }),
      '/sheet/strict': page(SHEET, {
        policy: (_usual, nonce) =>
          `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; connect-src 'self'; style-src 'nonce-${nonce}'; require-trusted-types-for 'script'; trusted-types kakao-sync lit-html`,
        scripts: (data, nonce) => `<script nonce="${nonce}" src="/kakao-sync.min.js" ${data} ${SHEET}></script>`,
      }),
      '/sheet/callback': page(),
    },
    redirectPaths: ['/sheet/callback'],
    visit: {device: 'iphone'},
  },
  ({test}) => {
    test('asks on a phone, signs up, and tells the new member of the coupon', async (visit) => {
      const lines: string[] = [];
      visit.page.on('console', (message) => lines.push(message.text()));
      const posts: unknown[] = [];
      visit.context.on('request', (request) => {
        if (request.method() === 'POST' && new URL(request.url()).pathname === SESSION_PATH)
          posts.push((request.postDataJSON() as {attribution?: object}).attribution);
      });
      await scrollDown(visit, '/sheet');
      await findSheet(visit.page).waitFor();
      assert.deepEqual(
        (await readTold(visit)).filter(([event]) => /sheet/.test(String(event))),
        [['kakao_sync_sheet_view', 'a']],
      );
      assert.deepEqual(lines, []);

      await findSheet(visit.page).getByRole('button', {name: START}).tap();
      await visit.kakao.signUp('김새봄');
      await visit.page.getByText(DONE).waitFor();

      assert.equal(new URL(visit.page.url()).pathname, '/sheet');
      assert.deepEqual(
        posts.map((attribution) => (attribution as {ks_variant?: string} | undefined)?.ks_variant),
        ['a'],
      );
      await visit.page.waitForFunction(() =>
        (window as {dataLayer?: {event?: string}[]}).dataLayer?.some(({event}) => event === 'sign_up'),
      );
      assert.deepEqual(
        (await readTold(visit)).filter(([event]) => event === 'sign_up'),
        [['sign_up', 'a']],
      );
      assert.equal(await visit.page.getByRole('region', {name: TEXT}).count(), 0);

      await visit.page.reload();
      await isListening(visit);
      await scroll(visit);
      assert.equal(await countAfterwards(visit.page.mainFrame()), 0, 'the member is told once');
    });

    test('asks no member whom this browser remembers', async (visit) => {
      await visit.signInAt('/sheet');
      await visit.events.next('kakao-login-success');

      await scrollDown(visit, '/sheet');

      assert.equal(await countAfterwards(visit.page.mainFrame()), 0);
    });

    test('asks nobody again who has closed it, in this tab or another', async (visit) => {
      await scrollDown(visit, '/sheet');
      await findSheet(visit.page).waitFor();
      await findSheet(visit.page).getByRole('button', {name: '7일 동안 보지 않기'}).tap();
      assert.equal(await findSheet(visit.page).count(), 0);
      assert.deepEqual((await readTold(visit)).at(-1), ['kakao_sync_sheet_close', 'a']);
      await visit.page.evaluate(() => sessionStorage.clear());

      await scrollDown(visit, '/sheet');

      assert.equal(await countAfterwards(visit.page.mainFrame()), 0);
    });

    test('asks nobody at the checkout', async (visit) => {
      await scrollDown(visit, '/sheet/checkout');

      assert.equal(await countAfterwards(visit.page.mainFrame()), 0);
    });

    test('asks nobody in a frame', async (visit) => {
      await visit.goTo('/sheet/framed');
      const frame = visit.page.frames()[1];
      assert.ok(frame);
      await frame.waitForFunction(() => Symbol.for('kakao-sync-widget.sheet') in document);
      await frame.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));

      assert.equal(await countAfterwards(frame), 0);
    });

    test('asks under a strict policy, which stops nothing', async (visit) => {
      await scrollDown(visit, '/sheet/strict');
      await findSheet(visit.page).waitFor();

      const {position, background} = await findSheet(visit.page).evaluate((sheet) => {
        const {position: at, backgroundColor} = getComputedStyle(sheet);
        return {position: at, background: backgroundColor};
      });
      assert.deepEqual([position, background], ['fixed', 'rgb(255, 255, 255)']);
    });
  },
);
