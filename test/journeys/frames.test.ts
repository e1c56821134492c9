import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import type {Frame, Page} from 'playwright-core';
import {AT, describeJourney, ko, START, type Visit} from '../support/journey.js';
import type {SitePage} from '../support/site-pages.js';

/** A page that holds whatever a test puts there. */
const HOLDER: SitePage = {
  scripts: () => '',
  body: () => '<h1>Frames</h1>',
  policy: (policy) => policy.replace("frame-src 'self'", 'frame-src http: data: blob:'),
};

/** A page without a policy, which a document without an origin could not keep. */
const TAG: SitePage = {
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
  body: () => '<div data-kakao-login></div>',
  policy: () => '',
};

interface Nested {
  readonly src?: string;
  readonly srcdoc?: string;
  readonly sandbox?: string;
}

/** Puts a frame into a document, and waits until it is there. */
async function addFrame(into: Page | Frame, attributes: Nested): Promise<Frame> {
  const element = await into.evaluateHandle(async (given) => {
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries(given)) frame.setAttribute(name, value as string);
    frame.style.cssText = 'width: 390px; height: 300px';
    await new Promise((resolve) => {
      frame.onload = resolve;
      document.body.append(frame);
    });
    return frame;
  }, attributes);
  const frame = await (element as unknown as {contentFrame(): Promise<Frame | null>}).contentFrame();
  if (!frame) throw new Error('There is no frame.');
  return frame;
}

async function pressIn(frame: Frame): Promise<void> {
  await frame.getByRole('button', {name: START}).click();
}

/** The link that the message in a frame offers. */
function linkIn(frame: Frame) {
  return frame.getByRole('link', {name: '새 창에서 열기'});
}

async function readCookieNames({context}: Visit): Promise<string[]> {
  return (await context.cookies()).map(({name}) => name).filter((name) => /ks\./.test(name));
}

/** The lines of ours in the page's console, frames included. */
function recordLines(page: Page): {readonly lines: string[]; next(): Promise<string>} {
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  page.on('console', (message) => {
    const line = message.text();
    if (!line.startsWith('[kakao-sync]')) return;
    lines.push(line);
    waiting.shift()?.(line);
  });
  return {lines, next: () => new Promise((resolve) => void (lines[0] ? resolve(lines[0]) : waiting.push(resolve)))};
}

/** A page of another site: of this machine, because browsers keep others from framing its pages. */
const embedder = {server: createServer((_, response) => void response.end('<!doctype html><body>')), url: ''};
before(async () => {
  await new Promise<void>((resolve) => embedder.server.listen(0, '127.0.0.1', resolve));
  embedder.url = `http://127.0.0.1:${(embedder.server.address() as AddressInfo).port}/`;
});
after(() => {
  embedder.server.close();
  embedder.server.closeAllConnections();
});

