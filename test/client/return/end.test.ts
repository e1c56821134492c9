import {expect} from '@open-wc/testing';
import {toErrorOutcome, toHome} from '../../../src/client/return/end.js';
import type {Purpose} from '../../../src/shared/transaction.js';
import errors from './kakao-errors.json' with {type: 'json'};

const TX = `KsTest${'x'.repeat(37)}`;
const ref = 'KS-5B2D-XCPW';
const ASKED = {terms: ['news'], scope: ['name'], missing: []};

describe('toErrorOutcome', () => {
  for (const row of errors) {
    const [purpose, error, description, end, told] = row as [Purpose, string, string, string, string | null];
    it(`ends a ${purpose} by ${error || 'empty'} (${description || 'no description'}) as ${end} ${told ?? ''}`, () => {
      const outcome = toErrorOutcome({error, description}, {tx: TX, purpose}, ASKED);

      if (end === 'consent') {
        expect(outcome).to.deep.include({end, purpose, ref, terms: {news: 'declined'}, scope: {name: 'declined'}});
      } else {
        const more = told && (end === 'skipped' ? {reason: told} : {code: told});
        expect(outcome).to.deep.equal({end, purpose, ref, ...more});
      }
    });
  }
});

describe('toHome', () => {
  for (const [details, from, targets] of [
    [{from: '/cart?id=1#top'}, '/cart', ['/cart?id=1#top', '/cart']],
    [{}, '/cart', [undefined, '/cart']],
    [{}, undefined, [undefined, undefined]],
    [{from: '/search?q=a\\b#c\\d'}, '/search?q=a\\b', ['/search?q=a%5Cb#c%5Cd', '/search?q=a%5Cb']],
  ] as const) {
    it(`leads to ${JSON.stringify(targets)}`, () => {
      expect(toHome({readDetails: () => details}, {tx: TX, from})).to.deep.equal({tx: TX, told: {}, targets});
    });
  }

  it('tells analytics the id of the login and where the visitor came from', () => {
    const readDetails = () => ({attribution: {ks_event: 'e-1'}, referrer: 'https://search.example'});

    expect(toHome({readDetails}, {tx: TX}).told).to.deep.equal({eventId: 'e-1', referrer: 'https://search.example'});
  });

  it('names no page of Kakao’s as where the visitor came from', () => {
    const readDetails = () => ({referrer: 'https://kauth.kakao.com'});

    expect(toHome({readDetails}, {tx: TX}).told).to.deep.equal({});
  });
});
