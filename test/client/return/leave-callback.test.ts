import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {CALLBACK, comeBack, CONFIG, ORIGIN, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {completed, endOf, pressed, returned, setup} from '../support/journey.js';
import fragments from './fragments.json' with {type: 'json'};

const CANCELLED = {error: 'access_denied'};
/** Two ends, and how each is told. */
const ENDS = [
  [undefined, 'kakao-login-success'],
  [CANCELLED, 'kakao-login-cancel'],
] as const;

/** A page that is left alone: it asks nobody, and goes nowhere, for a minute. */
async function expectIdle(page: FakePage): Promise<void> {
  const {clock, shop} = page.browser;
  shop.requests.length = 0;
  void page.client.start();
  await clock.advance(60_000);
  expect([shop.requests, page.events, page.navigations]).to.deep.equal([[], [], []]);
}

describe('where a callback ends', () => {
  describe('after success', () => {
    // Which paths nobody is sent to is proven where `readReturnTarget` and `findTarget` are.
    const table: readonly [name: string, redirectTo: unknown, returnTo: string | undefined, to: string][] = [
      ['where the backend says', '/mission?a=b#c', '/welcome', '/mission?a=b#c'],
      ['where the page says', undefined, '/welcome#top', '/welcome#top'],
      ['where it began, to the letter', undefined, undefined, '/cart?id=1#reviews'],
      ['never where a hostile backend says', 'https://evil.example/', undefined, '/cart?id=1#reviews'],
      ['never where a hostile page says', undefined, '//evil.example/', '/cart?id=1#reviews'],
    ];
    for (const [name, redirectTo, returnTo, to] of table) {
      it(name, async () => {
        const {callback} = await completed(undefined, {
          config: {...CONFIG, returnTo},
          post: (request, shop) => shop.signIn(request, {redirectTo}),
        });

        expect(callback.eventsOf('kakao-return')[0]!.detail).to.have.property('to', to);
        expect(callback.navigations).to.deep.equal([{to, how: 'replace'}]);
      });
    }

    // The pages of a site may each have a setting of their own, the callback page among them.
    for (const [name, onPress, onCallback, to] of [
      ['where the page of the press says, though the callback page says nothing', '/welcome', undefined, '/welcome'],
      ['where the page of the press says, whatever the callback page says', '/welcome', '/other', '/welcome'],
      ['where it began, as the page of the press says nothing', undefined, '/other', '/cart?id=1#reviews'],
    ] as const) {
      it(`${name}, and once more by the Back button`, async () => {
        const {page, shop} = await pressed({config: {...CONFIG, returnTo: onPress}});
        shop.onPost = (request) => shop.signIn(request);
        const config = {...CONFIG, returnTo: onCallback};
        const callback = await page.visit(page.answer(), {config});

        const again = await callback.visit(CALLBACK, {config});

        expect(callback.navigations).to.deep.equal([{to, how: 'replace'}]);
        expect(again.navigations).to.deep.equal([{to, how: 'replace'}]);
      });
    }

    it('where the page says when it is pressed, whatever it says afterwards', async () => {
      const {page, shop} = setup({config: {...CONFIG, returnTo: '/welcome'}});
      page.client.login();
      page.client.configure({...CONFIG, returnTo: '/late'});
      await page.client.prepare();
      await settle();
      shop.onPost = (request) => shop.signIn(request);

      const callback = await page.visit(page.answer(), {config: CONFIG});

      expect(callback.navigations.map(({to}) => to)).to.deep.equal(['/welcome']);
    });

    it('where the callback page says, if nothing of the press could be kept', async () => {
      const forbidden = ['localStorage', 'sessionStorage'] as const;
      const {page, shop} = await pressed({config: CONFIG, forbidden});
      shop.onPost = (request) => shop.signIn(request);

      const callback = page.follow(page.answer(), {config: {...CONFIG, returnTo: '/welcome'}, forbidden});
      const started = callback.client.start();
      callback.client.configure({...CONFIG, returnTo: undefined});
      await started;

      expect(callback.navigations.map(({to}) => to)).to.deep.equal(['/welcome']);
    });

    it('where the page of the press says, though its own address is too long to be kept', async () => {
      const long = `/cart/${'1'.repeat(2048)}`;
      const {page, shop} = await pressed({address: long, config: {...CONFIG, returnTo: '/welcome'}});
      shop.onPost = (request) => shop.signIn(request);
      const config = {...CONFIG, returnTo: '/other'};

      const callback = await page.visit(page.answer(), {config});
      const again = await callback.visit(CALLBACK, {config});

      expect([callback, again].map(({navigations}) => navigations[0]?.to)).to.deep.equal(['/welcome', '/welcome']);
    });

    it('where the callback page says, of a press with a release that kept none', async () => {
      const {page, shop, browser} = await pressed();
      shop.onPost = (request) => shop.signIn(request);
      for (const [key, text] of browser.localItems) {
        const {from} = JSON.parse(text) as {from?: string};
        if (from) browser.localItems.set(key, JSON.stringify({from}));
      }

      const callback = await page.visit(page.answer(), {config: {...CONFIG, returnTo: '/welcome'}});

      expect(callback.navigations.map(({to}) => to)).to.deep.equal(['/welcome']);
    });

    it('never where a spoiled storage says', async () => {
      const {page, shop, browser} = await pressed({config: {...CONFIG, returnTo: '/welcome'}});
      shop.onPost = (request) => shop.signIn(request);
      for (const [key, text] of browser.localItems) {
        browser.localItems.set(key, text.replace('/welcome', 'https://evil.example/'));
      }

      const callback = await page.visit(page.answer());

      expect(callback.navigations.map(({to}) => to)).to.deep.equal(['/cart?id=1#reviews']);
    });

    it('on the bare callback page, where the site wants it', async () => {
      const {shop, callback} = await returned(undefined, {config: {...CONFIG, returnTo: '/welcome'}});
      shop.onPost = (request) => shop.signIn(request, {redirectTo: CALLBACK});

      await callback.client.start();

      expect([callback.told, callback.navigations]).to.deep.equal([['kakao-return', 'kakao-login-success'], []]);
    });
  });

  describe('after a reload while the next page was loading', () => {
    for (const [target, navigations] of [
      ['https://evil.example/', ['/']],
      [`${CALLBACK}?code=1&state=2`, ['/']],
      ['', []],
      [5, []],
      [{toString: '/x'}, []],
    ] as const) {
      it(`never where a spoiled outcome says: ${JSON.stringify(target)}`, async () => {
        const {callback} = await returned();
        await callback.client.start();
        const kept = JSON.parse(callback.sessionStorage.get('ks.outcome')!) as object;
        callback.sessionStorage.set('ks.outcome', JSON.stringify({...kept, to: target}));

        const reload = await callback.visit(CALLBACK);

        expect(reload.navigations.map(({to}) => to)).to.deep.equal(navigations);
        const last = navigations.length > 0 ? (await endOf(reload)).next : reload;
        expect(last.told).to.deep.equal(['kakao-login-success']);
      });
    }
  });

  describe('on the very page that it ends on', () => {
    const config: KakaoSyncConfig = {...CONFIG, redirectUri: '/landing'};
    const landing = '/landing?ref=mail#top';
    /** A landing page that is its own redirect URI: Kakao returns to it without the query it began with. */
    async function land(query?: Record<string, string>, address = '/landing') {
      const world = setup({config, address});
      const callback = await comeBack(world.page, query);
      await callback.client.start();
      return {...world, callback};
    }

    it('loads nothing, and tells the outcome here', async () => {
      const {callback} = await land();

      expect(callback.navigations).to.deep.equal([]);
      expect(callback.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
      expect(callback.client.state.flow).to.deep.equal({status: 'idle'});
      expect(callback.client.state.session.status).to.equal('signed-in');
      expect(callback.address.href).to.equal(`${ORIGIN}/landing`);
      expect(callback.sessionStorage.get('ks.outcome')).to.equal(null);
    });

    it('loads it where the query is another one', async () => {
      const {callback} = await land(undefined, landing);

      const {to, told, next} = await endOf(callback);
      expect({to, told}).to.deep.equal({to: landing, told: ['kakao-login-success']});
      expect(next.navigations).to.deep.equal([]);
    });

    for (const [query, told] of [...ENDS, [{error: 'server_error'}, 'kakao-login-error']] as const) {
      for (const [what, from, again] of [
        ['does nothing when it is loaded again', '/landing', '/landing'],
        ['does nothing when it is loaded again with its query', landing, landing],
        ['takes no visitor away who comes to it after a login that began elsewhere', '/product/7', '/landing'],
      ] as const) {
        it(`${what}: ${told}`, async () => {
          const {callback} = await land(query, from);
          const end = from === '/landing' ? callback : (await endOf(callback)).next;
          expect(end.told).to.deep.equal(from === '/landing' ? ['kakao-return', told] : [told]);

          await expectIdle(end.follow(again));
        });
      }
    }

    it('can begin the next login at once', async () => {
      const {shop, callback} = await land(CANCELLED);

      const second = await comeBack(callback);
      await second.client.start();

      expect(shop.posts).to.have.length(1);
      expect(second.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
    });

    type Fragment = [what: string, from: string, at: string, shown: string[], address: string];
    for (const [what, from, at, shown, address] of fragments as Fragment[]) {
      it(`goes to a fragment ${what} as a link would`, async () => {
        const {page} = await pressed({config: {...CONFIG, redirectUri: '/'}, address: from});
        const there = page.follow(`/${page.answer().split(/\/(?=\?)/)[1]!}`);
        there.route(there.address.search + new URL(at, ORIGIN).hash);
        await there.client.start();

        expect([there.fragments, there.address.href, there.navigations]).to.deep.equal([shown, ORIGIN + address, []]);
        expect(there.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
      });
    }
  });

  for (const [query, told] of ENDS) {
    it(`where a router goes on by itself it stays, and tells the outcome here: ${told}`, async () => {
      const {callback} = await returned(query, {prevented: ['kakao-return']});

      await callback.client.start();

      expect([callback.navigations, callback.told]).to.deep.equal([[], ['kakao-return', told]]);
      expect(callback.address.pathname).to.equal(CALLBACK);
      expect(callback.client.state.flow.status).to.equal(query ? 'cancelled' : 'idle');
      expect(callback.sessionStorage.get('ks.outcome')).to.equal(null);
      const [event] = callback.eventsOf('kakao-return');
      const detail = {to: '/cart?id=1#reviews', outcome: callback.client.state.outcome};
      expect(event).to.deep.equal({type: 'kakao-return', target: undefined, detail});
    });

    it(`where the outcome cannot cross it is told before leaving: ${told}`, async () => {
      const {callback, to, how, told: later} = await completed(query, {forbidden: ['sessionStorage']});

      expect(callback.told).to.deep.equal(['kakao-return', told]);
      expect({to, how, later}).to.deep.equal({to: '/cart?id=1#reviews', how: 'replace', later: []});
    });
  }

  describe('where the way home leads nowhere', () => {
    const HOME = '/cart?id=1#reviews';
    const WAY_ON = {status: 'retry', code: 'navigation_failed', purpose: 'login', to: HOME};

    for (const [what, query, told, flow] of [
      ['a success', undefined, 'kakao-login-success', WAY_ON],
      ['a cancelled login', CANCELLED, 'kakao-login-cancel', WAY_ON],
      [
        'a failure',
        {error: 'server_error'},
        'kakao-login-error',
        {status: 'retry', code: 'kakao_unavailable', to: HOME},
      ],
    ] as const) {
      it(`offers it after four seconds, and tells ${what} here after 15, once`, async () => {
        const {clock, callback} = await returned(query);
        await callback.client.start();
        await clock.advance(3999);
        expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});
        await clock.advance(1);
        expect(callback.client.state.flow).to.deep.include({status: 'completing', isSlow: true, to: HOME});

        await clock.advance(10_999);
        expect(callback.told).to.deep.equal(['kakao-return']);
        await clock.advance(60_000);

        expect(callback.told).to.deep.equal(['kakao-return', told]);
        expect(callback.client.state.flow).to.deep.include(flow);
        expect((await callback.visit('/cart')).told).to.deep.equal([]);
      });
    }

    it('counts the time that the backend has taken, and tells here where nothing comes for as long again', async () => {
      let answer!: () => void;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const postCode = (): Promise<unknown> => answered.then(() => ({status: 'signed-in', isNewMember: false}));
      const {clock, callback} = await returned(undefined, {config: {...CONFIG, postCode}});
      void callback.client.start();
      await clock.advance(3000);
      answer();
      await clock.advance(999);
      expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});
      await clock.advance(10_999);
      expect(callback.client.state.flow).to.deep.include({status: 'completing', isSlow: true, to: HOME});
      await clock.advance(2);
      expect(callback.client.state.flow).to.deep.equal(WAY_ON);
      await clock.advance(2997);
      expect(callback.told).to.deep.equal(['kakao-return']);

      await clock.advance(3);

      expect(callback.client.state.flow).to.deep.equal(WAY_ON);
      expect(callback.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
    });

    it('shows after 15 seconds how it ended, and tells it where the next page comes', async () => {
      const postCode = (): Promise<unknown> => new Promise(() => undefined);
      const {clock, callback} = await returned(undefined, {config: {...CONFIG, postCode}});
      void callback.client.start();
      await clock.advance(15_000);

      expect(callback.client.state.flow).to.deep.include({status: 'retry', code: 'backend_timeout', to: HOME});
      expect(callback.told).to.deep.equal(['kakao-return']);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-error']);
    });

    it('offers the way on where there is no outcome to tell', async () => {
      const {clock, callback} = await returned();
      await callback.client.start();
      const again = callback.follow(CALLBACK);
      again.sessionStorage.remove('ks.outcome');
      await again.client.start();
      expect(again.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});

      await clock.advance(15_001);

      expect(again.client.state.flow).to.deep.equal(WAY_ON);
      expect(again.told).to.deep.equal(['kakao-return']);
    });
  });

  describe('a success that waits for the next page', () => {
    type World = Awaited<ReturnType<typeof returned>>;
    /** The page that it waits for, and another one. */
    const PAGES: readonly string[] = ['/cart?id=1', '/another'];
    /** What happens in another tab before that page is there, and where the success is told then. */
    const MEANWHILE: readonly [name: string, happen: (world: World) => Promise<unknown>, toldOn: readonly string[]][] =
      [
        ['nothing', () => Promise.resolve(), PAGES],
        [
          'somebody else arrives, with the same name',
          async ({browser}) => (await comeBack(browser.open('/'))).client.start(),
          // Of two tabs that arrive at once, each tells its own where it ends.
          PAGES.slice(0, 1),
        ],
        ['the member logs out', async ({browser}) => browser.open('/').client.logout(), []],
        [
          'the member agrees to more',
          async ({browser}) => {
            const other = browser.open('/');
            await other.consent({terms: ['event']});
            await other.visit(other.answer());
          },
          PAGES,
        ],
      ];
    for (const [name, happen, toldOn] of MEANWHILE) {
      for (const page of PAGES) {
        const isTold = toldOn.includes(page);
        it(`is ${isTold ? '' : 'not '}told on ${page} where ${name} meanwhile`, async () => {
          const world = await returned();
          await world.callback.client.start();
          world.callback.isAlive = false;
          await world.clock.advance(1000);
          await happen(world);

          const next = await world.callback.visit(page);
          const reload = await next.visit(page);

          expect([next.told, reload.told]).to.deep.equal([isTold ? ['kakao-login-success'] : [], []]);
        });
      }
    }

    it('is told where this browser keeps nothing of others', async () => {
      expect((await completed(undefined, {forbidden: ['localStorage']})).told).to.deep.equal(['kakao-login-success']);
    });

    it('is told on a page that it was not for, which reads who is signed in by now', async () => {
      const {callback, shop} = await returned();
      await callback.client.start();
      // The page where it ended had no client, and the member has left since.
      shop.session = null;

      const later = await callback.visit('/login');
      await later.client.expectSession();

      expect(later.told).to.deep.equal(['kakao-login-success']);
      expect(later.client.state.session).to.deep.equal({status: 'signed-out'});
    });

    it('is not told in another tab', async () => {
      const {browser, callback} = await returned();
      await callback.client.start();

      expect((await browser.visit('/cart')).told).to.deep.equal([]);
    });
  });

  it('shows a failure on the next page until the next login begins', async () => {
    const {next} = await completed({error: 'server_error'});
    expect(next.client.state.outcome).to.have.property('code', 'kakao_unavailable');
    expect(next.reports).to.have.length(1);
    expect(next.reports[0]).to.match(/^kakao_unavailable KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);

    await next.press();

    expect(next.client.state.outcome).to.equal(null);
    expect(next.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
  });
});
