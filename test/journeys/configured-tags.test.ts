import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {EVENT_ID} from '../../demo/configurator/outputs/data-layer.js';
import {toDataLayerLines} from '../../demo/configurator/outputs/outputs.js';
import {DEFAULTS, type Settings} from '../../demo/configurator/settings.js';
import {validate} from '../../demo/configurator/validate.js';
import {bundleComponent} from '../support/bundle-component.js';
import {createConfiguredSite, NONCE, readRelease, toInjector, toOutput, toPage} from '../support/configured-pages.js';
import {CALLBACK_PATH, describeJourney, SESSION_PATH, START, type Visit} from '../support/journey.js';
import {STAND_IN} from '../support/sdk-environments.js';
import {toIntegrity} from '../support/sdk-source.js';

const WORDS = `"><i onclick='a'>가입{{a}}`;

/** What a marketer has typed: nothing of it is the default. */
const SETTINGS: Settings = {
  ...DEFAULTS,
  ...{label: 'own', text: WORDS, height: 52, width: 0, radius: 8, align: 'center'},
  ...{bubble: '<img src=x onerror="isSpoilt=1">', locale: 'ko', analytics: 'gtm'},
  appKey: DEFAULT_APP.javascriptKeys[0].key,
  restApiKey: DEFAULT_APP.restApiKeys[0].key,
  redirectUri: CALLBACK_PATH,
  endpoint: SESSION_PATH,
};
/** The same where nothing is measured: the strictest policy. */
const UNMEASURED: Settings = {...SETTINGS, analytics: 'none'};

const release = await readRelease();
const files = createConfiguredSite(SETTINGS.base);

describeJourney('what the configurator prints', {at: STAND_IN, see: files.see}, ({site, test}) => {
  beforeEach(async () => {
    files.clear();
    // The stand-in is no release of Kakao's: the page names its hash.
    const sdk = await site.emulator.fetch(site.sdkUrl);
    const sdkIntegrity = toIntegrity(new Uint8Array(await sdk.arrayBuffer()));
    files.putScript('/sdk.js', `window.kakaoSync = ${JSON.stringify({sdkVersion: '2.7.9', sdkIntegrity})};`);
  });

  const SDK = '<script src="/sdk.js"></script>';
  /** A page that was printed whole. */
  const withSdk = (html: string): string => html.replace('<title>', `${SDK}$&`);

  function put(settings: Settings, html: string): void {
    const policy = toOutput(settings, release, 'csp');
    files.put('/', html, policy);
    files.put(CALLBACK_PATH, withSdk(toOutput({...settings, place: 'page'}, release, 'callback')), policy);
  }

  const PASTES: Readonly<Record<string, readonly [settings: Settings, toHtml: (settings: Settings) => string]>> = {
    'the tag': [UNMEASURED, (settings) => toPage(toOutput(settings, release, 'tag'), SDK)],
    'the tag, measured': [SETTINGS, (settings) => toPage(toOutput(settings, release, 'tag'), SDK)],
    'the whole page': [UNMEASURED, (settings) => withSdk(toOutput(settings, release, 'html'))],
    'the loader, by a tag manager that removes attributes': [
      {...SETTINGS, place: 'gtm'},
      (settings) => {
        const html = toOutput(settings, release, 'gtm-loader');
        files.putScript('/tag-manager.js', toInjector(html));
        const place = /<div data-kakao-login[^>]*><\/div>/.exec(html)?.[0] ?? '';
        return toPage(place, `${SDK}<script src="/tag-manager.js" nonce="${NONCE}"></script>`);
      },
    ],
  };

  for (const [name, [settings, toHtml]] of Object.entries(PASTES)) {
    test(`leads a press on a phone to Kakao and back, under its policy: ${name}`, {device: 'iphone'}, async (visit) => {
      const problems = validate({...settings, sites: [site.url]}, () => true);
      assert.deepEqual(
        problems.filter(({isWarning}) => !isWarning),
        [],
      );
      put(settings, toHtml(settings));
      const told = await recordLines(visit);

      await visit.goTo('/');
      await expectLook(visit);
      if (settings.analytics === 'gtm') await told.next('kakao_sync_view');
      await visit.press(WORDS);
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.equal(visit.page.url(), `${site.url}/`);
      if (settings.analytics === 'gtm') {
        await told.next('sign_up');
        const ids = told.lines.flatMap((line) => /event_id: '([\w-]{43})'/.exec(line)?.[1] ?? []);
        assert.equal(ids.length, 2);
        assert.equal(new Set(ids).size, 1, 'one login has one id');
        const lines = told.lines.map((line) => line.replace(String(ids[0]), EVENT_ID));
        assert.deepEqual(lines, toDataLayerLines({...settings, sites: [site.url]}));
      }
      assert.deepEqual(visit.violations.all, []);
    });
  }

  test(
    'keeps to the bottom of the screen, and asks in a sheet, under its policy',
    {device: 'iphone'},
    async (visit) => {
      const sheetText = '가입하면 쿠폰을 드려요.';
      const settings: Settings = {
        ...UNMEASURED,
        ...{isPinned: true, bubble: '', sheet: 'auto', sheetText, sheetDone: '환영해요.'},
      };
      const {page} = visit;
      put(settings, toPage(`${toOutput(settings, release, 'tag')}${'<p>둥근 살림</p>'.repeat(90)}`, SDK));

      await visit.goTo('/');
      const button = page.locator('[data-kakao-login]').getByRole('button', {name: WORDS});
      const readGap = (): Promise<number> => button.evaluate(toGap);
      assert.deepEqual(
        [await readGap(), await button.evaluate((element) => innerWidth - element.getBoundingClientRect().width)],
        [12, 32],
      );
      await page.waitForFunction(() => Symbol.for('kakao-sync-widget.sheet') in document);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      assert.equal(await readGap(), 12);

      await page.getByRole('region', {name: sheetText}).getByRole('button', {name: START}).tap();
      await visit.kakao.signUp('김새봄');
      await page.getByRole('region', {name: '환영해요.'}).waitFor();
      await button.waitFor({state: 'hidden'});
      assert.deepEqual(visit.violations.all, []);
    },
  );

  for (const framework of ['react', 'vue', 'svelte'] as const) {
    test(
      `is a component that leads to Kakao and back, under its policy: ${framework}`,
      {device: 'iphone'},
      async (visit) => {
        const settings: Settings = {...UNMEASURED, place: 'framework'};
        files.putScript('/app.js', await bundleComponent(framework, toOutput(settings, release, framework)));
        const html = toPage('<div id="app"></div><script src="/app.js"></script>', SDK);
        put(settings, html);
        // An app has its program on all pages.
        files.put(CALLBACK_PATH, html);

        await visit.goTo('/');
        await expectLook(visit);
        await visit.press(WORDS);
        await visit.kakao.signUp('김새봄');

        await visit.events.next('kakao-login-success');
        assert.equal(visit.page.url(), `${site.url}/`);
        await visit.page.locator('kakao-login-button').waitFor({state: 'detached'});
        assert.deepEqual(visit.violations.all, []);
      },
    );
  }

  for (const framework of ['react', 'vue', 'svelte'] as const) {
    test(`is a component that keeps to the bottom of the screen: ${framework}`, {device: 'iphone'}, async (visit) => {
      const settings: Settings = {...UNMEASURED, place: 'framework', isPinned: true};
      files.putScript('/app.js', await bundleComponent(framework, toOutput(settings, release, framework)));
      put(settings, toPage('<div id="app"></div><script src="/app.js"></script>', SDK));

      await visit.goTo('/');
      assert.equal(await visit.page.getByRole('button', {name: WORDS}).evaluate(toGap), 12);
    });
  }

  /** What each shop has of its host, and what it calls. */
  const SHOPS = {
    cafe24: ['kakaosyncLogin', `<a onclick="calls.push('kakaosyncLogin')">카카오</a>`],
    imweb: ['openLogin', "<script>window.SITE_MEMBER = {openLogin: () => calls.push('openLogin')};</script>"],
    makeshop: ['ks_login_log', "<script>window.ks_login_log = () => calls.push('ks_login_log');</script>"],
  } as const;
  for (const place of ['cafe24', 'imweb', 'makeshop'] as const) {
    for (const clickSelector of ['', '#own']) {
      test(`presses a hosted shop's own login: ${place} ${clickSelector}`, {device: 'iphone'}, async (visit) => {
        const [call, markup] = SHOPS[place];
        const tag = toOutput({...SETTINGS, place, clickSelector}, release, 'tag');
        const own = clickSelector && `<a id="own" onclick="calls.push('own')">카카오</a>`;
        files.put('/', toPage(`<script>window.calls = [];</script>${markup}${own}${tag}`));

        await visit.goTo('/');
        await expectLook(visit);
        await visit.press(WORDS);

        const calls = await visit.page.evaluate(() => (window as unknown as {calls: unknown}).calls);
        assert.deepEqual(calls, [clickSelector ? 'own' : call]);
        assert.deepEqual(visit.traffic.toKakao, []);
      });
    }
  }
});

