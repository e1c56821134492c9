import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {type App, APPS, toDevice} from '../support/apps.js';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {type MissingFeature, MISSING_FEATURES} from '../support/missing-features.js';
import {type Site, startSite} from '../support/site.js';
import type {SitePage} from '../support/site-pages.js';
import {CALLBACK_PATH} from '../support/test-environment.js';
import {startVisit, type Visit, type VisitOptions} from '../support/visit.js';

const TAG: SitePage = {
  attributes: {'redirect-uri': '/tag/callback'},
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
  body: () => '<div data-kakao-login></div>',
};

/** How the widget is on the page: where a login begins, and where Kakao leads back to. */
const WAYS = {
  element: {path: '/cart?item=1%2F2', callback: CALLBACK_PATH},
  'script tag': {path: '/tag?item=1%2F2', callback: '/tag/callback'},
} as const;
type Way = (typeof WAYS)[keyof typeof WAYS];

/** Where a login ends and where its outcome is told, by what is kept meanwhile. */
function readEnd(
  missing: readonly MissingFeature[],
  {path, callback}: Way,
): {readonly at: string; readonly told: string} {
  const at = missing.includes('localStorage') ? path : `${path}#total`;
  return {at, told: missing.includes('sessionStorage') ? callback : at};
}

// Each of them has its own site: where KakaoTalk answers once a second, the others go on meanwhile.
describe('a visitor', {concurrency: 3}, () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  /** A suite with a site of its own. */
  function describeAtSite(title: string, suite: (site: () => Site) => void): void {
    describe(title, {concurrency: 1}, () => {
      let site: Site;
      before(async () => {
        const pages = {'/tag': TAG, '/tag/callback': {...TAG, body: () => '<p>로그인 중</p>'}};
        site = await startSite({pages, redirectPaths: ['/tag/callback']});
      });
      after(() => site.close());
      beforeEach(() => {
        site.reset();
        site.emulator.signInToKakaoTalk('new-visitor');
      });
      suite(() => site);
    });
  }

  async function start(
    site: Site,
    missing: readonly MissingFeature[],
    device?: VisitOptions['device'],
  ): Promise<Visit> {
    const visit = await startVisit(browser, site, device && {device});
    for (const feature of missing) await visit.context.addInitScript(MISSING_FEATURES[feature]);
    return visit;
  }

  const startIn = (site: Site, app: App): Promise<Visit> => start(site, app.missing, toDevice(app));
  const isInTalk = ({userAgent}: App): boolean => userAgent.includes('KAKAOTALK');

  for (const way of ['app', 'pages'] as const) {
    describeAtSite(`whom Kakao’s SDK takes to Kakao’s ${way}`, (site) => {
      for (const [name, app] of Object.entries(APPS).filter(([, found]) => found.way === way)) {
        test(`signs up in ${name}, and is known the next time, though the answer is lost`, async () => {
          await using visit = await startIn(site(), app);
          await visit.goTo(`${WAYS.element.path}#total`);

          await visit.press();
          if (way === 'app') {
            site().emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'new-visitor'});
          } else if (isInTalk(app)) await visit.kakao.agree();
          else await visit.kakao.signUp('김새봄');

          const {at, told} = readEnd(app.missing, WAYS.element);
          const {detail} = await visit.events.next('kakao-login-success');
          assert.equal(detail?.['isNewMember'], true);
          assert.equal(visit.traffic.appSwitches.length, way === 'app' ? 1 : 0);
          await visit.page.waitForURL(site().url + at);
          await visit.page.getByText('회원: 김새봄').waitFor();
          await expectEnding(visit, {at, session: 'signed-in', success: [told], posts: 1, tokens: 1});

          site().failNext('POST', 'cut');
          await using again = await startIn(site(), app);
          await again.goTo(`${WAYS['script tag'].path}#total`);

          await again.press();
          if (way === 'app') {
            site().emulator.openInKakaoTalk(await again.traffic.nextAppSwitch(), {persona: 'new-visitor'});
          } else if (!isInTalk(app)) await again.kakao.signIn('김새봄');

          const end = readEnd(app.missing, WAYS['script tag']);
          const known = await again.events.next('kakao-login-success');
          assert.equal(known.detail?.['isNewMember'], false);
          await again.page.waitForURL(site().url + end.at);
          const ending = {session: 'signed-in', success: [end.told], posts: 1, tokens: 2} as const;
          await expectEnding(again, {at: end.at, ...ending});
        });
      }
    });
  }

  describeAtSite('whose browser lacks something', (site) => {
    for (const [name, app] of Object.entries(APPS).filter(([, {way}]) => way === 'pages')) {
      test(`may begin again in ${name} after turning back`, async () => {
        await using visit = await startIn(site(), app);
        await visit.goTo(`${WAYS.element.path}#total`);

        await visit.press();
        if (!isInTalk(app)) await visit.kakao.signIn('김새봄');
        await visit.kakao.cancel();

        const {at, told} = readEnd(app.missing, WAYS.element);
        await visit.events.next('kakao-login-cancel');
        await visit.page.waitForURL(site().url + at);
        await expectEnding(visit, {at, session: 'signed-out', cancel: [told]});
      });
    }

    for (const [index, feature] of (Object.keys(MISSING_FEATURES) as MissingFeature[]).entries()) {
      const way = index % 2 === 0 ? 'element' : 'script tag';
      test(`signs up by the ${way} without ${feature}, though the answer is lost`, async () => {
        site().failNext('POST', 'cut');
        await using visit = await start(site(), [feature]);
        await visit.goTo(`${WAYS[way].path}#total`);

        await visit.press();
        await visit.kakao.signUp('김새봄');

        const {at, told} = readEnd([feature], WAYS[way]);
        await visit.events.next('kakao-login-success');
        await visit.page.waitForURL(site().url + at);
        await expectEnding(visit, {at, session: 'signed-in', success: [told], posts: 1, tokens: 1});
      });
    }
  });
});
