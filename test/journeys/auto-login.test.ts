import assert from 'node:assert/strict';
import {beforeEach, describe} from 'node:test';
import type {SkipReason} from '../../src/client/state/skip-reason.js';
import type {FaultId} from '../support/fault-matrix.js';
import type {SitePage} from '../support/site-pages.js';
import {describeJourney, expectEnding, expectSignedIn, type JourneyOptions, type Visit} from '../support/journey.js';

const AT = '/products/7?color=red&utm_source=talk#reviews';
const ANDROID = 'android in KakaoTalk';

const HEAD: SitePage = {
  scripts: (data) =>
    `<script src="/kakao-auto-login.min.js" ${data}></script><script type="module" src="/scripts/page.js"></script>`,
};

/** How a page asks for auto-login; with a second phone and one of Kakao's refusals, which are the same for all. */
const WAYS = {
  'the script in head': {
    at: '/head?color=red&utm_source=talk#reviews',
    hasRestKey: true,
    device: 'iphone in KakaoTalk, with a slash',
    answer: 0,
  },
  'the element': {at: AT, hasRestKey: true, device: 'android in KakaoTalk, with a slash', answer: 1},
  'the element and Kakao’s SDK': {at: AT, hasRestKey: false, device: 'iphone in KakaoTalk', answer: 2},
} as const;

const SITE: JourneyOptions = {
  visit: {device: ANDROID},
  pages: {
    '/head': HEAD,
    // Every page of such a site has the script, the callback page too.
    '/late': {scripts: () => ''},
    '/frame': {
      attributes: {'auto-login': undefined},
      body: (attributes) =>
        `<iframe src="${AT}"></iframe><kakao-sync ${attributes}></kakao-sync><kakao-login-button></kakao-login-button>`,
    },
  },
};

