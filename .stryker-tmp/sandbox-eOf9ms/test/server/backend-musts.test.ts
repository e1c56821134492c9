import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  assertNobodyMade,
  assertRefused,
  createSite,
  json,
  JS_KEY,
  REDIRECT_URI,
  sessionCookies,
  toCookieHeader,
  type LoginFields,
  type Site,
} from './support/site.js';

interface Forgery {
  readonly must: number;
  readonly name: string;
  readonly code: string;
  readonly send: (site: Site) => Promise<Response>;
  /** Whether Kakao is asked at all. */
  readonly asksKakao?: boolean;
}

const withFields =
  (changes: Partial<LoginFields>) =>
  (site: Site): Promise<Response> =>
    site.post({...site.prepare(), ...changes});

const withHeaders =
  (headers: Record<string, string | null>) =>
  (site: Site): Promise<Response> =>
    site.post(site.prepare(), headers);

const FORGERIES: Forgery[] = [
  {
    must: 1,
    name: 'a form of another site',
    code: 'origin_refused',
    send: withHeaders({Origin: 'https://evil.example'}),
  },
  {
    must: 1,
    name: 'a sandboxed frame',
    code: 'origin_refused',
    send: withHeaders({Origin: 'null', 'Sec-Fetch-Site': 'cross-site'}),
  },
  {must: 1, name: 'a request without any origin', code: 'origin_refused', send: withHeaders({Origin: null})},
  {
    must: 2,
    name: 'a request without the client header',
    code: 'request_invalid',
    send: withHeaders({'X-Kakao-Sync': null}),
  },
  {
    must: 2,
    name: 'a form that looks like JSON',
    code: 'request_invalid',
    send: withHeaders({'Content-Type': 'text/plain'}),
  },
  {must: 3, name: 'a key of another app', code: 'client_unknown', send: withFields({clientId: 'c'.repeat(32)})},
  {must: 3, name: 'a key in capitals', code: 'client_unknown', send: withFields({clientId: 'A'.repeat(32)})},
  {must: 3, name: 'a key named constructor', code: 'client_unknown', send: withFields({clientId: 'constructor'})},
  {must: 3, name: 'a key named __proto__', code: 'client_unknown', send: withFields({clientId: '__proto__'})},
  ...[
    `${REDIRECT_URI}/`,
    `${REDIRECT_URI}?x=1`,
    `${REDIRECT_URI}#x`,
    `${REDIRECT_URI} `,
    REDIRECT_URI.replace('https', 'http'),
    REDIRECT_URI.replace('shop', 'SHOP'),
    REDIRECT_URI.replace('.example', '.example:443'),
    REDIRECT_URI.replace('.example', '.example.evil'),
    'https://evil.example/kakao/callback',
    '/kakao/callback',
    'constructor',
  ].map((redirectUri) => ({
    must: 3,
    name: `the redirect URI ${redirectUri}`,
    code: 'redirect_uri_unknown',
    send: withFields({redirectUri}),
  })),
  {
    must: 3,
    name: 'a code of another of its own keys',
    code: 'id_token_invalid',
    asksKakao: true,
    send: (site) => site.post(site.prepare({}, {audience: JS_KEY})),
  },
  {
    must: 4,
    name: 'a stolen code without its nonce secret',
    code: 'id_token_invalid',
    asksKakao: true,
    send: withFields({nonceSecret: 'A'.repeat(43)}),
  },
  {
    must: 4,
    name: 'a stolen code with the nonce in place of its secret',
    code: 'id_token_invalid',
    asksKakao: true,
    send: (site) => {
      const secret = 'B'.repeat(43);
      return site.post({...site.prepare({}, {nonce: secret}), nonceSecret: secret});
    },
  },
  {must: 7, name: 'a link without a session', code: 'purpose_unsupported', send: withFields({purpose: 'link'})},
  {must: 7, name: 'terms without a session', code: 'purpose_unsupported', send: withFields({purpose: 'terms'})},
];

describe('the backend', () => {
  for (const {must, name, code, send, asksKakao = false} of FORGERIES) {
    test(`refuses (${must}) ${name}`, async () => {
      const site = await createSite();

      const response = await send(site);

      await assertRefused(site, response, code);
      assert.equal(site.provider.count('/oauth/token'), asksKakao ? 1 : 0);
      assert.equal(site.provider.count('/v2/user/me'), 0);
      assertNobodyMade(site);
    });
  }

  test('issues (5) a new session with each login', async () => {
    const site = await createSite();

    const first = toCookieHeader(await site.post(site.prepare()));
    const second = toCookieHeader(await site.post(site.prepare(), {Cookie: first}));

    assert.ok(first && second && first !== second);
  });

  test('changes (6) nothing on GET, whatever the address says', async () => {
    const site = await createSite();
    const {code, tx} = site.prepare();
    const headers = {'X-Kakao-Sync': '1'};

    const url = `https://shop.example/api/kakao/session?code=${code}&state=ks1.${tx}.x&purpose=login`;
    const response = await site.server.session(new Request(url, {headers}));

    assert.deepEqual(await json(response), {status: 'signed-out'});
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.deepEqual(site.provider.requests, []);
    assertNobodyMade(site);
  });

  test('makes (7) nobody a member by auto-login', async () => {
    const site = await createSite();

    const response = await site.post(site.prepare({purpose: 'auto-login'}));

    assert.equal((await json(response))['reason'], 'not_a_member');
    assert.deepEqual(sessionCookies(response), []);
    assert.equal(site.members.size, 0);
  });

  test('passes a PKCE verifier on', async () => {
    const site = await createSite();
    const codeVerifier = 'v'.repeat(43);
    const {toS256} = await import('./support/site.js');

    const right = await site.post(site.prepare({codeVerifier}, {codeChallenge: toS256(codeVerifier)}));
    const wrong = await site.post(site.prepare({codeVerifier}, {codeChallenge: toS256('other')}));
    const missing = await site.post(site.prepare({}, {codeChallenge: toS256(codeVerifier)}));

    assert.equal(right.status, 200);
    assert.equal((await json(wrong))['code'], 'code_used');
    assert.equal((await json(missing))['code'], 'code_used');
  });
});
