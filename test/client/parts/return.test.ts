import {expect} from '@open-wc/testing';
import {CALLBACK, CODE, CONFIG, FakeBrowser, type FakePage, type PageOptions} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {withoutParts} from '../support/parts.js';

function toText({address}: FakePage): string {
  return address.pathname + address.search + address.hash;
}

describe('a return to a page that has loaded no part', () => {
  const {leaving, returning} = withoutParts();

  /** A login that has gone to Kakao, and the page that it comes back to. */
  async function comeBack(query: Record<string, string> = {code: CODE}, options: PageOptions = {}): Promise<FakePage> {
    leaving.arrive();
    const page = new FakeBrowser({device: 'android'}).open('/cart');
    await page.press();
    returning.withhold();
    return page.follow(page.answer(query), options);
  }

  async function start(page: FakePage): Promise<void> {
    void page.client.start();
    await settle();
  }

  it('has its address cleaned in the first task, and is completed once the part is there', async () => {
    const page = await comeBack();

    void page.client.start();
    expect(page.address.href).to.equal(new URL(CALLBACK, page.address).href);
    await settle();
    expect(page.browser.shop.posts).to.have.length(0);
    returning.arrive();
    await settle();

    expect(page.browser.shop.posts).to.have.length(1);
    expect(page.navigations.at(-1)?.to).to.equal('/cart');
    expect(page.sessionStorage.get('ks.note')).to.equal(null);
  });

  it('loses nothing by a reload before the part is there', async () => {
    const page = await comeBack();
    await start(page);
    const again = page.follow(page.address.href, {arrival: null});

    await start(again);
    returning.arrive();
    await settle();

    expect(again.browser.shop.posts).to.have.length(1);
  });

  it('is told when an error is the answer', async () => {
    const page = await comeBack({error: 'access_denied', error_description: 'User denied access'});
    await start(page);
    expect(page.address.search).to.equal('');

    returning.arrive();
    await settle();

    expect(page.navigations.at(-1)?.to).to.equal('/cart');
    expect(page.browser.shop.posts).to.have.length(0);
  });

  it('keeps its address until the part is there, where no storage keeps the answer', async () => {
    const page = await comeBack({code: CODE}, {forbidden: ['sessionStorage']});
    await start(page);
    expect(page.address.searchParams.get('code')).to.equal(CODE);

    returning.arrive();
    await settle();

    expect(page.address.search).to.equal('');
    expect(page.browser.shop.posts).to.have.length(1);
  });

  for (const [what, spoil] of [
    ['a second code', '&code=other'],
    ['a second code whose name is encoded', '&c%6Fde=other'],
    ['a code and an error', '&error=access_denied'],
    ['a token in a fragment', '#access_token=x'],
    ['a token', '&id_token=x'],
    ['more than Kakao sends', `&long=${'x'.repeat(8192)}`],
  ] as const) {
    it(`leaves an answer with ${what} to the part`, async () => {
      const page = await comeBack();
      const address = page.address.href + spoil;
      const spoilt = page.follow(address);

      await start(spoilt);

      expect(spoilt.address.href).to.equal(address);
      expect(returning.loads).to.equal(1);
    });
  }

  for (const [what, place, left] of [
    ['an issuer', (answer: string) => `${CALLBACK}?${answer}&iss=https%3A%2F%2Fkauth.kakao.com`, CALLBACK],
    ['a fragment of the site’s', (answer: string) => `${CALLBACK}?${answer}#top`, `${CALLBACK}#top`],
    [
      'parameters of the site’s',
      (answer: string) => `${CALLBACK}?a=%20&${answer}&utm_source=x+y&`,
      `${CALLBACK}?a=%20&utm_source=x+y`,
    ],
  ] as const) {
    it(`is taken out of an address with ${what}, and outlives a reload`, async () => {
      const page = await comeBack();
      const taken = page.follow(place(page.address.search.slice(1)));
      await start(taken);
      expect(toText(taken)).to.equal(left);

      const again = taken.follow(taken.address.href, {arrival: null});
      await start(again);
      returning.arrive();
      await settle();

      expect(again.browser.shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
      expect(toText(again)).to.equal(left);
    });
  }

  it('is taken out of the address of a page that a guard has moved it to, and outlives a reload', async () => {
    const page = await comeBack();
    const state = page.address.searchParams.get('state') ?? '';
    const moved = page.follow(`/login?next=%2Fa&${page.address.search.slice(1)}#form`);
    await start(moved);
    expect(toText(moved)).to.equal(`/login?state=${state}&next=%2Fa#form`);

    const again = moved.follow(moved.address.href, {arrival: null});
    await start(again);
    returning.arrive();
    await settle();

    expect(again.browser.shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
    expect(toText(again)).to.equal('/login?next=%2Fa#form');
  });

  it('stays in the address of another page if this browser has not begun its login', async () => {
    const page = await comeBack();
    const address = `/login?code=x&state=ks1.${'z'.repeat(43)}.`;
    const other = page.follow(address);

    await start(other);

    expect(toText(other)).to.equal(address);
    expect(other.sessionStorage.get('ks.note')).to.equal(null);
  });

  it('waits for the activation of a page that is being prerendered', async () => {
    const page = await comeBack({code: CODE}, {isPrerendered: true});

    await start(page);

    expect(page.address.searchParams.get('code')).to.equal(CODE);
  });

  it('shows that it is under way, and ends within fifteen seconds if the part does not come', async () => {
    const page = await comeBack();
    const {href} = page.address;
    await start(page);
    expect(page.client.state.flow).to.include({status: 'completing', purpose: 'login'});

    await page.browser.clock.advance(15_000);
    returning.arrive();
    await settle();

    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable'});
    expect([...page.address.searchParams].sort()).to.deep.equal([...new URL(href).searchParams].sort());
    expect(page.browser.shop.posts).to.have.length(0);
  });

  it('takes the place of an answer that a login before has left behind', async () => {
    const page = await comeBack();
    page.sessionStorage.set('ks.note', `{"state":"ks1.${'y'.repeat(43)}.","code":"old"}`);
    await start(page);

    returning.arrive();
    await settle();

    expect(page.browser.shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
  });

  it('gives way to the answer of KakaoTalk to the same login', async () => {
    const page = await comeBack();
    const state = page.address.searchParams.get('state') ?? '';
    page.sessionStorage.set('ks.note', JSON.stringify({state, code: 'by-talk'}));
    await start(page);

    returning.arrive();
    await settle();

    expect(page.browser.shop.posts.map(({body}) => body.code)).to.deep.equal(['by-talk']);
  });

  it('stays in the tab, and out of the address, of another page whose part cannot be had', async () => {
    const page = await comeBack();
    await start(page);
    returning.isBlocked = true;
    const other = page.follow('/product?id=5#top');

    await start(other);

    expect(other.address.href).to.match(/\/product\?id=5#top$/);
    expect(other.sessionStorage.get('ks.note')).to.contain(CODE);
    expect(other.told).to.deep.equal([]);
  });

  it('is put back into the address if the part cannot be had, so that loading the page anew completes it', async () => {
    const page = await comeBack();
    const {href} = page.address;
    returning.isBlocked = true;

    await start(page);

    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable'});
    expect([...page.address.searchParams].sort()).to.deep.equal([...new URL(href).searchParams].sort());
    expect(page.sessionStorage.get('ks.note')).to.equal(null);
    returning.isBlocked = false;
    const again = page.follow(page.address.href, {arrival: null});
    await start(again);
    returning.arrive();
    await settle();
    expect(again.browser.shop.posts).to.have.length(1);
  });
});

describe('a press on the page of a return whose part could not be had', () => {
  const {leaving, returning} = withoutParts();

  async function comeBackInVain(query = ''): Promise<FakePage> {
    leaving.arrive();
    const first = new FakeBrowser({device: 'android'}).open('/cart');
    await first.press();
    returning.withhold();
    returning.isBlocked = true;
    const page = first.follow(first.answer({code: CODE}) + query);
    await page.client.start();
    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable'});
    return page;
  }

  it('completes the return once the part can be had', async () => {
    const page = await comeBackInVain('&utm_source=x');
    expect(page.address.searchParams.get('utm_source')).to.equal('x');
    returning.isBlocked = false;

    page.client.login();
    expect(page.client.state.flow).to.include({status: 'completing'});
    expect(page.address.search).to.equal('?utm_source=x');
    returning.arrive();
    await settle();

    expect(page.browser.shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
    expect(page.navigations.at(-1)?.to).to.equal('/cart');
    expect(page.reloads).to.equal(0);
  });

  it('loads the page anew if the part cannot be had again, with the answer in its address', async () => {
    const page = await comeBackInVain();

    page.client.login();
    await settle();

    expect(page.reloads).to.equal(1);
    expect(page.address.searchParams.get('code')).to.equal(CODE);
    expect(page.told.at(-1)).to.equal('kakao-login-error');
  });

  it('never loads it anew offline', async () => {
    const page = await comeBackInVain();
    page.isOnline = false;

    page.client.login();
    await settle();

    expect(page.reloads).to.equal(0);
    expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable'});
  });

  it('is a login like any other once the page shows another address', async () => {
    const page = await comeBackInVain();
    page.route('/product');

    await page.press();

    expect(page.sdk.sdk.authorizations).to.have.length(1);
  });
});

describe('a page that may be a return, and whose part cannot be had', () => {
  const {returning} = withoutParts();

  for (const [what, address, key] of [
    ['has a coupon', `${CALLBACK}?code=SPRING10`, ''],
    ['has an outcome to tell', '/', 'ks.outcome'],
    ['has a success that is held back', '/', 'ks.held'],
  ] as const) {
    it(`is left alone if it ${what}`, async () => {
      returning.isBlocked = true;
      const page = new FakeBrowser().open(address, {config: {...CONFIG, autoLogin: 'all'}});
      if (key) page.sessionStorage.set(key, '{}');

      await page.client.start();

      expect(page.client.state.flow.status).to.equal('idle');
      expect(page.told).to.deep.equal(['kakao-auto-login-skip']);
      expect(page.eventsOf('kakao-auto-login-skip')[0]?.detail).to.include({reason: 'failed'});
    });
  }
});

describe('the part that completes a return', () => {
  const {returning} = withoutParts();

  async function isAsked(address: string, prepare: (page: FakePage) => unknown = () => undefined): Promise<boolean> {
    const page = new FakeBrowser().open('/', {config: {...CONFIG, logoutRedirectUri: '/bye'}});
    prepare(page);
    const next = page.follow(address);
    void next.client.start();
    await settle();
    return returning.loads > 0;
  }

  const TX = 'x'.repeat(43);
  const keep =
    (key: string, text = '{}') =>
    ({sessionStorage}: FakePage): unknown =>
      sessionStorage.set(key, text);

  const reasons: readonly [what: string, address: string, prepare?: (page: FakePage) => unknown][] = [
    ['our state in the address', `/elsewhere?state=ks1.${TX}.&code=x`],
    ['our state within a parameter', `/login?next=${encodeURIComponent(`/a?state=ks1.${TX}.&code=x`)}`],
    ['our state, its full stop encoded twice', `/login?next=%252Fa%253Fstate%253Dks1%252E${TX}`],
    ['a code without a state at the redirect path', `${CALLBACK}?code=x`],
    ['a talk answer that is kept', CALLBACK, keep('ks.note')],
    ['an outcome that is kept', '/', keep('ks.outcome')],
    ['a success that is held back', '/', keep('ks.held')],
    ['a return under way in this tab', '/', keep('ks.returning /api/kakao/session')],
    ['a return from a logout', `/bye?state=ks1.${TX}.`, keep('ks.logout')],
  ];
  for (const [what, address, prepare] of reasons) {
    it(`is fetched at once for ${what}`, async () => {
      expect(await isAsked(address, prepare)).to.equal(true);
    });
  }

  it('is fetched at once for the redirect path with a fresh consumed record', async () => {
    returning.arrive();
    const page = new FakeBrowser().open('/');
    page.context.transactions.markConsumed({tx: TX, used: page.browser.clock.now(), from: '/'});
    returning.withhold();

    void page.follow(CALLBACK).client.start();
    await settle();

    expect(returning.loads).to.equal(1);
  });

  for (const [what, address] of [
    ['a page like any other', '/product?id=1#top'],
    ['a coupon', '/?code=SPRING10'],
    ['another provider’s answer', '/naver?code=x&state=abc'],
    ['a redirect URI that is the landing page', CALLBACK],
  ] as const) {
    it(`is not fetched for ${what}`, async () => {
      expect(await isAsked(address)).to.equal(false);
    });
  }

  it('is fetched for another tab that has signed somebody in, and for no other change of the storage', async () => {
    const page = new FakeBrowser().open('/');
    await settle();
    for (const key of ['cart', null, 'ks.note', 'ksx']) page.hearStorage(key);
    await settle();
    expect(returning.loads).to.equal(0);

    page.hearStorage('ks');
    await settle();

    expect(returning.loads).to.equal(1);
  });
});
