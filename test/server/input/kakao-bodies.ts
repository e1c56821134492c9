import {gzipSync} from 'node:zlib';
import {exportJWK, generateKeyPair, type JWK} from 'jose';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {CANARIES} from '../support/provider.js';
import {PERSON} from '../support/site.js';

type Fields = Readonly<Record<string, unknown>>;

/** How it ends: with a session, or with a code. */
type End = 'signed-in' | ErrorCode;

const JSON_TYPE = {'Content-Type': 'application/json;charset=UTF-8'};
const HTML = '<!doctype html><title>Oops</title><h1>502 Bad Gateway</h1>';
const BAD: ErrorCode = 'provider_bad_response';

const text = (body: string | Uint8Array, init: ResponseInit = {headers: JSON_TYPE}): Response =>
  new Response(body as BodyInit, init);
const toUtf16 = (body: string): Uint8Array => Buffer.from(`\ufeff${body}`, 'utf16le');
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const change = (good: Fields, changes: Fields): Response => Response.json({...good, ...changes}, {headers: JSON_TYPE});

/** What is no JSON object. `good` is the text of the right answer. */
export const NO_OBJECTS: readonly (readonly [id: string, toBody: (good: string) => string | Uint8Array])[] = [
  ['html', () => HTML],
  ['empty', () => ''],
  ['blank', () => ' \n'],
  ['truncated', (good) => good.slice(0, -20)],
  ['cut-before-the-last-brace', (good) => good.slice(0, -1)],
  ['null', () => 'null'],
  ['true', () => 'true'],
  ['number', () => '1'],
  ['text', (good) => JSON.stringify(good)],
  ['array', (good) => `[${good}]`],
  ['twice', (good) => good + good],
  ['form', () => 'access_token=a&token_type=bearer'],
  ['single-quotes', (good) => good.replaceAll('"', "'")],
  ['comment', (good) => `${good}// done`],
  ['trailing-comma', (good) => good.replace(/\}$/, ',}')],
  ['not-a-number', (good) => good.replace(/\}$/, ',"x":NaN}')],
  ['jsonp', (good) => `callback(${good})`],
  ['guarded', (good) => `)]}',\n${good}`],
  ['nul', (good) => `${good}\0`],
  [
    'not-utf8',
    (good) => Buffer.concat([Buffer.from(good.replace(/\}$/, ',"x":"')), Buffer.from([0xff]), Buffer.from('"}')]),
  ],
  ['utf16', toUtf16],
  ['gzip-not-declared', (good) => gzipSync(good)],
  ['10000-arrays-deep', () => deep(10_000)],
  ['1-mb', (good) => good.replace(/\}$/, `,"x":"${'x'.repeat(1_000_000)}"}`)],
  ['open-quotes', () => '"\\'.repeat(50_000)],
];

const TERM = '{"tag":"service","required":true,"agreed":true}';
const terms = (list: string): string => `{"id":${PERSON},"service_terms":${list}}`;

