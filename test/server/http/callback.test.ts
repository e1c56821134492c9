import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {Awaitable, KakaoServerOptions} from '../../../src/server/index.js';
import {toReference} from '../../../src/shared/reference.js';
import {
  assertClean,
  assertEnd,
  assertUntaken,
  comeBack,
  createServerSite,
  findCookie,
  FROM,
  leave,
  readKept,
  readResult,
  toCookie,
  toQuery,
  type UnderWay,
} from '../support/callback.js';
import {createCookieJar} from '../support/cookie-jar.js';
import {prepareFor, signIn} from '../support/signed-in.js';
import {
  COOKIE,
  JS_KEY,
  ORIGIN,
  PERSON,
  readEnd,
  REDIRECT_URI,
  sessionCookies,
  type Site,
  START,
  toCookieHeader,
  toHookNames,
} from '../support/site.js';

/** What a login's cookie holds once its answer is taken. */
const toConsumed = ({login}: UnderWay, purpose?: string) => ({
  tx: login.tx,
  used: START,
  from: FROM,
  ...(purpose !== undefined && {purpose}),
});

describe('a login that comes back to the server', () => {
  test('signs a new visitor up, by one exchange, and leads to where it began', async () => {
    const site = await createServerSite();
    const login = leave(site, {clientId: JS_KEY}, {}, {});

    const response = await comeBack(site, login);

    assertEnd(site, login, response, 'new', FROM);
    assert.deepEqual(readKept(response, login.login.tx), toConsumed(login));
    assert.match(
      findCookie(response, `__Host-ks.${login.login.tx.slice(0, 6)}`) ?? '',
      /^[^;]+; Path=\/; Max-Age=3600; SameSite=Lax; Secure$/,
    );
    assert.match(findCookie(response, COOKIE) ?? '', /; HttpOnly; SameSite=Lax; Secure$/);
    assert.equal(response.headers.getSetCookie().at(-1), findCookie(response, COOKIE), 'the session’s comes last');
    assert.equal(await readEnd(site.get({Cookie: toCookieHeader(response)})), 'signed-in');
    assert.deepEqual(toHookNames(site).slice(0, 2), ['findMember', 'signUp']);
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(site.metrics.slice(0, 1), [
      {purpose: 'login', outcome: 'signed-in', isNewMember: true, milliseconds: 0},
    ]);
    assert.deepEqual(site.reports, []);
  });

  test('is known if the member was there', async () => {
    const site = await createServerSite();
    site.members.set(PERSON, {id: 'm-1'});
    const login = leave(site);

    assertEnd(site, login, await comeBack(site, login), 'known', FROM);
  });

  test('tells hooks what the page kept for them, and adds their headers', async () => {
    const site = await createServerSite({
      onLogin: (_, {responseHeaders}) => {
        responseHeaders.append('Set-Cookie', 'cart=merged; Path=/');
        responseHeaders.set('Location', 'https://evil.example/');
        responseHeaders.set('Cache-Control', 'public');
      },
    });
    const kept = {context: 'cart-7', attribution: {utm_source: 'kakao'}, terms: ['news'], returnTo: '/welcome?a=1#top'};
    site.provider.terms = [{tag: 'news', required: false, agreed: true, agreed_at: '2026-11-22T02:59:00Z'}];
    const login = leave(site, {}, kept);

    const response = await comeBack(site, login);

    assertEnd(site, login, response, 'new', '/welcome?a=1#top');
    assert.equal(findCookie(response, 'cart'), 'cart=merged; Path=/');
    const {context} = site.calls[1]!;
    assert.deepEqual(
      [context.purpose, context.context, context.attribution],
      ['login', 'cart-7', {utm_source: 'kakao'}],
    );
    assert.equal(new URL(context.request.url).pathname, '/kakao/callback');
    assert.equal(site.provider.count('/v2/user/service_terms'), 1);
  });

  test('exchanges what the record holds, with its verifier', async () => {
    const site = await createServerSite();
    const codeVerifier = 'v'.repeat(43);

    await comeBack(site, leave(site, {codeVerifier}));

    const {form} = site.provider.requests.find(({path}) => path === '/oauth/token')!;
    assert.deepEqual([form.get('code_verifier'), form.get('redirect_uri')], [codeVerifier, REDIRECT_URI]);
  });

  test('drops what the cookie says beside its record and is not of its form', async () => {
    const site = await createServerSite();
    const terms = Array.from({length: 51}, (_, index) => `t${index}`);
    const login = leave(site, {}, {context: 7, attribution: ['a'], terms, returnTo: 'javascript:alert(1)'});

    assertEnd(site, login, await comeBack(site, login), 'new', FROM);
    const {context} = site.calls[1]!;
    assert.deepEqual([context.context, context.attribution], [undefined, undefined]);
  });

  test('keeps of campaign parameters what a POST keeps', async () => {
    const site = await createServerSite();
    const attribution = {utm_source: 'kakao', utm_term: 'x'.repeat(257), '1st': 'no', n: 1};

    await comeBack(site, leave(site, {}, {attribution}));

    assert.deepEqual(site.calls[1]?.context.attribution, {utm_source: 'kakao'});
  });

  test('on a machine of its own over plain http has cookies without a prefix', async () => {
    const uri = 'http://localhost:3000/kakao/callback';
    const site = await createServerSite({
      redirectUris: [{uri, mode: 'server'}],
      allowedOrigins: ['http://localhost:3000'],
    });
    const {login, kept, query} = leave(site, {redirectUri: uri});

    const response = await comeBack(site, {query, cookie: toCookie(login.tx, kept, false)}, {url: uri});

    assert.equal(readResult(response), 'new');
    assert.equal(
      findCookie(response, 'ks_result'),
      `ks_result=new.${login.tx.slice(0, 6)}; Path=/; Max-Age=60; SameSite=Lax`,
    );
    assert.deepEqual(readKept(response, login.tx, false), {tx: login.tx, used: START, from: FROM});
    assert.ok(response.headers.getSetCookie().every((cookie) => !cookie.includes('Secure')));
  });

  test('behind a proxy is known by its path, where one route alone has it', async () => {
    const url = 'http://internal:8080/kakao/callback';
    const site = await createServerSite();
    const login = leave(site);
    assertEnd(site, login, await comeBack(site, login, {url}), 'new', FROM);

    const second = 'https://m.shop.example/kakao/callback';
    const two = await createServerSite({
      redirectUris: [
        {uri: REDIRECT_URI, mode: 'server'},
        {uri: second, mode: 'server'},
      ],
    });
    const response = await comeBack(two, leave(two), {url});
    assert.deepEqual([await readEnd(response.clone()), response.status], ['redirect_uri_unknown', 400]);
    assertUntaken(two, response);
  });
});

