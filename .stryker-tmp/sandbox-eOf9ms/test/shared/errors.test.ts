import {expect} from '@open-wc/testing';
import {ERROR_CODES, isErrorCode, KakaoSyncError} from '../../src/shared/errors.js';

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

  const OTHERS = [
    '',
    'constructor',
    '__proto__',
    'toString',
    'length',
    '0',
    'CODE_USED',
    ' code_used',
    0,
    null,
    undefined,
  ];
  for (const value of [...OTHERS, ['code_used'], {code: 'code_used'}]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(isErrorCode(value)).to.equal(false);
    });
  }
});

describe('KakaoSyncError', () => {
  it('is an Error with a code, a message and a cause', () => {
    const cause = new TypeError('why');

    const error = new KakaoSyncError('sdk_failed', 'What happened.', cause);

    expect(error).to.be.instanceOf(Error);
    expect(error.name).to.equal('KakaoSyncError');
    expect(error.code).to.equal('sdk_failed');
    expect(error.message).to.equal('What happened.');
    expect(error.cause).to.equal(cause);
  });

  it('has a stack that shows where it was thrown', () => {
    expect(new KakaoSyncError('sdk_failed', 'x').stack).to.contain('errors.test');
  });
});
