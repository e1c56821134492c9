import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {CALLBACK, CONFIG, FakeBrowser, REST_KEY, type Device, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {withoutParts} from '../support/parts.js';

const WITH_REST: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY};

function open(config: KakaoSyncConfig = CONFIG, device: Device = 'android', address = '/product'): FakePage {
  return new FakeBrowser({device}).open(address, {config});
}

/** How the visitor has left, or what the page says. */
function wayOf({navigations, sdk, client}: FakePage): string {
  const {status, code = ''} = client.state.flow;
  if (navigations.length > 0) return 'direct';
  return sdk.sdk.authorizations.length > 0 ? 'sdk' : `${status} ${code}`.trim();
}

describe('a press on a page that has loaded no part', () => {
  const {leaving, returning} = withoutParts();

  async function press(page: FakePage): Promise<void> {
    page.client.login();
    await settle();
  }

  for (const device of ['desktop', 'mac', 'talkOnAndroid', 'talkOnIphone'] as const) {
    it(`leaves by the documented address on ${device}, where no part is needed`, async () => {
      const page = open(WITH_REST, device);

      await press(page);

      expect(wayOf(page)).to.equal('direct');
      expect([leaving.loads, returning.loads]).to.deep.equal([0, 0]);
    });
  }

  for (const config of [CONFIG, WITH_REST]) {
    it(`says so at once, fetches Kakao's SDK beside the part, and goes on when it is there${config === CONFIG ? '' : ', with a REST API key'}`, async () => {
      const page = open(config);

      page.client.login();

      expect(page.client.state.flow).to.include({status: 'starting', purpose: 'login'});
      expect([page.sdk.loads.length, leaving.loads]).to.deep.equal([1, 1]);
      await settle();
      leaving.arrive();
      await settle();
      expect(wayOf(page)).to.equal('sdk');
    });
  }

  const blocked: readonly [KakaoSyncConfig, string][] = [
    [CONFIG, 'retry part_unavailable'],
    [WITH_REST, 'direct'],
  ];
  for (const [config, way] of blocked) {
    it(`whose part cannot be had ends as "${way}"`, async () => {
      const page = open(config);
      leaving.isBlocked = true;

      await press(page);

      expect(wayOf(page)).to.equal(way);
    });

    it(`whose part is too slow ends as "${way}" three seconds after the press, and no later answer counts`, async () => {
      const page = open(config);
      await press(page);

      await page.browser.clock.advance(2999);
      expect(wayOf(page)).to.equal('starting');
      await page.browser.clock.advance(1);
      leaving.arrive();
      await settle();

      expect(wayOf(page)).to.equal(way);
      expect(page.sdk.sdk.authorizations).to.deep.equal([]);
    });
  }

  it('waits three seconds from the press for the part and the SDK together', async () => {
    const page = open();
    page.sdk.answer = 'hangs';
    await press(page);
    await page.browser.clock.advance(2000);
    leaving.arrive();
    await page.browser.clock.advance(999);
    expect(wayOf(page)).to.equal('starting');

    returning.arrive();
    await page.browser.clock.advance(1);

    expect(wayOf(page)).to.equal('retry sdk_timeout');
  });

  it('that has failed is told three seconds later, though what tells how a flow ends does not come', async () => {
    const page = open();
    page.sdk.answer = 'sdk_blocked';
    leaving.arrive();
    await press(page);
    expect(wayOf(page)).to.equal('starting');

    await page.browser.clock.advance(3000);
    expect(wayOf(page)).to.equal('retry part_unavailable');
    returning.arrive();
    await settle();

    expect(wayOf(page)).to.equal('retry part_unavailable');
    expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
  });

  it('asks for no consent that was given up by the Back button meanwhile', async () => {
    const page = open();
    page.client.requestConsent({terms: ['tag'], scope: ['shipping_address']});
    page.restore();
    returning.arrive();
    leaving.arrive();
    await settle();

    expect([wayOf(page), page.told]).to.deep.equal(['idle', []]);
  });

  it('shows that a consent is under way, and asks once for two presses', async () => {
    const page = open();
    leaving.arrive();
    page.client.requestConsent({terms: ['tag'], scope: ['shipping_address']});
    expect(page.client.state.flow).to.include({status: 'starting', purpose: 'terms'});
    page.client.requestConsent({terms: ['tag'], scope: ['shipping_address']});
    page.client.login();

    returning.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
    expect(page.client.state.flow).to.include({status: 'starting', purpose: 'terms'});
  });

  it('tells once that a consent asked for nothing, of two presses', async () => {
    const page = open();
    page.client.requestConsent({});
    page.client.requestConsent({});

    returning.arrive();
    await settle();

    expect([wayOf(page), page.told]).to.deep.equal(['idle', ['kakao-terms-result']]);
  });

  it('asks for a consent with the gesture of its own press', async () => {
    const page = open();
    page.gesture = undefined;
    page.client.requestConsent({terms: ['tag'], scope: ['shipping_address']});
    await page.browser.clock.advance(1500);
    returning.arrive();
    leaving.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations[0]).to.include({throughTalk: false});
  });

  it('forgets what an earlier login has left in this tab', async () => {
    const page = open(WITH_REST, 'desktop');
    page.sessionStorage.set('ks.note', '{"state":"x","code":"y"}');

    await press(page);

    expect(page.sessionStorage.get('ks.note')).to.equal(null);
  });

  it('tells what has failed as an event, in the state and in the console, by one reference', async () => {
    const page = open();
    leaving.isBlocked = true;

    await press(page);

    const {flow, outcome} = page.client.state;
    const {ref = ''} = flow;
    expect(ref).to.match(/^KS-/);
    expect(outcome).to.deep.equal({end: 'retry', purpose: 'login', code: 'part_unavailable', ref});
    expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
    expect(page.eventsOf('kakao-login-error')[0]?.detail).to.deep.equal(outcome);
    expect(page.reports.join()).to.contain(`part_unavailable ${ref}`);
    expect(page.browser.transactions).to.deep.equal([]);
  });

  it('of a broken configuration is explained once the part is there that tells how a flow ends', async () => {
    const page = open({...CONFIG, appKey: 'short'});
    await press(page);
    expect(returning.loads).to.equal(1);

    returning.arrive();
    await settle();

    expect(wayOf(page)).to.equal('help config_invalid');
  });

  it('counts once while another waits for the part', async () => {
    const page = open();
    await press(page);
    await press(page);

    leaving.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
    expect(page.told).to.deep.equal(['kakao-login-start']);
  });

  it('leads nowhere if the page was left and came back meanwhile', async () => {
    const page = open();
    await press(page);
    page.restore();

    leaving.arrive();
    await settle();

    expect(wayOf(page)).to.equal('idle');
  });
});

