import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import type {Browser, Locator, Page} from 'playwright-core';
import {createServer} from 'vite';
import {ACCOUNT} from '../../src/elements/i18n/account.js';
import {CHANNEL_BUTTON} from '../../src/elements/i18n/channel-button.js';
import {en, ja, ko} from '../support/texts.js';
import {TERMS_CONSENT} from '../../src/elements/i18n/terms-consent.js';
import {openBrowser} from '../support/browser.js';

const WIDTHS = [390, 1280];
const MEMBER = '김하나';

/** The gallery in a browser as wide as said, and what the browser has complained of since. */
interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly complaints: readonly string[];
}

describe('the gallery', () => {
  let browser: Browser;
  let origin: string;
  let address: string;
  let axe: string;
  let tags: string[];
  const closers: (() => Promise<unknown>)[] = [];

  before(async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'gallery-'));
    closers.push(() => rm(cacheDir, {recursive: true}));
    const server = await createServer({cacheDir, server: {host: '127.0.0.1', port: 0, watch: null}, logLevel: 'error'});
    closers.unshift(() => server.close());
    await server.listen();
    origin = server.resolvedUrls?.local[0] ?? '';
    address = `${origin}demo/gallery.html`;
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const {modules} = JSON.parse(await readFile('custom-elements.json', 'utf8')) as Manifest;
    tags = modules.flatMap(({declarations}) => declarations.flatMap(({tagName}) => tagName ?? []));
    browser = await openBrowser();
    closers.unshift(() => browser.close());
  });
  after(async () => {
    for (const close of closers) await close();
  });

  async function visit(width: number): Promise<Visit> {
    const context = await browser.newContext({viewport: {width, height: 844}, locale: 'ko-KR'});
    const complaints: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    context.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.url()} is ${response.status()}`);
    });
    context.on('request', (request) => {
      if (!request.url().startsWith(origin)) complaints.push(`${request.url()} was asked for`);
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('kakao-account').first().getByText(MEMBER).waitFor();
    return {page, complaints, [Symbol.asyncDispose]: () => context.close()};
  }

  for (const width of [320, ...WIDTHS]) {
    test(`draws every element of the package, nothing wider than the page and nothing for axe, at ${width} px`, async () => {
      await using gallery = await visit(width);

      const {pageWidth, outside} = await gallery.page.evaluate(readWidths);
      assert.deepEqual(outside, []);
      assert.equal(pageWidth, width);
      if (width === 320) return;

      const drawn = await gallery.page.evaluate(readElements);
      assert.deepEqual([...new Set(drawn.map(({tag}) => tag))].sort(), tags.sort());
      for (const {tag, markup, isDefined, controls} of drawn) {
        assert.ok(isDefined, markup);
        if (tag === 'kakao-sync') continue;
        assert.ok(controls.length > 0, markup);
        for (const {width: across, height} of controls) assert.ok(across >= 40 && height >= 40, markup);
      }
      assert.deepEqual(gallery.complaints, []);
      assert.deepEqual(await check(gallery.page), []);
    });
  }

  test('shows what its headings say: labels and layouts in three sizes, slots, custom properties and languages', async () => {
    await using gallery = await visit(1280);
    const {page} = gallery;
    const names = {start: ko.start, login: ko.login};
    const words = {full: names, short: {start: ko.startShort, login: ko.loginShort}, icon: names};

    for (const label of ['start', 'login'] as const) {
      for (const layout of ['full', 'short', 'icon'] as const) {
        const buttons = inPanel(page, `label="${label}" · ${layout}`);
        assert.deepEqual(await Promise.all((await buttons.all()).map(readHeight)), [40, 48, 56]);
        assert.deepEqual(await buttons.allTextContents().then(trimAll), Array(3).fill(words[layout][label]));
      }
    }

    await page.getByRole('button', {name: '카카오 1초 회원가입'}).waitFor();
    await page.getByText('⚡ 3초 만에 빠른 회원가입', {exact: true}).waitFor();
    const round = inPanel(page, 'width 100% · height 60px · radius 30px');
    const scaled = inPanel(page, 'scale 1.2');
    assert.equal(await readHeight(round), 60);
    assert.equal(await round.evaluate((button) => getComputedStyle(button).borderRadius), '30px');
    assert.equal(await readHeight(scaled), 57.6);

    for (const [language, {start, login}] of Object.entries({ko, en, ja})) {
      const buttons = inPanel(page, `lang="${language}"`);
      assert.deepEqual(await buttons.allTextContents().then(trimAll), [start, login]);
    }
    for (const language of ['ko', 'en'] as const) {
      await page.getByRole('button', {name: TERMS_CONSENT[language].termsAgree}).waitFor();
    }
  });

  test('signs its member out of all elements and in again, and stays where it is', async () => {
    await using gallery = await visit(390);
    const {page, complaints} = gallery;
    const names = page.locator('kakao-account').getByText(MEMBER).locator('visible=true');
    const consents = page.locator('kakao-terms-consent').getByRole('button');
    const account = page.locator('kakao-account').first();
    assert.deepEqual([await names.count(), await consents.count()], [2, 2]);

    await account.getByRole('button').click();
    await account.getByRole('button', {name: ACCOUNT.ko.logout, exact: true}).click();
    await account.getByRole('button', {name: ko.start}).waitFor();
    assert.deepEqual([await names.count(), await consents.count()], [0, 0]);
    await account.getByRole('button', {name: ko.start}).click();
    await names.nth(1).waitFor();

    await consents.nth(1).waitFor();
    assert.equal(page.url(), address);
    assert.deepEqual(complaints, []);
  });

  test('plays a channel that is added, and lets no other press leave it', async () => {
    await using gallery = await visit(390);
    const {page, complaints} = gallery;

    await page.locator('kakao-login-button').first().click();
    await page.locator('kakao-terms-consent').first().getByRole('button').click();
    await page.getByRole('button', {name: CHANNEL_BUTTON.ko.channelChat}).first().click();
    await page.getByRole('button', {name: CHANNEL_BUTTON.ko.channelAdd}).first().click();

    await page.getByText(CHANNEL_BUTTON.ko.channelAdded).waitFor();
    assert.equal(page.url(), address);
    assert.deepEqual(page.context().pages(), [page]);
    assert.deepEqual(complaints, []);
  });

  test('gives the markup of each specimen, which draws the same again, to copy', async () => {
    await using gallery = await visit(390);
    const {page, complaints} = gallery;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const panels = page.locator('.panel');
    assert.equal(await page.locator('.panel > details').count(), await panels.count());
    const panel = panels.filter({has: page.getByRole('heading', {name: 'slot="bubble"', exact: true})});

    await panel.getByText('마크업').click();
    await panel.getByRole('button', {name: '복사', exact: true}).click();
    await panel.getByText('복사했어요').waitFor();

    assert.equal(
      await page.evaluate(() => navigator.clipboard.readText()),
      [
        '<div style="padding-top: 40px">',
        '  <kakao-login-button style="--kakao-button-width: 100%"><span slot="bubble">⚡ 3초 만에 빠른 회원가입</span></kakao-login-button>',
        '</div>',
      ].join('\n'),
    );
    const differing = await page.evaluate(redrawPanels);
    assert.deepEqual(differing, []);
    assert.deepEqual(complaints, []);
  });

  async function check(page: Page): Promise<unknown> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']}).then(
      ({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))`);
  }
});

