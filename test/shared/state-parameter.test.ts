import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {createRandomToken} from '../../src/shared/encoding/random.js';
import {hasStatePrefix, readStateParameter, toStateParameter} from '../../src/shared/state-parameter.js';
import {expand} from '../support/expand.js';
import {STRANGE_BLANKS} from '../support/cookie-forgeries.js';
import rows from './state-parameter.json' with {type: 'json'};
import {anyText, itAlways} from './support/it-always.js';

const TX = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('toStateParameter', () => {
  it('writes ks1, the transaction and the path', () => {
    expect(toStateParameter({tx: TX, path: '/cart?a=1'})).to.equal(`ks1.${TX}.L2NhcnQ_YT0x`);
  });

  for (const [what, fits] of [
    ['a path of 150 characters, and leaves out one of 151', `/${'a'.repeat(149)}`],
    ['a Korean path of as many bytes', '가'.repeat(50)],
  ] as const) {
    it(`carries ${what}`, () => {
      expect(readStateParameter(toStateParameter({tx: TX, path: fits}))).to.deep.equal({tx: TX, path: fits});
      expect(toStateParameter({tx: TX, path: fits + fits.slice(-1)})).to.equal(`ks1.${TX}.`);
    });
  }

  itAlways(
    'is never longer than 248 characters, and needs no encoding in an address or an intent',
    fc.property(anyText(300), (path) => {
      expect(toStateParameter({tx: TX, path})).to.match(/^[\w.-]{48,248}$/);
    }),
    1000,
  );
});

describe('readStateParameter', () => {
  for (const path of rows.paths) {
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

  for (const [what, state] of Object.entries(rows.refused)) {
    it(`refuses ${what}`, () => {
      expect(readStateParameter(expand(state))).to.equal(null);
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
  for (const [state, expected] of rows.prefixes as [string, boolean][]) {
    it(`says ${expected ? 'ours' : 'not ours'} of ${JSON.stringify(state)}`, () => {
      expect(hasStatePrefix(state)).to.equal(expected);
    });
  }
});
