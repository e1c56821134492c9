import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ADMIN_KEY, KAPI, setup} from '../support/setup.js';

/** Somebody's access token, and the emulator that gave it. */
async function asMember(persona = 'member') {
  const made = setup();
  const {access_token: token} = await made.tokens(persona);
  return {...made, token};
}

const account = (body: Record<string, unknown>) => body['kakao_account'] as Record<string, unknown>;

describe('/v2/user/me', () => {
  it('tells what was agreed to, and flags what could still be asked for', async () => {
    const {emulator, tokens, api} = setup();
    emulator.account('new-visitor').link({scopes: ['profile_nickname'], terms: []});
    const {access_token: token} = await tokens('new-visitor');

    const {status, body} = await api('/v2/user/me', token);

    assert.equal(status, 200);
    assert.equal(body['id'], 4100000001);
    assert.deepEqual(body['properties'], {nickname: '김새봄'});
    assert.equal(account(body)['email_needs_agreement'], true);
    assert.equal(account(body)['email'], undefined);
    assert.equal(account(body)['profile_nickname_needs_agreement'], false);
    assert.match(String(body['connected_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('answers POST as GET', async () => {
    const {api, token} = await asMember();

    const got = await api('/v2/user/me', token);
    const posted = await api('/v2/user/me', token, {
      method: 'POST',
      body: new URLSearchParams({secure_resource: 'false'}),
    });
    const bare = await api('/v2/user/me', token, {method: 'POST'});

    assert.deepEqual(posted.body, got.body);
    assert.deepEqual(bare.body, got.body);
  });

  it('asks an account without an e-mail address for none', async () => {
    const {api, token} = await asMember('no-email');

    const {body} = await api('/v2/user/me', token);

    assert.equal(account(body)['has_email'], false);
    assert.equal(account(body)['email_needs_agreement'], false);
  });

  it('tells only what property_keys names', async () => {
    const {api, token} = await asMember();

    const {body} = await api(`/v2/user/me?property_keys=${encodeURIComponent('["kakao_account.email"]')}`, token);

    assert.equal(body['properties'], undefined);
    assert.equal(account(body)['email'], 'haneul@example.com');
    assert.equal(account(body)['profile'], undefined);
  });

  it('gives https pictures where secure_resource says so', async () => {
    const {api, token} = await asMember();
    const read = async (query: string) =>
      ((await api(`/v2/user/me${query}`, token)).body['properties'] as Record<string, string>)['profile_image'];

    assert.match((await read('')) ?? '', /^http:/);
    assert.match((await read('?secure_resource=true')) ?? '', /^https:/);
  });

  for (const [persona, query, status, code] of [
    ['member', '?property_keys=email', 400, -2],
    ['member', '?property_keys=["nickname"]', 400, -2],
    ['member', '?secure_resource=yes', 400, -2],
    ['refused-member', '', 401, -406],
    ['sanctioned', '', 403, -4],
  ] as const) {
    it(`refuses ${persona}${query} with ${code}`, async () => {
      const {api, token} = await asMember(persona);

      const answer = await api(`/v2/user/me${query}`, token);

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    });
  }

  it('refuses a token that is unknown, expired, missing, or in the address', async () => {
    const {clock, emulator, api, token} = await asMember();

    const unknown = await api('/v2/user/me', 'unknown');
    const inAddress = await emulator.fetch(`${KAPI}/v2/user/me?access_token=${token}`);
    const missing = await emulator.fetch(`${KAPI}/v2/user/me`);
    clock.at += 21_599_000;
    const expired = await api('/v2/user/me', token);

    assert.deepEqual([unknown.status, unknown.body['code']], [401, -401]);
    assert.equal(unknown.headers.get('www-authenticate'), 'Bearer error=invalid_token');
    assert.equal(inAddress.status, 400);
    assert.equal(missing.status, 401);
    assert.equal(expired.body['msg'], 'this access token is already expired');
  });

  it('lets a page read it after a preflight for the SDK’s headers, and for no others', async () => {
    const {emulator, tokens, api} = setup();
    const preflight = (headers: string) =>
      emulator.fetch(`${KAPI}/v2/user/me`, {
        method: 'OPTIONS',
        headers: {'access-control-request-method': 'GET', 'access-control-request-headers': headers},
      });

    const allowed = await preflight('authorization,cache-control,content-type,ka,pragma');
    const spaced = await preflight('Authorization \t,  KA');
    const refused = await preflight('authorization,x-own');
    for (const blank of ['\u00a0', '\u000b', '\u000c', '\u0085']) {
      assert.equal((await preflight(`authorization,${blank}ka`)).status, 403);
      assert.equal((await preflight(`ka${blank},authorization`)).status, 403);
    }
    const answer = await api('/v2/user/me', (await tokens('member')).access_token);

    assert.deepEqual([allowed.status, spaced.status], [204, 204]);
    assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /\bka\b/);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });
});

describe('/v1/user', () => {
  it('tells whose token it is and how long it lasts', async () => {
    const {clock, tokens, api} = setup();
    const {access_token: token} = await tokens('member');
    clock.at += 1000;

    const {body} = await api('/v1/user/access_token_info', token);

    assert.deepEqual(body, {id: 4100000002, expires_in: 21_598, app_id: 100001});
  });

  it('ends one token by logout and keeps the link', async () => {
    const {emulator, tokens, api} = setup();
    const [first, second] = [await tokens('member'), await tokens('member')];

    const {body} = await api('/v1/user/logout', first.access_token, {method: 'POST'});

    assert.deepEqual(body, {id: 4100000002});
    assert.equal((await api('/v2/user/me', first.access_token)).status, 401);
    assert.equal((await api('/v2/user/me', second.access_token)).status, 200);
    assert.ok(emulator.account('member').linked);
  });

  it('ends the link and every token by unlink', async () => {
    const {emulator, tokens, api} = setup();
    const [first, second] = [await tokens('member'), await tokens('member')];

    await api('/v1/user/unlink', first.access_token, {method: 'POST'});

    assert.equal(emulator.account('member').linked, false);
    assert.equal((await api('/v2/user/me', second.access_token)).status, 401);
    assert.equal(emulator.counts.unlink, 1);
  });
});

describe('the admin key', () => {
  const post = (
    {emulator}: ReturnType<typeof setup>,
    path: string,
    fields: Record<string, string> | null,
    headers: Record<string, string> = {},
  ) =>
    emulator.fetch(`${KAPI}${path}`, {
      method: 'POST',
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`, ...headers},
      ...(fields && {body: new URLSearchParams(fields)}),
    });
  const MEMBER = {target_id_type: 'user_id', target_id: '4100000002'};

  it('ends every token of a person by logout and keeps the link', async () => {
    const made = setup();
    const [first, second] = [await made.tokens('member'), await made.tokens('member')];
    const other = await made.tokens('missing-term');

    const response = await post(made, '/v1/user/logout', MEMBER);

    assert.deepEqual(await response.json(), {id: 4100000002});
    const statuses = [first, second, other].map(
      async ({access_token: token}) => (await made.api('/v2/user/me', token)).status,
    );
    assert.deepEqual(await Promise.all(statuses), [401, 401, 200]);
    assert.ok(made.emulator.account('member').linked);
  });

  it('ends the link of a person by unlink, once', async () => {
    const made = await asMember();
    const {token} = made;

    const first = await post(made, '/v1/user/unlink', MEMBER);
    const second = await post(made, '/v1/user/unlink', MEMBER);

    assert.deepEqual([first.status, await first.json()], [200, {id: 4100000002}]);
    assert.deepEqual([second.status, ((await second.json()) as {code: number}).code], [400, -101]);
    assert.equal(made.emulator.account('member').linked, false);
    assert.equal((await made.api('/v2/user/me', token)).status, 401);
  });

  it('reads what a person agreed to give', async () => {
    const made = setup();

    const response = await post(made, '/v2/user/me', {...MEMBER, property_keys: '["kakao_account.email"]'});

    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(body['id'], 4100000002);
    assert.equal(account(body)['email'], 'haneul@example.com');
  });

  const paths = ['/v1/user/logout', '/v1/user/unlink', '/v2/user/me'];
  const refusals: readonly (readonly [what: string, path: string, fields: typeof MEMBER | null, origin?: string])[] = [
    ...paths.map((path) => ['without a target', path, null] as const),
    ...paths.map((path) => ['from a page', path, MEMBER, 'https://shop.example'] as const),
    ['from a page of this machine', '/v2/user/me', MEMBER, 'http://localhost:3000'],
    ['from a page that hides its origin', '/v2/user/me', MEMBER, 'null'],
  ];
  for (const [what, path, fields, origin] of refusals) {
    it(`is for somebody and for servers: it changes nothing at ${path} ${what}`, async () => {
      const made = await asMember();

      const response = await post(made, path, fields, origin === undefined ? {} : {origin});

      const {code} = (await response.json()) as {code: number};
      assert.deepEqual([response.status, code], origin === undefined ? [400, -2] : [401, -401]);
      assert.equal((await made.api('/v2/user/me', made.token)).status, 200);
    });
  }

  it('is for servers: it reads no channel for a page', async () => {
    const {api} = await asMember();
    const query = new URLSearchParams(MEMBER).toString();

    const {status, body} = await api(`/v2/api/talk/channels?${query}`, '', {
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`, origin: 'https://shop.example'},
    });

    assert.deepEqual([status, body['code']], [401, -401]);
  });

  it('is no token: it has no token information', async () => {
    const {status} = await setup().emulator.fetch(`${KAPI}/v1/user/access_token_info`, {
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`},
    });

    assert.equal(status, 401);
  });
});

describe('/v2/user/service_terms', () => {
  type Terms = {tag: string; agreed: boolean; required: boolean; agreed_by?: string}[];

  it('hides by default what was refused', async () => {
    const {api, token} = await asMember('missing-term');

    const agreed = await api('/v2/user/service_terms', token);
    const all = await api('/v2/user/service_terms?result=app_service_terms', token);

    const tags = (body: Record<string, unknown>) => (body['service_terms'] as Terms).map(({tag}) => tag);
    assert.deepEqual(tags(agreed.body), ['service', 'marketing']);
    assert.deepEqual(tags(all.body), ['service', 'privacy', 'marketing']);
    assert.equal((all.body['service_terms'] as Terms)[1]?.agreed, false);
    assert.equal((all.body['service_terms'] as Terms)[0]?.agreed_by, 'KAUTH');
  });

  it('tells of the named tags only, and refuses unknown ones', async () => {
    const {api, token} = await asMember();

    const one = await api('/v2/user/service_terms?tags=marketing', token);
    const unknown = await api('/v2/user/service_terms?tags=wrong', token);
    const odd = await api('/v2/user/service_terms?result=all', token);

    assert.equal((one.body['service_terms'] as Terms).length, 1);
    assert.equal(unknown.body['code'], -2);
    assert.equal(odd.body['code'], -2);
  });

  it('follows what an account agrees to and takes back', async () => {
    const {emulator, api, token} = await asMember('missing-term');
    const account = emulator.account('missing-term');

    account.agree('privacy');
    account.revoke('marketing');

    const {body} = await api('/v2/user/service_terms', token);
    assert.deepEqual(
      (body['service_terms'] as Terms).map(({tag}) => tag),
      ['service', 'privacy'],
    );
  });
});
