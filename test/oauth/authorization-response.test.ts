import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  findNestedAnswers,
  withoutAnswer,
  withoutAuthorizationResponse,
} from '../../src/oauth/authorization-response.js';
import {attempt} from '../../src/shared/attempt.js';
import {
  isAuthorizationCode,
  readAuthorizationResponse,
  type AuthorizationResponse,
} from '../../src/shared/authorization/authorization-response.js';
import {anyText, itAlways} from '../shared/support/it-always.js';
import {Family} from '../support/family.js';
import rows from './authorization-response.json' with {type: 'json'};
import {CODES, ERRORS, FOREIGN, fill, INVALID, NONE, SPOILED_STATES, STATELESS} from './support/callback-queries.js';

const KAKAO = 'https://kauth.kakao.com';
const PAGE = 'https://shop.example/kakao/callback';
const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const STATE = `ks1.${TX}.L2NhcnQ`;
const OURS = {tx: TX, path: '/cart'};

const FILLED = {c: 'Xq7-code_of.kakao~54', s: STATE, t: TX};

/** Reads the answer in what follows the redirect URI. */
function read(rest: string): AuthorizationResponse {
  return readAuthorizationResponse(new URL(PAGE + fill(rest, FILLED)), KAKAO);
}

describe('readAuthorizationResponse', () => {
  const family = new Family('C1', 'callback query strings', after);

  type Read = readonly [
    what: string,
    row: readonly [id: string, rest: string, ...unknown[]],
    answer: AuthorizationResponse,
  ];
  const READ: readonly Read[] = [
    ...CODES.map((row): Read => ['takes the code', row, {kind: 'code', state: OURS, code: fill(row[2], FILLED)}]),
    ...ERRORS.map((row): Read => [
      'takes the error',
      row,
      {kind: 'error', state: OURS, error: row[2], description: row[3]},
    ]),
    ...INVALID.map((row): Read => ['refuses it, and knows whose it is', row, {kind: 'invalid', state: OURS}]),
    ...FOREIGN.map((row): Read => ['leaves it to another login', row, {kind: 'foreign'}]),
    ...STATELESS.map((row): Read => ['never uses what names no transaction', row, {kind: 'stateless'}]),
    ...NONE.map((row): Read => ['finds no answer', row, {kind: 'none'}]),
  ];
  for (const [what, [id, rest], answer] of READ) {
    it(`C1 ${id}: ${what}`, () => {
      expect(read(rest)).to.deep.equal(answer);
      family.judge(/code|error/.test(answer.kind) ? 'accepted' : 'refused');
    });
  }

  for (const [id, state] of SPOILED_STATES) {
    it(`C1 ${id}: refuses a state of ours that is spoiled`, () => {
      expect(read(`?code={c}&state=${state}`)).to.deep.equal({kind: 'invalid', state: null});
      expect(read(`?error=access_denied&state=${state}`)).to.deep.equal({kind: 'invalid', state: null});
      family.judge('refused');
    });
  }

  it('takes a query of 8192 characters, and refuses one more', () => {
    const start = `?code=abc&state=${STATE}&junk=`;
    const fits = start + 'a'.repeat(8192 - start.length);

    expect(read(fits).kind).to.equal('code');
    expect(read(`${fits}a`).kind).to.equal('invalid');
  });

  it('asks an emulator for its own issuer', () => {
    const url = new URL(`${PAGE}?code=abc&state=${STATE}&iss=http%3A%2F%2F127.0.0.1%3A4000`);

    expect(readAuthorizationResponse(url, 'http://127.0.0.1:4000').kind).to.equal('code');
    expect(readAuthorizationResponse(url, KAKAO).kind).to.equal('invalid');
  });

  /** What may happen to an answer's parameters on their way. */
  const MUTATIONS: Readonly<Record<string, (pairs: readonly string[]) => string[]>> = {
    'no code': (pairs) => pairs.filter((pair) => !pair.startsWith('code=')),
    'no state': (pairs) => pairs.filter((pair) => !pair.startsWith('state=')),
    'second code': (pairs) => [...pairs, 'code=second'],
    'second code, empty': (pairs) => [...pairs, 'code='],
    'second state': (pairs) => [...pairs, `state=${STATE}`],
    'state of another': (pairs) => [...pairs, 'state=other'],
    'empty state': (pairs) => pairs.map((pair) => (pair.startsWith('state=') ? 'state=' : pair)),
    'code with nul': (pairs) => pairs.map((pair) => (pair.startsWith('code=') ? `${pair}%00` : pair)),
    'names in capitals': (pairs) => pairs.map((pair) => pair.replace(/^\w+/, (name) => name.toUpperCase())),
    error: (pairs) => [...pairs, 'error=access_denied'],
    'own issuer': (pairs) => [...pairs, `iss=${KAKAO}`],
    'other issuer': (pairs) => [...pairs, 'iss=https://evil.example'],
    token: (pairs) => [...pairs, 'access_token=x'],
    long: (pairs) => [...pairs, `long=${'a'.repeat(8192)}`],
    'twins in other case': (pairs) => [...pairs, 'CODE=x', 'State=y'],
    lists: (pairs) => [...pairs, 'code[]=x', 'state[]=y'],
    'prototype keys': (pairs) => [...pairs, '__proto__=x', 'constructor=y'],
    'broken escapes': (pairs) => ['%=%zz', ...pairs],
    'empty pairs': (pairs) => ['', ...pairs, ''],
    'another order': (pairs) => [...pairs].reverse(),
  };

  /** What an answer of these pairs is, told from the pairs alone. */
  function judge(pairs: readonly string[], hash: string): AuthorizationResponse {
    const valuesOf = (name: string): string[] =>
      pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
    const [codes, states, errors, issuers] = ['code', 'state', 'error', 'iss'].map(valuesOf) as [
      string[],
      string[],
      string[],
      string[],
    ];
    if (states.length === 0) return {kind: codes.length + errors.length > 0 ? 'stateless' : 'none'};
    if (states.some((state) => state !== STATE)) return {kind: 'foreign'};
    const isSound =
      [codes, states, errors, issuers].every((values) => values.length <= 1) &&
      issuers.every((issuer) => issuer === KAKAO) &&
      !pairs.some((pair) => pair.startsWith('access_token=')) &&
      // By whatever name: another mutation may have written it in capitals.
      pairs.join('&').length < 8192 &&
      !hash.includes('token');
    const [[code], [error]] = [codes, errors];
    if (isSound && code === undefined && error !== undefined) {
      return {kind: 'error', state: OURS, error, description: ''};
    }
    if (isSound && error === undefined && /^[\w-]+$/.test(code ?? '')) return {kind: 'code', state: OURS, code: code!};
    return {kind: 'invalid', state: OURS};
  }

  itAlways(
    'takes a code from a good answer, whatever is beside it, and from no other',
    fc.property(
      fc.stringMatching(/^[\w-]{54}$/),
      fc.array(fc.constantFrom(...Object.keys(MUTATIONS)), {maxLength: 4}),
      fc.constantFrom('', '#', '#_=_', '#top', '#access_token=x', '#id_token=x&a=b'),
      (code, mutations, hash) => {
        const pairs = mutations.reduce<string[]>(
          (sofar, name) => MUTATIONS[name]!(sofar),
          [`code=${code}`, `state=${STATE}`],
        );

        const response = read(`?${pairs.join('&')}${hash}`);

        expect(response).to.deep.equal(judge(pairs, hash));
        family.judge(response.kind === 'code' ? 'accepted' : 'refused');
      },
    ),
    3000,
    family,
  );

  itAlways(
    'never throws, and never takes a code that it would not write itself',
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('code=', 'state=', STATE, '&', '#', '%', '=', '+', 'error='), anyText(5)), {
        maxLength: 12,
      }),
      (pieces) => {
        const response = read(`?${pieces.join('')}`);
        if (response.kind === 'code') expect(isAuthorizationCode(response.code)).to.equal(true);
        family.judge(response.kind === 'code' ? 'accepted' : 'refused');
      },
    ),
    2000,
    family,
  );
});

