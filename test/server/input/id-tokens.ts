import {exportJWK, exportSPKI, importJWK, type JWK} from 'jose';
import {
  changeText,
  changeToNone,
  encode,
  type Forge,
  publicKeyOfAnotherKind,
  sign,
  signedWith,
  signedWithText,
  signText,
  withLength,
  withPayload,
} from './forge-id-token.js';
import data from './id-tokens.json' with {type: 'json'};

type Row = readonly [id: string, forge: Forge];
type RefusedRow = readonly [id: string, reason: string, forge: Forge];

/** What the site's log says of it. */
const REASON = data.reasons;

type Changes = Readonly<Record<string, unknown>>;

/** A good token that says something else: what is changed in its claims and header, and who has signed it. */
interface DataRow {
  readonly id: string;
  readonly reason?: keyof typeof REASON;
  readonly claims?: Changes;
  readonly header?: Changes;
  /** Claims or headers that are not there. */
  readonly without?: readonly string[];
  readonly signedBy?: 'key-2';
}

const toForge =
  ({claims: changes, header: headerChanges, without = [], signedBy}: DataRow): Forge =>
  (claims, header, provider) => {
    const change = (good: object, to?: Changes): object =>
      Object.fromEntries(Object.entries({...good, ...to}).filter(([name]) => !without.includes(name)));
    const {privateKey} = provider.keys[signedBy ? 1 : 0]!;
    return sign(change(claims, changes), change(header, headerChanges), provider, privateKey);
  };

type Forges = Readonly<Record<string, Forge>>;

const toRows = (reason: string, forges: Forges): readonly RefusedRow[] =>
  Object.entries(forges).map(([id, forge]) => [id, reason, forge]);

