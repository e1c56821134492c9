import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, test} from 'node:test';
import type {Locator, Page} from 'playwright-core';
import {VERDICTS, type FindingName} from '../../src/script/check/finding.js';
import {readTexts} from '../../src/script/check/texts.js';
import {describeJourney} from '../support/journey.js';
import {shareBrowser} from '../support/shared-browser.js';

const texts = readTexts(['ko']);
const HASH = '#kakao-sync-check';
const SHOP = 'https://shop.example';
const APP_KEY = '0123456789abcdef0123456789abcdef';
const REST_KEY = 'fedcba9876543210fedcba9876543210';
const CDN = 'https://t1.kakaocdn.net';

const MAKESHOP_CONTROL = '[onclick*="ks_login_log"], a[href*="/list/API/login_kakao.html"]';

type Line = readonly [name: FindingName, fact?: string];

const open = (page: Page): Locator => page.getByRole('dialog', {name: texts.title});

/** The report's lines as they are read: the verdict, and the sentence. */
const readLines = async (page: Page): Promise<string[]> =>
  (await open(page).getByRole('listitem').allTextContents()).map((text) => text.slice(1));

const toLine = ([name, fact = '']: Line): string => `${texts.verdicts[VERDICTS[name]]} ${texts.findings[name](fact)}`;