describe('a page whose parts cannot be had', () => {
  const {leaving, returning} = withoutParts();

  async function pressTwice(page: FakePage): Promise<FakePage> {
    leaving.isBlocked = returning.isBlocked = true;
    for (let press = 0; press < 2; press++) {
      page.client.login();
      await settle();
    }
    return page;
  }

  it('is loaded anew by the second press, and once alone', async () => {
    const page = await pressTwice(open());
    expect([page.reloads, leaving.loads]).to.deep.equal([1, 2]);

    const again = await pressTwice(page.follow('/product'));

    expect(again.reloads).to.equal(0);
    expect(wayOf(again)).to.equal('retry part_unavailable');
  });

  it('may be loaded anew another time, if the part could be had since', async () => {
    const page = await pressTwice(open());
    leaving.isBlocked = false;
    returning.arrive();
    const next = page.follow('/product');
    await next.browser.clock.advance(10);
    leaving.arrive();
    await settle();
    leaving.withhold();
    returning.withhold();

    expect((await pressTwice(next.follow('/product'))).reloads).to.equal(1);
  });

  it('is never loaded anew offline', async () => {
    const page = open();
    page.isOnline = false;

    expect((await pressTwice(page)).reloads).to.equal(0);
  });

  it('is never loaded anew because of a part that is only slow', async () => {
    const page = open();
    for (let press = 0; press < 2; press++) {
      page.client.login();
      await page.browser.clock.advance(3000);
      expect(wayOf(page)).to.equal('retry part_unavailable');
    }

    expect(page.reloads).to.equal(0);
  });

  it('is never loaded anew at the redirect URI', async () => {
    expect((await pressTwice(open(CONFIG, 'android', CALLBACK))).reloads).to.equal(0);
  });

  it('is never loaded anew where no storage can remember that', async () => {
    const page = new FakeBrowser({device: 'android'}).open('/product', {forbidden: ['sessionStorage']});

    expect((await pressTwice(page)).reloads).to.equal(0);
  });

  it('is loaded anew at the second logout that fails by it', async () => {
    const page = open();
    returning.isBlocked = true;

    await page.client.logout();
    expect(page.reloads).to.equal(0);
    await page.client.logout();

    expect(page.reloads).to.equal(1);
  });

  it('tells a consent and a logout that fail by it, and a session stays unknown', async () => {
    const page = open();
    leaving.isBlocked = returning.isBlocked = true;

    page.client.requestConsent({terms: ['tag']});
    await settle();
    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable', purpose: 'terms'});
    await page.client.logout();
    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable', purpose: 'logout'});
    await page.client.refresh();
    expect(page.client.state.session.status).to.equal('unknown');
  });
});

