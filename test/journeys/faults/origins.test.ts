import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectText,
  ko,
  SESSION_PATH,
  type Visit,
} from '../../support/journey.js';

const PROXY = 'https://shop-example.translate.example';
const SCRIPT = '/kakao-sync.min.js';
const FRAMING = '/framing';

function body(attributes: string): string {
  const inner = `<script src='${SCRIPT}' ${attributes.replace(/([\w-]+)="([^"]*)"/g, "data-$1='$2'")}></script>`;
  return `<a href="/">온달</a><iframe srcdoc="<p>둥근 살림</p>${inner}"></iframe>`;
}

describeJourney(
  'a page of the site',
  {pages: {[FRAMING]: {scripts: () => '', body}}},
  ({site, testFault, openVisit}) => {
    let folder = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'saved-page-'));
    });
    after(() => rm(folder, {recursive: true}));

    /** The press is told to be of no use here, and nothing was sent to anybody. */
    async function expectRefusal(visit: Visit, at: string, code: string): Promise<void> {
      const {detail, page} = await visit.events.next('kakao-login-error');
      assert.deepEqual({code: detail?.['code'], end: detail?.['end']}, {code, end: 'help'});
      assert.deepEqual(visit.traffic.toKakao, []);
      await expectEnding(visit, {at, session: 'signed-out', error: [page]});
    }

    /** The site's pages at another origin. */
    async function passThrough(visit: Visit, origin: string): Promise<void> {
      await visit.context.route(`${origin}/**`, async (route) => {
        const {pathname, search} = new URL(route.request().url());
        // A visit may end while the page still asks for a file: Playwright throws then, where nobody catches it.
        const response = await route.fetch({url: site.url + pathname + search}).catch(() => undefined);
        await (response ? route.fulfill({response}) : route.abort());
      });
    }

    testFault('F76', 'behind a proxy of another origin sends nobody anywhere', {elsewhere: PROXY}, async (visit) => {
      Object.assign(site.attributes, {
        endpoint: site.url + SESSION_PATH,
        'redirect-uri': site.url + CALLBACK_PATH,
        emulator: undefined,
      });
      await passThrough(visit, PROXY);
      await visit.page.goto(`${PROXY}/cart?item=1`);

      await visit.press();

      await expectText(visit, ko.unavailable);
      await expectRefusal(visit, `${PROXY}/cart?item=1`, 'config_invalid');
    });

    testFault('F76', 'behind a proxy, with addresses of its own, is stopped by Kakao', async () => {
      // Kakao knows no such redirect URI.
      site.attributes['rest-api-key'] = site.restKey;
      const elsewhere = site.url.replace('localhost', '127.0.0.1');
      await using visit = await openVisit({elsewhere});
      await passThrough(visit, elsewhere);
      await visit.page.goto(`${elsewhere}/cart?item=1`);

      await visit.press();
      await visit.page
        .getByText(/KOE\d+/)
        .first()
        .waitFor();
      await visit.page.goBack();

      await expectEnding(visit, {at: `${elsewhere}/cart?item=1`, session: 'signed-out', open: 1});
      assert.equal(site.backend.posts.length, 0);
    });

    testFault(
      'F76',
      'behind a proxy signs nobody in',
      {device: 'android in KakaoTalk', elsewhere: PROXY},
      async (visit) => {
        Object.assign(site.attributes, {
          endpoint: site.url + SESSION_PATH,
          'redirect-uri': site.url + CALLBACK_PATH,
          'rest-api-key': site.restKey,
          'auto-login': 'all',
          emulator: undefined,
        });
        site.emulator.signInToKakaoTalk('member');
        await passThrough(visit, PROXY);

        await visit.page.goto(`${PROXY}/cart?item=1`, {waitUntil: 'networkidle'});

        assert.deepEqual(visit.traffic.toKakao, []);
        await expectEnding(visit, {at: `${PROXY}/cart?item=1`, session: 'signed-out'});
      },
    );

    testFault('F76', 'that was saved to a file sends nobody anywhere', async () => {
      const script = fileURLToPath(import.meta.resolve('kakao-sync-widget/kakao-sync.min.js'));
      await writeFile(join(folder, 'kakao-sync.min.js'), await readFile(script));
      const file = join(folder, 'cart.html');
      const attributes = `data-app-key="${site.scriptKey}" data-endpoint="${SESSION_PATH}" data-redirect-uri="${CALLBACK_PATH}"`;
      await writeFile(
        file,
        `<!doctype html><meta charset="utf-8"><body><script src="kakao-sync.min.js" ${attributes}></script>`,
      );
      const at = pathToFileURL(file).href;
      await using visit = await openVisit({elsewhere: pathToFileURL(folder).href});
      await visit.page.goto(at);

      await visit.press();

      await expectText(visit, ko.unavailable);
      await expectRefusal(visit, at, 'insecure_origin');
    });

    testFault('F76', 'inside a frame without an address sends nobody anywhere', async (visit) => {
      await visit.goTo(FRAMING);
      const frame = visit.page.frameLocator('iframe');

      await frame.getByRole('button').click();

      await frame.getByText(ko.unavailable).waitFor();
      await expectRefusal(visit, FRAMING, 'insecure_origin');
    });
  },
);
