import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describeJourney, expectSignedIn, expectText, ko} from '../support/journey.js';
import type {SitePage} from '../support/site-pages.js';

const PLACE = '<div data-kakao-login></div>';
const TAG = '/kakao-sync.min.js';

/** What a tag says, as `window.kakaoSync` has it. */
function toGiven(data: string): string {
  const settings = [...data.matchAll(/data-([\w-]+)="([^"]*)"/g)].map(([, name = '', value]) => [
    name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return JSON.stringify(Object.fromEntries(settings));
}

/** A tag manager: it runs the text of the snippet in a script of its own, and removes every `data-` attribute. */
function inject(data: string, nonce: string): string {
  const [, text = ''] = /<script>([^]*)<\/script>/.exec(readFileSync('demo/snippets/tag-manager.html', 'utf8')) ?? [];
  const loader = text.replace(/\{\s+appKey[^}]*\}/, `Object.assign(${toGiven(data)}, {q: []})`);
  return `<script nonce="${nonce}">addEventListener('load', () => {
    const script = document.createElement('script');
    script.nonce = ${JSON.stringify(nonce)};
    script.textContent = ${JSON.stringify(loader)};
    document.body.append(script);
  });</script>`;
}

interface Paste {
  readonly head?: (data: string, nonce: string) => string;
  readonly body?: (data: string, nonce: string) => string;
  /** What stands where a button is to be. */
  readonly place?: string;
}

/** How a tag comes to a page. Each page has one button by it. */
const PASTES: Readonly<Record<string, Paste>> = {
  'async, in the head': {head: (data) => `<script async src="${TAG}" ${data}></script>`},
  'deferred, in the head': {head: (data) => `<script defer src="${TAG}" ${data}></script>`},
  'as a module': {head: (data) => `<script type="module" src="${TAG}" ${data}></script>`},
  'at the end of the body, without a place': {
    body: (data) => `<script src="${TAG}" ${data}></script>`,
    place: '',
  },
  'twice, without a place': {
    body: (data) => `<script src="${TAG}" ${data}></script>`.repeat(2),
    place: '',
  },
  'by a tag manager that removes attributes': {head: inject},
  'by a tag manager, beside the tag itself': {
    head: (data, nonce) => `<script src="${TAG}" ${data}></script>${inject(data, nonce)}`,
  },
  'on a page whose form has the name of our global': {
    head: (data) => `<script defer src="${TAG}" ${data}></script>`,
    place: `<form id="kakaoSync"><input name="appKey" value="x"><input name="q"></form>${PLACE}`,
  },
};

/** Scripts in the page need the nonce. */
const withNonce = (policy: string, nonce: string): string => policy.replace("script-src 'self'", `$& 'nonce-${nonce}'`);

const toPage = ({head = () => '', body = () => '', place = PLACE}: Paste): SitePage => ({
  attributes: {'redirect-uri': '/tag/callback'},
  scripts: head,
  body: (given, nonce) => place + body(given.replace(/(^| )(?=[\w-]+=)/g, '$1data-'), nonce),
  policy: withNonce,
});
const pastePath = (name: string): string => `/paste/${Object.keys(PASTES).indexOf(name)}`;

