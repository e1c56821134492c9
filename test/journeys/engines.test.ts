import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {openEngine} from '../../scripts/engines/open-engine.mjs';
import type {Engine, ProfileOptions} from '../../scripts/engines/engine.mjs';
import {ko} from '../support/texts.js';
import type {ErrorCode} from '../../src/shared/errors.js';
import type {BackendFailure} from '../support/backend-failures.js';
import {DEVICES} from '../support/browser.js';
import {can, engine as engineName} from '../support/engine.js';
import {type EngineVisit, startEngineVisit} from '../support/engine-visit.js';
import {waitForHeldPost} from '../support/held-route.js';
import {expectFailed, expectSignedIn} from '../support/endings.js';
import {expectEnding} from '../support/invariants.js';
import {expectPkce} from '../support/pkce.js';
import {type Site, startSite} from '../support/site.js';
import type {SitePage} from '../support/site-pages.js';
import {CALLBACK_PATH} from '../support/test-environment.js';
import {createPageRecorder, type PageRecorder} from '../support/page-recorder.js';

const AT = '/cart?item=1%2F2#total';
/** What is left of an address where nothing but cookies is kept. */
const PATH = '/cart?item=1%2F2';

const RECORDER_SCRIPT = '<script src="/scripts/page-recorder.js"></script>';
const ELEMENTS: SitePage = {scripts: () => `${RECORDER_SCRIPT}<script type="module" src="/scripts/page.js"></script>`};
const TAG: SitePage = {
  attributes: {'redirect-uri': '/tag/callback'},
  scripts: (data) => `${RECORDER_SCRIPT}<script src="/kakao-sync.min.js" ${data}></script>`,
  body: () => '<div data-kakao-login></div>',
};
/** Kakao's script may not come here. */
const WITHOUT_SDK: SitePage = {
  ...ELEMENTS,
  policy: (policy) => policy.replace(/script-src [^;]*/, "script-src 'self'"),
};

