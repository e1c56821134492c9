import {expect} from '@open-wc/testing';
import type {SignedInOutcome} from '../../../src/client/state/state.js';
import type {FakePage} from '../support/browser.js';
import {finish, returned, type Setup} from '../support/journey.js';
import type {ShopAnswer, ShopRequest} from '../support/shop.js';

const HOUR = 3_600_000;
const SOURCE = {attribution: {ks_event: 'e-1'}, landing: 'utm_source=kakao', referrer: 'https://search.example'};

/** A backend that wants something done before it makes the session of a login. */
const requiring =
  (action: string) =>
  ({body: {tx}}: ShopRequest): ShopAnswer => ({
    status: 200,
    json: {status: 'action-required', action, tx, redirectTo: '/join/more'},
  });

/** A visitor who has been told what is required, on the page that is for it. */
async function required(action = 'additional-info', options: Setup = {}) {
  const world = await returned(undefined, {source: SOURCE, post: requiring(action), ...options});
  const {tx} = world.browser.record;
  await finish(world.callback);
  const form = await world.callback.visit();
  await form.client.start();
  return {...world, tx, form};
}

/** A page of the site, and what it says and asks. */
async function open(from: FakePage, address = '/welcome') {
  const {shop} = from.browser;
  const before = shop.reads.length;
  const page = await from.visit(address);
  await page.client.start();
  return {page, told: page.told, reads: shop.reads.length - before, outcome: page.client.state.outcome};
}

const ARRIVED = {end: 'signed-in', purpose: 'login', isNewMember: true, afterAction: true};

describe('a login that waits for an action', () => {
  for (const action of ['additional-info', 'link-existing', 'age-check', 'dormant']) {
    it(`is a success once the visitor has done it, told once: ${action}`, async () => {
      const {shop, tx, form} = await required(action);
      shop.session = {status: 'signed-in', tx, isNewMember: true, member: {name: '라이언'}};

      const first = await open(form);
      const next = await open(first.page, '/mypage');

      expect([first.told, first.reads]).to.deep.equal([['kakao-login-success'], 1]);
      expect(first.outcome).to.deep.include({...ARRIVED, eventId: 'e-1', referrer: 'https://search.example'});
      expect([next.told, next.reads]).to.deep.equal([[], 0]);
    });
  }

  it('asks once a page view while it waits, and says nothing', async () => {
    const {form} = await required();

    const first = await open(form);
    const next = await open(first.page);

    expect([first.told, first.reads, next.told, next.reads]).to.deep.equal([[], 1, [], 1]);
  });

  it('shares its reading with an element that shows who is signed in', async () => {
    const {form, shop} = await required();
    const before = shop.reads.length;
    const page = await form.visit('/welcome');

    await Promise.all([page.client.expectSession(), page.client.start()]);

    expect(shop.reads.length - before).to.equal(1);
  });

  it('waits on where somebody has signed in otherwise', async () => {
    const {shop, tx, form} = await required();
    const session = {status: 'signed-in', isNewMember: true, member: {}};
    shop.session = {...session, tx: 'other'};
    const first = await open(form);
    shop.session = {...session, tx};

    const next = await open(first.page);

    expect([first.told, first.reads, next.told]).to.deep.equal([[], 1, ['kakao-login-success']]);
  });

  it('waits for an hour', async () => {
    const {clock, shop, tx, form} = await required();
    clock.setBack(-HOUR - 1000);
    shop.session = {status: 'signed-in', tx, isNewMember: true, member: {}};

    const first = await open(form);

    expect([first.told, first.reads]).to.deep.equal([[], 0]);
  });

  it('is told by the next page where the visitor has pressed again meanwhile', async () => {
    const {shop, tx, form} = await required();
    shop.session = {status: 'signed-in', tx, isNewMember: true, member: {name: '라이언'}};
    const page = form.follow('/welcome');
    await page.press();
    await page.client.start();

    const {flow} = page.client.state;
    const next = await open(page.follow('/next'), '/next');

    expect([flow.status, page.told, next.told]).to.deep.equal([
      'starting',
      ['kakao-login-start'],
      ['kakao-login-success'],
    ]);
  });

  it('is none where there is nothing that a visitor could do', async () => {
    const {form} = await required('rejoin-blocked');

    expect((await open(form)).reads).to.equal(0);
  });

  it('is told by one of two tabs', async () => {
    const {shop, tx, form, browser} = await required();
    shop.session = {status: 'signed-in', tx, isNewMember: true, member: {}};
    const tabs = [browser.open('/a'), await form.visit('/b')];

    await Promise.all(tabs.map((page) => page.client.start()));

    const outcomes = tabs.map(({client}) => client.state.outcome as SignedInOutcome | null);
    expect(outcomes.filter((outcome) => outcome?.afterAction)).to.have.length(1);
  });

  it('carries what the press knew of the campaign', async () => {
    const {shop} = await required();

    expect(shop.posts.map(({body}) => body.attribution)).to.deep.equal([
      {ks_event: 'e-1', utm_source: 'kakao', ks_referrer: 'https://search.example'},
    ]);
  });
});

describe('a login without consent to analytics', () => {
  it('keeps and sends nothing of where the visitor came from', async () => {
    const {shop, browser, callback} = await returned(undefined, {
      ...{source: {attribution: null}, address: '/event?utm_source=naver'},
    });
    const stored = [...browser.localItems.values()].join();
    await finish(callback);

    expect(stored).to.include('"attribution":null');
    expect(shop.posts.map(({body}) => body.attribution)).to.deep.equal([undefined]);
    expect((await callback.visit()).client.state.outcome).to.not.have.any.keys('eventId', 'referrer');
  });
});
