import {expect} from '@open-wc/testing';
import {readCookieText} from '../../src/shared/encoding/cookie-text.js';
import rows from './cookie-text.json' with {type: 'json'};
import {STRANGE_BLANKS, toForeignPairs, toForeignValues} from '../support/cookie-forgeries.js';

const NAME = '__Host-ks.abc_12';

describe('readCookieText', () => {
  /** What stands in a text for `NAME`: a value, null where it is there twice, nothing where it is not. */
  const expected: readonly (readonly [text: string, value: string | null | undefined])[] = [
    ...(rows.read as [string, string][]),
    ...rows.twice.map((text) => [text, null] as const),
    ...rows.none.map((text) => [text, undefined] as const),
  ];
  for (const [text, value] of expected) {
    it(`reads ${JSON.stringify(value)} in ${JSON.stringify(text)}`, () => {
      expect(readCookieText(text.replaceAll('NAME', NAME)).get(NAME)).to.equal(value);
    });
  }

  for (const [id, pair] of toForeignPairs(NAME, 'v')) {
    it(`takes a cookie with ${id} for another one`, () => {
      expect(readCookieText(pair).has(NAME), 'alone').to.equal(false);
      expect(readCookieText(`a=1; ${pair}; b=2`).has(NAME), 'among others').to.equal(false);
      expect(readCookieText(`${pair}; ${NAME}=genuine`).get(NAME), 'before ours').to.equal('genuine');
      expect(readCookieText(`${NAME}=genuine; ${pair}`).get(NAME), 'after ours').to.equal('genuine');
    });
  }

  for (const [id, value] of toForeignValues('v')) {
    it(`takes no letter off a value with ${id}`, () => {
      expect(readCookieText(`${NAME}=${value}; b=2`).get(NAME)).to.equal(value);
    });
  }

  for (const text of ['=x=1', ' =x=1', 'x', ' x ']) {
    it(`knows no name in ${JSON.stringify(text)}`, () => {
      expect([...readCookieText(text).keys()]).to.deep.equal(['']);
    });
  }

  it('keeps names of prototypes apart from what is there', () => {
    expect(readCookieText('a=1').get('constructor')).to.equal(undefined);
    expect(readCookieText('__proto__=1').get('__proto__')).to.equal('1');
  });

  for (const letter of [' ', '\t', ';', '=', 'a', ...STRANGE_BLANKS.slice(0, 3)]) {
    it(`is not slowed down by ${JSON.stringify(letter)}, a hundred thousand times`, () => {
      expect(readCookieText(`${letter.repeat(100_000)}x; ${NAME}=v`).get(NAME)).to.equal('v');
    });
  }
});
