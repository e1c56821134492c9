import {gzipSync} from 'node:zlib';
import {exportJWK, generateKeyPair, type JWK} from 'jose';
import type {ErrorCode} from '../../../src/shared/errors.js';
import data from './kakao-bodies.json' with {type: 'json'};

type Awaitable<T> = T | Promise<T>;
type Fields = Readonly<Record<string, unknown>>;

/** An answer of Kakao's, made of the good one. */
export interface BodyRow {
  readonly id: string;
  /** How it ends: with a session, or with a code; null: the terms are read, else reported with the code. */
  readonly end: 'signed-in' | ErrorCode | null;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole body, as JSON or as text. */
  readonly body?: unknown;
  readonly text?: string;
  /** What is changed in the good one, what is not there, and what stands behind its last field. */
  readonly changes?: Fields;
  readonly without?: readonly string[];
  readonly append?: string;
  readonly toBody?: (good: string) => Awaitable<string | Uint8Array>;
}

const BAD: ErrorCode = 'provider_bad_response';
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const addField = (good: string, field: string): string => good.replace(/\}$/, `,${field}}`);

const changeFields = (good: Fields, {changes, without = []}: BodyRow): Fields =>
  Object.fromEntries(Object.entries({...good, ...changes}).filter(([name]) => !without.includes(name)));

async function toBody(row: BodyRow, good: string): Promise<string | Uint8Array> {
  if (row.toBody) return row.toBody(good);
  if (row.text !== undefined) return row.text;
  const text = JSON.stringify('body' in row ? row.body : changeFields(JSON.parse(good) as Fields, row));
  return row.append === undefined ? text : addField(text, row.append);
}

/** The answer of a row in place of a good one, which is a JSON object. */
export async function toResponse(row: BodyRow, good: string): Promise<Response> {
  const {status = 200, headers} = row;
  return new Response(status === 204 ? null : ((await toBody(row, good)) as BodyInit), {
    status,
    headers: {'Content-Type': 'application/json;charset=UTF-8', ...headers},
  });
}

type NoObject = Pick<BodyRow, 'id' | 'text' | 'toBody'>;

/** What is no JSON object. */
const NO_OBJECTS: readonly BodyRow[] = [
  ...(data.noObjects as NoObject[]),
  {id: 'truncated', toBody: (good: string) => good.slice(0, -20)},
  {id: 'cut-before-the-last-brace', toBody: (good: string) => good.slice(0, -1)},
  {id: 'text', toBody: (good: string) => JSON.stringify(good)},
  {id: 'array', toBody: (good: string) => `[${good}]`},
  {id: 'twice', toBody: (good: string) => good + good},
  {id: 'single-quotes', toBody: (good: string) => good.replaceAll('"', "'")},
  {id: 'comment', toBody: (good: string) => `${good}// done`},
  {id: 'trailing-comma', toBody: (good: string) => good.replace(/\}$/, ',}')},
  {id: 'not-a-number', toBody: (good: string) => addField(good, '"x":NaN')},
  {id: 'jsonp', toBody: (good: string) => `callback(${good})`},
  {id: 'guarded', toBody: (good: string) => `)]}',\n${good}`},
  {id: 'nul', toBody: (good: string) => `${good}\0`},
  {id: 'not-utf8', toBody: (good: string) => Buffer.from(addField(good, '"x":"\xff"'), 'latin1')},
  {id: 'utf16', toBody: (good: string) => Buffer.from(`\ufeff${good}`, 'utf16le')},
  {id: 'gzip-not-declared', toBody: (good: string) => gzipSync(good)},
  {id: '10000-arrays-deep', toBody: () => deep(10_000)},
  {id: '1-mb', toBody: (good: string) => addField(good, `"x":"${'x'.repeat(1_000_000)}"`)},
  {id: 'open-quotes', toBody: () => '"\\'.repeat(50_000)},
].map((row: NoObject) => ({...row, end: BAD}));

/** Of a list of keys, these are enough: it is read as the others are. */
const FEW = ['html', 'empty', 'truncated', 'null', 'array', 'not-utf8', '10000-arrays-deep', '1-mb'];

/** A row of a good answer's fields. */
const change = (id: string, end: BodyRow['end'], toFields: (good: Fields) => unknown): BodyRow => ({
  id,
  end,
  toBody: (good) => JSON.stringify(toFields(JSON.parse(good) as Fields)),
});

