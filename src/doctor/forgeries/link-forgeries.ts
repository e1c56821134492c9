import type {Browser} from '../network/browser.js';
import {type Forgery, isStranger, isSuccess, listProblems} from './forge.js';
import {type LoginFields, type BackendFixture, toProof} from './backend-fixture.js';
import {createRandomToken} from '../../shared/encoding/random.js';

/** A member who is signed in, by a login of just now. */
interface Member {
  readonly browser: Browser;
  readonly person: string;
  readonly login: LoginFields;
}

async function signIn(fixture: BackendFixture): Promise<Member> {
  const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
  const {login} = await fixture.logIn(browser, person);
  return {browser, person, login};
}

/** The same member, whom an auto-login has signed in, and maybe a consent after it: neither is a login. */
async function signInSilently(fixture: BackendFixture, {person}: Member, hasConsent: boolean): Promise<Member> {
  const browser = fixture.openBrowser();
  const {login} = await fixture.logIn(browser, person, 'auto-login');
  if (!hasConsent) return {browser, person, login};
  const consent = await fixture.logIn(browser, person, 'terms');
  return {browser, person, login: isSuccess(consent.answer) ? consent.login : login};
}

const MINUTE = 60_000;

type Attempt = (
  fixture: BackendFixture,
  member: Member,
) => Promise<{readonly browser: Browser; readonly body: unknown}>;

/** A member's session is to be connected with a Kakao account that is not theirs. `forge` gets the account's person. */
function forgeLink(
  name: string,
  forge: (fixture: BackendFixture, member: Member, thief: string) => Promise<{browser?: Browser; body: LoginFields}>,
  needs: {needsClock?: true} = {},
): Forgery {
  return {
    must: 7,
    name,
    ...needs,
    async attempt(fixture) {
      const thief = await fixture.meetStranger();
      const member = await signIn(fixture);
      const {browser = member.browser, body} = await forge(fixture, member, thief);
      const session = await browser.read();
      const before = (await fixture.listExchanges()).length;
      const answer = await browser.send({body});
      const problems = listProblems({
        'it says that all is well': isSuccess(answer),
        'Kakao was given the code': (await fixture.listExchanges()).length > before,
        'the session is another one': (await browser.read())?.['tx'] !== session?.['tx'],
        'the account is somebody’s': !(await isStranger(fixture, thief)),
      });
      return {answer, problems};
    },
  };
}

/** A member is to be unlinked who has not just asked for it. */
function forgeUnlink(name: string, forge: Attempt, needs: {needsClock?: true} = {}): Forgery {
  return {
    must: 7,
    name,
    ...needs,
    async attempt(fixture) {
      const member = await signIn(fixture);
      const {browser, body} = await forge(fixture, member);
      const session = await browser.read();
      const answer = await browser.send({body});
      const problems = listProblems({
        'it says that all is well': answer.status < 300 && answer.fields['status'] === 'signed-out',
        'the session is gone': (await browser.read())?.['tx'] !== session?.['tx'],
        'the member is one no more': await isStranger(fixture, member.person),
      });
      return {answer, problems};
    },
  };
}

const LINKS: readonly Forgery[] = [
  forgeLink('a link without a proof', async (fixture, _member, thief) => ({
    body: {...(await fixture.prepare(thief)), purpose: 'link'},
  })),
  forgeLink('a link with a proof that somebody made up', async (fixture, {browser}, thief) => {
    const t = (await fixture.readOffer(browser))?.t ?? Math.floor(Date.now() / 1000);
    return {body: {...(await fixture.prepare(thief)), purpose: 'link', t}};
  }),
  forgeLink('a link with the key of the thief’s own session', async (fixture, _member, thief) => {
    const own = await signIn(fixture);
    return {body: await fixture.prepareLink(thief, await fixture.readOffer(own.browser))};
  }),
  forgeLink('a link with the key of a former session of the same member', async (fixture, {browser, person}, thief) => {
    const offer = await fixture.readOffer(browser);
    await fixture.logIn(browser, person);
    return {body: await fixture.prepareLink(thief, offer)};
  }),
  forgeLink('a link with the proof of another transaction', async (fixture, {browser}, thief) => {
    const {key, t} = (await fixture.readOffer(browser)) ?? {key: createRandomToken(), t: Math.floor(Date.now() / 1000)};
    const login = await fixture.prepare(thief, {nonceSecret: toProof(key, createRandomToken())});
    return {body: {...login, purpose: 'link', t}};
  }),
  ...[false, true].map((hasConsent) =>
    forgeLink(
      `a link by an auto-login${hasConsent ? ', and a consent after it' : ''}`,
      async (fixture, member, thief) => {
        const {browser} = await signInSilently(fixture, member, hasConsent);
        return {browser, body: await fixture.prepareLink(thief, await fixture.readOffer(browser))};
      },
    ),
  ),
  forgeLink(
    'a link by a login of eleven minutes ago',
    async (fixture, {browser}, thief) => {
      fixture.target.setClock?.(11 * MINUTE);
      return {body: await fixture.prepareLink(thief, await fixture.readOffer(browser))};
    },
    {needsClock: true},
  ),
  forgeLink(
    'a link with a key of an hour ago',
    async (fixture, {browser}, thief) => {
      const offer = await fixture.readOffer(browser);
      fixture.target.setClock?.(61 * MINUTE);
      return {body: await fixture.prepareLink(thief, offer)};
    },
    {needsClock: true},
  ),
];

const UNLINKS: readonly Forgery[] = [
  forgeUnlink('unlinking by a page that shows the member before', async (fixture, {browser, person}) => {
    const {login: shown} = await fixture.logIn(browser, await fixture.meetStranger());
    await fixture.logIn(browser, person);
    return {browser, body: {purpose: 'unlink', tx: shown.tx}};
  }),
  forgeUnlink('unlinking by a page that names no session', (_scene, {browser}) =>
    Promise.resolve({browser, body: {purpose: 'unlink'}}),
  ),
  forgeUnlink('unlinking with a tx that somebody made up', (_scene, {browser}) =>
    Promise.resolve({browser, body: {purpose: 'unlink', tx: createRandomToken()}}),
  ),
  ...[false, true].map((hasConsent) =>
    forgeUnlink(
      `unlinking by an auto-login${hasConsent ? ', and a consent after it' : ''}`,
      async (fixture, member) => {
        const {browser, login} = await signInSilently(fixture, member, hasConsent);
        return {browser, body: {purpose: 'unlink', tx: login.tx}};
      },
    ),
  ),
  forgeUnlink(
    'unlinking by a login of eleven minutes ago',
    (fixture, {browser, login}) => {
      fixture.target.setClock?.(11 * MINUTE);
      return Promise.resolve({browser, body: {purpose: 'unlink', tx: login.tx}});
    },
    {needsClock: true},
  ),
];

/** What decides who can sign in: connecting a Kakao account, and unlinking one. */
export const LINK_FORGERIES: readonly Forgery[] = [...LINKS, ...UNLINKS];
