import assert from 'node:assert/strict';
import {afterEach, describe, test} from 'node:test';
import {shareBrowser} from '../support/shared-browser.js';
import {CLASSIC_SCRIPTS} from '../support/site-scripts.js';
import {manifest, read} from './support/package.js';

const SHOP = 'https://shop.example';
const DATA = `data-app-key="${'0'.repeat(32)}" data-endpoint="/session" data-redirect-uri="/callback"`;
describe('the classic scripts', () => {
  afterEach(async () => {
    for (const context of (await shareBrowser()).contexts()) await context.close();
  });

  for (const name of CLASSIC_SCRIPTS) {
    test(`are ASCII: ${name}`, () => {
      const text = read(`dist/${name}`);

      assert.ok(text.length > 1000);
      assert.doesNotMatch(text, /[^\0-\x7f]/);
    });
  }

  // The one for the head holds up the page: what it weighs counts.
  for (const name of CLASSIC_SCRIPTS.filter((script) => script !== 'kakao-auto-login.min.js')) {
    test(`say whose and which release they are: ${name}`, () => {
      const [banner = ''] = read(`dist/${name}`).split('\n');

      assert.ok(banner.startsWith(`/*! ${name.replace('.min.js', '')} ${manifest.version}, MIT`), banner);
      assert.equal(/Lit, Copyright 2017 Google LLC, BSD-3-Clause/.test(banner), name === 'kakao-sync.min.js', banner);
    });
  }

  for (const charset of ['euc-kr', 'shift_jis', 'windows-1252', 'utf-8', '']) {
    test(`read the same on a page in ${charset || 'no charset that it names'}`, async () => {
      const page = await (await shareBrowser()).newPage();
      const words = await showsWords(page, charset);

      assert.deepEqual(words, ['카카오로 시작하기', '카카오로 시작하기', 'カカオではじめる']);
    });
  }

  test('leave what stands in the places of a page of XML, and say so in one line', async () => {
    const page = await (await shareBrowser()).newPage();
    const lines: string[] = [];
    page.on('console', (message) => {
      if (message.text().startsWith('[kakao-sync]')) lines.push(message.text());
    });
    await page.route(`${SHOP}/**`, (route) => {
      const {pathname} = new URL(route.request().url());
      const isPage = pathname === '/';
      return route.fulfill({
        headers: {'Content-Type': isPage ? 'application/xhtml+xml' : 'text/javascript'},
        body: isPage
          ? `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>온달</title></head><body>
              <div data-kakao-login=""><a href="/login">로그인</a></div>
              <a href="/join" data-kakao-login=""><b>가입</b>하기</a>
              <script src="/kakao-sync.min.js" ${DATA}></script></body></html>`
          : read(`dist${pathname}`),
      });
    });
    await page.clock.install();
    await page.goto(`${SHOP}/`);
    await page.clock.fastForward(3000);
    const last = page.waitForEvent('console', (message) => message.text().includes('mark'));
    await page.evaluate(() => {
      const {client} = (document as never)[Symbol.for('kakao-sync-widget')] as {
        client: {context: {ports: {report(problem: string): void}}};
      };
      client.context.ports.report('mark');
    });
    await last;

    assert.deepEqual(
      lines.map((line) => line.split(' ')[1]),
      ['config_invalid:', 'mark'],
    );
    assert.deepEqual(await page.getByRole('link').allInnerTexts(), ['로그인', '가입하기']);
  });

  /** What the buttons of such a page are called: in Korean, with the site's own `lang`, and in Japanese. */
  async function showsWords(
    page: Awaited<ReturnType<Awaited<ReturnType<typeof shareBrowser>>['newPage']>>,
    charset: string,
  ) {
    await page.route(`${SHOP}/**`, (route) => {
      const isPage = new URL(route.request().url()).pathname === '/';
      const places = ['', 'lang="ko"', 'lang="ja"'].map((lang) => `<p ${lang} data-kakao-login></p>`).join('');
      return route.fulfill({
        headers: {'Content-Type': isPage ? `text/html${charset && `; charset=${charset}`}` : 'text/javascript'},
        body: isPage ? `<script src="/kakao-sync.min.js" ${DATA}></script>${places}` : read('dist/kakao-sync.min.js'),
      });
    });
    await page.goto(`${SHOP}/`);
    const buttons = page.getByRole('button');
    await buttons.nth(2).waitFor();
    return buttons.allInnerTexts();
  }
});
