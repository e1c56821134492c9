import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {API_CODES, BACKEND_CODES, ERROR_CODES, isErrorCode, type NoticeCode} from '../../src/shared/errors.js';
import {CALLBACK_CODES} from '../../src/shared/server-callback/callback-result.js';
import {listFiles, read} from './support/package.js';

/** Of `onError` alone: no page ever has one. */
const NOTICE_CODES = Object.keys({
  notice_refused: 1,
  notice_not_stored: 1,
  notice_failed: 1,
  notice_given_up: 1,
} satisfies Record<NoticeCode, 1>);

/** The documents' table of the codes. */
const TABLE = read('docs/en/error-codes.md');
const rows = [...TABLE.matchAll(/^\| `([a-z_]+)`.*?\|(.*)\|$/gm)].map(([, code, advice]) => ({
  code,
  advice: advice?.trim(),
}));
/** Tests, and the tables of rows that they go through. */
const tests = listFiles('test', /\.(tsx?|json)$/)
  .filter((path) => !/^test\/package\/|\/support\//.test(path))
  .map(read);
/** The emulator speaks Kakao's codes, not ours. */
const sources = listFiles('src', /\.ts$/).filter((path) => !/^src\/(emulator\/|shared\/errors)/.test(path));

function isQuoted(code: string, text: string): boolean {
  return text.includes(`'${code}'`) || text.includes(`"${code}"`);
}

for (const code of ERROR_CODES) {
  describe(`the code ${code}`, () => {
    test('is provoked by a test', () => {
      assert.ok(tests.some((text) => isQuoted(code, text)));
    });

    test('is explained in the documents', () => {
      assert.ok(rows.find((row) => row.code === code)?.advice);
    });

    test('is given by some part of the package', () => {
      assert.ok(sources.some((path) => isQuoted(code, read(path)) || read(path).includes(`${code}:`)));
    });
  });
}

describe('the codes of src', () => {
  const GIVEN =
    /(?:\bcode: |\bcode = |\btoFailure\(|\bfail\(|\bKakaoSyncError\(|\bRequestError\(|\brefuse\(\s*|\bwithTimeout\(\w+, \w+, )'([a-z_-]+)'/g;

  for (const path of sources) {
    test(`${path} gives no other than those of the union`, () => {
      const codes = [...read(path).matchAll(GIVEN)].map(([, code]) => code);

      assert.deepEqual(
        codes.filter((code) => !isErrorCode(code) && !NOTICE_CODES.includes(String(code))),
        [],
      );
    });
  }

  test('are, of the server kit, such as the page passes on, or those of its API client', () => {
    const kit = sources.filter((path) => path.startsWith('src/server/'));
    const codes = kit.flatMap((path) => [...read(path).matchAll(GIVEN)].map(([, code]) => code));

    const known: readonly unknown[] = [...BACKEND_CODES, ...CALLBACK_CODES, ...API_CODES, ...NOTICE_CODES];
    assert.ok(codes.length > 10);
    assert.deepEqual(
      // What is thrown while the kit is set up is nobody's answer.
      codes.filter((code) => !code?.startsWith('config_') && !known.includes(code)),
      [],
    );
  });

  test('are in the documents once each, and no others are', () => {
    assert.deepEqual(rows.map((row) => row.code).sort(), [...ERROR_CODES].sort());
  });
});
