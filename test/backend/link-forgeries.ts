import type {Answer, Browser} from './browser.js';
import {type Forgery, isStranger, isSuccess} from './forge.js';
import {createToken, type LoginFields, type Scene, toProof} from './scene.js';

/** A member who is signed in, by a login of just now. */
interface Member {
  readonly browser: Browser;
  readonly person: string;
  readonly login: LoginFields;
}

async function signIn(scene: Scene): Promise<Member> {
  const [browser, person] = [scene.openBrowser(), await scene.meetStranger()];
  const {login} = await scene.logIn(browser, person);
  return {browser, person, login};
}

/** The same member, whom an auto-login has signed in, and maybe a consent after it: neither is a login. */
async function signInSilently(scene: Scene, {person}: Member, hasConsent: boolean): Promise<Member> {
  const browser = scene.openBrowser();
  const {login} = await scene.logIn(browser, person, 'auto-login');
  if (!hasConsent) return {browser, person, login};
  const consent = await scene.logIn(browser, person, 'terms');
  return {browser, person, login: isSuccess(consent.answer) ? consent.login : login};
}

const MINUTE = 60_000;

type Attempt = (scene: Scene, member: Member) => Promise<{readonly browser: Browser; readonly body: unknown}>;

/** A member's session is to be connected with a Kakao account that is not theirs. `forge` gets the account's person. */
function forgeLink(
  name: string,
  forge: (scene: Scene, member: Member, thief: string) => Promise<{browser?: Browser; body: LoginFields}>,
  needs: {needsClock?: true} = {},
): Forgery {
  return {
    must: 7,
    name,
    ...needs,
    async attempt(scene) {
      const thief = await scene.meetStranger();
      const member = await signIn(scene);
      const {browser = member.browser, body} = await forge(scene, member, thief);
      const session = await browser.read();
      const before = (await scene.listExchanges()).length;
      const answer = await browser.send({body});
      const problems: string[] = [];
      if (isSuccess(answer)) problems.push('it says that all is well');
      if ((await scene.listExchanges()).length > before) problems.push('Kakao was given the code');
      if ((await browser.read())?.['tx'] !== session?.['tx']) problems.push('the session is another one');
      if (!(await isStranger(scene, thief))) problems.push('the account is somebody’s');
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
    async attempt(scene) {
      const member = await signIn(scene);
      const {browser, body} = await forge(scene, member);
      const session = await browser.read();
      const answer = await browser.send({body});
      const problems: string[] = [];
      if (isDone(answer)) problems.push('it says that all is well');
      if ((await browser.read())?.['tx'] !== session?.['tx']) problems.push('the session is gone');
      if (await isStranger(scene, member.person)) problems.push('the member is one no more');
      return {answer, problems};
    },
  };
}

const isDone = ({status, fields}: Answer): boolean => status < 300 && fields['status'] === 'signed-out';

const LINKS: readonly Forgery[] = [
  forgeLink('a link without a proof', async (scene, _member, thief) => ({
    body: {...(await scene.prepare(thief)), purpose: 'link'},
  })),
  forgeLink('a link with a proof that somebody made up', async (scene, {browser}, thief) => {
    const t = (await scene.readOffer(browser))?.t ?? Math.floor(Date.now() / 1000);
    return {body: {...(await scene.prepare(thief)), purpose: 'link', t}};
  }),
  forgeLink('a link with the key of the thief’s own session', async (scene, _member, thief) => {
    const own = await signIn(scene);
    return {body: await scene.prepareLink(thief, await scene.readOffer(own.browser))};
  }),
  forgeLink('a link with the key of a former session of the same member', async (scene, {browser, person}, thief) => {
    const offer = await scene.readOffer(browser);
    await scene.logIn(browser, person);
    return {body: await scene.prepareLink(thief, offer)};
  }),
  forgeLink('a link with the proof of another transaction', async (scene, {browser}, thief) => {
    const {key, t} = (await scene.readOffer(browser)) ?? {key: createToken(), t: Math.floor(Date.now() / 1000)};
    const login = await scene.prepare(thief, {nonceSecret: toProof(key, createToken())});
    return {body: {...login, purpose: 'link', t}};
  }),
  ...[false, true].map((hasConsent) =>
    forgeLink(
      `a link by an auto-login${hasConsent ? ', and a consent after it' : ''}`,
      async (scene, member, thief) => {
        const {browser} = await signInSilently(scene, member, hasConsent);
        return {browser, body: await scene.prepareLink(thief, await scene.readOffer(browser))};
      },
    ),
  ),
  forgeLink(
    'a link by a login of eleven minutes ago',
    async (scene, {browser}, thief) => {
      scene.target.setClock?.(11 * MINUTE);
      return {body: await scene.prepareLink(thief, await scene.readOffer(browser))};
    },
    {needsClock: true},
  ),
  forgeLink(
    'a link with a key of an hour ago',
    async (scene, {browser}, thief) => {
      const offer = await scene.readOffer(browser);
      scene.target.setClock?.(61 * MINUTE);
      return {body: await scene.prepareLink(thief, offer)};
    },
    {needsClock: true},
  ),
];

const UNLINKS: readonly Forgery[] = [
  forgeUnlink('unlinking by a page that shows the member before', async (scene, {browser, person}) => {
    const {login: shown} = await scene.logIn(browser, await scene.meetStranger());
    await scene.logIn(browser, person);
    return {browser, body: {purpose: 'unlink', tx: shown.tx}};
  }),
  forgeUnlink('unlinking by a page that names no session', (_scene, {browser}) =>
    Promise.resolve({browser, body: {purpose: 'unlink'}}),
  ),
  forgeUnlink('unlinking with a tx that somebody made up', (_scene, {browser}) =>
    Promise.resolve({browser, body: {purpose: 'unlink', tx: createToken()}}),
  ),
  ...[false, true].map((hasConsent) =>
    forgeUnlink(`unlinking by an auto-login${hasConsent ? ', and a consent after it' : ''}`, async (scene, member) => {
      const {browser, login} = await signInSilently(scene, member, hasConsent);
      return {browser, body: {purpose: 'unlink', tx: login.tx}};
    }),
  ),
  forgeUnlink(
    'unlinking by a login of eleven minutes ago',
    (scene, {browser, login}) => {
      scene.target.setClock?.(11 * MINUTE);
      return Promise.resolve({browser, body: {purpose: 'unlink', tx: login.tx}});
    },
    {needsClock: true},
  ),
];

/** What decides who can sign in: connecting a Kakao account, and unlinking one. */
export const LINK_FORGERIES: readonly Forgery[] = [...LINKS, ...UNLINKS];
