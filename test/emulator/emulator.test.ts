import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {runs, seed} from '../support/family.js';
import {createKakaoEmulator, DEFAULT_APP, type EmulatedAppOptions, PERSONAS} from '../../src/emulator/index.js';
import {KAPI, KAUTH, OTHER_APP, REDIRECT_URI, setup, toAuthorizeAddress} from './support/setup.js';
import {visitAs, Visitor} from './support/visitor.js';
import rows from './emulator.json' with {type: 'json'};

describe('createKakaoEmulator', () => {
  const [rest] = DEFAULT_APP.restApiKeys;
  const [script] = DEFAULT_APP.javascriptKeys;
  const impossible: readonly (readonly [string, readonly EmulatedAppOptions[]])[] = [
    ['no app', []],
    ['a key twice', [DEFAULT_APP, DEFAULT_APP]],
    ['a key that is none', [{...DEFAULT_APP, restApiKeys: [{...rest, key: 'a b'}]}]],
    ['a relative redirect URI', [{...DEFAULT_APP, restApiKeys: [{...rest, redirectUris: ['/callback']}]}]],
    ['a fragment', [{...DEFAULT_APP, restApiKeys: [{...rest, redirectUris: ['http://localhost/#x']}]}]],
    ['a domain with a path', [{...DEFAULT_APP, javascriptKeys: [{...script, domains: ['http://localhost:3000/']}]}]],
  ];
  for (const [what, apps] of impossible) {
    it(`refuses ${what}`, () => {
      assert.throws(() => createKakaoEmulator({apps}), Error);
    });
  }

  it('refuses two people with one id', () => {
    assert.throws(() => createKakaoEmulator({personas: [PERSONAS[0]!, PERSONAS[0]!]}), /of its own/);
  });

  it('answers fetch without being called on the emulator', async () => {
    const {fetch} = createKakaoEmulator();

    assert.equal((await fetch(`${KAUTH}/.well-known/jwks.json`)).status, 200);
    assert.equal((await fetch(new URL(`${KAPI}/v2/user/me`), {headers: {authorization: 'Bearer x'}})).status, 401);
  });

  it('tells the time of its own clock in every answer, also without a server around it', async () => {
    const now = Date.UTC(2026, 10, 22, 9, 0, 0);
    const {fetch, failNext} = createKakaoEmulator({now: () => now});
    failNext('discovery', {status: 503});

    const paths = ['.well-known/jwks.json', '.well-known/openid-configuration', 'nowhere', 'oauth/authorize'];
    const dates = paths.map(async (path) => (await fetch(`${KAUTH}/${path}`)).headers.get('date'));

    assert.deepEqual(new Set(await Promise.all(dates)), new Set(['Sun, 22 Nov 2026 09:00:00 GMT']));
  });

  it('serves a given file as the SDK, at any version', async () => {
    const file = fileURLToPath(import.meta.url);
    const {fetch} = createKakaoEmulator({sdkFile: file});

    const response = await fetch('https://t1.kakaocdn.net/kakao_js_sdk/2.8.3/kakao.min.js');

    assert.equal(await response.text(), readFileSync(file, 'utf8'));
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.throws(() => createKakaoEmulator({sdkFile: `${file}.missing`}), /ENOENT/);
  });

  for (const [address, status] of [
    ['https://kauth.kakao.com/v2/user/me', 404],
    ['https://kapi.kakao.com/oauth/token', 404],
    ['https://kauth.kakao.com/__emulator', 404],
    ['https://accounts.kakao.com/__emulator/reset', 404],
    ['https://kauth.kakao.com/.well-known/jwks.json', 200],
  ] as const) {
    it(`answers ${status} to ${address}, as the hosts of Kakao’s divide it`, async () => {
      assert.equal((await createKakaoEmulator().fetch(address)).status, status);
    });
  }

  it('draws a face for everybody, and for nobody else', async () => {
    const {fetch} = createKakaoEmulator();
    const ask = async (name: string) => (await fetch(`https://k.kakaocdn.net/dn/${name}/img_640x640.svg`)).status;

    assert.deepEqual([await ask('member'), await ask('nobody'), await ask('%E0%A4%A')], [200, 404, 404]);
  });

  it('keeps several apps apart', async () => {
    const {emulator, exchange, code} = setup({apps: [DEFAULT_APP, OTHER_APP]});
    const response = await exchange(code('member', {client_id: 'second-app-rest-key'}));

    emulator.account('member', 2).unlink();

    assert.equal(response.status, 400);
    assert.equal(emulator.account('member').linked, true);
    assert.equal(emulator.account('member', 2).linked, false);
  });
});

