import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import type {SitePage} from '../support/site-pages.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  type JourneyOptions,
  ko,
} from '../support/journey.js';

const CODE = 'code-from-somewhere-else-1';

/** A page that is its own redirect URI, with something far below to scroll to. */
const LANDING: SitePage = {
  attributes: {'redirect-uri': '/landing'},
  body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>
    <kakao-login-button></kakao-login-button>
    ${'<p>단지</p>'.repeat(200)}
    <h2 id="reviews">후기</h2>`,
};

/** Where the server leads from the redirect URI. */
let move: ((url: URL) => string) | null = null;

function see(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  const isMoved = move && url.pathname.startsWith(CALLBACK_PATH) && url.search !== '' && move(url);
  const answer = isMoved ? new Response(null, {status: 307, headers: {Location: isMoved}}) : undefined;
  if (answer) move = null;
  return Promise.resolve(answer);
}

const SITE: JourneyOptions = {
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
};

describeJourney('a callback that a server moves', SITE, ({site, test}) => {
  beforeEach(() => {
    move = null;
  });

  const moves: readonly [what: string, move: (url: URL) => string, redirectUri?: string][] = [
    ['below the language of the visitor', ({pathname, search}) => `/ko${pathname}${search}`],
    ['to the file that it is', ({pathname, search}) => `${pathname}/index.html${search}`],
    ['to its name without .html', ({search}) => `/kakao/returned${search}`, `${CALLBACK_PATH}.html`],
    ['to the one page of an app', ({search}) => `/${search}`],
  ];
  for (const [what, to, redirectUri = CALLBACK_PATH] of moves) {
    test(`${what} is completed there, with the redirect URI that the login began with`, async (visit) => {
      site.attributes['redirect-uri'] = redirectUri;
      const answer = await visit.begin(AT);
      move = to;
      // The page leaves with the backend's answer, whether its line for the developer is printed or not.
      const post = site.holdNextPost();

      await visit.page.goto(answer);

      const line = await visit.traffic.nextLine('callback_moved');
      assert.ok(line.includes(` on ${redirectUri},`), line);
      post.release();
      await expectSignedIn(visit, AT);
    });
  }

  test('is touched nowhere where its state is of no login of this browser', async (visit) => {
    await visit.begin(AT);
    const state = `ks1.${'A'.repeat(43)}.L2NhcnQ`;
    const at = `/ko${CALLBACK_PATH}?code=${CODE}&state=${state}`;

    await visit.page.goto(site.url + at, {waitUntil: 'networkidle'});

    assert.deepEqual(visit.events.of('kakao-login-error'), []);
    await expectEnding(visit, {at, session: 'signed-out', open: 1, notOurs: [CODE, state]});
  });

  test('into a parameter of the login page is told there, with the way back, and taken out', async (visit) => {
    const answer = await visit.begin(AT);
    move = ({pathname, search}) => `/login?next=${encodeURIComponent(pathname + search)}`;

    await visit.page.goto(answer);

    const at = `/login?next=${encodeURIComponent(CALLBACK_PATH)}`;
    const failure = {code: 'callback_moved', end: 'help', to: AT, message: ko.unavailable} as const;
    await expectFailed(visit, at, failure, {open: 1, isOwnCallback: true});

    await visit.page.getByRole('link', {name: ko.slowBack}).click();
    await visit.page.waitForURL(site.url + AT);
  });

  test('not at all, to a landing page that is its own, ends at the place on it where it began', async (visit) => {
    const at = '/landing#reviews';
    const answer = await visit.begin(at);

    await visit.page.goto(answer);

    await visit.events.next('kakao-login-success');
    assert.ok((await visit.page.evaluate(() => scrollY)) > 0, 'It has scrolled.');
    await expectSignedIn(visit, at, {isOwnCallback: true});
  });
});
