import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toReference} from '../../../src/shared/reference.js';
import {toStateParameter} from '../../../src/shared/state-parameter.js';
import {MAX_SERVER_TRANSACTION} from '../../../src/shared/transaction.js';
import {
  assertClean,
  assertEnd,
  assertUntaken,
  comeBack,
  createServerSite,
  FROM,
  leave,
  readKept,
  readResult,
  toCookie,
  toQuery,
  toValue,
  type UnderWay,
} from '../support/callback.js';
import {
  assertNobodyMade,
  JS_KEY,
  readEnd,
  REDIRECT_URI,
  REST_KEY,
  sessionCookies,
  type Site,
  START,
  token,
} from '../support/site.js';

const HOUR = 3_600_000;
const OTHER_URI = 'https://shop.example/kakao/other';

/** The cookie of a login's record with as much beside it as there may be. */
function toLongest({login, kept}: UnderWay): string {
  const rest = (MAX_SERVER_TRANSACTION * 3) / 4 - JSON.stringify({...kept, rest: ''}).length;
  return toCookie(login.tx, {...kept, rest: 'x'.repeat(rest)});
}

/** A site with two routes of the server. */
function createForgedSite(): Promise<Site> {
  return createServerSite({
    redirectUris: [
      {uri: REDIRECT_URI, mode: 'server'},
      {uri: OTHER_URI, mode: 'server'},
    ],
  });
}

/** What a forger makes of a login under way. */
type Forge = (site: Site, login: UnderWay) => Partial<Pick<UnderWay, 'query' | 'cookie'>>;

const keep =
  (changes: Readonly<Record<string, unknown>>): Forge =>
  (_, {login, kept}) => ({cookie: toCookie(login.tx, {...kept, ...changes})});

const nameOf = ({cookie}: UnderWay): string => cookie.split('=')[0]!;
const valueOf = ({cookie}: UnderWay): string => cookie.slice(cookie.indexOf('=') + 1);

/** Refused before Kakao is asked; the record stays as it was. */
const UNTAKEN: [what: string, end: string, to: string, forge: Forge][] = [
  ['no cookie at all', 'error.other_browser', '/', () => ({cookie: ''})],
  ['an answer to somebody else’s login', 'error.other_browser', '/', (site) => ({query: leave(site).query})],
  ['a record of another tx under its name', 'error.other_browser', '/', keep({tx: token()})],
  [
    'its record under another name',
    'error.other_browser',
    '/',
    (_, login) => ({cookie: `__Host-ks.AAAAAA=${valueOf(login)}`}),
  ],
  [
    'its record without the prefix that guards it',
    'error.other_browser',
    '/',
    (_, login) => ({cookie: login.cookie.replace('__Host-', '')}),
  ],
  ...['\u00a0', '\u0085', '_'].map((blank): (typeof UNTAKEN)[number] => [
    `a sibling host’s cookie that only looks like its own (${JSON.stringify(blank)})`,
    'error.other_browser',
    '/',
    (_, login) => ({cookie: blank + login.cookie}),
  ]),
  [
    'a name in other letters',
    'error.other_browser',
    '/',
    (_, login) => ({cookie: login.cookie.replace('__Host-', '__HOST-')}),
  ],
  ['a record that is an hour old', 'error.other_browser', '/', keep({time: START - HOUR})],
  ['a record of a time to come', 'error.other_browser', '/', keep({time: START + HOUR})],
  ['a record without its secret', 'error.other_browser', '/', keep({nonceSecret: undefined})],
  ['a record of no purpose', 'error.other_browser', '/', keep({purpose: 'admin'})],
  ['no record in the cookie', 'error.other_browser', '/', (_, login) => ({cookie: `${nameOf(login)}=e30`})],
  [
    'two records of one name',
    'error.callback_invalid',
    '/',
    (_, login) => ({cookie: `${login.cookie}; ${nameOf(login)}=${toValue({...login.kept, from: '/evil'})}`}),
  ],
  [
    'a record that is too long',
    'error.callback_invalid',
    '/',
    (_, login) => ({cookie: toCookie(login.login.tx, {...login.kept, context: 'x'.repeat(MAX_SERVER_TRANSACTION)})}),
  ],
  ['a record of another route', 'error.callback_invalid', FROM, keep({redirectUri: OTHER_URI})],
  ['a record of no route', 'error.redirect_uri_unknown', FROM, keep({redirectUri: 'https://evil.example/'})],
  [
    'a consumed record of nothing',
    'error.login_unfinished',
    FROM,
    (_, {login}) => ({
      cookie: toCookie(login.tx, {tx: login.tx, used: START, from: FROM}),
    }),
  ],
  ['two codes', 'error.callback_invalid', FROM, (_, {query}) => ({query: `${query}&code=another`})],
  [
    'the same code twice',
    'error.callback_invalid',
    FROM,
    (_, {query, login}) => ({query: `${query}&code=${login.code}`}),
  ],
  ['two states', 'error.callback_invalid', FROM, (_, {query}) => ({query: `${query}&state=ks1.${token()}.`})],
  ['code and error', 'error.callback_invalid', FROM, (_, {query}) => ({query: `${query}&error=access_denied`})],
  [
    'two errors',
    'error.callback_invalid',
    FROM,
    (_, {login}) => ({
      query: `${toQuery(login, {error: 'access_denied'})}&error=server_error`,
    }),
  ],
  ['neither code nor error', 'error.callback_invalid', FROM, (_, {login}) => ({query: toQuery(login, {})})],
  ['an empty code', 'error.callback_invalid', FROM, (_, {login}) => ({query: toQuery(login, {code: ''})})],
  ['a code of no form', 'error.callback_invalid', FROM, (_, {login}) => ({query: toQuery(login, {code: 'é x'})})],
  [
    'another issuer',
    'error.callback_invalid',
    FROM,
    (_, {query}) => ({query: `${query}&iss=https%3A%2F%2Fevil.example`}),
  ],
  ['a token', 'error.callback_invalid', FROM, (_, {query}) => ({query: `${query}&access_token=abc`})],
  ['no state', 'error.callback_invalid', FROM, (_, {login}) => ({query: `?code=${login.code}`})],
  ['nothing at all', 'error.callback_invalid', FROM, () => ({query: ''})],
  [
    'a state that is spoiled',
    'error.callback_invalid',
    FROM,
    (_, {query}) => ({query: query.replace('ks1.', 'ks1..')}),
  ],
];