interface Manifest {
  readonly modules: readonly {readonly declarations: readonly {readonly tagName?: string}[]}[];
}

/** The native buttons of the elements in the panel of that heading. */
function inPanel(page: Page, heading: string): Locator {
  const panel = page.locator('.panel').filter({has: page.getByRole('heading', {name: heading, exact: true})});
  return panel.locator('kakao-login-button button[part=button]');
}

function readHeight(button: Locator): Promise<number> {
  return button.evaluate((element) => Math.round(element.getBoundingClientRect().height * 10) / 10);
}

function trimAll(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim());
}

/** Every custom element, and what of it can be pressed. */
function readElements() {
  return [...document.querySelectorAll('*')]
    .filter(({localName}) => localName.includes('-'))
    .filter((element) => element.checkVisibility() || element.localName === 'kakao-sync')
    .map((element) => ({
      tag: element.localName,
      markup: element.outerHTML,
      isDefined: element.matches(':defined'),
      controls: [...(element.shadowRoot?.querySelectorAll('button') ?? [])]
        .filter((button) => button.checkVisibility())
        .map((button) => button.getBoundingClientRect())
        .map(({width, height}) => ({width, height})),
    }));
}

/** Headings of the panels in which the copied markup makes other elements than those that stand there. */
function redrawPanels() {
  const tags = 'kakao-login-button, kakao-account, kakao-terms-consent, kakao-channel-button';
  return [...document.querySelectorAll('.panel')].flatMap((panel) => {
    const copy = document.createElement('template');
    copy.innerHTML = panel.querySelector('code')?.textContent ?? '';
    const [drawn, there] = [copy.content, panel].map((root) =>
      [...root.querySelectorAll(tags)].map(({outerHTML}) => outerHTML.replace(/\s+/g, ' ')).join(),
    );
    return drawn === there ? [] : [panel.querySelector('h3')?.textContent];
  });
}

/** How wide the page is, and what of it, open shadow roots included, is outside of the window. */
function readWidths() {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const {shadowRoot} of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  const outside = roots
    .flatMap((root) => [...root.querySelectorAll('*')])
    .filter((element) => {
      const {left, right, width, height} = element.getBoundingClientRect();
      return width > 0 && height > 0 && (left < 0 || right > innerWidth + 0.5);
    })
    .map(({outerHTML}) => outerHTML);
  return {pageWidth: document.documentElement.scrollWidth, outside};
}