describe('where a login of the server ends', () => {
  const action = (redirectTo?: string): Partial<KakaoServerOptions> => ({
    signUp: () => ({action: 'link-existing', ...(redirectTo !== undefined && {redirectTo})}),
  });
  const ENDS: [
    what: string,
    end: string,
    to: string,
    kept: Readonly<Record<string, unknown>>,
    overrides?: Partial<KakaoServerOptions>,
  ][] = [
    ['an action, by the backend’s path', 'action', '/connect', {returnTo: '/welcome'}, action('/connect')],
    ['an action without a path', 'action', '/welcome', {returnTo: '/welcome'}, action()],
    ['an action without any', 'action', FROM, {}, action()],
    ['a path of its own', 'new', '/welcome', {returnTo: '/welcome'}],
    ['another host', 'new', FROM, {returnTo: '//evil.example'}],
    ['another address', 'new', FROM, {returnTo: 'https://evil.example/'}],
    ['a backslash', 'new', FROM, {returnTo: '/\\evil.example'}],
    ['a tab', 'new', FROM, {returnTo: '/\t/evil.example'}],
    ['the callback', 'new', FROM, {returnTo: '/kakao/callback'}],
    ['the callback with a slash and a query', 'new', FROM, {returnTo: '/kakao/callback/?again=1'}],
    ['a way around to the callback', 'new', FROM, {returnTo: '/a/../kakao/callback'}],
    ['began at another host', 'new', '/', {from: '//evil.example'}],
    ['began at the callback', 'new', '/', {from: '/kakao/callback'}],
    ['began at a search for a backslash', 'new', '/search?q=a%5Cb', {from: '/search?q=a\\b'}],
  ];
  for (const [what, end, to, kept, overrides] of ENDS) {
    test(`${what}: ${to}`, async () => {
      const site = await createServerSite(overrides);
      const login = leave(site, {}, kept);

      assertEnd(site, login, await comeBack(site, login), end, to);
    });
  }

  test('auto-login ends where it began', async () => {
    const site = await createServerSite();
    site.members.set(PERSON, {id: 'm-1'});
    const login = leave(site, {purpose: 'auto-login'}, {returnTo: '/welcome'});

    const response = await comeBack(site, login);

    assertEnd(site, login, response, 'known', FROM);
    assert.deepEqual(readKept(response, login.login.tx), toConsumed(login, 'auto-login'));
  });

  test('auto-login makes nobody a member', async () => {
    const site = await createServerSite();
    const login = leave(site, {purpose: 'auto-login'});

    const response = await comeBack(site, login);

    assertEnd(site, login, response, 'out', FROM);
    assert.deepEqual(toHookNames(site), ['findMember']);
    assert.deepEqual(sessionCookies(response), []);
    assert.deepEqual(site.metrics, [{purpose: 'auto-login', outcome: 'signed-out', milliseconds: 0}]);
  });
});

