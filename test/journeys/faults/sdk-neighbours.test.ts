import assert from 'node:assert/strict';
import {SDK_ENVIRONMENTS} from '../../support/sdk-environments.js';
import type {SitePage} from '../../support/site-pages.js';
import {AT, describeJourney, expectFailed, expectPkce, expectSignedIn, type Visit} from '../../support/journey.js';

const OTHER_KEY = 'ffffffffffffffffffffffffffffffff';

/** Elements that a page may have, and that scripts then find as `window.Kakao`. */
const NAMESAKES = {
  link: '<a id="Kakao" href="/kakao">카카오</a>',
  form: '<form id="Kakao"><input name="q"></form>',
  frame: '<iframe name="Kakao"></iframe>',
};
const withNamesake = (element: string): SitePage => ({
  body: (attributes) => `<kakao-sync ${attributes}></kakao-sync>${element}<kakao-login-button></kakao-login-button>`,
});

const PAGES = Object.fromEntries(
  Object.entries(NAMESAKES).map(([name, element]) => [`/${name}`, withNamesake(element)]),
);

for (const at of SDK_ENVIRONMENTS) {
  describeJourney(`Kakao’s SDK on a page, with ${at.name}`, {at, pages: PAGES}, ({site, testFault}) => {
    /** What the site's own scripts do with Kakao's SDK. */
    async function load(visit: Visit, version: string): Promise<void> {
      await visit.page.addScriptTag({url: site.sdkUrl.replace(/[\d.]+(?=\/kakao\.min\.js$)/, version)});
    }
    const init = (visit: Visit, key: string): Promise<void> =>
      visit.page.evaluate((appKey) => (window as unknown as {Kakao: PageSdk}).Kakao.init(appKey), key);

    /** `loads`: how often the SDK was asked for, by anybody. */
    async function signIn(visit: Visit, at: string, loads?: number): Promise<void> {
      await visit.signIn();
      await visit.events.next('kakao-login-success');
      if (loads !== undefined) assert.equal(site.emulator.counts.sdk, loads);
      await expectSignedIn(visit, at);
    }

    for (const name of Object.keys(NAMESAKES)) {
      testFault('F08', `that has a ${name} of its name comes all the same`, async (visit) => {
        await visit.goTo(`/${name}`);

        await signIn(visit, `/${name}`);
      });
    }

    testFault(
      'F08',
      'that has a link of its name is not needed on the direct path',
      {device: 'iphone'},
      async (visit) => {
        site.attributes['rest-api-key'] = site.restKey;
        await visit.context.route(/kakao_js_sdk/, (route) => route.abort('blockedbyclient'));
        await visit.goTo('/link');

        await signIn(visit, '/link');

        expectPkce(visit.traffic);
      },
    );

    testFault('F09', 'that has set it up with the same key uses it as it is', async (visit) => {
      await visit.goTo(AT);
      await load(visit, '2.7.4');
      await init(visit, site.scriptKey);

      await signIn(visit, AT, 1);
    });

    testFault('F10', 'that has set it up with another key keeps it', async (visit) => {
      await visit.goTo(AT);
      await load(visit, '2.7.4');
      await init(visit, OTHER_KEY);

      await visit.press();

      await expectFailed(visit, AT, {code: 'sdk_conflict'});
      assert.equal(await visit.page.evaluate(readKey), OTHER_KEY);
    });

    testFault(
      'F10',
      'that has set it up with another key needs none on the direct path',
      {device: 'android'},
      async (visit) => {
        site.attributes['rest-api-key'] = site.restKey;
        await visit.goTo(AT);
        await load(visit, '2.7.4');
        await init(visit, OTHER_KEY);

        await signIn(visit, AT);

        expectPkce(visit.traffic);
      },
    );

    testFault('F11', 'that brings another release gets no second one', async (visit) => {
      await visit.goTo(AT);
      await load(visit, '2.7.9');

      await signIn(visit, AT, 1);
    });

    testFault('F11', 'that loads another release over the first one has the last one set up', async (visit) => {
      await visit.goTo(AT);
      await load(visit, '2.7.4');
      await init(visit, site.scriptKey);
      await load(visit, '2.7.9');

      await signIn(visit, AT, 2);
    });
  });
}

interface PageSdk {
  init(key: string): void;
  readonly Auth: {getAppKey(): string};
}

function readKey(): string {
  return (window as unknown as {Kakao: PageSdk}).Kakao.Auth.getAppKey();
}
