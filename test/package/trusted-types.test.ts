import assert from 'node:assert/strict';
import {before, describe, test} from 'node:test';
import {parse, type AnyNode} from 'acorn';
import {simple} from 'acorn-walk';
import {ESLint} from 'eslint';
import sinks from './sinks.json' with {type: 'json'};
import {read, ROOT} from './support/package.js';

describe('the linter', () => {
  // In place of a file of src, so that the rules for src hold.
  const filePath = `${ROOT}src/sdk/load-kakao-sdk.ts`;
  const eslint = new ESLint({cwd: ROOT});
  const START = `export function run(element: Element, script: HTMLScriptElement, text: string): void {\n`;
  async function findSinks(line: string): Promise<number[]> {
    const [result] = await eslint.lintText(`${START}${line}\n}\n`, {filePath});
    const rules = /^(no-restricted-syntax|no-eval|@typescript-eslint\/no-implied-eval)$/;
    return result?.messages.filter(({ruleId}) => rules.test(ruleId ?? '')).map(({line: at}) => at) ?? [];
  }
  before(async () => {
    assert.deepEqual(await findSinks(`script.src = toTrustedScriptUrl(text); element.textContent = text;`), []);
  });

  // Every way to hand a text to a page with Trusted Types (https://w3c.github.io/trusted-types/dist/spec/#injection-sinks).
  for (const sink of sinks) {
    test(`lets no source say ${sink}`, async () => {
      assert.ok((await findSinks(sink)).includes(2));
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
