import assert from 'node:assert/strict';
import {createReadStream, existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {extname, join} from 'node:path';
import type {BrowserContextOptions, FrameLocator, Page} from 'playwright-core';
import {build} from 'vite';
import type {Release} from '../../demo/configurator/outputs/outputs.js';
import {ko} from '../../demo/configurator/page/texts/ko.js';
import {VERSION} from '../../src/shared/version.js';
import {keepEnvironment} from './keep-environment.js';
import {shareBrowser} from './shared-browser.js';

export const APP_KEY = '0123456789abcdef0123456789abcdef';
export const REST_API_KEY = 'fedcba9876543210fedcba9876543210';
export const CLIPBOARD = {permissions: ['clipboard-read', 'clipboard-write']};

/** The folder that the built pages lie in: their own addresses are relative. */
const FOLDER = '/tools/button/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export const RELEASE: Release = {
  version: VERSION,
  integrity: JSON.parse(readFileSync(`dist/tag/${VERSION}/integrity.json`, 'utf8')) as Release['integrity'],
};

export interface ConfiguratorVisit extends AsyncDisposable {
  readonly page: Page;
  /** The preview's page. */
  readonly frame: FrameLocator;
  /** What went wrong, requests to other places and addresses with a key included. */
  readonly complaints: readonly string[];
}

export interface ConfiguratorSite extends AsyncDisposable {
  readonly address: string;
  visit(options?: BrowserContextOptions, query?: string): Promise<ConfiguratorVisit>;
}

/**
 * The built configurator at a web server.
 *
 * @param isReleased false: as it was built before there was anything to copy
 * @param cdn where the files are on a CDN; nothing where they are on none
 */
export async function openConfigurator({isReleased = true, cdn = ''} = {}): Promise<ConfiguratorSite> {
  const outDir = await mkdtemp(join(tmpdir(), 'configurator-'));
  await keepEnvironment(async () => {
    process.env['KAKAO_SYNC_CDN'] = cdn;
    await build({
      mode: 'site',
      logLevel: 'error',
      build: {outDir},
      ...(!isReleased && {define: {KAKAO_SYNC_INTEGRITY: 'null'}}),
    });
  });
  const server = createServer(({url}, response) => {
    const {pathname} = new URL(url ?? '', 'http://localhost');
    const path = join(outDir, pathname.slice(FOLDER.length) || 'index.html');
    const isThere = pathname.startsWith(FOLDER) && existsSync(path);
    response.writeHead(isThere ? 200 : 404, {'content-type': TYPES[extname(path)] ?? 'text/plain'});
    if (isThere) createReadStream(path).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`;
  return {
    address,
    visit: (options, query = '') => visit(address, `${address}${query}`, options),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, {recursive: true});
    },
  };
}

async function visit(folder: string, address: string, options: BrowserContextOptions = {}): Promise<ConfiguratorVisit> {
  const browser = await shareBrowser();
  const context = await browser.newContext({locale: 'ko-KR', reducedMotion: 'reduce', ...options});
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    if (!request.url().startsWith(folder)) complaints.push(`${request.url()} was asked for`);
    if (/[\da-f]{32}/.test(request.url())) complaints.push(`${request.url()} holds a key`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} is ${response.status()}`);
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  page.on('framenavigated', (frame) => {
    if (/[\da-f]{32}/.test(frame.url())) complaints.push(`${frame.url()} holds a key`);
  });
  await page.goto(address);
  const frame = page.frameLocator('#frame');
  await frame.getByRole('button').first().waitFor();
  return {page, frame, complaints, [Symbol.asyncDispose]: () => context.close()};
}

/** Chooses one of a group, by the words of both. */
export function choose(page: Page, group: string, name: string): Promise<void> {
  return page.getByRole('group', {name: group, exact: true}).getByRole('radio', {name}).first().check();
}

export function readClipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

export interface Look {
  readonly words: string;
  readonly height: number;
  readonly width: number;
  readonly radius: string;
  /** At which end of its place it stands. */
  readonly x: 'start' | 'center' | 'end';
}

/** Waits until the preview's button looks so. What it looks like else is in the error. */
export async function expectLook(frame: FrameLocator, look: Partial<Look>): Promise<void> {
  const place = frame.locator('#place');
  let seen: Partial<Look> = {};
  for (let tries = 0; tries < 200; tries++) {
    const found = await place.evaluate(readLook);
    seen = Object.fromEntries(Object.keys(look).map((name) => [name, found[name as keyof Look]]));
    if (JSON.stringify(seen) === JSON.stringify(look)) return;
    // A busy machine draws late, and then waits as long here.
    await place.evaluate(() => new Promise((resolve) => void requestAnimationFrame(resolve)));
  }
  assert.deepEqual(seen, look);
}

function readLook(place: Element): Look {
  const host = place.querySelector('kakao-login-button')!;
  const button = host.shadowRoot!.querySelector('button')!;
  const own = button.getBoundingClientRect();
  const room = place.getBoundingClientRect();
  const before = own.left - room.left;
  const after = room.right - own.right;
  const side = before < after ? 'start' : 'end';
  return {
    words: (host.querySelector('[slot=label]') ?? button.querySelector('[part=label]')!).textContent.trim(),
    height: Math.round(own.height),
    width: Math.round(own.width),
    radius: getComputedStyle(button).borderRadius,
    x: Math.abs(before - after) < 1 ? 'center' : side,
  };
}

/** Presses Tab until what has the focus has that id or name. */
export async function reachByTab(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      const {top, bottom} = element?.getBoundingClientRect() ?? {top: 0, bottom: 0};
      return {
        names: [element?.id, element?.getAttribute('name')],
        isVisible: bottom > 0 && top < innerHeight,
      };
    });
    if (!found.names.includes(name)) continue;
    assert.ok(found.isVisible, `${name} is on the screen`);
    return;
  }
  assert.fail(`${name} was not reached`);
}

/** Makes the page as full as it gets: own words, keys, sites, problems, measuring, everything that can be opened. */
export async function fillAll(page: Page): Promise<void> {
  await choose(page, ko.look.label, ko.look.labels.own[0]);
  await choose(page, ko.bubble.preset, ko.bubble.own);
  await page.getByLabel(ko.bubble.text).fill('가입하면 삼천 원 쿠폰과 무료 배송을 바로 드려요');
  await choose(page, ko.bubble.sheet, ko.bubble.sheets.auto[0]);
  await page.getByLabel(ko.bubble.sheetText).fill('가'.repeat(61));
  await page.getByLabel(ko.keys.appKey, {exact: true}).fill(APP_KEY);
  await page.getByLabel(ko.keys.restApiKey).fill(APP_KEY);
  await page
    .getByLabel(ko.keys.sites)
    .fill('https://www.a-shop-with-quite-a-long-name.example.com\nhttps://m.a-shop-with-quite-a-long-name.example.com');
  await choose(page, ko.measuring.analytics, ko.measuring.tools.gtag[0]);
  await page.getByLabel(ko.measuring.kakaoPixel).fill('12345');
  await page.getByLabel(ko.copying.base).focus();
  await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
}
