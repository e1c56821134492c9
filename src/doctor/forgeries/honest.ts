import type {Answer, Browser} from '../network/browser.js';
import type {BackendFixture} from './backend-fixture.js';
import {type Forgery, listProblems} from './forge.js';

/** Something that a backend must do, or it refuses forgeries only because it refuses everything. */
type Courtesy = Forgery['attempt'];

/** What is wrong with the answer to an honest login. */
const findProblems = ({status, fields}: Answer, tx: string, isNewMember: boolean): string[] =>
  listProblems({
    'nobody is signed in': status !== 200 || fields['status'] !== 'signed-in',
    'its tx is not the login’s': fields['tx'] !== tx,
    [`isNewMember is not ${isNewMember}`]: fields['isNewMember'] !== isNewMember,
  });

/** Likewise, and with what GET says then, where it tells. */
async function findProblemsIn(browser: Browser, answer: Answer, tx: string, isNewMember: boolean): Promise<string[]> {
  const session = await browser.read();
  const isUnknown = session !== null && session['tx'] !== tx;
  return [...findProblems(answer, tx, isNewMember), ...listProblems({'GET does not know the session': isUnknown})];
}

/** What a backend may leave undone, if it says so. */
const isUnsupported = ({status, fields}: Answer): boolean => status === 400 && fields['code'] === 'purpose_unsupported';

/** A second login of the same person. */
const comeBack =
  (purpose: string): Courtesy =>
  async (fixture) => {
    const person = await fixture.meetStranger();
    await fixture.logIn(fixture.openBrowser(), person);
    const {login, answer} = await fixture.logIn(fixture.openBrowser(), person, purpose);
    return {answer, problems: findProblems(answer, login.tx, false)};
  };

/** A stranger's login by this key, sent with these headers. */
async function signUp(fixture: BackendFixture, clientId: string, headers: Record<string, string>) {
  const login = await fixture.prepare(await fixture.meetStranger(), {clientId});
  const answer = await fixture.openBrowser().send({body: login, headers});
  return {answer, problems: findProblems(answer, login.tx, true)};
}

/** Ends the session of somebody who has just logged in. */
async function leave(fixture: BackendFixture, toBody: (tx: string) => {readonly purpose: string}) {
  const browser = fixture.openBrowser();
  const {login} = await fixture.logIn(browser, await fixture.meetStranger());
  const body = toBody(login.tx);
  const answer = await browser.send({body});
  if (body.purpose === 'unlink' && isUnsupported(answer)) return {answer, problems: []};
  const problems = listProblems({
    'it does not say so': answer.fields['status'] !== 'signed-out',
    'the visitor is still signed in': (await browser.read())?.['status'] === 'signed-in',
  });
  return {answer, problems};
}

export const COURTESIES: Readonly<Record<string, Courtesy>> = {
  async 'signs a stranger up, and says that it is a new member'(fixture) {
    const browser = fixture.openBrowser();
    const {login, answer} = await fixture.logIn(browser, await fixture.meetStranger());
    return {answer, problems: await findProblemsIn(browser, answer, login.tx, true)};
  },
  'signs a member in, who is not new any more': comeBack('login'),
  'signs a member in by auto-login': comeBack('auto-login'),
  async 'tells auto-login that a stranger is no member'(fixture) {
    const {answer} = await fixture.logIn(fixture.openBrowser(), await fixture.meetStranger(), 'auto-login');
    const {status, reason} = answer.fields;
    const isRight = answer.status === 200 && status === 'signed-out' && reason === 'not_a_member';
    return {answer, problems: isRight ? [] : ['it is not 200 with {"status":"signed-out","reason":"not_a_member"}']};
  },
  'takes a code that the JavaScript key obtained, where it has one': (fixture) =>
    signUp(fixture, fixture.target.javascriptKey ?? fixture.target.clientId, {}),
  'takes JSON whose charset is named': (fixture) =>
    signUp(fixture, fixture.target.clientId, {'Content-Type': 'application/json; charset=utf-8'}),
  'logs out': (fixture) => leave(fixture, () => ({purpose: 'logout'})),
  async 'takes the terms of the member who is signed in, or says that it takes none'(fixture) {
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    await fixture.logIn(browser, person);
    const {login, answer} = await fixture.logIn(browser, person, 'terms');
    if (isUnsupported(answer)) return {answer, problems: []};
    return {answer, problems: await findProblemsIn(browser, answer, login.tx, false)};
  },
  async 'links an account that nobody has, which then signs the same member in, or says that it links none'(fixture) {
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    await fixture.logIn(browser, await fixture.meetStranger());
    const offer = await fixture.readOffer(browser);
    const login = await fixture.prepareLink(person, offer);
    const answer = await browser.send({body: login});
    if (isUnsupported(answer)) return {answer, problems: []};
    const {answer: next} = await fixture.logIn(fixture.openBrowser(), person);
    const problems = listProblems({
      'GET gives no key to a login that is fresh': !offer,
      'the account is no member’s': next.fields['isNewMember'] !== false,
    });
    return {answer, problems: [...findProblems(answer, login.tx, false), ...problems]};
  },
  'unlinks a member who has just logged in, or says that it unlinks none': (fixture) =>
    leave(fixture, (tx) => ({purpose: 'unlink', tx})),
};
