import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {parseJson, readString, omitUndefined, toFields, toJson} from '../../src/shared/fields.js';
import {runs, seed} from '../support/family.js';

describe('parseJson', () => {
  for (const value of [null, 5, 'text', [], {a: [1, {b: null}]}]) {
    it(`reads ${JSON.stringify(value)}`, () => {
      expect(parseJson(JSON.stringify(value))).to.deep.equal(value);
    });
  }

  for (const text of [null, '', 'junk', '{', 'undefined', '<!doctype html>']) {
    it(`reads nothing in ${JSON.stringify(text)}`, () => {
      expect(parseJson(text)).to.equal(undefined);
    });
  }
});

describe('toJson', () => {
  const {stringify} = JSON;
  /** What pages are found to have done to JSON. */
  const PATCHES: Readonly<Record<string, () => void>> = {
    nothing: () => undefined,
    'Array.prototype.toJSON of Prototype 1.6': () => {
      Object.assign(Array.prototype, {
        toJSON(this: unknown[]) {
          return `[${this.map((item) => stringify(item)).join(', ')}]`;
        },
      });
    },
    'a stringify that takes one argument': () => {
      JSON.stringify = (value: unknown) => stringify(value);
    },
    'a stringify that makes texts of arrays': () => {
      JSON.stringify = (value: unknown) => stringify(Array.isArray(value) ? stringify(value) : value);
    },
  };
  for (const [name, patch] of Object.entries(PATCHES)) {
    it(`writes what JSON is, whatever the page has made of it: ${name}`, () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          const expected = stringify(value);
          const {toJSON} = Array.prototype as {toJSON?: unknown};
          patch();
          let text: string;
          try {
            text = toJson(value);
          } finally {
            JSON.stringify = stringify;
            if (!toJSON) Reflect.deleteProperty(Array.prototype, 'toJSON');
          }
          expect(text).to.equal(expected);
        }),
        {seed, numRuns: runs(200)},
      );
    });
  }

  it('leaves out what is undefined', () => {
    expect(toJson({a: undefined, b: [{c: undefined}], d: 1})).to.equal('{"b":[{}],"d":1}');
  });
});

describe('toFields', () => {
  for (const value of [undefined, null, 5, true, 'text', [], {}]) {
    it(`finds no field in ${JSON.stringify(value)}`, () => {
      const {status, code} = toFields(value);

      expect([status, code]).to.deep.equal([undefined, undefined]);
    });
  }

  it('finds those of an object, whatever they are', () => {
    expect(toFields({code: 5})['code']).to.equal(5);
  });
});

describe('readText', () => {
  it('takes any text that is not empty', () => {
    expect(['a', ' ', '\n'].map((text) => readString(text))).to.deep.equal(['a', ' ', '\n']);
    expect(readString('')).to.equal(undefined);
  });

  it('takes only a text of the form', () => {
    expect(readString('KS-1', /^KS-\d$/)).to.equal('KS-1');
    expect(readString('KS-1\n', /^KS-\d$/)).to.equal(undefined);
  });

  for (const value of [undefined, null, 5, true, ['a'], {toString: () => 'a'}, new String('a')]) {
    it(`takes no ${JSON.stringify(value)}`, () => {
      expect(readString(value)).to.equal(undefined);
    });
  }
});

describe('setOnly', () => {
  it('leaves out what is not there, and nothing else', () => {
    expect(omitUndefined({a: 0, b: undefined, c: '', d: null})).to.deep.equal({a: 0, c: '', d: null});
  });
});
