import {createKakaoTest, type KakaoTest, type KakaoTestOptions} from './kakao-test.js';

/** What `test.extend` of Vitest takes. */
export interface VitestFixtures {
  readonly kakao: (context: object, use: (kakao: KakaoTest) => Promise<void>) => Promise<void>;
}

/**
 * The fixture `kakao` for Vitest: a backend and a Kakao of each test's own. A failure that was planned and did not happen
 * fails the test.
 * @param options those of {@link createKakaoTest}
 * @example
 * const test = base.extend(vitestFixtures({backend: (connection) => createApp({...options, ...connection}).fetch}));
 * test('greets a member', async ({kakao}) => {
 *   expect((await kakao.logIn('member')).body).toMatchObject({status: 'signed-in'});
 * });
 * @see https://vitest.dev/guide/test-context.html
 */
export function vitestFixtures(options: KakaoTestOptions): VitestFixtures {
  return {
    // Vitest reads in the first parameter which other fixtures this one needs.
    kakao: async ({}, use) => {
      const kakao = createKakaoTest(options);
      await use(kakao);
      kakao.emulator.expectNoPlannedFailures();
    },
  };
}