describe('a login of the server that needs a session', () => {
  /** A member of a site whose redirect URI is a route of the server. */
  async function signInAt(sub?: string) {
    const site = await createServerSite();
    return {site, session: await signIn(site, sub)};
  }

  test('links with the proof of that session', async () => {
    const {site, session} = await signInAt('4200000666');
    const fields = await prepareFor(site, session, {purpose: 'link'});
    const login = leave(site, fields, {returnTo: '/account'});
    site.provider.requests.length = 0;

    const response = await comeBack(site, {...login, cookie: `${login.cookie}; ${session}`});

    assertEnd(site, login, response, 'known', '/account');
    assert.ok(toHookNames(site).includes('linkMember'));
    assert.deepEqual(readKept(response, login.login.tx), toConsumed(login, 'link'));
  });

  for (const [what, purpose, action, end, to] of [
    ['a consent that is given ends on the page that asked', 'terms', null, 'known', FROM],
    ['a consent that an action holds up leads there', 'terms', 'dormant', 'action', '/wake'],
    ['an auto-login that an action would hold up comes to nothing', 'auto-login', 'dormant', 'out', FROM],
  ] as const) {
    test(what, async () => {
      let found: ReturnType<KakaoServerOptions['findMember']> = {id: 'm-1'};
      const site = await createServerSite({findMember: () => found, readMember: (id) => ({id, name: 'Mina'})});
      const session = await signIn(site);
      if (action) found = {action, memberId: 'm-1', redirectTo: '/wake'};
      const login = leave(site, {purpose}, {returnTo: '/welcome'});
      // Whoever is signed in already needs no auto-login.
      const cookie = purpose === 'terms' ? `${login.cookie}; ${session}` : login.cookie;

      assertEnd(site, login, await comeBack(site, {...login, cookie}), end, to);
    });
  }

  const REFUSED: [
    what: string,
    code: string,
    exchanges: number,
    toLogin: (site: Site, session: string) => Awaitable<{login: UnderWay; session: string}>,
  ][] = [
    [
      'a link without a session',
      'session_required',
      0,
      async (site, session) => ({
        login: leave(site, await prepareFor(site, session, {purpose: 'link'})),
        session: '',
      }),
    ],
    [
      'a link without its proof',
      'link_unproven',
      0,
      (site, session) => ({login: leave(site, {purpose: 'link'}, {t: START / 1000}), session}),
    ],
    [
      'a consent without a session',
      'session_required',
      0,
      (site) => ({login: leave(site, {purpose: 'terms'}), session: ''}),
    ],
    [
      'a consent of another person',
      'different_account',
      1,
      (site, session) => ({login: leave(site, {purpose: 'terms'}, {}, {sub: '4200000999'}), session}),
    ],
  ];
  for (const [what, code, exchanges, toLogin] of REFUSED) {
    test(`is refused: ${what}`, async () => {
      const {site, session: own} = await signInAt();
      const {login, session} = await toLogin(site, own);
      site.provider.requests.length = 0;

      const response = await comeBack(site, {...login, cookie: [login.cookie, session].filter(Boolean).join('; ')});

      assertEnd(site, login, response, `error.${code}`, FROM);
      assert.equal(site.provider.count('/oauth/token'), exchanges);
      assert.deepEqual(sessionCookies(response), []);
      assert.equal(site.reports[0]?.ref, toReference(login.login.tx));
    });
  }
});

