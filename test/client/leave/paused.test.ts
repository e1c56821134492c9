import {expect} from '@open-wc/testing';
import type {PageClient} from '../../../src/client/page/page-client.js';
import {CONFIG, REST_KEY, type Device, type FakePage} from '../support/browser.js';
import {endOf, finish, returned, setup} from '../support/journey.js';

const DIRECT = {...CONFIG, restApiKey: REST_KEY};
const PAUSED = {...DIRECT, paused: true};

/** What has come of all presses so far: where they led, what the page was told, and what was sent or kept. */
const traceOf = ({navigations, sdk, told, browser, client}: FakePage): unknown => ({
  left: navigations.length + sdk.sdk.authorizations.length,
  told,
  sent: browser.shop.requests.length,
  kept: browser.cookies.written.length,
  flow: client.state.flow,
});
const NOTHING = {left: 0, told: [], sent: 0, kept: 0, flow: {status: 'idle'}};

const PRESSES: Readonly<Record<string, (client: PageClient) => unknown>> = {
  'a login': (client) => client.login(),
  'a link': (client) => client.login({purpose: 'link'}),
  'a consent': (client) => client.requestConsent({terms: ['marketing']}),
  'a pointer that is down': (client) => client.prepareToLeave?.(),
};

describe('while logins are paused', () => {
  for (const device of ['desktop', 'android', 'talkOnAndroid'] satisfies Device[]) {
    for (const [what, press] of Object.entries(PRESSES)) {
      it(`${what} leads nowhere and tells nothing: ${device}`, async () => {
        const {page, clock} = setup({config: PAUSED, browser: {device}});
        await page.client.prepare();
        const {length: loads} = page.sdk.loads;

        press(page.client);
        await clock.advance(20_000);

        expect(traceOf(page)).to.deep.equal(NOTHING);
        expect(loads, 'Kakao’s SDK is not asked for.').to.equal(0);
      });
    }
  }

  it('a press begins nothing whose pointer was down before', async () => {
    const {page, browser, clock} = setup({config: DIRECT});
    await page.client.prepare();
    page.client.prepareToLeave?.();
    await clock.advance(0);
    expect(browser.records).to.have.length(1);

    page.client.configure({paused: true});
    page.client.login();
    await clock.advance(2000);

    expect([page.navigations, browser.records, page.told]).to.deep.equal([[], [], []]);
  });

  it('tells those who draw it of its beginning and its end, and logs in again after it', async () => {
    const {page} = setup({config: DIRECT});
    let told = 0;
    page.client.subscribe(() => told++);
    for (const paused of [true, '지금은 점검 중이에요.', false]) page.client.configure({paused});
    expect(told).to.equal(4);

    await page.press();

    expect(page.navigations).to.have.length(1);
  });

  it('a login that comes back is finished', async () => {
    const {callback} = await returned(undefined, {config: DIRECT});
    callback.client.configure({paused: true});

    await finish(callback);

    const {told, session} = await endOf(callback);
    expect([told.includes('kakao-login-success'), session]).to.deep.equal([true, 'signed-in']);
  });

  it('members sign out', async () => {
    const {page, shop} = setup({config: PAUSED});

    await page.client.logout();

    expect(shop.posts).to.have.length(1);
    expect(page.client.state.session.status).to.equal('signed-out');
  });
});
