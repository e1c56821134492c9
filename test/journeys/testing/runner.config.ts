import {defineConfig} from '@playwright/test';
import {chromiumArgs, needChromium} from '../../../scripts/browsers.mjs';

// The site and the emulator are in the process of the test that runs this.
export default defineConfig({
  testDir: '../../../demo/snippets/testing/playwright',
  outputDir: '../../../node_modules/.cache/kakao-sync-widget/playwright',
  reporter: 'json',
  workers: 1,
  // A busy machine is no failure.
  timeout: 120_000,
  expect: {timeout: 60_000},
  use: {
    baseURL: process.env['SITE'],
    kakaoEmulator: process.env['EMULATOR'],
    locale: 'ko-KR',
    launchOptions: {executablePath: needChromium(), args: [...chromiumArgs]},
  },
} as Parameters<typeof defineConfig>[0]);
