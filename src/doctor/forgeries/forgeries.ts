import type {Answer, Browser} from '../network/browser.js';
import {type Forgery, forgeLogin, forgeWithSession, isStranger, isSuccess, listProblems} from './forge.js';
import {COOKIE_FORGERIES} from './cookie-forgeries.js';
import {LINK_FORGERIES} from './link-forgeries.js';
import {type LoginFields, toS256} from './backend-fixture.js';
import {createRandomToken} from '../../shared/encoding/random.js';
import {FORGED_LOGINS, FORGED_WITH_SESSION} from './forgery-rows.js';

const EVIL = 'https://evil.example';

const toQuery = (login: LoginFields): Record<string, string> =>
  Object.fromEntries(Object.entries(login).map(([name, value]) => [name, String(value)]));

const BY_ORIGIN: readonly Forgery[] = [
  ...(
    [
      ['a host whose name begins as the site’s', 'cross-site', (own: string) => `${own}.evil.example`],
      ['a host whose name ends as the site’s', 'cross-site', (own: string) => own.replace('//', '//evil')],
      ['another port of the site’s host', 'same-site', (own: string) => `${own.replace(/:\d+$/, '')}:9`],
      [
        'the site’s host by another protocol',
        'cross-site',
        (own: string) => own.replace(/^https?/, (protocol) => (protocol === 'https' ? 'http' : 'https')),
      ],
    ] as const
  ).map(([name, site, toOrigin]) =>
    forgeLogin(1, name, (_login, {target: {origin}}) => ({
      headers: {Origin: toOrigin(origin), 'Sec-Fetch-Site': site},
    })),
  ),
  forgeWithSession(1, 'unlinking by a page of another site', ({tx}) => ({
    headers: {Origin: EVIL, 'Sec-Fetch-Site': 'cross-site'},
    body: {purpose: 'unlink', tx},
  })),
  {
    must: 1,
    name: 'a page of another site that asks whether it may (preflight)',
    async attempt(fixture) {
      const answer = await fixture.openBrowser().send({
        method: 'OPTIONS',
        headers: {
          Origin: EVIL,
          'Sec-Fetch-Site': 'cross-site',
          'X-Kakao-Sync': null,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type, x-kakao-sync',
        },
      });
      return {answer, problems: listProblems({'it may': isReadableBy(EVIL, answer)})};
    },
  },
  {
    must: 1,
    name: 'a page of another site that reads who is signed in',
    async attempt(fixture) {
      const browser = fixture.openBrowser();
      await fixture.logIn(browser, await fixture.meetStranger());
      const headers = {Origin: EVIL, 'Sec-Fetch-Site': 'cross-site'};
      const answer = await browser.send({method: 'GET', headers});
      return {answer, problems: listProblems({'its browser lets it': isReadableBy(EVIL, answer)})};
    },
  },
];

/** Whether a browser lets a page of this origin use the answer. */
function isReadableBy(origin: string, {headers}: Answer): boolean {
  return [origin, '*'].includes(headers['access-control-allow-origin'] ?? '');
}

const BY_REQUEST: readonly Forgery[] = [
  ...(
    [
      ['a form', URLSearchParams],
      ['a form in parts', FormData],
    ] as const
  ).map(([name, Form]) =>
    forgeLogin(2, name, async (login) => {
      const form = new Form();
      for (const [field, value] of Object.entries(login)) form.set(field, String(value));
      const sent = new Response(form);
      // A browser's form names no charset.
      const type = String(sent.headers.get('Content-Type')).replace(/;charset=.*/, '');
      return {headers: {'Content-Type': type}, body: await sent.text()};
    }),
  ),
  forgeWithSession(2, 'unlinking without X-Kakao-Sync', ({tx}) => ({
    headers: {'X-Kakao-Sync': null},
    body: {purpose: 'unlink', tx},
  })),
];