/** How far it is from the bottom of the window, in pixels. */
const toGap = (element: Element): number => Math.round(innerHeight - element.getBoundingClientRect().bottom);

/** The button looks as was chosen, and its texts are texts. */
async function expectLook({page}: Visit): Promise<void> {
  const element = page.locator('kakao-login-button');
  await element.getByRole('button', {name: WORDS}).waitFor();
  const look = await element.evaluate((host) => {
    const button = host.shadowRoot!.querySelector<HTMLElement>('[part="button"]')!;
    const {height, width} = button.getBoundingClientRect();
    return {
      texts: [...host.children].map((child) => [child.slot, child.textContent]),
      height,
      isWide: width === host.parentElement!.clientWidth,
      radius: getComputedStyle(button).borderRadius,
      align: getComputedStyle(host.parentElement!).textAlign,
      isSpoilt: 'isSpoilt' in window,
    };
  });
  assert.deepEqual(look, {
    texts: [
      ['label', SETTINGS.text],
      ['bubble', SETTINGS.bubble],
    ],
    ...{height: 52, isWide: true, radius: '8px', align: 'center', isSpoilt: false},
  });
}

interface Told {
  readonly lines: readonly string[];
  /** Until an event has been pushed. */
  next(event: string): Promise<void>;
}

/** All that is pushed to `dataLayer`, on all pages of the visit, as the configurator writes it. */
async function recordLines({page}: Visit): Promise<Told> {
  const lines: string[] = [];
  let tell: () => void = () => undefined;
  await page.exposeBinding('tellLine', (_source, entry: Record<string, string>) => {
    const fields = Object.entries(entry).map(([name, value]) => `${name}: '${value}'`);
    lines.push(`dataLayer.push({${fields.join(', ')}});`);
    tell();
  });
  await page.addInitScript(() => {
    const {tellLine} = window as unknown as {tellLine(entry: unknown): void};
    const layer: unknown[] = [];
    layer.push = (entry) => {
      // Without what is undefined.
      tellLine(JSON.parse(JSON.stringify(entry)));
      return 0;
    };
    Object.assign(window, {dataLayer: layer});
  });
  return {
    lines,
    async next(event) {
      while (!lines.some((line) => line.includes(`'${event}'`))) await new Promise<void>((resolve) => (tell = resolve));
    },
  };
}