/** Answers of the token endpoint. */
const TOKENS: readonly BodyRow[] = [
  ...(data.tokens as BodyRow[]),
  {id: '400-array', end: BAD, status: 400, toBody: (good) => `[${good}]`},
  change('id-token-array', BAD, (good) => ({...good, id_token: [good['id_token']]})),
  change('id-token-of-camel-case', 'id_token_missing', ({id_token: idToken, ...good}) => ({...good, idToken})),
  change('access-token-8193', BAD, (good) => ({...good, access_token: 'a'.repeat(8193)})),
  {id: 'tokens-inherited', end: BAD, toBody: (good) => `{"__proto__":${good}}`},
  {id: 'tokens-wrapped', end: BAD, toBody: (good) => `{"data":${good},"result":${good}}`},
  {
    id: 'spaced',
    end: 'signed-in',
    toBody: (good) => `\r\n\t ${JSON.stringify(JSON.parse(good) as unknown, null, 2)}\n`,
  },
  {id: 'byte-order-mark', end: 'signed-in', toBody: (good) => `\ufeff${good}`},
  {id: 'typed-as-html', end: 'signed-in', headers: {'Content-Type': 'text/html'}},
  change('200-kb', 'signed-in', (good) => ({...good, x: 'x'.repeat(200_000)})),
];

/** Answers of `/v2/user/me`. */
const USERS: readonly BodyRow[] = [
  ...(data.users as BodyRow[]),
  {id: 'with-10000-arrays-deep', end: 'signed-in', toBody: (good) => `{"x":${deep(10_000)},${good.slice(1)}`},
  change('200-kb', 'signed-in', (good) => ({...good, x: 'x'.repeat(200_000)})),
];

/** Answers of `/v2/user/service_terms`. */
const TERMS: readonly BodyRow[] = [
  ...(data.terms as BodyRow[]),
  change('list-of-501', BAD, (good) => ({
    ...good,
    service_terms: Array.from({length: 501}, () => ({tag: 'service', required: true, agreed: true})),
  })),
];

/** A list made of the key that signs, in place of the good list with that key alone. */
const list = (id: string, end: BodyRow['end'], toList: (good: JWK) => Awaitable<unknown>): BodyRow => ({
  id,
  end,
  toBody: async (good) => JSON.stringify(await toList((JSON.parse(good) as {keys: JWK[]}).keys[0]!)),
});

/** Made before any login: making it takes a busy machine longer than the kit waits for an answer. */
const PRIVATE_KEY = await exportJWK((await generateKeyPair('RS256', {extractable: true})).privateKey);

/** Lists of keys. */
const KEYS: readonly BodyRow[] = [
  ...(data.keys as BodyRow[]).map((row) =>
    row.changes || row.without ? list(row.id, row.end, (good) => ({keys: [changeFields(good, row)]})) : row,
  ),
  list('keys-object', BAD, (good) => ({keys: {0: good, length: 1}})),
  list('keys-text', BAD, (good) => ({keys: JSON.stringify([good])})),
  list('keys-of-lists', BAD, (good) => ({keys: [[good]]})),
  list('key-not-in-a-list', BAD, (good) => good),
  list('null-among-keys', BAD, (good) => ({keys: [good, null]})),
  list('key-private', 'id_token_invalid', () => ({keys: [{...PRIVATE_KEY, kid: 'key-1', alg: 'RS256'}]})),
  list('key-twice', 'id_token_invalid', (good) => ({keys: [good, good]})),
  list('key-modulus-short', 'id_token_invalid', (good) => ({keys: [{...good, n: good.n?.slice(0, 80)}]})),
  list('key-modulus-of-another', 'id_token_invalid', (good) => ({
    keys: [{...good, n: good.n?.replace(/^./, (first) => (first === 'x' ? 'y' : 'x'))}],
  })),
  list('key-in-a-larger-answer', 'signed-in', (good) => ({keys: [good], more: true})),
  list('key-among-others', 'signed-in', (good) => ({
    keys: [{kty: 'oct', k: 'AA', kid: 'a'}, {kty: 'AKP', kid: 'b'}, {}, good],
  })),
  list('key-among-5000', 'signed-in', (good) => ({
    keys: [...Array.from({length: 5000}, (_, index) => ({kty: 'EC', kid: `k${index}`})), good],
  })),
];

/** What each of Kakao's endpoints may answer. */
export const BODIES = {
  token: [...NO_OBJECTS, ...TOKENS],
  user: [...NO_OBJECTS, ...USERS],
  // Without terms nobody is kept out.
  terms: [...NO_OBJECTS, ...TERMS],
  keys: [...NO_OBJECTS.filter(({id}) => FEW.includes(id)), ...KEYS],
} as const;
