import {expect} from '@open-wc/testing';
import {parseJson, readText, setOnly, toFields} from '../../src/shared/fields.js';

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
    expect(['a', ' ', '\n'].map((text) => readText(text))).to.deep.equal(['a', ' ', '\n']);
    expect(readText('')).to.equal(undefined);
  });

  it('takes only a text of the form', () => {
    expect(readText('KS-1', /^KS-\d$/)).to.equal('KS-1');
    expect(readText('KS-1\n', /^KS-\d$/)).to.equal(undefined);
  });

  for (const value of [undefined, null, 5, true, ['a'], {toString: () => 'a'}, new String('a')]) {
    it(`takes no ${JSON.stringify(value)}`, () => {
      expect(readText(value)).to.equal(undefined);
    });
  }
});

describe('setOnly', () => {
  it('leaves out what is not there, and nothing else', () => {
    expect(setOnly({a: 0, b: undefined, c: '', d: null})).to.deep.equal({a: 0, c: '', d: null});
  });
});
