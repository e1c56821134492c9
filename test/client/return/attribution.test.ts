import {expect} from '@open-wc/testing';
import {readAttribution} from '../../../src/client/return/attribution.js';
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
