import {expect} from '@open-wc/testing';
import {readAttribution} from '../../../src/client/return/attribution.js';

describe('readAttribution', () => {
  const kept: readonly [query: string, parameters: Record<string, string>][] = [
    [
      'utm_source=kakao&utm_medium=message&utm_campaign=가을',
      {utm_source: 'kakao', utm_medium: 'message', utm_campaign: '가을'},
    ],
    ['gclid=a&fbclid=b&gbraid=c&wbraid=d', {gclid: 'a', fbclid: 'b', gbraid: 'c', wbraid: 'd'}],
    ['msclkid=a&ttclid=b&kclid=c', {msclkid: 'a', ttclid: 'b', kclid: 'c'}],
    ['n_media=27758&n_query=%EC%8B%A0%EB%B0%9C', {n_media: '27758', n_query: '신발'}],
    [`utm_source=${'x'.repeat(200)}`, {utm_source: 'x'.repeat(200)}],
    ['utm_source=first&utm_source=last', {utm_source: 'last'}],
  ];
  for (const [query, parameters] of kept) {
    it(`keeps the campaign parameters of ?${query.slice(0, 60)}`, () => {
      expect(readAttribution(new URLSearchParams(query))).to.deep.equal(parameters);
    });
  }

  const left = [
    'id=1&email=a%40b.example&code=abc&state=ks1.x',
    `utm_source=${'x'.repeat(201)}`,
    'utm_=1&utm_a-b=1&UTM_SOURCE=1&xutm_source=1',
    `utm_${'x'.repeat(21)}=1`,
    '__proto__=1&constructor=1&n_=1',
    '',
  ];
  for (const query of left) {
    it(`leaves everything else behind: ?${query.slice(0, 60)}`, () => {
      expect(readAttribution(new URLSearchParams(query))).to.deep.equal({});
    });
  }
});
