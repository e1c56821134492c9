import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {createRandomToken} from '../../../src/shared/random.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {CALLBACK, CODE, CONFIG, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {returned, setup} from '../support/journey.js';

const TEN_MINUTES = 600_000;
const PATH = '/account/delete?sure=1';

/** A return that somebody else has made up: this browser has no record of it. */
function forge(query = `code=${CODE}`, path = PATH): string {
  const state = toStateParameter({tx: createRandomToken(), path});
  return `${CALLBACK}?${query}&state=${state}`;
}

async function arriveAt(address: string, config: KakaoSyncConfig = CONFIG, isMute = true): Promise<FakePage> {
  const callback = setup().browser.open(address, {config});
  await callback.client.start();
  const next = callback.follow(undefined, {isMute});
  await next.client.start();
  return next;
}

describe('a return that this browser has no record of', () => {
  const forged: readonly [what: string, address: string][] = [
    ['a code', forge()],
    ['an error', forge('error=access_denied')],
    ['two codes', forge('code=a&code=b')],
    ['nothing but a state', forge('x=1')],
    ['leftovers of another flow', forge(`code=${CODE}&id_token=x`)],
  ];
  for (const [what, address] of forged) {
    for (const [config, to] of [
      [CONFIG, '/'],
      [{...CONFIG, continueAt: '/login?from=kakao'}, '/login?from=kakao'],
      [{...CONFIG, continueAt: 'https://evil.example/'}, '/'],
      [{...CONFIG, returnTo: '/welcome'}, '/'],
    ] as const) {
      it(`with ${what} goes to ${to} and never to the path in its state, which is only offered`, async () => {
        const callback = setup().browser.open(address, {config});

        await callback.client.start();

        expect(callback.navigations).to.deep.equal([{to, how: 'replace'}]);
        const next = callback.follow();
        await next.client.start();
        expect(next.told).to.deep.equal(['kakao-login-error']);
        expect(next.eventsOf('kakao-login-error')[0]!.detail).to.have.property('to', PATH);
        expect(next.client.state.flow.to).to.equal(PATH);
      });
    }
  }

  it('offers no path that a stranger’s storage or state makes of it', async () => {
    for (const path of [
      '//evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      `${CALLBACK}?code=1&state=2`,
      5,
    ]) {
      const {page} = setup();
      const kept = {end: 'continue-here', purpose: 'login', code: 'other_browser', to: '/', offer: path};
      page.sessionStorage.set('ks.outcome', JSON.stringify(kept));

      const next = page.follow('/');
      await next.client.start();

      expect(next.told).to.deep.equal(['kakao-login-error']);
      expect([next.client.state.flow, next.eventsOf('kakao-login-error')[0]!.detail]).to.deep.equal([
        {status: 'continue-here', purpose: 'login', code: 'other_browser'},
        {end: 'continue-here', purpose: 'login', code: 'other_browser'},
      ]);
    }
  });

  describe('on a page that can show nothing', () => {
    it('waits for one that can, at most ten minutes', async () => {
      for (const [wait, told] of [
        [TEN_MINUTES - 1, ['kakao-login-error']],
        [TEN_MINUTES, []],
      ] as const) {
        const mute = await arriveAt(forge());
        expect([mute.told, mute.client.state.flow]).to.deep.equal([[], {status: 'idle'}]);
        const other = mute.follow('/about', {isMute: true});
        await other.client.start();
        expect(other.told).to.deep.equal([]);
        await mute.browser.clock.advance(wait);

        const login = other.follow('/login', {isMute: false});
        await login.client.start();

        expect(login.told).to.deep.equal(told);
        expect(login.sessionStorage.get('ks.outcome')).to.equal(null);
      }
    });

    it('waits no longer where a clock is put back', async () => {
      const mute = await arriveAt(forge());
      const kept = JSON.parse(mute.sessionStorage.get('ks.outcome')!) as object;
      mute.sessionStorage.set(
        'ks.outcome',
        JSON.stringify({...kept, until: mute.browser.clock.now() + TEN_MINUTES + 1}),
      );

      const login = mute.follow('/login', {isMute: false});
      await login.client.start();

      expect(login.told).to.deep.equal([]);
      expect(login.sessionStorage.get('ks.outcome')).to.equal(null);
    });

    it('is told as soon as an element comes that can show it, once', async () => {
      const mute = await arriveAt(forge());
      mute.isMute = false;

      mute.client.expectPress();
      mute.client.expectPress();
      await settle();

      expect(mute.told).to.deep.equal(['kakao-login-error']);
      expect(mute.client.state.flow.status).to.equal('continue-here');
    });

    it('does not speak into another login', async () => {
      const mute = await arriveAt(forge());
      await mute.press();
      mute.isMute = false;

      mute.client.expectPress();
      await settle();

      expect(mute.told).to.deep.equal(['kakao-login-start']);
    });

    it('makes way for what comes of a later login', async () => {
      const mute = await arriveAt(forge());
      await mute.press();
      const callback = mute.follow(mute.answer());
      await callback.client.start();

      const next = callback.follow(undefined, {isMute: true});
      await next.client.start();

      expect(next.told).to.deep.equal(['kakao-login-success']);
    });

    it('keeps what had a record no longer than to the next page', async () => {
      const {callback} = await returned({error: 'access_denied'});
      await callback.client.start();

      const next = callback.follow(undefined, {isMute: true});
      await next.client.start();

      expect(next.told).to.deep.equal(['kakao-login-cancel']);
    });
  });
});

