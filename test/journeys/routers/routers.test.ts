import assert from 'node:assert/strict';
import {describe} from 'node:test';
import type {SitePage} from '../../support/site-pages.js';
import {
  describeJourney,
  expectEnding,
  expectSignedIn,
  holdNext,
  type JourneyOptions,
  type Visit,
  waitForHeldPost,
} from '../../support/journey.js';

/** The pages of an app that is one document, below a path. */
function toApp(script: string, base: string, redirectUri: string): Record<string, SitePage> {
  const page: SitePage = {
    attributes: {'redirect-uri': redirectUri},
    scripts: () => `<script type="module" src="/scripts/${script}.js"></script>`,
    body: (attributes) => `<div id="root" base="${base}" ${attributes}></div>`,
  };
  return Object.fromEntries(['', '/', '/login', '/cart', '/kakao/callback'].map((path) => [base + path, page]));
}

const APPS = {
  'React Router’s data router, whose root is for members': ['react-data', '/react-data'],
  'React Router’s elements, with a gate': ['react-gate', '/react-gate'],
  'vue-router, with a guard': ['vue-guard', '/vue-guard'],
} as const;

const guarded = Object.values(APPS).flatMap(([script, base]) =>
  Object.entries(toApp(script, base, `${base}/kakao/callback`)),
);

const SITE: JourneyOptions = {
  pages: {
    ...Object.fromEntries(guarded),
    // Landing pages that are their own redirect URIs.
    ...toApp('vue-guard', '/vue-own', '/vue-own/'),
    ...toApp('vue-lazy', '/vue-lazy', '/vue-lazy/'),
    ...toApp('vue-lazy', '/vue-deep', '/vue-deep/kakao/callback'),
    ...toApp('vue-hash', '/vue-hash', '/vue-hash'),
    ...toApp('react-return', '/react-return', '/react-return/kakao/callback'),
  },
  routers: ['react-data.tsx', 'react-gate.tsx', 'vue-guard.ts', 'vue-lazy.ts', 'vue-hash.ts', 'react-return.tsx'],
  redirectPaths: [
    ...Object.values(APPS).map(([, base]) => `${base}/kakao/callback`),
    ...['/vue-own/', '/vue-lazy/', '/vue-deep/kakao/callback', '/vue-hash', '/react-return/kakao/callback'],
  ],
};

