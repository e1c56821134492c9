import assert from 'node:assert/strict';
import {beforeEach, describe} from 'node:test';
import {describeJourney, type Visit} from '../support/journey.js';
import type {Recorder} from '../support/record.js';
import type {SitePage} from '../support/site-pages.js';
import {addTagManager, expectNothingPrivate, findArrivals, type Hit} from '../support/tag-manager.js';

const REFERRER = 'https://m.naver.com/';
const SOURCE = 'https://m.naver.com';
const QUERY = '?utm_source=naver&coupon=7';
const TALK = {device: 'android in KakaoTalk'} as const;

const page = (redirect: string, attributes: SitePage['attributes'] = {}): SitePage => ({
  attributes: {'redirect-uri': redirect, analytics: 'gtm', ...attributes},
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
  body: () => '<div data-kakao-login></div>',
});

const waitFor = (hits: Recorder<Hit>, name: string, count = 1): Promise<Hit> =>
  hits.wait(`${name} (${count})`, (all) => all.filter((hit) => hit.name === name)[count - 1]);

/** Where each page view says that the visitor is and comes from. */
const findViews = (hits: readonly Hit[]): readonly unknown[] =>
  hits.flatMap(({name, fields}) => (name === 'page_view' ? [[fields['page_location'], fields['page_referrer']]] : []));

