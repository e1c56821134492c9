import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {APP_KEY, CONFIG, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {endOf, setup, type Setup} from '../support/journey.js';

const LOGOUT = '/kakao/logout';
const CONFIGURED: KakaoSyncConfig = {...CONFIG, logoutRedirectUri: LOGOUT};

/** A member who logs out of the Kakao account too. */
async function loggedOut(options: Setup = {}) {
  const world = setup({config: CONFIGURED, ...options});
  const {page, shop} = world;
  shop.session = {status: 'signed-in', tx: 'x', isNewMember: false, member: {}};
  await page.client.logout({kakaoAccount: true});
  return world;
}

/** The address that the visitor left for. */
function leftFor(page: FakePage): URL {
  return new URL(page.navigations.at(-1)!.to);
}

/** The address that Kakao sends the visitor back to. */
function toReturn(page: FakePage, state = leftFor(page).searchParams.get('state') ?? ''): string {
  return `${LOGOUT}?state=${encodeURIComponent(state)}`;
}

describe('logout of the Kakao account', () => {
  for (const [restApiKey, clientId] of [
    [undefined, APP_KEY],
    [REST_KEY, REST_KEY],
  ]) {
    it(`ends the session, then goes to Kakao with the ${restApiKey ? 'REST API' : 'JavaScript'} key`, async () => {
      const {page, shop} = await loggedOut({config: {...CONFIGURED, restApiKey}});

      expect(shop.posts.map(({body}) => body)).to.deep.equal([{purpose: 'logout'}]);
      expect(page.eventsOf('kakao-logout').map(({detail}) => detail)).to.deep.equal([{kakaoAccount: false}]);
      const {origin, pathname, searchParams} = leftFor(page);
      expect(origin + pathname).to.equal('https://kauth.kakao.com/oauth/logout');
      expect([...searchParams.keys()]).to.deep.equal(['client_id', 'logout_redirect_uri', 'state']);
      expect(searchParams.get('client_id')).to.equal(clientId);
      expect(searchParams.get('logout_redirect_uri')).to.equal('https://shop.example/kakao/logout');
      expect(page.navigations.at(-1)!.how).to.equal('assign');
    });
  }

  for (const calls of [
    [{}, {kakaoAccount: true}],
    [{kakaoAccount: true}, {}],
  ]) {
    it(`is done where one of two calls at once asks for it: ${JSON.stringify(calls)}`, async () => {
      const {page, shop} = setup({config: CONFIGURED});

      await Promise.all(calls.map((options) => page.client.logout(options)));

      expect([shop.posts.length, page.navigations.length]).to.deep.equal([1, 1]);
    });
  }

  it('goes to the emulator where the page has one', async () => {
    const emulator = 'http://127.0.0.1:4000';
    const {page} = await loggedOut({
      browser: {origin: 'http://localhost:3000'},
      config: {...CONFIGURED, emulator},
    });

    expect(leftFor(page).origin).to.equal(emulator);
  });

  it('comes back to the page where it began, and says so there', async () => {
    const {page} = await loggedOut();
    const back = await page.visit(toReturn(page));

    const {to, how, told, next} = await endOf(back);

    expect([to, how, told]).to.deep.equal(['/cart?id=1#reviews', 'replace', ['kakao-logout']]);
    expect(next.eventsOf('kakao-logout')[0]!.detail).to.deep.equal({kakaoAccount: true});
    expect(next.client.state.outcome).to.deep.equal({end: 'logged-out', purpose: 'logout'});
  });

  it('comes back without a thought of auto-login', async () => {
    const config: KakaoSyncConfig = {...CONFIGURED, autoLogin: 'all'};
    const {page} = await loggedOut({config});
    const back = await page.visit(toReturn(page), {config});

    expect(back.told).to.deep.equal(['kakao-return']);
  });

  for (const [who, session, status] of [
    ['nobody', {status: 'signed-out'}, 'signed-out'],
    ['somebody, by another tab,', {status: 'signed-in', isNewMember: false, member: {}}, 'signed-in'],
  ] as const) {
    it(`leaves it to the backend that ${who} is signed in when the visitor is back`, async () => {
      const {page, shop} = await loggedOut();
      shop.session = session;
      const back = await page.visit(toReturn(page));

      const {next} = await endOf(back);
      await settle();

      expect(next.client.state.session.status).to.equal(status);
    });
  }

  it('is told once, however often its return is loaded', async () => {
    const {page} = await loggedOut();
    const address = toReturn(page);
    const {next} = await endOf(await page.visit(address));

    const {to, told} = await endOf(await next.visit(address));

    expect([next.told, told, to]).to.deep.equal([['kakao-logout'], [], '/']);
  });

  it('is not told where it did not begin in this tab', async () => {
    const {page, browser} = await loggedOut();
    const other = await browser.visit(toReturn(page), {config: CONFIGURED});

    expect(other.told).to.deep.equal(['kakao-return']);
    expect(other.navigations).to.deep.equal([{to: '/', how: 'replace'}]);
  });

  // No state, a foreign one, a broken one and an empty one.
  for (const query of ['', '?state=spring-abc', '?state=ks1.abc', '?state=']) {
    it(`leaves its page alone when it is opened with ${query || 'nothing'}`, async () => {
      const {page} = await loggedOut();
      const back = await page.visit(LOGOUT + query);

      expect([back.told, back.navigations, back.rewrites]).to.deep.equal([[], [], []]);
    });
  }

  for (const path of ['//evil.example', 'https://evil.example', '/\\evil.example', '/api/kakao/session']) {
    it(`is not sent on to ${path} by a state of somebody's making`, async () => {
      const {page} = await loggedOut();
      const state = toStateParameter({tx: 'A'.repeat(43), path});
      const back = await page.visit(toReturn(page, state));

      expect(back.navigations.map(({to}) => to)).to.deep.equal(['/']);
    });
  }

  for (const [name, config, to] of [
    ['/', {}, '/'],
    ['the site’s login page', {continueAt: '/login'}, '/login'],
  ] as const) {
    it(`that did not begin in this tab ends at ${name}, whatever path its state names`, async () => {
      const {browser} = setup();
      const state = toStateParameter({tx: 'A'.repeat(43), path: '/account/delete?sure=1'});
      const back = await browser.visit(`${LOGOUT}?state=${state}`, {config: {...CONFIGURED, ...config}});

      expect([back.navigations, back.told]).to.deep.equal([[{to, how: 'replace'}], ['kakao-return']]);
    });
  }

  it('is of the site alone, and told so, where logout-redirect-uri is missing', async () => {
    const {page} = await loggedOut({config: CONFIG});

    expect(page.navigations).to.deep.equal([]);
    expect(page.told).to.deep.equal(['kakao-logout']);
    expect(page.reports).to.have.length(1);
    expect(page.reports[0]).to.match(/^config_incomplete: logout-redirect-uri/);
  });

  it('goes nowhere when the session could not be ended', async () => {
    const {page} = await loggedOut({post: {status: 500}});

    expect([page.navigations, page.told]).to.deep.equal([[], ['kakao-login-error']]);
  });
});
