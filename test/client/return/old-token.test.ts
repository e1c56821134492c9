import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {comeBack, CONFIG, ORIGIN, type FakePage} from '../support/browser.js';
import {setup, type Setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

const META = {'csrf-token': 't-1'};
const TOKEN = {headers: {'X-CSRF-TOKEN': 't-2'}};

/** A login that begins on a landing page that is its own redirect URI, and so ends on the page that completes it. */
async function land(
  csrf: string | undefined,
  {post, query, address = '/landing', ...options}: Setup & {readonly query?: Record<string, string>} = {},
) {
  const config: KakaoSyncConfig = {...CONFIG, redirectUri: '/landing', csrf};
  const world = setup({config, address, meta: META});
  if (post) world.shop.onPost = (request) => (typeof post === 'function' ? post(request, world.shop) : post);
  const callback = await comeBack(world.page, query, {config, meta: META, ...options});
  await callback.client.start();
  return {...world, callback};
}

/** The page that is there after a load of the one that asked for it. */
const loadAnew = (page: FakePage): Promise<FakePage> => page.visit(page.address.href, {meta: META, arrival: null});

describe('a login that ends on the very page that completes it', () => {
  for (const [name, csrf, answer, reloads] of [
    ['is loaded anew where the token is in a meta', 'meta:csrf-token', {}, 1],
    ['is loaded anew where only another header comes with the answer', 'meta:csrf-token X-My-Token', TOKEN, 1],
    ['is left where the answer brings the next token', 'meta:csrf-token', TOKEN, 0],
    ['is left where the token is in a cookie', 'cookie:csrftoken', {}, 0],
    ['is left where there is none', undefined, {}, 0],
  ] as const) {
    it(name, async () => {
      const {callback} = await land(csrf, {
        post: (request, shop) => ({...(shop.signIn(request) as object), ...answer}) as object as ShopAnswer,
      });

      expect([callback.reloads, callback.navigations]).to.deep.equal([reloads, []]);
      expect(callback.told).to.deep.equal(['kakao-return', ...(reloads ? [] : ['kakao-login-success'])]);
    });
  }

  for (const at of ['/landing', '/landing#top']) {
    it(`is told on ${at} once that is loaded, once, and loads nothing any more`, async () => {
      const {callback, shop} = await land('meta:csrf-token', {address: at});
      expect(callback.address.href).to.equal(ORIGIN + at);

      const next = await loadAnew(callback);
      const again = await loadAnew(next);

      expect([next.told, next.client.state.session.status]).to.deep.equal([['kakao-login-success'], 'signed-in']);
      expect([next.reloads, next.navigations, again.reloads, again.told]).to.deep.equal([0, [], 0, []]);
      expect(shop.posts).to.have.length(1);
    });
  }

  it('is told before the load where nothing can be kept, and loaded once', async () => {
    const {callback} = await land('meta:csrf-token', {forbidden: ['sessionStorage']});

    expect([callback.reloads, callback.told]).to.deep.equal([1, ['kakao-return', 'kakao-login-success']]);
    const next = await callback.visit(callback.address.href, {
      meta: META,
      arrival: null,
      forbidden: ['sessionStorage'],
    });
    expect([next.reloads, next.told]).to.deep.equal([0, []]);
  });

  it('is loaded anew though only GET has told of it', async () => {
    const {callback, shop} = await land('meta:csrf-token', {
      post: (request, shop) => (shop.signIn(request), {status: 403, text: '<p>'}),
    });

    expect([callback.reloads, shop.reads.length]).to.deep.equal([1, 1]);
  });

  for (const [name, options] of [
    ['that is cancelled', {query: {error: 'access_denied'}}],
    ['that the backend refuses', {post: {status: 400}}],
    ['that a router takes over', {prevented: ['kakao-return']}],
  ] as (readonly [string, Setup])[]) {
    it(`loads nothing: one ${name}`, async () => {
      const {callback} = await land('meta:csrf-token', options);

      expect([callback.reloads, callback.navigations]).to.deep.equal([0, []]);
    });
  }
});
