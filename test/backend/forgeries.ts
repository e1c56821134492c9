import type {Answer, Sending} from './browser.js';
import {type Forgery, forgeLogin, forgeToken, forgeWithSession, isStranger, isSuccess, judgeLogin} from './forge.js';
import {COOKIE_FORGERIES} from './cookie-forgeries.js';
import {LINK_FORGERIES} from './link-forgeries.js';
import {createToken, type LoginFields, toS256} from './backend-fixture.js';

const withHeaders = (headers: Record<string, string | null>) => (): Partial<Sending> => ({headers});
const BOUNDARY = '----forgery-forgery-forgery-forgery';
const EVIL = 'https://evil.example';

const toForm = (fields: object): string => new URLSearchParams({...fields}).toString();
const toQuery = (login: LoginFields): Record<string, string> =>
  Object.fromEntries(Object.entries(login).map(([name, value]) => [name, String(value)]));

function toMultipart(fields: object): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

const BY_ORIGIN: readonly Forgery[] = [
  forgeLogin(1, 'a page of another site', withHeaders({Origin: EVIL, 'Sec-Fetch-Site': 'cross-site'})),
  forgeLogin(
    1,
    'a page of another site whose browser calls it the same',
    withHeaders({Origin: EVIL, 'Sec-Fetch-Site': 'same-origin'}),
  ),
  forgeLogin(1, 'a host whose name begins as the site’s', (_login, {origin}) => ({
    headers: {Origin: `${origin}.evil.example`, 'Sec-Fetch-Site': 'cross-site'},
  })),
  forgeLogin(1, 'a host whose name ends as the site’s', (_login, {origin}) => ({
    headers: {Origin: origin.replace('//', '//evil'), 'Sec-Fetch-Site': 'cross-site'},
  })),
  forgeLogin(1, 'another port of the site’s host', (_login, {origin}) => ({
    headers: {Origin: `${origin.replace(/:\d+$/, '')}:9`, 'Sec-Fetch-Site': 'same-site'},
  })),
  forgeLogin(1, 'the site’s host by another protocol', (_login, {origin}) => ({
    headers: {
      Origin: origin.replace(/^https?/, (protocol) => (protocol === 'https' ? 'http' : 'https')),
      'Sec-Fetch-Site': 'cross-site',
    },
  })),
  forgeLogin(
    1,
    'a frame in a sandbox: Origin null, cross-site',
    withHeaders({Origin: 'null', 'Sec-Fetch-Site': 'cross-site'}),
  ),
  forgeLogin(1, 'Origin null from a sibling host', withHeaders({Origin: 'null', 'Sec-Fetch-Site': 'same-site'})),
  forgeLogin(1, 'Origin null without Sec-Fetch-Site', withHeaders({Origin: 'null', 'Sec-Fetch-Site': null})),
  forgeLogin(1, 'no Origin, cross-site', withHeaders({Origin: null, 'Sec-Fetch-Site': 'cross-site'})),
  forgeLogin(1, 'no Origin from a sibling host', withHeaders({Origin: null, 'Sec-Fetch-Site': 'same-site'})),
  forgeLogin(1, 'no Origin from the address bar', withHeaders({Origin: null, 'Sec-Fetch-Site': 'none'})),
  forgeLogin(1, 'no Origin without Sec-Fetch-Site', withHeaders({Origin: null, 'Sec-Fetch-Site': null})),
  forgeWithSession(1, 'a logout by a page of another site', () => ({
    headers: {Origin: EVIL, 'Sec-Fetch-Site': 'cross-site'},
    body: {purpose: 'logout'},
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
  forgeLogin(2, 'a form that looks like JSON (text/plain)', withHeaders({'Content-Type': 'text/plain'})),
  forgeLogin(2, 'a form', (login) => ({
    headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': `${toForm(login).length}`},
    body: toForm(login),
  })),
  forgeLogin(2, 'a form in parts', (login) => ({
    headers: {
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': `${toMultipart(login).length}`,
    },
    body: toMultipart(login),
  })),
  forgeLogin(2, 'no content type', withHeaders({'Content-Type': null})),
  forgeLogin(2, 'JSON beside another type', withHeaders({'Content-Type': 'text/plain; application/json'})),
  forgeLogin(2, 'no X-Kakao-Sync', withHeaders({'X-Kakao-Sync': null})),
  forgeLogin(2, 'an empty X-Kakao-Sync', withHeaders({'X-Kakao-Sync': ''})),
  forgeWithSession(2, 'unlinking without X-Kakao-Sync', ({tx}) => ({
    headers: {'X-Kakao-Sync': null},
    body: {purpose: 'unlink', tx},
  })),
];

const BY_KEY: readonly Forgery[] = [
  forgeLogin(3, 'a key that is not the backend’s', () => ({fields: {clientId: 'f'.repeat(32)}})),
  forgeLogin(3, 'a key of the backend with one more character', ({clientId}) => ({fields: {clientId: `${clientId}1`}})),
  forgeLogin(3, 'a key named constructor', () => ({fields: {clientId: 'constructor'}})),
  forgeLogin(3, 'a key named __proto__', () => ({fields: {clientId: '__proto__'}})),
  ...(
    [
      ['of another host', () => `${EVIL}/kakao/callback`],
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
  forgeToken(3, 'an ID token for another app', 'oidcc-client-test-invalid-aud'),
  forgeToken(3, 'an ID token for another key of the app', 'ktl-aud-other-key'),
  forgeToken(3, 'an ID token for nobody', 'oidcc-client-test-missing-aud'),
  forgeToken(
    3,
    'an ID token for another app as well',
    'fapi2-security-profile-final-client-test-invalid-secondary-aud',
  ),
];

const BY_TOKEN: readonly Forgery[] = [
  forgeLogin(4, 'a stolen code with a secret of the thief’s', () => ({fields: {nonceSecret: createToken()}})),
  forgeLogin(4, 'a stolen code without a secret', () => ({fields: {nonceSecret: undefined}})),
  forgeLogin(4, 'a stolen code with an empty secret', () => ({fields: {nonceSecret: ''}})),
  forgeLogin(4, 'a stolen code with the nonce for its secret', ({nonceSecret}) => ({
    fields: {nonceSecret: toS256(nonceSecret)},
  })),
  {
    must: 4,
    name: 'a nonce that was never hashed',
    async attempt(fixture) {
      const person = await fixture.meetStranger();
      const secret = createToken();
      const login = await fixture.prepare(person, {nonceSecret: secret, nonce: secret});
      const browser = fixture.openBrowser();
      const answer = await browser.send({body: login});
      return judgeLogin(fixture, {person, answer, browser, asksKakao: true});
    },
  },
  {
    must: 4,
    name: 'the codes of two people, swapped',
    async attempt(fixture) {
      const [victim, thief] = [await fixture.meetStranger(), await fixture.meetStranger()];
      const {code} = await fixture.prepare(victim);
      const login = {...(await fixture.prepare(thief)), code};
      const browser = fixture.openBrowser();
      const answer = await browser.send({body: login});
      return judgeLogin(fixture, {person: victim, answer, browser, asksKakao: true});
    },
  },
  forgeToken(4, 'an ID token with another nonce', 'oidcc-client-test-nonce-invalid'),
  forgeToken(4, 'an ID token without nonce', 'fapi2-security-profile-final-client-test-invalid-missing-nonce'),
  forgeToken(4, 'an ID token with a changed signature', 'oidcc-client-test-invalid-sig-rs256'),
  forgeToken(4, 'an ID token that nobody signed', 'oidcc-client-test-idtoken-sig-none'),
  forgeToken(4, 'an ID token signed by another key', 'ktl-other-key-same-kid'),
  forgeToken(4, 'an ID token signed by a key of its own', 'ktl-embedded-jwk-signs'),
  forgeToken(4, 'an ID token from somebody else', 'oidcc-client-test-invalid-iss'),
  forgeToken(4, 'an ID token that has expired', 'fapi2-security-profile-final-client-test-invalid-expired-exp'),
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
  ...['GET', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map((method) =>
    forgeLogin(6, `${/^O/.test(method) ? 'an' : 'a'} ${method} with a login in its body`, () => ({method})),
  ),
  forgeLogin(6, 'a GET that calls itself a POST', () => ({
    method: 'GET',
    headers: {'X-HTTP-Method-Override': 'POST'},
  })),
  forgeWithSession(6, 'a GET that would log out', () => ({method: 'GET', query: {purpose: 'logout'}})),
  forgeWithSession(6, 'a GET that would unlink', ({tx}) => ({method: 'GET', query: {purpose: 'unlink', tx}})),
  forgeWithSession(6, 'a HEAD that would log out', () => ({method: 'HEAD', query: {purpose: 'logout'}})),
  forgeWithSession(6, 'a DELETE', () => ({method: 'DELETE'})),
  forgeWithSession(6, 'a PUT that would log out', () => ({method: 'PUT', body: {purpose: 'logout'}})),
];

const BY_PURPOSE: readonly Forgery[] = [
  forgeLogin(7, 'an auto-login of a stranger', () => ({fields: {purpose: 'auto-login'}})),
  forgeLogin(7, 'an auto-login of a stranger who brings terms', () => ({
    fields: {purpose: 'auto-login', terms: ['service', 'privacy']},
  })),
  forgeLogin(7, 'terms without a session', () => ({fields: {purpose: 'terms', terms: ['marketing']}})),
  forgeLogin(7, 'a link without a session', () => ({fields: {purpose: 'link'}})),
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
  forgeLogin(7, 'a purpose that is none', () => ({fields: {purpose: 'admin'}})),
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