describeJourney(
  'a tag manager that sends page views at kakao_sync_ready',
  {
    pages: {
      '/own': page('/own'),
      '/own/auto': page('/own/auto', {'auto-login': 'all'}),
      '/own/asked': page('/own/asked', {'auto-login': 'all', 'analytics-consent': ''}),
      '/auto': page('/back', {'auto-login': 'all'}),
      '/auto/head': {
        ...page('/back', {'auto-login': 'all'}),
        scripts: (data) =>
          `<script src="/kakao-auto-login.min.js" ${data}></script><script src="/kakao-sync.min.js" ${data}></script>`,
      },
      '/shop': page('/back'),
      '/shop/gtag': page('/back', {analytics: 'gtag'}),
      '/back': page('/back'),
    },
    redirectPaths: ['/own', '/own/auto', '/own/asked', '/back'],
  },
  ({site, test}) => {
    beforeEach(() => {
      site.attributes['rest-api-key'] = site.restKey;
    });

    const land = async ({page: tab}: Visit, path: string): Promise<void> =>
      void (await tab.goto(site.url + path, {referer: REFERRER}));

    /** What all pages so far have sent: they are over once the next one sends something. */
    async function closeWith(visit: Visit, hits: Recorder<Hit>): Promise<readonly Hit[]> {
      await visit.goTo('/shop?last');
      const last = await hits.wait('The last page', (all) => all.find(({address}) => address.endsWith('/shop?last')));
      return hits.all.slice(0, hits.all.indexOf(last));
    }

    describe('on a page that is its own redirect URI', () => {
      for (const query of ['', QUERY]) {
        test(`sends one for the landing and one for the return, and one signup: ${query}`, async (visit) => {
          const hits = await addTagManager(visit);
          await land(visit, `/own${query}`);
          await waitFor(hits, 'page_view');
          await visit.signUp();
          await waitFor(hits, 'sign_up');

          const sent = await closeWith(visit, hits);

          const at = `${site.url}/own${query}`;
          assert.deepEqual(findViews(sent), [
            [at, REFERRER],
            [at, SOURCE],
          ]);
          assert.deepEqual(findArrivals(sent), ['sign_up']);
          expectNothingPrivate(visit, sent);
        });

        test(
          `sends none before auto-login, which finds no member, and one for the signup: ${query}`,
          TALK,
          async (visit) => {
            site.emulator.signInToKakaoTalk('new-visitor');
            const hits = await addTagManager(visit);
            await land(visit, `/own/auto${query}`);
            await waitFor(hits, 'page_view');
            await visit.press();
            await visit.kakao.agree();
            await waitFor(hits, 'sign_up');

            const sent = await closeWith(visit, hits);

            const at = `${site.url}/own/auto${query}`;
            assert.deepEqual(findViews(sent), [
              [at, SOURCE],
              [at, site.url],
            ]);
            assert.deepEqual(findArrivals(sent), ['sign_up']);
            expectNothingPrivate(visit, sent);
          },
        );
      }
    });

    for (const [path, source] of [
      ['/own/auto', SOURCE],
      ['/auto', SOURCE],
      // The script in `<head>` keeps of the visitor's way only the address.
      ['/auto/head', undefined],
    ] as const) {
      test(
        `sends one for a member whom auto-login signs in, with the campaign of the link: ${path}`,
        TALK,
        async (visit) => {
          site.emulator.signInToKakaoTalk('member');
          site.addMember('member');
          const hits = await addTagManager(visit);
          await land(visit, path + QUERY);
          await waitFor(hits, 'login');

          const sent = await closeWith(visit, hits);

          assert.deepEqual(findViews(sent), [[site.url + path + QUERY, source ?? site.url]]);
          assert.deepEqual(findArrivals(sent), ['login']);
          const [post = '{}'] = visit.traffic.posts;
          const {attribution} = JSON.parse(post) as {attribution?: Record<string, string>};
          assert.deepEqual([attribution?.['ks_referrer'], attribution?.['utm_source']], [source, 'naver']);
          expectNothingPrivate(visit, sent);
        },
      );
    }

    test('keeps nothing of the way of a member whom auto-login signs in before they consent', TALK, async (visit) => {
      site.emulator.signInToKakaoTalk('member');
      site.addMember('member');
      const hits = await addTagManager(visit);
      await land(visit, `/own/asked${QUERY}`);
      await visit.events.next('kakao-login-success');
      assert.deepEqual(hits.all, []);
      await visit.page.evaluate('kakaoSync.consent(true)');
      await waitFor(hits, 'login');

      const sent = await closeWith(visit, hits);

      assert.deepEqual(findViews(sent), [[`${site.url}/own/asked${QUERY}`, site.url]]);
      const [post = '{}'] = visit.traffic.posts;
      assert.equal((JSON.parse(post) as object & {attribution?: unknown}).attribution, undefined);
      expectNothingPrivate(visit, sent);
    });

    test('sends the campaign no second time for a page whose router has taken it away', async (visit) => {
      const hits = await addTagManager(visit);
      await land(visit, `/shop${QUERY}`);
      await waitFor(hits, 'page_view');
      await visit.page.evaluate(() => history.replaceState(null, '', '/shop'));
      await visit.signUp();
      await waitFor(hits, 'sign_up');

      const sent = await closeWith(visit, hits);

      assert.deepEqual(findViews(sent), [
        [`${site.url}/shop${QUERY}`, REFERRER],
        [`${site.url}/shop`, SOURCE],
      ]);
    });

    for (const [way, at] of [
      ['gtm', '/shop'],
      ['gtag', '/shop/gtag'],
    ] as const) {
      for (const arrival of ['sign_up', 'login'] as const) {
        test(`hears of one ${arrival}, though it comes three seconds after that: ${way}`, async (visit) => {
          if (arrival === 'login') site.addMember('member');
          const hits = await addTagManager(visit, {way, delay: 3000});
          await visit.page.clock.install();
          await visit.goTo(at);
          await (arrival === 'login' ? visit.signIn() : visit.signUp());
          await visit.events.next('kakao-login-success');

          await visit.page.clock.runFor(3500);
          await waitFor(hits, arrival);
          await visit.page.clock.runFor(15_000);

          assert.deepEqual(findArrivals(hits.all), [arrival]);
          assert.equal(findViews(hits.all).length, 1);
          expectNothingPrivate(visit, hits.all);
        });
      }
    }
  },
);
