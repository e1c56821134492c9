import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {build} from 'esbuild';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {chromium, type Browser} from 'playwright-core';
import {chromiumArgs, needChromium} from '../../scripts/browsers.mjs';
import {findFreePort} from '../support/free-port.js';

const {key: appKey} = DEFAULT_APP.javascriptKeys[0];
const {key: restApiKey, clientSecret} = DEFAULT_APP.restApiKeys[0];

/** The snippet as a reader would fill it in: their key, and the emulator in place of Kakao. */
async function fillIn(file: string, emulatorUrl: string): Promise<string> {
  const text = await readFile(join('demo/snippets', file), 'utf8');
  return text
    .replace('YOUR_JAVASCRIPT_KEY', appKey)
    .replace('YOUR_REST_API_KEY', restApiKey)
    .replace(/(data-)?app-key=/, (name, prefix?: string) => `${prefix ?? ''}emulator="${emulatorUrl}" ${name}`);
}

describe('the snippets of the documents', () => {
  let browser: Browser;
  let folder: string;
  let shop: string;
  const closers: (() => unknown)[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kakao-sync-readme-'));
    const port = await findFreePort();
    shop = `http://localhost:${port}`;
    const redirectUris = [`${shop}/kakao/callback`];
    const emulator = createKakaoEmulator({
      apps: [
        {
          ...DEFAULT_APP,
          restApiKeys: [{key: restApiKey, clientSecret, redirectUris}],
          javascriptKeys: [{key: appKey, domains: [shop], redirectUris}],
        },
      ],
    });
    emulator.signInToKakaoTalk('no-email');
    const kakao = await emulator.listen({port: 0});
    closers.push(kakao.close);

    const site = join(folder, 'public');
    await mkdir(join(site, 'kakao/callback'), {recursive: true});
    await mkdir(join(site, 'element'));
    await cp('dist/kakao-sync.min.js', join(site, 'kakao-sync.min.js'));
    await writeFile(join(site, 'index.html'), await fillIn('script-tag.html', kakao.url));
    await writeFile(join(site, 'kakao/callback/index.html'), await fillIn('callback.html', kakao.url));
    await writeFile(join(site, 'element/index.html'), await fillIn('element.html', kakao.url));
    await mkdir(join(site, 'member'));
    await writeFile(join(site, 'member/index.html'), await fillIn('member.html', kakao.url));
    await mkdir(join(site, 'auto-login'));
    await cp('dist/kakao-auto-login.min.js', join(site, 'kakao-auto-login.min.js'));
    await writeFile(join(site, 'auto-login/index.html'), await fillIn('auto-login.html', kakao.url));
    await writeFile(join(folder, 'element-callback.html'), await fillIn('element-callback.html', kakao.url));
    await build({entryPoints: ['demo/snippets/main.ts'], bundle: true, format: 'esm', outdir: site, logLevel: 'error'});

    // NODE_OPTIONS of the test runner brings the TypeScript loader along.
    const backend = spawn(process.execPath, [join(process.cwd(), 'demo/snippets/backend.ts')], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        SHOP: shop,
        KAKAO_JAVASCRIPT_KEY: appKey,
        KAKAO_REST_API_KEY: restApiKey,
        KAKAO_CLIENT_SECRET: clientSecret,
        KAKAO_EMULATOR: kakao.url,
        SESSION_KEY: 'a session key of at least 32 characters',
      },
    });
    closers.push(() => backend.kill());
    browser = await chromium.launch({executablePath: needChromium(), args: chromiumArgs});
    const probe = await browser.newPage();
    while (!(await probe.goto(shop).catch(() => null))) assert.equal(backend.exitCode, null, 'the backend has stopped');
    await probe.close();
  });

  after(async () => {
    await browser.close();
    for (const close of closers) await close();
    await rm(folder, {recursive: true});
  });

  for (const [name, path] of [
    ['script tag', '/'],
    ['element', '/element/'],
  ] as const) {
    test(`sign a visitor up: ${name} and backend`, async () => {
      const context = await browser.newContext({locale: 'ko-KR', viewport: {width: 390, height: 844}});
      const page = await context.newPage();
      const outcomes: unknown[] = [];
      await page.exposeFunction('tell', (outcome: unknown) => outcomes.push(outcome));
      await page.addInitScript(() => {
        addEventListener('kakao-login-success', (event) => {
          void (window as unknown as {tell(value: unknown): void}).tell([location.pathname, event.detail.isNewMember]);
        });
      });
      if (path !== '/')
        await cp(join(folder, 'element-callback.html'), join(folder, 'public/kakao/callback/index.html'));
      await page.goto(shop + path);

      await page.getByRole('button', {name: '카카오로 시작하기'}).click();
      // Each visitor is somebody else.
      await page.getByText(path === '/' ? '김새봄' : '강무편').click();
      await page.getByText('전체 동의하기').click();
      await page.getByRole('button', {name: '동의하고 계속하기'}).click();
      await page.waitForURL(shop + path);
      if (path !== '/') await page.getByText('가입을 축하합니다').waitFor();
      else await page.waitForFunction(() => document.querySelector('kakao-login-button') !== null);

      const session = await context.request.get(`${shop}/api/kakao/session`, {
        headers: {'X-Kakao-Sync': '1', 'Sec-Fetch-Site': 'same-origin'},
      });
      const answer = (await session.json()) as {status: string};
      assert.equal(answer.status, 'signed-in');
      assert.deepEqual(outcomes, [[path, true]]);
      await context.close();
    });
  }

  test('ask a member for a new term, name them and log them out: the other elements', async () => {
    const context = await browser.newContext({locale: 'ko-KR', viewport: {width: 390, height: 844}});
    const page = await context.newPage();
    const reads: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.url().endsWith('/api/kakao/session')) reads.push(page.url());
    });
    await cp(join(folder, 'element-callback.html'), join(folder, 'public/kakao/callback/index.html'));
    await page.goto(`${shop}/member/`);
    await page.getByRole('button', {name: '카카오톡 채널 추가하기'}).waitFor();

    await page.getByRole('button', {name: '카카오로 시작하기'}).click();
    assert.deepEqual(reads, [`${shop}/member/`]);
    await page.getByText('한약관').click();
    await page.getByText('계속하려면 동의가 필요해요').waitFor();

    await page.getByRole('button', {name: '카카오에서 동의하기'}).click();
    await page.getByLabel('개인정보 수집 및 이용').check();
    await page.getByRole('button', {name: '동의하고 계속하기'}).click();
    await page.getByText('동의가 완료됐어요.').waitFor();
    assert.equal(await page.getByRole('button', {name: '카카오에서 동의하기'}).count(), 0);

    await page.reload();
    await page.getByRole('button', {name: '한약관 내 계정'}).click();
    await page.getByRole('button', {name: '로그아웃'}).click();
    await page.getByRole('button', {name: '카카오로 시작하기'}).waitFor();
    assert.equal(await page.getByText('계속하려면 동의가 필요해요').count(), 0);
    assert.deepEqual(reads, [`${shop}/member/`, `${shop}/member/`], 'one for a page view, and none after a return');
    await context.close();
  });

  test('sign a member in without a press: auto-login', async () => {
    const userAgent = 'Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile Safari/537.36 KAKAOTALK/26.8.1';
    const context = await browser.newContext({locale: 'ko-KR', viewport: {width: 390, height: 844}, userAgent});
    const page = await context.newPage();

    await page.goto(`${shop}/auto-login/?ks_auto=1`);
    await page.getByText('어서 오세요').waitFor();

    assert.equal(page.url(), `${shop}/auto-login/?ks_auto=1`);
    await context.close();
  });
});
