import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {CALLBACK, CODE, CONFIG, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {completed, losing, returned, setup, strangerReturn} from '../support/journey.js';

const TEN_MINUTES = 600_000;
const PATH = '/account/delete?sure=1';

describe('a return that this browser has no record of', () => {
  for (const query of [`code=${CODE}`, 'error=access_denied', 'code=a&code=b', 'x=1', `code=${CODE}&id_token=x`]) {
    for (const [config, to] of [
      [CONFIG, '/'],
      [{...CONFIG, continueAt: '/login?from=kakao'}, '/login?from=kakao'],
      [{...CONFIG, continueAt: 'https://evil.example/'}, '/'],
      [{...CONFIG, returnTo: '/welcome'}, '/'],
    ] as const) {
      it(`with ?${query} goes to ${to} and never to the path in its state, which is only offered`, async () => {
        const callback = await setup().browser.visit(strangerReturn(query, PATH), {config});

        expect(callback.navigations).to.deep.equal([{to, how: 'replace'}]);
        const next = await callback.visit();
        expect(next.told).to.deep.equal(['kakao-login-error']);
        expect(next.eventsOf('kakao-login-error')[0]!.detail).to.have.property('to', PATH);
        expect(next.client.state.flow.to).to.equal(PATH);
      });
    }
  }

  for (const [what, first, then] of [
    ['begins, when it has gone', '/login', ''],
    ['begins, when another one has come', '/login', '/other'],
    ['ends, when it is late', '', '/login'],
  ] as const) {
    it(`goes where the page says as it ${what}`, async () => {
      const callback = setup().browser.open(strangerReturn(), {config: {...CONFIG, continueAt: first}});
      const started = callback.client.start();
      callback.client.configure({...CONFIG, continueAt: then});
      await started;

      expect(callback.navigations).to.deep.equal([{to: '/login', how: 'replace'}]);
    });
  }

  for (const offer of [
    '//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    `${CALLBACK}?code=1&state=2`,
    5,
  ]) {
    it(`offers no path that a stranger’s storage makes of it: ${offer}`, async () => {
      const {page} = setup();
      const failure = {purpose: 'login', code: 'other_browser'};
      const kept = {end: 'continue-here', ...failure, to: '/', offer};
      page.sessionStorage.set('ks.outcome', JSON.stringify(kept));

      const next = await page.visit('/');

      expect(next.told).to.deep.equal(['kakao-login-error']);
      expect(next.client.state.flow).to.deep.equal({status: 'continue-here', ...failure});
      expect(next.eventsOf('kakao-login-error')[0]!.detail).to.deep.equal({end: 'continue-here', ...failure});
    });
  }

  describe('on a page that can show nothing', () => {
    async function arrive(): Promise<FakePage> {
      const callback = await setup().browser.visit(strangerReturn(undefined, PATH));
      return callback.visit(undefined, {isMute: true});
    }

    for (const [wait, told] of [
      [TEN_MINUTES - 1, ['kakao-login-error']],
      [TEN_MINUTES, []],
      // The clock was put back.
      [-1, []],
    ] as const) {
      it(`waits for one that can, at most ten minutes: ${wait} ms`, async () => {
        const mute = await arrive();
        expect([mute.told, mute.client.state.flow]).to.deep.equal([[], {status: 'idle'}]);
        const other = await mute.visit('/about', {isMute: true});
        expect(other.told).to.deep.equal([]);
        const {clock} = mute.browser;
        if (wait < 0) clock.setBack(-wait);
        else await clock.advance(wait);

        const login = await other.visit('/login', {isMute: false});

        expect(login.told).to.deep.equal(told);
        expect(login.sessionStorage.get('ks.outcome')).to.equal(null);
      });
    }

    it('is told as soon as an element comes that can show it, once', async () => {
      const mute = await arrive();
      mute.isMute = false;

      mute.client.expectPress();
      mute.client.expectPress();
      await settle();

      expect(mute.told).to.deep.equal(['kakao-login-error']);
      expect(mute.client.state.flow.status).to.equal('continue-here');
    });

    it('does not speak into another login', async () => {
      const mute = await arrive();
      await mute.press();
      mute.isMute = false;

      mute.client.expectPress();
      await settle();

      expect(mute.told).to.deep.equal(['kakao-login-start']);
    });

    it('makes way for what comes of a later login', async () => {
      const mute = await arrive();
      await mute.press();

      const next = await (await mute.visit(mute.answer())).visit(undefined, {isMute: true});

      expect(next.told).to.deep.equal(['kakao-login-success']);
    });

    it('keeps what had a record no longer than to the next page', async () => {
      const {callback} = await returned({error: 'access_denied'});
      await callback.client.start();

      expect((await callback.visit(undefined, {isMute: true})).told).to.deep.equal(['kakao-login-cancel']);
    });
  });
});

describe('a return that this browser has a record of', () => {
  const config: KakaoSyncConfig = {...CONFIG, redirectUri: '/landing'};
  for (const address of ['/landing?code=SPRING10', '/landing?utm_source=mail&code=SPRING10#form']) {
    for (const [query, told, status] of [
      [undefined, 'kakao-login-success', 'idle'],
      [{error: 'access_denied'}, 'kakao-login-cancel', 'cancelled'],
      [{error: 'server_error'}, 'kakao-login-error', 'retry'],
    ] as const) {
      it(`ends where it began, on a landing page that is its own redirect URI: ${told} on ${address}`, async () => {
        const end = await completed(query, {config, address});
        const {shop, clock, next} = end;
        const posts = shop.posts.length;
        await clock.advance(60_000);

        expect([end.to, next.told, next.rewrites, next.navigations]).to.deep.equal([address, [told], [], []]);
        expect(next.client.state.flow.status).to.equal(status);
        expect(next.reports.filter((line) => line.startsWith('state_missing'))).to.deep.equal([]);
        expect(shop.posts).to.have.length(posts);
        const reload = await next.visit(address, {arrival: null});
        expect([reload.told, reload.rewrites, reload.navigations]).to.deep.equal([[], [], []]);
      });
    }
  }

  const reloads: readonly [what: string, toAddress: (tx: string) => string][] = [
    ['its whole address', (tx) => `${CALLBACK}?code=${CODE}&state=${toStateParameter({tx, path: '/cart?id=1'})}`],
    ['a state that names no path', (tx) => `${CALLBACK}?code=${CODE}&state=${toStateParameter({tx, path: ''})}`],
    ['its bare address', () => CALLBACK],
  ];
  for (const [what, toAddress] of reloads) {
    it(`ends where it began, path and query, where it is reloaded without storage at ${what}`, async () => {
      const {callback, browser} = await returned(undefined, {
        forbidden: ['localStorage', 'sessionStorage'],
        post: losing('hangs'),
      });
      void callback.client.start();
      await settle();

      const reload = await callback.visit(toAddress(browser.tombstones[0]!.tx));

      expect(reload.navigations.map(({to}) => to)).to.deep.equal(['/cart?id=1']);
    });
  }
});
