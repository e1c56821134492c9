import assert from 'node:assert/strict';
import {EventEmitter, once} from 'node:events';
import {afterEach, describe, test} from 'node:test';
import {build} from 'esbuild';
import type {Route} from 'playwright-core';
import {ENTRIES} from '../../bench/sizes.js';
import {toLine} from '../../src/client/report/lines.js';
import {REMEDIES} from '../../src/client/report/remedies.js';
import {PUBLISHED_RELEASES} from '../../src/sdk/published-releases.js';
import type {Problem} from '../../src/client/state/problem.js';
import {shareBrowser} from '../support/shared-browser.js';
import {bundle, keepNodeEnv} from './support/bundle.js';
import {manifest, read, ROOT, run} from './support/package.js';

const TAG = 'kakao-sync.min.js';
const REPORT = 'kakao-sync-report.min.js';
const SHOP = 'https://shop.example';
const CDN = 'https://cdn.example';
const KEY = '0'.repeat(32);

/** Every kind of sentence, once; what the facts bring in is marked, and is no part of it. */
const MARK = '\u241f';
const PROBLEMS: readonly Problem[] = [
  {code: 'config_invalid', kind: 'release', name: 'sdkVersion'},
  {code: 'config_invalid', kind: 'release', name: 'sdkVersion', value: MARK},
  {code: 'config_invalid', kind: 'release', name: 'sdkVersion', value: '2.7.9'},
  {code: 'config_invalid', kind: 'site', name: 'endpoint', value: MARK, here: MARK},
  ...(['appKey', 'redirectUri', 'endpoint', 'logoutRedirectUri'] as const).map(
    (name) => ({code: 'config_incomplete', kind: 'missing', name, here: MARK}) as const,
  ),
  {code: 'config_invalid', kind: 'language', value: MARK},
  {code: 'config_invalid', kind: 'item', value: MARK},
  {code: 'config_invalid', kind: 'channel', value: MARK},
  {code: 'config_invalid', kind: 'term', value: MARK},
  {code: 'config_invalid', kind: 'secret', name: MARK},
  ...(['script', 'code', 'other element'] as const).map(
    (reason) => ({code: 'config_changed', kind: 'ignored', names: [MARK], reason}) as const,
  ),
  ...(['from', 'asked'] as const).map((name) => ({code: 'storage_blocked', kind: 'lost', names: [name]}) as const),
  {code: 'callback_moved', kind: 'moved', path: MARK},
  {code: 'state_missing', kind: 'stateless'},
  {code: 'not_configured', kind: 'unconfigured'},
  {code: 'not_configured', kind: 'tag'},
  {code: 'not_configured', kind: 'nowhere'},
  {code: 'insecure_origin', kind: 'origin'},
  'framed',
  'sdk_amd',
];

