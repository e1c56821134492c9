import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isRemoval, readSetCookie} from '../../src/doctor/network/set-cookie.js';
import type {Browser} from '../../src/doctor/network/browser.js';
import type {BackendFixture, LoginFields} from '../../src/doctor/forgeries/backend-fixture.js';
import {createRandomToken} from '../../src/shared/encoding/random.js';
import {textFromBase64url, textToBase64url} from '../../src/shared/encoding/base64url.js';
import {MAX_CONSUMED, MAX_SERVER_TRANSACTION} from '../../src/shared/transaction.js';
import type {Target} from '../../src/doctor/network/target.js';
import type {RunningBackend} from './running-backend.js';

const HOUR = 3_600_000;
/** Where each login begins. */
const FROM = '/products?id=7';

/** A login for whose answer the browser waits. */
interface UnderWay {
  readonly login: LoginFields;
  /** What the browser keeps of it, as in the cookie. */
  readonly record: Readonly<Record<string, unknown>>;
  /** Of the address that Kakao sends the visitor to. */
  readonly query: string;
  /** The `Cookie` header, without the session's. */
  readonly cookie: string;
}

/** What the route has answered. */
interface Arrival {
  readonly status: number;
  readonly location: string | null;
  /** The cookie `ks_result`. */
  readonly result: string | undefined;
  /** What stays of the record; undefined if it stays as it is. */
  readonly consumed: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Headers;
}

const toCookie = (tx: string, record: unknown): string =>
  `ks.${tx.slice(0, 6)}=${textToBase64url(JSON.stringify(record))}`;
const toQuery = (tx: string, answer: Readonly<Record<string, string>>): string =>
  new URLSearchParams({...answer, state: `ks1.${tx}.`}).toString();

/** A cancelled login's return over https: the lines that set its cookies. */
export async function cancelOverHttps({origin, redirectUri}: Target, site: string): Promise<readonly string[]> {
  const tx = createRandomToken();
  const record = {tx, nonceSecret: createRandomToken(), redirectUri: `${site}/kakao/callback`, clientId: 'a'};
  const kept = {...record, purpose: 'login', time: Date.now(), from: FROM};
  const response = await fetch(`${redirectUri}?${toQuery(tx, {error: 'access_denied'})}`, {
    redirect: 'manual',
    headers: {Cookie: `__Host-${toCookie(tx, kept)}; ${toCookie(tx, {...kept, from: '/evil'})}`},
  });
  assert.equal(new URL(response.headers.get('location') ?? '', origin).pathname, new URL(FROM, origin).pathname);
  const names = [`ks_result`, `__Host-ks.${tx.slice(0, 6)}`];
  const lines = response.headers.getSetCookie().filter((line) => names.includes(line.split('=')[0] ?? ''));
  assert.equal(lines.length, names.length);
  return lines;
}

/** Somebody leaves for Kakao, agrees there, and is on the way back. */
export async function leave(
  fixture: BackendFixture,
  {person, ...more}: Readonly<Record<string, unknown>> & {readonly person?: string} = {},
): Promise<UnderWay> {
  const login = await fixture.prepare(person ?? (await fixture.meetStranger()));
  const {code, ...kept} = login;
  const record = {...kept, time: Date.now(), from: FROM, ...more};
  return {login, record, query: toQuery(login.tx, {code}), cookie: toCookie(login.tx, record)};
}

