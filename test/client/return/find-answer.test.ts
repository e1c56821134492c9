import {expect} from '@open-wc/testing';
import {findAnswer, toKnownAnswer, toText} from '../../../src/client/return/find-answer.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import type {TransactionRecord} from '../../../src/shared/transaction.js';
import {APP_KEY, CALLBACK, CODE, ORIGIN} from '../support/browser.js';
import rows from './found-answers.json' with {type: 'json'};

const stateOf = (letter: string): string => toStateParameter({tx: letter.repeat(43), path: '/cart'});
const OPEN: TransactionRecord = {
  ...{tx: 'o'.repeat(43), nonceSecret: 'n'.repeat(43), redirectUri: ORIGIN + CALLBACK, clientId: APP_KEY},
  ...{purpose: 'login', time: 1, from: '/cart'},
};
const TAKEN = {tx: 't'.repeat(43), used: 1};
const [s, t, u] = [stateOf('o'), stateOf('t'), stateOf('u')];
const answer = encodeURIComponent(`${CALLBACK}?code=${CODE}&state=${s}`);
const VALUES: Readonly<Record<string, string>> = {
  ...{c: CODE, s, t, u, p: s.slice(0, -1)},
  ...{e: answer, ee: encodeURIComponent(answer)},
};
const toUrl = (text: string): URL =>
  new URL(
    text.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name]!),
    ORIGIN,
  );

interface Row {
  readonly what: string;
  readonly address: string;
  /** Default: the document was loaded with the address. */
  readonly arrival?: string | null;
  readonly in?: string;
  readonly found: string;
}

describe('findAnswer', () => {
  for (const {what, address: text, arrival = text, in: place, found} of rows as readonly Row[]) {
    it(`finds ${found}: ${what}`, () => {
      const address = toUrl(text);

      const result = findAnswer(
        {
          ...{address, arrival: arrival === null ? null : toUrl(arrival), origin: ORIGIN, isTop: place !== 'frame'},
          ...{redirectUri: ORIGIN + CALLBACK, issuer: 'https://kauth.kakao.com'},
        },
        (tx) => [OPEN, TAKEN].find((entry) => entry.tx === tx) ?? null,
      );

      if (result.kind === 'answer') {
        expect(`${result.response.kind} ${result.isHere ? 'here' : 'elsewhere'}`).to.equal(found);
      } else expect(result.kind).to.equal(found);
      if (result.kind === 'nested') {
        expect([result.record, result.answer]).to.deep.equal([OPEN, {state: s, codes: [CODE]}]);
      }
    });
  }
});

describe('what a response is known by', () => {
  const state = {tx: OPEN.tx, path: '/cart'};
  it('is its state, and its code where it has one', () => {
    expect(toKnownAnswer({kind: 'code', state, code: CODE})).to.deep.equal({state: s, codes: [CODE]});
    expect(toKnownAnswer({kind: 'invalid', state})).to.deep.equal({state: s, codes: []});
    expect(toKnownAnswer({kind: 'invalid', state: null})).to.equal(null);
    expect(toText(new URL('/a?b=c#d', ORIGIN))).to.equal('/a?b=c#d');
  });
});