describe('a return that this browser has a record of', () => {
  for (const [what, query] of [
    ['a `state` of another login', 'code=x&state=x'],
    ['an error without `state`', 'error=access_denied'],
    ['what may be a code that has lost its `state`', `code=${CODE}`],
  ] as const) {
    it(`to a page that nobody is led back to (with ${what}) tells its success on the next page, whatever that can show`, async () => {
      const {page} = setup({address: `${CALLBACK}?${query}`});
      await page.press();
      const callback = page.follow(page.answer());
      await callback.client.start();

      const next = callback.follow(undefined, {isMute: true});
      await next.client.start();

      expect(callback.navigations).to.deep.equal([{to: '/', how: 'replace'}]);
      expect(next.told).to.deep.equal(['kakao-login-success']);
      expect(next.client.state.session.status).to.equal('signed-in');
    });
  }

  const config: KakaoSyncConfig = {...CONFIG, redirectUri: '/landing'};
  const COUPONS = ['/landing?code=SPRING10', '/landing?utm_source=mail&code=SPRING10#form'];
  for (const address of COUPONS) {
    for (const [query, told, flow] of [
      [undefined, 'kakao-login-success', 'idle'],
      [{error: 'access_denied'}, 'kakao-login-cancel', 'cancelled'],
      [{error: 'server_error'}, 'kakao-login-error', 'retry'],
    ] as const) {
      it(`ends where it began, on a landing page that is its own redirect URI: ${told} on ${address}`, async () => {
        const {page, shop, clock} = setup({config, address});
        await page.press();
        const callback = page.follow(page.answer(query));
        await callback.client.start();
        expect(callback.navigations).to.deep.equal([{to: address, how: 'replace'}]);
        const posts = shop.posts.length;

        const next = callback.follow();
        await next.client.start();
        await clock.advance(60_000);

        expect([next.told, next.rewrites, next.navigations]).to.deep.equal([[told], [], []]);
        expect(next.client.state.flow.status).to.equal(flow);
        expect(next.reports.filter((line) => line.startsWith('state_missing'))).to.deep.equal([]);
        expect(shop.posts).to.have.length(posts);
        const reload = next.follow(address, {arrival: null});
        await reload.client.start();
        expect([reload.told, reload.rewrites, reload.navigations]).to.deep.equal([[], [], []]);
      });
    }

    it(`ends where it began by auto-login, once: ${address}`, async () => {
      const auto = {...config, restApiKey: REST_KEY, autoLogin: 'all'};
      const {page, shop} = setup({config: auto, address, browser: {device: 'talkOnIphone'}});
      await page.client.start();
      const callback = page.follow(page.answer());
      await callback.client.start();
      const next = callback.follow();
      await next.client.start();

      expect(next.address.href).to.equal(new URL(address, next.address).href);
      expect([next.told, next.navigations]).to.deep.equal([['kakao-login-success'], []]);
      expect(shop.posts).to.have.length(1);
    });
  }

  it('ends where it began, whatever the path in its state is', async () => {
    const {page, shop} = setup();
    await page.press();
    const {tx} = page.browser.record;
    const state = toStateParameter({tx, path: PATH});

    const callback = page.follow(`${CALLBACK}?code=${CODE}&state=${state}`);
    await callback.client.start();

    expect(shop.posts).to.deep.equal([]);
    expect(callback.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
    expect(callback.eventsOf('kakao-return')[0]!.detail).to.not.have.nested.property('outcome.to');
  });

  const reloads: readonly [what: string, toAddress: (tx: string) => string][] = [
    ['its whole address', (tx) => `${CALLBACK}?code=${CODE}&state=${toStateParameter({tx, path: '/cart?id=1'})}`],
    ['a state that names no path', (tx) => `${CALLBACK}?code=${CODE}&state=${toStateParameter({tx, path: ''})}`],
    ['its bare address', () => CALLBACK],
  ];
  for (const [what, toAddress] of reloads) {
    it(`ends where it began, path and query, where it is reloaded without storage at ${what}`, async () => {
      const {shop, callback, browser} = await returned(undefined, {forbidden: ['localStorage', 'sessionStorage']});
      shop.onPost = (request) => {
        shop.signIn(request);
        return 'hangs';
      };
      void callback.client.start();
      await settle();

      const reload = callback.follow(toAddress(browser.tombstones[0]!.tx));
      await reload.client.start();

      expect(reload.navigations.map(({to}) => to)).to.deep.equal(['/cart?id=1']);
    });
  }

  it('is open until it is used, and not after, whichever fields it has', async () => {
    const {browser, callback, shop} = await returned();
    expect(browser.records).to.have.length(1);
    await callback.client.start();
    const {tx, from = ''} = browser.tombstones[0]!;
    expect(from).to.equal('/cart?id=1');

    const again = browser.open(`${CALLBACK}?code=other&state=${toStateParameter({tx, path: from})}`);
    await again.client.start();

    expect(shop.posts).to.have.length(1);
    expect(browser.records).to.deep.equal([]);
  });
});