/** Answers of `/v2/user/service_terms`: with which code they are reported, or null where they are read. */
export const TERMS_ANSWERS: readonly (readonly [
  id: string,
  code: ErrorCode | null,
  body: string,
  init?: ResponseInit,
])[] = [
  ['empty-list', null, terms('[]')],
  ['id-as-text', null, `{"id":"${PERSON}","service_terms":[${TERM}]}`],
  ['unknown-fields', null, terms(`[${TERM.replace('}', ',"x":1,"__proto__":{"y":1}}')}]`)],
  ['two-of-a-tag', null, terms(`[${TERM},${TERM}]`)],
  ['tag-constructor', null, terms('[{"tag":"constructor","required":true,"agreed":false}]')],
  ['tag-proto', null, terms('[{"tag":"__proto__","required":false,"agreed":false}]')],
  ['tag-of-markup', null, terms('[{"tag":"<img src=x onerror=alert(1)>","required":true,"agreed":false}]')],
  ['agreed-at-nonsense', null, terms(`[${TERM.replace('}', ',"agreed_at":"soon"}')}]`)],
  ['agreed-at-number', null, terms(`[${TERM.replace('}', ',"agreed_at":1}')}]`)],
  ['agreed-by-object', null, terms(`[${TERM.replace('}', ',"agreed_by":{}}')}]`)],

  ['201', BAD, terms(`[${TERM}]`), {status: 201}],
  ['302', BAD, terms(`[${TERM}]`), {status: 302, headers: {Location: 'https://evil.example'}}],
  ['404-html', BAD, HTML, {status: 404}],
  ['429', 'rate_limited', '', {status: 429}],
  ['500', 'provider_unavailable', terms(`[${TERM}]`), {status: 500}],
  ['error-with-200', BAD, '{"msg":"this access token does not exist","code":-401}'],
  ['old-api', BAD, `{"user_id":${PERSON},"allowed_service_terms":[],"app_service_terms":[]}`],
  ['list-missing', BAD, `{"id":${PERSON}}`],
  ['list-null', BAD, terms('null')],
  ['list-object', BAD, terms(`{"0":${TERM},"length":1}`)],
  ['list-text', BAD, terms('"service"')],
  ['list-of-texts', BAD, terms('["service"]')],
  ['list-of-lists', BAD, terms(`[[${TERM}]]`)],
  ['list-of-501', BAD, terms(`[${Array.from({length: 501}, () => TERM).join()}]`)],
  ['list-with-null', BAD, terms(`[${TERM},null]`)],
  ['tag-missing', BAD, terms('[{"required":true,"agreed":true}]')],
  ['tag-empty', BAD, terms('[{"tag":"","required":true,"agreed":true}]')],
  ['tag-number', BAD, terms('[{"tag":1,"required":true,"agreed":true}]')],
  ['tag-of-101', BAD, terms(`[{"tag":"${'x'.repeat(101)}","required":true,"agreed":true}]`)],
  ['required-missing', BAD, terms('[{"tag":"service","agreed":true}]')],
  ['required-text', BAD, terms('[{"tag":"service","required":"true","agreed":true}]')],
  ['agreed-missing', BAD, terms('[{"tag":"service","required":true}]')],
  ['agreed-inherited', BAD, terms('[{"tag":"service","required":true,"__proto__":{"agreed":true}}]')],
  ['agreed-number', BAD, terms('[{"tag":"service","required":true,"agreed":1}]')],

  ['id-of-another', 'profile_mismatch', `{"id":${PERSON}1,"service_terms":[${TERM}]}`],
  ['no-id', 'profile_mismatch', `{"service_terms":[${TERM}]}`],
  ['id-array', 'profile_mismatch', `{"id":[${PERSON}],"service_terms":[${TERM}]}`],
  ['id-fraction', 'profile_mismatch', `{"id":${PERSON}.5,"service_terms":[${TERM}]}`],
  ['id-inherited', 'profile_mismatch', `{"__proto__":{"id":${PERSON}},"service_terms":[${TERM}]}`],
  ['id-last-of-twins', 'profile_mismatch', `{"id":${PERSON},"id":1,"service_terms":[${TERM}]}`],
];