describe('isAuthorizationCode', () => {
  it('takes 1 to 1024 visible ASCII characters', () => {
    const visible = Array.from({length: 94}, (_, index) => String.fromCharCode(0x21 + index)).join('');

    expect(isAuthorizationCode(visible)).to.equal(true);
    expect(isAuthorizationCode('a')).to.equal(true);
    expect(isAuthorizationCode('a'.repeat(1024))).to.equal(true);
    expect(isAuthorizationCode('a'.repeat(1025))).to.equal(false);
  });

  for (const value of [undefined, ...rows.noCodes]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(isAuthorizationCode(value)).to.equal(false);
    });
  }
});

describe('withoutAuthorizationResponse', () => {
  for (const [rest, kept] of rows.addresses as [string, string][]) {
    it(`makes ${JSON.stringify(kept)} of ${JSON.stringify(rest)}`, () => {
      const url = new URL(PAGE + rest.replaceAll('{s}', STATE));

      expect(withoutAuthorizationResponse(url)).to.equal(`/kakao/callback${kept}`);
      expect(url.href).to.equal(new URL(PAGE + rest.replaceAll('{s}', STATE)).href);
    });
  }

  const OWN = ['code', 'state', 'error', 'error_description', 'error_uri', 'iss', 'id_token', 'token', 'access_token'];
  const pair = fc.constantFrom(...rows.pairs);

  itAlways(
    'keeps every other parameter to the letter and in its place',
    fc.property(
      fc.array(fc.oneof(pair, fc.constantFrom(...OWN.map((name) => `${name}=x`))), {maxLength: 9}),
      (pairs) => {
        const query = pairs.filter((one) => !OWN.some((name) => one === `${name}=x`)).join('&');

        const cleaned = withoutAuthorizationResponse(new URL(`${PAGE}?${pairs.join('&')}`));

        expect(cleaned).to.equal(`/kakao/callback${query && `?${query}`}`);
      },
    ),
    5000,
  );

  itAlways(
    'leaves an address without an answer',
    fc.property(fc.array(fc.oneof(pair, fc.constantFrom(...OWN), anyText(4)), {maxLength: 9}), (pairs) => {
      const cleaned = new URL(withoutAuthorizationResponse(new URL(`${PAGE}?${pairs.join('&')}`)), PAGE);

      expect(readAuthorizationResponse(cleaned, KAKAO).kind).to.equal('none');
    }),
    5000,
  );
});

