import assert from 'node:assert/strict';
import type {PendingAction} from 'kakao-sync-widget/server';
import type {Visit} from '../support/visit.js';
import {describeJourney} from '../support/journey.js';
import type {SitePage} from '../support/site-pages.js';

const page = (attributes = ''): SitePage => ({
  attributes: {'redirect-uri': '/measured/callback'},
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data} ${attributes}></script>`,
  body: () => '<div data-kakao-login></div>',
});
const MEASURED = 'data-analytics="gtm"';
const KEPT = `${MEASURED} data-attribution="session" data-attribution-path`;

/** A form of the site's that has been filled in. */
let finish: (request: Request) => Promise<Response | undefined>;

interface Told {
  readonly event: string;
  readonly event_id?: string;
  readonly variant?: string;
  readonly page_referrer?: string;
}

const readLayer = (visit: Visit): Promise<readonly Told[]> =>
  visit.page.evaluate(() => JSON.parse(JSON.stringify((window as {dataLayer?: unknown}).dataLayer ?? [])) as Told[]);

/** What this page has told its tag manager, once it has told of itself. */
async function readTold(visit: Visit): Promise<readonly Told[]> {
  await visit.page.waitForFunction(() =>
    (window as {dataLayer?: {event?: string}[]}).dataLayer?.some(({event}) => event === 'kakao_sync_ready'),
  );
  return readLayer(visit);
}

const findEnds = (told: readonly Told[]): readonly string[] =>
  told.map(({event}) => event).filter((event) => event === 'sign_up' || event === 'login');

/** Signs up by the page's button, until that event comes; what its login has posted as `attribution`. */
async function signUp(visit: Visit, until: 'kakao-login-success' | 'kakao-action-required'): Promise<Attributions> {
  const posts: Record<string, string>[] = [];
  visit.context.on('request', (request) => {
    const body = request.method() === 'POST' ? (request.postDataJSON() as {tx?: string; attribution?: object}) : {};
    if (body.tx) posts.push({...body.attribution});
  });
  await visit.signUp();
  await visit.events.next(until);
  return posts;
}

type Attributions = readonly Readonly<Record<string, string>>[];

describeJourney(
  'a page that is measured',
  {
    pages: {
      '/measured': page(MEASURED),
      '/measured/more': page(MEASURED),
      '/measured/next': page(MEASURED),
      '/measured/event/202611/summer': page(KEPT),
      '/measured/join': page(KEPT),
      '/measured/refused': page('data-analytics="gtm" data-analytics-consent data-attribution="session"'),
      '/measured/callback': page(),
    },
    redirectPaths: ['/measured/callback'],
    see: (request) => finish(request),
  },
  ({site, test}) => {
    finish = async (request) => {
      if (new URL(request.url).pathname !== '/measured/finish') return undefined;
      const headers = await site.kit.finishPending(request);
      headers.set('Location', '/measured/next');
      return new Response(null, {status: 303, headers});
    };

    for (const action of ['additional-info', 'link-existing'] satisfies PendingAction[]) {
      test(`tells a signup that has waited for an action once, under the id of its press: ${action}`, async (visit) => {
        site.kit.replaceNextHook('signUp', () => ({action, redirectTo: '/measured/more'}));
        await visit.goTo('/measured');

        const [{ks_event: id} = {ks_event: ''}] = await signUp(visit, 'kakao-action-required');
        const asked = await readTold(visit);
        await visit.goTo('/measured/finish');
        await visit.events.next('kakao-login-success');
        const done = await readTold(visit);
        await visit.goTo('/measured/next');

        assert.ok(id);
        assert.deepEqual([findEnds(asked), findEnds(done), findEnds(await readTold(visit))], [[], ['sign_up'], []]);
        assert.deepEqual(
          [...asked, ...done].flatMap(({event, event_id: told}) => (told ? [[event, told]] : [])),
          [
            ['kakao_sync_return', id],
            ['sign_up', id],
          ],
        );
      });
    }

    test('tells the backend of the campaign that the page was loaded with, though a router has changed its address', async (visit) => {
      await visit.goTo('/measured?utm_source=kakao&coupon=x');
      await visit.page.evaluate(() => history.pushState(null, '', '/measured'));

      const posts = await signUp(visit, 'kakao-login-success');

      const [{ks_event: id, ...others} = {}] = posts;
      assert.deepEqual([posts.length, typeof id, others], [1, 'string', {utm_source: 'kakao'}]);
    });

    test('tells the backend of the first page of a visit', async (visit) => {
      await visit.goTo('/measured/event/202611/summer?utm_source=naver&utm_campaign=a%40b.example');
      await readTold(visit);
      await visit.page.waitForFunction(() => {
        const page = document as unknown as Record<symbol, {measuring?: {values: object}}>;
        return 'ks_landing' in (page[Symbol.for('kakao-sync-widget')]?.measuring?.values ?? {});
      });
      await visit.goTo('/measured/join?utm_source=later');
      await visit.page.waitForFunction(() => {
        const page = document as unknown as Record<symbol, {measuring?: {values: object}}>;
        return 'ks_landing' in (page[Symbol.for('kakao-sync-widget')]?.measuring?.values ?? {});
      });

      const posts = await signUp(visit, 'kakao-login-success');

      const [{ks_event: id, ...others} = {}] = posts;
      assert.ok(id);
      assert.deepEqual(others, {ks_landing: '/measured/event/*/summer', utm_source: 'naver'});
    });

    test('keeps and sends nothing without consent', async (visit) => {
      await visit.goTo('/measured/refused?utm_source=naver');
      await visit.page.getByRole('button').waitFor();

      const posts = await signUp(visit, 'kakao-login-success');

      const kept = await visit.page.evaluate(() => sessionStorage.getItem('ks.touch'));
      assert.deepEqual([posts, kept, await readLayer(visit)], [[{}], null, []]);
    });

    test('tells a signup of which nothing was kept, once the visitor consents, without an id', async (visit) => {
      await visit.goTo('/measured/refused?utm_source=naver');
      await visit.page.getByRole('button').waitFor();
      const posts = await signUp(visit, 'kakao-login-success');

      await visit.page.evaluate('kakaoSync.consent(true)');
      const told = await readTold(visit);

      const signups = told.filter(({event}) => event === 'sign_up');
      assert.equal(signups.length, 1);
      assert.deepEqual([signups[0]?.event_id, signups[0]?.variant, posts], [undefined, undefined, [{}]]);
    });
  },
);