describe('what asks for a part that never comes', () => {
  const {leaving, returning} = withoutParts();

  const asked: Readonly<Record<string, (page: FakePage) => Promise<void>>> = {
    prepare: ({client}) => client.prepare(),
    refresh: ({client}) => client.refresh(),
    logout: ({client}) => client.logout(),
    start: ({client}) => client.start(),
    expectSession: ({client}) => client.start().then(() => client.expectSession()),
  };
  for (const [name, ask] of Object.entries(asked)) {
    it(`ends all the same: ${name}`, async () => {
      const page = open({...CONFIG, autoLogin: 'all'});
      let isOver = false;
      void ask(page).then(() => (isOver = true));

      await page.browser.clock.advance(14_999);
      expect(isOver).to.equal(false);
      await page.browser.clock.advance(name === 'expectSession' ? 15_001 : 1);

      expect(isOver).to.equal(true);
      expect(leaving.loads + returning.loads).to.be.greaterThan(0);
      expect(page.client.state.session.status).to.equal('unknown');
    });
  }
});

describe('what a press needs', () => {
  const {leaving, returning} = withoutParts();

  it('is fetched when the page has loaded and the browser is idle', async () => {
    let load = (): void => undefined;
    const loaded = new Promise<void>((resolve) => (load = resolve));
    const page = new FakeBrowser({device: 'android'}).open('/product', {loaded});
    await page.browser.clock.advance(10);
    expect(leaving.loads).to.equal(0);

    load();
    await page.browser.clock.advance(10);

    expect(leaving.loads).to.equal(1);
  });

  for (const [what, loads, isExpected] of [
    ['is followed by what its return needs where a press is expected', 1, true],
    ['comes alone where none is', 0, false],
  ] as const) {
    it(what, async () => {
      const page = new FakeBrowser({device: 'android'}).open('/product');
      if (isExpected) page.client.expectPress();
      await page.browser.clock.advance(10);
      leaving.arrive();
      await settle();
      expect(returning.loads).to.equal(0);

      await page.browser.clock.advance(10);

      expect(returning.loads).to.equal(loads);
    });
  }

  it('is fetched at the first sign that somebody uses the page', async () => {
    const page = new FakeBrowser({device: 'android'}).open('/product', {loaded: new Promise(() => undefined)});
    page.client.expectPress();

    page.use();
    await settle();

    expect(leaving.loads).to.be.greaterThan(0);
  });
});
