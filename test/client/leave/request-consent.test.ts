import {expect} from '@open-wc/testing';
import {toReference} from '../../../src/shared/reference.js';
import type {MissingTerm} from '../../../src/shared/wire.js';
import {CODE, comeBack, CONFIG, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, setup, type Setup} from '../support/journey.js';

const REQUIRED: MissingTerm = {tag: 'terms_v2', required: true};
const NEWS: MissingTerm = {tag: 'news', required: false};

/** A member on a page, who has not agreed to some terms. */
async function signedIn(missingTerms: readonly MissingTerm[] = [REQUIRED, NEWS], options: Setup = {}) {
  const world = setup(options);
  const {shop, page} = world;
  shop.session = {status: 'signed-in', tx: 'x', isNewMember: false, member: {name: '라이언'}, missingTerms};
  await page.client.refresh();
  return world;
}

/** Back from Kakao, on the page that asked. */
async function backFrom(page: FakePage, query: Record<string, string> = {code: CODE}) {
  const callback = await page.visit(page.answer(query));
  return {callback, ...(await endOf(callback))};
}

/** What came of a consent, as the page is told. */
function resultOf(page: FakePage): unknown {
  expect(page.told).to.deep.equal(['kakao-terms-result']);
  return page.eventsOf('kakao-terms-result')[0]!.detail;
}

