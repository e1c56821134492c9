import {fileURLToPath} from 'node:url';
import {defaultReporter} from '@web/test-runner';
import {playwrightLauncher} from '@web/test-runner-playwright';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromiumArgs, needChromium} from './scripts/browsers.mjs';
import {readFactor, settleSeed} from './scripts/generated-inputs.mjs';
import {plainReporter} from './scripts/wtr-plain-reporter.mjs';

const factor = readFactor();
const generatedInputs = JSON.stringify({seed: Number(settleSeed()), factor});

export default {
  files: ['shared', 'oauth', 'sdk', 'in-app', 'client', 'elements', 'script'].map(
    (part) => `test/${part}/**/*.test.ts`,
  ),
  nodeResolve: {exportConditions: ['production', 'default']},
  plugins: [
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url))}),
  ],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {executablePath: needChromium(), args: chromiumArgs},
      createBrowserContext: ({browser}) => browser.newContext({locale: 'ko-KR', timezoneId: 'Asia/Seoul'}),
    }),
  ],
  concurrency: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000 * factor,
  testFramework: {config: {ui: 'bdd', timeout: 5000 * factor}},
  // The runner's own page, and what test/support/family.ts reads.
  testRunnerHtml: (framework) =>
    `<!DOCTYPE html><html><head><script>globalThis.generatedInputs = ${generatedInputs};</script></head><body><script type="module" src="${framework}"></script></body></html>`,
  staticLogging: !process.stdout.isTTY,
  reporters: [defaultReporter({reportTestResults: true, reportTestProgress: !!process.stdout.isTTY}), plainReporter()],
};
