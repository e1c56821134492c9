import {expect} from '@open-wc/testing';
import {readStateParameter} from '../../../src/shared/state-parameter.js';
import {CODE, CONFIG, FakeBrowser, REST_KEY, type Device, type PageOptions} from '../support/browser.js';
import {settle} from '../support/clock.js';

function setup({device = 'android', ...options}: PageOptions & {readonly device?: Device} = {}) {
  const browser = new FakeBrowser({device});
  return {browser, clock: browser.clock, page: browser.open('/cart', options)};
}

const WAITING = {status: 'waiting-for-talk', purpose: 'login'};
const OFFERING = {...WAITING, canContinueInBrowser: true};

describe('waiting for KakaoTalk', () => {
  it('begins when the page is hidden', async () => {
    const {clock, page} = setup();
    await page.press();
    await clock.advance(200);
    expect(page.client.state.flow.status).to.equal('starting');

    page.hide();

    expect(page.client.state.flow).to.deep.equal(WAITING);
  });

  it('begins after three seconds on a page that is still here', async () => {
    const {clock, page} = setup();
    await page.press();

    await clock.advance(2999);
    expect(page.client.state.flow.status).to.equal('starting');
    await clock.advance(2);

    expect(page.client.state.flow).to.deep.equal(WAITING);
  });

  it('offers the way without KakaoTalk after eight visible seconds', async () => {
    const {clock, page} = setup();
    await page.press();
    await clock.advance(3001);

    await clock.advance(7998);
    expect(page.client.state.flow).to.deep.equal(WAITING);
    await clock.advance(2);

    expect(page.client.state.flow).to.deep.equal(OFFERING);
  });

  it('does not count the time in which the visitor is in KakaoTalk', async () => {
    const {clock, page} = setup();
    await page.press();
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

  it('stays as long as the visitor does, and is no error', async () => {
    const {clock, page} = setup();
    await page.press();
    await clock.advance(3_600_000);
    page.hide();
    page.show();
    await clock.advance(3_600_000);

    expect(page.client.state.flow).to.deep.equal(OFFERING);
    expect(page.told).to.deep.equal(['kakao-login-start']);
    expect(page.reports).to.deep.equal([]);
  });

  it('ignores a press until it offers to continue in the browser', async () => {
    const {clock, page} = setup();
    await page.press();
    await clock.advance(3001);

    await page.press();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
    expect(page.client.state.flow).to.deep.equal(WAITING);
  });

  describe('continued in the browser', () => {
    async function continueInBrowser(options: PageOptions = {}) {
      const {browser, clock, page} = setup(options);
      await page.press();
      const first = page.left['state']!;
      await clock.advance(3001 + 8001);
      await page.press({throughTalk: 'never'});
      return {browser, clock, page, first};
    }

    it('begins a second transaction and leaves the first one open', async () => {
      const {browser, page} = await continueInBrowser();

      expect(page.sdk.sdk.authorizations.map(({throughTalk}) => throughTalk)).to.deep.equal([undefined, false]);
      expect(browser.records).to.have.length(2);
      expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
    });

    it('is stuck no longer than any other press', async () => {
      const {clock, page} = await continueInBrowser();

      await clock.advance(15_001);

      expect(page.client.state.flow).to.have.property('code', 'navigation_failed');
    });

    it('does not wait for KakaoTalk a second time', async () => {
      const {clock, page} = await continueInBrowser();

      await clock.advance(3001);
      page.hide();

      expect(page.client.state.flow.status).to.equal('starting');
    });

    for (const which of ['first', 'second'] as const) {
      it(`completes the ${which} one`, async () => {
        const {browser, page, first} = await continueInBrowser();
        const state = which === 'first' ? first : page.left['state']!;

        const callback = page.follow(`/kakao/callback?code=${CODE}&state=${encodeURIComponent(state)}`);
        await callback.client.start();

        expect(browser.shop.posts.map(({body}) => body.tx)).to.deep.equal([readStateParameter(state)!.tx]);
        expect(callback.navigations).to.deep.equal([{to: '/cart', how: 'replace'}]);
      });
    }
  });

  it('ends on this page when another tab has signed in', async () => {
    const {browser, page} = setup();
    await page.press();
    page.hide();
    browser.shop.session = {status: 'signed-in', tx: 'other', isNewMember: false, member: {name: '라이언'}};

    page.hearStorage('ks');
    await settle();

    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
    expect(page.client.state.session.status).to.equal('signed-in');
    await browser.clock.advance(60_000);
    page.show();
    await browser.clock.advance(60_000);
    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('ends where the page comes back from the back-forward cache', async () => {
    const {clock, page} = setup();
    await page.press();

    page.restore();
    page.hide();
    await clock.advance(60_000);

    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('belongs to its own press, not to the next one', async () => {
    const {clock, page} = setup();
    await page.press();
    page.restore();
    await page.press({throughTalk: 'never'});

    await clock.advance(3001);
    page.hide();

    expect(page.client.state.flow.status).to.equal('starting');
  });

  describe('is only for the way through KakaoTalk', () => {
    const elsewhere: readonly [name: string, options: PageOptions & {device?: Device}, gesture?: boolean][] = [
      ['a desktop', {device: 'desktop'}],
      ['a Mac', {device: 'mac'}],
      ['KakaoTalk on Android', {device: 'talkOnAndroid'}],
      ['KakaoTalk on an iPhone', {device: 'talkOnIphone'}],
      ['a page that never uses it', {config: {...CONFIG, throughTalk: 'never'}}],
      ['a press without gesture', {}, false],
    ];
    for (const [name, options, gesture = true] of elsewhere) {
      it(`not on ${name}`, async () => {
        const {clock, page} = setup(options);
        page.gesture = gesture;
        await page.press();

        await clock.advance(3001);
        page.hide();
        expect(page.client.state.flow.status).to.equal('starting');
        await clock.advance(12_000);

        expect(page.client.state.flow).to.have.property('code', 'navigation_failed');
      });
    }

    it('not on the direct path', async () => {
      const {page} = setup({config: {...CONFIG, restApiKey: REST_KEY}});
      page.sdk.answer = 'sdk_blocked';
      await page.press();

      page.hide();

      expect(page.client.state.flow.status).to.equal('starting');
    });

    for (const device of ['iphone', 'ipad', 'channelHome'] as const) {
      it(`on ${device} too`, async () => {
        const {page} = setup({device});
        await page.press();

        page.hide();

        expect(page.client.state.flow).to.deep.equal(WAITING);
      });
    }
  });
});