describe('requestConsent', () => {
  // What came of which answer is proven where `toConsentOutcome` is, and where it ends where `finish` is.
  for (const restApiKey of [undefined, REST_KEY]) {
    it(`asks for what is missing and nothing else, ${restApiKey ? 'direct' : 'by the SDK'}`, async () => {
      const config = {...CONFIG, restApiKey, scope: 'name', serviceTerms: 'old', channelPublicId: '_a', loginHint: 'x'};
      const {page} = await signedIn(undefined, {config});

      await page.consent();

      const given: object = restApiKey ? page.left : {...page.sdk.sdk.authorizations[0]};
      expect(given).to.have.property(restApiKey ? 'service_terms' : 'serviceTerms', 'terms_v2,news');
      for (const name of ['scope', 'channelPublicId', 'channel_public_id', 'loginHint', 'login_hint', 'prompt']) {
        expect(given).not.to.have.property(name);
      }
      expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'terms'});
      expect(page.eventsOf('kakao-login-start')[0]!.detail).to.deep.equal({purpose: 'terms'});
    });
  }

  for (const [what, options, sent] of [
    ['a blank in a tag', {terms: ['terms_v2', '약관 1']}, {serviceTerms: 'terms_v2'}],
    ['a comma in a tag', {terms: ['terms_v2', 'a,b']}, {serviceTerms: 'terms_v2'}],
    ['a scope in words', {scope: ['gender', '배송지']}, {scope: 'openid,gender'}],
    ['no text', {terms: ['terms_v2', 7 as never]}, {serviceTerms: 'terms_v2'}],
  ] as const) {
    it(`leaves out ${what}, and names it in one line`, async () => {
      const {page} = await signedIn();

      await page.consent(options);

      expect(page.sdk.sdk.authorizations[0]).to.include(sent);
      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.match(/^config_invalid: .* is no tag of a term and no consent item/);
    });
  }

  it('goes nowhere for terms that Kakao has no screen for', async () => {
    const {page, shop} = await signedIn([NEWS]);

    await page.consent();

    expect([page.navigations, page.sdk.sdk.authorizations, shop.posts]).to.deep.equal([[], [], []]);
    expect(resultOf(page)).to.deep.include({terms: {news: 'unchanged'}});
    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('is completing as a consent when the visitor is back', async () => {
    const {page, shop} = await signedIn();
    await page.consent();
    shop.onPost = () => 'hangs';
    const callback = page.follow(page.answer({code: CODE}));

    void callback.client.start();
    await settle();

    expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'terms'});
  });

  it('posts the tags, and tells on the page that asked what came of each, and what of each scope', async () => {
    const {page, shop, browser} = await signedIn(undefined, {config: {...CONFIG, returnTo: '/home'}});
    await page.consent({scope: ['gender']});
    expect(page.sdk.sdk.authorizations[0]).to.include({scope: 'openid,gender', serviceTerms: 'terms_v2,news'});
    const terms = [
      {tag: 'terms_v2', agreed: true, agreedAgo: 1},
      {tag: 'news', agreed: false},
    ];
    shop.onPost = (request) =>
      shop.signIn(request, {missingTerms: [NEWS], terms, scope: ['gender'], redirectTo: '/welcome'});

    const {to, session, flow, next} = await backFrom(page);

    const {body} = shop.posts[0]!;
    expect(body).to.deep.include({purpose: 'terms', terms: ['terms_v2', 'news'], code: CODE});
    expect(to).to.equal('/cart?id=1#reviews');
    expect(resultOf(next)).to.deep.equal({
      end: 'consent',
      purpose: 'terms',
      ref: toReference(body.tx!),
      terms: {terms_v2: 'agreed', news: 'declined'},
      scope: {gender: 'agreed'},
      member: {name: '라이언'},
      missingTerms: [NEWS],
    });
    expect([session, flow]).to.deep.equal(['signed-in', {status: 'idle'}]);
    expect(next.client.state.session).to.deep.include({missingTerms: [NEWS]});
    expect(browser.records).to.deep.equal([]);
  });

  it('takes a visitor who turns back for one who declines, and leaves the session as it is', async () => {
    const {page, shop} = await signedIn();
    await page.consent();

    const {next, flow} = await backFrom(page, {error: 'access_denied', error_description: 'User denied access'});

    expect(shop.posts).to.deep.equal([]);
    expect(resultOf(next)).to.deep.include({terms: {terms_v2: 'declined', news: 'declined'}});
    expect(flow).to.deep.equal({status: 'idle'});
  });

  it('tells once, however often the callback is loaded', async () => {
    const {page} = await signedIn();
    await page.consent();
    const answer = page.answer();
    const {next} = await endOf(await page.visit(answer));
    const {told} = await endOf(await next.visit(answer));

    expect([next.told, told]).to.deep.equal([['kakao-terms-result'], []]);
  });

  async function pressLink(page: FakePage): Promise<void> {
    await page.client.prepare({purpose: 'link'});
    await page.press({purpose: 'link'});
  }
  for (const [code, press] of [
    ['different_account', (page) => page.consent()],
    ['already_linked', pressLink],
  ] as readonly (readonly [string, (page: FakePage) => Promise<void>])[]) {
    it(`lets the visitor choose another account after ${code}: Kakao would take the same one again`, async () => {
      const {page} = await signedIn(undefined, {post: {status: 409, json: {code}}});
      await press(page);
      expect(page.sdk.sdk.authorizations[0]).not.to.have.property('prompt');
      const {next} = await backFrom(page);
      await next.client.refresh();

      await press(next);

      expect(next.sdk.sdk.authorizations[0]).to.include({prompt: 'select_account'});
    });
  }

  it('works where what was asked cannot be kept', async () => {
    const {page, shop} = await signedIn(undefined, {forbidden: ['localStorage', 'sessionStorage']});
    await page.consent();

    const callback = await page.visit(page.answer());

    expect(shop.posts[0]!.body).not.to.have.property('terms');
    expect(callback.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({terms: {}, scope: {}});
  });
});

