import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe} from 'node:test';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectSignedIn,
  type JourneyOptions,
  SESSION_PATH,
} from '../support/journey.js';
import {ALL, ELEMENTS, findUnregistered, SENTENCE} from '../support/bundles/journey.js';
import {installProject, type PackedProject} from '../support/bundles/packed-package.js';

/** The two ways in which Next builds an app, by the option of its command. */
const BUILDS = {'Next, by Turbopack': '--turbopack', 'Next, by webpack': '--webpack'} as const;

let project: PackedProject;
let app: {readonly port: number; readonly process: ChildProcess} | undefined;

const SITE: JourneyOptions = {
  // All but the session resource is the app's, at both origins of the site.
  async see(request) {
    const {pathname, search} = new URL(request.url);
    if (!app || pathname === SESSION_PATH) return undefined;
    const {status, headers, body} = await fetch(toAddress(pathname + search), {
      headers: request.headers,
      redirect: 'manual',
    });
    const kept = new Headers(headers);
    // What it told of the body's transport was undone.
    for (const name of ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Keep-Alive'])
      kept.delete(name);
    return new Response(body, {status, headers: kept});
  },
};

describeJourney('the packed package, built by', SITE, ({site, test}) => {
  before(async () => {
    project = await installProject('test/bundlers/next');
  });
  after(() => project[Symbol.asyncDispose]());

  for (const [name, option] of Object.entries(BUILDS)) {
    describe(name, () => {
      before(async () => {
        const env = {
          ASSET_PREFIX: site.apiUrl,
          DIST_DIR: `.next${option}`,
          SYNC: JSON.stringify({
            'app-key': site.scriptKey,
            endpoint: SESSION_PATH,
            'redirect-uri': CALLBACK_PATH,
            emulator: site.kakao[0],
          }),
        };
        await finish(runIn(project.folder, env, 'node_modules/next/dist/bin/next', 'build', option));
        app = await startApp(env);
      });
      after(async () => {
        if (!app) return;
        app.process.kill();
        await once(app.process, 'close');
        app = undefined;
      });

      test('signs somebody up by Kakao’s SDK, and draws the member on the server without another load', async (visit) => {
        const {page} = visit;
        const loads: string[] = [];
        page.on('request', (request) => {
          if (request.isNavigationRequest()) loads.push(new URL(request.url()).pathname);
        });
        await visit.pressAt(AT);
        await visit.kakao.signUp('김새봄');

        await page.getByText('서버: 회원').waitFor();
        // Next writes a page's address into its markup.
        const more = {neighbour: true, isOwnCallback: 'in-markup'} as const;
        await expectSignedIn(visit, AT, {success: [CALLBACK_PATH], ...more});
        assert.equal(loads.at(-1), CALLBACK_PATH);

        await page.getByRole('button', {name: '로그아웃'}).click();
        await page.getByText('서버: 비회원').waitFor();
        assert.equal(loads.at(-1), CALLBACK_PATH);
      });

      test('lets the kit’s hooks end pages and routes by redirect() and notFound()', async () => {
        const seen = await Promise.all(
          ['/gate/redirect', '/gate/missing', '/gate/route?how=redirect', '/gate/route?how=missing'].map(readExit),
        );

        assert.deepEqual(seen, [
          [307, '/cart?from=gate'],
          [404, null],
          [307, '/cart?from=gate'],
          [404, null],
        ]);
      });

      test('draws a page for each visitor whose kit’s hook reads a cookie, though the page does not say so', async () => {
        for (const [cookie, text] of [
          ['', '비회원'],
          ['visitor=m-1', '회원: 김새봄'],
        ] as const) {
          const response = await fetch(toAddress('/member'), {headers: {cookie}});

          assert.ok((await response.text()).includes(text), text);
        }
      });

      test('registers every element, and fetches the developer’s sentence from the prefix', async (visit) => {
        const scripts: string[] = [];
        visit.page.on('request', (request) => {
          if (request.resourceType() === 'script') scripts.push(new URL(request.url()).origin);
        });
        await visit.goTo(ALL);

        assert.equal(await visit.traffic.nextLine('config_invalid'), SENTENCE);
        assert.deepEqual(await visit.page.evaluate(findUnregistered, ELEMENTS), []);
        assert.deepEqual([...new Set(scripts)], [site.apiUrl]);
        assert.deepEqual(visit.traffic.uncaught, []);
      });
    });
  }
});

const toAddress = (path: string): string => `http://localhost:${app?.port}${path}`;

/** What Next answers with, and where to it leads. */
async function readExit(path: string): Promise<[status: number, location: string | null]> {
  const {status, headers} = await fetch(toAddress(path), {
    redirect: 'manual',
    headers: {'Sec-Fetch-Site': 'same-origin', 'X-Kakao-Sync': '1'},
  });
  return [status, headers.get('location')];
}

function runIn(folder: string, env: Readonly<Record<string, string>>, script: string, ...args: string[]): ChildProcess {
  const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(NODE_|npm_)/.test(key)));
  return spawn(process.execPath, [join(folder, script), ...args], {
    cwd: folder,
    env: {...own, ...env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production'},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<void> {
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => void texts.push(String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  assert.equal(code, 0, texts.join(''));
}

/** Starts the app's server, which prints its port. */
async function startApp(env: Readonly<Record<string, string>>): Promise<{port: number; process: ChildProcess}> {
  const child = runIn(project.folder, env, 'server.mjs');
  assert.ok(child.stdout && child.stderr);
  const texts: string[] = [];
  child.stderr.on('data', (chunk) => void texts.push(String(chunk)));
  for await (const line of createInterface({input: child.stdout})) {
    if (line.startsWith('{')) return {...(JSON.parse(line) as {port: number}), process: child};
  }
  throw new Error(`The app does not start: ${texts.join('')}`);
}
