import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {toBase64url} from '../../src/shared/encoding/base64url.js';
import {createReference, readReference, toReference} from '../../src/shared/reference.js';
import {isSameTransaction, toStoredName} from '../../src/shared/stored-name.js';
import {anyText, itAlways} from './support/it-always.js';

/** Transactions, and what is read out of them: the first is that of the contract, the others were worked out by hand. */
const REFERENCES: Readonly<Record<string, string>> = {
  ['A'.repeat(43)]: 'KS-0000-0000',
  ['_'.repeat(43)]: 'KS-ZZZZ-ZZZZ',
  // Octets 00 00 00 00 01, and 80 00 00 00 00.
  AAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: 'KS-0000-0001',
  gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: 'KS-G000-0000',
  // 00 44 32 14 C7: 0, 1, 2, 3, 4, 5, 6, 7.
  AEQyFMcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: 'KS-0123-4567',
  // Only the first five octets count.
  AEQyFMf_________________________________4: 'KS-0123-4567',
};
const transaction = fc.uint8Array({minLength: 32, maxLength: 32}).map(toBase64url);

describe('a reference', () => {
  for (const [tx, reference] of Object.entries(REFERENCES)) {
    it(`is ${reference} for ${tx}`, () => {
      expect(toReference(tx)).to.equal(reference);
    });
  }

  it('of what has no transaction is another one each time', () => {
    const made = Array.from({length: 100}, createReference);

    for (const reference of made) expect(readReference(reference)).to.equal(reference);
    expect(new Set(made).size).to.equal(100);
  });

  for (const [typed, reference] of [
    ['KS-7GR0-9A2K', 'KS-7GR0-9A2K'],
    ['ks-7gr0-9a2k', 'KS-7GR0-9A2K'],
    ['KS7GR09A2K', 'KS-7GR0-9A2K'],
    ['K-S-7-G-R-0-9-A-2-K', 'KS-7GR0-9A2K'],
    ['KS-7GRO-9A2K', 'KS-7GR0-9A2K'],
    ['ks-oO0o-iIlL', 'KS-0000-1111'],
    ['7gr0 9a2k', 'KS-7GR0-9A2K'],
    [' KS 7GR0 9A2K\n', 'KS-7GR0-9A2K'],
    ['KS\u20117GR0\u20139A2K', 'KS-7GR0-9A2K'],
  ] as const) {
    it(`is read from ${typed}`, () => {
      expect(readReference(typed)).to.equal(reference);
    });
  }

  for (const text of [
    ...['', 'KS', 'KS-', 'KS-7GR0', 'KS-7GR0-9A2', 'KS-7GR0-9A2KK', 'KX-7GR0-9A2K', 'KS-7GR0-9A2U'],
    ...['KS-a1B2c3', 'KS--UmqLw', 'KS_7GR0_9A2K', 'KS-7GR0-9A2\u212a', 'K\u017f-7GR0-9A2K', 'KS.7GR0.9A2K'],
    ...[undefined, null, 5, {}, ['KS-7GR0-9A2K']],
  ]) {
    it(`is not read from ${JSON.stringify(text)}`, () => {
      expect(readReference(text)).to.equal(null);
    });
  }

  itAlways(
    'is read as it is written, in any case',
    fc.property(transaction, (tx) => {
      const reference = toReference(tx);
      expect(reference).to.match(/^KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);
      expect(readReference(reference.toLowerCase())).to.equal(reference);
    }),
    500,
  );

  itAlways(
    'is what is read, or null, of any text',
    fc.property(anyText(14), (text) => {
      const reference = readReference(`KS${text}`);
      if (reference) expect(readReference(reference)).to.equal(reference);
    }),
    1000,
  );
});

describe('the name that a browser keeps of a transaction', () => {
  it('is its first six characters, of a session of the site’s own too', () => {
    expect(toStoredName('a1B2c3d4')).to.equal('KS-a1B2c3');
    expect(toStoredName('our-own-session')).to.equal('KS-our-ow');
  });

  it('tells sessions of the site’s own apart, whatever their names are made of', () => {
    const sessions = [
      'sess.1',
      'sess.2',
      's:1',
      's:2',
      'a',
      'b',
      '회원1',
      '회원2',
      'a b c1',
      'a b c2',
      'AAAAAA',
      '000000',
      '',
    ];
    const names = sessions.map(toStoredName);
    for (const name of names) {
      expect(names.filter((other) => isSameTransaction(name, other))).to.deep.equal([name]);
      expect(isSameTransaction(name, toReference('B'.repeat(43))), name).to.equal(false);
    }
  });

  itAlways(
    'is known by the reference too, and is no other’s',
    fc.property(transaction, transaction, (tx, other) => {
      fc.pre(tx.slice(0, 6) !== other.slice(0, 6));
      const [names, others] = [tx, other].map((one) => [toReference(one), toStoredName(one)]) as [string[], string[]];
      for (const name of names) {
        for (const same of names) expect(isSameTransaction(name, same), `${name} ${same}`).to.equal(true);
        for (const another of others) expect(isSameTransaction(name, another), `${name} ${another}`).to.equal(false);
      }
    }),
    500,
  );
});
