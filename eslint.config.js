import tseslint from 'typescript-eslint';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import {configs as wc} from 'eslint-plugin-wc';

const HTML_SINKS =
  '/^((inner|outer)HTML|insertAdjacentHTML|(set|parse)HTMLUnsafe|parseFromString|createContextualFragment|srcdoc|execCommand)$/';
const MARKUP = 'Markup is never built from text.';
const CODE = 'No code from text.';

/** Where a page with Trusted Types takes no text (https://w3c.github.io/trusted-types/dist/spec/#injection-sinks). */
const unsafeSinks = [
  {selector: `MemberExpression[property.name=${HTML_SINKS}]`, message: MARKUP},
  {selector: `Literal[value=${HTML_SINKS}]`, message: MARKUP},
  {selector: "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]", message: MARKUP},
  {selector: 'Identifier[name=/^unsafe(HTML|SVG|Static)$/]', message: MARKUP},
  {selector: 'NewExpression[callee.name=/^(Function|Worker|SharedWorker)$/]', message: CODE},
  {selector: 'CallExpression[callee.name=/^(Function|importScripts)$/]', message: CODE},
  {selector: "MemberExpression[property.name='serviceWorker']", message: CODE},
  {
    selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value=/^(on.*|src|href|data)$/i]",
    message: CODE,
  },
  {
    selector: 'AssignmentExpression[left.object.name=/script|tag/i][left.property.name=/^(text(Content)?|innerText)$/]',
    message: CODE,
  },
  {selector: 'Literal[value=/^\\s*javascript:/i]', message: CODE},
  {selector: 'TemplateElement[value.raw=/^\\s*javascript:/i]', message: CODE},
  {
    selector: "AssignmentExpression[left.property.name='src']:not([right.callee.name='toTrustedScriptUrl'])",
    message: 'Only toTrustedScriptUrl() gives what script.src takes.',
  },
];

export default tseslint.config(
  {ignores: ['dist', 'site', 'coverage', '.stryker-tmp', 'node_modules', '**/*.mjs', '**/*.min.js']},
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        {ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true},
      ],
      // Contexts, ports and clients are closures: no method of theirs uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A third of the time, for what cannot happen: there are no enums, and TypeScript itself tells classes with private
      // members from what only looks like them.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `import {type X}` alone would stay as an import that loads the file for nothing.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...unsafeSinks],
      'no-console': 'error',
      'max-lines-per-function': ['error', {max: 60, IIFEs: true}],
    },
  },
  // The text of a script for pages is one function.
  {files: ['src/emulator/core/sdk/*.ts'], rules: {'max-lines-per-function': 'off'}},
  {files: ['src/elements/**/*.ts'], ...lit['flat/recommended']},
  {
    files: ['src/elements/**/*.ts'],
    plugins: litA11y.configs.recommended.plugins,
    // Safari takes the role from a list that has no markers, so that one says it again.
    rules: {...litA11y.configs.recommended.rules, 'lit-a11y/no-redundant-role': 'off'},
  },
  {files: ['src/elements/**/*.ts'], ...wc['flat/best-practice']},
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // chai's property assertions, and node:test's describe and test, which return promises nobody awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='waitForFunction'] > :matches(Literal, TemplateLiteral).arguments",
          message:
            'A text is evaluated again by each poll after the first, which the page’s policy may forbid. Pass a function.',
        },
      ],
    },
  },
  {files: ['**/*.js'], ...tseslint.configs.disableTypeChecked},
);
