import assert from 'node:assert/strict';
import {AT, CALLBACK_PATH, describeJourney, expectEnding, expectSignedIn, SESSION_PATH} from '../../support/journey.js';

/** A page that may say what is to be rendered ahead. */
const AHEAD = '/ahead';

const policy = (text: string): string => text.replace("script-src 'self'", "$& 'inline-speculation-rules'");

describeJourney(
  'what looks at the callback before the visitor does',
  {pages: {[AHEAD]: {policy}}},
  ({site, testFault, openVisit}) => {
    const requests: readonly [who: string, method: string, headers: Record<string, string>][] = [
      ['a HEAD request', 'HEAD', {}],
      ['KakaoTalk’s preview', 'GET', {'User-Agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0'}],
      ['a search engine', 'GET', {'User-Agent': 'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)'}],
      ['a prefetch', 'GET', {'Sec-Purpose': 'prefetch'}],
      ['a prerender', 'GET', {'Sec-Purpose': 'prefetch;prerender'}],
      ['an OPTIONS request', 'OPTIONS', {}],
    ];
    testFault('F74', `changes nothing: ${requests.map(([who]) => who).join(', ')}`, async (visit) => {
      const answer = await visit.begin(AT);

      for (const [, method, headers] of requests) {
        // With all the cookies of the visitor's browser.
        await visit.context.request.fetch(answer, {method, headers});
        await visit.context.request.fetch(site.url + SESSION_PATH, {
          method,
          headers: {...headers, 'X-Kakao-Sync': '1'},
        });
      }

      assert.equal(site.emulator.counts.token, 0);
      assert.equal(site.backend.posts.length, 0);
      await visit.page.goto(answer);
      await expectSignedIn(visit, AT);
    });

    testFault('F74', 'with a browser of its own gets nothing, and leaves the answer to the visitor', async (visit) => {
      await using checker = await openVisit();
      const answer = await visit.begin(AT);

      await checker.page.goto(answer);
      const {detail, page: at} = await checker.events.next('kakao-login-error');
      assert.equal(detail?.['end'], 'continue-here');
      await expectEnding(checker, {at, session: 'signed-out', error: [at]});

      await visit.page.goto(answer);
      await expectSignedIn(visit, AT);
    });

    testFault('F74', 'by loading it ahead leaves it to the visitor', async (visit) => {
      const answer = await visit.begin(AHEAD);
      await visit.goTo(AHEAD);
      const isAskedFor = site.nextPage(CALLBACK_PATH);

      await visit.page.evaluate((url) => {
        const rules = document.createElement('script');
        rules.type = 'speculationrules';
        rules.text = JSON.stringify({prerender: [{source: 'list', urls: [url]}]});
        document.head.append(rules);
      }, answer);
      assert.equal((await isAskedFor).get('sec-purpose'), 'prefetch;prerender');
      let isLoadedAgain = false;
      void site.nextPage(CALLBACK_PATH).then(() => (isLoadedAgain = true));
      assert.equal(site.backend.posts.length, 0);

      await visit.page.evaluate((url) => location.assign(url), answer);
      await expectSignedIn(visit, AHEAD);
      assert.equal(isLoadedAgain, false, 'The page that was rendered ahead is the one that is shown.');
    });

    testFault('F74', 'by running its script ahead waits until the visitor comes', async (visit) => {
      const answer = await visit.begin(AT);
      // Playwright stops documents that are rendered ahead before their scripts: this one only says that it is one.
      await visit.context.addInitScript((path) => {
        if (location.pathname !== path) return;
        Object.defineProperty(document, 'prerendering', {value: true, configurable: true});
      }, CALLBACK_PATH);

      await visit.page.goto(answer, {waitUntil: 'networkidle'});

      const told = visit.events.all.filter(({page}) => page.startsWith(CALLBACK_PATH));
      assert.deepEqual(told, []);
      assert.equal(visit.traffic.posts.length, 0);
      assert.equal(visit.page.url(), answer);
      await visit.page.evaluate(() => {
        Object.defineProperty(document, 'prerendering', {value: false});
        document.dispatchEvent(new Event('prerenderingchange'));
      });
      await expectSignedIn(visit, AT);
    });
  },
);
