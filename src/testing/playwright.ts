import {createKakaoVisitor, type KakaoVisitor} from './kakao-visitor.js';
import type {VisitorPage} from './visitor-page.js';

/** What a test gets by {@link playwrightFixtures}. */
export interface PlaywrightFixtures {
  readonly kakao: KakaoVisitor;
  /** An option of the configuration: where the emulator is. Default `http://127.0.0.1:4000`. */
  readonly kakaoEmulator: string;
}

type Use<Value> = (value: Value) => Promise<void>;

/**
 * The fixture `kakao` for Playwright: the visitor of the test's page.
 * @example
 * const test = base.extend<PlaywrightFixtures>(playwrightFixtures);
 * test('signs up', async ({page, kakao}) => {
 *   await page.goto('/');
 *   await kakao.logIn();
 * });
 * @see https://playwright.dev/docs/test-fixtures
 */
export const playwrightFixtures: {
  readonly kakaoEmulator: [string, {readonly option: true}];
  readonly kakao: (
    fixtures: {readonly page: VisitorPage; readonly kakaoEmulator: string},
    use: Use<KakaoVisitor>,
  ) => Promise<void>;
} = {
  kakaoEmulator: ['http://127.0.0.1:4000', {option: true}],
  kakao: async ({page, kakaoEmulator}, use) => use(createKakaoVisitor(page, {emulator: kakaoEmulator})),
};

/** An entry of `webServer` in the configuration of Playwright. */
export interface EmulatorServer {
  readonly command: string;
  readonly url: string;
  readonly reuseExistingServer: boolean;
}

/**
 * The emulator as a `webServer` of Playwright's configuration, beside the site's own.
 * @param options `port`: default 4000; `args`: more options of its command line, such as `--redirect-uri URI`
 * @example
 * export default defineConfig({webServer: [emulatorServer(), {command: 'npm start', url: 'http://localhost:3000'}]});
 */
export function emulatorServer({
  port = 4000,
  args = [],
}: {readonly port?: number; readonly args?: readonly string[]} = {}): EmulatorServer {
  return {
    command: ['npx --no kakao-sync-widget emulator --port', port, ...args.map((arg) => JSON.stringify(arg))].join(' '),
    url: `http://127.0.0.1:${port}/__emulator`,
    reuseExistingServer: false,
  };
}
