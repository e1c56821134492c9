import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {createRandomToken} from '../../../src/shared/random.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {
  APP_KEY,
  CALLBACK,
  CODE,
  comeBack,
  CONFIG,
  type FakeBrowser,
  ORIGIN,
  REST_KEY,
  type FakePage,
} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, returned, setup, type Setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

describe('complete', () => {
  describe('an open transaction with a code', () => {
    it('posts the code once with all that belongs to it, and tells on the page where the login began', async () => {
      const {browser, shop, callback, page} = await returned(undefined, {
        address: '/cart?id=1&utm_source=kakao#reviews',
        config: {...CONFIG, restApiKey: REST_KEY, context: 'guest-7'},
      });
      const {tx, nonceSecret, codeVerifier} = browser.record;

      await callback.client.start();

      expect(shop.posts.map(({body}) => body)).to.deep.equal([
        {
          purpose: 'login',
          tx,
          code: CODE,
          redirectUri: ORIGIN + CALLBACK,
          clientId: REST_KEY,
          nonceSecret,
          codeVerifier,
          context: 'guest-7',
          attribution: {utm_source: 'kakao'},
        },
      ]);
      expect(callback.told).to.deep.equal(['kakao-return']);
      expect([...browser.localItems.keys()]).to.deep.equal(['ks']);
      const {to, how, next, told, flow, session} = await endOf(callback);
      expect({to, how}).to.deep.equal({to: '/cart?id=1&utm_source=kakao#reviews', how: 'replace'});
      expect(told).to.deep.equal(['kakao-login-success']);
      expect({flow, session}).to.deep.equal({flow: {status: 'idle'}, session: 'signed-in'});
      const detail = {
        end: 'signed-in',
        purpose: 'login',
        ref: `KS-${tx.slice(0, 6)}`,
        isNewMember: false,
        member: {name: '라이언'},
        missingTerms: [],
      };
      expect(next.eventsOf('kakao-login-success')[0]!.detail).to.deep.equal(detail);
      expect(next.client.state.outcome).to.deep.equal(detail);
      expect(page.reports.concat(callback.reports, next.reports)).to.deep.equal([]);
    });

    it('sends what a transaction of the SDK has, and nothing that is not there', async () => {
      const {browser, shop, callback} = await returned();
      const {tx, nonceSecret} = browser.record;

      await callback.client.start();

      expect(shop.posts[0]!.body).to.deep.equal({
        purpose: 'login',
        tx,
        code: CODE,
        redirectUri: ORIGIN + CALLBACK,
        clientId: APP_KEY,
        nonceSecret,
      });
    });

    for (const isKept of [true, false]) {
      it(`sends the attribution of ${isKept ? 'the exact address' : 'the record, where there are no details'}`, async () => {
        // The record has no room for such a query.
        const address = `/cart?utm_source=kakao${isKept ? `&q=${'q'.repeat(1000)}` : ''}`;
        const {browser, shop, callback} = await returned(undefined, {address});
        expect(browser.record.from).to.equal(isKept ? '/cart' : address);
        if (!isKept) browser.localItems.clear();

        await callback.client.start();

        expect(shop.posts[0]!.body.attribution).to.deep.equal({utm_source: 'kakao'});
      });
    }

    it('has neither code nor state in the address any more when it posts', async () => {
      const {shop, callback} = await returned();
      callback.address = new URL(`${callback.address.href}&ref=mail#top`);

      await callback.client.start();

      expect(callback.rewrites[0]).to.equal(`${CALLBACK}?ref=mail#top`);
      expect(shop.posts[0]!.from).to.equal(`${ORIGIN}${CALLBACK}?ref=mail#top`);
    });

    it('is completing meanwhile', async () => {
      const {shop, callback} = await returned();
      shop.onPost = () => 'hangs';

      void callback.client.start();
      await settle();

      expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});
      expect(callback.told).to.deep.equal([]);
    });

    it('is a tombstone before it is posted, whatever becomes of it', async () => {
      const {browser, clock, shop, callback} = await returned();
      const {tx} = browser.record;
      shop.onPost = () => {
        expect(browser.records).to.deep.equal([]);
        expect(browser.tombstones).to.deep.equal([{tx, used: clock.now(), from: '/cart?id=1'}]);
        return {status: 500};
      };

      await callback.client.start();

      expect(shop.posts).to.have.length(1);
    });

    for (const path of [`${CALLBACK}/`, CALLBACK]) {
      it(`is found at ${path}`, async () => {
        const {page, shop} = setup();
        await page.press();
        const query = page.answer().split('?')[1]!;

        const callback = page.follow(`${path}?${query}`);
        await callback.client.start();

        expect(shop.posts).to.have.length(1);
      });
    }

    it('is completed in another tab', async () => {
      const {browser, shop, page} = setup();
      await page.press();

      const other = browser.open(page.answer());
      await other.client.start();

      expect(shop.posts).to.have.length(1);
      expect((await endOf(other)).told).to.deep.equal(['kakao-login-success']);
    });

    it('is completed without localStorage, at the path where it began', async () => {
      const {shop, callback} = await returned(undefined, {forbidden: ['localStorage']});

      await callback.client.start();

      expect(shop.posts).to.have.length(1);
      expect((await endOf(callback)).to).to.equal('/cart?id=1');
    });

    it('is completed on plain http of this machine', async () => {
      const {shop, callback} = await returned(undefined, {browser: {origin: 'http://localhost:3000'}});

      await callback.client.start();

      expect(shop.posts).to.have.length(1);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    it('is taken from an address that is given', async () => {
      const {page, shop} = setup();
      await page.press();
      const answer = page.answer();
      const callback = page.follow(CALLBACK);

      await callback.client.start({url: answer});

      expect(shop.posts).to.have.length(1);
    });

    it('is completed once for the whole document, however often it is started', async () => {
      const {shop, callback} = await returned();

      const promises = [callback.client.start(), callback.client.start(), callback.client.start({url: '/x'})];
      await Promise.all(promises);

      expect(new Set(promises).size).to.equal(1);
      expect(shop.posts).to.have.length(1);
      expect(callback.navigations).to.have.length(1);
    });

    it('waits for whoever completes the configuration', async () => {
      const {page, shop} = setup();
      await page.press();
      const callback = page.follow(page.answer(), {config: {}});

      await callback.client.start();
      callback.client.configure(CONFIG);
      await callback.client.start();

      expect(shop.posts).to.have.length(1);
    });

    for (const hasLocks of [true, false]) {
      it(`is posted by one of two tabs ${hasLocks ? 'with' : 'without'} Web Locks, and both go on`, async () => {
        const {browser, clock, shop, page} = setup({browser: {hasLocks}});
        await page.press();
        const tabs = [browser.open(page.answer()), browser.open(page.answer())];

        const started = tabs.map((tab) => tab.client.start());
        await clock.advance(10_000);
        await Promise.all(started);

        expect(shop.posts).to.have.length(1);
        const ends = await Promise.all(tabs.map(endOf));
        expect(ends.map(({to}) => to)).to.deep.equal(['/cart?id=1#reviews', '/cart?id=1#reviews']);
        expect(ends.flatMap(({told}) => told)).to.deep.equal(['kakao-login-success']);
        for (const name of browser.locks) expect(name).to.match(/^kakao-sync/);
      });
    }

    it('waits until a prerendered document is shown', async () => {
      const {page, shop} = setup();
      await page.press();
      const callback = page.follow(page.answer(), {isPrerendered: true});
      const started = callback.client.start();
      await settle();
      expect(shop.requests).to.deep.equal([]);
      expect(callback.rewrites).to.deep.equal([]);
      expect(callback.browser.records).to.have.length(1);

      callback.activate();
      await started;

      expect(shop.posts).to.have.length(1);
    });

    it('leaves the others open, and completes them in any order', async () => {
      const {browser, shop, clock} = setup();
      const tabs = [browser.open('/a'), browser.open('/b'), browser.open('/c')];
      for (const tab of tabs) {
        await tab.press();
        await clock.advance(1000);
      }

      for (const [tab, path] of [
        [tabs[1]!, '/b'],
        [tabs[2]!, '/c'],
        [tabs[0]!, '/a'],
      ] as const) {
        const callback = tab.follow(tab.answer());
        await callback.client.start();
        expect((await endOf(callback)).to).to.equal(path);
      }

      expect(shop.posts).to.have.length(3);
      expect(new Set(shop.posts.map(({body}) => body.tx)).size).to.equal(3);
    });
  });

  describe('an open transaction with an error', () => {
    const table: readonly [error: string, description: string, status: string, code: ErrorCode | 'cancelled'][] = [
      ['access_denied', 'User denied access', 'cancelled', 'cancelled'],
      ['access_denied', '', 'cancelled', 'cancelled'],
      ['access_denied', 'Not allowed under age 14 by parents', 'help', 'under_age'],
      ['access_denied', 'not allowed UNDER AGE 14', 'help', 'under_age'],
      ['server_error', 'Something broke', 'retry', 'kakao_unavailable'],
      ['temporarily_unavailable', 'Something broke', 'retry', 'kakao_unavailable'],
      ['timeout', 'LOGIN_TIMEOUT', 'retry', 'kakao_timeout'],
      ['login_required', '', 'retry', 'kakao_interaction_required'],
      ['consent_required', '', 'retry', 'kakao_interaction_required'],
      ['interaction_required', '', 'retry', 'kakao_interaction_required'],
      ['account_selection_required', '', 'retry', 'kakao_interaction_required'],
      ['required_by_kakao', '', 'help', 'kakao_refused'],
      ['login_required_by_kakao', '', 'help', 'kakao_refused'],
      ['no_server_error', '', 'help', 'kakao_refused'],
      ['server_error_500', '', 'help', 'kakao_refused'],
      ['auto_login', 'NOT_SUPPORTED_BROWSER', 'retry', 'kakao_interaction_required'],
      ['auto_login', '', 'retry', 'kakao_interaction_required'],
      ['auto_login_2', 'NOT_SUPPORTED_BROWSER', 'help', 'kakao_refused'],
      ['no_auto_login', 'NOT_SUPPORTED_BROWSER', 'help', 'kakao_refused'],
      ['invalid_scope', '', 'help', 'kakao_refused'],
      ['unauthorized_client', '<script>alert(1)</script>', 'help', 'kakao_refused'],
      ['constructor', '', 'help', 'kakao_refused'],
      ['', '', 'help', 'kakao_refused'],
    ];
    for (const [error, error_description, status, code] of table) {
      it(`${error || 'empty'} (${error_description || 'no description'}) is ${status} ${code}, where it began`, async () => {
        const {browser, shop, callback} = await returned({error, error_description});
        const {tx} = browser.record;

        await callback.client.start();

        expect(shop.requests).to.deep.equal([]);
        expect(browser.records).to.deep.equal([]);
        const {to, flow, told, next} = await endOf(callback);
        expect(to).to.equal('/cart?id=1#reviews');
        expect(flow).to.deep.equal({status, code, purpose: 'login', ref: `KS-${tx.slice(0, 6)}`});
        expect(told).to.deep.equal([status === 'cancelled' ? 'kakao-login-cancel' : 'kakao-login-error']);
        expect(next.client.state.session).to.deep.equal({status: 'unknown'});
        if (error_description) {
          expect(JSON.stringify([callback.events, next.events, next.reports])).not.to.contain(error_description);
        }
      });
    }

    it('goes where it began, even where success would go elsewhere', async () => {
      const {callback} = await returned({error: 'access_denied'}, {config: {...CONFIG, returnTo: '/welcome'}});

      await callback.client.start();

      expect((await endOf(callback)).to).to.equal('/cart?id=1#reviews');
    });

    it('can be tried again, and then it works', async () => {
      const {shop, callback} = await returned({error: 'access_denied'});
      await callback.client.start();
      const {next} = await endOf(callback);

      const second = await comeBack(next);
      await second.client.start();

      expect(shop.posts).to.have.length(1);
      expect((await endOf(second)).told).to.deep.equal(['kakao-login-success']);
    });
  });

  describe('what is not ours', () => {
    const foreign = 'state=other-login';
    const addresses = [
      `/?code=${CODE}&${foreign}`,
      `${CALLBACK}?code=${CODE}&${foreign}`,
      `${CALLBACK}?error=access_denied&${foreign}`,
      `${CALLBACK}?code=${CODE}&state=`,
      `${CALLBACK}?code=${CODE}&state=ks2.${'x'.repeat(43)}.`,
      `${CALLBACK}?code=${CODE}&${foreign}&state=STATE`,
      '/cart',
    ];
    for (const address of addresses) {
      it(`is touched nowhere: ${address}`, async () => {
        const {browser, shop, clock, page} = setup();
        await page.press();
        const before = browser.record;

        const callback = page.follow(address.replace('STATE', encodeURIComponent(page.left['state']!)));
        await callback.client.start();
        await clock.advance(60_000);

        expect(callback.rewrites).to.deep.equal([]);
        expect(callback.navigations).to.deep.equal([]);
        expect(callback.events).to.deep.equal([]);
        expect(shop.requests).to.deep.equal([]);
        expect(browser.record).to.deep.equal(before);
      });
    }

    it('is the callback of another origin, even where it is given', async () => {
      const {shop, callback} = await returned();

      await callback.client.start({url: callback.address.href.replace(ORIGIN, 'https://evil.example')});

      expect(shop.requests).to.deep.equal([]);
    });
  });

  describe('a note', () => {
    async function withNote(answer: object, bare: string) {
      const {page, ...world} = setup({browser: {device: 'android'}});
      await page.press();
      const state = page.left['state']!;
      page.sdk.sdk.resolve(answer);
      await settle();
      return {...world, page, callback: page.follow(bare.replace('STATE', encodeURIComponent(state)))};
    }

    for (const bare of [
      `${CALLBACK}?state=STATE`,
      CALLBACK,
      `${CALLBACK}?code=other`,
      `${CALLBACK}?code=other&state=STATE`,
      `${CALLBACK}?error=timeout&state=STATE`,
      `${CALLBACK}?0=%3C&1=h`,
      `${CALLBACK}?code=other&state=ks1.${'x'.repeat(43)}.`,
    ]) {
      it(`is the answer, whatever the address says: ${bare.slice(0, 60)}`, async () => {
        const {shop, callback} = await withNote({code: CODE}, bare);

        await callback.client.start();

        expect(shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
        expect(callback.sessionStorage.get('ks.note')).to.equal(null);
        expect(callback.address.search).not.to.match(/code|state|error/);
        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }

    it('of an error is told like any other', async () => {
      const {shop, callback} = await withNote({error: 'timeout'}, CALLBACK);

      await callback.client.start();

      expect(shop.requests).to.deep.equal([]);
      expect((await endOf(callback)).flow.code).to.equal('kakao_timeout');
    });

    it('waits for the callback page', async () => {
      const {shop, callback} = await withNote({code: CODE}, '/elsewhere');
      await callback.client.start();
      expect(shop.requests).to.deep.equal([]);

      const second = callback.follow(CALLBACK);
      await second.client.start();

      expect(shop.posts).to.have.length(1);
    });

    it('that is spoiled lets the address speak', async () => {
      const {shop, callback} = await returned();
      callback.sessionStorage.set('ks.note', 'null');

      await callback.client.start();

      expect(shop.posts).to.have.length(1);
    });
  });

  describe('a transaction whose answer is taken', () => {
    async function taken(after: (callback: FakePage) => void = () => undefined, options: Setup = {}) {
      const {page, ...world} = setup(options);
      await page.press();
      const answer = page.answer();
      const first = page.follow(answer);
      after(first);
      return {...world, page, answer, first};
    }

    for (const [name, address] of [
      ['the whole address', (answer: string) => answer],
      ['the bare address', () => CALLBACK],
    ] as const) {
      it(`goes on without a second event and without a POST after success: ${name}`, async () => {
        const {shop, answer, first} = await taken();
        await first.client.start();

        const again = first.follow(address(answer));
        again.sessionStorage.remove('ks.outcome');
        await again.client.start();

        expect(shop.posts).to.have.length(1);
        expect(shop.reads).to.have.length(1);
        const {to, told, session} = await endOf(again);
        expect({to, told, session}).to.deep.equal({to: '/cart?id=1#reviews', told: [], session: 'unknown'});
        expect(again.client.state.session.status).to.equal('signed-in');
        expect(again.told).to.deep.equal(['kakao-return']);
        expect(again.eventsOf('kakao-return')[0]!.detail).to.deep.equal({to, outcome: null});
      });

      it(`leaves it to a router to go on after success: ${name}`, async () => {
        const {answer, first} = await taken();
        await first.client.start();

        const again = first.follow(address(answer), {prevented: ['kakao-return']});
        again.sessionStorage.remove('ks.outcome');
        await again.client.start();

        expect(again.navigations).to.deep.equal([]);
        expect(again.told).to.deep.equal(['kakao-return']);
        expect(again.client.state.flow).to.deep.equal({status: 'idle'});
      });
    }

    it('goes back to the exact address in the tab where it began, and to the path of its tombstone in any other', async () => {
      const {browser, answer, first} = await taken();
      await first.client.start();
      const {next} = await endOf(first);

      const [back, other] = [next.follow(answer), browser.open(answer)];
      await Promise.all([back.client.start(), other.client.start()]);

      expect(back.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
      expect(other.navigations).to.deep.equal([{to: '/cart?id=1', how: 'replace'}]);
    });

    it('brings its outcome to the next page after a reload while that was loading, without asking again', async () => {
      for (const query of [undefined, {error: 'access_denied'}]) {
        const {shop, callback} = await returned(query);
        await callback.client.start();
        shop.requests.length = 0;

        const reload = callback.follow(CALLBACK);
        await reload.client.start();

        expect(shop.requests).to.deep.equal([]);
        expect(reload.told).to.deep.equal(['kakao-return']);
        const {to, told} = await endOf(reload);
        expect({to, told}).to.deep.equal({
          to: '/cart?id=1#reviews',
          told: [query ? 'kakao-login-cancel' : 'kakao-login-success'],
        });
      }
    });

    it('tells its outcome here where the next page leads back here', async () => {
      const {callback} = await returned();
      await callback.client.start();
      const second = callback.follow(CALLBACK);
      await second.client.start();
      expect(second.navigations).to.have.length(1);

      const third = second.follow(CALLBACK);
      await third.client.start();

      expect(third.navigations).to.deep.equal([]);
      expect(third.told).to.deep.equal(['kakao-login-success']);
    });

    it('goes where the session, then the page, says', async () => {
      const {shop, answer, first} = await taken(undefined, {config: {...CONFIG, returnTo: '/welcome'}});
      await first.client.start();
      const second = first.follow(answer);
      await second.client.start();
      expect(second.navigations[0]!.to).to.equal('/welcome');

      shop.session = {...shop.session, redirectTo: '/mission'};
      const third = second.follow(answer);
      await third.client.start();
      expect(third.navigations[0]!.to).to.equal('/mission');
    });

    it('asks each second for an answer that is still on its way', async () => {
      const {clock, shop, answer, first} = await taken();
      shop.onPost = () => 'hangs';
      void first.client.start();
      await settle();
      const {tx} = shop.posts[0]!.body;

      const reload = first.follow(answer);
      void reload.client.start();
      for (let second = 1; second <= 4; second++) {
        await settle();
        expect(shop.reads).to.have.length(second);
        await clock.advance(1000);
      }
      shop.session = {status: 'signed-in', tx, isNewMember: false};
      await clock.advance(1000);

      expect(shop.posts).to.have.length(1);
      expect(shop.reads).to.have.length(6);
      expect((await endOf(reload)).told).to.deep.equal(['kakao-login-success']);
    });

    for (const [name, address] of [
      ['the whole address', (answer: string) => answer],
      ['the bare address', () => CALLBACK],
    ] as const) {
      it(`goes back to the exact address after a reload in the middle: ${name}`, async () => {
        const {shop, answer, first} = await taken();
        shop.onPost = (request) => {
          shop.signIn(request);
          return 'hangs';
        };
        void first.client.start();
        await settle();

        const reload = first.follow(address(answer));
        await reload.client.start();

        expect(shop.posts).to.have.length(1);
        expect((await endOf(reload)).to).to.equal('/cart?id=1#reviews');
      });

      it(`tells the success that the page could not hear which was reloaded, once: ${name}`, async () => {
        const {browser, shop, answer, first} = await taken();
        shop.onPost = (request) => {
          shop.signIn(request, {isNewMember: true});
          return 'hangs';
        };
        void first.client.start();
        await settle();

        const reload = first.follow(address(answer));
        await reload.client.start();
        const {told, next} = await endOf(reload);
        const others = [next.follow(answer), browser.open(answer), browser.open(CALLBACK)];
        await Promise.all(others.map((other) => other.client.start()));

        expect(told).to.deep.equal(['kakao-login-success']);
        expect(next.client.state.outcome).to.deep.equal({
          end: 'signed-in',
          purpose: 'login',
          ref: `KS-${shop.posts[0]!.body.tx!.slice(0, 6)}`,
          isNewMember: true,
          member: {name: '라이언'},
          missingTerms: [],
        });
        expect(others.flatMap((other) => other.told)).to.deep.equal(['kakao-return', 'kakao-return']);
        for (const other of others.slice(0, 2)) expect((await endOf(other)).told).to.deep.equal([]);
      });
    }

    it('tells no success of a session that an older login made', async () => {
      const {browser, answer, first} = await taken();
      await first.client.start();
      const {next} = await endOf(first);
      const second = await comeBack(next);
      await second.client.start();
      await endOf(second);

      const old = browser.open(answer);
      const started = old.client.start();
      await browser.clock.advance(10_000);
      await started;

      expect((await endOf(old)).told).to.deep.equal(['kakao-login-error']);
    });

    for (const [name, session] of [
      ['nobody is signed in', null],
      ['somebody is signed in by another login', {status: 'signed-in', tx: 'other', isNewMember: false}],
      ['somebody is signed in without a login of ours', {status: 'signed-in', isNewMember: false}],
    ] as const) {
      it(`gives up ten seconds after the answer was taken where ${name}`, async () => {
        const {clock, shop, answer, first} = await taken();
        shop.onPost = () => 'hangs';
        shop.session = session;
        void first.client.start();
        await clock.advance(2500);

        const reload = first.follow(answer);
        void reload.client.start();
        await clock.advance(10_000);

        expect(shop.reads).to.have.length(8);
        const {told, flow} = await endOf(reload);
        expect(told).to.deep.equal(['kakao-login-error']);
        expect(flow).to.deep.include({status: 'retry', code: 'login_unfinished'});
        expect(flow.ref).to.match(/^KS-/);
      });
    }

    it('is asked for once where the answer was taken long ago', async () => {
      const {clock, shop, answer, first} = await taken();
      shop.onPost = () => ({status: 500});
      await first.client.start();
      await clock.advance(600_000);
      shop.requests.length = 0;

      const again = first.follow(answer);
      again.sessionStorage.remove('ks.outcome');
      await again.client.start();

      expect(shop.requests).to.have.length(1);
      expect((await endOf(again)).flow.code).to.equal('login_unfinished');
    });

    it('is asked for once where how it ended is told, and was answered when it was', async () => {
      const {browser, clock, shop, answer, first} = await taken();
      const answered = clock.now();
      shop.onPost = () => ({status: 500});
      await first.client.start();
      const next = first.follow();
      await next.client.start();
      shop.requests.length = 0;

      const again = next.follow(answer);
      await again.client.start();

      expect(shop.requests).to.have.length(1);
      expect((await endOf(again)).flow.code).to.equal('login_unfinished');
      expect(browser.tombstones.map(({used, over}) => ({used, over}))).to.deep.equal([{used: answered, over: true}]);
    });

    it('is nobody’s business at the bare address once it is told', async () => {
      const {shop, first} = await taken();
      await first.client.start();
      const next = first.follow();
      await next.client.start();
      shop.requests.length = 0;

      const bare = next.follow(CALLBACK);
      await bare.client.start();

      expect([shop.requests, bare.navigations]).to.deep.equal([[], []]);
    });

    it('is resumed at the bare address though another tab’s login is over since', async () => {
      const {browser, clock, shop, first} = await taken();
      shop.onPost = () => ({status: 500});
      await first.client.start();
      await clock.advance(1000);
      const other = browser.open('/other', {});
      await other.press();
      const back = other.follow(other.answer());
      await back.client.start();
      await back.follow().client.start();
      shop.requests.length = 0;

      const bare = first.follow(CALLBACK);
      bare.sessionStorage.remove('ks.outcome');
      const started = bare.client.start();
      await clock.advance(10_000);
      await started;

      expect(shop.requests).not.to.deep.equal([]);
      expect(bare.navigations.map(({to}) => to)).to.deep.equal(['/cart?id=1#reviews']);
    });

    for (const [when, wait, isResumed] of [
      ['within a minute', 59_999, true],
      ['a minute later', 60_000, false],
    ] as const) {
      it(`is ${isResumed ? 'resumed' : 'nobody’s business'} at the bare address ${when}, where no page has told it`, async () => {
        const {clock, shop, first} = await taken();
        await first.client.start();
        // Gone, so that it tells nothing by itself.
        const bare = first.follow(CALLBACK);
        bare.sessionStorage.remove('ks.outcome');
        await clock.advance(wait);
        shop.requests.length = 0;

        await bare.client.start();

        expect(shop.requests.length > 0).to.equal(isResumed);
        expect(bare.navigations.length > 0).to.equal(isResumed);
      });
    }

    it('is no answer to a bare address that was never a callback', async () => {
      const {shop, page} = setup();
      await page.press();

      const bare = page.follow(CALLBACK);
      await bare.client.start();

      expect(shop.requests).to.deep.equal([]);
      expect(bare.navigations).to.deep.equal([]);
      expect(page.browser.records).to.have.length(1);
    });
  });

  describe('a transaction that was never known here', () => {
    const unknown = (path = '/cart?id=1') => toStateParameter({tx: createRandomToken(), path});
    const cases = {
      'a code': (state: string) => `${CALLBACK}?code=${CODE}&state=${state}`,
      'an error': (state: string) => `${CALLBACK}?error=access_denied&state=${state}`,
    };
    for (const [name, toAddress] of Object.entries(cases)) {
      it(`with ${name} offers to continue here, and signs nobody in`, async () => {
        const {shop, browser} = setup();
        const state = unknown();

        const callback = browser.open(toAddress(state));
        await callback.client.start();

        expect(shop.posts).to.deep.equal([]);
        expect(shop.reads).to.have.length(1);
        expect(callback.address.href).to.equal(ORIGIN + CALLBACK);
        const {to, flow, told, next} = await endOf(callback);
        expect(to).to.equal('/');
        expect(flow).to.deep.equal({
          status: 'continue-here',
          purpose: 'login',
          code: 'other_browser',
          ref: `KS-${state.slice(4, 10)}`,
          to: '/cart?id=1',
        });
        expect(told).to.deep.equal(['kakao-login-error']);
        expect(next.eventsOf('kakao-login-error')[0]!.detail).to.have.property('to', '/cart?id=1');
      });

      it(`with ${name} goes on where somebody is signed in`, async () => {
        const {shop, browser} = setup();
        shop.session = {status: 'signed-in', isNewMember: false, member: {name: '라이언'}};

        const callback = browser.open(toAddress(unknown()));
        await callback.client.start();

        expect(shop.posts).to.deep.equal([]);
        expect(callback.client.state.session.status).to.equal('signed-in');
        const {to, told} = await endOf(callback);
        expect({to, told}).to.deep.equal({to: '/', told: []});
      });
    }

    it('offers the same where the backend answers no GET', async () => {
      const {shop, browser} = setup();
      shop.onGet = () => ({status: 404});
      const callback = browser.open(`${CALLBACK}?code=${CODE}&state=${unknown()}`);

      await callback.client.start();

      expect((await endOf(callback)).flow).to.deep.include({status: 'continue-here', code: 'other_browser'});
    });

    it('is one whose cookie is gone, or an hour old', async () => {
      for (const spoil of [
        (browser: FakeBrowser) => void browser.cookies.clear(),
        (browser: FakeBrowser) => browser.clock.advance(3_600_000),
      ]) {
        const {browser, shop, callback} = await returned();
        await spoil(browser);

        await callback.client.start();

        expect(shop.posts).to.deep.equal([]);
        const {to, flow} = await endOf(callback);
        expect(flow.code).to.equal('other_browser');
        expect(to, 'the exact address outlives the cookie').to.equal('/cart?id=1#reviews');
        expect([...browser.localItems.keys()], 'and is forgotten with it').to.deep.equal([]);
      }
    });

    for (const path of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      `${CALLBACK}?code=1&state=2`,
      '/api/kakao/session',
      '/',
      '',
    ]) {
      it(`offers nothing else: ${path || 'no path'}`, async () => {
        const {browser} = setup();

        const callback = browser.open(`${CALLBACK}?code=${CODE}&state=${unknown(path)}`);
        await callback.client.start();

        const {to, flow} = await endOf(callback);
        expect([to, 'to' in flow]).to.deep.equal(['/', false]);
      });
    }

    it('ends within 15 seconds, even where the site’s own reading never answers', async () => {
      const {browser, clock} = setup();
      const config = {...CONFIG, readSession: () => new Promise<never>(() => undefined)};
      const callback = browser.open(`${CALLBACK}?code=${CODE}&state=${unknown()}`, {config});

      const started = callback.client.start();
      await clock.advance(15_001);
      await started;

      expect((await endOf(callback)).flow).to.deep.include({status: 'continue-here', code: 'other_browser'});
    });
  });

  describe('an answer of another form', () => {
    const queries = [
      `code=${CODE}&code=other&state=STATE`,
      `code=${CODE}&state=STATE&state=STATE`,
      `code=${CODE}&state=STATE&state=ks1.${'x'.repeat(43)}.`,
      `code=${CODE}&error=access_denied&state=STATE`,
      'error=a&error=b&state=STATE',
      'state=STATE',
      `code=&state=STATE`,
      `code=${'x'.repeat(1025)}&state=STATE`,
      'code=%00&state=STATE',
      'code=%EA%B0%80&state=STATE',
      `code=${CODE}&state=STATE&iss=https%3A%2F%2Fevil.example`,
      `code=${CODE}&state=STATE&iss=https%3A%2F%2Fkauth.kakao.com&iss=x`,
      `code=${CODE}&state=STATE&id_token=x`,
      `code=${CODE}&state=STATE&access_token=x`,
      `code=${CODE}&state=STATE&response=x`,
      `code=${CODE}&state=STATE#access_token=x`,
      `code=${CODE}&state=STATE&pad=${'x'.repeat(8192)}`,
    ];
    for (const query of queries) {
      it(`is refused and can be tried again: ?${query.slice(0, 80)}`, async () => {
        const {browser, shop, page} = setup();
        await page.press();
        const {tx} = browser.record;

        const callback = page.follow(
          `${CALLBACK}?${query.replaceAll('STATE', encodeURIComponent(page.left['state']!))}`,
        );
        await callback.client.start();

        expect(shop.requests).to.deep.equal([]);
        expect(callback.address.href).not.to.match(/code|state|token|evil/);
        const {to, flow} = await endOf(callback);
        expect(to).to.equal('/cart?id=1#reviews');
        expect(flow).to.deep.equal({
          status: 'retry',
          purpose: 'login',
          code: 'callback_invalid',
          ref: `KS-${tx.slice(0, 6)}`,
        });
      });
    }

    it('is refused where the path in its state is another than the record’s', async () => {
      const {browser, shop, page} = setup();
      await page.press();
      const {tx, from} = browser.record;
      const state = toStateParameter({tx, path: `${from}5`});

      const callback = page.follow(`${CALLBACK}?code=${CODE}&state=${state}`);
      await callback.client.start();

      expect(shop.requests).to.deep.equal([]);
      const {to, flow} = await endOf(callback);
      expect(to).to.equal('/cart?id=1#reviews');
      expect(flow).to.include({status: 'retry', code: 'callback_invalid'});
    });

    for (const [kept, length] of [
      ['/cart', 483],
      ['/', 488],
    ] as const) {
      it(`is taken where the record had room for ${kept} alone`, async () => {
        const redirectUri = `${CALLBACK}/${'x'.repeat(length)}`;
        const {browser, shop, page} = setup({config: {...CONFIG, redirectUri}});
        await page.press();
        expect(browser.record.from).to.equal(kept);

        const callback = page.follow(page.answer());
        await callback.client.start();

        expect(shop.posts).to.have.length(1);
      });
    }

    for (const state of [
      'ks1.',
      'ks1.short.',
      `ks1.${'x'.repeat(43)}`,
      `ks1.${'x'.repeat(43)}.%25`,
      'ks1.constructor.',
    ]) {
      it(`is refused where its state is broken: ${state.slice(0, 20)}`, async () => {
        const {browser, shop} = setup();

        const callback = browser.open(`${CALLBACK}?code=${CODE}&state=${state}`);
        await callback.client.start();

        expect(shop.requests).to.deep.equal([]);
        const {to, flow} = await endOf(callback);
        expect(to).to.equal('/');
        expect(flow).to.deep.equal({status: 'retry', purpose: 'login', code: 'callback_invalid'});
      });
    }

    it('takes Kakao’s own issuer for good', async () => {
      const {shop, callback} = await returned({code: CODE, iss: 'https://kauth.kakao.com'});

      await callback.client.start();

      expect(shop.posts).to.have.length(1);
    });

    it('compares the issuer with the emulator’s where there is one', async () => {
      const config: KakaoSyncConfig = {...CONFIG, emulator: 'http://127.0.0.1:4000'};
      for (const [iss, posts] of [
        ['http://127.0.0.1:4000', 1],
        ['https://kauth.kakao.com', 0],
      ] as const) {
        const {shop, callback} = await returned(
          {code: CODE, iss},
          {config, browser: {origin: 'http://localhost:3000'}},
        );

        await callback.client.start();

        expect(shop.posts).to.have.length(posts);
      }
    });
  });

  describe('an answer of the backend that never comes', () => {
    const recovered: readonly [name: string, post: (callback: FakePage) => ShopAnswer, advance: number][] = [
      ['is lost on the way', () => 'network-error', 0],
      ['is a gateway’s', () => ({status: 504}), 0],
      ['is a page', () => ({status: 200, text: '<!doctype html>'}), 0],
      ['is half', () => ({status: 200, text: '{"sta'}), 0],
      ['is a server error', () => ({status: 500}), 0],
      ['is a code that was used', () => ({status: 409, json: {code: 'code_used'}}), 0],
      ['is no content', () => ({status: 204}), 0],
      ['leads to a login page', () => ({status: 0}), 0],
      ['takes too long', () => 'hangs', 10_001],
      ['breaks off', () => ({status: 200, body: 'hangs'}), 10_001],
    ];
    for (const [name, post, advance] of recovered) {
      it(`is recovered from the session where it ${name}`, async () => {
        const {browser, clock, shop, callback} = await returned();
        shop.onPost = (request) => {
          shop.signIn(request, {isNewMember: true});
          return post(callback);
        };

        const started = callback.client.start();
        await clock.advance(advance);
        await started;

        expect(shop.posts).to.have.length(1);
        expect(shop.reads).to.have.length(1);
        const {told, next} = await endOf(callback);
        expect(told).to.deep.equal(['kakao-login-success']);
        expect(next.client.state.outcome).to.have.property('isNewMember', true);
        expect(browser.tombstones).to.have.length(1);
      });
    }

    it('is waited for while it may still be on its way, at most ten seconds', async () => {
      const {clock, shop, callback} = await returned();
      shop.onPost = () => 'network-error';

      void callback.client.start();
      await clock.advance(10_000);

      expect(shop.posts).to.have.length(1);
      expect(shop.reads).to.have.length(11);
      expect((await endOf(callback)).flow).to.deep.include({status: 'retry', code: 'backend_unreachable'});
    });

    it('counts as soon as the session is there', async () => {
      const {clock, shop, callback} = await returned();
      shop.onPost = () => 'network-error';
      void callback.client.start();
      await clock.advance(3500);

      shop.session = {status: 'signed-in', tx: shop.posts[0]!.body.tx, isNewMember: false};
      await clock.advance(1000);

      expect(shop.reads).to.have.length(5);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    it('counts only with the transaction’s own session', async () => {
      const {shop, callback} = await returned();
      shop.onPost = () => ({status: 500});
      shop.session = {status: 'signed-in', tx: 'other', isNewMember: false};

      await callback.client.start();

      expect(callback.client.state.session).to.deep.equal({status: 'unknown'});
      expect((await endOf(callback)).flow).to.deep.include({status: 'retry', code: 'backend_failed'});
    });

    const final: readonly [answer: ShopAnswer, status: string, code: string][] = [
      [{status: 400, json: {code: 'request_invalid'}}, 'help', 'request_invalid'],
      [{status: 403, json: {code: 'origin_refused'}}, 'help', 'origin_refused'],
      [{status: 403, text: 'no'}, 'retry', 'backend_refused'],
      [{status: 429}, 'retry', 'rate_limited'],
      [{status: 502, json: {code: 'provider_unavailable', ref: 'KS-server'}}, 'retry', 'provider_unavailable'],
      [{status: 500, json: {code: 'clock_skew'}}, 'help', 'clock_skew'],
    ];
    for (const [answer, status, code] of final) {
      it(`is not looked for where the answer is ${JSON.stringify(answer)}`, async () => {
        const {shop, callback} = await returned();
        shop.onPost = () => answer;

        await callback.client.start();

        expect(shop.requests).to.have.length(1);
        const {to, flow} = await endOf(callback);
        expect(to).to.equal('/cart?id=1#reviews');
        expect(flow).to.deep.include({status, code});
        expect(flow.ref).to.match(code === 'provider_unavailable' ? /^KS-server$/ : /^KS-[\w-]{6}$/);
      });
    }

    it('is looked for until ten seconds are over where the backend does not know whether it made one', async () => {
      const {clock, shop, callback} = await returned();
      shop.onPost = () => ({status: 504, json: {code: 'backend_timeout', ref: 'KS-server'}});
      void callback.client.start();
      await clock.advance(9999);
      expect(callback.navigations).to.deep.equal([]);
      await clock.advance(1);

      expect(shop.posts).to.have.length(1);
      expect((await endOf(callback)).flow).to.deep.include({
        status: 'retry',
        code: 'backend_timeout',
        ref: 'KS-server',
      });
    });

    it('counts where the backend did not know of it, and it is there', async () => {
      const {clock, shop, callback} = await returned();
      shop.onPost = (request) => {
        shop.signIn(request);
        return {status: 504, json: {code: 'backend_timeout'}};
      };
      const isOver = callback.client.start();
      await clock.advance(1000);
      await isOver;

      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    const full: readonly [name: string, answer: ShopAnswer][] = [
      ['a problem', {status: 429, json: {code: 'rate_limited', status: 429, ref: 'KS-server'}}],
      ['a proxy’s page', {status: 429, text: '<h1>Too Many Requests</h1>'}],
      ['nothing', {status: 429}],
      ['another code', {status: 429, json: {code: 'too_many'}}],
    ];
    for (const [name, answer] of full) {
      it(`is begun anew by the next press where too many logged in at once, and the code is not sent again: ${name}`, async () => {
        const {browser, shop, clock, page} = setup();
        await page.press();
        const address = page.answer();
        const callback = page.follow(address);
        const {tx} = browser.record;
        shop.onPost = () => answer;

        await callback.client.start();
        const {next, flow} = await endOf(callback);
        expect(flow).to.deep.include({status: 'retry', code: 'rate_limited'});
        for (const visit of [next.follow(address), next.follow(CALLBACK), browser.open(address)]) {
          const isOver = visit.client.start();
          await clock.advance(11_000);
          await isOver;
        }
        expect(shop.posts).to.have.length(1);
        shop.onPost = (request) => shop.signIn(request);
        const second = await comeBack(browser.open('/cart'));
        await second.client.start();

        expect(shop.posts).to.have.length(2);
        expect(shop.posts[1]!.body.tx).not.to.equal(tx);
        expect((await endOf(second)).told).to.deep.equal(['kakao-login-success']);
      });
    }

    it('is not read from a backend that answers no GET', async () => {
      const {shop, callback} = await returned();
      shop.onPost = () => ({status: 500});
      shop.onGet = () => ({status: 404});

      await callback.client.start();

      expect(shop.reads).to.have.length(1);
      expect((await endOf(callback)).flow.code).to.equal('backend_failed');
    });
  });

  describe('the site’s own posting', () => {
    it('replaces ours, and its answer counts', async () => {
      const given: unknown[] = [];
      const {shop, callback} = await returned(undefined, {
        config: {
          appKey: APP_KEY,
          redirectUri: CALLBACK,
          postCode: (request) => {
            given.push(request.code);
            return Promise.resolve({status: 'signed-in', isNewMember: true});
          },
        },
      });

      await callback.client.start();

      expect(given).to.deep.equal([CODE]);
      expect(shop.requests).to.deep.equal([]);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    it('is recovered by its own reading', async () => {
      let reads = 0;
      let tx = '';
      const {callback} = await returned(undefined, {
        config: {
          ...CONFIG,
          postCode: (request) => {
            tx = request.tx;
            return Promise.reject(new Error('of the site'));
          },
          readSession: () => {
            reads++;
            return Promise.resolve({status: 'signed-in', tx, isNewMember: false});
          },
        },
      });

      await callback.client.start();

      expect(reads).to.equal(1);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    it('that never answers ends after 15 seconds, once, and its late answer signs in', async () => {
      let answer: (value: unknown) => void = () => undefined;
      const {clock, callback} = await returned(undefined, {
        config: {...CONFIG, postCode: () => new Promise((resolve) => (answer = resolve))},
      });
      void callback.client.start();
      await clock.advance(14_999);
      expect(callback.client.state.flow.status).to.equal('completing');

      await clock.advance(2);
      expect(callback.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
      answer({status: 'signed-in', isNewMember: false});
      await settle();

      expect(callback.navigations).to.have.length(1);
      expect(callback.told).to.deep.equal(['kakao-return']);
      expect(callback.client.state.session.status).to.equal('signed-in');
      expect((await endOf(callback)).flow).to.deep.include({status: 'retry', code: 'login_unfinished'});
    });
  });

  describe('a link of the signed-in account', () => {
    const ways: readonly [redirectTo: string | undefined, to: string][] = [
      ['/account#kakao', '/account#kakao'],
      [undefined, '/settings'],
    ];
    for (const [redirectTo, to] of ways) {
      it(`ends where ${redirectTo ? 'the backend' : 'the page'} says`, async () => {
        const {shop, page} = setup({config: {...CONFIG, returnTo: '/settings'}});
        shop.session = {status: 'signed-in', tx: 'an-older-login', isNewMember: false};
        shop.onPost = (request) => shop.signIn(request, {redirectTo});
        await page.press({purpose: 'link'});
        const callback = page.follow(page.answer());

        await callback.client.start();

        expect(shop.posts[0]!.body.purpose).to.equal('link');
        const end = await endOf(callback);
        expect(end.to).to.equal(to);
        expect(end.next.client.state.outcome).to.deep.include({end: 'signed-in', purpose: 'link'});
      });
    }
  });

  describe('a backend on another host', () => {
    const config: KakaoSyncConfig = {...CONFIG, endpoint: 'https://api.shop.example/kakao'};
    const table: readonly [name: string, get: (tx: string) => ShopAnswer, code: ErrorCode | null][] = [
      ['whose session is seen', (tx) => ({status: 200, json: {status: 'signed-in', tx, isNewMember: false}}), null],
      ['whose cookie was refused', () => ({status: 200, json: {status: 'signed-out'}}), 'session_cookie_blocked'],
      [
        'whose session is an older one',
        () => ({status: 200, json: {status: 'signed-in', tx: 'older', isNewMember: false}}),
        'session_cookie_blocked',
      ],
      ['that answers no GET', () => ({status: 404}), null],
      ['that allows no GET', () => ({status: 405}), null],
      ['that knows no GET', () => ({status: 501}), null],
    ];
    for (const [name, get, code] of table) {
      it(`${name}: ${code ?? 'signed in'}`, async () => {
        const {browser, shop, callback} = await returned(undefined, {config});
        const {tx} = browser.record;
        shop.onGet = () => get(tx);

        await callback.client.start();

        expect(shop.posts).to.have.length(1);
        expect(shop.reads).to.have.length(1);
        const {flow, told} = await endOf(callback);
        expect(flow.code ?? null).to.equal(code);
        expect(told).to.deep.equal([code ? 'kakao-login-error' : 'kakao-login-success']);
      });
    }

    const unreadable: readonly [name: string, answer: ShopAnswer, code: ErrorCode][] = [
      ['cannot be reached', 'network-error', 'backend_unreachable'],
      ['breaks down', {status: 500, text: '<!doctype html>'}, 'backend_failed'],
      ['is behind a gateway that times out', {status: 504}, 'backend_failed'],
      ['is asked too often', {status: 429}, 'rate_limited'],
      ['refuses', {status: 401}, 'backend_refused'],
      ['answers what is no session', {status: 200, json: {ok: true}}, 'backend_bad_answer'],
    ];
    for (const [name, answer, code] of unreadable) {
      it(`whose GET ${name} may be tried again after ten seconds: ${code}`, async () => {
        const {clock, shop, callback} = await returned(undefined, {config});
        shop.onGet = () => answer;

        void callback.client.start();
        await clock.advance(9999);
        expect(callback.navigations).to.deep.equal([]);
        await clock.advance(1);

        expect(shop.posts).to.have.length(1);
        const {to, flow, told} = await endOf(callback);
        expect({to, told}).to.deep.equal({to: '/cart?id=1#reviews', told: ['kakao-login-error']});
        expect(flow).to.deep.include({status: 'retry', code});
        expect(callback.client.state.session.status).to.equal('unknown');
      });

      it(`whose GET ${name} at first signs in as soon as the session is seen`, async () => {
        const {clock, shop, callback} = await returned(undefined, {config});
        const get = shop.onGet;
        shop.onGet = () => answer;
        void callback.client.start();
        await clock.advance(2500);

        shop.onGet = get;
        await clock.advance(500);

        expect(shop.posts).to.have.length(1);
        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }

    it('whose GET answers no JSON for ten seconds is believed: nothing speaks against it', async () => {
      const {clock, shop, callback} = await returned(undefined, {config});
      shop.onGet = () => ({status: 200, text: '<!doctype html>'});

      void callback.client.start();
      await clock.advance(10_000);

      expect([shop.posts.length, shop.reads.length]).to.deep.equal([1, 11]);
      expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
    });

    it('whose GET answers no JSON at first is asked until it tells', async () => {
      const {clock, shop, callback} = await returned(undefined, {config});
      const answers: ShopAnswer[] = [
        {status: 200, text: '<!doctype html>'},
        {status: 200, json: {status: 'signed-out'}},
      ];
      shop.onGet = () => answers[shop.reads.length - 1]!;

      void callback.client.start();
      await clock.advance(1000);

      expect((await endOf(callback)).flow.code).to.equal('session_cookie_blocked');
    });

    it('is not asked for a session that its answer is none of', async () => {
      const {shop, callback} = await returned(undefined, {config});
      shop.onPost = ({body}) => ({status: 200, json: {status: 'action-required', tx: body.tx, action: 'age-check'}});

      await callback.client.start();

      expect(shop.reads).to.deep.equal([]);
      expect((await endOf(callback)).flow).to.deep.include({status: 'action-required', code: 'age-check'});
    });

    it('is believed where the site posts in its own way', async () => {
      const {shop, callback} = await returned(undefined, {
        config: {...config, postCode: () => Promise.resolve({status: 'signed-in', isNewMember: false})},
      });

      await callback.client.start();

      expect(shop.requests).to.deep.equal([]);
    });

    it('is not one that only begins alike', async () => {
      const {shop, callback} = await returned(undefined, {
        config: {...CONFIG, endpoint: `${ORIGIN}:8443/api`},
      });
      shop.onGet = () => ({status: 200, json: {status: 'signed-out'}});

      await callback.client.start();

      expect((await endOf(callback)).flow.code).to.equal('session_cookie_blocked');
    });
  });

  describe('an answer that is no session', () => {
    it('tells what the backend requires, where the backend wants it told', async () => {
      const {browser, shop, callback} = await returned();
      shop.onPost = ({body}) => ({
        status: 200,
        json: {status: 'action-required', tx: body.tx, action: 'link-existing', redirectTo: '/link', message: '확인'},
      });

      await callback.client.start();

      expect(callback.client.state.session).to.deep.equal({status: 'unknown'});
      expect([...browser.localItems.keys()], 'nobody is remembered as signed in').to.deep.equal([]);
      const {to, flow, told, session} = await endOf(callback);
      expect({to, told, session}).to.deep.equal({to: '/link', told: ['kakao-action-required'], session: 'unknown'});
      expect(flow).to.deep.include({status: 'action-required', code: 'link-existing', message: '확인'});
    });

    for (const at of ['/link/', '/link?step=1', '/ko/link', '/link#top']) {
      it(`tells the page that it was for, at ${at}`, async () => {
        const {shop, callback} = await returned();
        shop.onPost = ({body}) => ({
          status: 200,
          json: {status: 'action-required', tx: body.tx, action: 'link-existing', redirectTo: '/link'},
        });
        await callback.client.start();

        const page = callback.follow(at);
        await page.client.start();

        expect(page.told).to.deep.equal(['kakao-action-required']);
      });
    }

    it('tells no later page what the page it was for has dealt with', async () => {
      const {shop, callback} = await returned();
      shop.onPost = ({body}) => ({
        status: 200,
        json: {status: 'action-required', tx: body.tx, action: 'link-existing', redirectTo: '/link'},
      });
      await callback.client.start();

      // `/link` has no client, and leads on.
      const later = callback.follow('/mypage');
      await later.client.start();

      expect([later.told, later.client.state.flow, later.sessionStorage.get('ks.outcome')]).to.deep.equal([
        [],
        {status: 'idle'},
        null,
      ]);
    });

    it('takes nobody for an unfinished login', async () => {
      const {shop, callback} = await returned(undefined, {config: {...CONFIG, returnTo: '/welcome'}});
      shop.onPost = () => ({status: 200, json: {status: 'signed-out', redirectTo: '/welcome'}});

      await callback.client.start();

      const {to, flow} = await endOf(callback);
      expect(flow).to.deep.include({status: 'retry', code: 'login_unfinished'});
      expect(to, 'who is not welcomed is where it began').to.equal('/cart?id=1#reviews');
    });
  });
});
