import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {posix} from 'node:path';
import {describe, test} from 'node:test';
import ts from 'typescript';
import {read, ROOT} from './support/package.js';

/** The files that a page lists for the path of an authorization code, in their order. */
function readPath(page: string): readonly string[] {
  return [...read(page).matchAll(/^\d+\. `(src\/server\/[\w/-]+\.ts)`/gm)].map(([, file = '']) => file);
}

/** The files whose values a file imports: types say nothing of who calls whom. */
function readValueImports(path: string): readonly string[] {
  const {statements} = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const {importClause, moduleSpecifier} = statement;
    const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return isType ? [] : [posix.join(posix.dirname(path), moduleSpecifier.text).replace(/\.js$/, '.ts')];
  });
}

describe('the path of an authorization code', () => {
  const files = readPath('docs/en/contributing.md');

  test('is the same in both languages', () => {
    assert.deepEqual(readPath('docs/ko/contributing.md'), files);
  });

  test('goes from the endpoint to the session through files that are there, and through none twice', () => {
    assert.equal(files[0], 'src/server/http/session-endpoint.ts');
    assert.equal(files.at(-1), 'src/server/sessions/cookie-sessions.ts');
    assert.deepEqual([...new Set(files)], files);
    assert.deepEqual(
      files.filter((path) => !existsSync(`${ROOT}${path}`)),
      [],
    );
  });

  for (const [index, path] of files.entries()) {
    test(`goes on from ${path} in one direction`, () => {
      const earlier = files.slice(0, index);

      assert.deepEqual(
        readValueImports(path).filter((target) => earlier.includes(target)),
        [],
      );
      // Sessions are kept by what the options say: nothing on the way names their file.
      const isCalled = index === 0 || earlier.some((caller) => readValueImports(caller).includes(path));
      assert.ok(isCalled || path === files.at(-1), 'is called by a file above it');
    });
  }
});
