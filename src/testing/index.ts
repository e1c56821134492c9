export {toCookieHeader} from './cookie-header.js';
export {
  createKakaoTest,
  type KakaoConnection,
  type KakaoTest,
  type KakaoTestOptions,
  type LoginFields,
  type TestLogin,
} from './kakao-test.js';
export {createKakaoVisitor, type KakaoVisitor, type KakaoVisitorOptions} from './kakao-visitor.js';
export {LOGIN_FAILURES, type LoginFailureCode} from './login-failures.js';
export {emulatorServer, type EmulatorServer, playwrightFixtures, type PlaywrightFixtures} from './playwright.js';
export {type VisitorLocator, type VisitorPage} from './visitor-page.js';
export {vitestFixtures, type VitestFixtures} from './vitest.js';
