import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {describe, test} from 'node:test';
import {read, ROOT} from './support/package.js';

/** The files that each row of the table names, in the table's order. */
function readRows(page: string): readonly (readonly string[])[] {
  const rows = read(page).match(/^\| .*`src\/.*$/gm) ?? [];
  return rows.map((row) => [...row.matchAll(/`(src\/[\w./-]+)`/g)].map(([, file = '']) => file));
}

describe('the table of where to change what', () => {
  const rows = readRows('docs/en/contributing.md');

  test('is the same in both languages', () => {
    assert.deepEqual(readRows('docs/ko/contributing.md'), rows);
  });

  test('names files that are there, at most three a change', () => {
    assert.ok(rows.length >= 10);
    for (const files of rows) {
      assert.ok(files.length <= 3, files.join(', '));
      assert.deepEqual(
        files.filter((path) => !existsSync(`${ROOT}${path}`)),
        [],
      );
    }
  });
});