/** Kakao sends the browser to the route. */
export async function comeBack(
  {target}: BackendFixture,
  {login, query, cookie}: UnderWay,
  {browser, method = 'GET', headers = {}}: {browser?: Browser; method?: string; headers?: Record<string, string>} = {},
): Promise<Arrival> {
  const session = [...(browser?.cookies ?? [])].map((pair) => pair.join('='));
  const response = await fetch(`${target.redirectUri}?${query}`, {
    method,
    redirect: 'manual',
    headers: {Cookie: [cookie, ...session].join('; '), ...headers},
  });
  await response.arrayBuffer();
  const own = new Map<string, string>();
  for (const line of response.headers.getSetCookie()) {
    const set = readSetCookie(line);
    if (/^ks[._]/.test(set.name)) {
      assert.match(line, /; *path=\/(;|$)/i);
      assert.match(line, /; *samesite=lax/i);
      assert.doesNotMatch(line, /httponly|domain/i, 'a script of the page reads it');
      own.set(set.name, set.value);
    } else if (isRemoval(set)) browser?.cookies.delete(set.name);
    else browser?.cookies.set(set.name, set.value);
  }
  const kept = own.get(`ks.${login.tx.slice(0, 6)}`);
  const {status} = response;
  return {
    status,
    location: response.headers.get('location'),
    result: own.get('ks_result'),
    consumed:
      kept === undefined ? undefined : (JSON.parse(textFromBase64url(kept) ?? '') as Readonly<Record<string, unknown>>),
    headers: response.headers,
  };
}

function assertEnd({login}: UnderWay, arrival: Arrival, end: string, to: string): void {
  assert.deepEqual([arrival.status, arrival.location], [303, to]);
  assert.equal(arrival.result, `${end}.${login.tx.slice(0, 6)}`);
  assert.match(arrival.headers.get('cache-control') ?? '', /no-store/);
  assert.equal(arrival.headers.get('referrer-policy'), 'no-referrer');
}

function assertTaken({login}: UnderWay, {consumed = {}}: Arrival, from = FROM): void {
  const {tx, used, from: kept} = consumed;
  assert.deepEqual([tx, kept], [login.tx, from]);
  assert.ok(Math.abs(Number(used) - Date.now()) < HOUR, 'it says when, in milliseconds');
}

/** What a forger makes of a login under way. */
type Forge = (
  login: UnderWay,
  fixture: BackendFixture,
) => Partial<Pick<UnderWay, 'query' | 'cookie'>> | Promise<Partial<Pick<UnderWay, 'query' | 'cookie'>>>;

const keep =
  (changes: Readonly<Record<string, unknown>>): Forge =>
  ({login, record}) => ({cookie: toCookie(login.tx, {...record, ...changes})});
const rename =
  (toName: (name: string) => string): Forge =>
  ({cookie}) => ({cookie: cookie.replace(/^[^=]*/, toName)});
const add =
  (more: string): Forge =>
  ({query}) => ({query: `${query}&${more}`});
const answer =
  (fields: Readonly<Record<string, string>>): Forge =>
  ({login}) => ({query: toQuery(login.tx, fields)});

/** Refused before Kakao is asked; the record stays as it was. */
const UNTAKEN: readonly (readonly [what: string, code: string, to: string, forge: Forge])[] = [
  ['no cookie at all', 'other_browser', '/', () => ({cookie: ''})],
  ['a record of another tx under its name', 'other_browser', '/', keep({tx: createRandomToken()})],
  ['its record under another name', 'other_browser', '/', rename(() => 'ks.AAAAAA')],
  ['its record under a name with an underscore', 'other_browser', '/', rename((name) => name.replace('.', '_'))],
  ['its record under an encoded name', 'other_browser', '/', rename((name) => name.replace('.', '%2E'))],
  ['its record under a name in capitals', 'other_browser', '/', rename((name) => name.replace('ks', 'KS'))],
  ['its record after a strange blank', 'other_browser', '/', rename((name) => `\u00a0${name}`)],
  ['a record that is an hour old', 'other_browser', '/', keep({time: Date.now() - HOUR - 60_000})],
  ['a record of a time to come', 'other_browser', '/', keep({time: Date.now() + HOUR + 600_000})],
  ['a record whose time is a text', 'other_browser', '/', keep({time: String(Date.now())})],
  ['a record without its secret', 'other_browser', '/', keep({nonceSecret: undefined})],
  ['a record of no purpose', 'other_browser', '/', keep({purpose: 'admin'})],
  ['a record whose texts are lists', 'other_browser', '/', keep({clientId: ['a'], from: ['/a']})],
  ['no record in the cookie', 'other_browser', '/', ({login}) => ({cookie: toCookie(login.tx, [])})],
  [
    'two records of one name',
    'callback_invalid',
    '/',
    ({login, record, cookie}) => ({cookie: `${cookie}; ${toCookie(login.tx, {...record, from: '/evil'})}`}),
  ],
  ['a record that is too long', 'callback_invalid', '/', keep({context: 'x'.repeat(MAX_SERVER_TRANSACTION)})],
  ['a record of no route', 'redirect_uri_unknown', FROM, keep({redirectUri: 'https://evil.example/'})],
  ['two codes', 'callback_invalid', FROM, add('code=another')],
  ['two codes, one of which has a name in other letters', 'callback_invalid', FROM, add('c%6fde=another')],
  ['two states', 'callback_invalid', FROM, add(`state=ks1.${createRandomToken()}.`)],
  ['code and error', 'callback_invalid', FROM, add('error=access_denied')],
  ['neither code nor error', 'callback_invalid', FROM, answer({})],
  ['an empty code', 'callback_invalid', FROM, answer({code: ''})],
  ['a code of no form', 'callback_invalid', FROM, answer({code: 'é x'})],
  ['another issuer', 'callback_invalid', FROM, add('iss=https%3A%2F%2Fevil.example')],
  ['a token', 'callback_invalid', FROM, add('access_token=abc')],
  ['an ID token', 'callback_invalid', FROM, add('id_token=abc')],
];

