import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {it} from 'node:test';
import {createLocalJWKSet, jwtVerify, type JSONWebKeySet} from 'jose';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {KAUTH, readClaims, REST_KEY, SCRIPT_KEY, SECRET, setup, toAuthorizeAddress, toForm} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';
import rows from './token.json' with {type: 'json'};

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const PKCE = {code_challenge: CHALLENGE, code_challenge_method: 'S256'};
const OTHER_REST = {key: 'otherrestkeyotherrestkey', redirectUris: [...DEFAULT_APP.restApiKeys[0].redirectUris]};

const readError = async (response: Response) => {
  const body = (await response.json()) as {error_code?: string; error?: string};
  return [response.status, body.error_code];
};

describeBothWays('POST /oauth/token', () => {
  it('gives tokens that a standard library accepts', async () => {
    const {emulator, clock, tokens} = setup();

    const answer = await tokens('member');

    const keys = await emulator.fetch(`${KAUTH}/.well-known/jwks.json`);
    const {payload} = await jwtVerify(answer.id_token!, createLocalJWKSet((await keys.json()) as JSONWebKeySet), {
      issuer: KAUTH,
      audience: REST_KEY,
      algorithms: ['RS256'],
      currentDate: new Date(clock.at),
    });
    const seconds = clock.at / 1000;
    assert.deepEqual(payload, {
      aud: REST_KEY,
      sub: '4100000002',
      auth_time: seconds,
      iss: KAUTH,
      exp: seconds + 21_599,
      iat: seconds,
      nickname: '이하늘',
      email: 'haneul@example.com',
      nonce: 'nonce-1',
    });
    assert.equal(answer.scope, 'profile_nickname profile_image account_email phone_number openid');
  });

  it('names the key that the code was asked for with as audience, and gives it that key’s lifetime', async () => {
    const {code, exchange} = setup();

    const response = await exchange(code('member', {client_id: SCRIPT_KEY}));
    const body = (await response.json()) as {expires_in: number; id_token: string};

    assert.equal(response.status, 200);
    assert.equal(readClaims(body.id_token)['aud'], SCRIPT_KEY);
    assert.equal(body.expires_in, 7199);
  });

  it('names itself as issuer under a host that is not Kakao’s', async () => {
    const {emulator, code} = setup();

    const response = await emulator.fetch('http://127.0.0.1:4000/oauth/token', {
      method: 'POST',
      body: toForm({
        grant_type: 'authorization_code',
        client_id: REST_KEY,
        client_secret: SECRET,
        redirect_uri: DEFAULT_APP.restApiKeys[0].redirectUris[0],
        code: code('member'),
      }),
    });

    const {id_token: idToken} = (await response.json()) as {id_token: string};
    assert.equal(readClaims(idToken)['iss'], 'http://127.0.0.1:4000');
  });

  it('leaves the ID token out where scope is named without openid, or OpenID Connect is off', async () => {
    const without = await setup().tokens('member', {scope: 'profile_nickname'});
    const off = await setup({app: {openIdConnect: false}}).tokens('member');

    assert.equal(without.id_token, undefined);
    assert.equal(off.id_token, undefined);
    assert.doesNotMatch(off.scope, /openid/);
  });

  type Refusal = [
    what: string,
    koe: string,
    status: number,
    pkce: 'PKCE' | object,
    sent: Record<string, string | null>,
  ];
  for (const [what, koe, status, asked, sent] of rows.refusals as Refusal[]) {
    it(`refuses ${what} with ${koe}`, async () => {
      const {code, exchange} = setup({app: {restApiKeys: [...DEFAULT_APP.restApiKeys, OTHER_REST]}});

      const response = await exchange(code('member', asked === 'PKCE' ? PKCE : {}), sent);

      assert.deepEqual(await readError(response), [status, koe]);
    });
  }

  it('takes the verifier of the challenge', async () => {
    const {code, exchange} = setup();

    const response = await exchange(code('member', PKCE), {code_verifier: VERIFIER});

    assert.equal(response.status, 200);
  });

  for (const [when, fields] of [
    ['once it was taken', {}],
    ['after a request that was wrong about it', {redirect_uri: 'http://localhost:3000/'}],
  ] as const) {
    it(`takes a code no more ${when}`, async () => {
      const {code, exchange} = setup();
      const once = code('member');
      await exchange(once, fields);

      const response = await exchange(once);

      assert.deepEqual(await readError(response), [400, 'KOE320']);
    });
  }

  for (const [minutes, status] of [
    [9.99, 200],
    [10, 400],
  ] as const) {
    it(`answers ${status} to a code ${minutes} minutes old`, async () => {
      const {clock, code, exchange} = setup();
      const issued = code('member');
      clock.at += minutes * 60_000;

      const response = await exchange(issued);

      assert.equal(response.status, status);
    });
  }

  it('takes a JavaScript key’s code with that key only, where the app says so', async () => {
    const {code, exchange} = setup({app: {exchange: 'same-key'}});

    const byRestKey = await exchange(code('member', {client_id: SCRIPT_KEY}));
    const bySameKey = await exchange(code('member', {client_id: SCRIPT_KEY}), {
      client_id: SCRIPT_KEY,
      client_secret: null,
    });

    assert.deepEqual(await readError(byRestKey), [400, 'KOE320']);
    assert.equal(bySameKey.status, 200);
  });

  it('refuses a code of somebody who has unlinked since', async () => {
    const {emulator, code, exchange} = setup();
    const issued = code('member');
    emulator.account('member').unlink();

    const response = await exchange(issued);

    assert.deepEqual(await readError(response), [400, 'KOE320']);
  });

  it('takes nothing but a form sent by POST', async () => {
    const {emulator} = setup();

    const byGet = await emulator.fetch(`${KAUTH}/oauth/token?grant_type=authorization_code`);
    const byJson = await emulator.fetch(`${KAUTH}/oauth/token`, {
      method: 'POST',
      body: '{}',
      headers: {'content-type': 'application/json'},
    });

    assert.equal(byGet.status, 405);
    assert.equal(byJson.status, 415);
  });

  it('renews tokens, the refresh token only in its last month', async () => {
    const {clock, tokens, exchange} = setup();
    const first = await tokens('member');
    const refresh = async () => {
      const fields = {grant_type: 'refresh_token', refresh_token: first.refresh_token, redirect_uri: null, code: null};
      return (await (await exchange('', fields)).json()) as Record<string, unknown>;
    };

    const early = await refresh();
    clock.at += 45 * 24 * 60 * 60_000;
    const late = await refresh();
    clock.at += 45 * 24 * 60 * 60_000;
    const tooLate = await refresh();

    assert.equal(typeof early['access_token'], 'string');
    assert.equal(typeof early['id_token'], 'string');
    assert.equal(early['refresh_token'], undefined);
    assert.equal(typeof late['refresh_token'], 'string');
    assert.equal(tooLate['error_code'], 'KOE322');
  });

  it('asks for the refresh token', async () => {
    const response = await setup().exchange('', {grant_type: 'refresh_token'});

    assert.deepEqual(await readError(response), [400, 'KOE319']);
  });
});

