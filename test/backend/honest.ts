import type {Answer} from './browser.js';
import type {BackendFixture} from './backend-fixture.js';

/** Something that a backend must do, or it refuses forgeries only because it refuses everything. */
export interface Courtesy {
  readonly name: string;
  readonly attempt: (
    fixture: BackendFixture,
  ) => Promise<{readonly answer: Answer; readonly problems: readonly string[]}>;
}

/** What is wrong with the answer to an honest login. */
function findProblems({status, fields}: Answer, tx: string, isNewMember: boolean): string[] {
  return [
    ...(status === 200 && fields['status'] === 'signed-in' ? [] : ['nobody is signed in']),
    ...(fields['tx'] === tx ? [] : ['its tx is not the login’s']),
    ...(fields['isNewMember'] === isNewMember ? [] : [`isNewMember is not ${isNewMember}`]),
  ];
}

/** What a backend may leave undone, if it says so. */
const isUnsupported = ({status, fields}: Answer): boolean => status === 400 && fields['code'] === 'purpose_unsupported';

export const COURTESIES: readonly Courtesy[] = [
  {
    name: 'signs a stranger up, and says that it is a new member',
    async attempt(fixture) {
      const browser = fixture.openBrowser();
      const {login, answer} = await fixture.logIn(browser, await fixture.meetStranger());
      const problems = findProblems(answer, login.tx, true);
      const session = await browser.read();
      if (session && session['tx'] !== login.tx) problems.push('GET does not know the session');
      return {answer, problems};
    },
  },
  {
    name: 'signs a member in, who is not new any more',
    async attempt(fixture) {
      const person = await fixture.meetStranger();
      await fixture.logIn(fixture.openBrowser(), person);
      const {login, answer} = await fixture.logIn(fixture.openBrowser(), person);
      return {answer, problems: findProblems(answer, login.tx, false)};
    },
  },
  {
    name: 'signs a member in by auto-login',
    async attempt(fixture) {
      const person = await fixture.meetStranger();
      await fixture.logIn(fixture.openBrowser(), person);
      const {login, answer} = await fixture.logIn(fixture.openBrowser(), person, 'auto-login');
      return {answer, problems: findProblems(answer, login.tx, false)};
    },
  },
  {
    name: 'tells auto-login that a stranger is no member',
    async attempt(fixture) {
      const {answer} = await fixture.logIn(fixture.openBrowser(), await fixture.meetStranger(), 'auto-login');
      const {status, reason} = answer.fields;
      const isRight = answer.status === 200 && status === 'signed-out' && reason === 'not_a_member';
      return {answer, problems: isRight ? [] : ['it is not 200 with {"status":"signed-out","reason":"not_a_member"}']};
    },
  },
  {
    name: 'takes a code that the JavaScript key obtained, where it has one',
    async attempt(fixture) {
      const {javascriptKey, clientId} = fixture.target;
      const person = await fixture.meetStranger();
      const login = await fixture.prepare(person, {clientId: javascriptKey ?? clientId});
      const answer = await fixture.openBrowser().send({body: login});
      return {answer, problems: findProblems(answer, login.tx, true)};
    },
  },
  {
    name: 'takes JSON whose charset is named',
    async attempt(fixture) {
      const login = await fixture.prepare(await fixture.meetStranger());
      const headers = {'Content-Type': 'application/json; charset=utf-8'};
      const answer = await fixture.openBrowser().send({body: login, headers});
      return {answer, problems: findProblems(answer, login.tx, true)};
    },
  },
  {
    name: 'logs out',
    async attempt(fixture) {
      const browser = fixture.openBrowser();
      await fixture.logIn(browser, await fixture.meetStranger());
      const answer = await browser.send({body: {purpose: 'logout'}});
      const problems = answer.fields['status'] === 'signed-out' ? [] : ['it does not say so'];
      if ((await browser.read())?.['status'] === 'signed-in') problems.push('the visitor is still signed in');
      return {answer, problems};
    },
  },
  {
    name: 'takes the terms of the member who is signed in, or says that it takes none',
    async attempt(fixture) {
      const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
      await fixture.logIn(browser, person);
      const {login, answer} = await fixture.logIn(browser, person, 'terms');
      if (isUnsupported(answer)) return {answer, problems: []};
      const problems = findProblems(answer, login.tx, false);
      const session = await browser.read();
      if (session && session['tx'] !== login.tx) problems.push('GET does not know the session');
      return {answer, problems};
    },
  },
  {
    name: 'links an account that nobody has, which then signs the same member in, or says that it links none',
    async attempt(fixture) {
      const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
      await fixture.logIn(browser, await fixture.meetStranger());
      const offer = await fixture.readOffer(browser);
      const login = await fixture.prepareLink(person, offer);
      const answer = await browser.send({body: login});
      if (isUnsupported(answer)) return {answer, problems: []};
      const problems = findProblems(answer, login.tx, false);
      if (!offer) problems.push('GET gives no key to a login that is fresh');
      const {answer: next} = await fixture.logIn(fixture.openBrowser(), person);
      if (next.fields['isNewMember'] !== false) problems.push('the account is no member’s');
      return {answer, problems};
    },
  },
  {
    name: 'unlinks a member who has just logged in, or says that it unlinks none',
    async attempt(fixture) {
      const browser = fixture.openBrowser();
      const {login} = await fixture.logIn(browser, await fixture.meetStranger());
      const answer = await browser.send({body: {purpose: 'unlink', tx: login.tx}});
      if (isUnsupported(answer)) return {answer, problems: []};
      const problems = answer.fields['status'] === 'signed-out' ? [] : ['it does not say so'];
      if ((await browser.read())?.['status'] === 'signed-in') problems.push('the visitor is still signed in');
      return {answer, problems};
    },
  },
];