/** Refused by the checks of a POST, or by Kakao; the record is used up. */
const TAKEN: readonly (readonly [what: string, code: string, exchanges: number, forge: Forge])[] = [
  ['an app key that is not the site’s', 'client_unknown', 0, keep({clientId: 'f'.repeat(32)})],
  ['another secret than the nonce’s', 'id_token_invalid', 1, keep({nonceSecret: createRandomToken()})],
  [
    'a code of another login of this browser',
    'id_token_invalid',
    1,
    async ({login}, fixture) => ({query: toQuery(login.tx, {code: (await leave(fixture)).login.code})}),
  ],
  ['a code that Kakao never gave', 'code_used', 1, answer({code: 'guess'})],
];

/** What Kakao answers instead of a code. */
const ERRORS: readonly (readonly [error: string, description: string, purpose: string, end: string])[] = [
  ['access_denied', 'User denied access', 'login', 'out'],
  ['access_denied', 'user is under age 14', 'login', 'error.under_age'],
  ['consent_required', '', 'auto-login', 'out'],
  ['login_required', '', 'auto-login', 'out'],
  ['interaction_required', '', 'auto-login', 'out'],
  ['consent_required', '', 'login', 'error.kakao_interaction_required'],
  ['server_error', '', 'login', 'error.kakao_unavailable'],
  ['temporarily_unavailable', '', 'auto-login', 'error.kakao_unavailable'],
  ['timeout', '', 'login', 'error.kakao_timeout'],
  ['invalid_scope', '', 'login', 'error.kakao_refused'],
  ['__proto__', '', 'login', 'error.kakao_refused'],
];

/** Where nobody is sent. */
const UNSAFE = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '\\/evil.example/',
  '/..//evil.example/',
  '/%2e%2E//evil.example/',
  '/\t/evil.example/',
  '/a\nSet-Cookie: evil=1',
  'javascript:alert(1)',
  ' /a',
  '',
  '/kakao/callback?code=1',
  ['/a'],
];

/** What is no navigation, or none that the visitor has made. */
const NO_VISITS: readonly (readonly [what: string, status: number, how: Parameters<typeof comeBack>[2]])[] = [
  ['a POST', 405, {method: 'POST'}],
  ['a PUT', 405, {method: 'PUT'}],
  ['a frame', 403, {headers: {'Sec-Fetch-Dest': 'iframe'}}],
  ['an image', 403, {headers: {'Sec-Fetch-Dest': 'image'}}],
  ['a fetch', 403, {headers: {'Sec-Fetch-Dest': 'empty'}}],
  ['a prefetch', 503, {headers: {'Sec-Purpose': 'prefetch'}}],
  ['a prerender', 503, {headers: {'Sec-Purpose': 'prefetch;prerender', 'Sec-Fetch-Dest': 'document'}}],
  ['an old prefetch', 503, {headers: {Purpose: 'prefetch'}}],
  ['an old prefetch of Firefox', 503, {headers: {'X-Moz': 'prefetch'}}],
];