async function expectLines(page: Page, lines: readonly Line[]): Promise<void> {
  const read = await readLines(page);
  assert.deepEqual(
    lines.map(toLine).filter((line) => !read.includes(line)),
    [],
    read.join('\n'),
  );
  // What is found is said once, and by one name.
  assert.equal(new Set(read).size, read.length);
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Setup {
  readonly tag?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocol?: string;
  /** What is answered at a path, besides the package's files. Null: the request fails. */
  readonly answers?: Readonly<Record<string, Answer | null>>;
  readonly isInFrame?: boolean;
}

const GOOD_TAG = `data-app-key="${APP_KEY}" data-rest-api-key="${REST_KEY}" data-redirect-uri="/kakao/callback" data-endpoint="/api"`;
const PLACE = '<div data-kakao-login></div>';
const CALLBACK = '<!doctype html><script src="/kakao-sync.min.js"></script>';
const SIGNED_OUT: Answer = {headers: {'Content-Type': 'application/json'}, body: '{"status":"signed-out"}'};
const GOOD: Readonly<Record<string, Answer | null>> = {'/kakao/callback': {body: CALLBACK}, '/api': SIGNED_OUT};

const toPage = ({tag = GOOD_TAG, body = PLACE}: Setup, script: string): string =>
  `<!doctype html><html lang="ko"><body><p>온달</p>${body}<script nonce="n" src="/${script}" ${tag}></script></body></html>`;

/** Local findings, each by what brings it about. */
const LOCAL: Readonly<Record<string, Setup & {readonly lines: readonly Line[]}>> = {
  'all is well': {
    lines: [
      ['button', '1'],
      ['appKey', '…cdef'],
      ['restApiKey', '…3210'],
      ['redirectUri', `${SHOP}/kakao/callback`],
      ['secure'],
      ['notFramed'],
      ['cookies'],
    ],
  },
  // Without a place, the tag draws where it stands; so this is a page whose button was taken away.
  'no button is there': {body: '<template data-kakao-login></template>', lines: [['hiddenButton']]},
  'its style hides the button': {body: `<div hidden>${PLACE}</div>`, lines: [['hiddenButton']]},
  'a key is malformed': {
    tag: GOOD_TAG.replace(APP_KEY, APP_KEY.toUpperCase()).replace(REST_KEY, 'short'),
    lines: [
      ['badAppKey', '32'],
      ['badRestApiKey', '5'],
    ],
  },
  'names have slips, in the tag and in what stands in its place': {
    tag: GOOD_TAG.replace('data-rest-api-key', 'data-rest-apikey'),
    body: `${PLACE}<script nonce="n">window.kakaoSync = {labell: 'login', mine: 'x'};</script>`,
    lines: [['misspelt', 'labell → label, restApikey → restApiKey'], ['noRestApiKey']],
  },
  'both keys are the same': {tag: GOOD_TAG.replace(REST_KEY, APP_KEY), lines: [['sameKeys']]},
  'settings are missing': {
    tag: `data-app-key="${APP_KEY}"`,
    lines: [['noSettings', 'data-redirect-uri, data-endpoint'], ['noRestApiKey']],
  },
  'the redirect URI has a query': {
    tag: GOOD_TAG.replace('/kakao/callback', '/kakao/callback?a=1'),
    lines: [['badRedirectUri', `${SHOP}/kakao/callback`]],
  },
  'the redirect URI is of another site': {
    tag: GOOD_TAG.replace('/kakao/callback', 'https://other.example/kakao'),
    lines: [['badRedirectUri', 'https://other.example/kakao']],
  },
  'the page is in a frame': {isInFrame: true, lines: [['framed']]},
  'the address is not secure': {protocol: 'http:', lines: [['insecure']]},
  'login is paused': {tag: `${GOOD_TAG} data-paused`, lines: [['paused']]},
  'the tag manager is there': {
    tag: `${GOOD_TAG} data-analytics="gtm"`,
    body: `${PLACE}<script nonce="n">window.google_tag_manager = {};</script>`,
    lines: [['analytics', 'gtm']],
  },
  'a function of the page measures, and is not there': {
    tag: `${GOOD_TAG} data-analytics="shop.track" data-kakao-pixel="1234"`,
    lines: [['noAnalytics', 'shop.track'], ['noPixel']],
  },
  'the pixel is loaded by the tag': {
    tag: `${GOOD_TAG} data-analytics="gtag" data-kakao-pixel="1234" data-kakao-pixel-load`,
    body: `${PLACE}<script nonce="n">window.gtag = () => {};</script>`,
    answers: {'/kas/static/kp.js': {body: ''}},
    lines: [['analytics', 'gtag'], ['pixel']],
  },
  'a hosted shop has its control': {
    tag: 'data-host="makeshop"',
    body: `${PLACE}<button onclick="ks_login_log('x')">카카오</button>`,
    lines: [['hostControl', MAKESHOP_CONTROL]],
  },
  'a hosted shop has its function': {
    tag: 'data-host="imweb"',
    body: `${PLACE}<script nonce="n">window.SITE_MEMBER = {openLogin() {}};</script>`,
    lines: [['hostFunction']],
  },
  'a function of Cafe24 lacks the key that it needs': {
    tag: 'data-host="cafe24"',
    body: `${PLACE}<script nonce="n">window.Kakao = {}; window.MemberAction = {kakaosyncLogin() {}};</script>`,
    lines: [['hostPage', '/member/login.html']],
  },
  'nothing of a host is there': {tag: 'data-click="#login"', lines: [['noHostWay']]},
};

const page = (body: string): Answer => ({body, headers: {'Content-Type': 'text/html; charset=utf-8'}});

/** Findings that only requests show. */
const NETWORK: Readonly<Record<string, Setup & {readonly lines: readonly Line[]}>> = {
  'all is well': {
    lines: [
      ['callback', '/kakao/callback'],
      ['endpoint', '/api'],
      ['kakao', 't1.kakaocdn.net'],
    ],
  },
  'there is no callback page': {
    answers: {'/kakao/callback': {status: 404, body: ''}},
    lines: [['callbackMissing', '/kakao/callback 404']],
  },
  'the callback is no page': {
    answers: {'/kakao/callback': {headers: {'Content-Type': 'application/json'}, body: '{}'}},
    lines: [['callbackNotPage', '/kakao/callback']],
  },
  'another script comes first there': {
    answers: {'/kakao/callback': page(`<script src="/first.js"></script>${CALLBACK}`)},
    lines: [['callbackLate', '/kakao/callback']],
  },
  'data before the tag there are no script': {
    answers: {'/kakao/callback': page(`<script type="application/ld+json">{}</script>${CALLBACK}`)},
    lines: [['callback', '/kakao/callback']],
  },
  'the callback page measures': {
    answers: {'/kakao/callback': page(`${CALLBACK}<script>gtag('config', 'G-1')</script>`)},
    lines: [['callbackMeasured', '/kakao/callback']],
  },
  'the callback page is bundled': {
    answers: {'/kakao/callback': page('<script type="module" src="/app.js"></script>')},
    lines: [['callbackWithoutTag', '/kakao/callback']],
  },
  'the callback page cannot be read': {
    answers: {'/kakao/callback': null},
    lines: [['callbackUnread', '/kakao/callback']],
  },
  'the endpoint fails': {answers: {'/api': {status: 503, body: ''}}, lines: [['endpointStatus', '/api 503']]},
  'a guard redirects the endpoint': {
    answers: {'/api': {status: 302, headers: {Location: '/login'}}},
    lines: [['endpointRedirects', '/api']],
  },
  'the endpoint answers a page': {answers: {'/api': page('<h1>온달</h1>')}, lines: [['endpointNotJson', '/api']]},
  'the endpoint answers JSON of another kind': {
    answers: {'/api': {...SIGNED_OUT, body: '{"ok":true}'}},
    lines: [['endpointOther', '/api']],
  },
  'the endpoint is out of reach': {answers: {'/api': null}, lines: [['endpointUnreached', '/api']]},
  "Kakao's file is blocked": {
    answers: {'/kakao_js_sdk/2.7.4/kakao.min.js': null},
    lines: [['kakaoBlocked', 't1.kakaocdn.net']],
  },
  "the page's policy has no room for Kakao's file": {
    headers: {'Content-Security-Policy': "script-src 'self' 'nonce-n'"},
    lines: [['kakaoBlocked', 't1.kakaocdn.net']],
  },
  'the policy is strict, with Trusted Types': {
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'nonce-n'; connect-src 'self'; " +
        "require-trusted-types-for 'script'; trusted-types kakao-sync lit-html",
    },
    lines: [
      ['callback', '/kakao/callback'],
      ['endpoint', '/api'],
    ],
  },
  'a release has no hash': {
    tag: `${GOOD_TAG} data-sdk-version="2.7.9" data-sdk-integrity="x"`,
    lines: [['noRelease', '2.7.9']],
  },
};

