import {expect} from '@open-wc/testing';
import {readStateParameter} from '../../../src/shared/state-parameter.js';
import {CODE, CONFIG, REST_KEY, type Device, type PageOptions} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {setup} from '../support/journey.js';

/** A page that has been pressed on a phone. */
async function pressed({device = 'android', ...options}: PageOptions & {device?: Device} = {}, gesture = true) {
  const world = setup({address: '/cart', browser: {device}, ...options});
  world.page.gesture = gesture;
  await world.page.press();
  return world;
}

const STARTING = {status: 'starting', purpose: 'login'};
const WAITING = {status: 'waiting-for-talk', purpose: 'login'};
const OFFERING = {...WAITING, canContinueInBrowser: true};

describe('waiting for KakaoTalk', () => {
  for (const device of ['android', 'iphone', 'ipad', 'channelHome'] as const) {
    it(`begins when the page is hidden, on ${device}`, async () => {
      const {clock, page} = await pressed({device});
      await clock.advance(200);
      expect(page.client.state.flow).to.deep.equal(STARTING);

      page.hide();

      expect(page.client.state.flow).to.deep.equal(WAITING);
    });
  }

  it('begins after three seconds on a page that is still here, and eight after the press offers the way without', async () => {
    const {clock, page} = await pressed();
    for (const [wait, flow] of [
      [2999, STARTING],
      [2, WAITING],
      [4998, WAITING],
      [2, OFFERING],
    ] as const) {
      await clock.advance(wait);
      expect(page.client.state.flow).to.deep.equal(flow);
    }
  });

  it('does not count the time in which the visitor is in KakaoTalk', async () => {
    const {clock, page} = await pressed();
    page.hide();
    await clock.advance(600_000);
    expect(page.client.state.flow).to.deep.equal(WAITING);

    page.show();
    await clock.advance(5000);
    page.hide();
    await clock.advance(600_000);
    page.show();
    await clock.advance(2999);
    expect(page.client.state.flow).to.deep.equal(WAITING);
    await clock.advance(2);

    expect(page.client.state.flow).to.deep.equal(OFFERING);
  });

  it('counts from the press, also where the SDK comes later', async () => {
    const {clock, page} = setup({address: '/cart', browser: {device: 'android'}});
    page.gesture = true;
    page.sdk.answer = 'hangs';
    page.client.login();
    await page.until(() => page.sdk.loads.length > 0);
    await clock.advance(2000);
    page.sdk.arrive();
    await settle();

    await clock.advance(5999);
    expect(page.client.state.flow).to.deep.equal(WAITING);
    await clock.advance(2);

    expect(page.client.state.flow).to.deep.equal(OFFERING);
  });

  for (const [change, wait] of [
    [-7000, 5000],
    [-8000, 5000],
    [-86_400_000, 5000],
    [86_400_000, 8000],
  ] as const) {
    it(`offers the way without though the clock is set by ${-change} ms between the press and leaving`, async () => {
      const {clock, page} = setup({address: '/cart', browser: {device: 'android'}});
      page.gesture = true;
      page.sdk.answer = 'hangs';
      page.client.login();
      await page.until(() => page.sdk.loads.length > 0);
      clock.setBack(change);
      page.sdk.arrive();
      await settle();
      expect(page.client.state.flow).to.deep.equal(STARTING);

      await clock.advance(wait - 1);
      expect(page.client.state.flow).to.deep.equal(WAITING);
      await clock.advance(2);

      expect(page.client.state.flow).to.deep.equal(OFFERING);
    });
  }

  it('stays as long as the visitor does, and is no error', async () => {
    const {clock, page} = await pressed();
    await clock.advance(3_600_000);
    page.hide();
    page.show();
    await clock.advance(3_600_000);

    expect(page.client.state.flow).to.deep.equal(OFFERING);
    expect([page.told, page.reports]).to.deep.equal([['kakao-login-start'], []]);
  });

  it('ignores a press until it offers to continue in the browser', async () => {
    const {clock, page} = await pressed();
    await clock.advance(3001);

    await page.press();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
    expect(page.client.state.flow).to.deep.equal(WAITING);
  });

  describe('continued in the browser', () => {
    async function continueInBrowser() {
      const world = await pressed();
      const {clock, page} = world;
      const first = page.left['state']!;
      await clock.advance(3001 + 8001);
      await page.press({throughTalk: 'never'});
      return {...world, first};
    }

    it('begins a second transaction, leaves the first one open, and does not wait for KakaoTalk again', async () => {
      const {browser, clock, page} = await continueInBrowser();
      expect(page.sdk.sdk.authorizations.map(({throughTalk}) => throughTalk)).to.deep.equal([undefined, false]);
      expect(browser.records).to.have.length(2);

      await clock.advance(3001);
      page.hide();

      expect(page.client.state.flow).to.deep.equal(STARTING);
    });

    it('is stuck no longer than any other press', async () => {
      const {clock, page} = await continueInBrowser();

      await clock.advance(15_001);

      expect(page.client.state.flow).to.have.property('code', 'navigation_failed');
    });

    for (const which of ['first', 'second'] as const) {
      it(`completes the ${which} one`, async () => {
        const {shop, page, first} = await continueInBrowser();
        const state = which === 'first' ? first : page.left['state']!;

        const callback = await page.visit(`/kakao/callback?code=${CODE}&state=${encodeURIComponent(state)}`);

        expect(shop.posts.map(({body}) => body.tx)).to.deep.equal([readStateParameter(state)!.tx]);
        expect(callback.navigations).to.deep.equal([{to: '/cart', how: 'replace'}]);
      });
    }
  });

  it('ends on this page when another tab has signed in', async () => {
    const {clock, shop, page} = await pressed();
    page.hide();
    shop.session = {status: 'signed-in', tx: 'other', isNewMember: false, member: {name: '라이언'}};

    page.hearStorage('ks');
    await settle();

    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
    expect(page.client.state.session.status).to.equal('signed-in');
    await clock.advance(60_000);
    page.show();
    await clock.advance(60_000);
    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('ends where the page comes back from the back-forward cache', async () => {
    const {clock, page} = await pressed();

    page.restore();
    page.hide();
    await clock.advance(60_000);

    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('belongs to its own press, not to the next one', async () => {
    const {clock, page} = await pressed();
    page.restore();
    await page.press({throughTalk: 'never'});

    await clock.advance(3001);
    page.hide();

    expect(page.client.state.flow).to.deep.equal(STARTING);
  });

  describe('is only for the way through KakaoTalk', () => {
    const elsewhere: readonly [name: string, options: PageOptions & {device?: Device}, gesture?: boolean][] = [
      ['a desktop', {device: 'desktop'}],
      ['a Mac', {device: 'mac'}],
      ['KakaoTalk on Android', {device: 'talkOnAndroid'}],
      ['KakaoTalk on an iPhone', {device: 'talkOnIphone'}],
      ['a page that never uses it', {config: {...CONFIG, throughTalk: 'never'}}],
      ['a press without gesture', {}, false],
      ['the direct path', {device: 'talkOnIphone', config: {...CONFIG, restApiKey: REST_KEY}}],
    ];
    for (const [name, options, gesture] of elsewhere) {
      it(`not on ${name}`, async () => {
        const {clock, page} = await pressed(options, gesture);

        await clock.advance(3001);
        page.hide();
        expect(page.client.state.flow).to.deep.equal(STARTING);
        await clock.advance(12_000);

        expect(page.client.state.flow).to.have.property('code', 'navigation_failed');
      });
    }
  });
});
