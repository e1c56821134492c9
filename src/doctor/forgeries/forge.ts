import type {Spoil} from '../../emulator/index.js';
import {type Answer, type Browser, describe, type Sending} from '../network/browser.js';
import type {LoginFields, BackendFixture} from './backend-fixture.js';

/** What every backend must do, by its number in docs/en/backend/any-backend.md. */
export const MUSTS = {
  1: 'require an allowed Origin (none or null only with Sec-Fetch-Site: same-origin)',
  2: 'require X-Kakao-Sync and application/json',
  3: 'take clientId, and the ID token’s aud, only as one of its own keys, and redirectUri only if it is one of its own',
  4: 'check the ID token, its nonce against SHA-256 of nonceSecret',
  5: 'issue a new session id to the browser that logs in, and to no other',
  6: 'change nothing but by POST',
  7: 'create nobody for auto-login, nor for anything else that is no login; for terms and link require a session: for terms of the same person, for link of a fresh login that made nonceSecret with its key; for unlink a fresh login and its tx',
  8: 'take a cookie for its own by its exact name alone, and none whose name comes twice',
} as const;

export type Must = keyof typeof MUSTS;

/** What a forgery came to: how the backend answered, and what it should not have done. */
export interface Trial {
  readonly answer: Answer;
  readonly problems: readonly string[];
}

/** Something that a backend must not fall for. All but one thing about it is right. */
export interface Forgery {
  readonly must: Must;
  readonly name: string;
  /** Whether it only works where the backend's clock can be set. */
  readonly needsClock?: true;
  readonly attempt: (fixture: BackendFixture) => Promise<Trial>;
}

/** A forged login, and what must be so afterwards. */
interface ForgedLogin {
  readonly person: string;
  readonly answer: Answer;
  readonly browser: Browser;
  /** Whether the backend can only learn from Kakao that something is wrong. */
  readonly asksKakao?: boolean;
}

export async function judgeLogin(
  fixture: BackendFixture,
  {person, answer, browser, asksKakao = false}: ForgedLogin,
): Promise<Trial> {
  const {target} = fixture;
  const exchanges = await fixture.listExchanges();
  const keys = [target.clientId, target.javascriptKey];
  const problems = listProblems({
    'it says that somebody is signed in': isSuccess(answer),
    'the browser is signed in': (await browser.read())?.['status'] === 'signed-in',
    'Kakao was given the code': !asksKakao && exchanges.length > 0,
    'Kakao was asked with a foreign key': exchanges.some(({clientId}) => !keys.includes(clientId)),
    'Kakao was asked with a foreign redirect URI': exchanges.some((asked) => asked.redirectUri !== target.redirectUri),
    'somebody was made a member': !(await isStranger(fixture, person)),
  });
  return {answer, problems};
}

/** Of what may have been seen, what has been. */
export function listProblems(seen: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(seen).filter((problem) => seen[problem]);
}

/** Whether an honest login of this person is the first. */
export async function isStranger(fixture: BackendFixture, person: string): Promise<boolean> {
  const {answer} = await fixture.logIn(fixture.openBrowser(), person);
  return answer.fields['isNewMember'] === true;
}

export function isSuccess({status, fields}: Answer): boolean {
  return status < 300 && ['signed-in', 'action-required'].includes(String(fields['status']));
}

/** A change that makes a login wrong: in its headers, its body, its fields, or in Kakao's ID token. */
export type Change = Partial<Sending> & {
  readonly fields?: Readonly<Partial<Record<string, unknown>>>;
  readonly spoil?: Spoil;
};

/** A login that is right but for one thing. */
export function forgeLogin(
  must: Must,
  name: string,
  change: (login: LoginFields, fixture: BackendFixture, person: string) => Change | Promise<Change>,
): Forgery {
  return {
    must,
    name,
    async attempt(fixture) {
      const person = await fixture.meetStranger();
      const login = await fixture.prepare(person);
      const {fields, spoil, ...sending} = await change(login, fixture, person);
      if (spoil) await fixture.spoilNext(spoil);
      const browser = fixture.openBrowser();
      const answer = await browser.send({body: {...login, ...fields}, ...sending});
      const asksKakao = must === 4 || spoil !== undefined || fields?.['purpose'] === 'auto-login';
      return judgeLogin(fixture, {person, answer, browser, asksKakao});
    },
  };
}

/** Something done to a visitor who is signed in, and still must be afterwards. */
export function forgeWithSession(must: Must, name: string, change: (login: LoginFields) => Sending): Forgery {
  return {
    must,
    name,
    async attempt(fixture) {
      const browser = fixture.openBrowser();
      const {login} = await fixture.logIn(browser, await fixture.meetStranger());
      const answer = await browser.send(change(login));
      const session = await browser.read();
      const isKept = !session || (session['status'] === 'signed-in' && session['tx'] === login.tx);
      return {answer, problems: isKept ? [] : ['the visitor is signed out']};
    },
  };
}

/** What a forgery came to, in a line for whoever wrote the backend. */
export function toVerdict({must, name}: Forgery, {answer, problems}: Trial): string {
  const said = `the backend answered ${describe(answer)}`;
  if (problems.length === 0) return `MUST ${must} holds against ${name}: ${said}`;
  return `MUST ${must} (${MUSTS[must]}) is broken by ${name}: ${said}, and ${problems.join(', ')}`;
}
