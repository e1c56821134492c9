import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  readConsentRequest,
  toConsentRequest,
  toConsentOutcome,
  toUnchangedOutcome,
  type ConsentOptions,
} from '../../../src/client/state/consent-request.js';
import type {SessionState} from '../../../src/client/state/state.js';
import type {ArrivalAnswer} from '../../../src/shared/wire.js';
import rows from './consent-request.json' with {type: 'json'};

const TX = 'abcdef'.padEnd(43, 'x');
const MISSING = [
  {tag: 'terms_v2', required: true},
  {tag: 'news', required: false},
];
const CONSENT = {end: 'consent', purpose: 'terms', ref: 'KS-D6VH-TYFW', scope: {}};
const SESSION: SessionState = {status: 'signed-in', member: {}, missingTerms: MISSING};

interface Screen {
  readonly what: string;
  readonly options: ConsentOptions;
  readonly hasScreen: boolean;
  /** Default: one to which both terms are missing. */
  readonly session?: SessionState;
}

interface Term {
  readonly what: string;
  readonly terms: readonly string[];
  readonly missing?: readonly string[];
  readonly answer: Partial<ArrivalAnswer>;
  readonly became: Readonly<Record<string, string>>;
}

describe('toAsked', () => {
  const missing = ['terms_v2', 'news'];
  const named = {terms: ['news', 'other'], scope: ['shipping_address']};
  for (const [what, options, asked] of [
    [
      'asks for all that is missing, optional terms too, where nothing is named',
      {},
      {terms: missing, scope: [], missing},
    ],
    ['remembers which of the named were known to be missing', named, {...named, missing: ['news']}],
  ] as const) {
    it(what, () => {
      expect(toConsentRequest(options, SESSION)).to.deep.equal({asked, hasScreen: true, refused: []});
    });
  }

  for (const {what, options, hasScreen, session = SESSION} of rows.screens as readonly Screen[]) {
    it(`${hasScreen ? 'expects a screen' : 'expects no screen'} where ${what}`, () => {
      expect(toConsentRequest(options, session).hasScreen).to.equal(hasScreen);
    });
  }
});

describe('readAsked', () => {
  it('reads what a transaction has kept', () => {
    const asked = {terms: ['a'], scope: ['b'], missing: ['a']};

    expect(readConsentRequest({asked: JSON.parse(JSON.stringify(asked)) as object})).to.deep.equal(asked);
  });

  it('takes anything else for nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (asked) => {
        const read = readConsentRequest({asked});

        return [read.terms, read.scope, read.missing].every((list) => list.every((item) => /^[\w.-]+$/.test(item)));
      }),
    );
    for (const asked of [null, 1, 'x', [], {terms: 'a'}, {terms: {0: 'a', length: 1}}, {terms: [null, {}, 'a,b']}]) {
      expect(readConsentRequest({asked})).to.deep.equal({terms: [], scope: [], missing: []});
    }
  });
});

describe('toConsentOutcome', () => {
  const answer = (more: Partial<ArrivalAnswer> = {}): ArrivalAnswer => ({
    ...{status: 'signed-in', isNewMember: false, member: {name: '라이언'}},
    ...more,
  });
  const named: Term = {
    what: 'named like a field of every object',
    terms: ['__proto__'],
    answer: {missingTerms: [], terms: []},
    became: {['__proto__']: 'misconfigured'},
  };

  for (const {what, terms, missing = [], answer: more, became} of [...(rows.terms as readonly Term[]), named]) {
    it(`tells what became of a term: ${what}`, () => {
      const outcome = toConsentOutcome({terms, scope: [], missing}, TX, answer(more), 60);

      const member = {name: '라이언'};
      const {missingTerms} = more;
      expect(outcome).to.deep.equal({...CONSENT, terms: became, member, ...(missingTerms && {missingTerms})});
      expect(Object.keys(outcome.terms)).to.deep.equal(terms);
    });
  }

  for (const [what, scope, became] of [
    ['tells which consent items Kakao has granted', ['openid', 'name'], {name: 'agreed', shipping_address: 'declined'}],
    ['says nothing of consent items that the backend does not tell', undefined, {}],
  ] as const) {
    it(what, () => {
      const asked = {terms: [], scope: ['name', 'shipping_address'], missing: []};

      expect(toConsentOutcome(asked, TX, answer(scope && {scope})).scope).to.deep.equal(became);
    });
  }

  it('takes all for declined where the visitor turned back', () => {
    expect(toConsentOutcome({terms: ['a'], scope: ['name'], missing: []}, TX)).to.deep.equal({
      ...CONSENT,
      terms: {a: 'declined'},
      scope: {name: 'declined'},
    });
  });
});

describe('toUnasked', () => {
  it('tells that nothing has changed', () => {
    expect(toUnchangedOutcome({terms: ['a'], scope: [], missing: ['a']})).to.deep.equal({
      end: 'consent',
      purpose: 'terms',
      terms: {a: 'unchanged'},
      scope: {},
    });
  });
});
