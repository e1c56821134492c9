import {expect} from '@open-wc/testing';
import {readAttribution, toAttribution} from '../../../src/client/return/attribution.js';
import type {TransactionDetails} from '../../../src/client/page/transactions/open-transaction.js';
import attributions from './attributions.json' with {type: 'json'};

describe('readAttribution', () => {
  for (const {query, parameters} of [
    ...attributions.kept,
    ...attributions.left.map((text) => ({query: text, parameters: {}})),
  ]) {
    it(`keeps the campaign parameters of ?${query.slice(0, 60)}, and leaves everything else behind`, () => {
      expect(readAttribution(new URLSearchParams(query))).to.deep.equal(parameters);
    });
  }
});

describe('toAttribution', () => {
  const OWN = {ks_event: 'e-1', ks_variant: 'b'};
  const MANY = Object.fromEntries(Array.from({length: 25}, (_, index) => [`own_${index}`, 'x']));
  const ROWS: readonly (readonly [what: string, details: TransactionDetails, told: object | undefined])[] = [
    ['nothing', {}, undefined],
    ['the campaign of the press', {from: '/a?utm_source=naver#top'}, {utm_source: 'naver'}],
    ['the campaign that the page was loaded with', {from: '/join', landing: 'utm_source=kakao'}, {utm_source: 'kakao'}],
    [
      'the campaign of the press before that of the load',
      {from: '/a?utm_source=naver', landing: 'utm_source=kakao&utm_medium=cpc'},
      {utm_source: 'naver'},
    ],
    ['what analytics has given', {from: '/a', attribution: OWN}, OWN],
    [
      'both',
      {from: '/a?gclid=x', attribution: OWN, referrer: 'https://search.example'},
      {...OWN, gclid: 'x', ks_referrer: 'https://search.example'},
    ],
    [
      'a first visit’s campaign in place of this one’s',
      {from: '/a?gclid=x', attribution: {...OWN, utm_source: 'kakao'}},
      {...OWN, utm_source: 'kakao'},
    ],
    ['nothing without consent', {from: '/a?gclid=x', attribution: null, referrer: 'https://search.example'}, undefined],
    ['nothing personal', {from: '/a?utm_term=a%40b.example', landing: 'utm_term=010-1234-5678'}, undefined],
    ['no site itself as a source', {referrer: 'https://shop.example'}, undefined],
    ['no page of Kakao’s as a source', {referrer: 'https://accounts.kakao.com'}, undefined],
    ['no empty text', {attribution: {ks_variant: ''}}, undefined],
    ['twenty at most', {attribution: MANY}, Object.fromEntries(Object.entries(MANY).slice(0, 20))],
  ];
  const ports = {address: () => new URL('https://shop.example/kakao/callback'), findSource: () => ({})};
  for (const [what, details, told] of ROWS) {
    it(`tells the backend ${what}`, () => {
      expect(toAttribution(ports, details, '/')).to.deep.equal(told);
    });
  }

  it('goes by the record’s address where nothing exact is kept', () => {
    expect(toAttribution(ports, {}, '/a?utm_source=naver')).to.deep.equal({utm_source: 'naver'});
  });

  it('goes by the consent on the callback page where the press has kept none', () => {
    const refused = {...ports, findSource: () => ({attribution: null})};

    expect(toAttribution(refused, {from: '/a?gclid=x'}, '/')).to.equal(undefined);
    expect(toAttribution(refused, {from: '/a?gclid=x', attribution: OWN}, '/')).to.deep.equal({...OWN, gclid: 'x'});
  });
});