const CODE = 'Xq7-code_of.kakao~54';
const encode = encodeURIComponent;
const decode = (text: string): string => attempt(() => decodeURIComponent(text)) ?? text;

/** Puts our code for `CODE` and our state for `STATE`, and encodes what stands between `«` and `»`, the innermost first. */
function toAddress(row: string): string {
  const encoded = row.replace(/«([^«»]*)»/g, (_, part: string) => encode(fillIn(part)));
  return encoded === row ? fillIn(row) : toAddress(encoded);
}
const fillIn = (text: string): string => text.replace(/CODE/g, CODE).replace(/STATE/g, STATE);

describe('withoutAnswer', () => {
  for (const [row, kept] of rows.cleaned as [string, string][]) {
    it(`makes ${JSON.stringify(kept)} of ${JSON.stringify(row)}`, () => {
      expect(withoutAnswer(toAddress(row), {state: STATE, codes: [CODE]})).to.equal(toAddress(kept));
    });
  }

  for (const [length, kept] of [
    [15, '/x?q=a0123456789abcdeb'],
    [16, '/x'],
  ] as const) {
    it(`${length < 16 ? 'keeps' : 'drops'} another parameter that holds a code of ${length} characters`, () => {
      const code = '0123456789abcdef'.slice(0, length);

      expect(withoutAnswer(`/x?q=a${code}b&code=${code}&state=${STATE}`, {state: STATE, codes: [code]})).to.equal(kept);
    });
  }

  itAlways(
    'leaves no secret in a query, however it is put together',
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(CODE, STATE, '/', '?', '&', '=', '#', 'next', 'code=', '%'), anyText(3)), {
        maxLength: 9,
      }),
      fc.nat(2),
      (parts, times) => {
        let value = parts.join('');
        for (let time = 0; time < times; time++) value = encode(value);
        const kept = withoutAnswer(`/x?a=1&next=${encode(value)}&b=2`, {state: STATE, codes: [CODE]});

        expect(kept).to.match(/^\/x\?a=1&(next=.*&)?b=2$/);
        expect(decode(decode(kept))).not.to.contain(STATE);
      },
    ),
    2000,
  );
});

describe('findNestedAnswers', () => {
  for (const row of rows.nested) {
    it(`finds the one in ${row}`, () => {
      expect(findNestedAnswers(toAddress(row))).to.deep.equal([{state: STATE, codes: [CODE]}]);
    });
  }

  it('finds one that is an error', () => {
    const address = toAddress('/x?next=«/cb?error=access_denied&state=STATE»');

    expect(findNestedAnswers(address)).to.deep.equal([{state: STATE, codes: []}]);
  });

  for (const row of rows.notNested) {
    it(`finds none in ${row || 'nothing'}`, () => {
      expect(findNestedAnswers(toAddress(row))).to.deep.equal([]);
    });
  }
});
