import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {type App, APPS, toDevice} from '../support/apps.js';
import {type MissingFeature, MISSING_FEATURES} from '../support/missing-features.js';
import type {SitePage} from '../support/site-pages.js';
import {
  CALLBACK_PATH,
  describeJourney,
  expectEnding,
  expectSignedIn,
  type JourneyOptions,
  type Visit,
} from '../support/journey.js';

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

const SITE: JourneyOptions = {
  pages: {'/tag': TAG, '/tag/callback': {...TAG, body: () => '<p>로그인 중</p>'}},
  redirectPaths: ['/tag/callback'],
};

const isInTalk = ({userAgent}: App): boolean => userAgent.includes('KAKAOTALK');

// Each of them has its own site: where KakaoTalk answers once a second, the others go on meanwhile.
describe('a visitor', {concurrency: 3}, () => {
  for (const way of ['app', 'pages'] as const) {
    describeJourney(`whom Kakao’s SDK takes to Kakao’s ${way}`, SITE, ({site, test, openVisit}) => {
      const apps = Object.entries(APPS).filter(([, app]) => app.way === way);
      async function openVisitIn(app: App): Promise<Visit> {
        site.emulator.signInToKakaoTalk('new-visitor');
        const visit = await openVisit({device: toDevice(app)});
        for (const feature of app.missing) await visit.context.addInitScript(MISSING_FEATURES[feature]);
        return visit;
      }
      async function answerInApp({traffic}: Visit): Promise<void> {
        site.emulator.openInKakaoTalk(await traffic.nextAppSwitch(), {persona: 'new-visitor'});
      }

      async function signUp(visit: Visit, app: App, where: Way): Promise<void> {
        await visit.pressAt(`${where.path}#total`);
        if (way === 'app') await answerInApp(visit);
        else if (isInTalk(app)) await visit.kakao.agree();
        else await visit.kakao.signUp('김새봄');

        const {at, told} = readEnd(app.missing, where);
        const {detail} = await visit.events.next('kakao-login-success');
        assert.equal(detail?.['isNewMember'], true);
        assert.equal(visit.traffic.appSwitches.length, way === 'app' ? 1 : 0);
        await visit.page.waitForURL(site.url + at);
        await visit.page.getByText('회원: 김새봄').waitFor();
        await expectSignedIn(visit, at, {success: [told]});
      }

      // One that keeps everything until the visitor is back, and one that keeps nothing but cookies.
      const [full, bare] = [
        apps.find(([, {missing}]) => !missing.includes('sessionStorage')),
        apps.find(([, {missing}]) => missing.includes('sessionStorage')),
      ] as const;
      const others = apps.filter((entry) => entry !== full && entry !== bare);

      // By turns: what an app lacks, the element and the script tag lack alike.
      for (const [index, [name, app]] of others.entries()) {
        const how = index % 2 === 0 ? 'script tag' : 'element';
        test(`signs up in ${name}, by the ${how}`, async () => {
          await using visit = await openVisitIn(app);

          await signUp(visit, app, WAYS[how]);
        });
      }

      for (const [name, app] of full && bare ? [full, bare] : []) {
        test(`signs up in ${name}, and is known the next time, though the answer is lost`, async () => {
          await using visit = await openVisitIn(app);
          await signUp(visit, app, WAYS.element);

          site.failNext('cut');
          await using again = await openVisitIn(app);
          await again.pressAt(`${WAYS['script tag'].path}#total`);
          if (way === 'app') await answerInApp(again);
          else if (!isInTalk(app)) await again.kakao.signIn('김새봄');

          const end = readEnd(app.missing, WAYS['script tag']);
          const known = await again.events.next('kakao-login-success');
          assert.equal(known.detail?.['isNewMember'], false);
          await again.page.waitForURL(site.url + end.at);
          await expectSignedIn(again, end.at, {success: [end.told], tokens: 2});
        });
      }

      for (const [name, app] of way === 'pages' && full && bare ? [full, bare] : []) {
        test(`may begin again in ${name} after turning back`, async () => {
          await using visit = await openVisitIn(app);
          await visit.pressAt(`${WAYS.element.path}#total`);
          if (!isInTalk(app)) await visit.kakao.signIn('김새봄');
          await visit.kakao.cancel();

          const {at, told} = readEnd(app.missing, WAYS.element);
          await visit.events.next('kakao-login-cancel');
          await visit.page.waitForURL(site.url + at);
          await expectEnding(visit, {at, session: 'signed-out', cancel: [told]});
        });
      }
    });
  }
});