describe('what Kakao answers in place of a code', () => {
  const ERRORS: [purpose: string, error: string, description: string, end: string][] = [
    ['login', 'access_denied', 'User denied access', 'out'],
    ['terms', 'access_denied', 'User denied access', 'out'],
    ['login', 'access_denied', 'Not allowed under age 14', 'error.under_age'],
    ['auto-login', 'login_required', '', 'out'],
    ['auto-login', 'consent_required', '', 'out'],
    ['auto-login', 'interaction_required', '', 'out'],
    ['auto-login', 'auto_login', 'NOT_SUPPORTED_BROWSER', 'out'],
    ['login', 'login_required', '', 'error.kakao_interaction_required'],
    ['login', 'auto_login', '', 'error.kakao_interaction_required'],
    ['login', 'timeout', '', 'error.kakao_timeout'],
    ['login', 'server_error', '', 'error.kakao_unavailable'],
    ['login', 'temporarily_unavailable', '', 'error.kakao_unavailable'],
    ['login', 'invalid_scope', '', 'error.kakao_refused'],
    ['login', 'evil\r\nline canary', '', 'error.kakao_refused'],
  ];
  for (const [purpose, error, description, end] of ERRORS) {
    test(`${error} (${description}) ends a ${purpose} as ${end}`, async () => {
      const site = await createServerSite();
      const login = leave(site, {purpose});
      const query = toQuery(login.login, {error, ...(description && {error_description: description})});

      const response = await comeBack(site, {...login, query});

      assertEnd(site, login, response, end, FROM);
      assert.deepEqual(
        readKept(response, login.login.tx),
        toConsumed(login, purpose === 'login' ? undefined : purpose),
      );
      assert.deepEqual(site.provider.requests, []);
      const code = end.replace('error.', '');
      const told = end === 'out' ? [] : [{code, ref: toReference(login.login.tx)}];
      assert.deepEqual(
        site.reports.map((report) => ({code: report.code, ref: report.ref})),
        told,
      );
      assert.equal(site.metrics[0]?.outcome, end === 'out' ? 'signed-out' : code);
    });
  }
});

describe('the log says of Kakao’s answer', () => {
  const HINTS: [error: string, description: string, hint: string][] = [
    ['access_denied', 'Not allowed under age 14', 'Kakao refused somebody under 14.'],
    ['server_error', 'canary words', 'Kakao answered the login with server_error.'],
    ['a'.repeat(40), '', `Kakao answered the login with ${'a'.repeat(40)}.`],
    ['a'.repeat(41), '', 'Kakao answered the login with an error of no known form.'],
    ['evil canary', '', 'Kakao answered the login with an error of no known form.'],
  ];
  for (const [error, description, hint] of HINTS) {
    test(`${error}: ${hint}`, async () => {
      const site = await createServerSite();
      const login = leave(site);
      const query = toQuery(login.login, {error, ...(description && {error_description: description})});

      await comeBack(site, {...login, query});

      assert.deepEqual(
        site.reports.map((report) => report.hint),
        [hint],
      );
    });
  }

  test('where it has come to, or that it was taken before', async () => {
    const site = await createServerSite();
    const moved = leave(site, {redirectUri: 'https://shop.example/elsewhere'});
    await comeBack(site, moved);
    const taken = leave(site, {}, {used: START});
    await comeBack(site, taken);

    assert.deepEqual(
      site.reports.map(({code, hint}) => [code, hint]),
      [
        [
          'redirect_uri_unknown',
          "The login's redirect URI is not among redirectUris, letter for letter: https://shop.example/elsewhere",
        ],
        ['login_unfinished', 'The answer was taken before, and nobody is signed in by it.'],
      ],
    );
  });
});

