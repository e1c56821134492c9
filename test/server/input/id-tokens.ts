import {exportJWK, exportSPKI, importJWK, type JWK} from 'jose';
import {ISSUER} from '../support/provider.js';
import {JS_KEY, PERSON, REST_KEY, START} from '../support/site.js';
import {
  changeText,
  changeToNone,
  claim,
  claimOf,
  encode,
  type Forge,
  publicKeyOfAnotherKind,
  sign,
  signedWith,
  signedWithText,
  signText,
  withHeader,
  withLength,
  withPayload,
} from './forge-id-token.js';

type Row = readonly [id: string, forge: Forge];
type RefusedRow = readonly [id: string, reason: string, forge: Forge];

/** What the site's log says of it. */
const REASON = {
  nonce: 'belongs to another login (nonce)',
  issuer: 'is from another issuer',
  audience: 'is for another app key',
  party: 'is for another party',
  subject: 'names nobody',
  times: 'lacks its times',
  expired: 'has expired',
  old: 'was issued too long ago',
  future: 'was issued in the future',
  early: 'is not valid yet',
  event: 'is an event, not a login',
  signature: 'has a signature by none of Kakao’s keys',
  algorithm: 'is not signed with RS256',
  type: 'is a token of another type',
  critical: 'has critical headers',
  header: 'has no header',
  shape: 'is not a signed JWT',
  claims: 'has unreadable claims',
} as const;

const SECONDS = START / 1000;
const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;

