import tseslint from 'typescript-eslint';
import {configs as lit} from 'eslint-plugin-lit';
import {configs as wc} from 'eslint-plugin-wc';

const unsafeSinks = [
  {selector: "MemberExpression[property.name='innerHTML']", message: 'Markup is never built from text.'},
  {selector: "MemberExpression[property.name='outerHTML']", message: 'Markup is never built from text.'},
  {selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: 'Markup is never built from text.'},
  {selector: "Identifier[name='unsafeHTML']", message: 'Markup is never built from text.'},
  {selector: "NewExpression[callee.name='Function']", message: 'No code from text.'},
];

export default tseslint.config(
  {ignores: ['dist', 'coverage', 'node_modules', '**/*.mjs']},
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
      // `import {type X}` alone would stay as an import that loads the file for nothing.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
    },
  },
  {files: ['src/**/*.ts'], rules: {'no-restricted-syntax': ['error', ...unsafeSinks], 'no-console': 'error'}},
  {files: ['src/elements/**/*.ts'], ...lit['flat/recommended']},
  {files: ['src/elements/**/*.ts'], ...wc['flat/best-practice']},
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // chai's property assertions, and node:test's describe and test, which return promises nobody awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {files: ['**/*.js'], ...tseslint.configs.disableTypeChecked},
);