const BY_KEY: readonly Forgery[] = [
  forgeLogin(3, 'a key of the backend with one more character', ({clientId}) => ({fields: {clientId: `${clientId}1`}})),
  ...(
    [
      ['with one more slash', (uri: string) => `${uri}/`],
      ['with a query', (uri: string) => `${uri}?next=1`],
      ['with a fragment', (uri: string) => `${uri}#next`],
      ['with a dot segment', (uri: string) => `${uri}/../callback`],
      ['in capitals', (uri: string) => uri.toUpperCase()],
      ['with a user name', (uri: string) => uri.replace('//', '//evil@')],
    ] as const
  ).map(([how, toRedirectUri]) =>
    forgeLogin(3, `a redirect URI ${how}`, ({redirectUri}) => ({fields: {redirectUri: toRedirectUri(redirectUri)}})),
  ),
];

const BY_TOKEN: readonly Forgery[] = [
  forgeLogin(4, 'a stolen code with a secret of the thief’s', () => ({fields: {nonceSecret: createRandomToken()}})),
  forgeLogin(4, 'a stolen code without a secret', () => ({fields: {nonceSecret: undefined}})),
  forgeLogin(4, 'a stolen code with the nonce for its secret', ({nonceSecret}) => ({
    fields: {nonceSecret: toS256(nonceSecret)},
  })),
  forgeLogin(4, 'a nonce that was never hashed', async (_login, fixture, person) => {
    const secret = createRandomToken();
    return {fields: {...(await fixture.prepare(person, {nonceSecret: secret, nonce: secret}))}};
  }),
  forgeLogin(4, 'the codes of two people, swapped', async ({code}, fixture) => ({
    fields: {...(await fixture.prepare(await fixture.meetStranger())), code},
  })),
];

/** Two browsers, in one of which somebody has logged in who would be in the other one's place too. */
const BY_SESSION: readonly Forgery[] = Object.entries<Forgery['attempt']>({
  async 'a session that the thief made for the victim'(fixture) {
    const [thief, victim] = [fixture.openBrowser(), fixture.openBrowser()];
    await fixture.logIn(thief, await fixture.meetStranger());
    const planted = new Map(thief.cookies);
    setCookies(victim, planted);
    const {login, answer} = await fixture.logIn(victim, await fixture.meetStranger());
    thief.cookies.clear();
    setCookies(thief, planted);
    const isShared = (await thief.read())?.['tx'] === login.tx;
    const isKept = [...planted].every(([name, value]) => victim.cookies.get(name) === value);
    return {answer, problems: listProblems({'the thief has the victim’s session': isShared || isKept})};
  },
  async 'a session id that the thief made up'(fixture) {
    const [victim, thief] = [fixture.openBrowser(), fixture.openBrowser()];
    await fixture.logIn(thief, await fixture.meetStranger());
    const names = [...thief.cookies.keys()];
    thief.cookies.clear();
    const planted = names.map((name) => [name, 'made-up-made-up-made-up-made-up'] as const);
    for (const browser of [victim, thief]) setCookies(browser, planted);
    const {answer} = await fixture.logIn(victim, await fixture.meetStranger());
    const isShared = await isSignedIn(thief);
    const isKept = names.some((name) => victim.cookies.get(name)?.startsWith('made-up'));
    return {answer, problems: listProblems({'the thief has the victim’s session': isShared || isKept})};
  },
  async 'a session from before the login'(fixture) {
    const [victim, thief] = [fixture.openBrowser(), fixture.openBrowser()];
    await victim.read();
    setCookies(thief, victim.cookies);
    const {answer} = await fixture.logIn(victim, await fixture.meetStranger());
    return {answer, problems: listProblems({'who knew it is signed in too': await isSignedIn(thief)})};
  },
  async 'a login that another browser repeats'(fixture) {
    const {login} = await fixture.logIn(fixture.openBrowser(), await fixture.meetStranger());
    const thief = fixture.openBrowser();
    const answer = await thief.send({body: login});
    const isIn = isSuccess(answer) || (await isSignedIn(thief));
    return {answer, problems: listProblems({'the other browser is signed in': isIn})};
  },
}).map(([name, attempt]) => ({must: 5, name, attempt}));

const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.read())?.['status'] === 'signed-in';

function setCookies({cookies}: Browser, pairs: Iterable<readonly [name: string, value: string]>): void {
  for (const pair of pairs) cookies.set(...pair);
}

