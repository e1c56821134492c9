import {expect} from '@open-wc/testing';
import {readCookieText} from '../../src/shared/cookie-text.js';
import {STRANGE_BLANKS, toForeignPairs, toForeignValues} from '../support/cookie-forgeries.js';

const NAME = '__Host-ks.abc_12';

describe('readCookieText', () => {
  const rows: readonly (readonly [text: string, value: string | null | undefined])[] = [
    [`${NAME}=v`, 'v'],
    [`a=1; ${NAME}=v; b=2`, 'v'],
    [`a=1;${NAME}=v;b=2`, 'v'],
    [`a=1; \t ${NAME}=v\t ;b=2`, 'v'],
    [`${NAME}=`, ''],
    [`${NAME}=v=w==`, 'v=w=='],
    [`${NAME}=v w`, 'v w'],
    [`${NAME}= v`, ' v'],
    [`;;${NAME}=v;;`, 'v'],
    [`${NAME}=v; ${NAME}=w`, null],
    [`${NAME}=v; ${NAME}=v`, null],
    [`${NAME}=v; ${NAME}=`, null],
    [`${NAME}=; ${NAME}=v`, null],
    [`${NAME}=v; ${NAME}=w; ${NAME}=v`, null],
    ['', undefined],
    ['   ', undefined],
    [NAME, undefined],
  ];
  for (const [text, value] of rows) {
    it(`reads ${JSON.stringify(value)} in ${JSON.stringify(text)}`, () => {
      expect(readCookieText(text).get(NAME)).to.equal(value);
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

  it('reads the longest text that browsers can have, blanks or semicolons alone included', () => {
    for (const letter of [' ', '\t', ';', '=', 'a', ...STRANGE_BLANKS.slice(0, 3)]) {
      expect(readCookieText(`${letter.repeat(750_000)}x; ${NAME}=v`).get(NAME)).to.equal('v');
    }
  });
});