describeBothWays('the signing key', () => {
  it('is another one after rotateKeys, and the old one is published no more', async () => {
    const {emulator, tokens} = setup();
    const kid = (token: string) =>
      (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as {kid: string}).kid;
    const before = kid((await tokens('member')).id_token!);

    emulator.rotateKeys();
    const after = kid((await tokens('member')).id_token!);

    const {keys} = (await (await emulator.fetch(`${KAUTH}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
    assert.notEqual(after, before);
    assert.deepEqual(
      keys.map((key) => key.kid),
      [after],
    );
  });

  it('is the same for all emulators of a process, until one of them rotates its own', async () => {
    const [one, other] = [setup().emulator, setup().emulator];
    const read = async ({fetch}: typeof one) => (await fetch(`${KAUTH}/.well-known/jwks.json`)).text();
    assert.equal(await read(one), await read(other));

    one.rotateKeys();

    assert.notEqual(await read(one), await read(other));
  });
});

describeBothWays('GET /.well-known/openid-configuration', () => {
  it('names Kakao’s endpoints under Kakao’s host, its own elsewhere', async () => {
    const {emulator} = setup();
    const read = async (origin: string) =>
      (await (await emulator.fetch(`${origin}/.well-known/openid-configuration`)).json()) as Record<string, string>;

    const kakao = await read(KAUTH);
    const local = await read('http://localhost:4000');

    assert.equal(kakao['token_endpoint'], 'https://kauth.kakao.com/oauth/token');
    assert.equal(kakao['userinfo_endpoint'], 'https://kapi.kakao.com/v1/oidc/userinfo');
    assert.equal(local['jwks_uri'], 'http://localhost:4000/.well-known/jwks.json');
    assert.equal(new URL(toAuthorizeAddress()).pathname, new URL(kakao['authorization_endpoint']!).pathname);
  });
});
