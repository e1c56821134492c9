import assert from 'node:assert/strict';
import {before, describe, test} from 'node:test';
import {parse, type AnyNode} from 'acorn';
import {simple} from 'acorn-walk';
import {ESLint} from 'eslint';
import sinks from './sinks.json' with {type: 'json'};
import {read, ROOT} from './support/package.js';

describe('the linter', () => {
  const harmless = 'script.src = toTrustedScriptUrl(text); element.textContent = text;';
  /** What is found in each line: the first is harmless. Once for all lines, because each time reads all types anew. */
  let found: readonly number[] = [];
  before(async () => {
    const eslint = new ESLint({cwd: ROOT});
    const lines = [
      'function run(element: Element, script: HTMLScriptElement, text: string): void {',
      harmless,
      ...sinks,
    ];
    // In place of a file of src, so that the rules for src hold.
    const [result] = await eslint.lintText(`export ${lines.join('\n')}\n}\n`, {
      filePath: `${ROOT}src/sdk/load-kakao-sdk.ts`,
    });
    const rules = /^(no-restricted-syntax|no-eval|@typescript-eslint\/no-implied-eval)$/;
    found = result?.messages.filter(({ruleId}) => rules.test(ruleId ?? '')).map(({line}) => line) ?? [];
  });

  test('lets a source say what is harmless', () => {
    assert.ok(found.length > 0);
    assert.ok(!found.includes(2));
  });

  // Every way to hand a text to a page with Trusted Types (https://w3c.github.io/trusted-types/dist/spec/#injection-sinks).
  for (const [index, sink] of sinks.entries()) {
    test(`lets no source say ${sink}`, () => {
      assert.ok(found.includes(3 + index));
    });
  }
});

describe('the script tag', () => {
  test('hands text to no sink but Lit’s own, by Lit’s policy', () => {
    const found: string[] = [];
    const nameOf = (node: AnyNode): string => ('name' in node && typeof node.name === 'string' ? node.name : '');
    simple(parse(read('dist/kakao-sync.min.js'), {ecmaVersion: 'latest'}), {
      MemberExpression({property}) {
        if (/HTML(?!Element)|^(srcdoc|parseFromString|createContextualFragment)$/.test(nameOf(property)))
          found.push(nameOf(property));
      },
      CallExpression({callee}) {
        if (/^(eval|Function|importScripts)$/.test(nameOf(callee))) found.push(nameOf(callee));
      },
      NewExpression({callee}) {
        if (/^(Function|Worker|SharedWorker)$/.test(nameOf(callee))) found.push(nameOf(callee));
      },
      ImportExpression: () => void found.push('import()'),
    });

    assert.deepEqual(found.sort(), ['createHTML', 'innerHTML']);
  });
});
