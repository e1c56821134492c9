import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {CALLBACK, CODE, comeBack, CONFIG, ORIGIN, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, returned, setup} from '../support/journey.js';

/** What a backend, a page or a storage can say where a visitor should never be sent. */
const HOSTILE: readonly unknown[] = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  `${CALLBACK}?code=1&state=2`,
  `${CALLBACK}?error=1`,
  '/api/kakao/session',
  'relative',
  '',
  5,
  null,
  {toString: '/x'},
  ['/x'],
  `/${'x'.repeat(3000)}`,
];

/** Writes other details beside the only open transaction. */
function spoilDetails(callback: FakePage, details: unknown): void {
  const {localItems, record} = callback.browser;
  localItems.set(`ks.${record.tx.slice(0, 6)}`, JSON.stringify(details));
}

describe('where a callback ends', () => {
  describe('after success', () => {
    const table: readonly [name: string, redirectTo: string | undefined, returnTo: string | undefined, to: string][] = [
      ['where the backend says', '/mission?a=b#c', '/welcome', '/mission?a=b#c'],
      ['where the page says', undefined, '/welcome#top', '/welcome#top'],
      ['where it began, to the letter', undefined, undefined, '/cart?id=1#reviews'],
      ['on the bare callback page, where the site wants it', CALLBACK, '/welcome', CALLBACK],
    ];
    for (const [name, redirectTo, returnTo, to] of table) {
      it(name, async () => {
        const {shop, callback} = await returned(undefined, {config: {...CONFIG, returnTo}});
        shop.onPost = (request) => shop.signIn(request, {redirectTo});

        await callback.client.start();

        expect(callback.eventsOf('kakao-return')[0]!.detail).to.have.property('to', to);
        if (to === CALLBACK) expect(callback.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
        else expect(callback.navigations).to.deep.equal([{to, how: 'replace'}]);
      });
    }

    it('at the path of the record where there are no details', async () => {
      const {browser, callback} = await returned();
      browser.localItems.clear();

      await callback.client.start();

      expect((await endOf(callback)).to).to.equal('/cart?id=1');
    });

    for (const target of HOSTILE) {
      it(`never where a hostile backend says: ${JSON.stringify(target).slice(0, 40)}`, async () => {
        const {shop, callback} = await returned();
        shop.onPost = (request) => shop.signIn(request, {redirectTo: target});

        await callback.client.start();

        expect((await endOf(callback)).to).to.equal('/cart?id=1#reviews');
      });

      it(`never where a hostile page says: ${JSON.stringify(target).slice(0, 40)}`, async () => {
        const {callback} = await returned(undefined, {
          config: {...CONFIG, returnTo: target as string},
        });

        await callback.client.start();

        expect((await endOf(callback)).to).to.equal('/cart?id=1#reviews');
      });

      it(`never where spoiled details say: ${JSON.stringify(target).slice(0, 40)}`, async () => {
        const {callback} = await returned();
        spoilDetails(callback, {from: target});

        await callback.client.start();

        expect((await endOf(callback)).to).to.equal('/cart?id=1');
      });
    }

    for (const details of [null, 5, 'text', [], {from: {}, attribution: 5, context: ''}]) {
      it(`is not stopped by details that are ${JSON.stringify(details)}`, async () => {
        const {shop, callback} = await returned();
        spoilDetails(callback, details);

        await callback.client.start();

        expect(shop.posts).to.have.length(1);
        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }
  });

  describe('after a reload while the next page was loading', () => {
    for (const target of HOSTILE) {
      it(`never where a spoiled outcome says: ${JSON.stringify(target).slice(0, 40)}`, async () => {
        const {callback} = await returned();
        await callback.client.start();
        const kept = JSON.parse(callback.sessionStorage.get('ks.outcome')!) as object;
        callback.sessionStorage.set('ks.outcome', JSON.stringify({...kept, to: target}));

        const reload = callback.follow(CALLBACK);
        await reload.client.start();

        const to = reload.navigations.map((navigation) => navigation.to);
        expect(to).to.deep.equal(typeof target === 'string' && target ? ['/'] : []);
        const end = to.length > 0 ? (await endOf(reload)).told : reload.told;
        expect(end).to.deep.equal(['kakao-login-success']);
      });
    }
  });

  describe('on the very page that it ends on', () => {
    const config: KakaoSyncConfig = {...CONFIG, redirectUri: '/landing'};
    const landing = '/landing?ref=mail#top';
    /** A landing page that is its own redirect URI: Kakao returns to it without the query it began with. */
    async function land(query?: Record<string, string>, address = '/landing') {
      const world = setup({config, address});
      return {...world, callback: await comeBack(world.page, query)};
    }

    it('loads nothing, and tells the outcome here', async () => {
      const {callback} = await land();

      await callback.client.start();

      expect(callback.navigations).to.deep.equal([]);
      expect(callback.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
      expect(callback.client.state.flow).to.deep.equal({status: 'idle'});
      expect(callback.client.state.session.status).to.equal('signed-in');
      expect(callback.address.href).to.equal(`${ORIGIN}/landing`);
      expect(callback.sessionStorage.get('ks.outcome')).to.equal(null);
    });

    it('goes on to a place on the same page', async () => {
      const {callback} = await land(undefined, '/landing#form');

      await callback.client.start();

      expect(callback.navigations).to.deep.equal([]);
      expect(callback.address.href).to.equal(`${ORIGIN}/landing#form`);
    });

    it('loads it where the query is another one', async () => {
      const {callback} = await land(undefined, landing);

      await callback.client.start();

      const {to, told, next} = await endOf(callback);
      expect({to, told}).to.deep.equal({to: landing, told: ['kakao-login-success']});
      expect(next.navigations).to.deep.equal([]);
    });

    for (const [name, query, told] of [
      ['success', undefined, 'kakao-login-success'],
      ['a cancelled login', {error: 'access_denied'}, 'kakao-login-cancel'],
      ['a failed login', {error: 'server_error'}, 'kakao-login-error'],
    ] as const) {
      it(`does nothing when it is loaded again after ${name}`, async () => {
        const {clock, shop, callback} = await land(query);
        await callback.client.start();
        expect(callback.told).to.deep.equal(['kakao-return', told]);
        shop.requests.length = 0;

        const reload = callback.follow('/landing');
        void reload.client.start();
        await clock.advance(60_000);

        expect(shop.requests).to.deep.equal([]);
        expect(reload.events).to.deep.equal([]);
        expect(reload.navigations).to.deep.equal([]);
      });

      it(`does nothing when it is loaded again with its query after ${name}`, async () => {
        const {clock, shop, callback} = await land(query, landing);
        await callback.client.start();
        const next = callback.follow();
        await next.client.start();
        expect(next.told).to.deep.equal([told]);
        shop.requests.length = 0;

        const reload = next.follow(landing);
        void reload.client.start();
        await clock.advance(60_000);

        expect(shop.requests).to.deep.equal([]);
        expect(reload.events).to.deep.equal([]);
        expect(reload.navigations).to.deep.equal([]);
      });
    }

    for (const [name, query] of [
      ['success', undefined],
      ['a cancelled login', {error: 'access_denied'}],
    ] as const) {
      it(`takes no visitor away who comes to it after ${name} that began elsewhere`, async () => {
        const {clock, shop, callback} = await land(query, '/product/7');
        await callback.client.start();
        const next = callback.follow();
        await next.client.start();
        shop.requests.length = 0;

        const visit = next.follow('/landing');
        void visit.client.start();
        await clock.advance(60_000);

        expect(shop.requests).to.deep.equal([]);
        expect([...visit.navigations, ...visit.events]).to.deep.equal([]);
      });
    }

    it('can begin the next login at once', async () => {
      const {shop, callback} = await land({error: 'access_denied'});
      await callback.client.start();

      const second = await comeBack(callback);
      await second.client.start();

      expect(shop.posts).to.have.length(1);
      expect(second.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
    });
  });

  describe('where a router goes on by itself', () => {
    for (const [query, told] of [
      [undefined, 'kakao-login-success'],
      [{error: 'access_denied'}, 'kakao-login-cancel'],
    ] as const) {
      it(`stays, and tells the outcome here: ${told}`, async () => {
        const {callback} = await returned(query, {prevented: ['kakao-return']});

        await callback.client.start();

        expect(callback.navigations).to.deep.equal([]);
        expect(callback.told).to.deep.equal(['kakao-return', told]);
        expect(callback.address.pathname).to.equal(CALLBACK);
        expect(callback.client.state.flow.status).to.be.oneOf(['idle', 'cancelled']);
        expect(callback.sessionStorage.get('ks.outcome')).to.equal(null);
      });
    }

    it('says where to, and with which outcome', async () => {
      const {callback} = await returned(undefined, {prevented: ['kakao-return']});

      await callback.client.start();

      const [event] = callback.eventsOf('kakao-return');
      expect(event!.target).to.equal(undefined);
      expect(event!.detail).to.deep.equal({to: '/cart?id=1#reviews', outcome: callback.client.state.outcome});
    });
  });

  describe('where the outcome cannot cross', () => {
    for (const [query, told] of [
      [undefined, 'kakao-login-success'],
      [{error: 'access_denied'}, 'kakao-login-cancel'],
    ] as const) {
      it(`is told before leaving: ${told}`, async () => {
        const {callback} = await returned(query, {forbidden: ['sessionStorage']});

        await callback.client.start();

        expect(callback.told).to.deep.equal(['kakao-return', told]);
        expect(callback.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
        expect((await endOf(callback)).told).to.deep.equal([]);
      });
    }
  });

  describe('where the way home leads nowhere', () => {
    it('tells the outcome here after 15 seconds, once', async () => {
      const {clock, callback} = await returned({error: 'access_denied'});
      await callback.client.start();
      expect(callback.client.state.flow.status).to.equal('completing');

      await clock.advance(14_999);
      expect(callback.told).to.deep.equal(['kakao-return']);
      await clock.advance(60_000);

      expect(callback.told).to.deep.equal(['kakao-return', 'kakao-login-cancel']);
      expect(callback.client.state.flow.status).to.equal('cancelled');
      const next = callback.follow('/cart');
      await next.client.start();
      expect(next.told).to.deep.equal([]);
    });

    it('is idle again where there is no outcome to tell', async () => {
      const {clock, callback} = await returned();
      await callback.client.start();
      const again = callback.follow(CALLBACK);
      again.sessionStorage.remove('ks.outcome');
      await again.client.start();
      expect(again.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});

      await clock.advance(15_001);

      expect(again.client.state.flow).to.deep.equal({status: 'idle'});
      expect(again.told).to.deep.equal(['kakao-return']);
    });
  });

  describe('a page that it was not for', () => {
    it('tells of it, and reads who is signed in by now', async () => {
      const {callback, shop} = await returned();
      await callback.client.start();
      // The page where it ended had no client, and the member has left since.
      shop.session = null;

      const later = callback.follow('/login');
      await later.client.start();
      await later.client.expectSession();

      expect(later.told).to.deep.equal(['kakao-login-success']);
      expect(later.client.state.session).to.deep.equal({status: 'signed-out'});
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
            await other.follow(other.answer()).client.start();
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

          const next = world.callback.follow(page);
          await next.client.start();
          const reload = next.follow(page);
          await reload.client.start();

          expect(next.told).to.deep.equal(isTold ? ['kakao-login-success'] : []);
          expect(reload.told).to.deep.equal([]);
        });
      }
    }

    it('is told where this browser keeps nothing of others', async () => {
      const {callback} = await returned(undefined, {forbidden: ['localStorage']});
      await callback.client.start();

      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });
  });

  describe('the next page', () => {
    it('is told once, whatever is loaded after it', async () => {
      const {callback} = await returned();
      await callback.client.start();
      const {next} = await endOf(callback);

      const reload = next.follow('/cart');
      await reload.client.start();

      expect(reload.told).to.deep.equal([]);
    });

    it('is told even where that is a page that was not asked for', async () => {
      const {callback} = await returned();
      await callback.client.start();

      const other = callback.follow('/somewhere-else');
      await other.client.start();

      expect(other.told).to.deep.equal(['kakao-login-success']);
    });

    it('is not told in another tab', async () => {
      const {browser, callback} = await returned();
      await callback.client.start();

      const other = browser.open('/cart');
      await other.client.start();

      expect(other.told).to.deep.equal([]);
    });

    for (const junk of ['junk', 'null', '5', '{}', '[]', '"text"']) {
      it(`is told nothing by a spoiled outcome: ${junk}`, async () => {
        const {page} = setup();
        page.sessionStorage.set('ks.outcome', junk);

        await page.client.start();

        expect(page.events).to.deep.equal([]);
        expect(page.client.state.flow).to.deep.equal({status: 'idle'});
      });
    }

    it('shows a failure until the next login begins', async () => {
      const {callback} = await returned({error: 'server_error'});
      await callback.client.start();
      const {next} = await endOf(callback);
      expect(next.client.state.outcome).to.have.property('code', 'kakao_unavailable');
      expect(next.reports).to.have.length(1);
      expect(next.reports[0]).to.match(/^kakao_unavailable KS-[\w-]{6}$/);

      await next.press();

      expect(next.client.state.outcome).to.equal(null);
      expect(next.client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
    });
  });

  it('tells nobody a code, a state or a secret', async () => {
    for (const query of [undefined, {error: 'access_denied'}, {error: 'server_error'}]) {
      const {browser, shop, page, callback} = await returned(query);
      const {tx, nonceSecret} = browser.record;
      const state = page.left['state']!;
      shop.onPost = () => ({status: 500, json: {code: 'hook_failed', detail: CODE}});

      await callback.client.start();
      await settle();
      const {next} = await endOf(callback);

      const told = JSON.stringify([
        ...[page, callback, next].flatMap(({events, reports, client, navigations}) => [
          events,
          reports,
          client.state,
          navigations,
        ]),
        [...browser.localItems],
        next.sessionStorage.keys(),
      ]);
      for (const secret of [CODE, tx, nonceSecret, state]) expect(told).not.to.contain(secret);
    }
  });
});