/** Refused by the checks of a POST, or by Kakao; the record is used up. */
const TAKEN: [what: string, code: string, exchanges: number, forge: Forge][] = [
  ['an app key that is not the site’s', 'client_unknown', 0, keep({clientId: 'f'.repeat(32)})],
  ['another secret than the nonce’s', 'id_token_invalid', 1, keep({nonceSecret: token()})],
  [
    'a code of another login of this browser',
    'id_token_invalid',
    1,
    (site, {login}) => ({query: toQuery(login, {code: leave(site).login.code})}),
  ],
  [
    'a code of another app',
    'id_token_invalid',
    1,
    (site, {login}) => {
      const {code} = site.prepare({nonceSecret: login.nonceSecret}, {audience: 'e'.repeat(32)});
      return {query: toQuery(login, {code})};
    },
  ],
  [
    'a code of the site’s other key',
    'id_token_invalid',
    1,
    (site, {login}) => {
      const {code} = site.prepare({nonceSecret: login.nonceSecret, clientId: JS_KEY});
      return {query: toQuery(login, {code})};
    },
  ],
  ['a code that Kakao never gave', 'code_used', 1, (_, {login}) => ({query: toQuery(login, {code: 'guess'})})],
  [
    'a code of another redirect URI',
    'redirect_uri_mismatch',
    1,
    (site, {login}) => {
      const {code} = site.prepare({nonceSecret: login.nonceSecret, redirectUri: OTHER_URI});
      return {query: toQuery(login, {code})};
    },
  ],
];

