import {NEIGHBOURS} from '../support/neighbours.js';
import type {SitePage} from '../support/site-pages.js';
import {describeJourney, expectSignedIn, expectText, type JourneyOptions} from '../support/journey.js';

const PAGE: (name: string) => SitePage = (name) => ({
  attributes: {'redirect-uri': `/beside/${name}/callback`},
  scripts: () => `<script src="/beside/${name}.js"></script><script type="module" src="/scripts/page.js"></script>`,
});
const PAGES = Object.fromEntries(
  Object.keys(NEIGHBOURS).flatMap((name) => [
    [`/beside/${name}`, PAGE(name)],
    [`/beside/${name}/callback`, PAGE(name)],
  ]),
);

const SITE: JourneyOptions = {
  pages: PAGES,
  redirectPaths: Object.keys(NEIGHBOURS).map((name) => `/beside/${name}/callback`),
  async see(request) {
    const [, name = ''] = /^\/beside\/([\w.-]+)\.js$/.exec(new URL(request.url).pathname) ?? [];
    const script = await NEIGHBOURS[name]?.();
    if (script === undefined) return undefined;
    return new Response(script, {headers: {'Content-Type': 'text/javascript; charset=utf-8'}});
  },
};

describeJourney('a page beside old and other scripts', SITE, ({test}) => {
  for (const name of Object.keys(NEIGHBOURS)) {
    test(`signs up beside ${name}`, async (visit) => {
      const at = `/beside/${name}?item=1#total`;
      await visit.signUpAt(at);

      await visit.events.next('kakao-login-success');
      await expectText(visit, '회원: 김새봄');
      await expectSignedIn(visit, at, {neighbour: true});
    });
  }
});