describeJourney('a button in a frame', {pages: {'/holder': HOLDER, '/tag': TAG}}, ({site, test}) => {
  const withRest = (): void => void (site.attributes['rest-api-key'] = site.restKey);
  const DEVICES = ['desktop', 'android', 'iphone in KakaoTalk'] as const;

  for (const device of DEVICES) {
    test(`takes the window along where all of it is of its origin: ${device}`, {device}, async (visit) => {
      withRest();
      await visit.goTo('/holder?item=7#total');
      const outer = await addFrame(visit.page, {src: '/holder'});
      await pressIn(await addFrame(outer, {src: AT}));

      await visit.page.waitForURL(/\/oauth\/authorize/);
      assert.match(new URL(visit.page.url()).searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
      await visit.kakao.signUp('김새봄');

      await visit.page.waitForURL(`${site.url}/holder?item=7#total`);
      assert.equal(await visit.page.locator('[data-member]').innerText(), '회원: 김새봄');
    });
  }

  test('goes through a frame that has no address, and is not misled by variables of the page', async (visit) => {
    withRest();
    await visit.goTo('/holder');
    const outer = await addFrame(visit.page, {
      srcdoc: '<!doctype html><body><script>var parent = 1, frame = 2</script>',
    });
    const inner = await addFrame(outer, {src: AT});
    await inner.evaluate(() => Object.assign(window, {parent: null, self: null, origin: 'x'}));
    await pressIn(inner);

    await visit.page.waitForURL(/\/oauth\/authorize/);
  });

  interface Foreign {
    readonly what: string;
    /** The window's page, and the frames in it, outermost first; the button is in the last. */
    readonly chain: () => readonly [page: string, ...frames: Nested[]];
    readonly hasRest?: boolean;
    /** The button in the new window is pressed, too. */
    readonly isPressed?: boolean;
  }
  const other = (): string => `${site.apiUrl}/holder`;
  const own = (): string => `${site.url}/holder`;
  const button = (): Nested => ({src: site.url + AT});
  const FOREIGN: readonly Foreign[] = [
    {what: 'of another origin', chain: () => [other(), button()]},
    {what: 'of another site', chain: () => [embedder.url, button()], isPressed: true},
    {what: 'of this origin, in one of another', chain: () => [other(), {src: own()}, button()]},
    {what: 'of another origin, in one of this', chain: () => [own(), {src: other()}, button()]},
    {what: 'of this origin, without a REST API key', chain: () => [own(), button()], hasRest: false},
    {
      what: 'of this origin, in a sandbox that keeps the window',
      chain: () => [own(), {...button(), sandbox: 'allow-scripts allow-same-origin allow-popups'}],
      isPressed: true,
    },
    {
      what: 'in a frame in a sandbox that keeps the window',
      chain: () => [own(), {src: own(), sandbox: 'allow-scripts allow-same-origin allow-popups'}, button()],
      isPressed: true,
    },
  ];

  for (const {what, chain, hasRest = true, isPressed = false} of FOREIGN) {
    test(`offers this page in a window of its own: ${what}`, {elsewhere: 'http://localhost'}, async (visit) => {
      if (hasRest) withRest();
      const {page} = visit;
      const [address, ...nested] = chain();
      const console = recordLines(page);
      await page.goto(address);
      let frame: Page | Frame = page;
      for (const attributes of nested) frame = await addFrame(frame, attributes);
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(request.url()));

      await pressIn(frame as Frame);

      const link = linkIn(frame as Frame);
      await link.waitFor();
      assert.deepEqual(await link.evaluate((a) => ['href', 'target', 'rel'].map((name) => a.getAttribute(name))), [
        site.url + AT,
        '_blank',
        'noopener',
      ]);
      assert.match(await console.next(), /framed KS-\S{9}: Kakao shows in no frame/);
      assert.deepEqual(
        asked.filter((url) => url.startsWith(site.kakao[0]!)),
        [],
      );
      assert.deepEqual(await readCookieNames(visit), []);
      assert.equal(page.url(), address);

      const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
      await opened.waitForURL(site.url + AT);
      assert.equal(await opened.evaluate(() => opener === null), true);
      // A window that a sandbox has opened is in it too; any other is a page like all.
      if (!isPressed) return;
      await opened.getByRole('button', {name: START}).click();
      await opened.waitForURL(/\/oauth\/authorize/);
    });
  }

  const WITHOUT_ORIGIN: readonly (readonly [
    what: string,
    open: (page: Page, html: string) => Promise<Page | Frame>,
  ])[] = [
    ['srcdoc', (page, srcdoc) => addFrame(page, {srcdoc})],
    ['data:', (page, html) => addFrame(page, {src: `data:text/html,${encodeURIComponent(html)}`})],
    ['a sandbox', (page) => addFrame(page, {src: '/tag', sandbox: 'allow-scripts'})],
    [
      'about:blank',
      async (page, html) => {
        const frame = await addFrame(page, {});
        await frame.setContent(html);
        return frame;
      },
    ],
    [
      'blob:',
      async (page, html) =>
        addFrame(page, {
          src: await page.evaluate((text) => URL.createObjectURL(new Blob([text], {type: 'text/html'})), html),
        }),
    ],
    [
      'a file',
      async (page, html) => {
        const folder = await mkdtemp(join(tmpdir(), 'frames-'));
        const path = join(folder, 'page.html');
        const script = pathToFileURL(fileURLToPath(import.meta.resolve('kakao-sync-widget/kakao-sync.min.js'))).href;
        await writeFile(path, html.replace(/src="[^"]+"/, `src="${script}"`));
        await page.goto(pathToFileURL(path).href);
        await rm(folder, {recursive: true});
        return page;
      },
    ],
  ];
  for (const [what, open] of WITHOUT_ORIGIN) {
    test(`has no origin, and says what to do: ${what}`, async (visit) => {
      withRest();
      const {page} = visit;
      const console = recordLines(page);
      const errors: string[] = [];
      page.on('pageerror', ({message}) => void errors.push(message));
      await visit.goTo('/holder');
      const data = `data-app-key="${site.scriptKey}" data-endpoint="/api/kakao/session" data-redirect-uri="/kakao/callback"`;
      const html = `<!doctype html><html lang="ko"><body><script src="${site.url}/kakao-sync.min.js" ${data}></script>`;
      const frame = await open(page, html);

      await pressIn(frame as Frame);

      await frame.getByText(ko.unavailable).waitFor();
      assert.match(await console.next(), /insecure_origin( KS-\S{9})?: serve this page over .*http:\/\/localhost/);
      assert.equal(console.lines.length, 1);
      assert.deepEqual(errors, []);
      assert.deepEqual(await readCookieNames(visit), []);
    });
  }

  test('asks for nothing by itself', {device: 'android in KakaoTalk'}, async (visit) => {
    withRest();
    site.attributes['auto-login'] = 'all';
    await visit.page.goto(other());
    await addFrame(visit.page, button());

    const {detail} = await visit.events.next('kakao-auto-login-skip');
    assert.equal((detail as {reason?: string}).reason, 'framed');
    assert.deepEqual(await readCookieNames(visit), []);
  });
});
