import {createHash} from 'node:crypto';
import assert from 'node:assert/strict';
import {beforeEach, describe} from 'node:test';
import type {SitePage} from '../../support/site-pages.js';
import {
  AT,
  CALLBACK_PATH,
  describeJourney,
  expectErrorTold,
  expectSignedIn,
  type JourneyOptions,
  ko,
  type Visit,
} from '../../support/journey.js';
import {createRecorder} from '../../support/record.js';

/** The path that the site does not find. */
let missing: string | undefined;
/** The path of the file of which the site's pages name a wrong hash. */
let misnamed: string | undefined;
const refused = createRecorder<string>((path) => path);

const PAGE: SitePage = {
  scripts(_data, nonce) {
    const integrity = misnamed !== undefined && {
      [misnamed]: `sha384-${createHash('sha384').update('another file').digest('base64')}`,
    };
    return `<script type="importmap" nonce="${nonce}">${JSON.stringify({...(integrity && {integrity})})}</script>
      <script type="module" src="/scripts/page.js"></script>`;
  },
  policy: (policy, nonce) => policy.replace("script-src 'self'", `$& 'nonce-${nonce}'`),
};

const SITE: JourneyOptions = {
  pages: {'/cart': PAGE, [CALLBACK_PATH]: PAGE},
  see({url}) {
    const {pathname} = new URL(url);
    if (pathname !== missing) return Promise.resolve(undefined);
    refused.add(pathname);
    return Promise.resolve(new Response('Not found', {status: 404}));
  },
};

/** How a part of the code cannot be had, until it can. */
interface Block {
  /** All others can be had. */
  readonly isOfOneFile: boolean;
  /** The open page can have it as soon as it is there: what browsers keep of a failed import is their own affair. */
  readonly isMended: boolean;
  block(visit: Visit, path: string): Promise<unknown>;
  restore(visit: Visit, path: string): Promise<unknown>;
}

const BLOCKS: Readonly<Record<string, Block>> = {
  'by a browser that goes offline': {
    isOfOneFile: false,
    isMended: true,
    block: ({context}, path) =>
      context.route(`**${path}`, async (route) => {
        await context.setOffline(true);
        refused.add(path);
        await route.abort('internetdisconnected');
      }),
    async restore({context}, path) {
      await context.unroute(`**${path}`);
      await context.setOffline(false);
    },
  },
  'by a site that does not find it': {
    isOfOneFile: true,
    isMended: true,
    block: (_visit, path) => Promise.resolve((missing = path)),
    restore: () => Promise.resolve((missing = undefined)),
  },
  'by a wrong integrity': {
    isOfOneFile: true,
    isMended: false,
    block({page}, path) {
      misnamed = path;
      page.on('console', (message) => {
        if (/integrity/i.test(message.text())) refused.add(path);
      });
      return Promise.resolve();
    },
    restore: () => Promise.resolve((misnamed = undefined)),
  },
};

describeJourney('a part that is kept from a page', SITE, ({site, test}) => {
  beforeEach(() => {
    missing = misnamed = undefined;
    refused.clear();
  });

  const findPart = (name: string): string => {
    const path = site.scripts.find((script) => script.startsWith(`/scripts/${name}-`));
    assert.ok(path !== undefined, name);
    return path;
  };
  const isRefused = (): Promise<string> => refused.wait('A part that cannot be had', ([path]) => path);
  /** How often the page was loaded where it all begins. A request's address has no fragment. */
  const countLoads = ({traffic}: Visit): number =>
    traffic.navigations.filter((url) => url === new URL(AT.replace(/#.*/, ''), site.url).href).length;

  for (const [how, {block, restore, isOfOneFile, isMended}] of Object.entries(BLOCKS)) {
    describe(how, () => {
      test(
        'and that a press needs: it says so, and the next press works or loads the page anew',
        {device: 'android'},
        async (visit) => {
          const part = findPart('leave-part');
          await block(visit, part);
          await visit.goTo(AT);
          // Somebody uses the page: it asks for what a press needs.
          await visit.page.keyboard.press('Shift');
          await isRefused();

          await visit.press();
          await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry', message: ko.later});
          await restore(visit, part);
          if (!isMended) {
            const loaded = visit.page.waitForEvent('load');
            await visit.press();
            await loaded;
          }
          await visit.press();

          const address = await visit.traffic.nextAppSwitch();
          site.emulator.openInKakaoTalk(address, {persona: 'new-visitor', afterPolls: 1});
          await expectSignedIn(visit, AT, {error: isMended ? [AT] : [AT, AT]});
          assert.equal(countLoads(visit), isMended ? 2 : 3, 'The page, its reload, and where the login ends.');
        },
      );

      test('and that completes a login: the answer stays, and a reload completes it', async (visit) => {
        const part = findPart('return-part');
        const answer = await visit.begin(AT);
        await block(visit, part);
        await visit.page.goto(answer);
        await isRefused();

        await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry'});
        await visit.page.waitForURL(/[?&]code=/);
        await restore(visit, part);
        await visit.page.reload();

        await expectSignedIn(visit, AT, {error: [CALLBACK_PATH]});
      });

      if (isOfOneFile)
        test('and that has the messages: the one that is there is shown, and the next press works', async (visit) => {
          const part = findPart('part');
          site.failNext(() => new Response(null, {status: 302, headers: {Location: '/'}}));
          const answer = await visit.begin(AT);
          await block(visit, part);
          await visit.page.goto(answer);
          await isRefused();

          await expectErrorTold(visit, {code: 'backend_bad_answer'});
          await visit.page.getByText(ko.later).waitFor();
          await restore(visit, part);
          await visit.signIn();

          await expectSignedIn(visit, AT, {error: [AT], posts: 2});
        });
    });
  }
});