const BY_METHOD: readonly Forgery[] = [
  ...(
    [
      ['a GET', {method: 'GET'}],
      ['a GET that fetches ahead', {method: 'GET', headers: {'Sec-Purpose': 'prefetch'}}],
      ['a GET that renders ahead', {method: 'GET', headers: {'Sec-Purpose': 'prefetch;prerender'}}],
      ['a HEAD', {method: 'HEAD'}],
      ['an OPTIONS', {method: 'OPTIONS'}],
    ] as const
  ).map(([name, sending]) =>
    forgeLogin(6, `${name} with a login in its query`, (login) => ({
      query: toQuery(login),
      body: undefined,
      ...sending,
    })),
  ),
  forgeWithSession(6, 'a GET that would unlink', ({tx}) => ({method: 'GET', query: {purpose: 'unlink', tx}})),
];

const BY_PURPOSE: readonly Forgery[] = [
  ...(['terms', 'link'] as const).map((purpose): Forgery => ({
    must: 7,
    name: `${purpose} with a session that the backend never made`,
    async attempt(fixture) {
      const person = await fixture.meetStranger();
      const browser = fixture.openBrowser();
      await fixture.logIn(browser, await fixture.meetStranger());
      for (const name of browser.cookies.keys()) browser.cookies.set(name, 'invented-invented-invented-inven');
      const login = {...(await fixture.prepare(person)), purpose};
      const before = (await fixture.listExchanges()).length;
      const answer = await browser.send({body: login});
      const problems = listProblems({
        'it says that all is well': isSuccess(answer),
        'Kakao was given the code': (await fixture.listExchanges()).length > before,
        'somebody was made a member': !(await isStranger(fixture, person)),
      });
      return {answer, problems};
    },
  })),
  {
    must: 7,
    name: 'a link of an account that another member has',
    async attempt(fixture) {
      const [thief, victim] = [fixture.openBrowser(), await fixture.meetStranger()];
      await fixture.logIn(fixture.openBrowser(), victim);
      const {login: own} = await fixture.logIn(thief, await fixture.meetStranger());
      const answer = await thief.send({body: await fixture.prepareLink(victim, await fixture.readOffer(thief))});
      const session = await thief.read();
      const problems = listProblems({
        'it says that all is well': isSuccess(answer),
        'the session is another one': session !== null && session['tx'] !== own.tx,
      });
      return {answer, problems};
    },
  },
  forgeLogin(7, 'no purpose', () => ({fields: {purpose: undefined}})),
  forgeTerms('somebody who is no member', false),
  forgeTerms('another member', true),
];

/** The terms of somebody else than the session's member. */
function forgeTerms(whose: string, isMember: boolean): Forgery {
  return {
    must: 7,
    name: `terms of ${whose}, in the session of a member`,
    async attempt(fixture) {
      const [member, other] = [await fixture.meetStranger(), await fixture.meetStranger()];
      const browser = fixture.openBrowser();
      await fixture.logIn(browser, member);
      if (isMember) await fixture.logIn(fixture.openBrowser(), other);
      const login = {...(await fixture.prepare(other)), purpose: 'terms', terms: ['marketing']};
      const answer = await browser.send({body: login});
      const problems = listProblems({
        'it says that all is well': isSuccess(answer),
        'the session is another person’s': (await browser.read())?.['tx'] === login.tx,
        'somebody was made a member': !isMember && !(await isStranger(fixture, other)),
      });
      return {answer, problems};
    },
  };
}

/** Everything that a backend must not fall for. */
export const FORGERIES: readonly Forgery[] = [
  ...FORGED_LOGINS.map(({must, name, ...change}) =>
    forgeLogin(must, change.spoil ? `${name} (${change.spoil})` : name, () => change),
  ),
  ...FORGED_WITH_SESSION.map(({must, name, ...change}) => forgeWithSession(must, name, () => change)),
  ...BY_ORIGIN,
  ...BY_REQUEST,
  ...BY_KEY,
  ...BY_TOKEN,
  ...BY_SESSION,
  ...BY_METHOD,
  ...BY_PURPOSE,
  ...LINK_FORGERIES,
  ...COOKIE_FORGERIES,
];
