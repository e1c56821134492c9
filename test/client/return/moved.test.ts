import {expect} from '@open-wc/testing';
import {createRandomToken} from '../../../src/shared/random.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {CALLBACK, CODE, CONFIG, ORIGIN, type FakePage, type PageOptions} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, setup} from '../support/journey.js';

const encode = encodeURIComponent;

/** A login that is open, and Kakao's answer to it as path and query. */
async function begun(query: Record<string, string> = {code: CODE}, address?: string) {
  const world = setup(address === undefined ? {} : {address});
  await world.page.press();
  const answer = world.page.answer(query).slice(ORIGIN.length);
  return {...world, answer, search: answer.slice(CALLBACK.length), state: world.page.left['state']!};
}

/** Nothing of the answer is left where a script, a server or the history could read it. */
function expectClean(page: FakePage, state: string): void {
  const places = decodeURIComponent(decodeURIComponent(JSON.stringify([page.address.href, page.historyState])));
  for (const secret of [state, CODE]) expect(places).not.to.contain(secret);
}

describe('an answer that a server has moved to another page', () => {
  const pages = [
    '/ko/kakao/callback',
    '/kakao/callback.html',
    '/kakao/callback/index.html',
    '/',
    '/KAKAO/callback',
    '/a/b',
    '//evil.example/kakao/callback',
  ];
  for (const path of pages) {
    it(`is completed there with the redirect URI of its record: ${path}`, async () => {
      const {page, shop, search, state, browser} = await begun();
      const there = page.follow(`${ORIGIN}${path}${search}&lang=ko#top`, {historyState: {ofTheSite: 1}});
      const started = there.client.start();
      expectClean(there, state);
      expect([there.address.href, there.historyState]).to.deep.equal([`${ORIGIN}${path}?lang=ko#top`, {ofTheSite: 1}]);
      await started;

      expect(shop.posts.map(({body}) => [body.code, body.redirectUri])).to.deep.equal([[CODE, ORIGIN + CALLBACK]]);
      expect(browser.records).to.deep.equal([]);
      expect(there.reports).to.have.length(1);
      expect(there.reports[0])
        .to.match(/^callback_moved: /)
        .and.contain(`on ${CALLBACK},`)
        .and.not.contain(CODE);
      const {to, told} = await endOf(there);
      expect({to, told}).to.deep.equal({to: '/cart?id=1#reviews', told: ['kakao-login-success']});
    });
  }

  it('is told as it is where Kakao refused', async () => {
    const {page, shop, search} = await begun({error: 'access_denied'});
    const there = page.follow(`/ko${CALLBACK}${search}`);
    await there.client.start();

    expect(shop.requests).to.deep.equal([]);
    expect((await endOf(there)).told).to.deep.equal(['kakao-login-cancel']);
  });

  it('is KakaoTalk’s too, of which only the note has the code', async () => {
    const {page, shop, clock} = setup({browser: {device: 'android'}});
    await page.press();
    page.sdk.sdk.resolve({code: CODE});
    await settle();
    const {to} = page.navigations.at(-1)!;

    const there = page.follow(to.replace(CALLBACK, `/ko${CALLBACK}`));
    await there.client.start();
    await clock.advance(1000);

    expect(shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
    expect(there.sessionStorage.get('ks.note')).to.equal(null);
  });

  for (const [what, toSearch] of [
    ['two codes', (search: string) => `${search}&code=other`],
    ['a code and an error', (search: string) => `${search}&error=x`],
    ['two states', (search: string, state: string) => `${search}&state=${state}`],
    ['no code', (_: string, state: string) => `?state=${state}`],
    ['leftovers of another flow', (search: string) => `${search}&id_token=x`],
  ] as const) {
    it(`is refused with ${what}, and leads home`, async () => {
      const {page, shop, search, state, browser} = await begun();
      const there = page.follow(`/ko${CALLBACK}${toSearch(search, state)}`);
      await there.client.start();

      expect(shop.posts).to.deep.equal([]);
      expectClean(there, state);
      expect(browser.records).to.have.length(1);
      const {to, flow} = await endOf(there);
      expect([to, flow.code]).to.deep.equal(['/cart?id=1#reviews', 'callback_invalid']);
    });
  }

  const untouched: readonly [what: string, toAddress: (search: string, state: string) => string, PageOptions?][] = [
    [
      'of no login of this browser',
      () => `/?code=${CODE}&state=${toStateParameter({tx: createRandomToken(), path: '/x'})}`,
    ],
    ['of another login’s state beside ours', (search) => `/${search}&state=other`],
    ['of a part of our state', (_, state) => `/?code=${CODE}&state=${state.slice(0, -1)}`],
    ['without state', () => `/?code=${CODE}`],
    ['in a frame', (search) => `/ko${CALLBACK}${search}`, {isFramed: true}],
  ];
  for (const [what, toAddress, options] of untouched) {
    it(`is touched nowhere where it is ${what}`, async () => {
      const {page, shop, search, state, browser} = await begun();
      const there = page.follow(toAddress(search, state), options);
      const {href} = there.address;
      await there.client.start();

      expect([there.address.href, there.rewrites, there.navigations, there.told]).to.deep.equal([href, [], [], []]);
      expect(shop.requests).to.deep.equal([]);
      expect(browser.records).to.have.length(1);
    });
  }

  it('posts once over two tabs and reloads', async () => {
    const {page, shop, search, browser} = await begun();
    const tabs = [browser.open(`/ko${CALLBACK}${search}`), browser.open(`/en${CALLBACK}${search}`)];
    const started = tabs.map((tab) => tab.client.start());
    await browser.clock.advance(10_000);
    await Promise.all(started);
    const again = page.follow(`/ko${CALLBACK}${search}`);
    await again.client.start();

    expect(shop.posts).to.have.length(1);
    const ends = await Promise.all([...tabs, again].map(endOf));
    expect(ends.map(({to}) => to)).to.deep.equal(['/cart?id=1#reviews', '/cart?id=1#reviews', '/cart?id=1']);
    expect(ends.flatMap(({told}) => told)).to.deep.equal(['kakao-login-success']);
  });

  it('is found again by the tab that is reloaded in the middle, and by no other page', async () => {
    const {page, shop, search, clock} = await begun();
    shop.onPost = (request) => {
      shop.signIn(request);
      return 'hangs';
    };
    const there = page.follow(`/ko${CALLBACK}${search}`);
    void there.client.start();
    await settle();

    const other = page.browser.open(`/ko${CALLBACK}`);
    await other.client.start();
    expect([other.navigations, other.told]).to.deep.equal([[], []]);
    const reload = there.follow(`/ko${CALLBACK}`, {arrival: null});
    await reload.client.start();

    expect((await endOf(reload)).told).to.deep.equal(['kakao-login-success']);
    const later = reload.follow(`/ko${CALLBACK}`, {arrival: null});
    await later.client.start();
    expect(later.navigations).to.deep.equal([]);
    await clock.advance(60_000);
    expect(shop.posts).to.have.length(1);
  });
});

describe('an answer that a guard has moved away before the client starts', () => {
  /** Where guards lead to, what they keep of the address, and what stays of that. */
  const guards: readonly [what: string, toAddress: (answer: string) => string, clean: string][] = [
    ['nothing', () => '/login', '/login'],
    [
      'the whole address',
      (answer) => `/login?next=${encode(answer)}&lang=ko`,
      `/login?next=${encode(CALLBACK)}&lang=ko`,
    ],
    [
      'the whole address, as vue-router writes it',
      (answer) => `/login?redirect=${answer.replace(/&/g, '%26')}`,
      `/login?redirect=${encode(CALLBACK)}`,
    ],
    [
      'the address with its origin',
      (answer) => `/login?next=${encode(ORIGIN + answer)}`,
      `/login?next=${encode(ORIGIN + CALLBACK)}`,
    ],
    [
      'the address encoded twice',
      (answer) => `/login?next=${encode(encode(answer))}`,
      `/login?next=${encode(encode(CALLBACK))}`,
    ],
    [
      'the address within another one',
      (answer) => `/login?next=${encode(`/gate?to=${encode(answer)}`)}`,
      `/login?next=${encode(`/gate?to=${encode(CALLBACK)}`)}`,
    ],
    ['the address without encoding it', (answer) => `/login?next=${answer}`, `/login?next=${encode(CALLBACK)}`],
    ['the query', (answer) => `/login?q=${encode(answer.slice(CALLBACK.length))}`, '/login?q='],
    ['the query without its mark', (answer) => `/login?q=${encode(answer.slice(CALLBACK.length + 1))}`, '/login'],
    [
      'the address, in the fragment',
      (answer) => `/#/login?next=${encode(answer)}`,
      `/#/login?next=${encode(CALLBACK)}`,
    ],
    ['the query, as its own', (answer) => `/login${answer.slice(CALLBACK.length)}`, '/login'],
  ];
  for (const [what, toAddress, clean] of guards) {
    it(`is completed, and nothing of it stays where the guard keeps ${what}`, async () => {
      const {page, shop, answer, state} = await begun();
      const there = page.follow(toAddress(answer), {
        arrival: answer,
        historyState: {
          usr: {from: {pathname: CALLBACK, search: answer.slice(CALLBACK.length)}},
          current: answer,
          idx: 1,
        },
      });
      const started = there.client.start();
      expect(there.address.href).to.equal(ORIGIN + clean);
      expect(there.historyState).to.deep.equal({
        usr: {from: {pathname: CALLBACK, search: ''}},
        current: CALLBACK,
        idx: 1,
      });
      expectClean(there, state);
      await started;

      expect(shop.posts.map(({body}) => [body.code, body.redirectUri, body.purpose])).to.deep.equal([
        [CODE, ORIGIN + CALLBACK, 'login'],
      ]);
      const {to, told} = await endOf(there);
      expect({to, told}).to.deep.equal({to: '/cart?id=1#reviews', told: ['kakao-login-success']});
      expect(there.reports.filter((line) => line.startsWith('callback_moved: '))).to.have.length(1);
    });
  }

  it('is completed on a landing page that is its own redirect URI, whose router has dropped it', async () => {
    const config = {...CONFIG, redirectUri: '/landing'};
    const {page, shop} = setup({config, address: '/landing'});
    await page.press();
    const answer = page.answer();

    const there = page.follow('/landing', {arrival: answer, config});
    await there.client.start();

    expect(shop.posts).to.have.length(1);
    expect(there.navigations).to.deep.equal([]);
    expect(there.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
    expect(there.reports).to.deep.equal([]);
  });

  it('is completed once a document, however often it is started and restored', async () => {
    const {page, shop, answer} = await begun();
    const there = page.follow('/login', {arrival: answer, prevented: ['kakao-return']});
    await Promise.all([there.client.start(), there.client.start()]);
    there.restore();
    await there.client.start();

    expect(shop.posts).to.have.length(1);
    expect(there.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
  });

  it('is not completed again by the next document of the same address', async () => {
    const {page, shop, answer} = await begun();
    const there = page.follow('/login', {arrival: answer});
    await there.client.start();
    await endOf(there);

    const again = there.follow('/login', {arrival: answer});
    await again.client.start();

    expect(shop.posts).to.have.length(1);
    expect([again.navigations, again.told]).to.deep.equal([[], []]);
  });

  it('waits until a prerendered document is shown', async () => {
    const {page, shop, answer} = await begun();
    const there = page.follow('/login', {arrival: answer, isPrerendered: true});
    const started = there.client.start();
    await settle();
    expect([shop.requests, there.rewrites]).to.deep.equal([[], []]);

    there.activate();
    await started;

    expect(shop.posts).to.have.length(1);
  });

  const untouched: readonly [what: string, arrival: (answer: string, state: string) => string | null, PageOptions?][] =
    [
      ['the document was reloaded, or came by the Back button', () => null],
      ['the document came in a frame', (answer) => answer, {isFramed: true}],
      ['it came to another page', (answer) => `/ko${answer}`],
      ['it came to the page below', (answer) => answer.replace(CALLBACK, `${CALLBACK}/x`)],
      [
        'it is of no login of this browser',
        () => `${CALLBACK}?code=${CODE}&state=${toStateParameter({tx: createRandomToken(), path: '/x'})}`,
      ],
      ['it has no state', () => `${CALLBACK}?code=${CODE}`],
    ];
  for (const [what, toArrival, options] of untouched) {
    it(`is touched nowhere where ${what}`, async () => {
      const {page, shop, answer, state, browser} = await begun();
      const there = page.follow('/login?lang=ko', {arrival: toArrival(answer, state), ...options});
      await there.client.start();

      expect([there.rewrites, there.navigations, there.told, there.reports]).to.deep.equal([[], [], [], []]);
      expect(shop.requests).to.deep.equal([]);
      expect(browser.records).to.have.length(1);
    });
  }
});

describe('an answer that only parameters hold', () => {
  const nested: readonly [what: string, toAddress: (answer: string) => string, clean: string][] = [
    ['by a server', (answer) => `/login?next=${encode(answer)}`, `/login?next=${encode(CALLBACK)}`],
    [
      'by a server, encoded twice',
      (answer) => `/login?next=${encode(encode(answer))}`,
      `/login?next=${encode(encode(CALLBACK))}`,
    ],
    ['by a server, not encoded', (answer) => `/login?next=${answer}`, `/login?next=${encode(CALLBACK)}`],
    ['by a page for hash routers', (answer) => `/#${answer}`, `/#${CALLBACK}`],
  ];
  for (const query of [{code: CODE}, {error: 'access_denied', error_description: 'x'}]) {
    for (const [what, toAddress, clean] of nested) {
      it(`is told, and taken out, with a way back: ${Object.keys(query)[0]!} moved ${what}`, async () => {
        const {page, shop, answer, state, browser} = await begun(query);
        const ref = `KS-${browser.record.tx.slice(0, 6)}`;
        const there = page.follow(toAddress(answer));
        const started = there.client.start();
        // What is no secret stays where it cannot be told from the site's own.
        const kept = what.endsWith('not encoded') && 'error' in query ? answer.split('&')[0]! : null;
        expect(there.address.href).to.equal(ORIGIN + (kept === null ? clean : `/login?next=${kept}`));
        expectClean(there, state);
        await started;

        expect(shop.requests).to.deep.equal([]);
        expect(there.navigations).to.deep.equal([]);
        expect(there.told).to.deep.equal(['kakao-login-error']);
        expect(there.eventsOf('kakao-login-error')[0]!.detail).to.deep.equal({
          end: 'help',
          purpose: 'login',
          code: 'callback_moved',
          ref,
          to: '/cart?id=1#reviews',
        });
        expect(there.reports).to.have.length(1);
        expect(there.reports[0]).to.match(new RegExp(`^callback_moved ${ref}: .* on ${CALLBACK},`));
      });
    }
  }

  for (const [from, to] of [
    ['/search?q=a\\b#c\\d', '/search?q=a%5Cb#c%5Cd'],
    ['/search?q=a%5Cb', '/search?q=a%5Cb'],
  ] as const) {
    for (const isKept of [true, false]) {
      it(`is told with the way back to ${from}${isKept ? '' : ', without storage'}`, async () => {
        const {page, answer, browser} = await begun(undefined, from);
        if (!isKept) browser.localItems.clear();
        const there = page.follow(`/login?next=${encode(answer)}`);
        await there.client.start();

        expect(there.client.state.flow).to.deep.include({
          code: 'callback_moved',
          to: isKept ? to : to.replace(/#.*/, ''),
        });
      });
    }
  }

  for (const [what, toAddress] of [
    [
      'of no login of this browser',
      () =>
        `/login?next=${encode(`${CALLBACK}?code=${CODE}&state=${toStateParameter({tx: createRandomToken(), path: '/'})}`)}`,
    ],
    ['with a state alone', (answer: string) => `/login?next=${encode(answer.replace(/code=[^&]*&/, ''))}`],
    ['in a text that is no address', (answer: string) => `/search?q=${encode(answer.split('?')[1]!)}`],
  ] as const) {
    it(`is touched nowhere where it is ${what}`, async () => {
      const {page, shop, answer} = await begun();
      const there = page.follow(toAddress(answer));
      await there.client.start();

      expect([there.rewrites, there.navigations, there.told, shop.requests]).to.deep.equal([[], [], [], []]);
    });
  }

  it('is one reason more why auto-login signed nobody in', async () => {
    const config = {...CONFIG, autoLogin: 'all', restApiKey: 'fedcba9876543210fedcba9876543210'};
    const {page} = setup({config, browser: {device: 'talkOnIphone'}});
    await page.client.start();
    const answer = page.answer().slice(ORIGIN.length);

    const there = page.follow(`/login?next=${encode(answer)}`, {config});
    await there.client.start();

    expect(there.told).to.deep.equal(['kakao-auto-login-skip']);
    expect(there.client.state.flow).to.deep.equal({status: 'idle'});
  });
});

describe('an answer that a router puts back', () => {
  async function completing(address = CALLBACK, options: PageOptions = {}) {
    const world = await begun();
    world.shop.onPost = () => 'hangs';
    const there = world.page.follow(address + world.search, options);
    void there.client.start();
    await settle();
    return {...world, there};
  }

  for (const address of [CALLBACK, `/ko${CALLBACK}`]) {
    it(`is taken out again, three times, with the router’s own state: ${address}`, async () => {
      const {there, search, answer} = await completing(address);
      for (let time = 1; time <= 3; time++) {
        there.route(`${address}${search}&n=${time}`, {position: time, current: `${answer}&n=${time}`});

        expect(there.address.href).to.equal(`${ORIGIN}${address}?n=${time}`);
        expect(there.historyState).to.deep.equal({position: time, current: `${CALLBACK}?n=${time}`});
      }

      there.route(`${address}${search}`);
      expect(there.address.search).to.equal(search);
    });
  }

  it('is taken out of the parameters that a guard makes of it later', async () => {
    const {there, answer} = await completing();
    there.route(`/login?next=${encode(answer)}`);

    expect(there.address.href).to.equal(`${ORIGIN}/login?next=${encode(CALLBACK)}`);
  });

  it('leaves everything else that the router does', async () => {
    const {there} = await completing();
    const before = there.rewrites.length;
    for (const to of ['/login?code=SPRING10', '/cart?state=Seoul', '/#/x?error=1']) there.route(to);

    expect(there.rewrites).to.have.length(before);
    expect(there.address.href).to.equal(`${ORIGIN}/#/x?error=1`);
  });

  it('ends with a load where the router has won', async () => {
    const config = {...CONFIG, redirectUri: '/landing'};
    const {page, shop, clock} = setup({config, address: '/landing'});
    await page.press();
    const answer = page.answer();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const there = page.follow(answer, {
      config: {...config, postCode: ({tx}) => held.then(() => ({status: 'signed-in', tx, isNewMember: false}))},
    });
    const started = there.client.start();
    await settle();
    for (let time = 0; time < 4; time++) there.route(answer);
    release!();
    await started;

    expect(there.navigations).to.deep.equal([{to: '/landing', how: 'replace'}]);
    await clock.advance(0);
    expect(shop.posts).to.deep.equal([]);
  });
});

describe('a return to a fragment of the callback page itself', () => {
  const fragments: readonly [what: string, from: string, at: string, shown: string[], address: string][] = [
    ['of a hash router', '/#/cart', '/#/', ['#/cart'], '/#/cart'],
    ['that a page scrolls to', '/#reviews', '/', ['#reviews'], '/#reviews'],
    ['that is there already', '/#/cart', '/#/cart', [], '/#/cart'],
    ['that is none', '/', '/#/login', ['#'], '/'],
    ['that was none', '/', '/', [], '/'],
  ];
  for (const [what, from, at, shown, address] of fragments) {
    it(`goes to one ${what} as a link would`, async () => {
      const config = {...CONFIG, redirectUri: '/'};
      const {page} = setup({config, address: from});
      await page.press();
      const there = page.follow(`/${page.answer().split(/\/(?=\?)/)[1]!}`, {config});
      there.route(there.address.search + new URL(at, ORIGIN).hash);
      await there.client.start();

      expect(there.fragments).to.deep.equal(shown);
      expect(there.address.href).to.equal(ORIGIN + address);
      expect(there.navigations).to.deep.equal([]);
      expect(there.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
    });
  }
});
