import {expect} from '@open-wc/testing';
import {attempt} from '../../src/shared/attempt.js';

describe('attempt', () => {
  for (const result of ['text', '', 0, null, undefined]) {
    it(`gives what a call returns: ${JSON.stringify(result)}`, () => {
      expect(attempt(() => result)).to.equal(result);
    });
  }

  it('gives nothing where the call throws', () => {
    const fail = (): string => {
      throw new Error('denied');
    };

    expect(attempt(fail)).to.equal(undefined);
  });
});
