import {expect} from '@open-wc/testing';
import {ERROR_CODES, isErrorCode} from '../../src/shared/errors.js';
import {KakaoSyncError} from '../../src/shared/kakao-sync-error.js';

describe('ERROR_CODES', () => {
  it('are lower_snake, and each is there once', () => {
    for (const code of ERROR_CODES) expect(code).to.match(/^[a-z]+(_[a-z]+)*$/);
    expect(new Set(ERROR_CODES).size).to.equal(ERROR_CODES.length);
  });
});

describe('isErrorCode', () => {
  for (const code of ERROR_CODES) {
    it(`knows ${code}`, () => {
      expect(isErrorCode(code)).to.equal(true);
    });
  }

  const WORDS = ['', 'constructor', '__proto__', 'toString', 'length', '0', 'CODE_USED', ' code_used'];
  for (const value of [...WORDS, 0, null, undefined, ['code_used'], {code: 'code_used'}]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(isErrorCode(value)).to.equal(false);
    });
  }
});

describe('KakaoSyncError', () => {
  it('is an Error with a code, a message, a cause, and a stack that shows where it was thrown', () => {
    const cause = new TypeError('why');

    const error = new KakaoSyncError('sdk_failed', 'What happened.', cause);

    const fields = {name: 'KakaoSyncError', code: 'sdk_failed', message: 'What happened.', cause};
    expect(error).to.be.instanceOf(Error).and.include(fields);
    expect(error.stack).to.contain('errors.test');
  });
});