describe('the report about a page with the tag', () => {
  afterEach(async () => {
    for (const context of (await shareBrowser()).contexts()) await context.close();
  });

  async function visit(setup: Setup, {hash = HASH, script = 'kakao-sync.min.js'} = {}) {
    const context = await (await shareBrowser()).newContext({locale: 'ko-KR', viewport: {width: 390, height: 844}});
    const tab = await context.newPage();
    const requests: string[] = [];
    const answers = {...GOOD, ...setup.answers};
    const origin = SHOP.replace('https:', setup.protocol ?? 'https:');
    await tab.route('**/*', async (route) => {
      const {origin: site, pathname} = new URL(route.request().url());
      const isFile = /^\/kakao-[\w-]+\.min\.js$/.test(pathname);
      if (pathname === '/' || pathname === '/outer') {
        const body = pathname === '/' ? toPage(setup, script) : `<iframe src="/${hash}"></iframe>`;
        return route.fulfill({headers: {'Content-Type': 'text/html; charset=utf-8', ...setup.headers}, body});
      }
      if (isFile && site === origin) return route.fulfill({path: `dist${pathname}`});
      requests.push(site === origin ? pathname : site + pathname);
      const answer = pathname in answers ? answers[pathname] : site === CDN ? CDN_FILE : {status: 404};
      if (!answer) return route.abort();
      const headers = {'Content-Type': 'text/html; charset=utf-8', ...answer.headers};
      return route.fulfill({status: answer.status ?? 200, headers, body: answer.body ?? ''});
    });
    await tab.goto(`${origin}/${setup.isInFrame ? 'outer' : hash}`);
    return {tab, requests};
  }

  const CDN_FILE: Answer = {headers: {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*'}, body: ''};

  for (const [name, setup] of Object.entries(LOCAL)) {
    test(`says what is to be done where ${name}, and has asked nobody`, async () => {
      const {tab, requests} = await visit(setup);
      const frame = setup.isInFrame ? (tab.frames()[1] as unknown as Page) : tab;
      await open(frame).waitFor();

      await expectLines(frame, setup.lines);

      assert.deepEqual(
        requests.filter((address) => !address.endsWith('/kp.js')),
        [],
      );
      const shown = await open(frame).innerText();
      assert.ok(!shown.includes(APP_KEY) && !shown.includes(REST_KEY));
      assert.equal(await frame.evaluate(() => document.cookie), '');
    });
  }

  for (const [name, setup] of Object.entries(NETWORK)) {
    test(`after a press, says what is to be done where ${name}`, async () => {
      const {tab, requests} = await visit(setup);
      await tab.getByRole('button', {name: texts.askNetwork}).click();
      await open(tab).getByText(texts.introDone).waitFor();

      await expectLines(tab, setup.lines);

      const own = requests.filter((address) => /^\/(kakao\/callback|api)$/.test(address));
      assert.deepEqual(own.sort(), ['/api', '/kakao/callback']);
      // Nothing has run, and nothing stays.
      assert.equal(await tab.evaluate(() => 'Kakao' in window), false);
      assert.equal(await tab.locator('link').count(), 0);
    });
  }

  test('opens when the fragment is added to an open page, once, and closes by Escape', async () => {
    const {tab} = await visit({}, {hash: ''});
    await tab.getByRole('button').waitFor();
    assert.equal(await open(tab).count(), 0);

    await tab.goto(`${SHOP}/${HASH}`);
    await open(tab).waitFor();
    await tab.goto(`${SHOP}/#other`);
    await tab.goto(`${SHOP}/${HASH}`);
    await expectLines(tab, [['button', '1']]);
    assert.equal(await open(tab).count(), 1);

    await tab.keyboard.press('Escape');
    await open(tab).waitFor({state: 'detached'});
  });

  test('copies all lines as text, without a key', async () => {
    const {tab} = await visit({});
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(tab).getByRole('button', {name: texts.copy}).click();
    await open(tab).getByText(texts.copied).waitFor();

    const text = await tab.evaluate(() => navigator.clipboard.readText());

    assert.ok(text.includes(`${SHOP}/ (`));
    assert.equal(text.split('\n').length, (await readLines(tab)).length + 1);
    assert.ok(text.includes(texts.findings.appKey('…cdef')));
    assert.ok(!text.includes(APP_KEY) && !text.includes(REST_KEY));
  });

  test('is there for a shop that has the entry for hosts, and asks no server', async () => {
    const {tab} = await visit(
      {tag: 'data-host="makeshop"', body: `${PLACE}<a href="/list/API/login_kakao.html">카카오</a>`},
      {script: 'kakao-sync-host.min.js'},
    );

    await open(tab).waitFor();

    await expectLines(tab, [['hostControl', MAKESHOP_CONTROL]]);
    assert.equal(await tab.getByRole('button', {name: texts.askNetwork}).count(), 0);
  });

  test('names the page that a guard leads to in place of the callback page', async () => {
    // Its answers are a server's: where a redirect leads to, a route does not follow.
    const server = createServer(({url = ''}, response) => {
      const {pathname} = new URL(url, SHOP);
      if (pathname === '/kakao/callback') response.writeHead(302, {Location: '/login'}).end();
      else if (/^\/kakao-[\w-]+\.min\.js$/.test(pathname)) response.end(readFileSync(`dist${pathname}`));
      else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(toPage({}, 'kakao-sync.min.js'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const tab = await (await (await shareBrowser()).newContext({locale: 'ko-KR'})).newPage();
      await tab.route(`${CDN}/**`, (route) => route.abort());
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${HASH}`);
      await tab.getByRole('button', {name: texts.askNetwork}).click();
      await open(tab).getByText(texts.introDone).waitFor();

      await expectLines(tab, [
        ['callbackRedirects', '/login'],
        ['endpointNotJson', '/api'],
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has no fault that axe finds, ${colorScheme}`, async () => {
      const {tab} = await visit({tag: `data-app-key="x" data-rest-api-key="${REST_KEY}"`});
      await tab.emulateMedia({colorScheme});
      await open(tab).waitFor();
      await tab.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));

      const violations = await tab.evaluate(async () => {
        const {axe} = window as unknown as {axe: {run(at: string): Promise<{violations: {id: string}[]}>}};
        return (await axe.run('#kakao-sync-check')).violations.map(({id}) => id);
      });

      assert.deepEqual(violations, []);
    });
  }
});

describeJourney(
  'a site that the report finds well',
  {
    pages: {
      '/checked': {
        attributes: {'redirect-uri': '/checked/callback'},
        scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
        body: () => PLACE,
      },
      '/checked/callback': {
        attributes: {'redirect-uri': '/checked/callback'},
        scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
        body: () => '<p>로그인 중</p>',
      },
    },
    redirectPaths: ['/checked/callback'],
  },
  ({site, test}) => {
    test('has nothing to change, and opens Kakao’s page, which asks for a login', async (visit) => {
      site.attributes['rest-api-key'] = site.restKey;
      await visit.goTo(`/checked${HASH}`);
      await visit.page.getByRole('button', {name: texts.askNetwork}).click();
      await open(visit.page).getByText(texts.introDone).waitFor();

      const lines = await readLines(visit.page);
      assert.deepEqual(
        lines.filter((line) => line.includes(texts.verdicts.bad)),
        [],
      );
      await expectLines(visit.page, [
        ['callback', '/checked/callback'],
        ['kakao', new URL(site.kakao[0] ?? '').host],
      ]);
      const [kakao] = await Promise.all([
        visit.page.context().waitForEvent('page'),
        visit.page.getByRole('link', {name: texts.registered}).click(),
      ]);
      await kakao.getByRole('heading').first().waitFor();
      assert.ok(site.kakao.includes(new URL(kakao.url()).origin));
      assert.doesNotMatch(await kakao.content(), /KOE\d/);
    });
  },
);