/** Answers of the token endpoint. */
export const TOKEN_ANSWERS: readonly (readonly [id: string, end: End, answer: (good: Fields) => Response])[] = [
  ['201', BAD, (good) => Response.json(good, {status: 201})],
  ['202', BAD, (good) => Response.json(good, {status: 202})],
  ['204', BAD, () => new Response(null, {status: 204})],
  ['206', BAD, (good) => Response.json(good, {status: 206})],
  ['302', BAD, () => new Response(null, {status: 302, headers: {Location: 'https://evil.example/oauth/token'}})],
  ['307', BAD, () => new Response(null, {status: 307, headers: {Location: 'https://evil.example/oauth/token'}})],
  ['400-html', BAD, () => text(HTML, {status: 400})],
  ['400-array', BAD, (good) => Response.json([good], {status: 400})],
  ['403-null', BAD, () => text('null', {status: 403})],
  ['404-html', BAD, () => text(HTML, {status: 404})],
  ['400-with-tokens', BAD, (good) => Response.json(good, {status: 400})],
  ['500-with-tokens', 'provider_unavailable', (good) => Response.json(good, {status: 500})],
  ['500-text', 'provider_unavailable', () => text('oops', {status: 500})],
  ['503-json', 'provider_unavailable', () => Response.json({error: 'x'}, {status: 503})],
  ['429-text', 'rate_limited', () => text('slow down', {status: 429})],
  ['error-without-koe', 'provider_refused', () => Response.json({error: 'invalid_grant'}, {status: 400})],
  ['error-number', BAD, () => Response.json({error: 1}, {status: 400})],
  ['koe-unknown', 'provider_refused', () => koe('KOE999')],
  ['koe-constructor', 'provider_refused', () => koe('constructor')],
  ['koe-array', 'provider_refused', () => koe(['KOE320'])],
  ['koe-lower-case', 'provider_refused', () => koe('koe320')],
  ['koe-with-200', BAD, () => koe('KOE320', 200)],
  ['koe-with-302', BAD, () => koe('KOE320', 302)],

  ['no-id-token', 'id_token_missing', (good) => change(good, {id_token: undefined})],
  ['id-token-null', 'id_token_missing', (good) => change(good, {id_token: null})],
  ['id-token-empty', 'id_token_missing', (good) => change(good, {id_token: ''})],
  ['id-token-object', BAD, (good) => change(good, {id_token: {}})],
  ['id-token-array', BAD, (good) => change(good, {id_token: [good['id_token']]})],
  ['id-token-number', BAD, (good) => change(good, {id_token: 1})],
  ['id-token-false', BAD, (good) => change(good, {id_token: false})],
  ['id-token-text', 'id_token_invalid', (good) => change(good, {id_token: 'token'})],
  ['id-token-of-camel-case', 'id_token_missing', ({id_token: idToken, ...good}) => change(good, {idToken})],
  ['id-token-first-of-twins', 'id_token_invalid', (good) => text(withTwin(good, '"id_token":"e30.e30.e30"'))],
  ['token-type-dpop', BAD, (good) => change(good, {token_type: 'DPoP'})],
  ['token-type-mac', BAD, (good) => change(good, {token_type: 'mac'})],
  ['token-type-missing', BAD, (good) => change(good, {token_type: undefined})],
  ['token-type-array', BAD, (good) => change(good, {token_type: ['bearer']})],
  ['token-type-padded', BAD, (good) => change(good, {token_type: 'bearer '})],
  ['access-token-missing', BAD, (good) => change(good, {access_token: undefined})],
  ['access-token-empty', BAD, (good) => change(good, {access_token: ''})],
  ['access-token-number', BAD, (good) => change(good, {access_token: 1})],
  ['access-token-newline', BAD, (good) => change(good, {access_token: 'a\r\nX-Evil: y'})],
  ['access-token-blank', BAD, (good) => change(good, {access_token: 'a b'})],
  ['access-token-korean', BAD, (good) => change(good, {access_token: '토큰'})],
  ['access-token-8193', BAD, (good) => change(good, {access_token: 'a'.repeat(8193)})],
  ['expires-in-negative', BAD, (good) => change(good, {expires_in: -1})],
  ['expires-in-word', BAD, (good) => change(good, {expires_in: 'soon'})],
  ['expires-in-negative-text', BAD, (good) => change(good, {expires_in: '-1'})],
  ['expires-in-fraction-text', BAD, (good) => change(good, {expires_in: '1.5'})],
  ['expires-in-null', BAD, (good) => change(good, {expires_in: null})],
  ['expires-in-infinite', BAD, (good) => text(withTwin(good, '"expires_in":1e999'))],
  ['scope-array', BAD, (good) => change(good, {scope: ['openid']})],
  ['scope-number', BAD, (good) => change(good, {scope: 0})],
  ['tokens-inherited', BAD, (good) => text(`{"__proto__":${JSON.stringify(good)}}`)],
  ['tokens-wrapped', BAD, (good) => Response.json({data: good, result: good})],

  ['fapi2-token-type-case-insensitivity', 'signed-in', (good) => change(good, {token_type: 'BEARER'})],
  ['fapi2-without-expires_in', 'signed-in', (good) => change(good, {expires_in: undefined})],
  ['fapi1-no-scope', 'signed-in', (good) => change(good, {scope: undefined})],
  ['scope-commas', 'signed-in', (good) => change(good, {scope: 'openid,,profile_nickname '})],
  ['expires-in-text', 'signed-in', (good) => change(good, {expires_in: '21599'})],
  ['expires-in-zero', 'signed-in', (good) => change(good, {expires_in: 0})],
  ['no-refresh-token', 'signed-in', (good) => change(good, {refresh_token: undefined})],
  ['refresh-token-object', 'signed-in', (good) => change(good, {refresh_token: {}, refresh_token_expires_in: 'x'})],
  ['prototype-keys-beside', 'signed-in', (good) => text(withTwin(good, '"__proto__":{"id_token":1},"constructor":1'))],
  ['spaced', 'signed-in', (good) => text(`\r\n\t ${JSON.stringify(good, null, 2)}\n`)],
  ['byte-order-mark', 'signed-in', (good) => text(`\ufeff${JSON.stringify(good)}`)],
  ['typed-as-html', 'signed-in', (good) => text(JSON.stringify(good), {headers: {'Content-Type': 'text/html'}})],
  ['200-kb', 'signed-in', (good) => change(good, {x: 'x'.repeat(200_000)})],
];

