import {createHmac} from 'node:crypto';
import {exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload} from 'jose';
import {ISSUER, type Provider} from '../support/provider.js';
import {JS_KEY, PERSON, REST_KEY, START} from '../support/site.js';

type Fields = Record<string, unknown>;

/** Makes an ID token of what would be a good one's claims and header. */
export type Forge = (claims: JWTPayload, header: Fields, provider: Provider) => Promise<string> | string;

type Row = readonly [id: string, forge: Forge];

const SECONDS = START / 1000;
const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;

const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** A token of any header and payload, with a good signature by a key. */
export async function signText(
  header: string,
  payload: string | Uint8Array,
  {keys}: Provider,
  key = keys[0]!.privateKey,
): Promise<string> {
  const input = `${encode(header)}.${Buffer.from(payload as string).toString('base64url')}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

export const sign = (claims: unknown, header: unknown, provider: Provider, key = provider.keys[0]!.privateKey) =>
  signText(JSON.stringify(header), JSON.stringify(claims), provider, key);

/** A token whose claims differ in some, or lack them where `undefined`. */
const claim =
  (changes: Fields): Forge =>
  (claims, header, provider) =>
    sign({...claims, ...changes}, header, provider);

/** The same, of the good claims themselves. */
const claimOf =
  (change: (claims: JWTPayload) => Fields): Forge =>
  (claims, header, provider) =>
    sign({...claims, ...change(claims)}, header, provider);

/** A token whose header differs. It is signed by the right key all the same. */
const withHeader =
  (changes: Fields): Forge =>
  (claims, header, provider) =>
    sign(claims, {...header, ...changes}, provider);

/** A good token, and what became of its text. */
const changeText =
  (change: (token: string) => string): Forge =>
  async (claims, header, provider) =>
    change(await sign(claims, header, provider));

const withPayload =
  (toPayload: (claims: JWTPayload) => string | Uint8Array): Forge =>
  (claims, header, provider) =>
    signText(JSON.stringify(header), toPayload(claims), provider);

/** Signed in another way, by a key of its kind that is published under the known name. */
const signedWith =
  (alg: string): Forge =>
  async (claims, header, provider) => {
    const {privateKey, publicKey} = await generateKeyPair(alg, {extractable: true});
    provider.published = [{...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig'}];
    return new SignJWT(claims).setProtectedHeader({...header, alg}).sign(privateKey);
  };

/** HS256 by a text that is no secret to others. */
const signedWithText =
  (toText: (provider: Provider) => Promise<string> | string): Forge =>
  async (claims, header, provider) => {
    const input = `${encode(JSON.stringify({...header, alg: 'HS256'}))}.${encode(JSON.stringify(claims))}`;
    return `${input}.${createHmac('sha256', await toText(provider))
      .update(input)
      .digest('base64url')}`;
  };

/** Claims that speak of another login, another app, nobody, or another time. */
const CLAIMS: readonly Row[] = [
  ['oidcc-client-test-nonce-invalid', claimOf(({nonce}) => ({nonce: `${String(nonce)}1`}))],
  ['fapi2-invalid-missing-nonce', claim({nonce: undefined})],
  ['nonce-null', claim({nonce: null})],
  ['nonce-number', claim({nonce: 0})],
  ['nonce-array', claimOf(({nonce}) => ({nonce: [nonce]}))],
  ['nonce-padded', claimOf(({nonce}) => ({nonce: `${String(nonce)}=`}))],
  ['nonce-in-capitals', claimOf(({nonce}) => ({nonce: String(nonce).toUpperCase()}))],
  ['nonce-in-hex', claimOf(({nonce}) => ({nonce: Buffer.from(String(nonce), 'base64url').toString('hex')}))],

  ['oidcc-client-test-invalid-iss', claim({iss: `${ISSUER}1`})],
  ['fapi2-invalid-missing-iss', claim({iss: undefined})],
  ['iss-slash', claim({iss: `${ISSUER}/`})],
  ['iss-case', claim({iss: 'https://KAUTH.kakao.com'})],
  ['iss-without-scheme', claim({iss: 'kauth.kakao.com'})],
  ['iss-by-http', claim({iss: ISSUER.replace('https', 'http')})],
  ['iss-array', claim({iss: [ISSUER]})],

  ['oidcc-client-test-invalid-aud', claim({aud: `${REST_KEY}1`})],
  ['oidcc-client-test-missing-aud', claim({aud: undefined})],
  ['fapi2-invalid-secondary-aud', claim({aud: [REST_KEY, 'other']})],
  ['fapi2-invalid-secondary-aud-with-azp', claim({aud: [REST_KEY, 'other'], azp: REST_KEY})],
  ['aud-twice', claim({aud: [REST_KEY, REST_KEY]})],
  ['aud-empty-array', claim({aud: []})],
  ['aud-nested', claim({aud: [[REST_KEY]]})],
  ['aud-object', claim({aud: {0: REST_KEY, length: 1}})],
  ['aud-two-in-one-text', claim({aud: `${REST_KEY} ${JS_KEY}`})],
  ['aud-in-capitals', claim({aud: REST_KEY.toUpperCase()})],
  ['aud-other-key', claim({aud: JS_KEY})],
  ['azp-other', claim({azp: 'other'})],
  ['azp-null', claim({azp: null})],
  ['azp-array', claim({azp: [REST_KEY]})],

  ['oidcc-client-test-missing-sub', claim({sub: undefined})],
  ['sub-number', claim({sub: Number(PERSON)})],
  ['sub-empty', claim({sub: ''})],
  ['sub-21-digits', claim({sub: '1'.repeat(21)})],
  ['sub-zero', claim({sub: '0'})],
  ['sub-leading-zero', claim({sub: `0${PERSON}`})],
  ['sub-negative', claim({sub: `-${PERSON}`})],
  ['sub-plus', claim({sub: `+${PERSON}`})],
  ['sub-exponent', claim({sub: '42e8'})],
  ['sub-fraction', claim({sub: `${PERSON}.0`})],
  ['sub-wide-digits', claim({sub: '４２'})],
  ['sub-proto', claim({sub: '__proto__'})],
  ['sub-blank-before', claim({sub: ` ${PERSON}`})],
  ['sub-newline', claim({sub: `${PERSON}\n`})],
  ['sub-nul', claim({sub: `${PERSON}\0`})],
  ['sub-array', claim({sub: [PERSON]})],
  ['sub-10-kb', claim({sub: '1'.repeat(10_000)})],

  ['oidcc-client-test-missing-iat', claim({iat: undefined})],
  ['iat-string', claim({iat: String(SECONDS)})],
  ['iat-null', claim({iat: null})],
  ['fapi1-iat-is-week-in-past', claim({iat: SECONDS - WEEK})],
  ['iat-601-s-ago', claim({iat: SECONDS - 601})],
  ['iat-future', claim({iat: SECONDS + HOUR})],
  ['iat-61-s-ahead', claim({iat: SECONDS + 61})],
  ['iat-in-milliseconds', claim({iat: START})],
  ['fapi2-invalid-expired-exp', claim({exp: SECONDS - 360})],
  ['exp-60-s-ago', claim({exp: SECONDS - 60})],
  ['fapi2-invalid-missing-exp', claim({exp: undefined})],
  ['exp-string', claim({exp: String(SECONDS + HOUR)})],
  ['exp-null', claim({exp: null})],
  ['exp-true', claim({exp: true})],
  ['exp-infinite', withPayload((claims) => JSON.stringify({...claims, exp: 0}).replace('"exp":0', '"exp":1e999'))],
  ['nbf-future', claim({nbf: SECONDS + HOUR})],
  ['nbf-string', claim({nbf: 'soon'})],
  ['nbf-null', claim({nbf: null})],
  ['events', claim({events: {'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked': {}}})],
  ['events-null', claim({events: null})],
];

/** Another signature than Kakao's, or none. */
const SIGNATURES: readonly Row[] = [
  [
    'oidcc-client-test-invalid-sig-rs256',
    changeText((token) =>
      token.replace(/\.([\w-])([\w-]+)$/, (_all, a: string, b: string) => `.${a === 'A' ? 'B' : 'A'}${b}`),
    ),
  ],
  ['sig-empty', changeText((token) => token.replace(/[\w-]+$/, ''))],
  ['sig-truncated', changeText((token) => token.slice(0, -4))],
  ['sig-longer', changeText((token) => `${token}AAAA`)],
  ['sig-zero', changeText((token) => token.replace(/[\w-]+$/, 'A'.repeat(342)))],
  ['sig-of-another-payload', changeText((token) => token.replace(/\.[\w-]+\./, `.${encode('{"sub":"1"}')}.`))],
  ['oidcc-client-test-idtoken-sig-none', changeToNone('none')],
  ['alg-none-in-other-case', changeToNone('NoNe')],
  ['alg-none-signed', withHeader({alg: 'none'})],
  ['alg-missing', withHeader({alg: undefined})],
  ['alg-lower-case', withHeader({alg: 'rs256'})],
  ['alg-array', withHeader({alg: ['RS256']})],
  ['oidcc-client-test-invalid-sig-hs256', signedWithText(() => 'x'.repeat(32))],
  [
    'hs256-public-key',
    signedWithText(async ({keys}) =>
      exportSPKI((await importJWK(keys[0]!.publicJwk, 'RS256', {extractable: true})) as CryptoKey),
    ),
  ],
  ['hs256-modulus', signedWithText(({keys}) => keys[0]!.publicJwk.n!)],
  ['oidcc-client-test-invalid-sig-es256', signedWith('ES256')],
  ['ps256', signedWith('PS256')],
  ['rs384', signedWith('RS384')],
  ['rs512', signedWith('RS512')],
  ['eddsa', signedWith('EdDSA')],
  ['other-key-same-kid', (claims, header, p) => sign(claims, header, p, p.keys[1]!.privateKey)],
];

/** A header that names another key, brings its own, or changes what the token is. */
const HEADERS: readonly Row[] = [
  ['unknown-kid', (claims, header, p) => sign(claims, {...header, kid: 'key-9'}, p, p.keys[1]!.privateKey)],
  ['kid-empty', withHeader({kid: ''})],
  ['kid-number', withHeader({kid: 1})],
  ['kid-proto', withHeader({kid: '__proto__'})],
  ['kid-path', withHeader({kid: '../../key-1'})],
  [
    'oidcc-client-test-kid-absent-multiple-jwks',
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk: {kty, n, e}}) => ({kty, n, e}) as JWK);
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'kid-absent-one-of-several-named',
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk}) => publicJwk);
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'kid-absent-beside-a-key-of-another-kind',
    async (claims, header, p) => {
      const {publicKey} = await generateKeyPair('ES256');
      p.published = [p.keys[0]!.publicJwk, {...(await exportJWK(publicKey)), kid: 'key-2', alg: 'ES256'}];
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'embedded-jwk',
    (claims, header, p) => sign(claims, {...header, kid: 'key-2', jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
  ],
  [
    'embedded-jwk-of-the-same-kid',
    (claims, header, p) => sign(claims, {...header, jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
  ],
  ['jku', (claims, header, p) => sign(claims, {...header, jku: 'https://evil.example/jwks'}, p, p.keys[1]!.privateKey)],
  ['x5u', (claims, header, p) => sign(claims, {...header, x5u: 'https://evil.example/x5u'}, p, p.keys[1]!.privateKey)],
  ['crit', withHeader({crit: ['x'], x: 1})],
  ['crit-b64', withHeader({b64: true, crit: ['b64']})],
  ['crit-empty', withHeader({crit: []})],
  ['crit-null', withHeader({crit: null})],
  ['typ-set', withHeader({typ: 'secevent+jwt'})],
  ['typ-at', withHeader({typ: 'at+jwt'})],
  ['typ-logout', withHeader({typ: 'logout+jwt'})],
  ['typ-number', withHeader({typ: 1})],
  ['typ-empty', withHeader({typ: ''})],
  ['header-array', (claims, _header, p) => sign(claims, [{alg: 'RS256'}], p)],
  ['header-null', (claims, _header, p) => sign(claims, null, p)],
  ['header-not-json', (claims, _header, p) => signText('{alg:"RS256"}', JSON.stringify(claims), p)],
];

/** Texts that are no JWT of three strict parts, and payloads that are no claims. */
const TEXTS: readonly Row[] = [
  ['one-part', changeText((token) => token.replaceAll('.', ''))],
  ['two-parts', changeText((token) => token.slice(0, token.lastIndexOf('.')))],
  ['four-parts', changeText((token) => `${token}.e30`)],
  ['five-parts', changeText((token) => `${token}.e30.e30`)],
  ['header-empty', changeText((token) => token.slice(token.indexOf('.')))],
  ['payload-empty', changeText((token) => token.replace(/\.[\w-]+\./, '..'))],
  ['blank-inside', changeText((token) => `${token.slice(0, -9)} ${token.slice(-9)}`)],
  ['blank-before', changeText((token) => ` ${token}`)],
  ['newline-after', changeText((token) => `${token}\n`)],
  ['nul-after', changeText((token) => `${token}\0`)],
  ['bearer-before', changeText((token) => `Bearer ${token}`)],
  ['last-character', changeText((token) => token.slice(0, -1) + (token.endsWith('h') ? 'i' : 'h'))],
  ['padded', changeText((token) => `${token}==`)],
  [
    'plain-base64',
    changeText((token) =>
      token
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('base64'))
        .join('.'),
    ),
  ],
  ['escaped-dots', changeText((token) => token.replaceAll('.', '%2E'))],
  [
    'json-serialization',
    changeText((token) => {
      const [header, payload, signature] = token.split('.');
      return JSON.stringify({protected: header, payload, signature});
    }),
  ],
  ['17-kib', claim({padding: 'x'.repeat(17_000)})],
  ['payload-array', withPayload((claims) => JSON.stringify([claims]))],
  ['payload-null', withPayload(() => 'null')],
  ['payload-text', withPayload((claims) => JSON.stringify(JSON.stringify(claims)))],
  ['payload-not-json', withPayload((claims) => JSON.stringify(claims).slice(0, -1))],
  ['payload-two-objects', withPayload((claims) => JSON.stringify(claims).repeat(2))],
  ['payload-not-utf8', withPayload((claims) => Buffer.from(JSON.stringify({...claims, name: 'é'}), 'latin1'))],
  ['payload-utf16', withPayload((claims) => Buffer.from(JSON.stringify(claims), 'utf16le'))],
  ['payload-claims-inherited', withPayload((claims) => `{"__proto__":${JSON.stringify(claims)}}`)],
  ['payload-last-of-twins', withPayload((claims) => JSON.stringify(claims).replace(/\}$/, ',"nonce":"other"}'))],
];

function changeToNone(alg: string): Forge {
  return (claims, header) => `${encode(JSON.stringify({...header, alg}))}.${encode(JSON.stringify(claims))}.`;
}

/** ID tokens that must be refused. */
export const REFUSED: readonly Row[] = [...CLAIMS, ...SIGNATURES, ...HEADERS, ...TEXTS];

/** ID tokens that are as good as Kakao's. */
export const ACCEPTED: readonly Row[] = [
  ['oidcc-client-test-idtoken-sig-rs256', claim({})],
  ['fapi2-valid-aud-as-array', claim({aud: [REST_KEY]})],
  ['azp-same', claim({azp: REST_KEY})],
  ['typ-absent', withHeader({typ: undefined})],
  ['oidcc-client-test-kid-absent-single-jwks', withHeader({kid: undefined})],
  ['exp-20s', claim({exp: SECONDS - 20})],
  ['exp-59-s-ago', claim({exp: SECONDS - 59})],
  ['iat-60-s-ahead', claim({iat: SECONDS + 60})],
  ['iat-600-s-ago', claim({iat: SECONDS - 600})],
  ['iat-fraction', claim({iat: SECONDS + 0.5})],
  ['nbf-60-s-ahead', claim({nbf: SECONDS + 60})],
  ['more-claims', claim({nickname: '라이언', picture: null, constructor: 1, auth_time: 'yesterday'})],
  ['payload-spaced', withPayload((claims) => `\n ${JSON.stringify(claims, null, 2)}\n`)],
  [
    'key-hints-of-another-by-the-known-key',
    withHeader({jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x5u', x5c: ['AAAA']}),
  ],
];