/** Another signature than Kakao's, or none; headers that name another key or bring their own. */
const SIGNATURES: Forges = {
  'oidcc-client-test-invalid-sig-rs256': changeText((token) =>
    token.replace(/\.([\w-])([\w-]+)$/, (_all, a: string, b: string) => `.${a === 'A' ? 'B' : 'A'}${b}`),
  ),
  'sig-longer': changeText((token) => `${token}AAAA`),
  'sig-zero': changeText((token) => token.replace(/[\w-]+$/, 'A'.repeat(342))),
  'sig-of-another-payload': changeText((token) => token.replace(/\.[\w-]+\./, `.${encode('{"sub":"1"}')}.`)),
  'oidcc-client-test-kid-absent-multiple-jwks'(claims, header, p) {
    p.published = p.keys.map(({publicJwk: {kty, n, e}}) => ({kty, n, e}) as JWK);
    return sign(claims, {...header, kid: undefined}, p);
  },
  'kid-absent-one-of-several-named'(claims, header, p) {
    p.published = p.keys.map(({publicJwk}) => publicJwk);
    return sign(claims, {...header, kid: undefined}, p);
  },
  async 'kid-absent-beside-a-key-of-another-kind'(claims, header, p) {
    p.published = [p.keys[0]!.publicJwk, {...(await exportJWK(publicKeyOfAnotherKind)), kid: 'key-2', alg: 'ES256'}];
    return sign(claims, {...header, kid: undefined}, p);
  },
  'embedded-jwk': (claims, header, p) =>
    sign(claims, {...header, kid: 'key-2', jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
  'embedded-jwk-of-the-same-kid': (claims, header, p) =>
    sign(claims, {...header, jwk: p.keys[1]!.publicJwk}, p, p.keys[1]!.privateKey),
};

const ALGORITHMS: Forges = {
  'oidcc-client-test-invalid-sig-hs256': signedWithText(() => 'x'.repeat(32)),
  'hs256-public-key': signedWithText(async ({keys}) =>
    exportSPKI((await importJWK(keys[0]!.publicJwk, 'RS256', {extractable: true})) as CryptoKey),
  ),
  'hs256-modulus': signedWithText(({keys}) => keys[0]!.publicJwk.n!),
  'oidcc-client-test-invalid-sig-es256': signedWith('ES256'),
  ps256: signedWith('PS256'),
  rs384: signedWith('RS384'),
  rs512: signedWith('RS512'),
  eddsa: signedWith('EdDSA'),
};

const HEADERS: Forges = {
  'header-array': (claims, _header, p) => sign(claims, [{alg: 'RS256'}], p),
  'header-null': (claims, _header, p) => sign(claims, null, p),
  'header-not-json': (claims, _header, p) => signText('{alg:"RS256"}', JSON.stringify(claims), p),
};

/** Changes to a good token's text that make it no JWT of three strict parts. */
const SHAPES: Readonly<Record<string, (token: string) => string>> = {
  'sig-empty': (token) => token.replace(/[\w-]+$/, ''),
  // One character less is the length of no base64url; four less would be of some, one time in sixteen.
  'sig-truncated': (token) => token.slice(0, -1),
  'one-part': (token) => token.replaceAll('.', ''),
  'two-parts': (token) => token.slice(0, token.lastIndexOf('.')),
  'four-parts': (token) => `${token}.e30`,
  'five-parts': (token) => `${token}.e30.e30`,
  'header-empty': (token) => token.slice(token.indexOf('.')),
  'payload-empty': (token) => token.replace(/\.[\w-]+\./, '..'),
  'blank-inside': (token) => `${token.slice(0, -9)} ${token.slice(-9)}`,
  'blank-before': (token) => ` ${token}`,
  'newline-after': (token) => `${token}\n`,
  'nul-after': (token) => `${token}\0`,
  'bearer-before': (token) => `Bearer ${token}`,
  'last-character': (token) => token.slice(0, -1) + (token.endsWith('h') ? 'i' : 'h'),
  padded: (token) => `${token}==`,
  'plain-base64': (token) => token.replace(/[\w-]+/g, (part) => Buffer.from(part, 'base64url').toString('base64')),
  'escaped-dots': (token) => token.replaceAll('.', '%2E'),
  'json-serialization'(token) {
    const [header, payload, signature] = token.split('.');
    return JSON.stringify({protected: header, payload, signature});
  },
};

const toText = (claims: object): string => JSON.stringify(claims);

/** Payloads that are no claims. */
const PAYLOADS: Forges = {
  'payload-array': withPayload((claims) => `[${toText(claims)}]`),
  'payload-null': withPayload(() => 'null'),
  'payload-text': withPayload((claims) => JSON.stringify(toText(claims))),
  'payload-not-json': withPayload((claims) => toText(claims).slice(0, -1)),
  'payload-two-objects': withPayload((claims) => toText(claims).repeat(2)),
  'payload-not-utf8': withPayload((claims) => Buffer.from(toText({...claims, name: 'é'}), 'latin1')),
  'payload-utf16': withPayload((claims) => Buffer.from(toText(claims), 'utf16le')),
};

/** ID tokens that must be refused. */
export const REFUSED: readonly RefusedRow[] = [
  ...(data.refused as readonly DataRow[]).map((row): RefusedRow => [row.id, REASON[row.reason!], toForge(row)]),
  ...toRows(REASON.signature, SIGNATURES),
  ...toRows(REASON.algorithm, ALGORITHMS),
  ...toRows(REASON.header, HEADERS),
  ...toRows(REASON.shape, {
    ...Object.fromEntries(Object.entries(SHAPES).map(([id, change]) => [id, changeText(change)])),
    'oidcc-client-test-idtoken-sig-none': changeToNone('none'),
    'alg-none-in-other-case': changeToNone('NoNe'),
    '16385-characters': withLength(16_385),
    '17-kib': withPayload((claims) => toText({...claims, padding: 'x'.repeat(17_000)})),
  }),
  ...toRows(REASON.claims, PAYLOADS),
  [
    'exp-infinite',
    REASON.times,
    withPayload((claims) => toText({...claims, exp: 0}).replace('"exp":0', '"exp":1e999')),
  ],
  ['payload-claims-inherited', REASON.issuer, withPayload((claims) => `{"__proto__":${toText(claims)}}`)],
  ['payload-last-of-twins', REASON.nonce, withPayload((claims) => toText(claims).replace(/\}$/, ',"nonce":"other"}'))],
];

/** ID tokens that are as good as Kakao's. */
export const ACCEPTED: readonly Row[] = [
  ...(data.accepted as readonly DataRow[]).map((row): Row => [row.id, toForge(row)]),
  [
    'second-of-two-keys',
    (claims, header, p) => {
      p.published = p.keys.map(({publicJwk}) => publicJwk);
      return sign(claims, {...header, kid: 'key-2'}, p, p.keys[1]!.privateKey);
    },
  ],
  ['16384-characters', withLength(16_384)],
  ['payload-spaced', withPayload((claims) => `\n ${JSON.stringify(claims, null, 2)}\n`)],
];
