import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import type {SitePage} from '../../support/site-pages.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectErrorTold,
  expectPkce,
  expectSignedIn,
  holdNext,
  type JourneyOptions,
  ko,
  type Visit,
} from '../../support/journey.js';
import {createRecorder} from '../../support/record.js';

/** The release that the site's pages are of. Each has its files in a folder of its own, and those of the one before are gone. */
let release = 1;
/** The site is deployed anew as soon as a page asks for a file with this in its name. */
let deploysAt: string | undefined;
const gone = createRecorder<string>((path) => path);

const PAGE: SitePage = {
  scripts: () => `<script type="module" src="/copies/release-${release}/scripts/page.js"></script>`,
};

const SITE: JourneyOptions = {
  pages: {'/cart': PAGE, [CALLBACK_PATH]: PAGE},
  see({url}) {
    const {pathname} = new URL(url);
    const [, of] = /^\/copies\/release-(\d+)\//.exec(pathname) ?? [];
    if (of === undefined) return Promise.resolve(undefined);
    if (deploysAt !== undefined && pathname.includes(deploysAt)) {
      deploysAt = undefined;
      release += 1;
    }
    if (Number(of) === release) return Promise.resolve(undefined);
    gone.add(pathname);
    return Promise.resolve(new Response('Not found', {status: 404}));
  },
};

describeJourney('an open page of a release whose files are gone', SITE, ({site, test}) => {
  beforeEach(() => {
    deploysAt = undefined;
    gone.clear();
  });

  /** Opens a page that asks for a part of its own when the site has been deployed anew. */
  async function openFormer(visit: Visit): Promise<void> {
    deploysAt = '/leave-part-';
    await visit.goTo(AT);
    // Somebody uses the page: it asks for what a press needs.
    await visit.page.keyboard.press('Shift');
    await gone.wait('A part that is gone', ([path]) => path);
  }

  /** How often the page was loaded where it all begins. A request's address has no fragment. */
  const countLoads = ({traffic}: Visit): number =>
    traffic.navigations.filter((url) => url === new URL(AT.replace(/#.*/, ''), site.url).href).length;

  test('logs in directly on a desktop, with a REST API key', async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    await openFormer(visit);

    await visit.signUp();

    await expectSignedIn(visit, AT);
    expectPkce(visit.traffic);
    assert.equal(countLoads(visit), 2, 'Where it began, and where it ended.');
  });

  test(
    'says so on a phone, is loaded anew by the second press, and the next one works',
    {device: 'android'},
    async (visit) => {
      await openFormer(visit);

      await visit.press();
      await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry', message: ko.later});
      assert.equal(countLoads(visit), 1);

      const loaded = visit.page.waitForEvent('load');
      await visit.press();
      await loaded;
      await visit.press();
      const address = await visit.traffic.nextAppSwitch();
      site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});

      await expectSignedIn(visit, AT, {error: [AT, AT]});
      assert.equal(countLoads(visit), 3);
    },
  );

  test('keeps the answer of a login that comes back to it, and a reload completes that', async (visit) => {
    const answer = await visit.begin(AT);
    deploysAt = '/return-part-';
    const part = await holdNext(visit.context, /\/return-part-/);
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await part.arrived;
    assert.equal(visit.page.url(), site.url + CALLBACK_PATH, 'Nobody can read the code in the address.');

    part.release();
    await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry'});
    await visit.page.waitForURL(/[?&]code=/);
    assert.deepEqual(new Set(new URL(visit.page.url()).searchParams), new Set(new URL(answer).searchParams));
    await visit.page.reload();

    await expectSignedIn(visit, AT, {error: [CALLBACK_PATH]});
  });
});
