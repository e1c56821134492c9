import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import ts from 'typescript';
import {run} from './support/package.js';

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

/** A project with the elements in the files of both frameworks, and the documents' own. */
const PROJECT = 'test/package/support/frameworks/tsconfig.json';

describe('the types in a framework’s own files', () => {
  test('serve Vue’s templates, as its own checker says', async () => {
    assert.deepEqual(await run('node_modules/.bin/vue-tsc', '--project', PROJECT), {code: 0, output: ''});
  });

  test('serve Svelte’s markup, as its own checker says, and let no mistake pass', async () => {
    const {output} = await run(
      'node_modules/.bin/svelte-check',
      ...['--tsconfig', PROJECT, '--output', 'machine-verbose', '--threshold', 'error'],
    );

    const found = [...output.matchAll(/^\d+ (\{.*\})$/gm)].map(
      ([, json = '']) => JSON.parse(json) as {type: string; filename: string; start: {line: number}},
    );
    assert.deepEqual(
      found.map(({type, filename, start}) => [type, filename.split('/').at(-1), start.line]),
      [6, 7, 8].map((line) => ['ERROR', 'Mistakes.svelte', line]),
    );
    assert.match(output, / COMPLETED [1-9]\d* FILES 3 ERRORS/);
  });
});