/** Claims that speak of another login, another app, nobody, or another time. */
const CLAIMS: readonly RefusedRow[] = [
  ['oidcc-client-test-nonce-invalid', REASON.nonce, claimOf(({nonce}) => ({nonce: `${String(nonce)}1`}))],
  ['fapi2-invalid-missing-nonce', REASON.nonce, claim({nonce: undefined})],
  ['nonce-null', REASON.nonce, claim({nonce: null})],
  ['nonce-number', REASON.nonce, claim({nonce: 0})],
  ['nonce-array', REASON.nonce, claimOf(({nonce}) => ({nonce: [nonce]}))],
  ['nonce-padded', REASON.nonce, claimOf(({nonce}) => ({nonce: `${String(nonce)}=`}))],
  ['nonce-in-capitals', REASON.nonce, claimOf(({nonce}) => ({nonce: String(nonce).toUpperCase()}))],
  [
    'nonce-in-hex',
    REASON.nonce,
    claimOf(({nonce}) => ({nonce: Buffer.from(String(nonce), 'base64url').toString('hex')})),
  ],

  ['oidcc-client-test-invalid-iss', REASON.issuer, claim({iss: `${ISSUER}1`})],
  ['fapi2-invalid-missing-iss', REASON.issuer, claim({iss: undefined})],
  ['iss-slash', REASON.issuer, claim({iss: `${ISSUER}/`})],
  ['iss-case', REASON.issuer, claim({iss: 'https://KAUTH.kakao.com'})],
  ['iss-without-scheme', REASON.issuer, claim({iss: 'kauth.kakao.com'})],
  ['iss-by-http', REASON.issuer, claim({iss: ISSUER.replace('https', 'http')})],
  ['iss-array', REASON.issuer, claim({iss: [ISSUER]})],

  ['oidcc-client-test-invalid-aud', REASON.audience, claim({aud: `${REST_KEY}1`})],
  ['oidcc-client-test-missing-aud', REASON.audience, claim({aud: undefined})],
  ['fapi2-invalid-secondary-aud', REASON.audience, claim({aud: [REST_KEY, 'other']})],
  ['fapi2-invalid-secondary-aud-with-azp', REASON.audience, claim({aud: [REST_KEY, 'other'], azp: REST_KEY})],
  ['aud-twice', REASON.audience, claim({aud: [REST_KEY, REST_KEY]})],
  ['aud-empty-array', REASON.audience, claim({aud: []})],
  ['aud-nested', REASON.audience, claim({aud: [[REST_KEY]]})],
  ['aud-object', REASON.audience, claim({aud: {0: REST_KEY, length: 1}})],
  ['aud-two-in-one-text', REASON.audience, claim({aud: `${REST_KEY} ${JS_KEY}`})],
  ['aud-in-capitals', REASON.audience, claim({aud: REST_KEY.toUpperCase()})],
  ['aud-other-key', REASON.audience, claim({aud: JS_KEY})],
  ['azp-other', REASON.party, claim({azp: 'other'})],
  ['azp-null', REASON.party, claim({azp: null})],
  ['azp-array', REASON.party, claim({azp: [REST_KEY]})],

  ['oidcc-client-test-missing-sub', REASON.subject, claim({sub: undefined})],
  ['sub-number', REASON.subject, claim({sub: Number(PERSON)})],
  ['sub-empty', REASON.subject, claim({sub: ''})],
  ['sub-21-digits', REASON.subject, claim({sub: '1'.repeat(21)})],
  ['sub-zero', REASON.subject, claim({sub: '0'})],
  ['sub-leading-zero', REASON.subject, claim({sub: `0${PERSON}`})],
  ['sub-negative', REASON.subject, claim({sub: `-${PERSON}`})],
  ['sub-plus', REASON.subject, claim({sub: `+${PERSON}`})],
  ['sub-exponent', REASON.subject, claim({sub: '42e8'})],
  ['sub-fraction', REASON.subject, claim({sub: `${PERSON}.0`})],
  ['sub-wide-digits', REASON.subject, claim({sub: '４２'})],
  ['sub-proto', REASON.subject, claim({sub: '__proto__'})],
  ['sub-blank-before', REASON.subject, claim({sub: ` ${PERSON}`})],
  ['sub-newline', REASON.subject, claim({sub: `${PERSON}\n`})],
  ['sub-nul', REASON.subject, claim({sub: `${PERSON}\0`})],
  ['sub-array', REASON.subject, claim({sub: [PERSON]})],
  ['sub-10-kb', REASON.subject, claim({sub: '1'.repeat(10_000)})],

  ['oidcc-client-test-missing-iat', REASON.times, claim({iat: undefined})],
  ['iat-string', REASON.times, claim({iat: String(SECONDS)})],
  ['iat-null', REASON.times, claim({iat: null})],
  ['fapi1-iat-is-week-in-past', REASON.old, claim({iat: SECONDS - WEEK})],
  ['iat-601-s-ago', REASON.old, claim({iat: SECONDS - 601})],
  ['iat-future', REASON.future, claim({iat: SECONDS + HOUR})],
  ['iat-61-s-ahead', REASON.future, claim({iat: SECONDS + 61})],
  ['iat-in-milliseconds', REASON.future, claim({iat: START})],
  ['fapi2-invalid-expired-exp', REASON.expired, claim({exp: SECONDS - 360})],
  ['exp-60-s-ago', REASON.expired, claim({exp: SECONDS - 60})],
  ['fapi2-invalid-missing-exp', REASON.times, claim({exp: undefined})],
  ['exp-string', REASON.times, claim({exp: String(SECONDS + HOUR)})],
  ['exp-null', REASON.times, claim({exp: null})],
  ['exp-true', REASON.times, claim({exp: true})],
  [
    'exp-infinite',
    REASON.times,
    withPayload((claims) => JSON.stringify({...claims, exp: 0}).replace('"exp":0', '"exp":1e999')),
  ],
  ['nbf-future', REASON.early, claim({nbf: SECONDS + HOUR})],
  ['nbf-string', REASON.times, claim({nbf: 'soon'})],
  ['nbf-null', REASON.times, claim({nbf: null})],
  [
    'events',
    REASON.event,
    claim({events: {'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked': {}}}),
  ],
  ['events-null', REASON.event, claim({events: null})],
];

/** Another signature than Kakao's, or none. */
const SIGNATURES: readonly RefusedRow[] = [
  [
    'oidcc-client-test-invalid-sig-rs256',
    REASON.signature,
    changeText((token) =>
      token.replace(/\.([\w-])([\w-]+)$/, (_all, a: string, b: string) => `.${a === 'A' ? 'B' : 'A'}${b}`),
    ),
  ],
  ['sig-empty', REASON.shape, changeText((token) => token.replace(/[\w-]+$/, ''))],
  // One character less is the length of no base64url; four less would be of some, one time in sixteen.
  ['sig-truncated', REASON.shape, changeText((token) => token.slice(0, -1))],
  ['sig-longer', REASON.signature, changeText((token) => `${token}AAAA`)],
  ['sig-zero', REASON.signature, changeText((token) => token.replace(/[\w-]+$/, 'A'.repeat(342)))],
  [
    'sig-of-another-payload',
    REASON.signature,
    changeText((token) => token.replace(/\.[\w-]+\./, `.${encode('{"sub":"1"}')}.`)),
  ],
  ['oidcc-client-test-idtoken-sig-none', REASON.shape, changeToNone('none')],
  ['alg-none-in-other-case', REASON.shape, changeToNone('NoNe')],
  ['alg-none-signed', REASON.algorithm, withHeader({alg: 'none'})],
  ['alg-missing', REASON.algorithm, withHeader({alg: undefined})],
  ['alg-lower-case', REASON.algorithm, withHeader({alg: 'rs256'})],
  ['alg-array', REASON.algorithm, withHeader({alg: ['RS256']})],
  ['oidcc-client-test-invalid-sig-hs256', REASON.algorithm, signedWithText(() => 'x'.repeat(32))],
  [
    'hs256-public-key',
    REASON.algorithm,
    signedWithText(async ({keys}) =>
      exportSPKI((await importJWK(keys[0]!.publicJwk, 'RS256', {extractable: true})) as CryptoKey),
    ),
  ],
  ['hs256-modulus', REASON.algorithm, signedWithText(({keys}) => keys[0]!.publicJwk.n!)],
  ['oidcc-client-test-invalid-sig-es256', REASON.algorithm, signedWith('ES256')],
  ['ps256', REASON.algorithm, signedWith('PS256')],
  ['rs384', REASON.algorithm, signedWith('RS384')],
  ['rs512', REASON.algorithm, signedWith('RS512')],
  ['eddsa', REASON.algorithm, signedWith('EdDSA')],
  ['other-key-same-kid', REASON.signature, (claims, header, p) => sign(claims, header, p, p.keys[1]!.privateKey)],
];