/** Defines a test for each way back from Kakao to a route that takes the code. */
export function defineCallbackTrials(open: () => Promise<BackendFixture>, running: () => RunningBackend): void {
  defineHonestReturns(open, running);
  for (const [what, code, to, forge] of UNTAKEN) {
    test(`a return with ${what} is refused as ${code}, and takes nothing`, async () => {
      const fixture = await open();
      const login = await leave(fixture);
      const arrival = await comeBack(fixture, {...login, ...(await forge(login, fixture))});

      assertEnd(login, arrival, `error.${code}`, to);
      assert.equal(arrival.consumed, undefined);
      assert.equal((await fixture.listExchanges()).length, 0);
      assertEnd(login, await comeBack(fixture, login), 'new', FROM);
    });
  }
  for (const [what, code, exchanges, forge] of TAKEN) {
    test(`a return with ${what} is refused as ${code}, and signs nobody in`, async () => {
      const fixture = await open();
      const browser = fixture.openBrowser();
      const login = await leave(fixture);
      const arrival = await comeBack(fixture, {...login, ...(await forge(login, fixture))}, {browser});

      assertEnd(login, arrival, `error.${code}`, FROM);
      assertTaken(login, arrival);
      assert.equal((await fixture.listExchanges()).length, exchanges);
      assert.equal((await browser.read())?.['status'], 'signed-out');
    });
  }
  for (const [error, description, purpose, end] of ERRORS) {
    test(`a return from ${purpose} with ${error} (${description || 'nothing said'}) is told as ${end}`, async () => {
      const fixture = await open();
      const login = await leave(fixture, {purpose});
      const query = toQuery(login.login.tx, {error, error_description: description});
      const arrival = await comeBack(fixture, {...login, query});

      assertEnd(login, arrival, end, FROM);
      assertTaken(login, arrival);
    });
  }
  for (const [what, status, how] of NO_VISITS) {
    test(`${what} of the callback is answered with ${status}, and spends nothing`, async () => {
      const fixture = await open();
      const login = await leave(fixture);
      const arrival = await comeBack(fixture, login, how);

      assert.deepEqual([arrival.status, arrival.result, arrival.consumed], [status, undefined, undefined]);
      assertEnd(login, await comeBack(fixture, login), 'new', FROM);
    });
  }
}

