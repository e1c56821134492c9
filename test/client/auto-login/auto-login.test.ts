import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {VISIT_HISTORY_KEY} from '../../../src/client/page/visit-history.js';
import type {SkipReason} from '../../../src/client/state/skip-reason.js';
import {APP_KEY, CALLBACK, CODE, comeBack, CONFIG, ORIGIN, REST_KEY, type Device} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, setup, type Setup} from '../support/journey.js';
import {FakeSdkHost} from '../support/kakao-sdk.js';

const AUTO: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all'};
const ADDRESS = '/products/7?color=red&utm_source=talk#reviews';
const MINUTE = 60_000;

/** A page in KakaoTalk with auto-login on. */
function open({memory, ...options}: Setup & {readonly memory?: Record<string, unknown>} = {}) {
  const world = setup({browser: {device: 'talkOnAndroid'}, address: ADDRESS, config: AUTO, ...options});
  if (memory) world.browser.localItems.set(VISIT_HISTORY_KEY, JSON.stringify(memory));
  return world;
}

async function skipped(options: Parameters<typeof open>[0] = {}) {
  const world = open(options);
  await world.page.client.start();
  const {page} = world;
  return {
    ...world,
    navigations: page.navigations.length,
    told: page.told,
    reason: (page.eventsOf('kakao-auto-login-skip')[0]?.detail as {reason?: SkipReason} | undefined)?.reason,
  };
}