describe('a forged return to the server', () => {
  for (const [what, end, to, forge] of UNTAKEN) {
    test(`with ${what} ends as ${end}, and takes nothing`, async () => {
      const site = await createForgedSite();
      const login = leave(site);
      const forged = {...login, ...forge(site, login)};

      const response = await comeBack(site, forged);

      const told = toTold(forged, login);
      assertEnd(site, told, response, end, to);
      assertUntaken(site, response);
      assertNobodyMade(site);
      assert.deepEqual(
        site.reports.map(({code, ref}) => [`error.${code}`, ref]),
        [[end, toReference(told.login.tx)]],
      );
      assert.deepEqual(
        site.metrics.map(({outcome}) => `error.${outcome}`),
        [end],
      );
      site.reports.length = 0;
      assertEnd(site, login, await comeBack(site, login), 'new', FROM);
    });
  }

  for (const [what, code, exchanges, forge] of TAKEN) {
    test(`with ${what} is refused as ${code}, and signs nobody in`, async () => {
      const site = await createForgedSite();
      const login = leave(site);

      const response = await comeBack(site, {...login, ...forge(site, login)});

      assertEnd(site, login, response, `error.${code}`, FROM);
      assert.equal(site.provider.count('/oauth/token'), exchanges);
      assert.deepEqual(sessionCookies(response), []);
      assertNobodyMade(site);
      assert.deepEqual(readKept(response, login.login.tx), {tx: login.login.tx, used: START, from: FROM});
    });
  }

  test('in another browser, later, is a code that is used', async () => {
    const site = await createForgedSite();
    const login = leave(site);
    await comeBack(site, login);

    const response = await comeBack(site, login);

    assertEnd(site, login, response, 'error.code_used', FROM);
    assert.deepEqual(sessionCookies(response), []);
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('with one record twice is no forgery', async () => {
    const site = await createForgedSite();
    const login = leave(site);
    assertEnd(site, login, await comeBack(site, {...login, cookie: `${login.cookie}; ${login.cookie}`}), 'new', FROM);
  });

  test('at the other route, or at none, takes nothing', async () => {
    const site = await createForgedSite();
    const login = leave(site);

    const other = await comeBack(site, login, {url: OTHER_URI});
    assertEnd(site, login, other, 'error.callback_invalid', FROM);
    assertUntaken(site, other);
    for (const url of [
      `${REDIRECT_URI}/`,
      'https://shop.example/Kakao/callback',
      'https://shop.example//kakao/callback',
    ]) {
      const none = await comeBack(site, login, {url});
      assert.equal(await readEnd(none.clone()), 'redirect_uri_unknown');
      assertUntaken(site, none);
      assertClean(site, none, login.login.code);
    }
  });

  test('without a record and a state tells nobody anything', async () => {
    const site = await createForgedSite();
    for (const query of ['', '?code=abc', '?code=abc&state=other', `?code=abc&state=ks1.${'x'.repeat(42)}.`]) {
      const response = await comeBack(site, {query, cookie: 'ks.x=1; =; __Host-ks.abc'});
      assert.deepEqual([response.status, response.headers.get('location')], [303, '/']);
      assert.deepEqual(response.headers.getSetCookie(), []);
      assertClean(site, response);
    }
  });

  test('takes a record of the most characters that there may be', async () => {
    const site = await createForgedSite();
    const login = leave(site);
    assertEnd(site, login, await comeBack(site, {...login, cookie: toLongest(login)}), 'new', FROM);

    const lost = leave(site, {}, {from: '/longest'});
    const longer = leave(site, {}, {time: START + 1000, from: '/longer', context: 'x'.repeat(MAX_SERVER_TRANSACTION)});
    const cookie = `${toLongest(lost)}; ${longer.cookie}`;
    assertEnd(site, lost, await comeBack(site, {query: '', cookie}), 'error.callback_invalid', '/longest');
  });

  test('without any cookie tells nobody anything', async () => {
    const site = await createForgedSite();
    const response = await comeBack(site, {query: '?code=abc', cookie: ''}, {headers: {Cookie: null}});
    assert.deepEqual([response.status, response.headers.getSetCookie()], [303, []]);
  });

  test('that has lost its state names the latest login of this route', async () => {
    const site = await createForgedSite();
    const [old, latest, later] = [
      leave(site, {}, {time: START - 2000, from: '/old'}),
      leave(site, {}, {time: START - 1000, from: '/latest'}),
      leave(site, {redirectUri: OTHER_URI}, {from: '/elsewhere'}),
    ];
    const used = leave(site);
    const cookies = [old, latest, later].map(({cookie}) => cookie);
    const consumed = toCookie(used.login.tx, {tx: used.login.tx, used: START});

    const response = await comeBack(site, {query: '?code=abc', cookie: [...cookies, consumed].join('; ')});

    assertEnd(site, latest, response, 'error.callback_invalid', '/latest');
    assertUntaken(site, response);
  });

  test('whose state carries another path leads nowhere else', async () => {
    const site = await createForgedSite();
    const {login, ...rest} = leave(site);
    const state = toStateParameter({tx: login.tx, path: '/evil'});

    const query = `?${new URLSearchParams({code: login.code, state})}`;
    assertEnd(site, {...rest, login}, await comeBack(site, {...rest, query}), 'new', FROM);
    const lost = await comeBack(site, {query, cookie: ''});
    assert.deepEqual([readResult(lost), lost.headers.get('location')], ['error.other_browser', '/']);
  });

  test('exchanges by the key of the record alone', async () => {
    const site = await createForgedSite();
    const login = leave(site);
    await comeBack(site, {...login, query: `${login.query}&client_id=${JS_KEY}&redirect_uri=${OTHER_URI}`});

    const {form} = site.provider.requests.find(({path}) => path === '/oauth/token')!;
    assert.deepEqual([form.get('client_id'), form.get('redirect_uri')], [REST_KEY, REDIRECT_URI]);
  });
});

/** The login that an answer is about: the one that its address names, else the browser's own. */
function toTold({query}: Pick<UnderWay, 'query'>, login: UnderWay): UnderWay {
  const [, tx = login.login.tx] = /state=ks1\.([\w-]{43})\./.exec(query) ?? [];
  return {...login, login: {...login.login, tx}};
}
