import {expect} from '@open-wc/testing';
import {isLoopback} from '../../src/shared/loopback.js';
import addresses from './loopback.json' with {type: 'json'};

describe('isLoopback', () => {
  for (const address of addresses.here) {
    it(`says yes of ${address}`, () => {
      expect(isLoopback(address)).to.equal(true);
      expect(isLoopback(new URL(address))).to.equal(true);
    });
  }

  for (const address of addresses.elsewhere) {
    it(`says no of ${JSON.stringify(address)}`, () => {
      expect(isLoopback(address)).to.equal(false);
    });
  }
});
