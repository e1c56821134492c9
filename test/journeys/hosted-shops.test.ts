import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, afterEach, before, describe, test} from 'node:test';
import type {BrowserContext, Page} from 'playwright-core';
import {readPolicies, toHeader} from '../support/policies.js';
import {CLASSIC_SCRIPTS, readAsset} from '../support/site-scripts.js';
import {shareBrowser} from '../support/shared-browser.js';

const SHOP = 'https://shop.example';
const PRODUCT = '/product/detail.html?no=7&utm_source=kakao';
const KEY = '0123456789abcdef0123456789abcdef';
const NONCE = 'R4nd0m';

/** What a shop's page has of its host: written from what is publicly known, not from a live shop. */
interface Shop {
  readonly snippet: string;
  /** Runs in the page; `log` notes a call and the state of the press. */
  readonly script: string;
  readonly markup?: string;
  /** What a press calls. */
  readonly calls: readonly unknown[];
  /** Where it goes; nothing if it stays. */
  readonly to?: string;
}

const toBase64 = (text: string): string => encodeURIComponent(Buffer.from(text).toString('base64'));

const CAFE24 = `window.Kakao = {};
  window.MemberAction = {kakaosyncLogin(key) { log('kakaosyncLogin', key); }};
  for (const control of document.querySelectorAll('[onclick*=kakaosyncLogin]')) {
    control.onclick = () => MemberAction.kakaosyncLogin('${KEY}');
  }`;
const IMWEB = `window.SITE_MEMBER = {openLogin(path) { log('openLogin', path); }};`;
const MAKESHOP = `window.ks_login_log = (text) => { log('ks_login_log', text); window.open('/popup'); };`;
const OWN = `document.querySelector('.kakao-login').onclick = () => { log('own'); window.open('/popup'); };`;

const SHOPS: Readonly<Record<string, Shop>> = {
  'Cafe24, by its control': {
    ...{snippet: 'cafe24', script: CAFE24, calls: ['kakaosyncLogin', KEY]},
    markup: `<a class="kakao" onclick="MemberAction.kakaosyncLogin('${KEY}')">카카오</a>`,
  },
  'Cafe24, by its login page': {
    ...{snippet: 'cafe24', script: CAFE24, calls: []},
    to: `/member/login.html?returnUrl=${encodeURIComponent(PRODUCT)}`,
  },
  'imweb, by its function': {snippet: 'imweb', script: IMWEB, calls: ['openLogin', toBase64(PRODUCT)]},
  'imweb, by its login page': {
    ...{snippet: 'imweb', script: '', calls: []},
    to: `/login?back_url=${toBase64(PRODUCT)}`,
  },
  'MakeShop, by its function': {snippet: 'makeshop', script: MAKESHOP, calls: ['ks_login_log', '']},
  'MakeShop, by its link': {
    ...{snippet: 'makeshop', script: '', calls: []},
    markup: '<a href="/list/API/login_kakao.html">카카오</a>',
    to: '/list/API/login_kakao.html',
  },
  "a site's own control": {
    ...{snippet: 'own-control', script: OWN, calls: ['own']},
    markup: '<div id="header"><button class="kakao-login">카카오</button></div>',
  },
};

/** Notes each call, whether it came in the task of the press, and whether the visitor's gesture is still theirs to use. */
const LOG = `let isPress = false;
  const calls = window.calls = [];
  document.addEventListener('click', () => { isPress = true; setTimeout(() => { isPress = false; }); }, true);
  function log(...call) { calls.push([...call, isPress, navigator.userActivation.isActive]); }`;

