import {expect} from '@open-wc/testing';
import {createRandomToken} from '../../../src/shared/random.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {CALLBACK, CODE, CONFIG, comeBack, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

describe('telling an outcome', () => {
  /** How the first tab's login ends, and what its backend answers. */
  const ENDS: readonly [what: string, query: Record<string, string> | undefined, answer?: ShopAnswer][] = [
    ['success', undefined],
    ['a cancelled login', {error: 'access_denied'}],
    [
      'a failure with a reference of the backend’s own',
      undefined,
      {status: 403, json: {code: 'origin_refused', ref: 'KS-server'}},
    ],
  ];
  for (const [what, query, answer] of ENDS) {
    it(`of ${what} ends that return, and not the one of another tab that is newer`, async () => {
      const {browser, page, shop, clock} = setup();
      const first = await comeBack(page, query);
      const usual = shop.onPost;
      if (answer) shop.onPost = () => answer;
      await first.client.start();
      shop.onPost = usual;
      const [tombstone] = browser.tombstones;

      await clock.advance(1000);
      const second = await comeBack(browser.open('/other'));
      shop.onPost = () => 'hangs';
      void second.client.start();
      await settle();
      const next = first.follow();
      await next.client.start();
      expect(next.told).to.have.length(1);

      const over = browser.tombstones.filter((entry) => entry.over).map(({tx}) => tx);
      expect(over).to.deep.equal([tombstone!.tx]);
      const reload = second.follow(CALLBACK);
      const started = reload.client.start();
      await clock.advance(2000);
      shop.signIn(shop.posts.at(-1)!);
      await clock.advance(2000);
      await started;
      expect(reload.navigations.map(({to}) => to)).to.deep.equal(['/other']);
      expect(reload.sessionStorage.get('ks.outcome')).to.contain('"signed-in"');
    });
  }

  it('of a return that is told once more, after a reload of the callback page, ends that one too', async () => {
    const {browser, page, shop} = setup();
    shop.onPost = () => ({status: 403, json: {code: 'origin_refused', ref: 'KS-server'}});
    const callback = await comeBack(page);
    await callback.client.start();
    const reload = callback.follow(CALLBACK);
    await reload.client.start();
    const next = reload.follow();
    await next.client.start();

    expect(next.told).to.deep.equal(['kakao-login-error']);
    expect(browser.tombstones.map(({over}) => over)).to.deep.equal([true]);
  });
});

describe('a failure that waits for a page on which it can be shown', () => {
  /** A return that this browser has no record of, on a page that can show nothing of it. */
  async function wait(): Promise<FakePage> {
    const {page, clock} = setup();
    const state = toStateParameter({tx: createRandomToken(), path: '/x'});
    const callback = page.follow(`${CALLBACK}?code=${CODE}&state=${state}`, {isMute: true});
    await callback.client.start();
    const mute = callback.follow(undefined, {isMute: true});
    await mute.client.start();
    expect(mute.told).to.deep.equal([]);
    await clock.advance(1000);
    return mute;
  }

  type Tab = Awaited<ReturnType<typeof wait>>;
  /** What happens meanwhile, and whether the failure is told after it. */
  const MEANWHILE: readonly [what: string, happen: (mute: Tab) => Promise<unknown>, isTold: boolean][] = [
    ['nothing happens', () => Promise.resolve(), true],
    [
      'the visitor signs in with Kakao in another tab, before this one shows its next page',
      async (mute) => {
        mute.isAlive = false;
        await (await comeBack(mute.browser.open('/'))).client.start();
      },
      false,
    ],
    [
      'the visitor signs in with Kakao in another tab, while this one reads no session',
      async (mute) => {
        mute.browser.shop.onGet = () => 'network-error';
        await (await comeBack(mute.browser.open('/'))).client.start();
        await settle();
      },
      false,
    ],
    [
      'the visitor signs in by a password, and a page learns it',
      async (mute) => {
        mute.browser.shop.session = {status: 'signed-in', isNewMember: false, member: {}};
        await mute.client.refresh();
      },
      false,
    ],
    ['a page learns that nobody is signed in', (mute) => mute.client.refresh(), true],
    [
      'a login in another tab fails too',
      async (mute) => (await comeBack(mute.browser.open('/'), {error: 'access_denied'})).client.start(),
      true,
    ],
    [
      'the visitor signs in, and out again',
      async (mute) => {
        mute.isAlive = false;
        await (await comeBack(mute.browser.open('/'))).client.start();
        await mute.browser.open('/').client.logout();
      },
      true,
    ],
  ];
  for (const [what, happen, isTold] of MEANWHILE) {
    it(`is ${isTold ? 'told' : 'dropped'} where ${what}`, async () => {
      const mute = await wait();
      await happen(mute);

      const login = mute.follow('/login', {isMute: false});
      await login.client.start();

      expect(login.told).to.deep.equal(isTold ? ['kakao-login-error'] : []);
      expect(login.sessionStorage.get('ks.outcome')).to.equal(null);
      expect(login.client.state.flow.status).to.equal(isTold ? 'continue-here' : 'idle');
    });
  }

  it('is told though somebody arrived here before it', async () => {
    const {page, clock, shop} = setup();
    await (await comeBack(page)).client.start();
    await clock.advance(1000);
    shop.session = null;
    const state = toStateParameter({tx: createRandomToken(), path: '/x'});
    const callback = page.follow(`${CALLBACK}?code=${CODE}&state=${state}`, {isMute: true});
    await callback.client.start();
    await callback.follow(undefined, {isMute: true}).client.start();

    const login = callback.follow('/login');
    await login.client.start();

    expect(login.told).to.deep.equal(['kakao-login-error']);
  });

  it('is told to a member whose consent it is about', async () => {
    const {page, shop} = setup();
    shop.session = {status: 'signed-in', isNewMember: false, member: {}};
    const until = page.browser.clock.now() + 600_000;
    const kept = {end: 'retry', purpose: 'terms', code: 'backend_failed', until};
    page.sessionStorage.set('ks.outcome', JSON.stringify(kept));
    await page.client.refresh();

    const next = page.follow('/account', {config: CONFIG});
    await next.client.start();

    expect(next.told).to.deep.equal(['kakao-login-error']);
  });
});
