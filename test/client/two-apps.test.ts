import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../src/client/state/config.js';
import {CONFIG, FakeBrowser, REST_KEY, type FakePage} from './support/browser.js';
import {settle} from './support/clock.js';
import {finish, setup, strangerReturn, type Setup} from './support/journey.js';

/** Two apps of one origin: each has a backend of its own. */
const A = {...CONFIG, endpoint: '/a/api', redirectUri: '/a/callback'};
const B = {...CONFIG, endpoint: '/b/api', redirectUri: '/b/callback'};

const SIGNED_OUT = {status: 200, json: {status: 'signed-out'}};
const FAILED = {status: 500};

async function logInToA(page: FakePage): Promise<void> {
  await page.press();
  await finish(page.follow(page.answer(), {config: A}));
}

/** A login of the first app; its callback page has gone on, and the next page of this tab is still to come. */
async function loggedInToA(options: Setup = {}) {
  const world = setup({config: A, address: '/a/cart', post: (request, shop) => shop.signIn(request), ...options});
  await world.page.press();
  const callback = world.page.follow(world.page.answer(), {config: A});
  await finish(callback);
  return {...world, callback};
}

/** The error that each page tells. */
const codesOf = (...pages: readonly FakePage[]): readonly unknown[] =>
  pages.map((page) => page.eventsOf('kakao-login-error').map(({detail}) => (detail as {code: string}).code));

describe('two apps of one origin', () => {
  it('do not miss each other’s sessions', async () => {
    const {callback, shop} = await loggedInToA();
    const cart = await callback.visit(undefined, {config: A});
    shop.onGet = () => SIGNED_OUT;

    const other = await cart.visit('/b/', {config: B});
    await other.client.refresh();
    await other.client.logout();
    const back = await other.visit('/a/cart', {config: A});
    await back.client.refresh();

    expect(codesOf(other)).to.deep.equal([[]]);
    expect(other.reports).to.deep.equal([]);
    expect(shop.reads.map(({url}) => new URL(url, 'https://shop.example').pathname)).to.deep.equal([
      '/b/api',
      '/a/api',
    ]);
  });

  it('each miss their own', async () => {
    const {callback, shop} = await loggedInToA();
    const cart = await callback.visit(undefined, {config: A});
    shop.onGet = () => SIGNED_OUT;
    const other = await cart.visit('/b/', {config: B});
    await other.client.refresh();

    const back = await other.visit('/a/cart', {config: A});
    await back.client.refresh();

    expect(codesOf(other, back)).to.deep.equal([[], ['session_cookie_blocked']]);
  });

  it('tell their own outcomes, and keep those of the other', async () => {
    const {callback} = await loggedInToA({post: FAILED});

    const other = await callback.visit('/b/', {config: B});
    const cart = await other.visit('/a/cart', {config: A});

    expect(codesOf(other, cart)).to.deep.equal([[], ['backend_failed']]);
    expect(other.client.state.flow.status).to.equal('idle');
  });

  it('keep what waits for a page that can show it', async () => {
    const {page, shop} = setup({config: A, address: '/a/cart'});
    shop.onGet = () => SIGNED_OUT;
    const callback = await page.visit(strangerReturn().replace(CONFIG.redirectUri!, A.redirectUri), {
      isMute: true,
      config: A,
    });
    const mute = await callback.visit(undefined, {isMute: true, config: A});
    const other = await mute.visit('/b/', {config: B});
    shop.onGet = () => ({status: 200, json: {status: 'signed-in', isNewMember: false}});
    await other.client.refresh();
    shop.onGet = () => SIGNED_OUT;

    const login = await other.visit('/a/login', {config: A});

    expect([other.told, login.told]).to.deep.equal([[], ['kakao-login-error']]);
  });

  it('each miss their own, though somebody has signed out of the other', async () => {
    const {callback, shop} = await loggedInToA();
    const cart = await callback.visit(undefined, {config: A});
    shop.onGet = () => SIGNED_OUT;
    const other = await cart.visit('/b/', {config: B});
    await other.client.logout();

    const back = await other.visit('/a/cart', {config: A});
    await back.client.refresh();

    expect(codesOf(other, back)).to.deep.equal([[], ['session_cookie_blocked']]);
  });

  it('tell a success on the page that it is for, though somebody has signed out of the other meanwhile', async () => {
    const {callback} = await loggedInToA();
    const other = await callback.visit('/b/', {config: B});
    await other.client.logout();

    const cart = await other.visit('/a/cart', {config: A});

    expect([other.told, cart.told]).to.deep.equal([['kakao-logout'], ['kakao-login-success']]);
  });

  it('read their sessions where another tab has come to their own, once', async () => {
    const browser = new FakeBrowser();
    const {shop} = browser;
    shop.onPost = (request) => shop.signIn(request);
    const [tabA, tabB] = [await browser.visit('/a/', {config: A}), await browser.visit('/b/', {config: B})] as const;
    await logInToA(browser.open('/a/cart', {config: A}));
    await settle();

    expect(shop.reads.map(({url}) => new URL(url, 'https://shop.example').pathname)).to.deep.equal(['/a/api']);
    expect([tabA, tabB].map(({client}) => client.state.session.status)).to.deep.equal(['signed-in', 'unknown']);
  });

  describe('try auto-login', () => {
    const inTalk = {restApiKey: REST_KEY, autoLogin: 'all'};
    const HAPPENED: readonly [what: string, config: KakaoSyncConfig, (page: FakePage) => Promise<unknown>][] = [
      ['somebody is signed in to the other', A, logInToA],
      ['somebody has signed out of the other', A, (page) => page.client.logout()],
      ['the other has tried it', {...A, ...inTalk}, (page) => page.client.start()],
    ];
    for (const [what, config, happen] of HAPPENED) {
      it(`though ${what}, and not once more where that is their own`, async () => {
        const browser = new FakeBrowser({device: 'talkOnAndroid'});
        const {shop} = browser;
        shop.onPost = (request) => shop.signIn(request, {expiresIn: 3600});
        await happen(browser.open('/a/', {config}));

        const own = await browser.visit('/a/', {config: {...A, ...inTalk}});
        const other = await browser.visit('/b/', {config: {...B, ...inTalk}});

        expect([own.navigations.length, other.navigations.length]).to.deep.equal([0, 1]);
      });
    }
  });

  it('are one where the page that an outcome is for names another backend', async () => {
    const {callback} = await loggedInToA({post: FAILED});

    const cart = await callback.visit(undefined, {config: {...A, endpoint: '/en/a/api'}});

    expect(codesOf(cart)).to.deep.equal([['backend_failed']]);
  });

  it('are one where a page names no backend, or the copy that has kept the outcome named none', async () => {
    const nameless = await loggedInToA({post: FAILED});
    const own = {appKey: A.appKey, redirectUri: A.redirectUri, postCode: () => Promise.resolve(null)};
    const former = await loggedInToA({post: FAILED});
    const kept = JSON.parse(former.callback.sessionStorage.get('ks.outcome')!) as Record<string, unknown>;
    former.callback.sessionStorage.set('ks.outcome', JSON.stringify({...kept, endpoint: undefined}));

    const pages = [
      await nameless.callback.visit('/a/', {config: own}),
      await former.callback.visit('/b/', {config: B}),
    ];

    expect(codesOf(...pages)).to.deep.equal([['backend_failed'], ['backend_failed']]);
  });
});
