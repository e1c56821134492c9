import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {describe, test} from 'node:test';
import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import fc from 'fast-check';
import {checkClaims, type IdTokenRules, readIdToken} from '../../src/server/id-token.js';
import {Refusal} from '../../src/server/refusal.js';
import {createSigningKeys} from '../../src/server/signing-keys.js';
import {ISSUER, type Provider} from './support/provider.js';
import {drawSeed} from './support/seed.js';
import {
  assertNobodyMade,
  assertRefused,
  createSite,
  json,
  JS_KEY,
  PERSON,
  REST_KEY,
  START,
  type LoginFields,
  type Site,
} from './support/site.js';

type Spoil = (claims: JWTPayload, header: JWTHeaderParameters, provider: Provider) => Promise<string> | string;

const SECONDS = START / 1000;
const WEEK = 7 * 86_400;

const sign = (claims: object, header: object, {keys}: Provider, key = keys[0]!.privateKey): Promise<string> =>
  new SignJWT(claims as JWTPayload).setProtectedHeader(header as JWTHeaderParameters).sign(key);

/** A token whose claims differ in some, or lack them where `undefined`. */
const claim =
  (changes: Record<string, unknown>): Spoil =>
  (claims, header, provider) =>
    sign({...claims, ...changes}, header, provider);

const withHeader =
  (changes: Record<string, unknown>): Spoil =>
  (claims, header, provider) =>
    sign(claims, {...header, ...changes}, provider);

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const changeText =
  (change: (token: string) => string): Spoil =>
  async (claims, header, provider) =>
    change(await sign(claims, header, provider));