const page = (body: string, attributes = ''): SitePage => ({
  attributes: {'redirect-uri': '/tag/callback'},
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data} ${attributes}></script>`,
  body: () => body,
});

describeJourney(
  'a page with the script tag',
  {
    pages: {
      '/tag': page('<div data-kakao-login></div>'),
      '/link': page('<p><a id="join" href="/login" data-kakao-login><b>함께</b> 시작하기</a></p><p>온달</p>'),
      '/tag/callback': page('<p>로그인 중</p>'),
      '/paused': page(`${PLACE}<p><a href="/login" data-kakao-login>이메일로 시작하기</a></p>`, 'data-paused'),
      '/measured': page(PLACE, 'data-analytics="gtm"'),
      '/measured/consent': page(PLACE, 'data-analytics="gtm" data-analytics-consent'),
      ...Object.fromEntries(Object.entries(PASTES).map(([name, paste]) => [pastePath(name), toPage(paste)])),
    },
    redirectPaths: ['/tag/callback'],
  },
  ({site, test, openVisit}) => {
    for (const seconds of [1, 3]) {
      test(`tells a script that comes ${seconds} s after the signup of it, once`, async () => {
        await using visit = await openVisit();
        await visit.page.clock.install();
        await visit.goTo('/tag');
        await visit.press();
        await visit.kakao.signUp('김새봄');
        await visit.events.next('kakao-login-success');
        await visit.page.clock.fastForward(seconds * 1000);

        const told = await visit.page.evaluate(async () => {
          type Client = {onOutcome(listener: (outcome: {end: string; isNewMember: boolean}) => void): void};
          const {kakaoSync} = window as unknown as {kakaoSync: {q: {push(subscriber: (client: Client) => void): void}}};
          const heard: unknown[] = [];
          await new Promise<void>((resolve) => {
            kakaoSync.q.push((client) =>
              client.onOutcome(({end, isNewMember}) => {
                heard.push([end, isNewMember]);
                resolve();
              }),
            );
          });
          return heard;
        });

        assert.deepEqual(told, [['signed-in', true]]);
      });
    }

    for (const name of Object.keys(PASTES)) {
      test(`signs up, and draws one button: ${name}`, {device: 'iphone'}, async (visit) => {
        await visit.goTo(pastePath(name));
        await visit.page.getByRole('button').waitFor();
        await visit.page.waitForLoadState();
        assert.equal(await visit.page.getByRole('button').count(), 1);

        await visit.press();
        await visit.kakao.signUp('김새봄');

        await visit.events.next('kakao-login-success');
        assert.equal(visit.page.url(), site.url + pastePath(name));
      });
    }

    test('is paused from the start, and until the page ends that', async (visit) => {
      await visit.goTo('/paused');
      await expectText(visit, ko.paused);
      await visit.page.getByRole('button').click({force: true});
      assert.deepEqual(visit.traffic.toKakao, []);
      assert.equal(await visit.page.getByRole('link').getAttribute('aria-disabled'), null);

      await visit.page.evaluate(() => {
        (window as unknown as {kakaoSync: {pause(is: boolean): void}}).kakaoSync.pause(false);
      });
      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
    });

    for (const at of ['/measured', '/measured/consent']) {
      test(`tells a tag manager of a signup once, and nothing of the member: ${at}`, async (visit) => {
        await visit.goTo(at);
        await visit.press();
        await visit.kakao.signUp('김새봄');
        await visit.events.next('kakao-login-success');

        const readLayer = (): Promise<string> =>
          visit.page.evaluate(() => JSON.stringify((window as {dataLayer?: unknown}).dataLayer ?? []));
        if (at.endsWith('consent')) {
          assert.equal(await readLayer(), '[]');
          await visit.page.evaluate(() => {
            (window as unknown as {kakaoSync: {consent(granted: boolean): void}}).kakaoSync.consent(true);
          });
        }
        await visit.page.waitForFunction(() =>
          (window as {dataLayer?: {event?: string}[]}).dataLayer?.some(({event}) => event === 'kakao_sync_ready'),
        );

        const told = await readLayer();
        const names = (JSON.parse(told) as {event: string}[]).map(({event}) => event);
        assert.deepEqual(
          names.filter((name) => name === 'sign_up' || name === 'login'),
          ['sign_up'],
        );
        assert.doesNotMatch(told, /김새봄|"(code|state)":"|[?&](code|state)=/);
      });
    }

    test("signs up by a link of the site's own, below which is what the visitor is told", async () => {
      await using visit = await openVisit();
      await visit.goTo('/link');
      const link = visit.page.getByRole('link', {name: '함께 시작하기'});
      await link.click();
      await visit.kakao.signIn('김새봄');
      await visit.kakao.cancel();

      const {target} = await visit.events.next('kakao-login-cancel');
      assert.equal(target, '#document');
      const message = visit.page.locator('#join + kakao-login-message');
      assert.equal(await visit.page.locator('#join > b').innerText(), '함께');
      await message.waitFor({state: 'attached'});

      await link.focus();
      await visit.page.keyboard.press('Enter');
      await visit.kakao.agree();

      await visit.events.next('kakao-login-success');
      await expectSignedIn(visit, '/link', {cancel: ['/link']});
      assert.equal(await visit.page.locator('kakao-login-button').count(), 0);
      assert.equal(visit.page.url(), `${site.url}/link`);
    });

    test('puts no second button on a page that is swapped in, and fills what comes with it', async () => {
      await using visit = await openVisit();
      await visit.goTo('/tag');
      await visit.page.getByRole('button').waitFor();

      await visit.page.evaluate(async () => {
        // As Turbo does it: the former body is kept as a copy, and scripts of a body that comes are run again.
        const snapshot = document.body.cloneNode(true) as HTMLElement;
        const next = document.createElement('body');
        next.innerHTML = '<section data-kakao-login></section><section data-kakao-login></section>';
        const own = document.querySelector('script[data-app-key]')!;
        const script = document.createElement('script');
        for (const {name, value} of own.attributes) script.setAttribute(name, value);
        document.body = next;
        next.append(script);
        await new Promise((resolve) => (script.onload = resolve));
        document.body = snapshot;
      });

      assert.equal(await visit.page.locator('kakao-login-button').count(), 1);
      await visit.press();
      await visit.kakao.signUp('김새봄');
      await visit.events.next('kakao-login-success');
    });
  },
);
