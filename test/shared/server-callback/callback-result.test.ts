import {expect} from '@open-wc/testing';
import {BACKEND_CODES} from '../../../src/shared/errors.js';
import {
  CALLBACK_CODES,
  readCallbackResult,
  toCallbackResult,
} from '../../../src/shared/server-callback/callback-result.js';

describe('the cookie by which a server tells how a login ended', () => {
  for (const end of ['new', 'known', 'out', 'action', ...BACKEND_CODES, ...CALLBACK_CODES] as const) {
    it(`says ${end}`, () => {
      const result = {end, id: 'a-B_09'};
      expect(readCallbackResult(toCallbackResult(result), BACKEND_CODES)).to.deep.equal(result);
    });
  }

  it('tells a failure of a newer server as one of the backend', () => {
    expect(readCallbackResult('error.new_in_2030.a-B_09', BACKEND_CODES)).to.deep.equal({
      end: 'backend_failed',
      id: 'a-B_09',
    });
  });

  for (const value of [
    '',
    'new',
    'new.',
    '.a-B_09',
    'new.a-B_0',
    'new.a-B_099',
    'new.a-B 09',
    'newer.a-B_09',
    'code_used.a-B_09',
    'error.a-B_09',
    'error..a-B_09',
    'error.new.a-B_09.x',
    'new.known.a-B_09',
    ' new.a-B_09',
    'new.a-B_09\n',
    'new.a-B_09;new.a-B_09',
    'constructor.a-B_09',
  ]) {
    it(`is none if it is ${JSON.stringify(value)}`, () =>
      expect(readCallbackResult(value, BACKEND_CODES)).to.equal(null));
  }
});
