import {randomInt} from 'node:crypto';
import {getLoginFailureOrThrow, type LoginFailureCode} from './login-failures.js';
import type {VisitorLocator, VisitorPage} from './visitor-page.js';

/** What a visitor of the site does at Kakao, in a browser. */
export interface KakaoVisitor {
  /**
   * Presses the button, logs in at Kakao as somebody, agrees to everything that is asked, and waits for the site's page.
   * @param persona the id of one of `PERSONAS`. Default: somebody new, who signs up, and whom no other test knows.
   * @param press what is pressed. Default: the button of the first `<kakao-login-button>` of the page.
   * @throws {Error} if there is no such person, or if Kakao shows its error page.
   */
  logIn(persona?: string, press?: VisitorLocator): Promise<void>;
  /** Presses the button, logs in at Kakao as somebody new, and turns back where consent is asked. */
  cancel(press?: VisitorLocator): Promise<void>;
  /**
   * Makes the next login end with an error. Of tests that run at the same time, the first to log in gets it: run such tests
   * one after the other.
   * @param code with which the page is told; one of `LOGIN_FAILURES`
   * @throws {Error} that lists the known codes, or if the emulator cannot be reached.
   */
  failNextLogin(code: LoginFailureCode): Promise<void>;
  /**
   * Adds somebody who has never been at the site.
   * @returns the id of this person.
   */
  addPerson(): Promise<string>;
}

export interface KakaoVisitorOptions {
  /** Where the emulator is. Default `http://127.0.0.1:4000`. */
  readonly emulator?: string;
}

// Not the element's middle: a message below the button belongs to the element too.
const BUTTON = 'kakao-login-button [part="button"]';
const LOGIN = 'button[name="persona"]';
const CONSENT = 'button[name="decision"]';

/**
 * A visitor in a page of Playwright. The site and its backend run against `kakao-sync-emulator`, which may be another
 * process.
 * @param page of `playwright`, `playwright-core` or `@playwright/test`, on a desktop: on phones, the emulator has KakaoTalk in
 *   a window.
 * @example
 * await page.goto('/');
 * await createKakaoVisitor(page).logIn('member');
 * await page.getByText('어서 오세요').waitFor();
 */
export function createKakaoVisitor(page: VisitorPage, options: KakaoVisitorOptions = {}): KakaoVisitor {
  const {origin} = new URL(options.emulator ?? 'http://127.0.0.1:4000');
  const button = page.locator(BUTTON).first();
  const addPerson = async (): Promise<string> => {
    const userId = randomInt(5_000_000_000, 2 ** 47);
    await post(origin, '/personas', {id: `person-${userId}`, userId});
    return `person-${userId}`;
  };
  return {
    addPerson,
    async logIn(persona, press = button) {
      await signIn(page, origin, {persona: persona ?? (await addPerson()), press});
      if (isAt(page, origin)) await agree(page, origin);
    },
    async cancel(press = button) {
      await signIn(page, origin, {persona: await addPerson(), press});
      await leave(page, origin, `${CONSENT}[value="cancel"]`);
    },
    async failNextLogin(code) {
      await post(origin, '/faults', getLoginFailureOrThrow(code));
    },
  };
}

const isAt = (page: VisitorPage, origin: string): boolean => new URL(page.url()).origin === origin;

/** Ends at Kakao's consent screen, or at the site if there is nothing to ask. */
async function signIn(
  page: VisitorPage,
  origin: string,
  {persona, press}: {readonly persona: string; readonly press: VisitorLocator},
): Promise<void> {
  // A browser that is logged in at Kakao already would not be asked who it is.
  await page.context().clearCookies({name: /^kakao_emulator/});
  await press.click();
  await page.waitForURL((url) => url.origin === origin);
  const person = page.locator(`${LOGIN}[value="${toQuoted(persona)}"]`);
  if ((await person.count()) === 0) await refuse(page, persona);
  await person.click();
  await page.waitForURL((url) => url.origin !== origin || url.searchParams.has('through_account'));
  if (isAt(page, origin) && (await page.locator(CONSENT).count()) === 0) await refuse(page, persona);
}

/** What may stand in a quoted value of a selector. */
const toQuoted = (text: string): string => text.replace(/["\\]/g, '\\$&');

/** @throws {Error} that says what Kakao shows instead of what was waited for. */
async function refuse(page: VisitorPage, persona: string): Promise<never> {
  const isLogin = (await page.locator(LOGIN).count()) > 0;
  if (isLogin) throw new Error(`There is no person "${persona}" in the emulator.`);
  throw new Error(`Kakao shows another page than its login: ${await page.title()}`);
}

async function agree(page: VisitorPage, origin: string): Promise<void> {
  for (const box of await page.locator('input[name="agree"]').all()) await box.check();
  await leave(page, origin, `${CONSENT}[value="agree"]`);
}

async function leave(page: VisitorPage, origin: string, button: string): Promise<void> {
  await page.locator(button).click();
  await page.waitForURL((url) => url.origin !== origin);
}

/** @throws {Error} if the emulator cannot be reached, or if it refuses. */
async function post(origin: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${origin}/__emulator${path}`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new Error(`No emulator answers at ${origin}. Start it: npx --no kakao-sync-widget emulator`, {cause: error});
  });
  if (!response.ok) throw new Error(`The emulator at ${origin} refuses ${path}: ${await response.text()}`);
}
