import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {CONFIG, REST_KEY, type Device, type FakePage} from '../support/browser.js';
import {setup, type Setup} from '../support/journey.js';

const WITH_REST: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY};
const AT = '/widget?id=1#part';
/** A frame whose window shows a page of the same origin. */
const OWN = {isFramed: true, topAddress: '/cart?item=1#total', address: AT} as const;
/** A frame of which another origin's page is around. */
const FOREIGN = {isFramed: true, address: AT} as const;

type Press = (page: FakePage) => Promise<void>;
const PRESSES = {
  login: (page) => page.press(),
  link: (page) => page.press({purpose: 'link'}),
  consent: (page) => page.consent({terms: ['marketing']}),
} satisfies Record<string, Press>;

/** Nothing was written, and Kakao was not asked. */
function expectNothingLeft({page, browser}: ReturnType<typeof setup>): void {
  expect([...page.navigations, ...page.sdk.loads, ...page.sdk.sdk.authorizations]).to.deep.equal([]);
  expect(browser.transactions).to.deep.equal([]);
  expect([...browser.localItems]).to.deep.equal([]);
}

describe('a press in a frame of this origin, whose window is', () => {
  for (const device of ['desktop', 'android', 'iphone', 'talkOnAndroid'] as const satisfies readonly Device[]) {
    it(`takes the window to Kakao by the direct path, in its own task: ${device}`, async () => {
      const {page, browser} = setup({...OWN, browser: {device}, config: WITH_REST});
      await page.client.prepare();

      page.client.login();

      expect(page.navigations).to.have.length(1);
      expect(page.navigations[0]!.to).to.match(/^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?/);
      expect(page.sdk.loads).to.deep.equal([]);
      const {from, clientId, tx} = browser.record;
      expect([from, clientId]).to.deep.equal(['/cart?item=1', REST_KEY]);
      const details = JSON.parse(browser.localItems.get(`ks.${tx.slice(0, 6)}`)!) as unknown;
      expect(details).to.deep.equal({from: '/cart?item=1#total', returnTo: ''});
    });
  }

  for (const name of ['login', 'consent'] as const) {
    it(`says so where a sandbox keeps the window, and takes back what it has written: ${name}`, async () => {
      const world = setup({...OWN, isSandboxed: true, config: WITH_REST});

      await PRESSES[name](world.page);

      expectFramed(world.page, name);
      expect(world.page.navigations).to.deep.equal([]);
      expect(world.browser.transactions).to.deep.equal([]);
      expect([...world.browser.localItems.keys()].filter((key) => key.startsWith('ks.'))).to.deep.equal([]);
    });
  }

  it('may be tried again', async () => {
    const {page} = setup({...OWN, isSandboxed: true, config: WITH_REST});
    await page.press();
    await page.press();

    expect(page.told).to.deep.equal([
      'kakao-login-start',
      'kakao-login-error',
      'kakao-login-start',
      'kakao-login-error',
    ]);
  });
});

describe('a press in any other frame', () => {
  const FRAMES: readonly (readonly [which: string, options: Setup])[] = [
    ['of another origin', {...FOREIGN}],
    ['of another origin, with a REST API key', {...FOREIGN, config: WITH_REST}],
    ['of this origin, without a REST API key', {...OWN}],
  ];
  for (const [which, options] of FRAMES) {
    for (const [name, press] of Object.entries(PRESSES)) {
      it(`writes nothing and asks Kakao nothing ${which}: ${name}`, async () => {
        const world = setup(options);
        await press(world.page);

        expectNothingLeft(world);
        expectFramed(world.page, name);
        expect(world.page.told).to.deep.equal(['kakao-login-error']);
        expect(world.page.reports).to.have.length(1);
        expect(world.page.reports[0]).to.match(/^framed KS-\S{9}: Kakao shows in no frame/);
      });
    }
  }

  for (const [address, to] of [
    ['/', '/'],
    ['/a?b=1#c', '/a?b=1#c'],
    ['/a?b=1\\2', '/a?b=1%5C2'],
    [`/a?${'b'.repeat(3000)}#c`, '/a'],
    ['/kakao/callback?code=0123456789abcdef0123&state=x', undefined],
  ] as const) {
    it(`offers ${String(to)} on ${address.slice(0, 60)}`, async () => {
      const {page} = setup({...FOREIGN, address});
      await page.press();

      expect(page.client.state.flow.to).to.equal(to);
    });
  }
});

describe('a logout of the Kakao account in a frame', () => {
  const config = {...CONFIG, logoutRedirectUri: '/kakao/logout'};
  for (const [which, options, isGone] of [
    ['of this origin takes the window along', {...OWN}, true],
    ['of another origin ends the session, and stays', {...FOREIGN}, false],
    ['that is sandboxed ends the session, and stays', {...OWN, isSandboxed: true}, false],
  ] as const) {
    it(which, async () => {
      const {page, shop} = setup({...options, config});
      await page.client.logout({kakaoAccount: true});

      expect(shop.posts.map(({body}) => body)).to.deep.equal([{purpose: 'logout'}]);
      expect(page.told).to.deep.equal(['kakao-logout']);
      expect(page.navigations).to.have.length(isGone ? 1 : 0);
      expect(page.reports).to.have.length(isGone ? 0 : 1);
      const kept = page.sessionStorage.get('ks.logout');
      expect(kept && (JSON.parse(kept) as {from: string}).from).to.equal(isGone ? '/cart?item=1#total' : null);
    });
  }
});

describe('a page without an origin', () => {
  for (const address of ['file:///home/me/shop.html', 'about:srcdoc', 'about:blank', 'data:text/html,x']) {
    it(`is told once, at the start, and at a press: ${address.slice(0, 12)}`, async () => {
      const {page, browser} = setup({address, config: {...WITH_REST, autoLogin: 'all'}});
      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.match(
        /^insecure_origin KS-\S{9}: serve this page over https or, .* http:\/\/localhost/,
      );
      void page.client.start();
      await browser.clock.advance(5000);

      await page.press();
      await page.press();

      expect(page.client.state.flow).to.deep.include({status: 'help', purpose: 'login', code: 'insecure_origin'});
      expect(page.client.state.flow).not.to.have.property('to');
      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.contain(page.client.state.flow.ref);
      expect([...page.navigations, ...page.sdk.loads, ...browser.cookies.written]).to.deep.equal([]);
    });
  }
});

function expectFramed(page: FakePage, name: string): void {
  const purpose = name === 'consent' ? 'terms' : name;
  expect(page.client.state.flow).to.deep.include({status: 'help', purpose, code: 'framed', to: AT});
}