describe('a hosted shop', () => {
  let context: BrowserContext;
  let strict = '';
  before(async () => {
    strict = toHeader((await readPolicies()).nonce, NONCE);
  });
  afterEach(async () => context.close());
  after(async () => {
    for (const left of (await shareBrowser()).contexts()) await left.close();
  });

  /** Opens its page on a phone, under a policy. */
  async function open(body: string, policy = '') {
    context = await (
      await shareBrowser()
    ).newContext({
      ...{hasTouch: true, isMobile: true, viewport: {width: 390, height: 844}, locale: 'ko-KR'},
    });
    const page = await context.newPage();
    const requests: string[] = [];
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await context.route('**/*', async (route) => {
      const {origin, pathname} = new URL(route.request().url());
      requests.push(origin + pathname);
      const name = pathname.slice(1);
      const asset = CLASSIC_SCRIPTS.find((file) => file === name);
      if (asset) {
        // The full tag fetches its neighbours with their integrity.
        const headers = {'Access-Control-Allow-Origin': '*'};
        return route.fulfill({contentType: 'text/javascript', headers, body: await readAsset(asset)});
      }
      const isProduct = pathname === '/product/detail.html';
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        ...(isProduct && policy && {headers: {'Content-Security-Policy': policy}}),
        body: `<!doctype html><html lang="ko"><title>달항아리</title>${isProduct ? body : ''}</html>`,
      });
    });
    await page.goto(SHOP + PRODUCT);
    return {page, requests, lines};
  }

  const readSnippet = (name: string): Promise<string> => readFile(`demo/snippets/hosts/${name}.html`, 'utf8');
  const withNonce = (markup: string): string => markup.replaceAll('<script', `<script nonce="${NONCE}"`);
  const readCalls = (page: Page): Promise<unknown[]> =>
    page.evaluate(() => (window as unknown as {calls: unknown[]}).calls);

  for (const [name, {snippet, script, markup = '', calls, to}] of Object.entries(SHOPS)) {
    for (const isStrict of [false, true]) {
      test(`has its own login begun by a touch${isStrict ? ', under a strict policy' : ''}: ${name}`, async () => {
        const {page, requests, lines} = await open(
          withNonce(`${markup}<script>${LOG}</script>${await readSnippet(snippet)}<script>${script}</script>`),
          isStrict ? strict : '',
        );
        const button = page.locator('kakao-login-button').getByRole('button');
        await button.waitFor();
        const popup = script.includes('window.open') ? context.waitForEvent('page') : null;
        const arrival = to && page.waitForURL(SHOP + to);

        await button.tap();

        if (to) await arrival;
        else assert.deepEqual(await readCalls(page), [[...calls, true, true]]);
        if (popup) assert.equal(new URL((await popup).url()).pathname, '/popup');
        const own = [PRODUCT, '/kakao-sync-host.min.js', ...(to ? [to] : []), ...(popup ? ['/popup'] : [])];
        assert.deepEqual(
          [...new Set(requests)].sort(),
          own.map((path) => SHOP + path.replace(/\?.*/, '')).sort(),
          'nothing but the shop was asked',
        );
        assert.deepEqual(
          // An inline handler is the host's, which a strict policy forbids: the stub has another in its place.
          lines.filter((line) => !line.includes('inline event handler')),
          [],
        );
      });
    }
  }

  for (const isStrict of [false, true]) {
    test(`has its own login begun by the full tag too${isStrict ? ', under a strict policy' : ''}`, async () => {
      const {snippet, script, markup, calls} = SHOPS['Cafe24, by its control'] as Shop;
      const tag = (await readSnippet(snippet)).replace('kakao-sync-host.min.js', 'kakao-sync.min.js');
      const {page, requests} = await open(
        withNonce(`${markup}<script>${LOG}</script>${tag}<script>${script}</script>`),
        isStrict ? strict : '',
      );

      await page.locator('kakao-login-button').getByRole('button').tap();

      assert.deepEqual(await readCalls(page), [[...calls, true, true]]);
      assert.deepEqual(
        [...new Set(requests)].sort(),
        ['/product/detail.html', '/kakao-sync.min.js', '/kakao-sync-host.min.js'].map((path) => SHOP + path).sort(),
      );
    });
  }

  test('tells its tag manager of views and presses by data-analytics, and of no end', async () => {
    const tag = (await readSnippet('imweb')).replace('data-host', 'data-analytics="gtm" data-host');
    const {page} = await open(`<script>${LOG}${IMWEB}</script>${tag}`);
    const readNames = (): Promise<readonly unknown[]> =>
      page.evaluate(() => (window as {dataLayer?: {event: string}[]}).dataLayer?.map(({event}) => event) ?? []);
    await page.waitForFunction(() => (window as {dataLayer?: unknown[]}).dataLayer?.length === 2);

    await page.locator('kakao-login-button').getByRole('button').tap();

    const names = [...(await readNames())].sort();
    assert.deepEqual(names, ['kakao_sync_press', 'kakao_sync_ready', 'kakao_sync_start', 'kakao_sync_view']);
  });

  test('tells its tag manager of each press, and everybody of its state', async () => {
    const {page} = await open(
      `${await readSnippet('measure')}<script>window.kakaoSync = {q: [(client) => {
        window.states = [];
        window.report = client.debug();
        client.onOutcome((outcome) => window.states.push(outcome));
        client.subscribe(({flow}) => window.states.push(flow.status));
      }]}</script><script>${LOG}${IMWEB}</script>${await readSnippet('imweb')}`,
    );

    await page.locator('kakao-login-button').getByRole('button').tap();

    const seen = await page.evaluate(() => {
      const {dataLayer, states, report} = window as unknown as Record<'dataLayer' | 'states', unknown> & {
        report: string;
      };
      return {dataLayer, states, config: (JSON.parse(report) as {config: unknown}).config};
    });
    assert.deepEqual(seen, {
      dataLayer: [{event: 'kakao_sync_press'}],
      states: ['idle', 'starting'],
      config: {host: 'imweb'},
    });
  });

  test('shows members of Cafe24 no button, also where their mark comes late', async () => {
    const {page} = await open(await readSnippet('cafe24'));
    const button = page.locator('kakao-login-button').getByRole('button');
    await button.waitFor();

    await page.evaluate(() =>
      document.body.insertAdjacentHTML('beforeend', '<p class="xans-layout-statelogon">님</p>'),
    );

    await button.waitFor({state: 'hidden'});
  });

  test('is told in one line what is wrong with its tag, by the file beside it', async () => {
    const {page, requests, lines} = await open(
      '<p data-kakao-login></p><script src="/kakao-sync-host.min.js" data-click="a["></script>',
    );

    const line = lines[0] ?? (await page.waitForEvent('console')).text();

    assert.match(line, /^\[kakao-sync\] config_invalid: data-click="a\[" is no CSS selector/);
    assert.ok(requests.includes(`${SHOP}/kakao-sync-report.min.js`));
  });

  test('may load the script as a module', async () => {
    const {page} = await open(
      `<script>${LOG}${IMWEB}</script><p data-kakao-login></p>
      <script type="module" src="/kakao-sync-host.min.js" data-host="imweb"></script>`,
    );

    await page.locator('kakao-login-button').getByRole('button').tap();

    assert.equal((await readCalls(page)).length, 1);
  });

  test('keeps a link of its own, which opens in a tab of its own as ever', async () => {
    const {page} = await open(
      `<script>${LOG}${IMWEB}</script><a href="/login" id="join" data-kakao-login>카카오로 <b>가입</b></a>
      <script src="/kakao-sync-host.min.js" data-host="imweb"></script>`,
    );
    const link = page.locator('#join');
    const tab = context.waitForEvent('page');

    await link.click({modifiers: ['Control']});
    assert.equal(new URL((await tab).url()).pathname, '/login');
    assert.deepEqual(await readCalls(page), []);
    await link.tap();

    assert.equal(await link.innerText(), '카카오로 가입');
    assert.equal((await readCalls(page)).length, 1);
  });
});
