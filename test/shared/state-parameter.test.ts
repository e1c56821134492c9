import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {textToBase64url} from '../../src/shared/base64url.js';
import {createRandomToken} from '../../src/shared/random.js';
import {hasStatePrefix, readStateParameter, toStateParameter} from '../../src/shared/state-parameter.js';
import {STRANGE_BLANKS} from '../support/cookie-forgeries.js';
import {anyText, itAlways} from './support/it-always.js';

const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('toStateParameter', () => {
  it('writes ks1, the transaction and the path', () => {
    expect(toStateParameter({tx: TX, path: '/cart?a=1'})).to.equal(`ks1.${TX}.L2NhcnQ_YT0x`);
  });

  it('carries a path of 150 characters, and leaves out one of 151', () => {
    const fits = `/${'a'.repeat(149)}`;

    expect(readStateParameter(toStateParameter({tx: TX, path: fits}))).to.deep.equal({tx: TX, path: fits});
    expect(toStateParameter({tx: TX, path: `${fits}a`})).to.equal(`ks1.${TX}.`);
  });

  it('counts a Korean path by its bytes', () => {
    const fits = '가'.repeat(50);

    expect(readStateParameter(toStateParameter({tx: TX, path: fits}))).to.deep.equal({tx: TX, path: fits});
    expect(toStateParameter({tx: TX, path: `${fits}가`})).to.equal(`ks1.${TX}.`);
  });

  itAlways(
    'is never longer than 248 characters, and needs no encoding in an address or an intent',
    fc.property(anyText(300), (path) => {
      expect(toStateParameter({tx: TX, path})).to.match(/^[\w.-]{48,248}$/);
    }),
    1000,
  );
});

describe('readStateParameter', () => {
  const PATHS = [
    '',
    '/',
    '/상품/카카오?색=노랑#위',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/a\0b',
    '/<script>alert(1)</script>',
    '/../../etc/passwd',
    '/a.b.c?d=e.f',
    '__proto__',
    '\u202e/gpj.exe',
    '👩‍👩‍👧',
  ];
  for (const path of PATHS) {
    it(`gives back the path ${JSON.stringify(path)}, for its reader to check`, () => {
      expect(readStateParameter(toStateParameter({tx: TX, path}))).to.deep.equal({tx: TX, path});
    });
  }

  itAlways(
    'gives back any transaction and path',
    fc.property(anyText(30), (path) => {
      const tx = createRandomToken();
      expect(readStateParameter(toStateParameter({tx, path}))).to.deep.equal({tx, path});
    }),
    1000,
  );

  const REFUSED: Record<string, string> = {
    nothing: '',
    'the prefix alone': 'ks1.',
    'no path part': `ks1.${TX}`,
    'a part too many': `ks1.${TX}.Lw.Lw`,
    'a dot too many': `ks1.${TX}.Lw.`,
    'another version': `ks2.${TX}.Lw`,
    'a prefix in capitals': `KS1.${TX}.Lw`,
    'a space before': ` ks1.${TX}.Lw`,
    'a line break after': `ks1.${TX}.Lw\n`,
    'an empty transaction': 'ks1..Lw',
    'a short transaction': `ks1.${TX.slice(1)}.Lw`,
    'a long transaction': `ks1.${TX}a.Lw`,
    'a transaction outside the alphabet': `ks1.${TX.slice(1)}%.Lw`,
    'a path that is no base64url': `ks1.${TX}.L/`,
    'a path with stray bits': `ks1.${TX}.Lx`,
    'a path with padding': `ks1.${TX}.Lw==`,
    'a path that is no UTF-8': `ks1.${TX}._w`,
    'a path longer than we write': `ks1.${TX}.${textToBase64url('a'.repeat(151))}`,
    'a path of 8 KiB': `ks1.${TX}.${textToBase64url('a'.repeat(8192))}`,
    constructor: 'constructor',
    __proto__: '__proto__',
  };
  for (const [what, state] of Object.entries(REFUSED)) {
    it(`refuses ${what}`, () => {
      expect(readStateParameter(state)).to.equal(null);
    });
  }

  for (const blank of [...STRANGE_BLANKS, ' ', '\t', '\n', '\0']) {
    it(`refuses ${JSON.stringify(blank)} anywhere in it`, () => {
      const state = `ks1.${TX}.Lw`;
      for (let at = 0; at <= state.length; at++) {
        expect(readStateParameter(state.slice(0, at) + blank + state.slice(at)), `at ${at}`).to.equal(null);
      }
      expect(hasStatePrefix(blank + state)).to.equal(false);
    });
  }

  itAlways(
    'reads a text only where writing its parts gives the same text',
    fc.property(
      fc.array(fc.constantFrom('ks1', '.', TX, TX.slice(1), 'Lw', 'Lx', 'L', '=', '%', '', '\n', 'é'), {
        maxLength: 7,
      }),
      (parts) => {
        const state = parts.join('');
        const read = readStateParameter(state);
        expect(read === null || toStateParameter(read) === state).to.equal(true);
      },
    ),
    5000,
  );
});

describe('hasStatePrefix', () => {
  const ROWS: [string, boolean][] = [
    [`ks1.${TX}.Lw`, true],
    ['ks1.', true],
    ['ks1.spoiled', true],
    ['ks1', false],
    ['ks10.a.b', false],
    ['KS1.a.b', false],
    [' ks1.a.b', false],
    ['xks1.a.b', false],
    ['', false],
    ['constructor', false],
  ];
  for (const [state, expected] of ROWS) {
    it(`says ${expected ? 'ours' : 'not ours'} of ${JSON.stringify(state)}`, () => {
      expect(hasStatePrefix(state)).to.equal(expected);
    });
  }
});