function defineHonestReturns(open: () => Promise<BackendFixture>, running: () => RunningBackend): void {
  test('a return signs up and in where it began, and again elsewhere as a known member', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    const first = await leave(fixture, {person});
    const arrival = await comeBack(fixture, first, {browser, headers: {'Sec-Fetch-Dest': 'document'}});

    assertEnd(first, arrival, 'new', FROM);
    assertTaken(first, arrival);
    const {status, tx} = (await browser.read()) ?? {};
    assert.deepEqual([status, tx], ['signed-in', first.login.tx]);
    const second = await leave(fixture, {person, returnTo: '/thanks?a=1#b', context: '카트-7'});
    assertEnd(second, await comeBack(fixture, second, {browser}), 'known', '/thanks?a=1#b');
  });

  test('a return that comes again is the same login, and asks Kakao nothing', async () => {
    const fixture = await open();
    const [browser, other] = [fixture.openBrowser(), fixture.openBrowser()];
    const login = await leave(fixture);
    const {consumed} = await comeBack(fixture, login, {browser});
    const again = {...login, cookie: toCookie(login.login.tx, consumed)};

    const arrivals = [await comeBack(fixture, again, {browser}), await comeBack(fixture, again, {browser: other})];

    assertEnd(login, arrivals[0]!, 'known', FROM);
    assertEnd(login, arrivals[1]!, 'error.login_unfinished', FROM);
    assert.equal((await fixture.listExchanges()).length, 1);
    assert.equal((await other.read())?.['status'], 'signed-out');
  });

  test('a return of auto-login makes no member', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    const login = await leave(fixture, {person, purpose: 'auto-login'});
    assertEnd(login, await comeBack(fixture, login, {browser}), 'out', FROM);
    assert.equal((await browser.read())?.['status'], 'signed-out');
    await fixture.logIn(fixture.openBrowser(), person);
    const member = await leave(fixture, {person, purpose: 'auto-login', returnTo: '/elsewhere'});
    assertEnd(member, await comeBack(fixture, member, {browser}), 'known', FROM);
  });

  test('a return from terms needs a session, of the same person', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    const nobody = await leave(fixture, {person, purpose: 'terms', terms: ['marketing']});
    assertEnd(nobody, await comeBack(fixture, nobody, {browser}), 'error.session_required', FROM);
    await fixture.logIn(browser, person);
    const other = await leave(fixture, {purpose: 'terms', terms: ['marketing']});
    assertEnd(other, await comeBack(fixture, other, {browser}), 'error.different_account', FROM);
    const own = await leave(fixture, {person, purpose: 'terms', terms: ['marketing']});
    assertEnd(own, await comeBack(fixture, own, {browser}), 'known', FROM);
  });

  test('a return ends the session that the browser had before', async () => {
    const fixture = await open();
    const [browser, former] = [fixture.openBrowser(), fixture.openBrowser()];
    await fixture.logIn(browser, await fixture.meetStranger());
    for (const cookie of browser.cookies) former.cookies.set(...cookie);
    const login = await leave(fixture);
    await comeBack(fixture, login, {browser});

    assert.equal((await browser.read())?.['tx'], login.login.tx);
    assert.equal((await former.read())?.['status'], 'signed-out');
  });

  test('a return to a Kakao that is away is told', async () => {
    const fixture = await open();
    const login = await leave(fixture);
    running().emulator.failNext('token', {status: 503});
    const arrival = await comeBack(fixture, login);

    running().emulator.expectNoPlannedFailures();
    assertEnd(login, arrival, 'error.provider_unavailable', FROM);
  });

  for (const target of UNSAFE) {
    test(`a return leads to nothing like ${JSON.stringify(target)}`, async () => {
      const fixture = await open();
      const login = await leave(fixture, {returnTo: target});
      assertEnd(login, await comeBack(fixture, login), 'new', FROM);
    });
  }

  for (const [from, to] of [
    ['/a b?c=\\d&e=새', '/a%20b?c=%5Cd&e=%EC%83%88'],
    ['//evil.example', '/'],
    ['/kakao/callback', '/'],
  ] as const) {
    test(`a return from ${from} leads to ${to}`, async () => {
      const fixture = await open();
      const login = await leave(fixture, {from});
      assertEnd(login, await comeBack(fixture, login), 'new', to);
    });
  }

  test('keeps of a long address what fits into the cookie', async () => {
    const fixture = await open();
    for (const [from, kept] of [
      [`/a?${'b'.repeat(700)}`, '/a'],
      [`/${'a'.repeat(700)}`, '/'],
    ] as const) {
      const login = await leave(fixture, {from});
      const arrival = await comeBack(fixture, login);
      assertTaken(login, arrival, kept);
      assert.ok(textToBase64url(JSON.stringify(arrival.consumed)).length <= MAX_CONSUMED);
    }
  });

  test('a return without a state of the widget’s tells nobody anything', async () => {
    const fixture = await open();
    const login = await leave(fixture);
    for (const query of [
      '',
      'code=abc',
      'code=abc&state=other',
      `code=abc&state=ks1.${'x'.repeat(42)}.`,
      'state%5B%5D=a',
    ]) {
      const {status, location, headers} = await comeBack(fixture, {...login, query});
      assert.deepEqual([status, location], [303, '/']);
      assert.deepEqual(
        headers.getSetCookie().filter((cookie) => /^(__Host-)?ks[._]/.test(cookie)),
        [],
      );
    }
    const query = `code=${login.login.code}&state=ks1.${login.login.tx}.${textToBase64url('/evil')}`;
    assertEnd(login, await comeBack(fixture, {...login, query}), 'new', FROM);
  });
}
