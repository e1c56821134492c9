import {after, before, beforeEach, describe, test} from 'node:test';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../support/browser.js';
import {expectEnding} from '../support/invariants.js';
import {NEIGHBOURS} from '../support/neighbours.js';
import {type Site, startSite} from '../support/site.js';
import type {SitePage} from '../support/site-pages.js';
import {expectText, startVisit} from '../support/visit.js';

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

describe('a page beside old and other scripts', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({
        pages: PAGES,
        redirectPaths: Object.keys(NEIGHBOURS).map((name) => `/beside/${name}/callback`),
        async see(request) {
          const [, name = ''] = /^\/beside\/([\w.-]+)\.js$/.exec(new URL(request.url).pathname) ?? [];
          const script = await NEIGHBOURS[name]?.();
          if (script === undefined) return undefined;
          return new Response(script, {headers: {'Content-Type': 'text/javascript; charset=utf-8'}});
        },
      }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  for (const name of Object.keys(NEIGHBOURS)) {
    test(`signs up beside ${name}`, async () => {
      await using visit = await startVisit(browser, site);
      const at = `/beside/${name}?item=1#total`;
      await visit.goTo(at);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      await expectText(visit, '회원: 김새봄');
      const ending = {at, session: 'signed-in', success: [at], posts: 1, tokens: 1} as const;
      await expectEnding(visit, {...ending, neighbour: true});
    });
  }
});