describe('auto-login', () => {
  describe('leaves', () => {
    for (const device of ['talkOnAndroid', 'talkOnIphone'] as const) {
      it(`by the documented address, in place of the page, in ${device}`, async () => {
        const {browser, page, shop} = open({browser: {device}});

        await page.client.start();

        expect(page.navigations).to.have.length(1);
        const [{to, how}] = page.navigations as [{to: string; how: string}];
        expect(how).to.equal('replace');
        const url = new URL(to);
        expect(url.origin + url.pathname).to.equal('https://kauth.kakao.com/oauth/authorize');
        const {state, nonce, code_challenge: challenge, ...others} = Object.fromEntries(url.searchParams);
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
        expect(page.told).to.deep.equal([]);
        expect(page.client.state.flow).to.deep.equal({status: 'idle'});
        expect(shop.requests).to.have.length(0);
        expect(page.sdk.loads).to.have.length(0);
      });
    }

    it('without any of what buttons ask for, which would turn members away', async () => {
      const {page} = open({
        config: {...AUTO, scope: 'openid,account_email', serviceTerms: 'a', channelPublicId: '_x', loginHint: 'a@b.c'},
      });

      await page.client.start();

      const {searchParams} = new URL(page.navigations[0]!.to);
      for (const name of ['scope', 'service_terms', 'channel_public_id', 'login_hint']) {
        expect(searchParams.has(name), name).to.be.false;
      }
    });

    it('from an address that is marked, where marks are asked for', async () => {
      const {page} = open({address: '/event?ks_auto=1', config: {...AUTO, autoLogin: 'marked'}});

      await page.client.start();

      expect(page.navigations).to.have.length(1);
    });

    it('in a browser that has signed in before, where that is asked for', async () => {
      const {page} = open({config: {...AUTO, autoLogin: 'marked known'}, memory: {known: true}});

      await page.client.start();

      expect(page.navigations).to.have.length(1);
    });

    it('from an address whose `code` is a coupon', async () => {
      const {page} = open({address: '/event?code=SPRING'});

      await page.client.start();

      expect(page.navigations).to.have.length(1);
    });

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

    it('once, whatever the page and its reloads do', async () => {
      const {page, browser} = open();
      await page.client.start();
      await page.client.start();
      expect(page.navigations).to.have.length(1);

      for (let visit = 0; visit < 5; visit++) {
        const next = browser.open(ADDRESS, {config: AUTO});
        await next.client.start();
        expect(next.navigations).to.have.length(0);
        expect(next.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'tried'});
      }
    });

    it('again after half an hour', async () => {
      const {page, browser, clock} = open();
      await page.client.start();
      await clock.advance(30 * MINUTE);

      const next = browser.open(ADDRESS, {config: AUTO});
      await next.client.start();

      expect(next.navigations).to.have.length(1);
    });

    it('after a logout not before somebody has signed in again', async () => {
      const {page, browser, clock} = open({memory: {known: true}});
      await page.client.logout();
      await clock.advance(48 * 60 * MINUTE);
      const later = browser.open(ADDRESS, {config: AUTO});
      await later.client.start();
      expect(later.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'logged-out'});

      await later.press();
      const callback = await comeBack(later);
      await callback.client.start();
      await clock.advance(24 * 60 * MINUTE);
      const again = browser.open(ADDRESS, {config: AUTO});
      await again.client.start();

      expect(again.navigations).to.have.length(1);
    });
  });

  describe('stays', () => {
    const device = (name: Device): Setup => ({browser: {device: name}});
    const ROWS: readonly (readonly [title: string, reason: SkipReason, options: Parameters<typeof open>[0]])[] = [
      ...(['desktop', 'mac', 'android', 'iphone'] as const).map(
        (name) => [`on ${name} outside KakaoTalk`, 'not-kakaotalk', device(name)] as const,
      ),
      ['where there is no WebCrypto', 'insecure-origin', {browser: {device: 'talkOnAndroid', isSecureContext: false}}],
      ['on the answer to a login of somebody else’s', 'callback', {address: '/naver?code=1&state=abc'}],
      ['on a failed answer', 'callback', {address: '/naver?error=access_denied'}],
      ['where the address is not marked', 'not-asked', {config: {...AUTO, autoLogin: 'marked'}}],
      ['where the mark is not 1', 'not-asked', {address: '/?ks_auto=0', config: {...AUTO, autoLogin: 'marked'}}],
      ['where nobody has signed in before', 'not-asked', {config: {...AUTO, autoLogin: 'known'}}],
      ['where somebody is signed in', 'signed-in', {memory: {known: true, until: Number.MAX_SAFE_INTEGER}}],
      ['where somebody has signed out', 'logged-out', {memory: {known: true, out: true}}],
      ['where it was tried', 'tried', {memory: {next: Date.UTC(2026, 10, 22, 9, 30)}}],
      ['in a frame', 'framed', {unfit: 'framed'}],
      ['in a prerendered document', 'prerendered', {unfit: 'prerendered'}],
      ['in a hidden tab', 'hidden', {unfit: 'hidden'}],
      ['after a reload', 'revisit', {unfit: 'revisit'}],
      ['where the visitor was faster', 'too-late', {unfit: 'too-late'}],
      ['where a try cannot be remembered', 'storage-blocked', {forbidden: ['localStorage']}],
      ['with half a configuration', 'not-configured', {config: {autoLogin: 'all', restApiKey: REST_KEY}}],
      ['where the SDK is blocked', 'sdk-failed', {config: {...CONFIG, autoLogin: 'all'}, sdk: blockedSdk()}],
    ];
    for (const [title, reason, options] of ROWS) {
      it(`${title}: ${reason}`, async () => {
        const result = await skipped(options);

        expect(result.reason).to.equal(reason);
        expect(result.navigations).to.equal(0);
        expect(result.told).to.deep.equal(['kakao-auto-login-skip']);
        expect(result.browser.records).to.deep.equal([]);
        expect(result.page.client.state.flow).to.deep.equal({status: 'idle'});
        expect(result.shop.requests).to.have.length(0);
        expect(result.page.reports.filter((line) => !/is missing/.test(line))).to.deep.equal([]);
      });
    }

    it('where no cookie can be written: cookies-blocked, and it is not tried at every page', async () => {
      const world = open();
      world.browser.cookies.refuses = true;

      await world.page.client.start();

      expect(world.page.navigations).to.have.length(0);
      expect(world.page.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'cookies-blocked'});
    });

    it('without a word where it is not asked for', async () => {
      const {told, navigations} = await skipped({config: {...CONFIG, restApiKey: REST_KEY}});

      expect({told, navigations}).to.deep.equal({told: [], navigations: 0});
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

      expect(page.sdk.sdk.authorizations).to.have.length(0);
      expect(page.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'too-late'});
    });

    it('as the script in head has decided, and says so', async () => {
      const {page} = open({decided: Promise.resolve('hidden')});

      await page.client.start();

      expect(page.navigations).to.have.length(0);
      expect(page.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'hidden'});
    });

    it('where the script in head is leaving', async () => {
      const {page} = open({decided: Promise.resolve(null)});

      await page.client.start();

      expect({navigations: page.navigations, told: page.told}).to.deep.equal({navigations: [], told: []});
    });
  });

  describe('comes back', () => {
    async function back(query?: Record<string, string>, prepare: (world: ReturnType<typeof open>) => void = () => {}) {
      const world = open();
      prepare(world);
      await world.page.client.start();
      const callback = world.page.follow(world.page.answer(query));
      await callback.client.start();
      expect(callback.client.state.flow).to.deep.equal({status: 'completing', purpose: 'auto-login'});
      return {...world, callback, end: await endOf(callback)};
    }

    it('not at the callback of a login by a press', async () => {
      const {page} = open();
      const callback = await comeBack(page, {error: 'access_denied'});

      await callback.client.start();

      expect(callback.navigations).to.deep.equal([{to: ADDRESS, how: 'replace'}]);
      expect(callback.told).to.deep.equal(['kakao-return']);
    });

    it('with a member: signed in on the very address, one event there', async () => {
      const {shop, end} = await back();

      expect(shop.posts.map(({body}) => body)).to.have.length(1);
      expect(shop.posts[0]!.body).to.deep.include({
        purpose: 'auto-login',
        code: CODE,
        attribution: {utm_source: 'talk'},
      });
      const {to, how, told, flow, session} = end;
      expect({to, how, told, flow, session}).to.deep.equal({
        to: ADDRESS,
        how: 'replace',
        told: ['kakao-login-success'],
        flow: {status: 'idle'},
        session: 'signed-in',
      });
    });

    it('and asks Kakao nothing on the member’s next pages', async () => {
      const {browser, end, clock} = await back();
      expect(end.session).to.equal('signed-in');
      await clock.advance(20 * MINUTE);

      for (const address of ['/', '/products/8?ks_auto=1']) {
        const next = browser.open(address, {config: AUTO});
        await next.client.start();
        expect(next.navigations).to.have.length(0);
      }
    });

    const ANSWERS: readonly (readonly [query: Record<string, string>, reason: SkipReason])[] = [
      [{error: 'consent_required', error_description: 'user consent required.'}, 'consent-required'],
      [{error: 'login_required', error_description: 'user must login.'}, 'login-required'],
      [{error: 'interaction_required', error_description: 'user interaction required.'}, 'interaction-required'],
      [{error: 'account_selection_required', error_description: ''}, 'failed'],
      [{error: 'no_consent_required', error_description: ''}, 'failed'],
      [{error: 'consent_required_2', error_description: ''}, 'failed'],
      [{error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER'}, 'not-kakaotalk'],
      [{error: 'auto_login', error_description: ''}, 'failed'],
      [{error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER_2'}, 'failed'],
      [{error: 'access_denied', error_description: 'NOT_SUPPORTED_BROWSER'}, 'failed'],
      [{error: 'access_denied', error_description: 'User denied access'}, 'failed'],
      [{error: 'server_error', error_description: ''}, 'failed'],
      [{error: 'temporarily_unavailable', error_description: ''}, 'failed'],
      [{error: 'timeout', error_description: ''}, 'failed'],
    ];
    for (const [query, reason] of ANSWERS) {
      it(`with ${query['error']}: ${reason}, without a POST`, async () => {
        const {shop, end} = await back(query);

        expect(shop.requests).to.have.length(0);
        const {to, how, told, flow} = end;
        expect({to, how, told, flow}).to.deep.equal({
          to: ADDRESS,
          how: 'replace',
          told: ['kakao-auto-login-skip'],
          flow: {status: 'idle'},
        });
        const [event] = end.next.eventsOf('kakao-auto-login-skip');
        expect(event!.detail).to.deep.include({reason, purpose: 'auto-login'});
      });
    }

    it('with somebody whom the site does not know: not-a-member', async () => {
      const {end} = await back(undefined, ({shop}) => {
        shop.onPost = ({body: {tx}}) => ({status: 200, json: {status: 'signed-out', tx, reason: 'not_a_member'}});
      });

      expect(end.told).to.deep.equal(['kakao-auto-login-skip']);
      expect(end.next.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'not-a-member'});
      expect(end.next.reports).to.deep.equal([]);
    });

    const FAILURES = [
      ['a backend that fails', {status: 500}, 'backend_failed'],
      ['a backend that refuses', {status: 403, json: {code: 'origin_refused', ref: 'KS-abcdef'}}, 'origin_refused'],
      ['a code that is spent', {status: 409, json: {code: 'code_used'}}, 'code_used'],
    ] as const;
    for (const [title, answer, code] of FAILURES) {
      it(`with ${title}: failed, a line for the developer and none for the visitor`, async () => {
        const {end} = await back(undefined, ({shop}) => {
          shop.onPost = () => answer;
        });

        expect(end.to).to.equal(ADDRESS);
        expect(end.told).to.deep.equal(['kakao-auto-login-skip']);
        expect(end.flow).to.deep.equal({status: 'idle'});
        expect(end.next.eventsOf('kakao-auto-login-skip')[0]!.detail).to.deep.include({reason: 'failed', code});
        expect(end.next.reports).to.have.length(1);
        expect(end.next.reports[0]).to.include(code);
      });
    }

    it('with a backend that wants something more first: failed, and the visitor is not led away', async () => {
      const {end} = await back(undefined, ({shop}) => {
        shop.onPost = ({body: {tx}}) => ({
          status: 200,
          json: {status: 'action-required', tx, action: 'link-existing', redirectTo: '/join'},
        });
      });

      expect(end.to).to.equal(ADDRESS);
      expect(end.told).to.deep.equal(['kakao-auto-login-skip']);
    });

    it('reloaded in the middle of the POST: silent all the same', async () => {
      const world = open();
      await world.page.client.start();
      world.shop.onPost = () => 'hangs';
      world.shop.onGet = () => ({status: 200, json: {status: 'signed-out'}});
      const callback = world.page.follow(world.page.answer());
      void callback.client.start();
      await settle();
      expect(world.shop.posts).to.have.length(1);
      const again = callback.follow(callback.address.href);
      const started = again.client.start();
      await world.clock.advance(12_000);
      await started;

      const end = await endOf(again);
      expect(end.to).to.equal(ADDRESS);
      expect(end.told.filter((type) => type !== 'kakao-auto-login-skip')).to.deep.equal([]);
      expect(end.flow).to.deep.equal({status: 'idle'});
    });
  });
});

function blockedSdk(): FakeSdkHost {
  const sdk = new FakeSdkHost();
  sdk.answer = 'sdk_blocked';
  return sdk;
}
