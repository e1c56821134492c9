import {expect} from '@open-wc/testing';
import {readReference, toReference} from '../../../src/shared/reference.js';
import {ko} from '../../support/texts.js';
import {toFlowMessage} from '../../../src/elements/messages/flow-message.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {
  APP_KEY,
  CALLBACK,
  CODE,
  comeBack,
  CONFIG,
  ENDPOINT,
  type FakeBrowser,
  type FakePage,
  ORIGIN,
  type PageOptions,
  REST_KEY,
} from '../support/browser.js';
import {settle} from '../support/clock.js';
import type {ShopAnswer} from '../support/shop.js';
import {
  completed,
  endOf,
  finish,
  losing,
  pressed,
  returned,
  setup,
  strangerReturn,
  type Setup,
} from '../support/journey.js';

describe('handleRedirectCallback', () => {
  describe('an open transaction with a code', () => {
    it('posts the code once with all that belongs to it, and tells on the page where the login began', async () => {
      const {browser, shop, callback, page} = await returned(undefined, {
        address: '/cart?id=1&utm_source=kakao#reviews',
        config: {...CONFIG, restApiKey: REST_KEY, context: 'guest-7'},
      });
      const {tx, nonceSecret, codeVerifier} = browser.record;

      await callback.client.start();

      const body = {purpose: 'login', tx, code: CODE, redirectUri: ORIGIN + CALLBACK, clientId: REST_KEY, nonceSecret};
      expect(shop.posts.map((post) => post.body)).to.deep.equal([
        {...body, codeVerifier, context: 'guest-7', attribution: {utm_source: 'kakao'}},
      ]);
      expect(callback.told).to.deep.equal(['kakao-return']);
      expect([...browser.localItems.keys()]).to.deep.equal(['ks', `ks ${ORIGIN}${ENDPOINT}`]);
      const {to, how, next, told, flow, session} = await endOf(callback);
      expect({to, how}).to.deep.equal({to: '/cart?id=1&utm_source=kakao#reviews', how: 'replace'});
      expect(told).to.deep.equal(['kakao-login-success']);
      expect({flow, session}).to.deep.equal({flow: {status: 'idle'}, session: 'signed-in'});
      const arrival = {isNewMember: false, member: {name: '라이언'}};
      const detail = {end: 'signed-in', purpose: 'login', ref: toReference(tx), ...arrival};
      expect(next.eventsOf('kakao-login-success')[0]!.detail).to.deep.equal(detail);
      expect(next.client.state.outcome).to.deep.equal(detail);
      expect(page.reports.concat(callback.reports, next.reports)).to.deep.equal([]);
    });

    it('is completing, a tombstone, and out of the address when it is posted, whatever becomes of it', async () => {
      const {browser, clock, shop, callback} = await returned();
      const {tx} = browser.record;
      callback.address = new URL(`${callback.address.href}&ref=mail#top`);
      shop.onPost = ({from}) => {
        expect(browser.records).to.deep.equal([]);
        expect(browser.tombstones).to.deep.equal([{tx, used: clock.now(), from: '/cart?id=1'}]);
        expect(from).to.equal(`${ORIGIN}${CALLBACK}?ref=mail#top`);
        return 'hangs';
      };

      void callback.client.start();
      await settle();

      expect(shop.posts).to.have.length(1);
      expect(callback.rewrites[0]).to.equal(`${CALLBACK}?ref=mail#top`);
      expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login'});
      expect(callback.told).to.deep.equal([]);
    });

    for (const [what, options, to] of [
      ['without localStorage, by the storage of its tab', {forbidden: ['localStorage']}, '/cart?id=1#reviews'],
      ['on plain http of this machine', {browser: {origin: 'http://localhost:3000'}}, '/cart?id=1#reviews'],
    ] as const) {
      it(`is completed ${what}`, async () => {
        const end = await completed(undefined, options);

        expect([end.to, end.told, end.shop.posts.length]).to.deep.equal([to, ['kakao-login-success'], 1]);
      });
    }

    it('is completed in another tab, and from an address that is given', async () => {
      for (const isGiven of [false, true]) {
        const {browser, shop, page} = await pressed();
        const there = browser.open(isGiven ? CALLBACK : page.answer());
        await there.client.start(isGiven ? {url: page.answer()} : {});

        expect(shop.posts).to.have.length(1);
        expect((await endOf(there)).told).to.deep.equal(['kakao-login-success']);
      }
    });

    it('is completed once for the whole document, however often it is started', async () => {
      const {shop, callback} = await returned();

      const promises = [callback.client.start(), callback.client.start(), callback.client.start({url: '/x'})];
      await Promise.all(promises);

      expect(new Set(promises).size).to.equal(1);
      expect([shop.posts.length, callback.navigations.length]).to.deep.equal([1, 1]);
    });

    it('waits for whoever completes the configuration', async () => {
      const {page, shop} = await pressed();
      const callback = await page.visit(page.answer(), {config: {}});
      callback.client.configure(CONFIG);
      await callback.client.start();

      expect(shop.posts).to.have.length(1);
    });

    for (const hasLocks of [true, false]) {
      it(`is posted by one of two tabs ${hasLocks ? 'with' : 'without'} Web Locks, and both go on`, async () => {
        const {browser, clock, shop, page} = await pressed({browser: {hasLocks}});
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
      const {page, shop} = await pressed();
      const callback = page.follow(page.answer(), {isPrerendered: true});
      const started = callback.client.start();
      await settle();
      expect([shop.requests, callback.rewrites]).to.deep.equal([[], []]);
      expect(callback.browser.records).to.have.length(1);

      callback.activate();
      await started;

      expect(shop.posts).to.have.length(1);
    });

    it('leaves the others open, and completes them in any order', async () => {
      const {browser, shop, clock} = setup();
      const tabs = ['/a', '/b', '/c'].map((path) => browser.open(path));
      for (const tab of tabs) {
        await tab.press();
        await clock.advance(1000);
      }

      const ends = [];
      for (const index of [1, 2, 0]) {
        const tab = tabs[index]!;
        ends.push((await endOf(await tab.visit(tab.answer()))).to);
      }

      expect(ends).to.deep.equal(['/b', '/c', '/a']);
      expect(new Set(shop.posts.map(({body}) => body.tx)).size).to.equal(3);
    });
  });

  describe('an open transaction with an error', () => {
    // Which error means what is proven where `toErrorOutcome` is.
    for (const [error, error_description, status, code] of [
      ['access_denied', 'User denied access', 'cancelled', 'cancelled'],
      ['access_denied', 'Not allowed under age 14 by parents', 'help', 'under_age'],
      ['server_error', '', 'retry', 'kakao_unavailable'],
    ] as const) {
      it(`${error} (${error_description || 'no description'}) is ${status} ${code}, where it began`, async () => {
        const query = {error, error_description};
        const end = await completed(query, {config: {...CONFIG, returnTo: '/welcome'}});
        const {browser, shop, to, flow, told, ref, next, callback} = end;

        expect([shop.requests, browser.records]).to.deep.equal([[], []]);
        expect(to).to.equal('/cart?id=1#reviews');
        expect(flow).to.deep.equal({status, code, purpose: 'login', ref});
        expect(told).to.deep.equal([status === 'cancelled' ? 'kakao-login-cancel' : 'kakao-login-error']);
        expect(next.client.state.session).to.deep.equal({status: 'unknown'});
        const shown = JSON.stringify([callback.events, next.events, next.reports]);
        if (error_description) expect(shown).not.to.contain(error_description);
      });
    }
  });

  describe('what is not ours', () => {
    for (const address of [
      `/?code=${CODE}&state=other-login`,
      `${CALLBACK}?code=${CODE}&state=other-login`,
      `${CALLBACK}?code=${CODE}&state=other-login&state=STATE`,
      '/cart',
    ]) {
      it(`is touched nowhere: ${address}`, async () => {
        const {browser, shop, clock, page} = await pressed();
        const before = browser.record;

        const callback = await page.visit(address.replace('STATE', encodeURIComponent(page.left['state']!)));
        await clock.advance(60_000);

        expect([...callback.rewrites, ...callback.navigations, ...callback.events, ...shop.requests]).to.deep.equal([]);
        expect(browser.record).to.deep.equal(before);
      });
    }
  });

  describe('a saved answer of KakaoTalk', () => {
    async function withTalkAnswer(answer: object, bare: string) {
      const {page, shop} = await pressed({browser: {device: 'android'}});
      const state = page.left['state']!;
      page.sdk.sdk.resolve(answer);
      await settle();
      return {shop, callback: await page.visit(bare.replace('STATE', encodeURIComponent(state)))};
    }

    for (const bare of [
      `${CALLBACK}?state=STATE`,
      CALLBACK,
      `${CALLBACK}?code=other&state=STATE`,
      `${CALLBACK}?code=other&state=ks1.${'x'.repeat(43)}.`,
    ]) {
      it(`is the answer, whatever the address says: ${bare.slice(0, 60)}`, async () => {
        const {shop, callback} = await withTalkAnswer({code: CODE}, bare);

        expect(shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
        expect(callback.sessionStorage.get('ks.note')).to.equal(null);
        expect(callback.address.search).not.to.match(/code|state|error/);
        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }

    it('of an error is told like any other', async () => {
      const {shop, callback} = await withTalkAnswer({error: 'timeout'}, CALLBACK);

      expect(shop.requests).to.deep.equal([]);
      expect((await endOf(callback)).flow.code).to.equal('kakao_timeout');
    });

    it('waits for the callback page', async () => {
      const {shop, callback} = await withTalkAnswer({code: CODE}, '/elsewhere');
      expect(shop.requests).to.deep.equal([]);

      await callback.visit(CALLBACK);

      expect(shop.posts).to.have.length(1);
    });
  });

  describe('a transaction whose answer is taken', () => {
    /** The document that takes the answer, and the answer. */
    async function taking(options: Setup = {}) {
      const {page, ...world} = await pressed(options);
      const answer = page.answer();
      return {...world, answer, first: page.follow(answer)};
    }
    /** One that has come to its end. What is asked from then on is counted. */
    async function taken(options: Setup = {}) {
      const world = await taking(options);
      await world.first.client.start();
      world.shop.requests.length = 0;
      return world;
    }
    /** One whose session is made, and whose backend never says so. */
    async function hanging(post: Setup['post'] = losing('hangs')) {
      const world = await taking({post});
      void world.first.client.start();
      await settle();
      return world;
    }
    /** A document whose tab has kept no outcome. */
    function forgetful(page: FakePage, address: string, options?: PageOptions): FakePage {
      const next = page.follow(address, options);
      next.sessionStorage.remove('ks.outcome');
      return next;
    }
    const WAYS = [
      ['the whole address', (answer: string) => answer],
      ['the bare address', () => CALLBACK],
    ] as const;

    for (const [name, toAddress] of WAYS) {
      it(`goes on without a second event and without a POST after success: ${name}`, async () => {
        const {shop, answer, first} = await taken();

        const again = forgetful(first, toAddress(answer));
        await again.client.start();

        expect([shop.posts.length, shop.reads.length]).to.deep.equal([0, 1]);
        const {to, told, session} = await endOf(again);
        expect({to, told, session}).to.deep.equal({to: '/cart?id=1#reviews', told: [], session: 'unknown'});
        expect(again.client.state.session.status).to.equal('signed-in');
        expect(again.told).to.deep.equal(['kakao-return']);
        expect(again.eventsOf('kakao-return')[0]!.detail).to.deep.equal({to, outcome: null});
      });

      it(`leaves it to a router to go on after success: ${name}`, async () => {
        const {answer, first} = await taken();

        const again = forgetful(first, toAddress(answer), {prevented: ['kakao-return']});
        await again.client.start();

        expect([again.navigations, again.told]).to.deep.equal([[], ['kakao-return']]);
        expect(again.client.state.flow).to.deep.equal({status: 'idle'});
      });

      it(`tells the success that the page could not hear which was reloaded, once: ${name}`, async () => {
        const {browser, shop, answer, first} = await hanging(losing('hangs', {isNewMember: true}));

        const {to, told, next} = await endOf(await first.visit(toAddress(answer)));
        const others = [next.follow(answer), browser.open(answer), browser.open(CALLBACK)];
        await Promise.all(others.map((other) => other.client.start()));

        expect([to, told, shop.posts.length]).to.deep.equal(['/cart?id=1#reviews', ['kakao-login-success'], 1]);
        const ref = toReference(shop.posts[0]!.body.tx!);
        expect(next.client.state.outcome).to.deep.include({end: 'signed-in', purpose: 'login', ref, isNewMember: true});
        expect(others.flatMap((other) => other.told)).to.deep.equal(['kakao-return', 'kakao-return']);
        for (const other of others.slice(0, 2)) expect((await endOf(other)).told).to.deep.equal([]);
      });
    }

    it('goes back to the exact address in the tab where it began, and to the path of its tombstone in any other', async () => {
      const {browser, answer, first} = await taken();
      const {next} = await endOf(first);

      const tabs = [await next.visit(answer), await browser.visit(answer)];

      expect(tabs.map(({navigations}) => navigations)).to.deep.equal([
        [{to: '/cart?id=1#reviews', how: 'replace'}],
        [{to: '/cart?id=1', how: 'replace'}],
      ]);
    });

    for (const query of [undefined, {error: 'access_denied'}]) {
      it(`brings its outcome to the next page after a reload while that was loading: ${query?.error ?? 'code'}`, async () => {
        const {shop, callback} = await returned(query);
        await callback.client.start();
        shop.requests.length = 0;

        const reload = await callback.visit(CALLBACK);

        expect([shop.requests, reload.told]).to.deep.equal([[], ['kakao-return']]);
        const {to, told} = await endOf(reload);
        expect(to).to.equal('/cart?id=1#reviews');
        expect(told).to.deep.equal([query ? 'kakao-login-cancel' : 'kakao-login-success']);
      });
    }

    it('tells its outcome here where the next page leads back here', async () => {
      const {first} = await taken();
      const second = await first.visit(CALLBACK);
      expect(second.navigations).to.have.length(1);

      const third = await second.visit(CALLBACK);

      expect([third.navigations, third.told]).to.deep.equal([[], ['kakao-login-success']]);
    });

    it('gives up ten seconds after the answer was taken', async () => {
      const {clock, shop, answer, first} = await hanging('hangs');
      shop.session = {status: 'signed-in', tx: 'other', isNewMember: false};
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

    for (const isTold of [false, true]) {
      it(`is asked for once where ${isTold ? 'how it ended is told' : 'the answer was taken long ago'}`, async () => {
        const {browser, clock, shop, answer, first} = await taken({post: {status: 500}});
        const used = clock.now();
        const before = isTold ? await first.visit() : first;
        if (!isTold) await clock.advance(600_000);

        const again = forgetful(before, answer);
        await again.client.start();

        expect(shop.requests).to.have.length(1);
        expect((await endOf(again)).flow.code).to.equal('login_unfinished');
        if (isTold) expect(browser.tombstones.map((entry) => [entry.used, entry.over])).to.deep.equal([[used, true]]);
      });
    }

    type World = Awaited<ReturnType<typeof taken>>;
    const BARE: readonly [what: string, happen: (world: World) => Promise<unknown>, isResumed: boolean][] = [
      ['within a minute', ({clock}) => clock.advance(59_999), true],
      ['a minute later', ({clock}) => clock.advance(60_000), false],
      ['once it is told', ({first}) => first.visit(), false],
      [
        'though another tab’s login is over since',
        async ({browser, clock}) => {
          await clock.advance(1000);
          const other = browser.open('/other');
          await other.press();
          await (await other.visit(other.answer())).visit();
        },
        true,
      ],
    ];
    for (const [what, happen, isResumed] of BARE) {
      it(`is ${isResumed ? 'resumed' : 'nobody’s business'} at the bare address ${what}`, async () => {
        const world = await taken();
        // Gone, so that it tells nothing by itself.
        world.first.isAlive = false;
        await happen(world);
        world.shop.requests.length = 0;

        const bare = forgetful(world.first, CALLBACK);
        await finish(bare);

        expect(world.shop.requests.length > 0).to.equal(isResumed);
        expect(bare.navigations.map(({to}) => to)).to.deep.equal(isResumed ? ['/cart?id=1#reviews'] : []);
      });
    }
  });

  describe('a transaction that was never known here', () => {
    for (const [query, get] of [[`code=${CODE}`], ['error=access_denied'], [`code=${CODE}`, {status: 404}]] as const) {
      it(`offers to continue here, and signs nobody in: ${query}${get ? ', by a backend without GET' : ''}`, async () => {
        const {shop, browser} = setup(get && {get});
        const address = strangerReturn(query, '/cart?id=1');
        const callback = await browser.visit(address);

        expect([shop.posts.length, shop.reads.length]).to.deep.equal([0, 1]);
        expect(callback.address.href).to.equal(ORIGIN + CALLBACK);
        const {to, flow, told} = await endOf(callback);
        const ref = toReference(/ks1\.([^.]+)/.exec(address)![1]!);
        expect(to).to.equal('/');
        expect(flow).to.deep.equal({
          ...{status: 'continue-here', purpose: 'login', code: 'other_browser'},
          ...{ref, to: '/cart?id=1'},
        });
        expect(told).to.deep.equal(['kakao-login-error']);
      });
    }

    for (const query of [`code=${CODE}`, 'error=access_denied']) {
      it(`goes on where somebody is signed in: ${query}`, async () => {
        const {shop, browser} = setup();
        shop.session = {status: 'signed-in', isNewMember: false, member: {name: '라이언'}};

        const callback = await browser.visit(strangerReturn(query));

        expect(shop.posts).to.deep.equal([]);
        expect(callback.client.state.session.status).to.equal('signed-in');
        const {to, told} = await endOf(callback);
        expect({to, told}).to.deep.equal({to: '/', told: []});
      });
    }

    for (const [what, spoil] of [
      ['is gone', (browser: FakeBrowser) => void browser.cookies.clear()],
      ['is an hour old', (browser: FakeBrowser) => browser.clock.advance(3_600_000)],
    ] as const) {
      it(`is one whose cookie ${what}, and the exact address outlives it`, async () => {
        const {browser, shop, callback} = await returned();
        await spoil(browser);

        await callback.client.start();

        expect(shop.posts).to.deep.equal([]);
        const {to, flow} = await endOf(callback);
        expect([flow.code, to]).to.deep.equal(['other_browser', '/cart?id=1#reviews']);
        expect([...browser.localItems.keys()], 'and is forgotten with it').to.deep.equal([]);
      });
    }

    for (const path of ['//evil.example', `${CALLBACK}?code=1&state=2`, '/', '']) {
      it(`offers nothing else: ${path || 'no path'}`, async () => {
        const {to, flow} = await endOf(await setup().browser.visit(strangerReturn(undefined, path)));

        expect([to, 'to' in flow]).to.deep.equal(['/', false]);
      });
    }
  });

  describe('an answer of another form', () => {
    // Which forms are refused is proven where `readAuthorizationResponse` is.
    for (const query of [`code=${CODE}&code=other&state=STATE`, 'state=STATE', `code=${CODE}&state=STATE&id_token=x`]) {
      it(`is refused and can be tried again: ?${query}`, async () => {
        const {browser, shop, page} = await pressed();
        const {tx} = browser.record;

        const callback = await page.visit(`${CALLBACK}?${query.replaceAll('STATE', page.left['state']!)}`);

        expect(shop.requests).to.deep.equal([]);
        expect(callback.address.href).not.to.match(/code|state|token/);
        const {to, flow} = await endOf(callback);
        expect(to).to.equal('/cart?id=1#reviews');
        const ref = toReference(tx);
        expect(flow).to.deep.equal({status: 'retry', purpose: 'login', code: 'callback_invalid', ref});
      });
    }

    it('is refused where the path in its state is another than the record’s', async () => {
      const {browser, shop, page} = await pressed();
      const {tx, from} = browser.record;

      const state = toStateParameter({tx, path: `${from}5`});
      const callback = await page.visit(`${CALLBACK}?code=${CODE}&state=${state}`);

      expect(shop.requests).to.deep.equal([]);
      const {to, flow} = await endOf(callback);
      expect([to, flow.status, flow.code]).to.deep.equal(['/cart?id=1#reviews', 'retry', 'callback_invalid']);
    });

    for (const [kept, length] of [
      ['/cart', 483],
      ['/', 488],
    ] as const) {
      it(`is taken where the record had room for ${kept} alone`, async () => {
        const redirectUri = `${CALLBACK}/${'x'.repeat(length)}`;
        const {browser, shop, page} = await pressed({config: {...CONFIG, redirectUri}});
        expect(browser.record.from).to.equal(kept);

        await page.visit(page.answer());

        expect(shop.posts).to.have.length(1);
      });
    }

    it('is refused where its state is broken', async () => {
      const {browser, shop} = setup();

      const {to, flow} = await endOf(await browser.visit(`${CALLBACK}?code=${CODE}&state=ks1.short.`));

      expect([shop.requests, to]).to.deep.equal([[], '/']);
      expect(flow).to.deep.include({status: 'retry', purpose: 'login', code: 'callback_invalid'});
      expect(readReference(flow.ref)).to.equal(flow.ref);
    });

    const emulator = {
      config: {...CONFIG, emulator: 'http://127.0.0.1:4000'},
      browser: {origin: 'http://localhost:3000'},
    };
    for (const [iss, options, posts] of [
      ['https://kauth.kakao.com', {}, 1],
      ['https://evil.example', {}, 0],
      ['http://127.0.0.1:4000', emulator, 1],
      ['https://kauth.kakao.com', emulator, 0],
    ] as readonly (readonly [string, Setup, number])[]) {
      it(`is ${posts ? 'taken' : 'refused'} from ${iss}${options.config ? ' beside an emulator' : ''}`, async () => {
        expect((await completed({code: CODE, iss}, options)).shop.posts).to.have.length(posts);
      });
    }
  });

  describe('an answer of the backend', () => {
    // Which answers are recovered, and how long, is proven where `exchangeCode` is.
    it('that is of a busy backend ends the login: the next press begins anew, and the code is not sent again', async () => {
      const {browser, shop, page} = await pressed({post: {status: 429, text: '<h1>Too Many Requests</h1>'}});
      const address = page.answer();
      const callback = await page.visit(address);
      const {next, flow} = await endOf(callback);
      expect(flow).to.deep.include({status: 'retry', code: 'rate_limited'});
      for (const visit of [next.follow(address), next.follow(CALLBACK), browser.open(address)]) await finish(visit);
      expect(shop.posts).to.have.length(1);

      shop.onPost = (request) => shop.signIn(request);
      const second = await comeBack(browser.open('/cart'));
      await second.client.start();

      expect(new Set(shop.posts.map(({body}) => body.tx)).size).to.equal(2);
      expect((await endOf(second)).told).to.deep.equal(['kakao-login-success']);
    });

    it('is the site’s own where the site posts', async () => {
      const given: unknown[] = [];
      const postCode: KakaoSyncConfig['postCode'] = ({code}) => {
        given.push(code);
        return Promise.resolve({status: 'signed-in', isNewMember: true});
      };
      const config = {appKey: APP_KEY, redirectUri: CALLBACK, postCode};
      const {shop, told} = await completed(undefined, {config});

      expect([given, shop.requests, told]).to.deep.equal([[CODE], [], ['kakao-login-success']]);
    });

    const failures: readonly (readonly [what: string, post: ShopAnswer])[] = [
      ['answers 500', {status: 500, json: {}}],
      ['answers 502', {status: 502, text: '<html>'}],
      ['breaks off', 'network-error'],
      ['hangs', 'hangs'],
    ];
    for (const [what, post] of failures) {
      it(`of a backend that ${what}: a word after four seconds if it lasts, an end within fifteen`, async () => {
        const {clock, callback} = await returned(undefined, {post, get: post});
        void callback.client.start();
        await clock.advance(3999);
        expect(callback.client.state.flow).not.to.have.property('isSlow');
        await clock.advance(1);
        const {flow} = callback.client.state;
        if (callback.navigations.length === 0) {
          expect(flow).to.deep.equal({status: 'completing', purpose: 'login', isSlow: true, to: '/cart?id=1#reviews'});
        }
        for (let left = 11; callback.navigations.length === 0 && left > 0; left--) await clock.advance(1000);

        expect(callback.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
        const end = (await endOf(callback)).flow;
        expect(end.status).to.equal('retry');
        expect(toFlowMessage(end, ko)).to.equal(ko.later);
      });
    }

    it('of the site’s own that never comes is the end after 15 seconds, once, and signs in when it does', async () => {
      let answer: (value: unknown) => void = () => undefined;
      const config: KakaoSyncConfig = {...CONFIG, postCode: () => new Promise((resolve) => (answer = resolve))};
      const {clock, callback} = await returned(undefined, {config});
      void callback.client.start();
      await clock.advance(14_999);
      expect(callback.client.state.flow.status).to.equal('completing');

      await clock.advance(2);
      expect(callback.navigations).to.deep.equal([{to: '/cart?id=1#reviews', how: 'replace'}]);
      answer({status: 'signed-in', isNewMember: false});
      await settle();

      expect([callback.navigations.length, callback.told]).to.deep.equal([1, ['kakao-return']]);
      expect(callback.client.state.session.status).to.equal('signed-in');
      const end = (await endOf(callback)).flow;
      expect([end.status, toFlowMessage(end, ko)]).to.deep.equal(['retry', ko.later]);
    });
  });

  describe('an answer that is no session', () => {
    const action = {status: 'action-required', action: 'link-existing', redirectTo: '/link', message: '확인'};
    const required: Setup = {post: ({body: {tx}}) => ({status: 200, json: {...action, tx}})};

    it('tells what the backend requires, where the backend wants it told', async () => {
      const {browser, callback, to, flow, told, session} = await completed(undefined, required);

      expect(callback.client.state.session).to.deep.equal({status: 'unknown'});
      expect([...browser.localItems.keys()], 'nobody is remembered as signed in').to.deep.equal([]);
      expect({to, told, session}).to.deep.equal({to: '/link', told: ['kakao-action-required'], session: 'unknown'});
      expect(flow).to.deep.include({status: 'action-required', code: 'link-existing', message: '확인'});
    });

    for (const at of ['/link/', '/link?step=1', '/ko/link', '/link#top']) {
      it(`tells the page that it was for, at ${at}`, async () => {
        const {callback} = await returned(undefined, required);
        await callback.client.start();

        expect((await callback.visit(at)).told).to.deep.equal(['kakao-action-required']);
      });
    }

    it('tells no later page what the page it was for has dealt with', async () => {
      const {callback} = await returned(undefined, required);
      await callback.client.start();

      // `/link` has no client, and leads on.
      const {told, client, sessionStorage} = await callback.visit('/mypage');

      expect([told, client.state.flow, sessionStorage.get('ks.outcome')]).to.deep.equal([[], {status: 'idle'}, null]);
    });
  });
});