describe('kakao-terms-missing', () => {
  const BOTH = ['kakao-terms-missing', 'kakao-login-success'];
  const AT_LAST = ['kakao-terms-result', 'kakao-login-success'];
  const RYAN = {missingTerms: [], member: {name: '라이언'}};

  async function arrive(missingTerms: readonly MissingTerm[], options: Setup = {}) {
    const world = setup(options);
    const {page, shop} = world;
    shop.onPost = (request) => shop.signIn(request, {missingTerms});
    await page.press();
    return {...world, callback: await page.visit(page.answer())};
  }

  /** Somebody whose success the site holds back, because of a term. */
  async function hold() {
    const world = await arrive([REQUIRED]);
    const held = await world.callback.visit(undefined, {prevented: ['kakao-terms-missing']});
    expect(held.told).to.deep.equal(['kakao-terms-missing']);
    expect(held.client.state.session.status).to.equal('signed-in');
    return {...world, held};
  }
  type World = Awaited<ReturnType<typeof hold>>;

  it('comes before the success of somebody who has not agreed to a required term, and not for optional ones', async () => {
    const {told, next} = await endOf((await arrive([NEWS, REQUIRED])).callback);

    expect(told).to.deep.equal(BOTH);
    const missing = {purpose: 'login', missingTerms: [NEWS, REQUIRED]};
    expect(next.eventsOf('kakao-terms-missing')[0]!.detail).to.deep.include(missing);
    expect((await endOf((await arrive([NEWS])).callback)).told).to.deep.equal(['kakao-login-success']);
  });

  it('prevented, holds the success back until the term is agreed to', async () => {
    const {shop, held} = await hold();

    // Still missing after the first try.
    await held.consent();
    const {next} = await backFrom(held, {error: 'access_denied'});
    expect(next.told).to.deep.equal(['kakao-terms-result']);

    await next.client.refresh();
    await next.consent();
    shop.onPost = (request) => shop.signIn(request, {missingTerms: []});
    const {told, next: last} = await backFrom(next);

    expect(told).to.deep.equal(AT_LAST);
    const success = {purpose: 'login', missingTerms: []};
    expect(last.eventsOf('kakao-login-success')[0]!.detail).to.deep.include(success);
    expect(last.sessionStorage.get('ks.held')).to.equal(null);
  });

  it('prevented where nothing can be kept, does not lose the success', async () => {
    const {callback} = await arrive([REQUIRED], {forbidden: ['sessionStorage'], prevented: ['kakao-terms-missing']});

    expect(callback.told.slice(-2)).to.deep.equal(BOTH);
  });

  it('is not held where this browser keeps nothing to know their session by', async () => {
    const {callback} = await arrive([REQUIRED], {forbidden: ['localStorage']});

    expect((await callback.visit(undefined, {prevented: ['kakao-terms-missing']})).told).to.deep.equal(BOTH);
  });

  const ENDS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
    'by a logout': ({held}) => held.client.logout(),
    elsewhere({shop, held}) {
      shop.session = null;
      return held.client.refresh();
    },
  };
  for (const [how, end] of Object.entries(ENDS)) {
    it(`is forgotten with the session that ends ${how}`, async () => {
      const world = await hold();
      const {shop, held} = world;
      await end(world);
      await settle();
      shop.onPost = (request) => shop.signIn(request, RYAN);

      await held.consent({terms: ['event']});

      expect((await backFrom(held)).told).to.deep.equal(['kakao-terms-result']);
    });
  }

  it('goes on where a page only reads their session, though the backend says nothing of terms then', async () => {
    const {shop, held} = await hold();
    for (const tx of [shop.session!['tx'], undefined]) {
      shop.session = {...shop.session, tx, missingTerms: undefined};
      await held.client.refresh();
    }

    expect(held.told).to.deep.equal(['kakao-terms-missing']);
  });

  it('is unknown, and not none, to a page whose backend says nothing of terms', async () => {
    const {shop, held} = await hold();
    shop.session = {...shop.session, missingTerms: undefined};
    await held.client.refresh();

    const {session} = held.client.state;
    expect(session).to.deep.include({status: 'signed-in'}).and.not.to.have.property('missingTerms');
    shop.session = {...shop.session, missingTerms: []};
    await held.client.refresh();
    expect(held.client.state.session).to.deep.include({missingTerms: []});
  });

  it('is told with their name, where that is new by the consent', async () => {
    const {shop, held} = await hold();
    await held.consent({scope: ['name']});
    const member = {name: '이하늘'};
    shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});

    const {told, next} = await backFrom(held);

    expect(told).to.deep.equal(AT_LAST);
    expect(next.eventsOf('kakao-login-success')[0]!.detail).to.deep.include({member});
  });

  /** How the browser comes by another session. Answers the page where the visitor is then, at Kakao for a consent. */
  const WAYS: Readonly<Record<string, (world: World, session: object) => Promise<FakePage>>> = {
    async 'arrives in this tab'({held}) {
      await held.press();
      return (await backFrom(held)).next;
    },
    async 'arrives in another tab'({browser, held}) {
      await (await comeBack(browser.open('/'))).client.start();
      await settle();
      return held;
    },
    async 'arrives in another tab while this one is at Kakao'({browser, held}) {
      await held.consent({terms: ['event']});
      held.isAlive = false;
      await (await comeBack(browser.open('/'))).client.start();
      return held;
    },
    async 'has a session that began without the widget'({shop, held}, session) {
      shop.session = {status: 'signed-in', tx: 'by-password', isNewMember: false, ...session};
      await held.client.refresh();
      return held;
    },
    async 'has a session that the site made itself, which has no transaction'({shop, held}, session) {
      shop.session = {status: 'signed-in', isNewMember: false, ...session, missingTerms: undefined};
      await held.client.refresh();
      return held;
    },
  };
  for (const [way, come] of Object.entries(WAYS)) {
    // Members of other sessions can have the same name, or none.
    for (const member of [RYAN.member, {}, {name: '어피치'}]) {
      it(`is told to nobody who ${way}, as ${JSON.stringify(member)}`, async () => {
        const world = await hold();
        await world.clock.advance(1000);
        world.shop.onPost = (request) => world.shop.signIn(request, {missingTerms: [], member});

        const left = await come(world, {missingTerms: [], member});
        if (left.isAlive) await left.consent({terms: ['event']});

        expect(world.held.told).not.to.include('kakao-login-success');
        expect((await backFrom(left)).told).to.deep.equal(['kakao-terms-result']);
      });
    }
  }

  it('is told to the same person once more by no second login, which has a success of its own', async () => {
    const {shop, held} = await hold();
    await held.client.logout();
    shop.onPost = (request) => shop.signIn(request, RYAN);
    await held.press();

    expect((await backFrom(held)).told).to.deep.equal(['kakao-login-success']);
  });

  /** Agrees in another tab. */
  async function agreeElsewhere({browser, clock}: World): Promise<void> {
    await clock.advance(1000);
    const other = browser.open('/');
    await other.consent({terms: [REQUIRED.tag]});
    await other.visit(other.answer());
    await settle();
  }

  it('is told after several consents, in whichever tab they are', async () => {
    const world = await hold();
    const {shop, held} = world;
    shop.onPost = (request) => shop.signIn(request, {...RYAN, missingTerms: [REQUIRED]});
    for (let round = 0; round < 2; round++) await agreeElsewhere(world);
    expect(held.told).to.deep.equal(['kakao-terms-missing']);

    shop.onPost = (request) => shop.signIn(request, RYAN);
    await held.consent();

    expect((await backFrom(held)).told).to.deep.equal(AT_LAST);
  });

  it('is held on while a later session of theirs says nothing of terms', async () => {
    const {shop, held} = await hold();
    shop.onPost = (request) => shop.signIn(request, {...RYAN, missingTerms: [REQUIRED]});
    await held.consent({terms: [REQUIRED.tag]});
    const {next} = await backFrom(held);
    const {missingTerms, ...silent} = shop.session!;
    expect(missingTerms).to.deep.equal([REQUIRED]);
    shop.session = silent;

    await next.client.refresh();

    expect(next.told).not.to.include('kakao-login-success');
    expect(next.sessionStorage.get('ks.held')).not.to.equal(null);
  });

  it('holds the success back until they have agreed in another tab', async () => {
    const world = await hold();
    const {shop, held} = world;
    shop.onPost = (request) => shop.signIn(request, RYAN);
    await agreeElsewhere(world);

    expect(held.told).to.deep.equal(BOTH);
    expect(held.eventsOf('kakao-login-success')[0]!.detail).to.deep.include({purpose: 'login', ...RYAN});
  });
});
