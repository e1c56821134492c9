import {expect} from '@open-wc/testing';
import {toReference} from '../../../src/shared/reference.js';
import {CALLBACK, CODE, CONFIG, ORIGIN, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, losing, pressed, setup, type Setup} from '../support/journey.js';

// Which answers are found where is proven where `findAnswer` is, and what is taken out of which address where
// `clearAddress` and `withoutAnswer` are.

const encode = encodeURIComponent;

/** A login that is open, and Kakao's answer to it as path and query. */
async function begun(query: Record<string, string> = {code: CODE}, options: Setup = {}) {
  const world = setup(options);
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
  for (const path of ['/ko/kakao/callback', '/', '//evil.example/kakao/callback']) {
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

  it('is KakaoTalk’s too, of which only the saved answer has the code', async () => {
    const {page, shop, clock} = await pressed({browser: {device: 'android'}});
    page.sdk.sdk.resolve({code: CODE});
    await settle();

    const there = await page.visit(page.navigations.at(-1)!.to.replace(CALLBACK, `/ko${CALLBACK}`));
    await clock.advance(1000);

    expect(shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
    expect(there.sessionStorage.get('ks.note')).to.equal(null);
  });

  it('is found again by the tab that is reloaded in the middle, and by no other page', async () => {
    const {page, shop, search, clock} = await begun(undefined, {post: losing('hangs')});
    const there = page.follow(`/ko${CALLBACK}${search}`);
    void there.client.start();
    await settle();

    const other = await page.browser.visit(`/ko${CALLBACK}`);
    expect([other.navigations, other.told]).to.deep.equal([[], []]);
    const reload = await there.visit(`/ko${CALLBACK}`, {arrival: null});

    expect((await endOf(reload)).told).to.deep.equal(['kakao-login-success']);
    const later = await reload.visit(`/ko${CALLBACK}`, {arrival: null});
    expect(later.navigations).to.deep.equal([]);
    await clock.advance(60_000);
    expect(shop.posts).to.have.length(1);
  });
});

describe('an answer that a guard has moved away before the client starts', () => {
  for (const [what, toAddress, clean] of [
    ['nothing', () => '/login', '/login'],
    [
      'the whole address',
      (answer: string) => `/login?next=${encode(answer)}&lang=ko`,
      `/login?next=${encode(CALLBACK)}&lang=ko`,
    ],
    ['the query, as its own', (answer: string) => `/login${answer.slice(CALLBACK.length)}`, '/login'],
  ] as const) {
    it(`is completed, and nothing of it stays where the guard keeps ${what}`, async () => {
      const {page, shop, answer, state} = await begun();
      const there = page.follow(toAddress(answer), {arrival: answer, historyState: {current: answer, idx: 1}});
      const started = there.client.start();
      expect(there.address.href).to.equal(ORIGIN + clean);
      expect(there.historyState).to.deep.equal({current: CALLBACK, idx: 1});
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
    const {page, shop, answer} = await begun(undefined, {
      config: {...CONFIG, redirectUri: '/landing'},
      address: '/landing',
    });

    const there = await page.visit('/landing', {arrival: answer});

    expect(shop.posts).to.have.length(1);
    expect([there.navigations, there.reports]).to.deep.equal([[], []]);
    expect(there.told).to.deep.equal(['kakao-return', 'kakao-login-success']);
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
    const there = await page.visit('/login', {arrival: answer});
    await endOf(there);

    const again = await there.visit('/login', {arrival: answer});

    expect(shop.posts).to.have.length(1);
    expect([again.navigations, again.told]).to.deep.equal([[], []]);
  });
});

describe('an answer that only parameters hold', () => {
  const nested: readonly [what: string, toAddress: (answer: string) => string, clean: string][] = [
    ['encoded', (answer) => `/login?next=${encode(answer)}`, `/login?next=${encode(CALLBACK)}`],
    ['not encoded', (answer) => `/login?next=${answer}`, `/login?next=${encode(CALLBACK)}`],
    [
      "beside a code of the site's own",
      (answer) => `/login?code=SPRING10&next=${encode(answer)}`,
      `/login?code=SPRING10&next=${encode(CALLBACK)}`,
    ],
  ];
  for (const query of [{code: CODE}, {error: 'access_denied', error_description: 'x'}]) {
    for (const [what, toAddress, clean] of nested) {
      it(`is told, and taken out, with a way back: ${Object.keys(query)[0]!}, ${what}`, async () => {
        const {page, shop, answer, state, browser} = await begun(query);
        const ref = toReference(browser.record.tx);
        const there = page.follow(toAddress(answer));
        const started = there.client.start();
        // What is no secret stays where it cannot be told from the site's own.
        const kept = what === 'not encoded' && 'error' in query ? answer.split('&')[0]! : null;
        expect(there.address.href).to.equal(ORIGIN + (kept === null ? clean : `/login?next=${kept}`));
        expectClean(there, state);
        await started;

        expect([shop.requests, there.navigations]).to.deep.equal([[], []]);
        expect(there.told).to.deep.equal(['kakao-login-error']);
        const outcome = {end: 'help', purpose: 'login', code: 'callback_moved', ref, to: '/cart?id=1#reviews'};
        expect(there.eventsOf('kakao-login-error')[0]!.detail).to.deep.equal(outcome);
        expect(there.reports).to.have.length(1);
        expect(there.reports[0]).to.match(new RegExp(`^callback_moved ${ref}: .* on ${CALLBACK},`));
      });
    }
  }

  for (const isKept of [true, false]) {
    it(`is told with the way back, of whose backslashes no target may have any${isKept ? '' : ', without storage'}`, async () => {
      const {page, answer, browser} = await begun(undefined, {address: '/search?q=a\\b#c\\d'});
      if (!isKept) browser.localItems.clear();
      const {client} = await page.visit(`/login?next=${encode(answer)}`);

      const to = isKept ? '/search?q=a%5Cb#c%5Cd' : '/search?q=a%5Cb';
      expect(client.state.flow).to.deep.include({code: 'callback_moved', to});
    });
  }

  it('is one reason more why auto-login signed nobody in', async () => {
    const config = {...CONFIG, autoLogin: 'all', restApiKey: REST_KEY};
    const {page} = setup({config, browser: {device: 'talkOnIphone'}});
    await page.client.start();

    const there = await page.visit(`/login?next=${encode(page.answer().slice(ORIGIN.length))}`);

    expect(there.told).to.deep.equal(['kakao-auto-login-skip']);
    expect(there.client.state.flow).to.deep.equal({status: 'idle'});
  });
});

it('an answer that a router puts back for good ends with a load', async () => {
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const config = {
    ...{...CONFIG, redirectUri: '/landing'},
    postCode: ({tx}: {tx: string}) => held.then(() => ({status: 'signed-in', tx, isNewMember: false})),
  };
  const {page, answer} = await begun(undefined, {config, address: '/landing'});
  const there = page.follow(answer);
  const started = there.client.start();
  await settle();
  for (let time = 0; time < 4; time++) there.route(answer);
  release();
  await started;

  expect(there.navigations).to.deep.equal([{to: '/landing', how: 'replace'}]);
});
