import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {VISIT_HISTORY_KEY} from '../../../src/client/page/visit-history.js';
import type {SkipReason} from '../../../src/client/state/skip-reason.js';
import {APP_KEY, CALLBACK, CODE, comeBack, CONFIG, ORIGIN, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, finish, setup, type Setup} from '../support/journey.js';
import {FakeSdkHost} from '../support/kakao-sdk.js';
import type {ShopAnswer} from '../support/shop.js';
import backendEnds from './backend-ends.json' with {type: 'json'};
import reasons from './reasons-to-stay.json' with {type: 'json'};

const AUTO: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all'};
const ADDRESS = '/products/7?color=red&utm_source=talk#reviews';
const MINUTE = 60_000;

/** A page in KakaoTalk with auto-login on. */
function open({memory, ...options}: Setup & {readonly memory?: Record<string, unknown>} = {}) {
  const world = setup({browser: {device: 'talkOnAndroid'}, address: ADDRESS, config: AUTO, ...options});
  if (memory) world.browser.localItems.set(VISIT_HISTORY_KEY, JSON.stringify(memory));
  return world;
}

/** Why a page stays. */
interface Reason extends Setup {
  readonly where: string;
  readonly reason: SkipReason;
  readonly memory?: Record<string, unknown>;
  readonly autoLogin?: string;
  readonly paused?: string;
}

/** What the backend answers a member who is none, or cannot be signed in. */
interface BackendEnd {
  readonly title: string;
  readonly answer: ShopAnswer;
  readonly reason: string;
  readonly code?: string;
}

/** Why auto-login signed nobody in, as the page is told. */
function reasonOf(page: FakePage): string | undefined {
  return (page.eventsOf('kakao-auto-login-skip')[0]?.detail as {reason?: SkipReason} | undefined)?.reason;
}

