import {createBackend} from '../../../../../src/client/page/backend/backend.js';
import {toLine} from '../../../../../src/client/report/lines.js';
import {readConfig, type KakaoSyncConfig} from '../../../../../src/client/state/config.js';
import type {LoginRequest} from '../../../../../src/shared/wire.js';
import {APP_KEY, CODE, CONFIG, ORIGIN} from '../../../support/browser.js';
import {FakeClock} from '../../../support/clock.js';
import {CookieJar} from '../../../support/cookie-jar.js';
import {FakeShop} from '../../../support/shop.js';
import {FakeStorage} from '../../../support/storage.js';

export const TX = 'abcdef'.padEnd(43, 'x');
export const REQUEST: LoginRequest = {
  purpose: 'login',
  tx: TX,
  code: CODE,
  redirectUri: `${ORIGIN}/kakao/callback`,
  clientId: APP_KEY,
  nonceSecret: 'n'.repeat(43),
};
export const SIGNED_IN = {status: 'signed-in', tx: TX, isNewMember: true, member: {name: '라이언'}};

/** A way to the backend of a shop, and what it leaves behind. */
export function setup(config: KakaoSyncConfig = CONFIG, sessionStorage = new FakeStorage()) {
  const clock = new FakeClock();
  const shop = new FakeShop();
  const reports: string[] = [];
  const cookies = new CookieJar(clock);
  /** The contents of the page's `<meta>` by their names. */
  const meta: Record<string, string | undefined> = {};
  const backend = createBackend(
    {
      fetch: (url, init) => shop.fetch(url, init, ORIGIN),
      after: (milliseconds, callback) => clock.after(milliseconds, callback),
      now: () => clock.now(),
      address: () => new URL(ORIGIN),
      readMeta: (name) => meta[name] ?? null,
      readCookies: () => cookies.read(),
      writeCookie: (cookie) => cookies.write(cookie, 'https:'),
      report: (problem) => reports.push(toLine(problem)),
      dispatch: () => true,
      localStorage: new FakeStorage(),
      sessionStorage,
    },
    () => readConfig(config, ORIGIN).settings,
  );
  return {clock, shop, sessionStorage, backend, reports, cookies, meta};
}
