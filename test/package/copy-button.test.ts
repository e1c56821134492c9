import assert from 'node:assert/strict';
import {afterEach, describe, test} from 'node:test';
import type {Locator, Page, Route} from 'playwright-core';
import {shareBrowser} from '../support/shared-browser.js';
import {read} from './support/package.js';

const TAG = 'kakao-sync.min.js';
const REPORT = 'kakao-sync-report.min.js';
const SHOP = 'https://shop.example';
const KEY = '0123456789abcdef0123456789abcdef';
const MARKUP = `<!doctype html><html lang="ko"><head>
  <script src="/${TAG}" data-app-key="${KEY}" data-redirect-uri="/kakao/callback" data-endpoint="/api?key=secret"></script>
  </head><body><p><a href="/join" data-kakao-login>함께하기</a></p></body></html>`;

interface Failure {
  readonly page: Page;
  readonly copy: Locator;
  /** What the clipboard has been given. */
  written(): Promise<string[]>;
  /** The message's reference. */
  readonly ref: string;
  /** Until the part with the report has come, or cannot be had. */
  readonly loaded: Promise<unknown>;
}

/** Something that a test ends. */
function hold(): {readonly until: Promise<void>; end(): void} {
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  return {until, end: () => end()};
}

/** How far the letters of the reference, of the button and of what it says stand apart on their line. */
function readGaps(message: HTMLElement): number[] {
  const edges = ['.reference', '.copy', '.copy + [role]'].map((selector) => {
    const letters = document.createRange();
    letters.selectNodeContents(message.shadowRoot?.querySelector(selector) as Element);
    const {left, right} = letters.getBoundingClientRect();
    return {left, right};
  });
  return edges.slice(1).map(({left}, index) => left - (edges[index]?.right ?? 0));
}

describe('the report that a press copies, of a page with the script tag and a link of its own', () => {
  afterEach(async () => {
    for (const context of (await shareBrowser()).contexts()) await context.close();
  });

  /** A page on which a press has failed: its network has no SDK of Kakao's. */
  async function fail(answer: (route: Route, give: () => Promise<void>) => Promise<void>, clipboard = 'allowed') {
    const context = await (await shareBrowser()).newContext();
    const page = await context.newPage();
    await page.addInitScript((what) => {
      const written: string[] = [];
      const value = {
        writeText(text: string): Promise<void> {
          written.push(text);
          return what === 'rejected' ? Promise.reject(new DOMException('no', 'NotAllowedError')) : Promise.resolve();
        },
      };
      Object.assign(window, {written});
      Object.defineProperty(navigator, 'clipboard', {value: what === 'absent' ? undefined : value});
    }, clipboard);
    await page.route('**/*', async (route) => {
      const {href, pathname} = new URL(route.request().url());
      if (href === `${SHOP}/`) return route.fulfill({contentType: 'text/html; charset=utf-8', body: MARKUP});
      const name = pathname.slice(1);
      if (name !== TAG && name !== REPORT) return route.fulfill({status: 404});
      const give = (): Promise<void> => route.fulfill({contentType: 'text/javascript', body: read(`dist/${name}`)});
      return name === REPORT ? answer(route, give) : give();
    });
    await page.goto(`${SHOP}/`);
    const loaded = page.waitForEvent('console', (line) => line.text().startsWith('[kakao-sync]'));
    await page.getByRole('link', {name: '함께하기'}).click();
    const copy = page.locator('kakao-login-message button.copy');
    await copy.waitFor();
    const ref = /KS-\S+/.exec(await page.locator('kakao-login-message .reference').innerText())?.[0] ?? '';
    assert.equal(await page.getByRole('button', {name: `복사 문의 번호 ${ref}`}).count(), 1);
    const written = (): Promise<string[]> => page.evaluate(() => (window as unknown as {written: string[]}).written);
    return {page, copy, written, ref, loaded} satisfies Failure;
  }

  const isCopied = ({page}: Failure): Promise<void> => page.getByText('복사했어요').waitFor();
  const textOf = async ({page}: Failure): Promise<string> => page.getByRole('textbox').inputValue();

  function expectReport(text: string | undefined, {ref}: Failure): void {
    const report = JSON.parse(String(text)) as Record<string, Record<string, unknown>>;
    assert.deepEqual(report['flow'], {status: 'retry', purpose: 'login', code: 'sdk_blocked', ref});
    assert.deepEqual(report['config']?.['appKey'], '…cdef');
    assert.doesNotMatch(String(text), RegExp(`${KEY}|secret`));
  }

  test('is that of debug(), with the reference of the message', async () => {
    const failure = await fail((_route, give) => give());
    await failure.loaded;
    await failure.copy.click();
    await isCopied(failure);

    const gaps = await failure.page.locator('kakao-login-message').evaluate(readGaps);
    assert.ok(
      gaps.every((gap) => gap >= 3),
      `letters stand apart: ${gaps.join(', ')} px`,
    );
    const [text] = await failure.written();
    expectReport(text, failure);
    assert.equal(text, await failure.page.evaluate('kakaoSync.debug()'));
  });

  test('is the reference alone while the part is on its way, and the report once it has come', async () => {
    const arrival = hold();
    const failure = await fail((_route, give) => arrival.until.then(give));
    await failure.copy.click();
    await isCopied(failure);
    assert.deepEqual(await failure.written(), [failure.ref]);

    arrival.end();
    await failure.loaded;
    await failure.copy.click();
    await isCopied(failure);
    expectReport((await failure.written())[1], failure);
  });

  test('is the reference alone if the part cannot be had, and each press asks for it again', async () => {
    let isThere = false;
    const failure = await fail((route, give) => (isThere ? give() : route.fulfill({status: 404})));
    await failure.loaded;
    await failure.copy.click();
    await isCopied(failure);
    assert.deepEqual(await failure.written(), [failure.ref]);

    const isOver = (): Promise<void> => failure.page.locator(`script[src*="${REPORT}"]`).waitFor({state: 'detached'});
    await isOver();
    isThere = true;
    await failure.copy.click();
    await isOver();
    await failure.copy.click();
    const [, second, third] = await failure.written();
    assert.equal(second, failure.ref);
    expectReport(third, failure);
  });

  for (const clipboard of ['rejected', 'absent']) {
    test(`is shown to be copied by hand where the clipboard is ${clipboard}`, async () => {
      const failure = await fail((_route, give) => give(), clipboard);
      await failure.loaded;
      await failure.copy.press('Enter');

      expectReport(await textOf(failure), failure);
      const text = failure.page.getByRole('textbox');
      assert.equal(await text.evaluate((area: HTMLTextAreaElement) => area.readOnly), true);
      assert.equal(
        await text.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart),
        (await textOf(failure)).length,
      );
      assert.equal(await failure.page.getByText('복사했어요').count(), 0);
    });

    test(`is shown once the part has come, where the clipboard is ${clipboard}`, async () => {
      const arrival = hold();
      const failure = await fail((_route, give) => arrival.until.then(give), clipboard);
      await failure.copy.click();
      arrival.end();

      expectReport(await textOf(failure), failure);
    });
  }
});
