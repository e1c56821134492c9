// Mutants of the widget's security modules, against the component tests that need no page.
export default {
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx', '--import', './scripts/mutation/in-node.mjs'],
  mochaOptions: {
    spec: [
      'test/shared/**/*.test.ts',
      'test/oauth/**/*.test.ts',
      'test/client/completion.test.ts',
      'test/client/completion-end.test.ts',
      'test/client/transactions.test.ts',
      'test/client/note.test.ts',
      'test/client/auto-login.test.ts',
    ],
  },
  mutate: ['src/shared/return-target.ts'],
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'demo', 'bench', 'coverage', '/.*', 'README*'],
  disableTypeChecks: false,
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text'],
  clearTextReporter: {reportTests: false, allowColor: false},
  concurrency: 2,
  timeoutMS: 10000,
  allowEmpty: false,
};