describe(`the main ways in ${engineName}`, () => {
  let engine: Engine;
  let site: Site;
  let recorder: PageRecorder;
  before(async () => {
    [engine, site] = await Promise.all([
      openEngine(engineName),
      startSite({
        pages: {
          '/': ELEMENTS,
          '/cart': ELEMENTS,
          [CALLBACK_PATH]: ELEMENTS,
          '/tag': TAG,
          '/tag/callback': {...TAG, body: () => '<p>로그인 중</p>'},
          '/without-sdk': WITHOUT_SDK,
        },
        hosts: ['page-recorder.ts'],
        redirectPaths: ['/tag/callback'],
        see: (request) => recorder.see(request),
      }),
    ]);
    console.log(`Engine: ${engine.title}`);
  });
  after(async () => {
    await engine.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    recorder = createPageRecorder(() => site);
  });

  const start = (options?: ProfileOptions): Promise<EngineVisit> => startEngineVisit(engine, site, recorder, options);

  for (const [what, at] of [
    ['an element', AT],
    ['the script tag', '/tag?item=1%2F2#total'],
  ] as const) {
    test(`a stranger signs up by ${what}, and is known in the next browser`, async () => {
      await using visit = await start();
      await visit.signUpAt(at);

      const signup = await expectSignedIn(visit, at);
      assert.equal(signup['isNewMember'], true);

      await using again = await start();
      await again.goTo(at);

      await again.press();
      await again.kakao.signIn('김새봄');

      const known = await expectSignedIn(again, at, {success: [at, at], posts: 2, tokens: 2});
      assert.equal(known['isNewMember'], false);
    });
  }

  // What follows is played in Chromium by Playwright (scripts/engines/journeys.mjs), in every corner.
  if (engineName === 'chromium') return;

  test('a stranger who turns back may begin again', async () => {
    await using visit = await start();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signIn('김새봄');
    await visit.kakao.cancel();
    await visit.events.next('kakao-login-cancel');
    await expectEnding(visit, {at: AT, session: 'signed-out', cancel: [AT]});

    await visit.press();
    await visit.kakao.agree();

    await expectSignedIn(visit, AT, {cancel: [AT]});
  });

  test('somebody under 14 is told that they cannot sign up', async () => {
    await using visit = await start();
    await visit.goTo(AT);

    await visit.press();
    await visit.kakao.signIn('박어린');

    await visit.waitForText(ko.underAge);
    await expectFailed(visit, AT, {code: 'under_age'});
  });

  /** Begins a login; where Kakao would send the visitor back to. */
  async function begin(visit: EngineVisit, at: string, tab = visit.page): Promise<string> {
    await visit.goTo(at, tab);
    await visit.press(undefined, tab);
    return site.emulator.authorize(await visit.arriveAtKakao(tab), {persona: 'member'});
  }

  test('an answer that comes to another browser signs nobody in, and the login goes on there', async () => {
    await using visit = await start();
    const answer = await begin(visit, AT);
    await using other = await start();

    await other.goTo(answer);

    await other.waitForText(ko.elsewhere);
    await expectFailed(other, '/', {code: 'other_browser', end: 'continue-here'});

    await other.signIn();

    await expectSignedIn(other, '/', {error: ['/']});
  });

  test('a reload of the callback page waits for the one request that is under way', async () => {
    const post = site.holdNextPost();
    await using visit = await start();
    await visit.goTo(await begin(visit, AT));
    await waitForHeldPost(visit, post);

    await visit.reload();
    await visit.traffic.nextRead();
    post.release();

    await expectSignedIn(visit, AT);
  });

  test('Back after a login repeats nothing', async () => {
    await using visit = await start();
    await visit.signInAt(AT);
    await visit.events.next('kakao-login-success');

    await visit.goBack();

    // Some engines show Kakao's page as it was, and Back once more the site's. Others ask Kakao again, which knows the
    // visitor by now and answers with another code.
    if (!(await visit.readAddress()).startsWith(site.url)) await visit.goBack();
    await visit.arriveAt(AT);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });

  test('Back from Kakao leads to a button at rest, and its next press signs in', async () => {
    await using visit = await start();
    await visit.goTo(AT);
    await visit.press();
    await visit.arriveAtKakao();

    await visit.goBack();
    await visit.arriveAt(AT);
    await visit.signIn();

    await expectSignedIn(visit, AT, {open: 1});
  });

  const failures: readonly [how: string, failure: BackendFailure, code: ErrorCode, message: string][] = [
    ['answers 500', () => new Response('{}', {status: 500}), 'backend_failed', ko.later],
    ['breaks every connection off', 'reset', 'backend_unreachable', ko.later],
  ];
  for (const [how, failure, code, message] of failures) {
    test(`a backend that ${how} costs one more press`, async () => {
      site.failNext(failure);
      await using visit = await start();
      await visit.signUpAt(AT);

      await visit.waitForText(message);
      await expectFailed(visit, AT, {code, end: 'retry'}, {posts: 1});

      await visit.press();

      // Kakao knows by now who they are and what they agreed to.
      await expectSignedIn(visit, AT, {error: [AT], posts: 2});
    });
  }

  test('an answer that is lost on its way signs in all the same', async () => {
    site.failNext('cut');
    await using visit = await start();
    await visit.signUpAt(AT);

    await expectSignedIn(visit, AT);
  });

  test('without Kakao’s script the press says so, and the next one may work', async () => {
    await using visit = await start();
    await visit.goTo('/without-sdk');

    await visit.press();

    await visit.waitForText(ko.later);
    await expectFailed(visit, '/without-sdk', {code: 'sdk_blocked'});

    await visit.signInAt(AT);
    await expectSignedIn(visit, AT, {error: ['/without-sdk']});
  });

  test('without Kakao’s script a phone signs in by the direct path, where it is open', async () => {
    site.attributes['rest-api-key'] = site.restKey;
    await using visit = await start({userAgent: DEVICES.android.userAgent});
    await visit.signInAt('/without-sdk');

    assert.equal(site.emulator.counts.sdk, 0);
    await expectSignedIn(visit, '/without-sdk');
    expectPkce(visit.traffic);
  });

  test('a visitor who refuses cookies is told so, and nothing leaves', async () => {
    await using visit = await start({refuses: 'cookies'});
    await visit.goTo(AT);

    await visit.press();

    await visit.waitForText(ko.cookies);
    await expectFailed(visit, AT, {code: 'cookies_blocked'});
    assert.equal(site.emulator.counts.authorize, 0);
  });

  for (const [refuses, told] of [
    ['localStorage', PATH],
    // Without sessionStorage the outcome cannot cross to the page where the login ends.
    ['storage', CALLBACK_PATH],
  ] as const) {
    const title = `a visitor who refuses ${refuses} signs up all the same`;
    if (!can(`refuse ${refuses}`, title)) continue;

    test(title, async () => {
      await using visit = await start({refuses});
      await visit.signUpAt(AT);

      await visit.arriveAt(PATH);
      await visit.waitForText('회원: 김새봄');
      await expectSignedIn(visit, PATH, {success: [told]});
    });
  }

  test('two tabs sign in, each where it began', async () => {
    await using visit = await start();
    const second = await visit.openTab();
    const [one, two] = ['/cart?a=1#one', '/cart?b=2#two'];
    const answers = [await begin(visit, one), await begin(visit, two, second)] as const;

    await visit.goTo(answers[1], second);
    await visit.events.next('kakao-login-success');
    await visit.goTo(answers[0]);

    const ending = {success: [two, one], posts: 2, tokens: 2};
    await expectSignedIn(visit, two, {page: second, ...ending});
    await expectSignedIn(visit, one, ending);
  });
});
