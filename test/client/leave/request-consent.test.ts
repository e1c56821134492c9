import {expect} from '@open-wc/testing';
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
  const callback = page.follow(page.answer(query));
  await callback.client.start();
  return {callback, ...(await endOf(callback))};
}

describe('requestConsent', () => {
  for (const restApiKey of [undefined, REST_KEY]) {
    it(`asks for what is missing and nothing else, ${restApiKey ? 'direct' : 'by the SDK'}`, async () => {
      const config = {...CONFIG, restApiKey, scope: 'name', serviceTerms: 'old', channelPublicId: '_a', loginHint: 'x'};
      const {page} = await signedIn(undefined, {config});

      await page.consent();

      const given: object = restApiKey ? page.left : {...page.sdk.sdk.authorizations[0]};
      const names = restApiKey ? ['service_terms'] : ['serviceTerms'];
      expect(given).to.have.property(names[0]!, 'terms_v2,news');
      for (const name of ['scope', 'channelPublicId', 'channel_public_id', 'loginHint', 'login_hint', 'prompt']) {
        expect(given).not.to.have.property(name);
      }
      expect(page.client.state.flow).to.deep.equal({status: 'starting', purpose: 'terms'});
      expect(page.eventsOf('kakao-login-start')[0]!.detail).to.deep.equal({purpose: 'terms'});
    });
  }

  it('asks for consent items together with openid', async () => {
    const {page} = await signedIn([]);

    await page.consent({scope: ['shipping_address', 'name']});

    expect(page.sdk.sdk.authorizations[0]).to.include({scope: 'openid,shipping_address,name'});
    expect(page.sdk.sdk.authorizations[0]).not.to.have.property('serviceTerms');
  });

  it('goes nowhere for terms that Kakao has no screen for', async () => {
    const {page, shop} = await signedIn([NEWS]);

    await page.consent();

    expect([page.navigations, page.sdk.sdk.authorizations, shop.posts]).to.deep.equal([[], [], []]);
    expect(page.told).to.deep.equal(['kakao-terms-result']);
    expect(page.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({terms: {news: 'unchanged'}});
    expect(page.client.state.flow).to.deep.equal({status: 'idle'});
  });

  it('posts the tags, and tells on the page that asked what came of each', async () => {
    const {page, shop, browser} = await signedIn();
    await page.consent();
    shop.onPost = (request) =>
      shop.signIn(request, {
        missingTerms: [NEWS],
        terms: [
          {tag: 'terms_v2', agreed: true, agreedAgo: 1},
          {tag: 'news', agreed: false},
        ],
      });

    const {to, told, session, flow, next} = await backFrom(page);

    expect(shop.posts[0]!.body).to.deep.include({purpose: 'terms', terms: ['terms_v2', 'news'], code: CODE});
    expect(to).to.equal('/cart?id=1#reviews');
    expect(told).to.deep.equal(['kakao-terms-result']);
    expect(next.eventsOf('kakao-terms-result')[0]!.detail).to.deep.equal({
      end: 'consent',
      purpose: 'terms',
      ref: `KS-${shop.posts[0]!.body.tx!.slice(0, 6)}`,
      terms: {terms_v2: 'agreed', news: 'declined'},
      scope: {},
      member: {name: '라이언'},
      missingTerms: [NEWS],
    });
    expect([session, flow]).to.deep.equal(['signed-in', {status: 'idle'}]);
    expect(next.client.state.session).to.deep.include({missingTerms: [NEWS]});
    expect(browser.records).to.deep.equal([]);
  });

  for (const [agreedAgo, result] of [
    [50, 'agreed'],
    [150, 'unchanged'],
  ] as const) {
    it(`takes a term that was agreed to ${agreedAgo} s ago for ${result}, asked for 100 s ago`, async () => {
      const {page, shop, browser} = await signedIn([]);
      await page.consent({terms: ['event']});
      const answer = page.answer();
      await browser.clock.advance(1);
      const callback = page.follow(answer);
      await browser.clock.advance(99_999);
      shop.onPost = (request) => shop.signIn(request, {terms: [{tag: 'event', agreed: true, agreedAgo}]});
      await callback.client.start();

      const {next} = await endOf(callback);

      expect(next.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({terms: {event: result}});
    });
  }

  it('takes a visitor who turns back for one who declines, and leaves the session as it is', async () => {
    const {page, shop} = await signedIn();
    await page.consent();

    const {told, next, flow} = await backFrom(page, {error: 'access_denied', error_description: 'User denied access'});

    expect(shop.posts).to.deep.equal([]);
    expect(told).to.deep.equal(['kakao-terms-result']);
    expect(next.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({
      terms: {terms_v2: 'declined', news: 'declined'},
    });
    expect(flow).to.deep.equal({status: 'idle'});
  });

  it('tells once, however often the callback is loaded', async () => {
    const {page} = await signedIn();
    await page.consent();
    const answer = page.answer();
    const callback = page.follow(answer);
    await callback.client.start();
    const next = callback.follow();
    await next.client.start();
    const again = next.follow(answer);
    await again.client.start();

    const {told} = await endOf(again);

    expect([next.told, told]).to.deep.equal([['kakao-terms-result'], []]);
  });

  for (const [code, end] of [
    ['different_account', 'retry'],
    ['session_required', 'help'],
  ] as const) {
    it(`tells ${code}, which changes nothing here`, async () => {
      const {page, shop} = await signedIn();
      await page.consent();
      shop.onPost = () => ({status: 409, json: {code}});

      const {told, next} = await backFrom(page);

      expect(told).to.deep.equal(['kakao-login-error']);
      expect(next.eventsOf('kakao-login-error')[0]!.detail).to.deep.include({end, code, purpose: 'terms'});
    });
  }

  for (const [code, press] of [
    ['different_account', (page) => page.consent()],
    ['already_linked', (page) => page.press({purpose: 'link'})],
    ['link_unproven', (page) => page.press({purpose: 'link'})],
  ] as readonly (readonly [string, (page: FakePage) => Promise<void>])[]) {
    it(`lets the visitor choose another account after ${code}: Kakao would take the same one again`, async () => {
      const {page, shop} = await signedIn();
      await press(page);
      expect(page.sdk.sdk.authorizations[0]).not.to.have.property('prompt');
      shop.onPost = () => ({status: 409, json: {code}});
      const {next} = await backFrom(page);
      await next.client.refresh();

      await press(next);

      expect(next.sdk.sdk.authorizations[0]).to.include({prompt: 'select_account'});
    });
  }

  it('returns to the page that asked, whatever the backend or return-to say', async () => {
    const {page, shop} = await signedIn(undefined, {config: {...CONFIG, returnTo: '/home'}});
    await page.consent();
    shop.onPost = (request) => shop.signIn(request, {redirectTo: '/welcome'});

    const {to} = await backFrom(page);

    expect(to).to.equal('/cart?id=1#reviews');
  });

  it('goes where something else is required first', async () => {
    const {page, shop} = await signedIn(undefined, {config: {...CONFIG, returnTo: '/home'}});
    await page.consent();
    shop.onPost = () => ({status: 200, json: {status: 'action-required', action: 'age-check', redirectTo: '/age'}});

    const {to, told} = await backFrom(page);

    expect([to, told]).to.deep.equal(['/age', ['kakao-action-required']]);
  });

  it('works where what was asked cannot be kept', async () => {
    const {page, shop} = await signedIn(undefined, {forbidden: ['localStorage']});
    await page.consent();

    const {told, next} = await backFrom(page);

    expect(shop.posts[0]!.body).not.to.have.property('terms');
    expect(told).to.deep.equal(['kakao-terms-result']);
    expect(next.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({terms: {}, scope: {}});
  });
});

describe('kakao-terms-missing', () => {
  async function arrive(missingTerms: readonly MissingTerm[], options: Setup = {}) {
    const world = setup(options);
    const {page, shop} = world;
    shop.onPost = (request) => shop.signIn(request, {missingTerms});
    await page.press();
    const callback = page.follow(page.answer());
    await callback.client.start();
    return {...world, callback};
  }

  it('comes before the success of somebody who has not agreed to a required term', async () => {
    const {callback} = await arrive([NEWS, REQUIRED]);

    const {told, next} = await endOf(callback);

    expect(told).to.deep.equal(['kakao-terms-missing', 'kakao-login-success']);
    expect(next.eventsOf('kakao-terms-missing')[0]!.detail).to.deep.include({
      purpose: 'login',
      missingTerms: [NEWS, REQUIRED],
    });
  });

  it('does not come for optional terms', async () => {
    const {callback} = await arrive([NEWS]);

    expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
  });

  it('prevented, holds the success back until the term is agreed to', async () => {
    const {shop, callback} = await arrive([REQUIRED]);
    const held = callback.follow(undefined, {prevented: ['kakao-terms-missing']});
    await held.client.start();
    expect(held.told).to.deep.equal(['kakao-terms-missing']);
    expect(held.client.state.session.status).to.equal('signed-in');

    // Still missing after the first try.
    await held.consent();
    const declined = held.follow(held.answer({error: 'access_denied'}));
    await declined.client.start();
    const {next} = await endOf(declined);
    expect(next.told).to.deep.equal(['kakao-terms-result']);

    await next.client.refresh();
    await next.consent();
    shop.onPost = (request) => shop.signIn(request, {missingTerms: []});
    const {told, next: last} = await backFrom(next);

    expect(told).to.deep.equal(['kakao-terms-result', 'kakao-login-success']);
    expect(last.eventsOf('kakao-login-success')[0]!.detail).to.deep.include({purpose: 'login', missingTerms: []});
    expect([...last.sessionStorage.keys()].filter((key) => key === 'ks.held')).to.deep.equal([]);
  });

  it('prevented where nothing can be kept, does not lose the success', async () => {
    const {callback} = await arrive([REQUIRED], {forbidden: ['sessionStorage'], prevented: ['kakao-terms-missing']});

    expect(callback.told.slice(-2)).to.deep.equal(['kakao-terms-missing', 'kakao-login-success']);
  });

  it('is forgotten with the session', async () => {
    const {callback, shop} = await arrive([REQUIRED]);
    const held = callback.follow(undefined, {prevented: ['kakao-terms-missing']});
    await held.client.start();
    await held.client.logout();
    await settle();
    shop.onPost = (request) => shop.signIn(request);

    await held.consent({terms: ['terms_v2']});
    const {told} = await backFrom(held);

    expect(told).to.deep.equal(['kakao-terms-result']);
  });

  describe('prevented for somebody', () => {
    const RYAN = {missingTerms: [], member: {name: '라이언'}};
    const APEACH = {missingTerms: [], member: {name: '어피치'}};

    async function hold() {
      const world = await arrive([REQUIRED]);
      const held = world.callback.follow(undefined, {prevented: ['kakao-terms-missing']});
      await held.client.start();
      return {...world, held};
    }

    it('is over when their session has ended elsewhere', async () => {
      const {shop, held} = await hold();
      shop.session = null;
      await held.client.refresh();
      shop.onPost = (request) => shop.signIn(request, RYAN);

      await held.consent({terms: ['event']});

      expect((await backFrom(held)).told).to.deep.equal(['kakao-terms-result']);
    });

    it('goes on where a page only reads their session, though the backend says nothing of terms then', async () => {
      const {shop, held} = await hold();
      for (const tx of [shop.session!['tx'], undefined]) {
        shop.session = {...shop.session, tx, missingTerms: undefined};
        await held.client.refresh();
      }

      expect(held.told).to.deep.equal(['kakao-terms-missing']);
    });

    it('is told with their name, where that is new by the consent', async () => {
      const {shop, held} = await hold();
      await held.consent({scope: ['name']});
      shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member: {name: '이하늘'}});

      const {told, next} = await backFrom(held);

      expect(told).to.deep.equal(['kakao-terms-result', 'kakao-login-success']);
      expect(next.eventsOf('kakao-login-success')[0]!.detail).to.deep.include({member: {name: '이하늘'}});
    });

    /** Other sessions than theirs, whose members can have the same name, or none. */
    const NAMES: readonly [name: string, member: {readonly name?: string}][] = [
      ['the same name', RYAN.member],
      ['no name', {}],
      ['another name', APEACH.member],
    ];
    type World = Awaited<ReturnType<typeof hold>>;
    /** How the browser comes by another session. Answers the page where the visitor is then, at Kakao for a consent. */
    const WAYS: readonly [name: string, come: (world: World, member: {readonly name?: string}) => Promise<FakePage>][] =
      [
        [
          'arrives in this tab',
          async ({shop, held}, member) => {
            shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});
            await held.press();
            const {next} = await backFrom(held);
            await next.consent({terms: ['event']});
            return next;
          },
        ],
        [
          'arrives in another tab',
          async ({browser, shop, held}, member) => {
            shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});
            await (await comeBack(browser.open('/'))).client.start();
            await settle();
            await held.consent({terms: ['event']});
            return held;
          },
        ],
        [
          'arrives in another tab while this one is at Kakao',
          async ({browser, shop, held}, member) => {
            await held.consent({terms: ['event']});
            held.isAlive = false;
            shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});
            await (await comeBack(browser.open('/'))).client.start();
            return held;
          },
        ],
        [
          'has a session that began without the widget',
          async ({shop, held}, member) => {
            shop.session = {status: 'signed-in', tx: 'by-password', isNewMember: false, missingTerms: [], member};
            await held.client.refresh();
            shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});
            await held.consent({terms: ['event']});
            return held;
          },
        ],
        [
          'has a session that the site made itself, which has no transaction',
          async ({shop, held}, member) => {
            shop.session = {status: 'signed-in', isNewMember: false, member};
            await held.client.refresh();
            shop.onPost = (request) => shop.signIn(request, {missingTerms: [], member});
            await held.consent({terms: ['event']});
            return held;
          },
        ],
      ];
    for (const [way, come] of WAYS) {
      for (const [what, member] of NAMES) {
        it(`is told to nobody who ${way}, with ${what}`, async () => {
          const world = await hold();
          await world.clock.advance(1000);

          const left = await come(world, member);

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

    it('is told after several consents, in whichever tab they are', async () => {
      const {browser, shop, clock, held} = await hold();
      shop.onPost = (request) => shop.signIn(request, {...RYAN, missingTerms: [REQUIRED]});
      for (let round = 0; round < 2; round++) {
        await clock.advance(1000);
        const other = browser.open('/');
        await other.consent({terms: [REQUIRED.tag]});
        await other.follow(other.answer()).client.start();
        await settle();
      }
      expect(held.told).to.deep.equal(['kakao-terms-missing']);

      shop.onPost = (request) => shop.signIn(request, RYAN);
      await held.consent();

      expect((await backFrom(held)).told).to.deep.equal(['kakao-terms-result', 'kakao-login-success']);
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

    it('is not held where this browser keeps nothing to know their session by', async () => {
      const {callback} = await arrive([REQUIRED], {forbidden: ['localStorage']});
      const next = callback.follow(undefined, {prevented: ['kakao-terms-missing']});
      await next.client.start();

      expect(next.told).to.deep.equal(['kakao-terms-missing', 'kakao-login-success']);
    });

    it('holds the success back until they have agreed in another tab', async () => {
      const {browser, shop, clock, held} = await hold();
      await clock.advance(1000);
      const other = browser.open('/');
      await other.consent({terms: [REQUIRED.tag]});
      const callback = other.follow(other.answer());
      shop.onPost = (request) => shop.signIn(request, RYAN);
      await callback.client.start();
      await settle();

      expect(held.told).to.deep.equal(['kakao-terms-missing', 'kakao-login-success']);
      expect(held.eventsOf('kakao-login-success')[0]!.detail).to.deep.include({purpose: 'login', ...RYAN});
    });
  });
});
