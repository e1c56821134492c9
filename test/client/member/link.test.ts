import {expect} from '@open-wc/testing';
import {toS256} from '../../../src/shared/encoding/hashes.js';
import {toLinkNonceSecret} from '../../../src/shared/encoding/link-nonce.js';
import {expand} from '../../support/expand.js';
import {CONFIG, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {setup, type Setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';
import rows from './links.json' with {type: 'json'};

const SESSION = {status: 'signed-in', tx: 'an-older-login', isNewMember: false, member: {name: '라이언'}};
const KEY = 'key-of-this-session-key-of-this-session';
const T = 1_790_000_000;
const DIRECT = {...CONFIG, restApiKey: REST_KEY};

/** A member's page that has read who is signed in. */
async function atMembersPage(options: Setup = {}) {
  const world = setup({config: DIRECT, address: '/mypage?tab=kakao', ...options});
  world.shop.session = SESSION;
  await world.page.client.refresh();
  world.shop.requests.length = 0;
  return world;
}

/** A press on a button that was hovered or focused before. */
async function pressLink(page: FakePage): Promise<void> {
  await page.client.prepare({purpose: 'link'});
  page.client.login({purpose: 'link'});
  await settle();
}

describe('a link', () => {
  it('is made with the key of the session: Kakao gets the hash of its nonceSecret, the backend its `t`', async () => {
    const {page, browser, shop} = await atMembersPage();

    await pressLink(page);

    const {tx, nonceSecret, t} = browser.record;
    expect(nonceSecret).to.equal(await toLinkNonceSecret(KEY, tx));
    expect(t).to.equal(T);
    expect(page.left['nonce']).to.equal(await toS256(nonceSecret));
    await page.follow(page.answer()).client.start();
    expect(shop.posts[0]!.body).to.deep.include({purpose: 'link', tx, nonceSecret, t});
  });

  it('leaves in the task of the press, without a request', async () => {
    const {page, shop} = await atMembersPage();
    await page.client.prepare({purpose: 'link'});

    page.client.login({purpose: 'link'});

    expect(page.navigations).to.have.length(1);
    expect(shop.requests).to.deep.equal([]);
  });

  it('is anew at each press: two links have two transactions', async () => {
    const {page, browser} = await atMembersPage();
    await pressLink(page);
    page.restore();
    await pressLink(page);

    const [one, other] = browser.records;
    expect(one!.tx).not.to.equal(other!.tx);
    expect(one!.nonceSecret).not.to.equal(other!.nonceSecret);
  });

  it('keeps the key out of storage, cookies, state, events and addresses', async () => {
    const {page, browser} = await atMembersPage();
    await pressLink(page);

    const kept = [
      ...browser.localItems.values(),
      ...page.sessionStorage.keys().map((key) => page.sessionStorage.get(key)),
      ...browser.cookies.names().map((name) => browser.cookies.get(name)),
      JSON.stringify([page.client.state, page.events, page.navigations, page.reports]),
      JSON.stringify(browser.transactions),
    ].join('\n');
    expect(kept).not.to.include(KEY);
  });

  it('says nothing of `t` for any other purpose', async () => {
    const {page, shop} = await atMembersPage();
    await page.press();
    await page.follow(page.answer()).client.start();

    expect(shop.posts[0]!.body).not.to.have.property('t');
  });

  describe('whose key the page does not have', () => {
    it('reads the session once while it starts, and leaves with it', async () => {
      const {page, browser, shop} = setup({config: DIRECT});
      shop.session = SESSION;
      page.client.login({purpose: 'link'});
      expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'link'});
      await page.until(() => page.navigations.length > 0);

      expect(shop.requests).to.have.length(1);
      expect(browser.record.nonceSecret).to.equal(await toLinkNonceSecret(KEY, browser.record.tx));
    });

    it('shares the request of the intent before it', async () => {
      const {page, shop} = setup({config: DIRECT});
      shop.session = SESSION;
      const prepared = page.client.prepare({purpose: 'link'});
      page.client.login({purpose: 'link'});
      await prepared;
      await page.until(() => page.navigations.length > 0);
      expect(shop.requests).to.have.length(1);
    });

    it('asks again at intent once it has run out, and not before', async () => {
      const {page, clock, shop, browser} = await atMembersPage();
      await clock.advance(599_000);
      await page.client.prepare({purpose: 'link'});
      expect(shop.requests).to.deep.equal([]);
      await clock.advance(1000);
      shop.link = {key: 'another-key-another-key-another-key', t: T + 600, expiresIn: 600};
      await pressLink(page);

      expect(shop.requests).to.have.length(1);
      expect(browser.record.t).to.equal(T + 600);
    });

    it('ends in retry after three seconds without an answer', async () => {
      const {page, clock, shop} = setup({config: DIRECT});
      shop.onGet = () => 'hangs';
      page.client.login({purpose: 'link'});
      await settle();
      await clock.advance(2999);
      expect(page.client.state.flow.status).to.equal('starting');
      await clock.advance(1);
      expect(page.client.state.flow).to.deep.include({status: 'retry', code: 'backend_timeout', purpose: 'link'});
      expect(page.navigations).to.deep.equal([]);
    });

    type End = [what: string, given: {get?: ShopAnswer}, status: string, code: string];
    for (const [what, {get, ...given}, status, code] of rows.ends as unknown as readonly End[]) {
      it(`goes nowhere where ${what}, and tells it once`, async () => {
        const {page, shop} = setup({config: DIRECT});
        Object.assign(shop, {session: SESSION, ...given});
        if (get) shop.onGet = () => get;

        await pressLink(page);

        expect(page.client.state.flow).to.deep.include({status, code, purpose: 'link'});
        expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
        expect(page.navigations).to.deep.equal([]);
      });
    }

    it('pressed twice where nobody is signed in says so once', async () => {
      const {page} = setup();
      await Promise.all([page.press({purpose: 'link'}), page.press({purpose: 'link'})]);
      expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-login-error']);
    });

    it('disturbs no login that is pressed meanwhile', async () => {
      const {page, shop} = setup({config: DIRECT});
      shop.onGet = () => 'hangs';
      await page.client.prepare();
      page.client.login({purpose: 'link'});
      page.client.login();
      expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'link'});
      expect(page.navigations).to.deep.equal([]);
    });
  });

  describe('of a session that is not the page’s any more', () => {
    type World = Awaited<ReturnType<typeof atMembersPage>>;
    const another = {key: 'key-of-another-member-key-of-another', t: T + 60, expiresIn: 600};
    const CHANGES: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
      async 'the new key, because another tab signed somebody in'({browser, shop, page}) {
        shop.session = {...SESSION, tx: 'their-login', member: {name: '어피치'}};
        shop.link = another;
        page.hearStorage('ks');
        browser.open('/cart');
        await settle();
      },
      async 'the new key, because the session was read again'({shop, page}) {
        shop.link = another;
        await page.client.refresh();
      },
      async 'the new time of the same key, because the session was read again later'({shop, page, clock}) {
        await clock.advance(3_700_000);
        shop.link = {key: KEY, t: T + 3700, expiresIn: 600};
        await page.client.refresh();
      },
    };
    for (const [what, change] of Object.entries(CHANGES)) {
      it(`takes ${what}`, async () => {
        const world = await atMembersPage();
        await world.page.client.prepare({purpose: 'link'});
        await change(world);

        await pressLink(world.page);

        const {t} = world.browser.record;
        expect(t).to.equal(world.shop.link!['t']);
        expect(t).not.to.equal(T);
      });
    }

    it('goes nowhere after a logout', async () => {
      const {page} = await atMembersPage();
      await page.client.prepare({purpose: 'link'});
      await page.client.logout();

      await pressLink(page);

      expect(page.navigations).to.deep.equal([]);
      expect(page.client.state.flow).to.deep.include({status: 'help', code: 'session_required'});
    });
  });

  describe('after a login that is too old', () => {
    for (const [what, address, reauthenticate, to] of rows.reauthentications as [string, string, unknown, string?][]) {
      it(`offers ${what}`, async () => {
        const world = setup({config: DIRECT, address: expand(address)});
        world.shop.session = SESSION;
        world.shop.link = {reauthenticate};

        await pressLink(world.page);

        expect(world.page.client.state.flow.to).to.equal(to);
        const detail = world.page.eventsOf('kakao-login-error')[0]!.detail as {code: string; to?: string};
        expect([detail.code, detail.to]).to.deep.equal(['login_too_old', to]);
        expect(world.page.navigations).to.deep.equal([]);
      });
    }
  });
});
