import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  readConsentRequest,
  toConsentRequest,
  toConsentOutcome,
  toUnchangedOutcome,
  type ConsentRequest,
} from '../../../src/client/state/consent-request.js';
import type {SessionState} from '../../../src/client/state/state.js';
import type {ArrivalAnswer, AskedTerm} from '../../../src/shared/wire.js';

const TX = 'abcdef'.padEnd(43, 'x');
const MISSING = [
  {tag: 'terms_v2', required: true},
  {tag: 'news', required: false},
];
const SESSION: SessionState = {status: 'signed-in', member: {}, missingTerms: MISSING};

describe('toAsked', () => {
  it('asks for all that is missing, optional terms too, where nothing is named', () => {
    const missing = ['terms_v2', 'news'];

    expect(toConsentRequest({}, SESSION)).to.deep.equal({asked: {terms: missing, scope: [], missing}, hasScreen: true});
  });

  it('remembers which of the named were known to be missing', () => {
    expect(toConsentRequest({terms: ['news', 'other'], scope: ['shipping_address']}, SESSION).asked).to.deep.equal({
      terms: ['news', 'other'],
      scope: ['shipping_address'],
      missing: ['news'],
    });
  });

  const SCREENS: readonly [
    what: string,
    options: Parameters<typeof toConsentRequest>[0],
    session: SessionState,
    has: boolean,
  ][] = [
    ['nothing is missing', {}, {status: 'signed-in', member: {}, missingTerms: []}, false],
    ['nobody is signed in', {}, {status: 'signed-out'}, false],
    ['all that is named is known to be optional', {terms: ['news']}, SESSION, false],
    ['a required one is among them', {terms: ['news', 'terms_v2']}, SESSION, true],
    ['nothing is known of the named one', {terms: ['other']}, SESSION, true],
    ['nothing is known at all', {terms: ['news']}, {status: 'unknown'}, true],
    ['a consent item is asked for', {terms: ['news'], scope: ['name']}, SESSION, true],
    ['what is named is no list', {terms: 'news' as never}, SESSION, false],
    ['what is named is no tag', {terms: ['<b>', '', 5 as never]}, SESSION, false],
  ];
  for (const [what, options, session, has] of SCREENS) {
    it(`${has ? 'expects a screen' : 'expects no screen'} where ${what}`, () => {
      expect(toConsentRequest(options, session).hasScreen).to.equal(has);
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
    status: 'signed-in',
    isNewMember: false,
    member: {name: '라이언'},
    missingTerms: [],
    ...more,
  });
  const SILENT: ArrivalAnswer = {status: 'signed-in', isNewMember: false, member: {name: '라이언'}};
  const ask = (terms: string[], missing: string[] = []): ConsentRequest => ({terms, scope: [], missing});
  const agreed = (tag: string, agreedAgo?: number): AskedTerm => ({
    tag,
    agreed: true,
    ...(agreedAgo !== undefined && {agreedAgo}),
  });
  const not = (tag: string): AskedTerm => ({tag, agreed: false});

  const TERMS: readonly [what: string, asked: ConsentRequest, answer: ArrivalAnswer, terms: Record<string, string>][] =
    [
      ['agreed since it was asked', ask(['a']), answer({terms: [agreed('a', 5)]}), {a: 'agreed'}],
      ['agreed in the second in which it was asked', ask(['a']), answer({terms: [agreed('a', 61)]}), {a: 'agreed'}],
      ['agreed long ago: no screen', ask(['a']), answer({terms: [agreed('a', 62)]}), {a: 'unchanged'}],
      ['agreed, nobody says when, and was missing', ask(['a'], ['a']), answer({terms: [agreed('a')]}), {a: 'agreed'}],
      ['agreed, nobody says when, and was not', ask(['a']), answer({terms: [agreed('a')]}), {a: 'unchanged'}],
      ['none of the app’s: no screen', ask(['x']), answer({terms: []}), {x: 'misconfigured'}],
      ['optional alone: no screen', ask(['a']), answer({terms: [not('a')]}), {a: 'unchanged'}],
      [
        'one agreed, the optional one left out',
        ask(['a', 'b']),
        answer({terms: [agreed('a', 5), not('b')]}),
        {a: 'agreed', b: 'declined'},
      ],
      [
        'one agreed long ago, one of no app',
        ask(['a', 'x']),
        answer({terms: [agreed('a', 9999)]}),
        {a: 'unchanged', x: 'misconfigured'},
      ],
      ['no longer missing, of a backend that tells no more', ask(['a'], ['a']), answer(), {a: 'agreed'}],
      ['never missing, of a backend that tells no more', ask(['a']), answer(), {a: 'unchanged'}],
      [
        'still missing, of a backend that tells no more',
        ask(['a', 'b'], ['a', 'b']),
        answer({missingTerms: [{tag: 'b', required: false}]}),
        {a: 'agreed', b: 'declined'},
      ],
      ['of a session that is silent about terms', ask(['a', 'b'], ['a']), SILENT, {a: 'unchanged', b: 'unchanged'}],
      ['named like a field of every object', ask(['__proto__']), answer({terms: []}), {['__proto__']: 'misconfigured'}],
    ];
  for (const [what, asked, given, terms] of TERMS) {
    it(`tells what became of a term: ${what}`, () => {
      const outcome = toConsentOutcome(asked, TX, given, 60);

      expect(outcome).to.deep.equal({
        end: 'consent',
        purpose: 'terms',
        ref: 'KS-abcdef',
        terms,
        scope: {},
        member: {name: '라이언'},
        ...(given.missingTerms && {missingTerms: given.missingTerms}),
      });
      expect(Object.keys(outcome.terms)).to.deep.equal([...asked.terms]);
    });
  }

  it('tells which consent items Kakao has granted', () => {
    const asked = {terms: [], scope: ['name', 'shipping_address'], missing: []};

    expect(toConsentOutcome(asked, TX, answer({scope: ['openid', 'name']})).scope).to.deep.equal({
      name: 'agreed',
      shipping_address: 'declined',
    });
  });

  it('says nothing of consent items that the backend does not tell', () => {
    expect(toConsentOutcome({terms: [], scope: ['name'], missing: []}, TX, answer()).scope).to.deep.equal({});
  });

  it('takes all for declined where the visitor turned back', () => {
    expect(toConsentOutcome({terms: ['a'], scope: ['name'], missing: []}, TX)).to.deep.equal({
      end: 'consent',
      purpose: 'terms',
      ref: 'KS-abcdef',
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