describeJourney('auto-login', SITE, ({site, test, testFault}) => {
  beforeEach(() => {
    site.attributes['rest-api-key'] = site.restKey;
    site.attributes['auto-login'] = 'all';
    site.emulator.signInToKakaoTalk('member');
  });

  const asked = (visit: Visit): number =>
    visit.traffic.navigations.filter((address) => address.includes('/oauth/authorize')).length;
  const reasons = (visit: Visit): unknown[] =>
    visit.events.of('kakao-auto-login-skip').map(({detail}) => detail?.['reason']);

  /** Nothing has come of auto-login, for this reason, and the page is as it was. */
  async function expectSkip(
    visit: Visit,
    reason: SkipReason,
    {at = AT, ways = 0, ...ending}: Partial<Parameters<typeof expectEnding>[1]> & {readonly ways?: number} = {},
  ): Promise<void> {
    await visit.events.next('kakao-auto-login-skip');
    assert.deepEqual(reasons(visit), [reason]);
    assert.equal(asked(visit), ways);
    await expectEnding(visit, {at, session: 'signed-out', ...ending});
  }

  const answers: readonly (readonly [FaultId, who: string, persona: string | null, reason: SkipReason])[] = [
    ['F31', 'a visitor who has not joined', 'new-visitor', 'consent-required'],
    ['F32', 'a phone whose KakaoTalk nobody is signed in to', null, 'login-required'],
    ['F33', 'an account that is restricted', 'sanctioned', 'interaction-required'],
  ];
  for (const [name, {at, hasRestKey, device, answer}] of Object.entries(WAYS)) {
    describe(`by ${name}`, () => {
      beforeEach(() => {
        if (!hasRestKey) site.attributes['rest-api-key'] = undefined;
      });

      for (const phone of [ANDROID, device] as const) {
        test(`signs a member in on the very page, on an ${phone}`, {device: phone}, async (visit) => {
          site.addMember('member');
          await visit.goTo(at);

          const detail = await expectSignedIn(visit, at);
          assert.equal(detail['purpose'], 'auto-login');
          assert.equal(detail['isNewMember'], false);
          assert.equal(asked(visit), 1);
          assert.deepEqual(reasons(visit), []);
          if (hasRestKey) assert.equal(await visit.page.evaluate(() => history.length), 2, 'about:blank, and the page');
        });
      }

      const [row, who, persona, reason] = answers[answer]!;
      testFault(row, `leaves ${who} on the page as if nothing had happened, without a POST`, async (visit) => {
        site.emulator.signInToKakaoTalk(persona);
        await visit.goTo(at);

        await expectSkip(visit, reason, {at, ways: 1});
      });

      testFault('F31', 'is over after one try: reloads and more pages ask Kakao nothing', async (visit) => {
        site.emulator.signInToKakaoTalk('new-visitor');
        await visit.goTo(at);
        await visit.events.next('kakao-auto-login-skip');

        for (const path of [null, null, '/head', '/products/8', '/event?ks_auto=1']) {
          const before = reasons(visit).length;
          await (path === null ? visit.page.reload() : visit.goTo(path));
          await visit.events.next('kakao-auto-login-skip', before + 1);
        }

        assert.equal(asked(visit), 1);
        assert.deepEqual([...new Set(reasons(visit).slice(1))].sort(), ['tried']);
        await expectEnding(visit, {at: '/event?ks_auto=1', session: 'signed-out'});
      });
    });
  }

  test('creates nobody: somebody who has joined at Kakao and is no member stays a guest', async (visit) => {
    await visit.goTo(AT);

    await expectSkip(visit, 'not-a-member', {ways: 1, posts: 1, tokens: 1});
  });

  testFault('F34', 'leaves the visitor in peace where the backend fails, and does not try again', async (visit) => {
    site.addMember('member');
    site.failNext(() => new Response(null, {status: 500}));

    await visit.goTo(AT);
    await visit.events.next('kakao-auto-login-skip');
    await visit.page.reload();
    await visit.events.next('kakao-auto-login-skip', 2);

    assert.deepEqual(reasons(visit), ['failed', 'tried']);
    assert.equal(asked(visit), 1);
    await expectEnding(visit, {at: AT, session: 'signed-out', posts: 1});
  });

  testFault('F38', 'leads to Kakao once, also where Kakao shows a page of its own', async (visit) => {
    site.emulator.failNext('authorize', {status: 500});
    const failed = visit.page.waitForResponse(/\/oauth\/authorize/);
    await visit.goTo('/products/6');
    assert.equal((await failed).status(), 500);
    await visit.page.waitForURL(/\/oauth\/authorize/);

    await visit.goTo(AT);

    await expectSkip(visit, 'tried', {ways: 1, open: 1});
  });

  testFault('F35', 'is not tried where that could not be remembered', async (visit) => {
    await visit.context.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });

    await visit.goTo(AT);

    await expectSkip(visit, 'storage-blocked');
  });

  testFault('F36', 'is over after a logout until somebody presses the button', async (visit) => {
    site.addMember('member');
    await visit.goTo(AT);
    await visit.events.next('kakao-login-success');
    await visit.page.evaluate(async () => {
      await (document.querySelector('kakao-sync') as unknown as {client: {logout(): Promise<void>}}).client.logout();
    });
    await visit.events.next('kakao-logout');
    const {clock} = visit.page;
    await clock.install({time: Date.now() + 48 * 60 * 60_000});

    await visit.goTo('/products/8?ks_auto=1');
    await visit.events.next('kakao-auto-login-skip');
    assert.deepEqual(reasons(visit), ['logged-out']);
    assert.equal(asked(visit), 1);

    await visit.press();
    const {page} = await visit.events.next('kakao-login-success', 2);
    assert.equal(asked(visit), 2);
    await expectSignedIn(visit, page, {success: [AT, page], posts: 3, tokens: 2});
  });

  testFault('F37', 'is not tried in a frame', async (visit) => {
    await visit.goTo('/frame');

    await expectSkip(visit, 'framed', {at: '/frame'});
  });

  testFault(['F37', 'F74'], 'is not tried by what fetches previews for chats', {device: 'robot'}, async (visit) => {
    await visit.goTo(AT);
    await visit.events.next('kakao-auto-login-skip');

    assert.deepEqual(visit.traffic.toKakao, []);
    await expectSkip(visit, 'not-kakaotalk');
  });

  testFault('F37', 'is not tried on a page that is reached by Back', async (visit) => {
    site.attributes['auto-login'] = undefined;
    await visit.goTo(AT);
    await visit.goTo('/products/8');
    site.attributes['auto-login'] = 'all';

    await visit.page.evaluate(() => {
      // A page that listens to this is not kept behind the Back button.
      addEventListener('unload', () => undefined);
    });
    await visit.page.goBack();
    await visit.page.reload();
    await visit.events.next('kakao-auto-login-skip');

    assert.deepEqual(reasons(visit).at(-1), 'revisit');
    assert.equal(asked(visit), 0);
    await expectEnding(visit, {at: AT, session: 'signed-out'});
  });

  test('is not tried by a script that comes after the visitor has touched the page', async (visit) => {
    await visit.goTo('/late');
    await visit.page.getByText('둥근 살림').tap();

    await visit.page.evaluate(() => {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = '/scripts/page.js';
      document.head.append(script);
    });
    await visit.events.next('kakao-auto-login-skip');

    assert.deepEqual(reasons(visit), ['too-late']);
    assert.equal(asked(visit), 0);
  });
});
