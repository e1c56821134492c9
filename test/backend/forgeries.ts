import type {Answer} from './browser.js';
import {type Change, type Forgery, forgeLogin, forgeWithSession, isStranger, isSuccess} from './forge.js';
import {COOKIE_FORGERIES} from './cookie-forgeries.js';
import {LINK_FORGERIES} from './link-forgeries.js';
import {createToken, type LoginFields, toS256} from './backend-fixture.js';
import data from './forgeries.json' with {type: 'json'};

/** A forgery that is the same for all backends. */
type ForgedRow = Pick<Forgery, 'must' | 'name'> & Change;

const EVIL = 'https://evil.example';

const toQuery = (login: LoginFields): Record<string, string> =>
  Object.fromEntries(Object.entries(login).map(([name, value]) => [name, String(value)]));

const BY_ORIGIN: readonly Forgery[] = [
  forgeLogin(1, 'a host whose name begins as the site’s', (_login, {target: {origin}}) => ({
    headers: {Origin: `${origin}.evil.example`, 'Sec-Fetch-Site': 'cross-site'},
  })),
  forgeLogin(1, 'a host whose name ends as the site’s', (_login, {target: {origin}}) => ({
    headers: {Origin: origin.replace('//', '//evil'), 'Sec-Fetch-Site': 'cross-site'},
  })),
  forgeLogin(1, 'another port of the site’s host', (_login, {target: {origin}}) => ({
    headers: {Origin: `${origin.replace(/:\d+$/, '')}:9`, 'Sec-Fetch-Site': 'same-site'},
  })),
  forgeLogin(1, 'the site’s host by another protocol', (_login, {target: {origin}}) => ({
    headers: {
      Origin: origin.replace(/^https?/, (protocol) => (protocol === 'https' ? 'http' : 'https')),
      'Sec-Fetch-Site': 'cross-site',
    },
  })),
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
      return {answer, problems: isReadableBy(EVIL, answer) ? ['it may'] : []};
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
      return {answer, problems: isReadableBy(EVIL, answer) ? ['its browser lets it'] : []};
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
  forgeLogin(4, 'a stolen code with a secret of the thief’s', () => ({fields: {nonceSecret: createToken()}})),
  forgeLogin(4, 'a stolen code without a secret', () => ({fields: {nonceSecret: undefined}})),
  forgeLogin(4, 'a stolen code with the nonce for its secret', ({nonceSecret}) => ({
    fields: {nonceSecret: toS256(nonceSecret)},
  })),
  forgeLogin(4, 'a nonce that was never hashed', async (_login, fixture, person) => {
    const secret = createToken();
    return {fields: {...(await fixture.prepare(person, {nonceSecret: secret, nonce: secret}))}};
  }),
  forgeLogin(4, 'the codes of two people, swapped', async ({code}, fixture) => ({
    fields: {...(await fixture.prepare(await fixture.meetStranger())), code},
  })),
];

const BY_SESSION: readonly Forgery[] = [
  {
    must: 5,
    name: 'a session that the thief made for the victim',
    async attempt(fixture) {
      const [thief, victim] = [fixture.openBrowser(), fixture.openBrowser()];
      await fixture.logIn(thief, await fixture.meetStranger());
      const planted = new Map(thief.cookies);
      for (const pair of planted) victim.cookies.set(...pair);
      const {login, answer} = await fixture.logIn(victim, await fixture.meetStranger());
      thief.cookies.clear();
      for (const pair of planted) thief.cookies.set(...pair);
      const isShared = (await thief.read())?.['tx'] === login.tx;
      const isKept = [...planted].every(([name, value]) => victim.cookies.get(name) === value);
      return {answer, problems: [...(isShared || isKept ? ['the thief has the victim’s session'] : [])]};
    },
  },
  {
    must: 5,
    name: 'a session id that the thief made up',
    async attempt(fixture) {
      const [victim, thief] = [fixture.openBrowser(), fixture.openBrowser()];
      await fixture.logIn(thief, await fixture.meetStranger());
      const names = [...thief.cookies.keys()];
      thief.cookies.clear();
      for (const name of names) {
        victim.cookies.set(name, 'made-up-made-up-made-up-made-up');
        thief.cookies.set(name, 'made-up-made-up-made-up-made-up');
      }
      const {answer} = await fixture.logIn(victim, await fixture.meetStranger());
      const isShared = (await thief.read())?.['status'] === 'signed-in';
      const isKept = names.some((name) => victim.cookies.get(name)?.startsWith('made-up'));
      return {answer, problems: isShared || isKept ? ['the thief has the victim’s session'] : []};
    },
  },
  {
    must: 5,
    name: 'a session from before the login',
    async attempt(fixture) {
      const [victim, thief] = [fixture.openBrowser(), fixture.openBrowser()];
      await victim.read();
      for (const pair of victim.cookies) thief.cookies.set(...pair);
      const {answer} = await fixture.logIn(victim, await fixture.meetStranger());
      const isShared = (await thief.read())?.['status'] === 'signed-in';
      return {answer, problems: isShared ? ['who knew it is signed in too'] : []};
    },
  },
  {
    must: 5,
    name: 'a login that another browser repeats',
    async attempt(fixture) {
      const {login} = await fixture.logIn(fixture.openBrowser(), await fixture.meetStranger());
      const thief = fixture.openBrowser();
      const answer = await thief.send({body: login});
      const isIn = isSuccess(answer) || (await thief.read())?.['status'] === 'signed-in';
      return {answer, problems: isIn ? ['the other browser is signed in'] : []};
    },
  },
];

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
      const problems: string[] = [];
      if (isSuccess(answer)) problems.push('it says that all is well');
      if ((await fixture.listExchanges()).length > before) problems.push('Kakao was given the code');
      if (!(await isStranger(fixture, person))) problems.push('somebody was made a member');
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
      const problems: string[] = [];
      if (isSuccess(answer)) problems.push('it says that all is well');
      const session = await thief.read();
      if (session && session['tx'] !== own.tx) problems.push('the session is another one');
      return {answer, problems};
    },
  },
  forgeLogin(7, 'no purpose', () => ({fields: {purpose: undefined}})),
  {
    must: 7,
    name: 'terms of somebody else than the session’s member',
    async attempt(fixture) {
      const [member, other] = [await fixture.meetStranger(), await fixture.meetStranger()];
      const browser = fixture.openBrowser();
      await fixture.logIn(browser, member);
      const login = {...(await fixture.prepare(other)), purpose: 'terms', terms: ['marketing']};
      const answer = await browser.send({body: login});
      const problems: string[] = [];
      if (isSuccess(answer)) problems.push('it says that all is well');
      if ((await browser.read())?.['tx'] === login.tx) problems.push('the session is another person’s');
      if (!(await isStranger(fixture, other))) problems.push('somebody was made a member');
      return {answer, problems};
    },
  },
];

/** Everything that a backend must not fall for. */
export const FORGERIES: readonly Forgery[] = [
  ...(data.logins as readonly ForgedRow[]).map(({must, name, ...change}) =>
    forgeLogin(must, change.spoil ? `${name} (${change.spoil})` : name, () => change),
  ),
  ...(data.sessions as readonly ForgedRow[]).map(({must, name, ...change}) =>
    forgeWithSession(must, name, () => change),
  ),
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
