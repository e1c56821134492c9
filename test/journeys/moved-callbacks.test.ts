import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {ko} from '../support/texts.js';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type Site, startSite} from '../support/site.js';
import type {SitePage} from '../support/site-pages.js';
import {CALLBACK_PATH} from '../support/test-environment.js';
import {expectText, startVisit, type Visit} from '../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const CODE = 'code-from-somewhere-else-1';

/** A page that is its own redirect URI, with something far below to scroll to. */
const LANDING: SitePage = {
  attributes: {'redirect-uri': '/landing'},
  body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
    <kakao-login-button></kakao-login-button>
    ${'<p>단지</p>'.repeat(200)}
    <h2 id="reviews">후기</h2>`,
};

describe('a callback that a server moves', () => {
  let browser: Browser;
  let site: Site;
  /** Where the server leads from the redirect URI. */
  let move: ((url: URL) => string) | null = null;
  before(async () => {
    const see = (request: Request): Promise<Response | undefined> => {
      const url = new URL(request.url);
      const isMoved = move && url.pathname.startsWith(CALLBACK_PATH) && url.search !== '' && move(url);
      const answer = isMoved ? new Response(null, {status: 307, headers: {Location: isMoved}}) : undefined;
      if (answer) move = null;
      return Promise.resolve(answer);
    };
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({
        see,
        pages: {
          '/landing': LANDING,
          ...Object.fromEntries(
            [`/ko${CALLBACK_PATH}`, `${CALLBACK_PATH}/index.html`, '/kakao/returned', '/', '/login'].map((path) => [
              path,
              {sendsNoReferrer: true},
            ]),
          ),
        },
        redirectPaths: ['/landing', `${CALLBACK_PATH}.html`],
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    move = null;
  });

  /** Begins a login and stops at Kakao's login page: where Kakao would lead back to. */
  async function begin(visit: Visit, at = AT): Promise<string> {
    await visit.goTo(at);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(visit.page.url(), {persona: 'member'});
  }

  const moves: readonly [what: string, move: (url: URL) => string, redirectUri?: string][] = [
    ['below the language of the visitor', ({pathname, search}) => `/ko${pathname}${search}`],
    ['to the file that it is', ({pathname, search}) => `${pathname}/index.html${search}`],
    ['to its name without .html', ({search}) => `/kakao/returned${search}`, `${CALLBACK_PATH}.html`],
    ['to the one page of an app', ({search}) => `/${search}`],
  ];
  for (const [what, to, redirectUri = CALLBACK_PATH] of moves) {
    test(`${what} is completed there, with the redirect URI that the login began with`, async () => {
      site.attributes['redirect-uri'] = redirectUri;
      await using visit = await startVisit(browser, site);
      const answer = await begin(visit);
      move = to;

      await visit.page.goto(answer);

      await visit.events.next('kakao-login-success');
      const line = visit.traffic.console.find((text) => text.includes('callback_moved'));
      assert.ok(line?.includes(` on ${redirectUri},`), line);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }

  test('is touched nowhere where its state is of no login of this browser', async () => {
    await using visit = await startVisit(browser, site);
    await begin(visit);
    const state = `ks1.${'A'.repeat(43)}.L2NhcnQ`;
    const at = `/ko${CALLBACK_PATH}?code=${CODE}&state=${state}`;

    await visit.page.goto(site.url + at, {waitUntil: 'networkidle'});

    assert.deepEqual(visit.events.of('kakao-login-error'), []);
    await expectEnding(visit, {at, session: 'signed-out', open: 1, notOurs: [CODE, state]});
  });

  test('into a parameter of the login page is told there, with the way back, and taken out', async () => {
    await using visit = await startVisit(browser, site);
    const answer = await begin(visit);
    move = ({pathname, search}) => `/login?next=${encodeURIComponent(pathname + search)}`;

    await visit.page.goto(answer);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['end'], detail?.['to']], ['callback_moved', 'help', AT]);
    await expectText(visit, ko.unavailable);
    const at = `/login?next=${encodeURIComponent(CALLBACK_PATH)}`;
    await expectEnding(visit, {at, session: 'signed-out', error: [at], open: 1, isOwnCallback: true});

    await visit.page.getByRole('link', {name: ko.back}).click();
    await visit.page.waitForURL(site.url + AT);
  });

  test('not at all, to a landing page that is its own, ends at the place on it where it began', async () => {
    await using visit = await startVisit(browser, site);
    const at = '/landing#reviews';
    const answer = await begin(visit, at);

    await visit.page.goto(answer);

    await visit.events.next('kakao-login-success');
    assert.ok((await visit.page.evaluate(() => scrollY)) > 0, 'It has scrolled.');
    const ending = {at, session: 'signed-in', success: [at], posts: 1, tokens: 1} as const;
    await expectEnding(visit, {...ending, isOwnCallback: true});
  });
});