describeJourney('a site with a router', SITE, ({site, test}) => {
  /** Presses the button of the page that is shown, and stops at Kakao's: where Kakao would lead back to. */
  async function press(visit: Visit): Promise<string> {
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return site.emulator.authorize(visit.page.url(), {persona: 'member'});
  }

  for (const [name, [, base]] of Object.entries(APPS)) {
    /** Where its guard leads from the page that a visitor has asked for, and where the app goes on after a login. */
    const login = {
      '/react-data': `${base}/login?next=%2Fcart%3Fitem%3D1`,
      '/react-gate': `${base}/login`,
      '/vue-guard': `${base}/login?redirect=/cart?item%3D1`,
    }[base];
    const end = base === '/react-gate' ? `${base}/` : `${base}/cart?item=1`;

    /** Comes to the login page as a guest, by the guard; stops at Kakao's. */
    async function begin(visit: Visit): Promise<string> {
      await visit.goTo(`${base}/cart?item=1`);
      await visit.page.waitForURL((url) => url.href.endsWith('/login') || url.search !== '?item=1');
      return press(visit);
    }

    async function expectSignedIn(visit: Visit): Promise<void> {
      const {page} = await visit.events.next('kakao-login-success');
      await visit.page.getByText('회원: 이하늘').first().waitFor();
      await visit.page.waitForURL((url) => url.href.startsWith(site.url + end));
      const at = new URL(visit.page.url()).href.slice(site.url.length);
      assert.equal(decodeURIComponent(page), decodeURIComponent(login));
      await expectEnding(visit, {at, session: 'signed-in', success: [page], posts: 1, tokens: 1});
    }

    describe(`made with ${name}`, () => {
      test('completes the login that its guard has moved away from the callback', async (visit) => {
        const answer = await begin(visit);
        // The page leaves with the backend's answer, whether its line for the developer is printed or not.
        const post = site.holdNextPost();

        await visit.page.goto(answer);

        await visit.traffic.nextLine('callback_moved');
        post.release();
        await expectSignedIn(visit);
      });

      test('completes it once where the page is reloaded in the middle', async (visit) => {
        const answer = await begin(visit);
        const post = site.holdNextPost();
        await visit.page.goto(answer);
        await waitForHeldPost(visit, post);

        await visit.page.reload();
        await visit.page.getByRole('heading', {name: '로그인'}).waitFor();
        post.release();

        await expectSignedIn(visit);
      });

      test('completes nothing again where the visitor goes back', async (visit) => {
        await visit.page.goto(await begin(visit));
        await expectSignedIn(visit);
        const at = visit.page.url().slice(site.url.length);

        await visit.goTo('/');
        await visit.page.goBack();
        await visit.page.getByText('회원: 이하늘').first().waitFor();

        const success = visit.events.of('kakao-login-success').map(({page}) => page);
        assert.equal(success.length, 1);
        await expectEnding(visit, {at, session: 'signed-in', success, posts: 1, tokens: 1});
      });
    });
  }

  test('completes a login once where the element that began is drawn anew in the middle', async (visit) => {
    await visit.goTo('/react-data/login?next=%2Fcart');
    const answer = await press(visit);
    const post = site.holdNextPost();
    await visit.page.goto(answer);
    await waitForHeldPost(visit, post);

    await visit.page.getByRole('button', {name: '다시 그리기'}).click();
    post.release();

    await visit.page.waitForURL(`${site.url}/react-data/cart`);
    await visit.page.getByText('회원: 이하늘').first().waitFor();
    await expectSignedIn(visit, '/react-data/cart', {success: ['/react-data/login?next=%2Fcart']});
  });

  test('completes a login on a landing page that is its own redirect URI, and for members alone', async (visit) => {
    await visit.goTo('/vue-own/login?redirect=/cart');
    const answer = await press(visit);

    await visit.page.goto(answer);

    await visit.page.waitForURL(`${site.url}/vue-own/cart`);
    await visit.page.getByText('회원: 이하늘').first().waitFor();
    await expectSignedIn(visit, '/vue-own/cart', {success: ['/vue-own/login?redirect=/cart']});
  });

  for (const [when, base] of [
    ['before', '/vue-lazy/'],
    ['after', '/vue-deep/'],
  ] as const) {
    test(`takes the answer out again that its router puts back ${when} the backend has answered: ${base}`, async (visit) => {
      await visit.goTo(base);
      const answer = await press(visit);
      const post = site.holdNextPost();
      const view = await holdNext(visit.context, /\/lazy-view/);
      await visit.page.goto(answer);
      await Promise.all([waitForHeldPost(visit, post), view.arrived]);

      if (when === 'before') {
        view.release();
        await visit.page.getByText('화면: /', {exact: true}).waitFor();
        assert.doesNotMatch(visit.page.url(), /code|state/);
        post.release();
      } else {
        post.release();
        await visit.events.next('kakao-return');
        view.release();
      }

      await visit.page.getByText('회원: 이하늘').first().waitFor();
      await visit.page.getByText('화면: /', {exact: true}).waitFor();
      await expectSignedIn(visit, base, {isOwnCallback: base === '/vue-lazy/'});
    });
  }

  test('goes on by React Router, below its path and without a load, where KakaoReturn is drawn', async (visit) => {
    const at = '/react-return/cart?item=1#total';
    await visit.goTo(at);
    const answer = await press(visit);
    const loads: string[] = [];
    visit.page.on('request', (request) => {
      if (request.isNavigationRequest()) loads.push(new URL(request.url()).pathname);
    });

    await visit.page.goto(answer);

    await visit.page.getByRole('heading', {name: '장바구니'}).waitFor();
    const {page: told} = await visit.events.next('kakao-login-success');
    await expectSignedIn(visit, at, {success: [told], isOwnCallback: true});
    assert.deepEqual(loads, ['/react-return/kakao/callback']);
  });

  test('comes back to the view in the fragment where the login began', async (visit) => {
    const at = '/vue-hash#/cart';
    await visit.goTo(at);
    await visit.page.getByText('화면: 장바구니').waitFor();

    await visit.page.goto(await press(visit));

    await visit.events.next('kakao-login-success');
    await visit.page.getByText('화면: 장바구니').waitFor();
    await expectSignedIn(visit, at, {isOwnCallback: true});
  });
});
