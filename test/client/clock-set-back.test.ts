import {expect} from '@open-wc/testing';
import {VISIT_HISTORY_KEY} from '../../src/client/page/visit-history.js';
import {CALLBACK, comeBack, CONFIG, ORIGIN, REST_KEY} from './support/browser.js';
import {settle} from './support/clock.js';
import {pressed, setup, strangerReturn} from './support/journey.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A return whose code is being posted, on the redirect URI or another page. */
async function completing(path: string) {
  const world = setup({post: 'hangs'});
  await world.page.press();
  const callback = world.page.follow(path + world.page.answer().slice(ORIGIN.length + CALLBACK.length));
  void callback.client.start();
  await settle();
  return {...world, callback};
}

describe('where the clock is set back', () => {
  for (const path of [CALLBACK, `/ko${CALLBACK}`]) {
    for (const [back, isReload] of [
      [0, true],
      [1, false],
      [2 * MINUTE, false],
      [DAY, false],
    ] as const) {
      it(`by ${back} ms, ${path} without an answer is ${isReload ? 'a reload' : 'no reload'} of the return before`, async () => {
        const {callback, clock, shop} = await completing(path);
        shop.signIn(shop.posts[0]!);
        clock.setBack(back);

        const bare = await callback.visit(path, {arrival: null});

        expect(bare.navigations.map(({to}) => to)).to.deep.equal(isReload ? ['/cart?id=1#reviews'] : []);
      });
    }
  }

  for (const [what, memory, reason] of [
    ['half an hour before the next auto-login', {next: 30 * MINUTE}, 'tried'],
    ['a day before the next auto-login', {next: DAY}, 'tried'],
    ['more than a day before the next auto-login', {next: DAY + 1}, undefined],
    ['a day before the next auto-login, within the session', {next: DAY, until: 30 * DAY}, 'signed-in'],
    ['more than a day before the next auto-login, within the session', {next: DAY + 1, until: 30 * DAY}, undefined],
  ] as const) {
    it(`to ${what}, auto-login is ${reason ?? 'tried'}`, async () => {
      const config = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all'};
      const {page, browser, clock} = setup({config, browser: {device: 'talkOnAndroid'}});
      const times = Object.entries(memory).map(([name, time]) => [name, clock.now() + time] as const);
      browser.localItems.set(VISIT_HISTORY_KEY, JSON.stringify({known: true, ...Object.fromEntries(times)}));
      await page.client.start();

      expect(page.events.map(({detail}) => (detail as {reason?: string}).reason).find(Boolean)).to.equal(reason);
      expect(page.navigations).to.have.length(reason ? 0 : 1);
    });
  }

  it('auto-login from `<head>` is tried on the next page', async () => {
    const config = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all'};
    const decided = Promise.resolve('tried' as const);
    const {page, browser, clock} = setup({config, decided, browser: {device: 'talkOnAndroid'}});
    browser.localItems.set(
      VISIT_HISTORY_KEY,
      JSON.stringify({known: true, ref: 'KS-abcdef', next: clock.now() + DAY + 1}),
    );
    await page.client.start();
    expect(page.navigations).to.deep.equal([]);
    expect(JSON.parse(browser.localItems.get(VISIT_HISTORY_KEY)!)).to.deep.include({known: true, ref: 'KS-abcdef'});

    const next = await page.visit('/next');

    expect(next.navigations).to.have.length(1);
  });

  it('what a link needs is asked for anew', async () => {
    const {page, shop, clock} = setup({config: {...CONFIG, restApiKey: REST_KEY}});
    shop.session = {status: 'signed-in', isNewMember: false, member: {}};
    await page.client.refresh();
    shop.requests.length = 0;
    clock.setBack(1);

    await page.client.prepare({purpose: 'link'});

    expect(shop.requests).to.have.length(1);
  });

  it('a press is no gesture that is still to come', async () => {
    const {page, clock} = setup({browser: {device: 'android'}});
    page.gesture = undefined;
    page.sdk.answer = 'hangs';
    page.client.login();
    await page.until(() => page.sdk.loads.length > 0);
    await clock.advance(2000);
    clock.setBack(HOUR);
    page.sdk.arrive();
    await settle();

    expect(page.sdk.sdk.authorizations[0]).to.deep.include({throughTalk: false});
  });

  it('the way without KakaoTalk is offered no later', async () => {
    const {page, clock} = await pressed({browser: {device: 'android'}});
    await clock.advance(3001);
    clock.setBack(HOUR);
    page.hide();
    page.show();

    await clock.advance(8001);

    expect(page.client.state.flow).to.deep.include({status: 'waiting-for-talk', canContinueInBrowser: true});
  });

  it('an arrival that is still to come makes no failure old', async () => {
    const {page, clock, shop} = setup();
    await (await comeBack(page)).client.start();
    clock.setBack(HOUR);
    shop.session = null;
    page.sessionStorage.remove('ks.outcome');
    const mute = await (await page.visit(strangerReturn(), {isMute: true})).visit(undefined, {isMute: true});

    expect((await mute.visit('/login', {isMute: false})).told).to.deep.equal(['kakao-login-error']);
  });
});