function koe(code: unknown, status = 400): Response {
  const description = `bad token ${CANARIES.accessToken}`;
  return Response.json({error: 'invalid_grant', error_description: description, error_code: code}, {status});
}

/** The good fields, and more behind them. */
function withTwin(good: Fields, more: string): string {
  return JSON.stringify(good).replace(/\}$/, `,${more}}`);
}

/** Answers of `/v2/user/me` to the token of {@link PERSON}. */
export const USER_ANSWERS: readonly (readonly [id: string, end: End, body: string, init?: ResponseInit])[] = [
  ['201', BAD, `{"id":${PERSON}}`, {status: 201}],
  ['302', BAD, `{"id":${PERSON}}`, {status: 302, headers: {Location: 'https://evil.example'}}],
  ['401-without-code', BAD, `{"id":${PERSON}}`, {status: 401}],
  ['404-html', BAD, HTML, {status: 404}],
  ['429', 'rate_limited', `{"id":${PERSON}}`, {status: 429}],
  ['500', 'provider_unavailable', `{"id":${PERSON}}`, {status: 500}],
  ['error-code-text', BAD, '{"msg":"no","code":"-401"}', {status: 401}],
  ['error-code-fraction', BAD, '{"msg":"no","code":-401.5}', {status: 401}],
  ['error-code-positive', 'provider_refused', '{"msg":"no","code":401}', {status: 401}],
  ['error-with-200', 'profile_mismatch', '{"msg":"this access token does not exist","code":-401}'],

  ['oidcc-client-test-userinfo-invalid-sub', 'profile_mismatch', `{"id":${PERSON}1}`],
  ['id-of-another-as-text', 'profile_mismatch', `{"id":"${PERSON}1"}`],
  ['no-id', 'profile_mismatch', '{"kakao_account":{}}'],
  ['id-null', 'profile_mismatch', '{"id":null}'],
  ['id-true', 'profile_mismatch', '{"id":true}'],
  ['id-empty', 'profile_mismatch', '{"id":""}'],
  ['id-array', 'profile_mismatch', `{"id":[${PERSON}]}`],
  ['id-object', 'profile_mismatch', `{"id":{"id":${PERSON}}}`],
  ['id-deeper', 'profile_mismatch', `{"user":{"id":${PERSON}}}`],
  ['id-inherited', 'profile_mismatch', `{"__proto__":{"id":${PERSON}}}`],
  ['id-in-capitals', 'profile_mismatch', `{"ID":${PERSON},"Id":${PERSON}}`],
  ['id-last-of-twins', 'profile_mismatch', `{"id":${PERSON},"id":1}`],
  ['id-fraction', 'profile_mismatch', `{"id":${PERSON}.5}`],
  ['id-negative', 'profile_mismatch', `{"id":-${PERSON}}`],
  ['id-text-padded', 'profile_mismatch', `{"id":" ${PERSON}"}`],
  ['id-text-leading-zero', 'profile_mismatch', `{"id":"0${PERSON}"}`],
  ['id-text-hex', 'profile_mismatch', `{"id":"0x${Number(PERSON).toString(16)}"}`],
  ['id-in-a-text', 'profile_mismatch', `{"note":"\\"id\\":${PERSON}"}`],
  ['large-number-invalid', BAD, `{"id":${PERSON},"x":09999999999999999999}`],
  ['id-beyond-digits', 'profile_mismatch', `{"id":${PERSON}00000000000000000000}`],

  ['id-text', 'signed-in', `{"id":"${PERSON}"}`],
  ['id-escaped-name', 'signed-in', `{"\\u0069d":${PERSON}}`],
  ['id-first-of-other-names', 'signed-in', `{"id":${PERSON},"uid":1,"ID":2}`],
  ['nothing-but-id', 'signed-in', `{"id":${PERSON}}`],
  ['account-null', 'signed-in', `{"id":${PERSON},"kakao_account":null}`],
  ['account-array', 'signed-in', `{"id":${PERSON},"kakao_account":[{"email":"a@b.example"}]}`],
  ['account-text', 'signed-in', `{"id":${PERSON},"kakao_account":"none"}`],
  ['profile-null', 'signed-in', `{"id":${PERSON},"kakao_account":{"profile":null,"email":null}}`],
  [
    'fields-of-other-types',
    'signed-in',
    `{"id":${PERSON},"connected_at":1,"kakao_account":{"email":{},"phone_number":82,"birthyear":1999,"gender":"x","profile":{"nickname":7,"profile_image_url":[]}}}`,
  ],
  ['nickname-half-a-character', 'signed-in', `{"id":${PERSON},"kakao_account":{"profile":{"nickname":"\\ud83d"}}}`],
  ['nickname-markup', 'signed-in', `{"id":${PERSON},"kakao_account":{"profile":{"nickname":"<img src=x>"}}}`],
  ['picture-script', 'signed-in', `{"id":${PERSON},"kakao_account":{"profile":{"profile_image_url":"javascript:1"}}}`],
  [
    'prototype-keys',
    'signed-in',
    `{"id":${PERSON},"__proto__":{"x":1},"kakao_account":{"__proto__":{"email":"a@b.c"}}}`,
  ],
  ['10000-arrays-deep', 'signed-in', `{"x":${deep(10_000)},"id":${PERSON}}`],
  ['200-kb', 'signed-in', `{"id":${PERSON},"x":"${'x'.repeat(200_000)}"}`],
];