/** Rows that must be refused, by their names in the OpenID suite, or `ktl-` where they are our own. */
const REFUSED: [name: string, spoil: Spoil][] = [
  ['oidcc-client-test-nonce-invalid', (c, h, p) => claim({nonce: `${String(c['nonce'])}1`})(c, h, p)],
  ['fapi2-invalid-missing-nonce', claim({nonce: undefined})],
  ['ktl-nonce-array', (c, h, p) => claim({nonce: [c['nonce']]})(c, h, p)],
  ['oidcc-client-test-invalid-iss', claim({iss: `${ISSUER}1`})],
  ['ktl-iss-slash', claim({iss: `${ISSUER}/`})],
  ['ktl-iss-case', claim({iss: 'https://KAUTH.kakao.com'})],
  ['fapi2-invalid-missing-iss', claim({iss: undefined})],
  ['oidcc-client-test-invalid-aud', claim({aud: `${REST_KEY}1`})],
  ['oidcc-client-test-missing-aud', claim({aud: undefined})],
  ['fapi2-invalid-secondary-aud', claim({aud: [REST_KEY, 'other']})],
  ['fapi2-invalid-secondary-aud with azp', claim({aud: [REST_KEY, 'other'], azp: REST_KEY})],
  ['ktl-aud-twice', claim({aud: [REST_KEY, REST_KEY]})],
  ['ktl-aud-empty-array', claim({aud: []})],
  ['ktl-aud-nested', claim({aud: [[REST_KEY]]})],
  ['ktl-aud-other-key', claim({aud: JS_KEY})],
  ['ktl-azp-other', claim({azp: 'other'})],
  ['oidcc-client-test-missing-sub', claim({sub: undefined})],
  ['ktl-sub-number', claim({sub: Number(PERSON)})],
  ['ktl-sub-empty', claim({sub: ''})],
  ['ktl-sub-21-digits', claim({sub: '1'.repeat(21)})],
  ['ktl-sub-zero', claim({sub: '0'})],
  ['ktl-sub-leading-zero', claim({sub: `0${PERSON}`})],
  ['ktl-sub-proto', claim({sub: '__proto__'})],
  ['ktl-sub-newline', claim({sub: `${PERSON}\n`})],
  ['ktl-sub-10-kb', claim({sub: '1'.repeat(10_000)})],
  ['oidcc-client-test-missing-iat', claim({iat: undefined})],
  ['ktl-iat-string', claim({iat: String(SECONDS)})],
  ['fapi1-iat-is-week-in-past', claim({iat: SECONDS - WEEK})],
  ['ktl-iat-601-s-ago', claim({iat: SECONDS - 601})],
  ['ktl-iat-future', claim({iat: SECONDS + 3600})],
  ['ktl-iat-61-s-ahead', claim({iat: SECONDS + 61})],
  ['fapi2-invalid-expired-exp', claim({exp: SECONDS - 360})],
  ['ktl-exp-60-s-ago', claim({exp: SECONDS - 60})],
  ['fapi2-invalid-missing-exp', claim({exp: undefined})],
  ['ktl-exp-string', claim({exp: String(SECONDS + 3600)})],
  ['ktl-exp-null', claim({exp: null})],
  ['ktl-nbf-future', claim({nbf: SECONDS + 3600})],
  ['ktl-nbf-string', claim({nbf: 'soon'})],
  [
    'oidcc-client-test-invalid-sig-rs256',
    changeText((token) =>
      token.replace(/\.([\w-])([\w-]+)$/, (_all, a: string, b: string) => `.${a === 'A' ? 'B' : 'A'}${b}`),
    ),
  ],
  ['ktl-sig-empty', changeText((token) => token.replace(/[\w-]+$/, ''))],
  ['ktl-sig-truncated', changeText((token) => token.slice(0, -4))],
  ['ktl-sig-last-character', changeText((token) => token.slice(0, -1) + (token.endsWith('h') ? 'i' : 'h'))],
  ['ktl-sig-blank', changeText((token) => `${token.slice(0, -9)} ${token.slice(-9)}`)],
  ['ktl-sig-newline', changeText((token) => `${token}\n`)],
  ['ktl-four-parts', changeText((token) => `${token}.e30`)],
  ['ktl-payload-of-another', changeText((token) => token.replace(/\.[\w-]+\./, `.${encode({sub: '1'})}.`))],
  ['ktl-17-kib', claim({padding: 'x'.repeat(17_000)})],
  ['oidcc-client-test-idtoken-sig-none', (c, h) => `${encode({...h, alg: 'none'})}.${encode(c)}.`],
  ['ktl-alg-none-signed', (c, h) => `${encode({...h, alg: 'None'})}.${encode(c)}.AAAA`],
  ['ktl-alg-missing', (c, h) => `${encode({...h, alg: undefined})}.${encode(c)}.AAAA`],
  [
    'oidcc-client-test-invalid-sig-hs256',
    (c, h) => new SignJWT(c).setProtectedHeader({...h, alg: 'HS256'}).sign(new TextEncoder().encode('x'.repeat(32))),
  ],
  [
    'ktl-hs256-public-key',
    async (c, h, {keys}) => {
      const pem = await exportSPKI((await importJWK(keys[0]!.publicJwk, 'RS256', {extractable: true})) as CryptoKey);
      const input = `${encode({...h, alg: 'HS256'})}.${encode(c)}`;
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    },
  ],
  ['oidcc-client-test-invalid-sig-es256', (c, h, p) => signWith('ES256', c, h, p)],
  ['ktl-ps256', (c, h, p) => signWith('PS256', c, h, p)],
  ['ktl-rs512', (c, h, p) => signWith('RS512', c, h, p)],
  ['ktl-other-key-same-kid', (c, h, p) => sign(c, h, p, p.keys[1]!.privateKey)],
  ['ktl-unknown-kid', (c, h, p) => sign(c, {...h, kid: 'key-9'}, p, p.keys[1]!.privateKey)],
  [
    'ktl-kid-number',
    (c, h, p) => sign(c, {...h, kid: 1}, p).catch(() => `${encode({...h, kid: 1})}.${encode(c)}.AAAA`),
  ],
  [
    'oidcc-client-test-kid-absent-multiple-jwks',
    (c, h, p) => {
      p.published = p.keys.map(({publicJwk: {kty, n, e}}) => ({kty, n, e}) as JWK);
      return sign(c, {...h, kid: undefined}, p);
    },
  ],
  [
    'ktl-kid-absent-one-of-several-named',
    (c, h, p) => {
      p.published = p.keys.map(({publicJwk}) => publicJwk);
      return sign(c, {...h, kid: undefined}, p);
    },
  ],
  ['ktl-embedded-jwk', (c, h, p) => sign(c, {...h, kid: 'key-2', jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey)],
  [
    'ktl-kid-absent-beside-a-key-of-another-kind',
    async (c, h, p) => {
      const {publicKey} = await generateKeyPair('ES256');
      p.published = [p.keys[0]!.publicJwk, {...(await exportJWK(publicKey)), kid: 'key-2', alg: 'ES256'}];
      return sign(c, {...h, kid: undefined}, p);
    },
  ],
  ['ktl-jku', (c, h, p) => sign(c, {...h, jku: 'https://evil.example/jwks'}, p, p.keys[1]!.privateKey)],
  ['ktl-crit', (c, h) => `${encode({...h, crit: ['x'], x: 1})}.${encode(c)}.AAAA`],
  [
    'ktl-crit-b64',
    (c, h, p) => new SignJWT(c).setProtectedHeader({...h, b64: true, crit: ['b64']}).sign(p.keys[0]!.privateKey),
  ],
  ['ktl-typ-set', withHeader({typ: 'secevent+jwt'})],
  ['ktl-typ-at', withHeader({typ: 'at+jwt'})],
  ['ktl-typ-number', withHeader({typ: 1})],
  ['ktl-events', claim({events: {'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked': {}}})],
  ['ktl-events-null', claim({events: null})],
  ['ktl-payload-array', (_c, h, p) => signText('[1]', h, p)],
  ['ktl-payload-null', (_c, h, p) => signText('null', h, p)],
  ['ktl-payload-not-json', (_c, h, p) => signText('{', h, p)],
  ['ktl-exp-infinite', (c, h, p) => signText(JSON.stringify({...c, exp: 0}).replace('"exp":0', '"exp":1e999'), h, p)],
];

async function signWith(alg: string, claims: JWTPayload, header: object, provider: Provider): Promise<string> {
  const {privateKey, publicKey} = await generateKeyPair(alg, {extractable: true});
  provider.published = [{...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig'}];
  return sign(claims, {...header, alg}, provider, privateKey);
}

async function signText(payload: string, header: object, {keys}: Provider): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader(header as {alg: string})
    .sign(keys[0]!.privateKey);
}

async function logInWith(spoil: Spoil, login?: (site: Site) => LoginFields): Promise<{site: Site; response: Response}> {
  const site = await createSite();
  site.provider.makeIdToken = async (claims, header) => spoil(claims, header, site.provider);
  const response = await site.post(login ? login(site) : site.prepare());
  return {site, response};
}

describe('an ID token', () => {
  for (const [name, spoil] of REFUSED) {
    test(`is refused: ${name}`, async () => {
      const {site, response} = await logInWith(spoil);

      await assertRefused(site, response, 'id_token_invalid');
      assert.equal(site.provider.count('/oauth/token'), 1);
      assert.equal(site.provider.count('/v2/user/me'), 0, 'the access token is not used after a bad ID token');
      assert.ok(site.provider.count('/.well-known/jwks.json') <= 2);
      assertNobodyMade(site);
    });
  }

  const accepted: [name: string, spoil: Spoil][] = [
    ['oidcc-client-test-idtoken-sig-rs256', claim({})],
    ['fapi2-valid-aud-as-array', claim({aud: [REST_KEY]})],
    ['ktl-azp-same', claim({azp: REST_KEY})],
    ['ktl-typ-absent', withHeader({typ: undefined})],
    ['oidcc-client-test-kid-absent-single-jwks', withHeader({kid: undefined})],
    ['ktl-exp-20s', claim({exp: SECONDS - 20})],
    ['ktl-exp-59-s-ago', claim({exp: SECONDS - 59})],
    ['ktl-iat-60-s-ahead', claim({iat: SECONDS + 60})],
    ['ktl-iat-600-s-ago', claim({iat: SECONDS - 600})],
    ['ktl-nbf-60-s-ahead', claim({nbf: SECONDS + 60})],
    [
      'ktl-foreign-key-hints-by-the-pinned-key',
      withHeader({jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x5u', x5c: ['AAAA']}),
    ],
  ];
  for (const [name, spoil] of accepted) {
    test(`is accepted: ${name}`, async () => {
      const {site, response} = await logInWith(spoil);

      assert.equal((await json(response))['status'], 'signed-in', JSON.stringify(site.reports));
      assert.ok(site.provider.requests.every(({url}) => !url.includes('evil')));
    });
  }

  const audiences: [name: string, clientId: string, audience: string, accepted: boolean][] = [
    ['ktl-aud-js-key: the key that asked', JS_KEY, JS_KEY, true],
    ['the key that exchanged', JS_KEY, REST_KEY, true],
    ['ktl-aud-other-key: a JavaScript key in a REST login', REST_KEY, JS_KEY, false],
    ['a key of another app', JS_KEY, 'cccccccccccccccccccccccccccccccc', false],
  ];
  for (const [name, clientId, audience, isAccepted] of audiences) {
    test(`${isAccepted ? 'may' : 'must not'} be for ${name}`, async () => {
      const {site, response} = await logInWith(claim({aud: audience}), (shop) => shop.prepare({clientId}));

      assert.equal(site.provider.requests[0]!.form.get('client_id'), REST_KEY);
      if (isAccepted) assert.equal(response.status, 200, JSON.stringify(site.reports));
      else await assertRefused(site, response, 'id_token_invalid');
    });
  }

  test('ktl-code-swap: of another person’s login is refused by its nonce', async () => {
    const site = await createSite();
    const mine = site.prepare();
    const theirs = site.prepare({}, {sub: '4200000666'});

    const response = await site.post({...mine, code: theirs.code});

    await assertRefused(site, response, 'id_token_invalid');
    assert.equal(site.provider.count('/v2/user/me'), 0);
    assertNobodyMade(site);
  });

  test('is refused with any one of its characters changed', async (t) => {
    const site = await createSite();
    const login = site.prepare();
    const {id_token: good} = await site.provider.tokens({
      sub: PERSON,
      nonce: 'n',
      clientId: REST_KEY,
      audience: REST_KEY,
      redirectUri: login.redirectUri,
    });
    const text = good as string;
    const keys = createSigningKeys(site.provider.fetch, `${ISSUER}/.well-known/jwks.json`, () => START);
    const rules = {issuer: ISSUER, audiences: [REST_KEY], nonce: 'n', now: START};
    assert.deepEqual(await readIdToken(text, keys, rules), {sub: PERSON});

    const edit = fc.record({
      at: fc.nat(text.length - 1),
      to: fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_. =\n'), ''),
      kind: fc.constantFrom('replace', 'insert'),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({at, to, kind}) => {
        const changed = text.slice(0, at) + to + text.slice(kind === 'replace' ? at + 1 : at);
        if (changed === text) return;
        await assert.rejects(readIdToken(changed, keys, rules), (error) => error instanceof Refusal);
      }),
      {seed: drawSeed(t), numRuns: 3000},
    );
  });
});

describe('the clock', () => {
  for (const offset of [-86_400, -601, 61, 300, 86_400]) {
    test(`is named where it differs from Kakao's by ${offset} s and spoils a login`, async () => {
      const site = await createSite();
      site.provider.clock = () => site.clock.time + offset * 1000;

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'clock_skew');
      assert.match(
        site.reports[0]!.hint,
        new RegExp(`${Math.abs(offset)} s ${offset > 0 ? 'behind' : 'ahead of'} Kakao`),
      );
      assert.equal(site.provider.count('/v2/user/me'), 0);
      assertNobodyMade(site);
    });
  }

  for (const offset of [-600, -300, -59, 0, 59, 60]) {
    test(`may differ from Kakao's by ${offset} s`, async () => {
      const site = await createSite();
      site.provider.clock = () => site.clock.time + offset * 1000;

      const response = await site.post(site.prepare());

      assert.equal(response.status, 200, JSON.stringify(site.reports));
    });
  }

  test('is not blamed for a token that belongs to another login', async () => {
    const site = await createSite();
    site.provider.clock = () => site.clock.time + 300_000;

    const response = await site.post(site.prepare({}, {nonce: 'other'}));

    await assertRefused(site, response, 'id_token_invalid');
  });
});

describe('checkClaims', () => {
  const rules: IdTokenRules = {issuer: ISSUER, audiences: [REST_KEY, JS_KEY], nonce: 'nonce', now: START};
  const good = {iss: ISSUER, aud: REST_KEY, sub: PERSON, nonce: 'nonce', iat: SECONDS, exp: SECONDS + 3600};

  test('for any claims: accepts exactly those that keep every rule', (t) => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(
        ISSUER,
        REST_KEY,
        JS_KEY,
        [REST_KEY],
        [REST_KEY, JS_KEY],
        PERSON,
        'nonce',
        SECONDS,
        SECONDS - 600,
        SECONDS - 601,
        SECONDS + 60,
        SECONDS + 61,
        SECONDS - 60,
        SECONDS - 59,
        undefined,
      ),
      fc.anything({withBigInt: false}),
    );
    const names = fc.constantFrom('iss', 'aud', 'azp', 'sub', 'nonce', 'iat', 'exp', 'nbf', 'events', 'extra');

    fc.assert(
      fc.property(fc.dictionary(names, values, {maxKeys: 3}), (changes) => {
        const claims: Record<string, unknown> = {...good, ...changes};
        let isAccepted = true;
        try {
          assert.deepEqual(checkClaims(claims, rules), {sub: claims['sub']});
        } catch (error) {
          assert.ok(error instanceof Refusal && error.code === 'id_token_invalid', String(error));
          isAccepted = false;
        }
        assert.equal(isAccepted, keepsEveryRule(claims));
      }),
      {seed: drawSeed(t), numRuns: 50_000},
    );
  });

  for (const claims of [null, undefined, 1, 'text', [], [good]]) {
    test(`refuses ${(JSON.stringify(claims ?? null) + typeof claims).slice(0, 30)} as claims`, () => {
      assert.throws(() => checkClaims(claims, rules), {code: 'id_token_invalid'});
    });
  }
});

/** The rules once more, written the other way round. */
function keepsEveryRule(claims: Record<string, unknown>): boolean {
  const {iss, aud, azp, sub, nonce, iat, exp, nbf, events} = claims;
  const audiences = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  const isFinite = (value: unknown): value is number => Number.isFinite(value);
  return [
    iss === ISSUER,
    audiences.length === 1 && (audiences[0] === REST_KEY || audiences[0] === JS_KEY),
    azp === undefined || azp === audiences[0],
    typeof sub === 'string' &&
      sub.length <= 20 &&
      Array.from(sub).every((c) => c >= '0' && c <= '9') &&
      sub > '0' &&
      sub[0] !== '0',
    nonce === 'nonce',
    isFinite(iat) && iat >= SECONDS - 600 && iat <= SECONDS + 60,
    isFinite(exp) && SECONDS - exp < 60,
    nbf === undefined || (isFinite(nbf) && nbf <= SECONDS + 60),
    events === undefined,
  ].every(Boolean);
}