/** A header that names another key, brings its own, or changes what the token is. */
const HEADERS: readonly RefusedRow[] = [
  [
    'unknown-kid',
    REASON.signature,
    (claims, header, p) => sign(claims, {...header, kid: 'key-9'}, p, p.keys[1]!.privateKey),
  ],
  ['kid-empty', REASON.signature, withHeader({kid: ''})],
  ['kid-number', REASON.signature, withHeader({kid: 1})],
  ['kid-proto', REASON.signature, withHeader({kid: '__proto__'})],
  ['kid-path', REASON.signature, withHeader({kid: '../../key-1'})],
  [
    'oidcc-client-test-kid-absent-multiple-jwks',
    REASON.signature,
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk: {kty, n, e}}) => ({kty, n, e}) as JWK);
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'kid-absent-one-of-several-named',
    REASON.signature,
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk}) => publicJwk);
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'kid-absent-beside-a-key-of-another-kind',
    REASON.signature,
    async (claims, header, p) => {
      p.published = [p.keys[0]!.publicJwk, {...(await exportJWK(publicKeyOfAnotherKind)), kid: 'key-2', alg: 'ES256'}];
      return sign(claims, {...header, kid: undefined}, p);
    },
  ],
  [
    'embedded-jwk',
    REASON.signature,
    (claims, header, p) => sign(claims, {...header, kid: 'key-2', jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
  ],
  [
    'embedded-jwk-of-the-same-kid',
    REASON.signature,
    (claims, header, p) => sign(claims, {...header, jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
  ],
  [
    'jku',
    REASON.signature,
    (claims, header, p) => sign(claims, {...header, jku: 'https://evil.example/jwks'}, p, p.keys[1]!.privateKey),
  ],
  [
    'x5u',
    REASON.signature,
    (claims, header, p) => sign(claims, {...header, x5u: 'https://evil.example/x5u'}, p, p.keys[1]!.privateKey),
  ],
  ['crit', REASON.critical, withHeader({crit: ['x'], x: 1})],
  ['crit-b64', REASON.critical, withHeader({b64: true, crit: ['b64']})],
  ['crit-empty', REASON.critical, withHeader({crit: []})],
  ['crit-null', REASON.critical, withHeader({crit: null})],
  ['typ-set', REASON.type, withHeader({typ: 'secevent+jwt'})],
  ['typ-at', REASON.type, withHeader({typ: 'at+jwt'})],
  ['typ-logout', REASON.type, withHeader({typ: 'logout+jwt'})],
  ['typ-number', REASON.type, withHeader({typ: 1})],
  ['typ-empty', REASON.type, withHeader({typ: ''})],
  ['header-array', REASON.header, (claims, _header, p) => sign(claims, [{alg: 'RS256'}], p)],
  ['header-null', REASON.header, (claims, _header, p) => sign(claims, null, p)],
  ['header-not-json', REASON.header, (claims, _header, p) => signText('{alg:"RS256"}', JSON.stringify(claims), p)],
];

/** Texts that are no JWT of three strict parts, and payloads that are no claims. */
const TEXTS: readonly RefusedRow[] = [
  ['one-part', REASON.shape, changeText((token) => token.replaceAll('.', ''))],
  ['two-parts', REASON.shape, changeText((token) => token.slice(0, token.lastIndexOf('.')))],
  ['four-parts', REASON.shape, changeText((token) => `${token}.e30`)],
  ['five-parts', REASON.shape, changeText((token) => `${token}.e30.e30`)],
  ['header-empty', REASON.shape, changeText((token) => token.slice(token.indexOf('.')))],
  ['payload-empty', REASON.shape, changeText((token) => token.replace(/\.[\w-]+\./, '..'))],
  ['blank-inside', REASON.shape, changeText((token) => `${token.slice(0, -9)} ${token.slice(-9)}`)],
  ['blank-before', REASON.shape, changeText((token) => ` ${token}`)],
  ['newline-after', REASON.shape, changeText((token) => `${token}\n`)],
  ['nul-after', REASON.shape, changeText((token) => `${token}\0`)],
  ['bearer-before', REASON.shape, changeText((token) => `Bearer ${token}`)],
  ['last-character', REASON.shape, changeText((token) => token.slice(0, -1) + (token.endsWith('h') ? 'i' : 'h'))],
  ['padded', REASON.shape, changeText((token) => `${token}==`)],
  [
    'plain-base64',
    REASON.shape,
    changeText((token) =>
      token
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('base64'))
        .join('.'),
    ),
  ],
  ['escaped-dots', REASON.shape, changeText((token) => token.replaceAll('.', '%2E'))],
  [
    'json-serialization',
    REASON.shape,
    changeText((token) => {
      const [header, payload, signature] = token.split('.');
      return JSON.stringify({protected: header, payload, signature});
    }),
  ],
  ['16385-characters', REASON.shape, withLength(16_385)],
  ['17-kib', REASON.shape, claim({padding: 'x'.repeat(17_000)})],
  ['payload-array', REASON.claims, withPayload((claims) => JSON.stringify([claims]))],
  ['payload-null', REASON.claims, withPayload(() => 'null')],
  ['payload-text', REASON.claims, withPayload((claims) => JSON.stringify(JSON.stringify(claims)))],
  ['payload-not-json', REASON.claims, withPayload((claims) => JSON.stringify(claims).slice(0, -1))],
  ['payload-two-objects', REASON.claims, withPayload((claims) => JSON.stringify(claims).repeat(2))],
  [
    'payload-not-utf8',
    REASON.claims,
    withPayload((claims) => Buffer.from(JSON.stringify({...claims, name: 'é'}), 'latin1')),
  ],
  ['payload-utf16', REASON.claims, withPayload((claims) => Buffer.from(JSON.stringify(claims), 'utf16le'))],
  ['payload-claims-inherited', REASON.issuer, withPayload((claims) => `{"__proto__":${JSON.stringify(claims)}}`)],
  [
    'payload-last-of-twins',
    REASON.nonce,
    withPayload((claims) => JSON.stringify(claims).replace(/\}$/, ',"nonce":"other"}')),
  ],
];

/** ID tokens that must be refused. */
export const REFUSED: readonly RefusedRow[] = [...CLAIMS, ...SIGNATURES, ...HEADERS, ...TEXTS];

/** ID tokens that are as good as Kakao's. */
export const ACCEPTED: readonly Row[] = [
  ['oidcc-client-test-idtoken-sig-rs256', claim({})],
  ['fapi2-valid-aud-as-array', claim({aud: [REST_KEY]})],
  ['azp-same', claim({azp: REST_KEY})],
  ['typ-absent', withHeader({typ: undefined})],
  ['oidcc-client-test-kid-absent-single-jwks', withHeader({kid: undefined})],
  [
    'second-of-two-keys',
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk}) => publicJwk);
      return sign(claims, {...header, kid: 'key-2'}, p, p.keys[1]!.privateKey);
    },
  ],
  ['exp-20s', claim({exp: SECONDS - 20})],
  ['exp-59-s-ago', claim({exp: SECONDS - 59})],
  ['iat-60-s-ahead', claim({iat: SECONDS + 60})],
  ['iat-600-s-ago', claim({iat: SECONDS - 600})],
  ['iat-fraction', claim({iat: SECONDS + 0.5})],
  ['nbf-60-s-ahead', claim({nbf: SECONDS + 60})],
  ['16384-characters', withLength(16_384)],
  ['more-claims', claim({nickname: '라이언', picture: null, constructor: 1, auth_time: 'yesterday'})],
  ['payload-spaced', withPayload((claims) => `\n ${JSON.stringify(claims, null, 2)}\n`)],
  [
    'key-hints-of-another-by-the-known-key',
    withHeader({jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x5u', x5c: ['AAAA']}),
  ],
];