describe('a login of the server that fails', () => {
  const FAILURES: [what: string, code: string, overrides: Partial<KakaoServerOptions>][] = [
    ['a hook fails', 'hook_failed', {signUp: () => Promise.reject(new Error('database down'))}],
    ['the site’s limiter says no', 'rate_limited', {limit: () => ({retryAfter: 5})}],
  ];
  for (const [what, code, overrides] of FAILURES) {
    test(`because ${what} is told to the page and the site`, async () => {
      const site = await createServerSite(overrides);
      const login = leave(site);

      const response = await comeBack(site, login);

      assertEnd(site, login, response, `error.${code}`, FROM);
      assert.deepEqual(
        site.reports.map((report) => [report.code, report.ref]),
        [[code, toReference(login.login.tx)]],
      );
      assert.deepEqual(
        site.metrics.map(({purpose, outcome}) => [purpose, outcome]),
        [['login', code]],
      );
      assert.equal(site.provider.count('/oauth/token'), code === 'rate_limited' ? 0 : 1);
      assert.deepEqual(readKept(response, login.login.tx), toConsumed(login));
    });
  }

  test('because an option has no value is told to the page that has a record, and changes nothing', async () => {
    const site = await createServerSite({sessionKeys: []});
    const login = leave(site);
    const response = await comeBack(site, login);
    assertEnd(site, login, response, 'error.config_incomplete', FROM);
    assertUntaken(site, response);

    const lost = await comeBack(site, {...login, cookie: ''});
    assert.deepEqual([await readEnd(lost.clone()), lost.status], ['config_incomplete', 500]);
    assertClean(site, lost);
  });

  test('because the site’s clock fails is answered all the same', async () => {
    const site = await createServerSite({
      now: () => {
        throw new Error('no clock');
      },
    });
    const response = await comeBack(site, {query: '?code=abc', cookie: ''});
    assert.equal(await readEnd(response.clone()), 'hook_failed');
    assertClean(site, response);
  });
});

