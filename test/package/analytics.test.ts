import assert from 'node:assert/strict';
import {afterEach, describe, test} from 'node:test';
import {build} from 'esbuild';
import type {Page} from 'playwright-core';
import {shareBrowser} from '../support/shared-browser.js';
import {read} from './support/package.js';

const SHOP = 'https://shop.example';

interface Window {
  dataLayer?: readonly {readonly event?: string}[];
  snippet: {onConsent(statistics: boolean, advertising: boolean): void};
}

/** A page of the shop with a script. */
async function open(script: string): Promise<Page> {
  const page = await (await shareBrowser()).newPage();
  await page.route(`${SHOP}/**`, (route) => {
    const isPage = new URL(route.request().url()).pathname === '/';
    return route.fulfill({
      headers: {'Content-Type': isPage ? 'text/html' : 'text/javascript'},
      body: isPage ? '<!doctype html><script id="tag" src="/script.js"></script>' : script,
    });
  });
  await page.goto(`${SHOP}/`);
  return page;
}

describe('the analytics', () => {
  afterEach(async () => {
    for (const context of (await shareBrowser()).contexts()) await context.close();
  });

  test('tell a page view, as the snippet has them, once the banner says yes', async () => {
    const {outputFiles} = await build({
      entryPoints: ['demo/snippets/analytics.ts'],
      bundle: true,
      format: 'iife',
      globalName: 'snippet',
      write: false,
      logLevel: 'error',
    });
    const page = await open(outputFiles[0]?.text ?? '');
    const readNames = (): Promise<unknown[]> =>
      page.evaluate(() => ((window as unknown as Window).dataLayer ?? []).map(({event}) => event));
    assert.deepEqual(await readNames(), []);

    await page.evaluate(() => (window as unknown as Window).snippet.onConsent(true, false));
    await page.waitForFunction(() => (window as unknown as Window).dataLayer?.length);

    assert.deepEqual(await readNames(), ['kakao_sync_ready']);
  });

  test('are left by the classic script on its own tag, and nowhere else', async () => {
    const page = await open(read('dist/kakao-sync-analytics.min.js'));

    const found = await page.evaluate(() => {
      const key = Symbol.for('kakao-sync-widget.part');
      const tag = document.getElementById('tag') as unknown as Record<symbol, unknown>;
      return [typeof tag[key], key in window, 'kakaoSync' in window];
    });
    assert.deepEqual(found, ['function', false, false]);
  });
});
