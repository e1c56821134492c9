/**
 * One plain closing line for scripts/test.mjs and CI, and the coverage figures that missed their threshold: without it
 * a run that fails only by coverage exits 1 and says nothing when the progress bar is off.
 */
export function plainReporter() {
  let thresholds = {};
  return {
    start({config}) {
      thresholds = config.coverageConfig?.threshold ?? {};
    },
    onTestRunFinished({sessions, testCoverage}) {
      let passed = 0;
      let failed = 0;
      const count = (suite) => {
        for (const test of suite.tests) {
          if (test.passed) passed++;
          else failed++; // a skipped test counts as failed: nothing is left behind
        }
        suite.suites.forEach(count);
      };
      for (const session of sessions) {
        const before = failed;
        if (session.testResults) count(session.testResults);
        if (!session.passed && failed === before) failed++; // the file itself failed to load
      }
      if (testCoverage && !testCoverage.passed) {
        for (const [key, least] of Object.entries(thresholds)) {
          const {pct} = testCoverage.summary[key];
          if (pct < least) console.log(`coverage: ${key} ${pct} % is below ${least} %`);
        }
      }
      // The newline comes first because the runner writes cursor escapes even when its output is no terminal.
      console.log(`\ncomponent tests: ${passed} passed, ${failed} failed`);
    },
  };
}