describe('a login that comes back to the server more than once', () => {
  test('at the same time is one exchange, and both end well', async () => {
    const site = await createServerSite();
    const login = leave(site);
    const {reached, release} = site.provider.holdNext('/oauth/token');

    const first = comeBack(site, login);
    await reached;
    const second = comeBack(site, login);
    release();

    assertEnd(site, login, await first, 'new', FROM);
    assertEnd(site, login, await second, 'known', FROM);
    assert.equal(toCookieHeader(await first), toCookieHeader(await second));
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(site.metrics.map(({repeat}) => repeat).sort(), ['joined', undefined]);
  });

  test('after a prefetch is completed by the visit', async () => {
    const site = await createServerSite();
    const login = leave(site);
    for (const headers of [
      {'Sec-Purpose': 'prefetch'},
      {'Sec-Purpose': 'prefetch;prerender'},
      {Purpose: 'prefetch'},
      {'X-Moz': 'prefetch'},
    ]) {
      const early = await comeBack(site, login, {headers});
      assert.equal(early.status, 503);
      assertUntaken(site, early);
      assertClean(site, early, login.login.code);
    }
    assert.deepEqual([site.metrics, site.reports], [[], []]);

    assertEnd(site, login, await comeBack(site, login), 'new', FROM);
  });

  test('as a reload after it is known by its session, and the cookie stays as the page has it', async () => {
    const site = await createServerSite();
    const login = leave(site);
    const jar = createCookieJar();
    jar.take([login.cookie]);
    jar.take(await comeBack(site, {...login, cookie: jar.header}));

    const again = await comeBack(site, {...login, cookie: jar.header});

    assertEnd(site, login, again, 'known', FROM);
    assert.equal(readKept(again, login.login.tx), undefined);
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(
      site.metrics.map(({outcome, isNewMember, repeat}) => [outcome, isNewMember, repeat]),
      [
        ['signed-in', true, undefined],
        ['signed-in', undefined, 'replayed'],
      ],
    );
  });

  test('as a reload while an action waits leads there again', async () => {
    const site = await createServerSite({signUp: () => ({action: 'link-existing', redirectTo: '/connect'})});
    const login = leave(site);
    const jar = createCookieJar();
    jar.take([login.cookie]);
    jar.take(await comeBack(site, {...login, cookie: jar.header}));

    assertEnd(site, login, await comeBack(site, {...login, cookie: jar.header}), 'action', '/connect');
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('as a reload after a failure is no second try', async () => {
    const site = await createServerSite({signUp: () => Promise.reject(new Error('down'))});
    const login = leave(site);
    const jar = createCookieJar();
    jar.take([login.cookie]);
    jar.take(await comeBack(site, {...login, cookie: jar.header}));

    assertEnd(site, login, await comeBack(site, {...login, cookie: jar.header}), 'error.login_unfinished', FROM);
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('as a reload that a hook fails for is told', async () => {
    let isDown = false;
    const site = await createServerSite({
      readMember: (id) => (isDown ? Promise.reject(new Error('down')) : {id}),
    });
    const login = leave(site);
    const jar = createCookieJar();
    jar.take([login.cookie]);
    jar.take(await comeBack(site, {...login, cookie: jar.header}));
    isDown = true;

    assertEnd(site, login, await comeBack(site, {...login, cookie: jar.header}), 'error.hook_failed', FROM);
  });

  test('with the record and the session that it made is answered without an exchange', async () => {
    const site = await createServerSite();
    const login = leave(site);
    const session = toCookieHeader(await comeBack(site, login));

    const again = await comeBack(site, {...login, cookie: `${login.cookie}; ${session}`});

    assertEnd(site, login, again, 'known', FROM);
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('by a page’s POST and by the server at once is one exchange', async () => {
    const site = await createServerSite();
    const login = leave(site);
    const {reached, release} = site.provider.holdNext('/oauth/token');

    const mine = comeBack(site, login);
    await reached;
    const posted = site.post(login.login);
    release();

    assert.equal(readResult(await mine), 'new');
    assert.equal(await readEnd(posted), 'signed-in');
    assert.equal(site.provider.count('/oauth/token'), 1);
  });
});

describe('what is no return to the server', () => {
  const METHODS = ['HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE'];
  for (const method of METHODS) {
    test(`${method} changes nothing`, async () => {
      const site = await createServerSite();
      const response = await comeBack(site, leave(site), {method});

      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET']);
      if (method === 'HEAD') assert.equal(response.body, null);
      else assert.equal(await readEnd(response.clone()), 'request_invalid');
      assertUntaken(site, response);
      assertClean(site, response);
    });
  }

  for (const target of ['iframe', 'frame', 'image', 'empty', 'object', 'script']) {
    test(`a request for ${target} changes nothing`, async () => {
      const site = await createServerSite();
      const response = await comeBack(site, leave(site), {headers: {'Sec-Fetch-Dest': target}});

      assert.deepEqual([await readEnd(response.clone()), response.status], ['origin_refused', 403]);
      assertUntaken(site, response);
      assertClean(site, response);
    });
  }

  test('a browser without Sec-Fetch-Dest is let in', async () => {
    const site = await createServerSite();
    const login = leave(site);
    assertEnd(site, login, await comeBack(site, login, {headers: {'Sec-Fetch-Dest': null}}), 'new', FROM);
  });

  test('a redirect URI where a page takes the code is never served, from whatever address', async () => {
    const page = `${ORIGIN}/landing`;
    const site = await createServerSite({
      redirectUris: [page, {uri: 'https://m.shop.example/landing', mode: 'server'}],
    });
    for (const url of [page, `${ORIGIN}/other`]) {
      const response = await comeBack(site, leave(site, {redirectUri: page}), {url});
      assert.deepEqual([await readEnd(response.clone()), response.status], ['redirect_uri_unknown', 400]);
      assertUntaken(site, response);
      assertClean(site, response);
    }
  });

  test('Node’s own request is answered, and the site told what to pass', async () => {
    const site = await createServerSite();
    const response = await site.server.callback({headers: {}, method: 'GET', url: '/'} as unknown as Request);

    assert.equal(response.status, 500);
    assert.match(site.reports[0]?.hint ?? '', /toNodeHandler\(kakao\.callback\)/);
    assertClean(site, response);
  });
});