describe('authorize', () => {
  it('plays a visitor who agrees or cancels', () => {
    const {emulator} = setup();

    const agreed = new URL(emulator.authorize(toAuthorizeAddress(), {persona: 'new-visitor'}));
    const cancelled = new URL(emulator.authorize(toAuthorizeAddress(), {persona: 'no-ci', answer: 'cancel'}));

    assert.deepEqual([...agreed.searchParams.keys()], ['code', 'state']);
    assert.equal(cancelled.searchParams.get('error'), 'access_denied');
    assert.equal(emulator.account('no-ci').linked, false);
  });

  it('throws where Kakao would show its error page', () => {
    const {emulator} = setup();

    assert.throws(
      () => emulator.authorize(toAuthorizeAddress({redirect_uri: 'http://localhost/'}), {persona: 'member'}),
      /KOE006/,
    );
  });
});

describe('reset and snapshot', () => {
  it('goes back to the start', async () => {
    const {emulator, tokens, api} = setup();
    const {access_token: token} = await tokens('new-visitor');
    emulator.account('member').unlink();
    emulator.failNext('token', {status: 500});

    emulator.reset();

    assert.equal(emulator.account('new-visitor').linked, false);
    assert.equal(emulator.account('member').linked, true);
    assert.equal(emulator.requests.length, 0);
    assert.equal(emulator.counts.token, 0);
    assert.doesNotThrow(() => emulator.expectNoPlannedFailures());
    assert.equal((await api('/v2/user/me', token)).status, 401);
  });

  it('carries links, terms and sessions into another emulator, as JSON', async () => {
    const {emulator, visitor} = await visitAs('new-visitor');
    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy');
    const saved = JSON.parse(JSON.stringify(emulator.snapshot())) as unknown;

    const {emulator: other} = setup();
    other.restore(saved);

    const returning = new Visitor(other);
    for (const [name, value] of visitor.cookies) returning.cookies.set(name, value);
    await returning.open(toAuthorizeAddress({prompt: 'none'}));
    assert.ok('code' in returning.answer);
    assert.deepEqual([...other.account('new-visitor').terms], ['service', 'privacy']);
  });

  for (const junk of rows.snapshots) {
    it(`refuses to restore ${JSON.stringify(junk)} and changes nothing`, () => {
      const {emulator} = setup();
      emulator.account('member').unlink();

      assert.throws(() => emulator.restore(junk), /not a snapshot/);
      assert.equal(emulator.account('member').linked, false);
    });
  }
});

describe('whatever is asked', () => {
  const value = fc.oneof(
    fc.string({unit: 'binary', maxLength: 20}),
    fc.constantFrom(DEFAULT_APP.restApiKeys[0].key, REDIRECT_URI, 'code', 'none', 'authorization_code', '__proto__'),
  );

  it('gets an answer, never a crash and never a way to an address that is not registered', async () => {
    const {emulator} = setup();
    emulator.signInToKakaoTalk('member');

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...rows.paths),
        fc.constantFrom('GET', 'POST'),
        fc.array(fc.tuple(fc.constantFrom(...rows.names), value), {maxLength: 8}),
        async (path, method, fields) => {
          const text = new URLSearchParams(fields).toString();
          const response = await emulator.fetch(`http://127.0.0.1:4000${path}?${method === 'GET' ? text : ''}`, {
            method,
            ...(method === 'POST' && {body: new URLSearchParams(fields)}),
            headers: {'user-agent': 'KAKAOTALK 26'},
          });
          const location = response.headers.get('location');
          return response.status < 500 && (location === null || location.startsWith(`${REDIRECT_URI}?`));
        },
      ),
      {seed, numRuns: runs(500)},
    );
  });
});
