import {expect} from '@open-wc/testing';
import {CALLBACK, comeBack, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {finish, setup, strangerReturn} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

const REFUSED: ShopAnswer = {status: 403, json: {code: 'origin_refused', ref: 'KS-server'}};

describe('telling an outcome', () => {
  /** How the first tab's login ends, and what its backend answers. */
  const ENDS: readonly [what: string, query: Record<string, string> | undefined, answer?: ShopAnswer][] = [
    ['success', undefined],
    ['a cancelled login', {error: 'access_denied'}],
    ['a failure with a reference of the backend’s own', undefined, REFUSED],
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
      expect((await first.visit()).told).to.have.length(1);

      const over = browser.tombstones.filter((entry) => entry.over).map(({tx}) => tx);
      expect(over).to.deep.equal([tombstone!.tx]);
      const reload = second.follow(CALLBACK);
      shop.signIn(shop.posts.at(-1)!);
      await finish(reload);
      expect(reload.navigations.map(({to}) => to)).to.deep.equal(['/other']);
      expect(reload.sessionStorage.get('ks.outcome')).to.contain('"signed-in"');
    });
  }

  it('of a return that is told once more, after a reload of the callback page, ends that one too', async () => {
    const {browser, page} = setup({post: REFUSED});
    const callback = await comeBack(page);
    await callback.client.start();
    const next = await (await callback.visit(CALLBACK)).visit();

    expect(next.told).to.deep.equal(['kakao-login-error']);
    expect(browser.tombstones.map(({over}) => over)).to.deep.equal([true]);
  });
});

describe('an outcome that reaches a page and a frame in it', () => {
  const SUCCESS = 'kakao-login-success';
  /** A login that has ended, the page on which it did, and a frame there of the same origin. */
  async function arrive(isKept = true) {
    const world = setup();
    const callback = await comeBack(world.page);
    await finish(callback);
    const {to} = callback.navigations[0]!;
    const top = callback.follow(to);
    if (!isKept) top.sessionStorage.remove('ks.outcome');
    const frame = callback.follow('/mini-cart', {isFramed: true, topAddress: to});
    return {...world, top, frame};
  }

  for (const late of [0, 1000, 2999]) {
    it(`is told by the page, whose client comes ${late} ms after its frame’s`, async () => {
      const {top, frame, clock} = await arrive();
      void frame.client.start();
      await clock.advance(late);
      await top.client.start();
      await clock.advance(5000);

      expect([top.told, frame.told]).to.deep.equal([[SUCCESS], []]);
    });
  }

  it('is told by the page, though it loads for long', async () => {
    const {top, frame, clock} = await arrive();
    let load: () => void = () => undefined;
    frame.topLoaded = new Promise((resolve) => (load = resolve));
    void frame.client.start();
    await clock.advance(8000);
    void top.client.start();
    load();
    await clock.advance(5000);

    expect([top.told, frame.told]).to.deep.equal([[SUCCESS], []]);
  });

  it('is told by both at once no more than once, where the page is held up', async () => {
    const {top, frame, clock} = await arrive();
    let parse: () => void = () => undefined;
    top.parsed = new Promise((resolve) => (parse = resolve));
    void top.client.start();
    void frame.client.start();
    await clock.advance(5000);
    parse();
    await clock.advance(5000);

    expect([...top.told, ...frame.told]).to.deep.equal([SUCCESS]);
  });

  it('is told by the frame three seconds after the load of a page without a client', async () => {
    const {frame, clock} = await arrive();
    const started = frame.client.start();
    await clock.advance(2999);
    expect(frame.told).to.deep.equal([]);
    await clock.advance(2);
    await started;

    expect(frame.told).to.deep.equal([SUCCESS]);
  });

  it('does not hold up a frame where there is none', async () => {
    const {frame} = await arrive(false);

    await frame.client.start();

    expect(frame.told).to.deep.equal([]);
  });
});

describe('a failure that waits for a page on which it can be shown', () => {
  /** A return that this browser has no record of, on a page that can show nothing of it. */
  async function wait({page, clock} = setup()): Promise<FakePage> {
    const callback = await page.visit(strangerReturn(), {isMute: true});
    const mute = await callback.visit(undefined, {isMute: true});
    expect(mute.told).to.deep.equal([]);
    await clock.advance(1000);
    return mute;
  }
  /** Somebody signs in, or tries to, in another tab. */
  const comeBackElsewhere = async ({browser}: FakePage, query?: Record<string, string>): Promise<void> =>
    (await comeBack(browser.open('/'), query)).client.start();

  /** What happens meanwhile, after which the failure is told, or is not. */
  type Meanwhile = Readonly<Record<string, (mute: FakePage) => unknown>>;
  const TOLD: Meanwhile = {
    'nothing happens': () => undefined,
    'a page learns that nobody is signed in': (mute) => mute.client.refresh(),
    'a login in another tab fails too': (mute) => comeBackElsewhere(mute, {error: 'access_denied'}),
    async 'the visitor signs in, and out again'(mute) {
      mute.isAlive = false;
      await comeBackElsewhere(mute);
      await mute.browser.open('/').client.logout();
    },
  };
  const DROPPED: Meanwhile = {
    'the visitor signs in with Kakao in another tab, before this one shows its next page'(mute) {
      mute.isAlive = false;
      return comeBackElsewhere(mute);
    },
    async 'the visitor signs in with Kakao in another tab, while this one reads no session'(mute) {
      mute.browser.shop.onGet = () => 'network-error';
      await comeBackElsewhere(mute);
      await settle();
    },
    'the visitor signs in by a password, and a page learns it'(mute) {
      mute.browser.shop.session = {status: 'signed-in', isNewMember: false, member: {}};
      return mute.client.refresh();
    },
  };
  for (const [what, happen] of Object.entries({...TOLD, ...DROPPED})) {
    const isTold = what in TOLD;
    it(`is ${isTold ? 'told' : 'dropped'} where ${what}`, async () => {
      const mute = await wait();
      await happen(mute);

      const login = await mute.visit('/login', {isMute: false});

      expect(login.told).to.deep.equal(isTold ? ['kakao-login-error'] : []);
      expect(login.sessionStorage.get('ks.outcome')).to.equal(null);
      expect(login.client.state.flow.status).to.equal(isTold ? 'continue-here' : 'idle');
    });
  }

  it('is told though somebody arrived here before it', async () => {
    const world = setup();
    await (await comeBack(world.page)).client.start();
    await world.clock.advance(1000);
    world.shop.session = null;

    const login = await (await wait(world)).visit('/login', {isMute: false});

    expect(login.told).to.deep.equal(['kakao-login-error']);
  });

  it('is told to a member whose consent it is about', async () => {
    const {page, shop, clock} = setup();
    shop.session = {status: 'signed-in', isNewMember: false, member: {}};
    const kept = {end: 'retry', purpose: 'terms', code: 'backend_failed', until: clock.now() + 600_000};
    page.sessionStorage.set('ks.outcome', JSON.stringify(kept));
    await page.client.refresh();

    expect((await page.visit('/account')).told).to.deep.equal(['kakao-login-error']);
  });
});
