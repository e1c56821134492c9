import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import ts from 'typescript';

const RESOLUTIONS = {
  bundler: {module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler},
  nodenext: {module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext},
} as const;

const FILES = ['demo/snippets/main.ts', 'test/package/support/app.tsx', 'test/package/support/global.ts'];

/** TypeScript's own declarations are looked at once: there, what both files import is, and resolution changes nothing in it. */
const skipsOwn = (file: string, name: string): boolean => file !== FILES[1] || name !== 'bundler';

/** What TypeScript says of one file of a strict project that has nothing else of ours. */
function check(file: string, options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([file], {
    ...options,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({file: at, messageText}) => `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('the types', () => {
  for (const [name, options] of Object.entries(RESOLUTIONS)) {
    for (const file of FILES) {
      test(`serve ${file} by itself, resolved as ${name} does`, () => {
        assert.deepEqual(check(file, {...options, skipDefaultLibCheck: skipsOwn(file, name)}), []);
      });
    }
  }
});
