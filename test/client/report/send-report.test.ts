import {expect} from '@open-wc/testing';
import {loadReport} from '../../../src/client/page/developer/load-report.js';
import {toBrowserName} from '../../../src/client/report/send-report.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {VERSION} from '../../../src/shared/version.js';
import {CODE, CONFIG, FakeBrowser, ORIGIN, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {finish, returned, setup as open, strangerReturn, type Setup} from '../support/journey.js';
import type {FakeShop, ShopAnswer} from '../support/shop.js';
import browsers from './browsers.json' with {type: 'json'};

const REPORTING: KakaoSyncConfig = {...CONFIG, reportErrors: true};

function setup(options: Setup = {}) {
  return open({config: REPORTING, ...options});
}

/** What has been reported, once all that was under way has happened. */
async function settled({shop}: {readonly shop: FakeShop}): Promise<object[]> {
  await loadReport();
  await settle();
  return shop.posts.map(({body}) => body).filter(({purpose}) => purpose === 'report');
}

/** A press that fails because the SDK is blocked. */
async function pressBlocked(page: FakePage): Promise<void> {
  page.sdk.answer = 'sdk_blocked';
  await page.press();
}

/** A login that comes back, and the page that it ends on. */
async function end(query: Record<string, string>, post?: ShopAnswer) {
  const world = await returned(query, {config: REPORTING});
  const {shop} = world;
  if (post) shop.onPost = ({body}) => (body.purpose === 'report' ? {status: 204} : post);
  await finish(world.callback);
  return {shop, page: await world.callback.visit()};
}

describe('a failure that no request tells the backend of', () => {
  it('is not reported unless the site wants it', async () => {
    for (const reportErrors of [undefined, false, 'false']) {
      const world = open({config: {...CONFIG, reportErrors} as KakaoSyncConfig});
      await pressBlocked(world.page);

      expect(await settled(world)).to.deep.equal([]);
    }
  });

  it('is reported with code, reference, release and browser, as other requests are sent', async () => {
    const world = setup();
    await pressBlocked(world.page);

    const {ref} = world.page.client.state.flow;
    expect(await settled(world)).to.deep.equal([
      {purpose: 'report', code: 'sdk_blocked', ref, release: VERSION, browser: 'chrome'},
    ]);
    const [request] = world.shop.posts;
    expect(request!.url).to.equal(`${ORIGIN}/api/kakao/session`);
    const {headers, method, credentials, keepalive} = request!.init;
    expect({method, credentials, keepalive}).to.deep.equal({method: 'POST', credentials: 'include', keepalive: true});
    expect(headers).to.deep.equal({
      Accept: 'application/json',
      'X-Kakao-Sync': '1',
      'Content-Type': 'application/json',
    });
  });

  const REPORTED: Readonly<Record<string, () => Promise<{shop: FakeShop; page: FakePage}>>> = {
    async cookies_blocked() {
      const {browser, ...world} = setup();
      browser.cookies.refuses = true;
      await world.page.press();
      return world;
    },
    async config_invalid() {
      const world = setup({config: {...REPORTING, appKey: 'x'}});
      await world.page.press();
      return world;
    },
    async navigation_failed() {
      const {clock, ...world} = setup();
      await world.page.press();
      await clock.advance(15_001);
      return world;
    },
    kakao_refused: () => end({error: 'invalid_scope'}),
    under_age: () => end({error: 'access_denied', error_description: 'Not allowed under age 14 by parents'}),
    backend_unreachable: () => end({code: CODE}, 'network-error'),
    backend_timeout: () => end({code: CODE}, 'hangs'),
    async other_browser() {
      const browser = new FakeBrowser();
      const callback = await browser.visit(strangerReturn(`code=${CODE}`, '/cart'), {config: REPORTING});
      return {shop: browser.shop, page: await callback.visit()};
    },
  };
  for (const [code, run] of Object.entries(REPORTED)) {
    it(`is reported, once: ${code}`, async () => {
      const world = await run();

      const {flow} = world.page.client.state;
      expect(flow.code).to.equal(code);
      expect(await settled(world)).to.deep.equal([
        {purpose: 'report', code, ref: flow.ref, release: VERSION, browser: 'chrome'},
      ]);
    });
  }

  const ANSWERED: Readonly<Record<string, () => Promise<{shop: FakeShop}>>> = {
    'the backend has refused the login': () =>
      end({code: CODE}, {status: 403, json: {code: 'under_age', ref: 'KS-7GR0-9A2K'}}),
    'the backend has failed without a word': () => end({code: CODE}, {status: 500, text: 'down'}),
    'the backend has answered a page': () => end({code: CODE}, {status: 200, text: '<p>'}),
    'something more is required': () =>
      end({code: CODE}, {status: 200, json: {status: 'action-required', action: 'dormant'}}),
    'somebody has signed in': () => end({code: CODE}),
    'the visitor has turned back': () => end({error: 'access_denied'}),
    async 'a logout is refused'() {
      const world = setup({post: {status: 403, json: {code: 'origin_refused'}}});
      await world.page.client.logout();
      return world;
    },
    async 'there is no endpoint'() {
      const world = setup({config: {...REPORTING, endpoint: '', postCode: () => Promise.resolve()}});
      await pressBlocked(world.page);
      return world;
    },
    async 'the endpoint is of another site'() {
      const world = setup({config: {...REPORTING, endpoint: 'https://elsewhere.example/session'}});
      await world.page.press();
      return world;
    },
  };
  for (const [why, run] of Object.entries(ANSWERED)) {
    it(`is none where ${why}`, async () => {
      expect(await settled(await run())).to.deep.equal([]);
    });
  }

  it('is reported three times a page view at most, and each reference once', async () => {
    const world = setup();
    const refs: (string | undefined)[] = [];
    for (let press = 0; press < 5; press++) {
      await pressBlocked(world.page);
      refs.push(world.page.client.state.flow.ref);
    }
    const {context} = world.page;
    context.deliver(world.page.client.state.outcome!);

    const reports = (await settled(world)) as {ref: string}[];
    expect(reports.map(({ref}) => ref)).to.deep.equal(refs.slice(0, 3));
    await pressBlocked(world.page.follow('/next'));
    expect(await settled(world)).to.have.length(4);
  });

  it('is one where the same reference is told twice', async () => {
    const world = setup();
    await pressBlocked(world.page);
    world.page.context.deliver(world.page.client.state.outcome!);

    expect(await settled(world)).to.have.length(1);
  });

  it('is not reported between a press and its leaving, but after it', async () => {
    const {clock, ...world} = setup({browser: {device: 'android'}});
    const {page, shop} = world;
    shop.onPost = ({body}) => (body.purpose === 'logout' ? 'network-error' : {status: 204});
    page.sdk.answer = 'hangs';
    page.client.login();
    await page.client.logout();
    expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
    expect(await settled(world)).to.deep.equal([]);

    await clock.advance(3001);
    await page.until(() => page.client.state.flow.status === 'retry');

    expect(((await settled(world)) as {code: string}[]).map(({code}) => code)).to.deep.equal([
      'backend_unreachable',
      'sdk_timeout',
    ]);
  });

  for (const answer of ['network-error', 'hangs', {status: 400, json: {code: 'purpose_unsupported'}}] as const) {
    it(`is reported, and nothing follows from the answer ${JSON.stringify(answer)}`, async () => {
      const world = setup({post: answer});
      await pressBlocked(world.page);
      const {state, context} = world.page.client;
      expect(await settled(world)).to.have.length(1);
      const {reports, told} = world.page;
      const lines = [...reports];

      await settle();

      expect(world.page.client.state).to.equal(state);
      expect([world.page.told, world.page.reports]).to.deep.equal([told, lines]);
      expect(context.ports.sessionStorage.get('ks.hint')).to.equal(null);
    });
  }
});

describe('a report', () => {
  for (const [userAgent, name] of browsers as [string, string][]) {
    it(`names ${name}: ${userAgent}`, () => {
      expect(toBrowserName({userAgent})).to.equal(name);
    });
  }
});