describe('auto-login', () => {
  describe('leaves', () => {
    for (const device of ['talkOnAndroid', 'talkOnIphone'] as const) {
      it(`by the documented address, in place of the page, in ${device}`, async () => {
        const {browser, page, shop} = open({browser: {device}});

        await page.client.start();

        expect(page.navigations.map(({how}) => how)).to.deep.equal(['replace']);
        expect(page.navigations[0]!.to).to.match(/^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?/);
        const {state, nonce, code_challenge: challenge, ...others} = page.left;
        expect(others).to.deep.equal({
          client_id: REST_KEY,
          redirect_uri: ORIGIN + CALLBACK,
          response_type: 'code',
          code_challenge_method: 'S256',
          prompt: 'none',
        });
        expect([state, nonce, challenge].every(Boolean)).to.be.true;
        expect(browser.record).to.deep.include({
          purpose: 'auto-login',
          clientId: REST_KEY,
          from: '/products/7?color=red&utm_source=talk',
        });
        expect([page.told, shop.requests, page.sdk.loads]).to.deep.equal([[], [], []]);
        expect(page.client.state.flow).to.deep.equal({status: 'idle'});
      });
    }

    it('without any of what buttons ask for, which would turn members away', async () => {
      const {page} = open({
        config: {...AUTO, scope: 'openid,account_email', serviceTerms: 'a', channelPublicId: '_x', loginHint: 'a@b.c'},
      });

      await page.client.start();

      expect(page.left).not.to.have.any.keys('scope', 'service_terms', 'channel_public_id', 'login_hint');
    });

    const ROWS: readonly (readonly [title: string, options: Parameters<typeof open>[0]])[] = [
      ['from an address that is marked', {address: '/event?ks_auto=1', config: {...AUTO, autoLogin: 'marked'}}],
      ['where somebody is known', {config: {...AUTO, autoLogin: 'marked known'}, memory: {known: true}}],
      ['from an address whose `code` is a coupon', {address: '/event?code=SPRING'}],
    ];
    for (const [title, options] of ROWS) {
      it(title, async () => {
        const {page} = open(options);

        await page.client.start();

        expect(page.navigations).to.have.length(1);
      });
    }

    it('by the SDK where there is no REST API key, never through the app', async () => {
      const {page, browser} = open({config: {...CONFIG, autoLogin: 'all'}});

      await page.client.start();

      expect(page.sdk.loads).to.have.length(1);
      expect(page.sdk.sdk.authorizations).to.have.length(1);
      expect(page.sdk.sdk.authorizations[0]).to.deep.include({
        prompt: 'none',
        throughTalk: false,
        redirectUri: ORIGIN + CALLBACK,
      });
      expect(browser.record).to.deep.include({purpose: 'auto-login', clientId: APP_KEY});
      expect(page.navigations).to.have.length(0);
    });

    it('once, whatever the page and its reloads do, and again after half an hour', async () => {
      const {page, browser, clock} = open();
      await page.client.start();
      await page.client.start();
      expect(page.navigations).to.have.length(1);

      for (const wait of [0, 0, 30 * MINUTE - 1, 1]) {
        await clock.advance(wait);
        const next = await browser.visit(ADDRESS, {config: AUTO});
        expect([next.navigations.length, reasonOf(next)]).to.deep.equal(wait === 1 ? [1, undefined] : [0, 'tried']);
      }
    });

    it('after a logout not before somebody has signed in again', async () => {
      const {page, browser, clock} = open({memory: {known: true}});
      await page.client.logout();
      await clock.advance(48 * 60 * MINUTE);
      const later = await browser.visit(ADDRESS, {config: AUTO});
      expect(reasonOf(later)).to.equal('logged-out');

      const callback = await comeBack(later);
      await callback.client.start();
      await clock.advance(24 * 60 * MINUTE);

      expect((await browser.visit(ADDRESS, {config: AUTO})).navigations).to.have.length(1);
    });
  });

  describe('stays', () => {
    for (const {where, reason, autoLogin = 'all', paused, ...options} of reasons as readonly Reason[]) {
      it(`${where}: ${reason}`, async () => {
        const {page, browser, shop} = open({config: {...AUTO, autoLogin, paused}, ...options});
        if (reason === 'cookies-blocked') browser.cookies.refuses = true;
        page.sdk.answer = 'sdk_blocked';

        await page.client.start();

        expect([reasonOf(page), page.told]).to.deep.equal([reason, ['kakao-auto-login-skip']]);
        expect([page.navigations, browser.records, shop.requests]).to.deep.equal([[], [], []]);
        expect(page.client.state.flow).to.deep.equal({status: 'idle'});
        expect(page.reports.filter((line) => !/is missing/.test(line))).to.deep.equal([]);
      });
    }

    it('without a word where it is not asked for, and where the script in head is leaving', async () => {
      for (const options of [{config: {...CONFIG, restApiKey: REST_KEY}}, {decided: Promise.resolve(null)}]) {
        const {page} = open(options);

        await page.client.start();

        expect([page.navigations, page.told]).to.deep.equal([[], []]);
      }
    });

    it('as the script in head has decided, and says so', async () => {
      const {page} = open({decided: Promise.resolve('hidden')});

      await page.client.start();

      expect([page.navigations, reasonOf(page)]).to.deep.equal([[], 'hidden']);
    });

    it('where the visitor touches the page while the SDK is loading', async () => {
      const sdk = new FakeSdkHost();
      sdk.answer = 'hangs';
      const {page} = open({config: {...CONFIG, autoLogin: 'all'}, sdk});
      const started = page.client.start();
      await settle();
      page.unfit = 'too-late';
      sdk.arrive();
      await started;

      expect([page.sdk.sdk.authorizations.length, reasonOf(page)]).to.deep.equal([0, 'too-late']);
    });
  });

  describe('comes back', () => {
    async function back(query?: Record<string, string>, options?: Setup) {
      const world = open(options);
      await world.page.client.start();
      const callback = await world.page.visit(world.page.answer(query));
      expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'auto-login'});
      const end = await endOf(callback);
      const {to, how, flow} = end;
      expect({to, how, flow}, 'on the very address').to.deep.equal({
        to: ADDRESS,
        how: 'replace',
        flow: {status: 'idle'},
      });
      return {...world, callback, end, reason: reasonOf(end.next)};
    }

    it('not at the callback of a login by a press', async () => {
      const {page} = open();
      const callback = await comeBack(page, {error: 'access_denied'});

      await callback.client.start();

      expect(callback.navigations).to.deep.equal([{to: ADDRESS, how: 'replace'}]);
      expect(callback.told).to.deep.equal(['kakao-return']);
    });

    it('with a member: signed in, one event, and nothing is asked of Kakao on their next pages', async () => {
      const {browser, shop, end, clock} = await back();

      const body = {purpose: 'auto-login', code: CODE, attribution: {utm_source: 'talk'}};
      expect(shop.posts).to.have.length(1);
      expect(shop.posts[0]!.body).to.deep.include(body);
      expect([end.told, end.session]).to.deep.equal([['kakao-login-success'], 'signed-in']);
      await clock.advance(20 * MINUTE);
      for (const address of ['/', '/products/8?ks_auto=1']) {
        expect((await browser.visit(address, {config: AUTO})).navigations).to.have.length(0);
      }
    });

    // Which error is which reason is proven where `toErrorOutcome` is.
    for (const [error, reason] of [
      ['consent_required', 'consent-required'],
      ['access_denied', 'failed'],
      ['server_error', 'failed'],
    ] as const) {
      it(`with ${error}: ${reason}, without a POST`, async () => {
        const {shop, end} = await back({error});

        expect([shop.requests, end.told]).to.deep.equal([[], ['kakao-auto-login-skip']]);
        const [event] = end.next.eventsOf('kakao-auto-login-skip');
        expect(event!.detail).to.deep.include({reason, purpose: 'auto-login'});
      });
    }

    for (const {title, answer, reason, code} of backendEnds as readonly BackendEnd[]) {
      it(`with ${title}: ${reason}, a line for the developer of a failure and none for the visitor`, async () => {
        const {end, ...result} = await back(undefined, {post: answer});

        expect([end.told, result.reason]).to.deep.equal([['kakao-auto-login-skip'], reason]);
        const {detail} = end.next.eventsOf('kakao-auto-login-skip')[0]!;
        expect((detail as {code?: string}).code).to.equal(code);
        expect(end.next.reports).to.have.length(code ? 1 : 0);
        if (code) expect(end.next.reports[0]).to.include(code);
      });
    }

    it('reloaded in the middle of the POST: silent all the same', async () => {
      const {page, shop} = open({post: 'hangs'});
      await page.client.start();
      const callback = page.follow(page.answer());
      void callback.client.start();
      await settle();
      expect(shop.posts).to.have.length(1);
      const again = callback.follow(callback.address.href);
      await finish(again);

      const {to, told, flow} = await endOf(again);
      expect([to, told, flow]).to.deep.equal([ADDRESS, ['kakao-auto-login-skip'], {status: 'idle'}]);
    });
  });
});
