import assert from 'node:assert/strict';
import {hkdfSync} from 'node:crypto';
import {after, describe, test} from 'node:test';
import fc from 'fast-check';
import {EncryptJWT, SignJWT, UnsecuredJWT} from 'jose';
import {createSeal} from '../../src/server/base/seal.js';
import {toTransactionCookieValue} from '../../src/shared/transaction.js';
import {Family} from '../support/family.js';
import {
  assertNoCanary,
  COOKIE,
  createSite,
  ENDPOINT,
  JS_KEY,
  json,
  REDIRECT_URI,
  SESSION_KEY,
  START,
  toCookieHeader,
  token,
} from './support/site.js';
import data from './session-cookies.json' with {type: 'json'};

const DAY = 86_400_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CLAIMS = {jti: 'id', sub: 'm-1', at: START, seen: START, tx: token(), new: false};
const EXPIRY = Math.floor(START / 1000) + 3600;
const derive = (info: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', SESSION_KEY, new Uint8Array(32), info, 32));
const KEY = derive('kakao-sync-widget session v1');
const HEADER = {alg: 'dir', enc: 'A256GCM', typ: 'kakao-session+jwt'};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const encrypt = (header: object, claims: object = {...CLAIMS, exp: EXPIRY}, key = KEY): Promise<string> =>
  new EncryptJWT({...claims}).setProtectedHeader({...HEADER, ...header}).encrypt(key);
const sealed = (claims: object): Promise<string> => createSeal([SESSION_KEY], 'session').seal({...claims}, START + DAY);
/** A good session's cookie with another one of its five parts; `other` is another session's. */
const withPart =
  (index: number, toPart: (part: string, other: string) => string) =>
  (value: string, other: string): string => {
    const parts = value.split('.');
    parts[index] = toPart(parts[index]!, other.split('.')[index]!);
    return `${COOKIE}=${parts.join('.')}`;
  };

type ToCookie = (value: string, other: string) => string | Promise<string>;

/** What may stand in the Cookie header in place of `value`, which is a good session's. */
const ROWS: readonly (readonly [id: string, toCookie: ToCookie])[] = [
  ...data.headers.map(({id, cookie}): [string, ToCookie] => [
    id,
    (value, other) => cookie.replaceAll('{name}', COOKIE).replaceAll('{value}', value).replaceAll('{other}', other),
  ]),
  ...data.claims.map(({id, claims}): [string, ToCookie] => [id, () => sealed({...CLAIMS, ...claims})]),
  // The header
  ['no-cookie', () => ''],
  ['name-alone', () => COOKIE],
  ['value-escaped', (value) => `${COOKIE}=${value.replaceAll('.', '%2E')}`],
  ['value-with-blank', (value) => `${COOKIE}=${value.slice(0, 9)} ${value.slice(9)}`],
  ['value-of-5-kb', () => `${COOKIE}=${'A'.repeat(5000)}`],
  ['name-in-capitals', (value) => `${COOKIE.toUpperCase()}=${value}`],
  ['among-300-others', () => Array.from({length: 300}, (_, index) => `c${index}=x`).join('; ')],
  // The parts
  ['cut-by-one', (value) => `${COOKIE}=${value.slice(0, -1)}`],
  ['cut-in-half', (value) => `${COOKIE}=${value.slice(0, value.length / 2)}`],
  ['four-parts', (value) => `${COOKIE}=${value.split('.').slice(0, 4).join('.')}`],
  ['with-a-wrapped-key', withPart(1, () => 'AAAA')],
  ['nonce-of-another', withPart(2, (_, other) => other)],
  ['nonce-empty', withPart(2, () => '')],
  ['text-of-another', withPart(3, (_, other) => other)],
  ['text-empty', withPart(3, () => '')],
  ['tag-of-another', withPart(4, (_, other) => other)],
  ['tag-of-4-bytes', withPart(4, (part) => part.slice(0, 6))],
  ['tag-empty', withPart(4, () => '')],
  ['header-empty', withPart(0, () => '')],
  ['header-rewritten', withPart(0, () => encode({...HEADER, kid: 'x'}))],
  ['header-of-no-algorithm', withPart(0, () => encode({...HEADER, alg: 'none'}))],
  ['header-of-no-json', withPart(0, () => 'AAAA')],
  ['as-json', (value) => `${COOKIE}=${encode({ciphertext: value.split('.')[3]})}`],
  // Sealed by somebody who knows the key for something else
  [
    'sealed-with-another-key',
    () => createSeal(['another-session-key-0123456789-abcdefghij'], 'session').seal({...CLAIMS}, START + DAY),
  ],
  ['sealed-with-the-raw-key', () => encrypt({}, undefined, new TextEncoder().encode(SESSION_KEY.slice(0, 32)))],
  ['sealed-with-the-key-of-pending-logins', () => encrypt({}, undefined, derive('kakao-sync-widget pending v1'))],
  ['sealed-with-the-key-of-no-purpose', () => encrypt({}, undefined, derive('kakao-sync-widget v1'))],
  ['not-sealed', () => encode(CLAIMS)],
  ['sealed-for-a-pending-login', () => createSeal([SESSION_KEY], 'pending').seal({...CLAIMS}, START + DAY)],
  ['sealed-as-another-type', () => encrypt({typ: 'kakao-pending+jwt'})],
  ['sealed-as-a-plain-token', () => encrypt({typ: 'JWT'})],
  [
    'sealed-as-no-type',
    () => new EncryptJWT({...CLAIMS, exp: EXPIRY}).setProtectedHeader({alg: 'dir', enc: 'A256GCM'}).encrypt(KEY),
  ],
  ['sealed-by-another-method', () => encrypt({enc: 'A128CBC-HS256'})],
  ['sealed-with-a-wrapped-key', () => encrypt({alg: 'A256KW'})],
  [
    'signed-with-the-key',
    () => new SignJWT({...CLAIMS, exp: EXPIRY}).setProtectedHeader({alg: 'HS256', typ: HEADER.typ}).sign(KEY),
  ],
  ['not-signed', () => new UnsecuredJWT({...CLAIMS, exp: EXPIRY}).encode()],
  [
    'a-transaction',
    () =>
      toTransactionCookieValue({
        tx: token(),
        nonceSecret: token(),
        redirectUri: REDIRECT_URI,
        clientId: JS_KEY,
        purpose: 'login',
        time: START,
        from: '/',
      }),
  ],
  // Sealed rightly, and no session
  ['without-expiry', () => encrypt({}, CLAIMS)],
  ['expired', () => encrypt({}, {...CLAIMS, exp: Math.floor(START / 1000) - 3600})],
  ['expiry-text', () => encrypt({}, {...CLAIMS, exp: String(EXPIRY)})],
  ['not-before-tomorrow', () => encrypt({}, {...CLAIMS, exp: EXPIRY, nbf: EXPIRY})],
  ['member-missing', () => sealed({...CLAIMS, sub: undefined})],
  ['id-missing', () => sealed({...CLAIMS, jti: undefined})],
  ['issued-text', () => sealed({...CLAIMS, at: String(START)})],
  ['issued-31-days-ago', () => sealed({...CLAIMS, at: START - 31 * DAY})],
  ['seen-8-days-ago', () => sealed({...CLAIMS, seen: START - 8 * DAY})],
  ['seen-missing', () => sealed({...CLAIMS, seen: undefined})],
];

async function setup() {
  const site = await createSite();
  const values = [];
  for (const login of [site.prepare(), site.prepare()]) {
    values.push(toCookieHeader(await site.post(login)).slice(COOKIE.length + 1));
  }
  const [value = '', other = ''] = values;
  site.calls.length = 0;
  site.reports.length = 0;
  return {
    site,
    value,
    other,
    async read(cookie: string) {
      const response = await site.get(cookie === '' ? {} : {Cookie: cookie});
      assert.equal(response.status, 200);
      assert.deepEqual(response.headers.getSetCookie(), []);
      const body = await json(response);
      assertNoCanary(JSON.stringify(body));
      return body['status'];
    },
  };
}

describe('a session’s cookie', () => {
  const family = new Family('C9', 'cookies of a session', after);

  for (const [id, toCookie] of ROWS) {
    test(`C9 ${id}: is nobody's session`, async () => {
      const {site, value, other, read} = await setup();
      const cookie = await toCookie(value, other);
      const header = cookie.startsWith('ey') ? `${COOKIE}=${cookie}` : cookie;

      assert.equal(await read(header), 'signed-out');
      assert.equal(await site.server.readSession(new Request(ENDPOINT, {headers: {Cookie: header}})), null);
      assert.deepEqual(
        site.calls.filter(({id: member}) => member !== 'm-2').map(({hook}) => hook),
        [],
      );
      assert.deepEqual(site.reports, []);
      family.judge('refused');
    });
  }

  for (const [id, toCookie] of [
    ['as-written', (value) => `${COOKIE}=${value}`],
    ['among-others', (value) => `a=1; ${COOKIE}=${value} ;b="x=y; z`],
    ['sealed-as-rfc-7516-says', async () => `${COOKIE}=${await encrypt({})}`],
    ['with-claims-of-others', async () => `${COOKIE}=${await sealed({...CLAIMS, admin: true, iss: 'x', aud: 'y'})}`],
  ] as [string, ToCookie][]) {
    test(`C9 ${id}: is a session`, async () => {
      const {value, other, read} = await setup();

      assert.equal(await read(await toCookie(value, other)), 'signed-in');
      family.judge('accepted');
    });
  }

  const bits = new Family('C9', 'cookies of a session, each bit changed', after);

  test('is none with any one bit changed', async () => {
    const {site, value, read} = await setup();

    for (let at = 0; at < value.length; at++) {
      const index = ALPHABET.indexOf(value[at]!);
      const others = index < 0 ? ['A', '-'] : [1, 2, 4, 8, 16, 32].map((bit) => ALPHABET[index ^ bit]!);
      for (const letter of others) {
        const changed = `${value.slice(0, at)}${letter}${value.slice(at + 1)}`;
        assert.equal(await read(`${COOKIE}=${changed}`), 'signed-out', `character ${at} as ${letter}`);
        bits.judge('refused');
      }
    }
    assert.deepEqual(site.calls, [], 'no hook hears of a forged session');
  });

  test('is none where it has been edited anywhere, and itself where it has not', async () => {
    const {value, other, read} = await setup();
    const edit = fc.record({
      at: fc.nat(value.length),
      drop: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom('', '.', '=', ';', 'A', '"', '..', value.slice(0, 9)),
        fc.base64String({maxLength: 4}),
      ),
    });
    await family.alwaysAsync(
      500,
      fc.asyncProperty(fc.array(edit, {maxLength: 2}), fc.boolean(), async (edits, isBesideOther) => {
        const changed = edits.reduce((text, {at, drop, put}) => text.slice(0, at) + put + text.slice(at + drop), value);
        const header = `${COOKIE}=${changed}${isBesideOther ? `; x=${other}` : ''}`;

        // What stands behind a semicolon is another cookie.
        const isWhole = changed === value || (changed.startsWith(`${value};`) && !changed.includes(COOKIE));
        const status = await read(header);

        assert.equal(status, isWhole ? 'signed-in' : 'signed-out');
        family.judge(isWhole ? 'accepted' : 'refused');
      }),
    );
  });
});
