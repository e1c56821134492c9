import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {textToBase64url} from '../../src/shared/encoding/base64url.js';
import {
  readTransactionCookieValue,
  toTransactionCookieName,
  toTransactionCookieValue,
  TRANSACTION_MAX_AGE,
  type StoredTransaction,
  type TransactionRecord,
} from '../../src/shared/transaction.js';
import {anyText, itAlways} from './support/it-always.js';
import fields from './transaction.json' with {type: 'json'};

const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const RECORD: TransactionRecord = {
  tx: TX,
  nonceSecret: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  redirectUri: 'https://shop.example/kakao/callback',
  clientId: '0123456789abcdef0123456789abcdef',
  purpose: 'login',
  time: 1_700_000_000_000,
  from: '/cart?a=1',
};
const VERIFIER = 'M25iVXpKU3puUjFaYWg3T1NDTDQtcW1ROUY5YXlwalN';

function write(value: unknown): string {
  return textToBase64url(typeof value === 'string' ? value : JSON.stringify(value));
}

describe('the name of a transaction’s cookie', () => {
  it('has the first six characters of its id', () => {
    expect(toTransactionCookieName(TX, true)).to.equal('__Host-ks.dBjftJ');
    expect(toTransactionCookieName(TX, false)).to.equal('ks.dBjftJ');
    expect(TRANSACTION_MAX_AGE, 'they last an hour').to.equal(3600);
  });
});

describe('a transaction cookie', () => {
  const used = 1_700_000_000_000;
  const carried: Readonly<Record<string, StoredTransaction>> = {
    'a record': RECORD,
    'the verifier of the direct path': {...RECORD, codeVerifier: VERIFIER},
    'the purpose auto-login': {...RECORD, purpose: 'auto-login'},
    'the purpose terms': {...RECORD, purpose: 'terms'},
    'the purpose link': {...RECORD, purpose: 'link'},
    'a tombstone': {tx: TX, used},
    'a tombstone whose success is told, and that is over': {tx: TX, used, told: true, over: true},
    'where a tombstone’s login began': {tx: TX, used, from: '/cart?a=1'},
    'the purpose of a tombstone': {tx: TX, used, purpose: 'auto-login'},
  };
  for (const [what, transaction] of Object.entries(carried)) {
    it(`carries ${what}`, () => {
      expect(readTransactionCookieValue(toTransactionCookieValue(transaction))).to.deep.equal(transaction);
    });
  }

  for (const more of [
    ...['', 1, null, {}, ['/']].map((from) => ({from})),
    ...[false, 1, 'true', null, {}, []].map((value) => ({told: value, over: value})),
    ...['logout', '', 1, null, {}, ['login']].map((purpose) => ({purpose})),
  ]) {
    it(`is a tombstone without ${JSON.stringify(more)}, which is nothing`, () => {
      expect(readTransactionCookieValue(write({tx: TX, used: 5, ...more}))).to.deep.equal({tx: TX, used: 5});
    });
  }

  it('is a tombstone as soon as it says when it was used, whatever else it holds', () => {
    expect(readTransactionCookieValue(write({...RECORD, used: 5}))).to.deep.equal({
      tx: TX,
      used: 5,
      from: RECORD.from,
      purpose: RECORD.purpose,
    });
  });

  it('needs no quoting in a Cookie header', () => {
    const value = toTransactionCookieValue({...RECORD, from: '/상품?a=";,\\ '});

    expect(value).to.match(/^[\w-]+$/);
    expect(readTransactionCookieValue(value)).to.have.property('from', '/상품?a=";,\\ ');
  });

  itAlways(
    'carries any address it began at',
    fc.property(anyText(80), fc.nat(), (from, time) => {
      const record = {...RECORD, from, time};
      expect(readTransactionCookieValue(toTransactionCookieValue(record))).to.deep.equal(record);
    }),
    1000,
  );

  it('gives the fields of a record and no others', () => {
    const value = write({...RECORD, code: 'secret', admin: true, constructor: 1});

    expect(readTransactionCookieValue(value)).to.deep.equal(RECORD);
  });

  it('takes no field from __proto__', () => {
    const {redirectUri, ...others} = RECORD;
    const text = JSON.stringify(others).replace('{', `{"__proto__":{"redirectUri":"${redirectUri}"},`);

    expect(readTransactionCookieValue(write(text))).to.equal(null);
    expect(readTransactionCookieValue(write(`{"tx":"${TX}","__proto__":{"used":1}}`))).to.equal(null);
    expect({}).not.to.have.property('used');
  });

  const REFUSED: readonly (readonly [what: string, value: string])[] = [
    ...Object.entries<unknown[]>(fields).flatMap(([name, wrong]) => {
      return [...(name in RECORD ? [undefined] : []), ...wrong].map(
        (value) => [`with ${name} ${JSON.stringify(value)}`, write({...RECORD, [name]: value})] as const,
      );
    }),
    ...[null, 'yes', '1700000000000', true, [1], {}].map(
      (used) => [`as a tombstone with used ${JSON.stringify(used)}`, write({tx: TX, used})] as const,
    ),
    ['with a time that JSON reads as infinite', write(JSON.stringify(RECORD).replace('1700000000000', '1e999'))],
    ['as nothing', ''],
    ['as plain JSON', JSON.stringify(RECORD)],
    ['as percent-encoded JSON', encodeURIComponent(JSON.stringify(RECORD))],
    ['as padded base64', `${write(RECORD)}=`],
    ['as half a value', write(RECORD).slice(0, 100)],
    ['as two values', write(RECORD) + write(RECORD)],
    ['as quoted base64url', `"${write(RECORD)}"`],
    ['as no JSON', write('tx')],
    ['as JSON with a mark before it', write(`\ufeff${JSON.stringify(RECORD)}`)],
    ['as JSON null', write('null')],
    ['as a JSON number', write('1')],
    ['as a JSON text', write(JSON.stringify(JSON.stringify(RECORD)))],
    ['as a JSON list', write([RECORD])],
    ['as bytes that are no UTF-8', '_w'],
    ['as __proto__', '__proto__'],
  ];
  for (const [what, value] of REFUSED) {
    it(`is refused ${what}`, () => {
      expect(readTransactionCookieValue(value)).to.equal(null);
    });
  }

  itAlways(
    'is refused or read as a whole, never in part, whatever JSON it holds',
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(RECORD), 'used', 'codeVerifier'), fc.jsonValue()),
      (fields) => {
        const read = readTransactionCookieValue(write({...RECORD, ...fields}));
        if (read === null) return;
        if ('used' in read) expect(Object.keys(read)).to.include.members(['tx', 'used']).and.not.include('nonceSecret');
        // As JSON has it: that knows no -0.
        const given = JSON.parse(JSON.stringify({...RECORD, ...fields})) as Record<string, unknown>;
        expect(read).to.deep.equal(Object.fromEntries(Object.keys(read).map((key) => [key, given[key]])));
      },
    ),
    2000,
  );
});