/** Lists of keys, made of the one that signs. */
export const KEY_LISTS: readonly (readonly [
  id: string,
  end: End,
  toList: (good: JWK) => unknown,
  init?: ResponseInit,
])[] = [
  ['201', BAD, (good) => ({keys: [good]}), {status: 201}],
  ['302', BAD, (good) => ({keys: [good]}), {status: 302, headers: {Location: 'https://evil.example'}}],
  ['404', BAD, (good) => ({keys: [good]}), {status: 404}],
  ['429', 'provider_unavailable', (good) => ({keys: [good]}), {status: 429}],
  ['500', 'provider_unavailable', (good) => ({keys: [good]}), {status: 500}],
  ['no-keys', BAD, () => ({})],
  ['keys-null', BAD, () => ({keys: null})],
  ['keys-empty', BAD, () => ({keys: []})],
  ['keys-object', BAD, (good) => ({keys: {0: good, length: 1}})],
  ['keys-text', BAD, (good) => ({keys: JSON.stringify([good])})],
  ['keys-of-numbers', BAD, () => ({keys: [1, null]})],
  ['keys-of-lists', BAD, (good) => ({keys: [[good]]})],
  ['key-not-in-a-list', BAD, (good) => good],
  ['null-among-keys', BAD, (good) => ({keys: [good, null]})],

  ['key-empty', 'id_token_invalid', () => ({keys: [{}]})],
  ['key-secret', 'id_token_invalid', ({kid}) => ({keys: [{kty: 'oct', k: 'c2VjcmV0', kid, alg: 'HS256'}]})],
  [
    'key-private',
    'id_token_invalid',
    async () => {
      const {privateKey} = await generateKeyPair('RS256', {extractable: true});
      return {keys: [{...(await exportJWK(privateKey)), kid: 'key-1', alg: 'RS256'}]};
    },
  ],
  ['key-for-encryption', 'id_token_invalid', (good) => ({keys: [{...good, use: 'enc'}]})],
  ['key-to-sign-with', 'id_token_invalid', (good) => ({keys: [{...good, key_ops: ['sign']}]})],
  ['key-of-another-alg', 'id_token_invalid', (good) => ({keys: [{...good, alg: 'RS512'}]})],
  ['key-of-another-kty', 'id_token_invalid', (good) => ({keys: [{...good, kty: 'EC'}]})],
  ['key-kty-in-capitals', 'id_token_invalid', (good) => ({keys: [{...good, kty: 'rsa'}]})],
  ['key-of-another-kid', 'id_token_invalid', (good) => ({keys: [{...good, kid: 'KEY-1'}]})],
  ['key-twice', 'id_token_invalid', (good) => ({keys: [good, good]})],
  ['key-half', 'id_token_invalid', (good) => ({keys: [{...good, n: undefined}]})],
  ['key-modulus-short', 'id_token_invalid', (good) => ({keys: [{...good, n: good.n?.slice(0, 80)}]})],
  ['key-modulus-number', 'id_token_invalid', (good) => ({keys: [{...good, n: 1}]})],
  [
    'key-modulus-of-another',
    'id_token_invalid',
    (good) => ({keys: [{...good, n: good.n?.replace(/^./, (first) => (first === 'x' ? 'y' : 'x'))}]}),
  ],
  ['key-exponent-empty', 'id_token_invalid', (good) => ({keys: [{...good, e: ''}]})],

  ['key-alone', 'signed-in', (good) => ({keys: [good]})],
  ['key-without-use', 'signed-in', (good) => ({keys: [{...good, use: undefined}]})],
  ['key-without-alg', 'signed-in', (good) => ({keys: [{...good, alg: undefined}]})],
  ['key-to-verify-with', 'signed-in', (good) => ({keys: [{...good, key_ops: ['verify']}]})],
  ['key-with-more', 'signed-in', (good) => ({keys: [{...good, x5t: 1, __proto: null}], more: true})],
  [
    'key-among-others',
    'signed-in',
    (good) => ({keys: [{kty: 'oct', k: 'AA', kid: 'a'}, {kty: 'AKP', kid: 'b'}, {}, good]}),
  ],
  [
    'key-among-5000',
    'signed-in',
    (good) => ({keys: [...Array.from({length: 5000}, (_, index) => ({kty: 'EC', kid: `k${index}`})), good]}),
  ],
];
