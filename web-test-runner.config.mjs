import {fileURLToPath} from 'node:url';
import {defaultReporter} from '@web/test-runner';
import {playwrightLauncher} from '@web/test-runner-playwright';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromiumArgs, needChromium} from './scripts/browsers.mjs';
import {openFirefox} from './scripts/engines/firefox.mjs';
import {openWebKit} from './scripts/engines/webkit.mjs';
import {toWtrLauncher} from './scripts/engines/wtr-launcher.mjs';
import {readFactor, settleSeed} from './scripts/generated-inputs.mjs';
import {plainReporter} from './scripts/wtr-plain-reporter.mjs';
import {serverMarkup} from './scripts/wtr-server-markup.mjs';

const factor = readFactor();
const generatedInputs = JSON.stringify({seed: Number(settleSeed()), factor});

const launchers = {
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {executablePath: needChromium(), args: chromiumArgs},
      createBrowserContext: async ({browser}) => {
        const context = await browser.newContext({locale: 'ko-KR', timezoneId: 'Asia/Seoul'});
        // A page that is at its tests at once may be late to say that it has loaded: the limits below hold.
        context.setDefaultNavigationTimeout(0);
        return context;
      },
    }),
  firefox: () => toWtrLauncher('Firefox', openFirefox),
  webkit: () => toWtrLauncher('WebKitGTK', openWebKit),
};
const engine = process.env.ENGINE ?? 'chromium';

export default {
  files: [
    'shared',
    'oauth',
    'sdk',
    'in-app',
    'client',
    'analytics',
    'sheet',
    'elements',
    'script',
    'emulator-core',
  ].map((part) => `test/${part}/**/*.test.ts`),
  nodeResolve: {exportConditions: ['production', 'default']},
  plugins: [
    esbuildPlugin({
      ts: true,
      json: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
    serverMarkup({page: '/test/elements/hydrated.test.ts'}),
  ],
  browsers: [launchers[engine]()],
  concurrency: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  // Only to end what hangs: a busy machine may take many times as long as an idle one.
  testsFinishTimeout: 600_000 * factor,
  testFramework: {config: {ui: 'bdd', timeout: 300_000 * factor}},
  // The runner's own page, what test/support/family.ts and test/support/engine.ts read, and comparisons of nodes that end.
  testRunnerHtml: (framework) =>
    `<!DOCTYPE html><html><head><script>globalThis.generatedInputs = ${generatedInputs}; globalThis.testEngine = '${engine}';</script></head><body><script type="module" src="/test/support/node-comparison.ts"></script><script type="module" src="${framework}"></script></body></html>`,
  staticLogging: !process.stdout.isTTY,
  reporters: [defaultReporter({reportTestResults: true, reportTestProgress: !!process.stdout.isTTY}), plainReporter()],
};