/** The words of all sentences, in pieces that are one text in the code: without attributes and what stands before a remedy. */
const WORDS = [
  ...Object.values(REMEDIES).filter((remedy) => !remedy.startsWith('2.')),
  ...PROBLEMS.map((problem) => toLine(problem).replace(/^\w+: (.* is missing)?/, '')),
]
  .flatMap((text) => text.replace(/[a-z]+(-[a-z]+)+/g, MARK).split(/[^a-z ,']+/i))
  .map((text) => text.trim())
  .filter((text) => text.length >= 14);

const [HASH = ''] = Object.values(PUBLISHED_RELEASES);

/** The sentences' words that a text holds. */
const findWords = (text: string): string[] => [...WORDS, HASH].filter((words) => text.includes(words));

describe('what no first load has', () => {
  keepNodeEnv();

  test('is looked for: every sentence, and all of them are in the part', () => {
    assert.ok(WORDS.length >= 30, `${WORDS.length}`);
    assert.deepEqual(
      WORDS.filter((words) => !read(`dist/${REPORT}`).includes(words)),
      [],
    );
    assert.ok(read(`dist/${REPORT}`).includes(HASH));
  });

  for (const [name, load] of Object.entries(ENTRIES)) {
    if (name === 'report') continue;
    test(`are sentences for the developer: ${name}`, async () => {
      const text = await load();

      assert.ok(text.length > 100);
      assert.deepEqual(findWords(text), []);
    });
  }

  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string' || /server|emulator|testing|jsx|react|next|vue|svelte|global|css/.test(name))
      continue;
    test(`are sentences for the developer, of all that ${name} exports`, async () => {
      const {text} = await bundle(`export * from '${name.replace('.', manifest.name)}';`, {
        external: ['*/report-part.js'],
      });

      assert.deepEqual(findWords(text), []);
      // Analytics and sheet have no sentence of their own, and no client.
      const fetched = /^.\/(analytics|sheet)$/.test(name) ? [] : ['import("../../report-part.js")'];
      assert.deepEqual(text.match(/import\([^)]*\)/g) ?? [], fetched);
    });
  }

  test('is fetched by no entry that a server imports', async () => {
    const ids = Object.entries(manifest.exports).flatMap(([name, target]) =>
      // Next is no package of this project.
      typeof target === 'string' || /\.css$|^\.\/next$/.test(name) ? [] : [name.replace('.', manifest.name)],
    );
    const hooks = `import {writeSync} from 'node:fs';
      export async function load(url, context, next) {
        if (/report|published/.test(url)) writeSync(1, url + '\\n');
        return next(url, context);
      }`;
    const script = `
      import {register} from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
      globalThis.fetch = (url) => console.log(String(url));
      for (const id of ${JSON.stringify(ids)}) await import(id);
      await new Promise((resolve) => setTimeout(resolve));
      console.log('all');`;

    const {code, output} = await run(process.execPath, '--input-type=module', '--eval', script);

    assert.equal(code, 0, output);
    const loaded = output.trim().split('\n');
    assert.equal(loaded.pop(), 'all');
    // The hooks see what is loaded, and what fetches the part is.
    assert.ok(loaded.some((url) => url.endsWith('/report-problem.js')));
    assert.deepEqual(
      loaded.filter((url) => /lines|remedies|published|report-part|send-report/.test(url)),
      [],
    );
  });
});

interface PageSetup {
  /** The page's own markup. */
  readonly markup: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the test can move the page's time on, which passes by itself too. */
  readonly hasOwnClock?: boolean;
  /** Answers before the files do. */
  readonly intercept?: (path: string, route: Route) => Promise<boolean>;
}

const LINE = '[kakao-sync] config_invalid: scope="a b" must be names separated by commas. (docs/en/error-codes.md)';
const CODE = '[kakao-sync] config_invalid (docs/en/error-codes.md)';
const FAILED = 'backend_failed KS-abcdef POST /api 500 - 4 html';
const FAILED_CODE = '[kakao-sync] backend_failed KS-abcdef (docs/en/error-codes.md)';
const data = `data-app-key="${KEY}" data-redirect-uri="/kakao/callback" data-endpoint="/api" data-scope="a b"`;

const tag = (src: string, more = ''): string => `<script ${more} src="${src}" ${data}></script>`;

/** What release 0.1 or a copy by npm has left: it passes the SDK's files, and no file of ours. */
const formerPolicy = `
  const key = Symbol.for('kakao-sync-widget.trusted-types');
  document[key] = trustedTypes.createPolicy('kakao-sync', {
    createScriptURL(url) {
      if (url.startsWith('https://t1.kakaocdn.net/kakao_js_sdk/')) return url;
      throw new TypeError();
    },
  });`;

/** A page whose request for the part is answered otherwise. */
const answerReport = (answer: (route: Route) => Promise<void>, src = `/${TAG}`): PageSetup => ({
  markup: tag(src),
  intercept: async (path, route) => {
    if (!path.endsWith(REPORT)) return false;
    await answer(route);
    return true;
  },
});

test('a line for the developer leaves no timer to a server that has printed it', async () => {
  const script = `
    import {reportProblem} from './dist/client/page/developer/report-problem.js';
    console.error = (line) => setImmediate(() => console.log(process.getActiveResourcesInfo().includes('Timeout'), line));
    reportProblem({code: 'not_configured', kind: 'nowhere'});`;

  const {output} = await run(process.execPath, '--input-type=module', '--eval', script);

  assert.match(output, /^false \[kakao-sync\] not_configured: nothing says/);
});

describe('the sentences for the developer', () => {
  afterEach(async () => {
    for (const context of (await shareBrowser()).contexts()) await context.close();
  });

  /** A page at the shop, and the package's files on every host and in every folder. */
  async function open({markup, headers = {}, hasOwnClock, intercept}: PageSetup) {
    const page = await (await shareBrowser()).newPage();
    const nextLine = async (part: string): Promise<string> =>
      (await page.waitForEvent('console', (message) => message.text().includes(part))).text();
    /** Lines of ours. */
    const lines: string[] = [];
    /** All requests but that for the page. */
    const requests: string[] = [];
    page.on('console', (message) => {
      if (message.text().startsWith('[kakao-sync]')) lines.push(message.text());
    });
    await page.route('**/*', async (route) => {
      const {href, pathname} = new URL(route.request().url());
      if (href === `${SHOP}/`) {
        return route.fulfill({
          headers: {'Content-Type': 'text/html; charset=utf-8', ...headers},
          body: `<!doctype html><html><head></head><body>${markup}</body></html>`,
        });
      }
      requests.push(href);
      if (await intercept?.(pathname, route)) return;
      const name = pathname.slice(pathname.lastIndexOf('/') + 1);
      if (!name.endsWith('.js')) return route.fulfill({status: 404});
      const body = read(`dist/${name === 'renamed.js' ? TAG : name}`);
      return route.fulfill({headers: {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*'}, body});
    });
    if (hasOwnClock) await page.clock.install();
    // A script that is still to come holds a page's `load`.
    await page.goto(`${SHOP}/`, {waitUntil: hasOwnClock ? 'commit' : 'load'});
    /** Reports a problem as the client does. */
    const tell = (problem: string): Promise<void> =>
      page.evaluate((text) => {
        const holder = document as unknown as Record<
          symbol,
          {client: {context: {ports: {report(problem: string): void}}}}
        >;
        holder[Symbol.for('kakao-sync-widget')]!.client.context.ports.report(text);
      }, problem);
    return {
      page,
      lines,
      requests,
      tell,
      nextLine,
      firstLine: async () => lines[0] ?? nextLine('[kakao-sync]'),
      /** Reports a problem, and waits for its line. */
      async report(problem: string) {
        const [line] = await Promise.all([nextLine(problem.split(' ')[0]!), tell(problem)]);
        return line;
      },
    };
  }

  const places: readonly [src: string, report: string][] = [
    [`/${TAG}`, `${SHOP}/${REPORT}`],
    [`/static/kakao/${TAG}`, `${SHOP}/static/kakao/${REPORT}`],
    [`static/${TAG}?v=12#top`, `${SHOP}/static/${REPORT}`],
    [`/assets/renamed.js?v=1/2`, `${SHOP}/assets/${REPORT}`],
    [`${CDN}/npm/kakao-sync-widget@0.1.0/dist/${TAG}`, `${CDN}/npm/kakao-sync-widget@0.1.0/dist/${REPORT}`],
  ];
  for (const [src, report] of places) {
    test(`come to the tag ${src} from ${report}, once, and with the first line`, async () => {
      const loaded = await open({markup: tag(src)});

      assert.equal(await loaded.firstLine(), LINE);

      assert.equal(
        await loaded.report('sdk_amd'),
        '[kakao-sync] sdk_amd: load Kakao’s tag before your module loader, or give rest-api-key. (docs/en/error-codes.md)',
      );
      assert.deepEqual(
        loaded.requests.filter((url) => url.includes('report')),
        [report],
      );
      assert.equal(await loaded.page.locator('script[src*="report"]').count(), 0);
    });
  }

  test('show the value of a release that public pages have, by the tag as by npm', async () => {
    const [version = '', hash = ''] = Object.entries(PUBLISHED_RELEASES)[0] ?? [];
    const loaded = await open({
      markup: tag(`/${TAG}`, `data-sdk-version="${version}"`).replace('data-scope="a b"', ''),
    });

    assert.ok(
      (await loaded.firstLine()).includes(`needs its sdk-integrity. 2.7.4 is used. sdk-integrity="sha384-${hash}"`),
    );
  });

  test('are asked for by no page that has nothing to say', async () => {
    const loaded = await open({markup: `${tag(`/${TAG}`)}<p data-kakao-login></p>`.replace('data-scope="a b"', '')});
    await loaded.page.getByRole('button').waitFor();

    assert.deepEqual(loaded.requests, [`${SHOP}/${TAG}`]);
    assert.deepEqual(loaded.lines, []);
  });

  const blocked: Readonly<Record<string, PageSetup>> = {
    'the network fails': answerReport((route) => route.abort()),
    'it is not there': answerReport((route) => route.fulfill({status: 404})),
    'its bytes are of another build': answerReport((route) =>
      route.fulfill({headers: {'Content-Type': 'text/javascript'}, body: `${read(`dist/${REPORT}`)} `}),
    ),
    'another origin gives it to nobody': answerReport(
      (route) =>
        route.fulfill({
          headers: {'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': 'https://other.example'},
          body: read(`dist/${REPORT}`),
        }),
      `${CDN}/${TAG}`,
    ),
    'the policy of the page stops it': {
      markup: tag(`/${TAG}`),
      headers: {'Content-Security-Policy': `script-src ${SHOP}/${TAG}`},
    },
    'a Trusted Types policy of another copy is there': {
      markup: `<script nonce="n">${formerPolicy}</script>${tag(`/${TAG}`, 'nonce="n"')}`,
      headers: {
        'Content-Security-Policy':
          "script-src 'nonce-n'; require-trusted-types-for 'script'; trusted-types kakao-sync lit-html",
      },
    },
  };
  for (const [what, setup] of Object.entries(blocked)) {
    test(`are not there where ${what}: the line is code and reference, and the next one tries again`, async () => {
      const loaded = await open(setup);

      assert.equal(await loaded.firstLine(), CODE);

      assert.equal(await loaded.report(FAILED), FAILED_CODE);
    });
  }

  test('are there for the next line, where the network was down for the first', async () => {
    let isDown = true;
    const loaded = await open({
      markup: tag(`/${TAG}`),
      intercept: (path, route) => {
        if (!path.includes('report') || !isDown) return Promise.resolve(false);
        isDown = false;
        return route.abort().then(() => true);
      },
    });
    assert.equal(await loaded.firstLine(), CODE);

    assert.match(await loaded.report('sdk_amd'), /sdk_amd: load Kakao’s tag/);
  });

  test('are given up after half a minute without an answer, each line by itself, and requested once', async () => {
    const events = new EventEmitter();
    const [asked, answered] = [once(events, 'asked'), once(events, 'answered')];
    const loaded = await open({
      markup: tag(`/${TAG}`),
      hasOwnClock: true,
      intercept: async (path) => {
        if (!path.endsWith(REPORT)) return false;
        events.emit('asked');
        await answered;
        return false;
      },
    });
    const {page, lines, tell, firstLine, nextLine} = loaded;
    await asked;
    await page.clock.fastForward(20_000);
    await tell(FAILED);
    assert.deepEqual(lines, []);
    const [first, second] = [firstLine(), nextLine('backend_failed')];
    await page.clock.fastForward(10_000);
    assert.equal(await first, CODE);
    await page.evaluate(() => 0);
    assert.deepEqual(lines, [CODE]);
    await page.clock.fastForward(20_000);
    assert.equal(await second, FAILED_CODE);

    const last = nextLine('sdk_amd');
    await tell('sdk_amd');
    events.emit('answered');
    assert.match(await last, /sdk_amd: load Kakao’s tag/);
    assert.equal(lines.length, 3);
    assert.equal(loaded.requests.filter((url) => url.endsWith(REPORT)).length, 1);
  });

  test('are printed after a line at which the page’s own console has thrown', async () => {
    const {page, firstLine, tell, report} = await open({markup: tag(`/${TAG}`)});
    await firstLine();
    await page.evaluate(() => {
      const {error} = console;
      console.error = () => {
        console.error = error;
        throw new Error('of the page');
      };
    });
    await tell('sdk_amd');

    assert.match(await report(FAILED), /backend_failed KS-abcdef/);
  });

  test('are not there for a tag that was put into the page as text, and nothing is asked for', async () => {
    const loaded = await open({markup: `<script ${data}>${read(`dist/${TAG}`)}</script>`});

    assert.equal(await loaded.firstLine(), CODE);
    assert.deepEqual(loaded.requests, []);
  });

  const policies: Readonly<Record<string, string>> = {
    'a nonce': "script-src 'nonce-n'",
    'a nonce and strict-dynamic': "script-src 'nonce-n' 'strict-dynamic'",
    'its host': "script-src 'self'",
  };
  for (const [what, policy] of Object.entries(policies)) {
    test(`come under a policy with ${what}, and Trusted Types`, async () => {
      const loaded = await open({
        markup: tag(`/${TAG}`, 'nonce="n"'),
        headers: {
          'Content-Security-Policy': `${policy}; require-trusted-types-for 'script'; trusted-types kakao-sync lit-html`,
        },
      });

      assert.equal(await loaded.firstLine(), LINE);
    });
  }

  test('have one address more that our Trusted Types policy passes, and no other', async () => {
    const loaded = await open({markup: tag(`/static/${TAG}`)});
    await loaded.firstLine();

    const passed = await loaded.page.evaluate(
      (urls) => {
        const holder = document as unknown as Record<symbol, {createScriptURL(url: string): unknown}>;
        const policy = holder[Symbol.for('kakao-sync-widget.trusted-types')]!;
        return urls.filter((url) => {
          try {
            return String(policy.createScriptURL(url)) === url;
          } catch {
            return false;
          }
        });
      },
      [
        `${SHOP}/static/${REPORT}`,
        `${SHOP}/${REPORT}`,
        `${SHOP}/static/${REPORT}?a`,
        `${SHOP}/static/other/${REPORT}`,
        `${CDN}/static/${REPORT}`,
        `/static/${REPORT}`,
        `${SHOP}/static/${TAG}`,
      ],
    );

    assert.deepEqual(passed, [`${SHOP}/static/${REPORT}`]);
  });

  for (const isBlocked of [false, true]) {
    test(`come to a page with modules as one of its own${isBlocked ? ', or do not: code and reference' : ''}`, async () => {
      const files = await split();
      const name = [...files].find(([, text]) => text.includes(HASH))?.[0];
      assert.ok(name);
      const loaded = await open({
        markup: `<script type="module" src="/entry.js"></script>`,
        async intercept(path, route) {
          if (path === `/${name}` && isBlocked) await route.abort();
          else
            await route.fulfill({headers: {'Content-Type': 'text/javascript'}, body: files.get(path.slice(1)) ?? ''});
          return true;
        },
      });

      assert.equal(await loaded.firstLine(), isBlocked ? CODE : LINE);
      assert.equal(loaded.requests.filter((url) => url.endsWith(`/${name}`)).length, 1);
    });
  }
});

/** A site's own build that keeps what is imported later apart: its files by name. */
async function split(): Promise<ReadonlyMap<string, string>> {
  const {outputFiles} = await build({
    stdin: {
      contents: `import {createKakaoSync} from 'kakao-sync-widget/client';
        createKakaoSync({appKey: '${KEY}', redirectUri: '/kakao/callback', endpoint: '/api', scope: 'a b'});`,
      resolveDir: ROOT,
    },
    entryNames: 'entry',
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({path, text}) => [path.replace(/^.*[\\/]/, ''), text]));
}
