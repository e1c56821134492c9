import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  COOKIE,
  createSite,
  json,
  PERSON,
  REDIRECT_URI,
  REST_KEY,
  SECRET,
  toCookieHeader,
  toHookNames,
} from '../support/site.js';

/** What a page is told of a new member who has just signed in. */
const ANSWER = {
  status: 'signed-in',
  isNewMember: true,
  member: {name: 'Mina', picture: 'https://shop.example/mina.png'},
  missingTerms: [],
  expiresIn: 604_800,
};

describe('a login', () => {
  test('signs a new visitor up, once, with one request each for keys, token, terms and person', async () => {
    const site = await createSite();
    const login = site.prepare({context: 'cart-7', attribution: {utm_source: 'kakao'}});

    const response = await site.post(login);

    const scope = ['account_email', 'openid', 'profile_nickname'];
    assert.deepEqual(await json(response), {...ANSWER, tx: login.tx, scope});
    assert.equal(response.status, 200);
    assert.deepEqual(
      site.provider.requests.map(({path}) => path),
      ['/.well-known/jwks.json', '/oauth/token', '/v2/user/service_terms', '/v2/user/me'],
    );
    assert.deepEqual(toHookNames(site), ['findMember', 'signUp']);
    const {profile, context} = site.calls[1]!;
    assert.equal(profile?.id, PERSON);
    assert.equal(context.context, 'cart-7');
    assert.deepEqual(context.attribution, {utm_source: 'kakao'});
    assert.deepEqual(site.reports, []);
  });

  test('sends the code in a form body, with the secret there and nowhere else', async () => {
    const site = await createSite();
    const login = site.prepare();

    await site.post(login);

    const request = site.provider.requests.find(({path}) => path === '/oauth/token')!;
    assert.deepEqual(Object.fromEntries(request.form), {
      grant_type: 'authorization_code',
      client_id: REST_KEY,
      redirect_uri: REDIRECT_URI,
      code: login.code,
      client_secret: SECRET,
    });
    assert.equal(request.headers.get('authorization'), null);
    assert.match(request.headers.get('content-type') ?? '', /^application\/x-www-form-urlencoded/);
  });

  test('sets one cookie that scripts and other sites cannot use, and GET reads it', async () => {
    const site = await createSite({linkMember: undefined});
    const login = site.prepare();

    const response = await site.post(login);
    const read = await site.get({Cookie: toCookieHeader(response)});

    const [cookie = '', ...others] = response.headers.getSetCookie();
    assert.deepEqual(others, []);
    assert.match(cookie, new RegExp(`^${COOKIE}=[\\w.-]+; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$`));
    assert.deepEqual(await json(read), {...ANSWER, tx: login.tx});
  });
});
