import {expect} from '@open-wc/testing';
import {fromBase64url} from '../../src/shared/encoding/base64url.js';
import {createRandomToken, isRandomToken} from '../../src/shared/encoding/random.js';

describe('createRandomToken', () => {
  // A PKCE verifier has the same form (RFC 7636, section 4.1).
  it('gives 43 base64url characters of 32 bytes', () => {
    const token = createRandomToken();

    expect(isRandomToken(token)).to.equal(true);
    expect(token).to.match(/^[\w-]{43}$/);
    expect(fromBase64url(token)).to.have.length(32);
  });

  it('gives a different one each time, with every bit both ways', () => {
    const tokens = Array.from({length: 500}, createRandomToken);

    const bytes = tokens.map((token) => fromBase64url(token)!);
    for (let bit = 0; bit < 256; bit++) {
      const ones = bytes.filter((token) => (token[bit >> 3]! >> (bit & 7)) & 1).length;
      expect(ones, `bit ${bit}`).to.be.within(125, 375);
    }
    expect(new Set(tokens).size).to.equal(500);
  });
});

describe('isRandomToken', () => {
  const good = 'a'.repeat(43);
  const REFUSED: Record<string, unknown> = {
    'one character less': good.slice(1),
    'one character more': `${good}a`,
    nothing: '',
    'a line break at its end': `${good}\n`,
    'a dot': `.${good.slice(1)}`,
    'a percent sign': `%${good.slice(1)}`,
    'a letter outside ASCII': `é${good.slice(1)}`,
    'an array of one': [good],
    'an object that prints as one': {toString: () => good},
    'a String object': new String(good),
    undefined,
    null: null,
    'a number': 43,
  };
  for (const [what, value] of Object.entries(REFUSED)) {
    it(`refuses ${what}`, () => {
      expect(isRandomToken(value)).to.equal(false);
    });
  }
});
