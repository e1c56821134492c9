import {expect} from '@open-wc/testing';
import {toFailure, toOutcome} from '../../../src/client/state/outcome.js';
import {forgetOutcome, keepOutcome, readOutcome} from '../../../src/client/page/kept/kept-outcome.js';
import type {Outcome} from '../../../src/client/state/state.js';
import {omitUndefined} from '../../../src/shared/fields.js';
import {ERROR_CODES, type ErrorCode} from '../../../src/shared/errors.js';
import {readReference} from '../../../src/shared/reference.js';
import type {ReadAnswer} from '../../../src/shared/wire.js';
import {FakeStorage} from '../support/storage.js';
import ends from './ends.json' with {type: 'json'};
import outcomes from './outcomes.json' with {type: 'json'};

const TX = 'abcdef'.padEnd(43, 'x');
const NOTHING = {terms: [], scope: [], missing: []};

/** What another press would do about each: a code that is new has to be put somewhere. */
const ENDS = Object.fromEntries(Object.entries(ends).flatMap(([end, codes]) => codes.map((code) => [code, end])));

describe('toFailure', () => {
  for (const code of ERROR_CODES) {
    it(`ends ${code} with ${ENDS[code]}`, () => {
      const failure = {end: ENDS[code], purpose: 'login', code, ref: 'KS-abcdef'};
      expect(toFailure(code, 'login', 'KS-abcdef')).to.deep.equal(failure);
    });
  }

  it('has a reference of its own where there is no transaction', () => {
    const [{ref, ...failure}, other] = [toFailure('config_invalid', 'link'), toFailure('config_invalid', 'link')];

    expect(failure).to.deep.equal({end: 'help', purpose: 'link', code: 'config_invalid'});
    expect(readReference(ref)).to.equal(ref);
    expect(other.ref).not.to.equal(ref);
  });

  it('lets a code that it does not know be tried again', () => {
    expect(toFailure('of_tomorrow' as ErrorCode, 'login').end).to.equal('retry');
  });
});

describe('toOutcome', () => {
  for (const [what, answer, outcome] of outcomes as unknown as [string, ReadAnswer, object][]) {
    it(what, () => {
      const told = {...outcome, purpose: 'login', ref: 'KS-D6VH-TYFW'};
      expect(toOutcome(answer, 'login', TX, NOTHING)).to.deep.equal(told);
    });
  }
});

// What is no outcome is in the corpus of what somebody has written to the storage.
describe('keepOutcome', () => {
  const outcome: Outcome = {end: 'cancelled', purpose: 'login', ref: 'KS-abcdef'};

  it('brings an outcome to the next page, until it is forgotten', () => {
    const sessionStorage = new FakeStorage();

    expect(keepOutcome({sessionStorage}, outcome, {})).to.equal(true);
    for (let time = 0; time < 2; time++) {
      const [kept, keeping] = readOutcome({sessionStorage});
      expect([kept, omitUndefined(keeping)]).to.deep.equal([outcome, {}]);
    }

    forgetOutcome({sessionStorage});
    expect(readOutcome({sessionStorage})).to.deep.equal([null, {}]);
  });

  it('says for which page, until when, and of which transaction', () => {
    const sessionStorage = new FakeStorage();
    const keeping = {
      to: '/cart#total',
      until: 5,
      of: 'KS-abcdef',
      answered: true,
      endpoint: 'https://shop.example/s',
    } as const;

    keepOutcome({sessionStorage}, outcome, keeping);

    expect(readOutcome({sessionStorage})).to.deep.equal([outcome, keeping]);
  });

  it('says where it cannot', () => {
    const sessionStorage = new FakeStorage();
    sessionStorage.isForbidden = true;

    expect(keepOutcome({sessionStorage}, outcome, {})).to.equal(false);
  });
});
