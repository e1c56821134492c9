import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, type KakaoServerOptions} from '../../../src/server/index.js';
import {createSeal} from '../../../src/server/base/seal.js';
import {toForeignPairs, toHeaderForms} from '../../support/cookie-forgeries.js';
import {createCookieJar} from '../support/cookie-jar.js';
import {finish, toRequest} from '../support/pending.js';
import {prepareFor, prepareUnlink} from '../support/signed-in.js';
import {
  COOKIE,
  createSite,
  json,
  PERSON,
  SESSION_KEY,
  sessionCookies,
  type Site,
  START,
  toCookieHeader,
  toS256,
  token,
} from '../support/site.js';

const OUT = '__Host-kakao_sync_out';
const OTHER = '4200000777';
const DAY = 86_400_000;
/** Long enough for a renewal of {@link IDLE}, short enough for `unlink`. */
const PAUSE = 7 * 60_000;
const IDLE = {idleSeconds: 3600};

const outCookies = (response: {readonly headers: Headers}): string[] =>
  response.headers.getSetCookie().filter((cookie) => cookie.startsWith(`${OUT}=`));

/** A new site, and a browser in which nobody is signed in. */
async function open(overrides: Partial<KakaoServerOptions> = {}) {
  const site = await createSite(overrides);
  const jar = createCookieJar();
  /** Posts, and takes what the answer sets. */
  const post = async (body: unknown): Promise<Response> => {
    const response = await site.post(body, {Cookie: jar.header});
    jar.take(response);
    return response;
  };
  return {
    site,
    jar,
    login: (...[fields, grant]: Parameters<Site['prepare']>) => post(site.prepare(fields, grant)),
    logout: () => post({purpose: 'logout'}),
    /** Takes the renewal of a page. */
    renew: async () => jar.take([await readRenewal(site, jar.header)]),
    readStatus: (before = '') => readStatus(site, [before, jar.header].filter(Boolean).join('; ')),
  };
}

type Browser = Awaited<ReturnType<typeof open>>;

/** The same with somebody signed in, when a renewal is due. */
async function visit(overrides: Partial<KakaoServerOptions> = IDLE): Promise<Browser> {
  const browser = await open(overrides);
  await browser.login();
  browser.site.clock.time += PAUSE;
  return browser;
}

async function readRenewal({server}: Site, cookie: string): Promise<string> {
  return (await server.readSession(toRequest(cookie)))?.renewal ?? assert.fail('no renewal');
}

async function readStatus(site: Site, cookie: string): Promise<unknown> {
  const {status} = await json(await site.get({Cookie: cookie}));
  const session = await site.server.readSession(toRequest(cookie));
  assert.equal(session !== null, status === 'signed-in', 'a page is told the same');
  return status;
}

/** Asserts that whoever logs in is signed in, and stays so by a renewal and a consent. */
async function assertGoesOn({site, login, renew, readStatus}: Browser, purpose: string): Promise<void> {
  assert.equal(sessionCookies(await login({purpose})).length, 1);
  assert.equal(await readStatus(), 'signed-in');
  site.clock.time += PAUSE;
  await renew();
  assert.equal(await readStatus(), 'signed-in');
  await login({purpose: 'terms'});
  assert.equal(await readStatus(), 'signed-in');
}

/** Something that was sent before the session ended: the cookies of its answer, whenever it is made. */
type UnderWay = () => Promise<readonly string[]>;

const UNDER_WAY: [name: string, send: (site: Site, cookie: string) => UnderWay | Promise<UnderWay>][] = [
  ['a page with a renewal', (site, cookie) => async () => [await readRenewal(site, cookie)]],
  [
    'an auto-login that renews',
    (site, cookie) => {
      const login = site.prepare({purpose: 'auto-login'});
      return async () => (await site.post(login, {Cookie: cookie})).headers.getSetCookie();
    },
  ],
  [
    'an auto-login from before the session',
    (site) => {
      const login = site.prepare({purpose: 'auto-login'});
      return async () => (await site.post(login)).headers.getSetCookie();
    },
  ],
  ...(['terms', 'link'] as const).map((purpose): (typeof UNDER_WAY)[number] => [
    `a ${purpose === 'terms' ? 'consent' : 'link'} of another tab`,
    async (site, cookie) => {
      const login = await prepareFor(site, cookie, {purpose});
      return async () => (await site.post(login, {Cookie: cookie})).headers.getSetCookie();
    },
  ]),
];

const ENDS: [name: string, end: (site: Site, cookie: string) => Promise<Response>][] = [
  ['a logout', (site, cookie) => site.post({purpose: 'logout'}, {Cookie: cookie})],
  ['unlinking', async (site, cookie) => site.post(await prepareUnlink(site, cookie), {Cookie: cookie})],
];

describe('what is under way while a session ends', () => {
  for (const [what, send] of UNDER_WAY) {
    for (const [how, end] of ENDS) {
      for (const moment of ['before', 'after'] as const) {
        test(`does not undo ${how}: ${what}, answered ${moment} it`, async () => {
          const {site, jar, readStatus} = await visit({...IDLE, onUnlink: () => undefined});
          const answer = await send(site, jar.header);

          const late = moment === 'before' ? await answer() : null;
          const response = await end(site, jar.header);
          assert.deepEqual(await json(response), {status: 'signed-out'});
          jar.take(response);
          jar.take(late ?? (await answer()));

          assert.ok(jar.header.includes(`${COOKIE}=`), 'the browser has a session’s cookie again');
          assert.equal(await readStatus(), 'signed-out');
        });
      }
    }

    test(`is not signed in for good: ${what}, and a login after it`, async () => {
      const {site, jar, login, logout} = await visit();
      const answer = await send(site, jar.header);
      await logout();
      jar.take(await answer());

      const {tx} = await json(await login());

      assert.equal((await json(await site.get({Cookie: jar.header})))['tx'], tx);
    });
  }

  test('does not undo a logout by the second answer to the login itself', async () => {
    const {site, jar, logout, readStatus} = await open();
    const login = site.prepare();
    const {reached, release} = site.provider.holdNext('/oauth/token');
    const both = [site.post(login), site.post(login)];
    await reached;
    release();
    const [first, second] = await Promise.all(both);

    jar.take(first!);
    await logout();
    jar.take(second!);

    assert.equal(await readStatus(), 'signed-out');
  });

  test('leaves nothing to be finished or answered by what came back', async () => {
    const {site, jar, logout} = await open(IDLE);
    const login = site.prepare();
    const former = await site.post(login);
    jar.take(former);
    await logout();
    jar.take(former);
    const ask = async (body: unknown): Promise<Record<string, unknown>> =>
      json(await site.post(body, {Cookie: jar.header}));

    assert.equal((await ask(login))['code'], 'code_used');
    assert.equal((await ask(site.prepare({purpose: 'auto-login'}, {sub: OTHER})))['reason'], 'not_a_member');
    assert.equal((await ask(site.prepare({purpose: 'terms'})))['code'], 'session_required');
  });
});

describe('a logout that ends no live session', () => {
  /** What a browser has that is not signed in, and somebody who is known to the site. */
  const visitors: [who: string, arrive: (browser: Browser) => Promise<unknown>][] = [
    ['who has never been signed in', ({site}) => site.post(site.prepare())],
    ['who has logged out before', ({login, logout}) => login().then(logout)],
    [
      'who has an ended session’s cookie again',
      async ({jar, login, logout}) => {
        const former = await login();
        await logout();
        jar.take(former);
      },
    ],
    ['whose session is over', async ({site, login}) => login().then(() => (site.clock.time += 31 * DAY))],
  ];
  for (const [who, arrive] of visitors) {
    for (const moment of ['before', 'after'] as const) {
      test(`is not undone by an auto-login under way, answered ${moment} it: of somebody ${who}`, async () => {
        const browser = await open();
        const {site, jar, logout, readStatus} = browser;
        await arrive(browser);
        const {header} = jar;
        const answer = (): Promise<Response> => site.post(site.prepare({purpose: 'auto-login'}), {Cookie: header});

        const late = moment === 'before' ? await answer() : null;
        await logout();
        jar.take(late ?? (await answer()));

        assert.ok(jar.header.includes(`${COOKIE}=`), 'the browser has a session’s cookie');
        assert.equal(await readStatus(), 'signed-out');
      });
    }

    for (const purpose of ['login', 'auto-login'] as const) {
      test(`keeps nobody from a ${purpose} right after it, nor from what goes on with it: ${who}`, async () => {
        const browser = await open(IDLE);
        await arrive(browser);
        await browser.logout();

        await assertGoesOn(browser, purpose);
      });
    }
  }

  for (const [what, send] of UNDER_WAY) {
    test(`is not undone by what a session’s own request brings, whose cookie is gone by then: ${what}`, async () => {
      const {site, jar} = await visit();
      const answer = await (await send(site, jar.header))();
      const gone = createCookieJar();

      gone.take(await site.post({purpose: 'logout'}));
      gone.take(answer);

      assert.equal(await readStatus(site, gone.header), 'signed-out');
    });
  }

  test('leaves one mark, however often it comes, and all that has ended', async () => {
    const {jar, logout, readStatus} = await visit();
    const session = jar.header;
    await logout();

    const marks = new Set<string>();
    for (let time = 0; time < 9; time++) {
      const [out = ''] = outCookies(await logout());
      marks.add(out);
      assert.match(out, /^[^=]+=[\w-]{43}:0\.[\w-]{43}:\d+; Path/);
    }

    assert.equal(marks.size, 9);
    assert.equal(await readStatus(session), 'signed-out');
  });

  test('goes before a login that is pressed after it, on a machine whose clock is behind', async () => {
    const {site, jar, login, readStatus} = await visit();
    jar.take(await site.post({purpose: 'logout'}));
    site.clock.time -= 60_000;

    for (const purpose of ['login', 'auto-login']) {
      await login({purpose});
      assert.equal(await readStatus(), 'signed-in');
    }
  });
});

describe('a login in the place of a session', () => {
  for (const [what, send] of UNDER_WAY.filter(([name]) => !name.includes('before the session'))) {
    for (const moment of ['before', 'after'] as const) {
      test(`is not undone: ${what}, answered ${moment} it`, async () => {
        const {site, jar, login, readStatus} = await visit();
        const answer = await send(site, jar.header);

        const late = moment === 'before' ? await answer() : null;
        await login({}, {sub: OTHER});
        assert.equal(await readStatus(), 'signed-in');
        jar.take(late ?? (await answer()));

        assert.equal(await readStatus(), 'signed-out', 'nobody is the former member');
      });
    }
  }

  test('is not undone where an action was required first', async () => {
    const signUp = (): {action: 'link-existing'} => ({action: 'link-existing'});
    const {site, jar, readStatus} = await visit({...IDLE, signUp, findMember: () => null});
    site.members.set(PERSON, {id: 'm-1'});
    const former = await finish(site, jar.header, {id: 'm-1'});

    jar.take(await finish(site, `${jar.header}; ${toCookieHeader(former)}`, {id: 'm-1'}));
    assert.equal(await readStatus(), 'signed-in');
    jar.take(former);

    assert.equal(await readStatus(), 'signed-out');
  });

  test('goes on where it is the same member’s consent: the session before it is one until it ends', async () => {
    const {site, jar, login, logout} = await visit();
    const former = jar.header;

    assert.deepEqual(outCookies(await login({purpose: 'terms'})), []);
    assert.equal(await readStatus(site, former), 'signed-in');
    await logout();

    assert.equal(await readStatus(site, `${former}; ${jar.header}`), 'signed-out');
  });
});

describe('the cookie of ended sessions', () => {
  /** Signs in and out so many times: the sessions' cookies, and what the browser has then. */
  async function leave({login, logout}: Browser, times: number): Promise<string[]> {
    const sessions: string[] = [];
    for (let time = 0; time < times; time++) {
      sessions.push(toCookieHeader(await login()));
      await logout();
    }
    return sessions;
  }

  test('is for the server alone, names a hash, and lasts as long as a session can', async () => {
    const {site, jar, logout} = await visit();
    const value = jar.header.slice(COOKIE.length + 1);
    const {jti} = (await createSeal([SESSION_KEY], 'session').open(value, START)) ?? {};

    const response = await logout();

    const end = Math.floor(site.clock.time / 1000) + 2_592_000;
    assert.deepEqual(response.headers.getSetCookie(), [
      `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`,
      `${OUT}=${toS256(jti!)}:${end}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`,
    ]);
  });

  for (const [times, kept] of [
    [1, 1],
    [2, 2],
    [5, 5],
    [6, 5],
  ] as const) {
    test(`keeps the last ${kept} of ${times} ended sessions from coming back, and forgets what is older`, async () => {
      const browser = await open();

      const sessions = await leave(browser, times);

      for (const [index, session] of sessions.entries()) {
        assert.equal(await browser.readStatus(session), index < times - kept ? 'signed-in' : 'signed-out');
      }
      assert.equal(browser.jar.header.split('.').length, kept);
    });
  }

  test('drops what is over, and makes room', async () => {
    const browser = await open();
    const {site, jar} = browser;
    await leave(browser, 3);
    site.clock.time += 29 * DAY;
    const [recent] = await leave(browser, 1);
    assert.equal(jar.header.split('.').length, 4);

    site.clock.time += 2 * DAY;
    const [last] = await leave(browser, 1);

    assert.equal(jar.header.split('.').length, 2);
    for (const session of [recent, last]) assert.equal(await browser.readStatus(session), 'signed-out');
  });

  test('names nothing more where no session ends, and one that has ended not twice', async () => {
    const {site, jar, logout} = await visit();
    const session = jar.header;
    await logout();

    const without = await site.post({purpose: 'logout'}, {Cookie: jar.header});
    const again = await site.post({purpose: 'logout'}, {Cookie: `${session}; ${jar.header}`});
    const junk = await site.post({purpose: 'logout'}, {Cookie: `${COOKIE}=x`});
    const login = await site.post(site.prepare(), {Cookie: jar.header});

    const [, named = ''] = jar.header.split('=');
    for (const response of [without, again]) assert.ok(outCookies(response)[0]!.includes(`:0.${named};`));
    assert.match(outCookies(junk).join(), /^[^=]+=[\w-]{43}:0; Path/);
    assert.deepEqual(outCookies(login), []);
  });

  test('is not the kit’s where the site has sessions of its own', async () => {
    const port = {create: () => undefined, read: () => ({memberId: 'm-1', issuedAt: START}), destroy: () => undefined};
    const {site, jar} = await visit({session: port as never});
    const ended = `${OUT}=${toS256(token())}:${START}`;

    const response = await site.post({purpose: 'logout'}, {Cookie: `${jar.header}; ${ended}`});

    assert.deepEqual(response.headers.getSetCookie(), []);
  });

  const hash = toS256('id');
  const end = START / 1000 + 3600;
  const good = `${hash}:${end}`;
  const claims = {jti: 'id', sub: 'm-1', at: START, seen: START, tx: token(), new: false};
  const rows: (readonly [name: string, out: string, status: 'signed-in' | 'signed-out'])[] = [
    ['names it', `${OUT}=${good}`, 'signed-out'],
    ['names it among others', `${OUT}=${toS256('a')}:${end}.${good}.${toS256('b')}:${end}`, 'signed-out'],
    ['names it beside junk', `${OUT}=x..:1.${good}.${'y'.repeat(900)}`, 'signed-out'],
    ['comes twice, and one names it', `${OUT}=x; ${OUT}=${good}`, 'signed-out'],
    ['comes twice, and the first names it', `${OUT}=${good}; ${OUT}=`, 'signed-out'],
    ['is too large, beside one that names it', `${OUT}=${'x'.repeat(5000)}; ${OUT}=${good}`, 'signed-out'],
    ['names it for good', `${OUT}=${hash}:999999999999`, 'signed-out'],
    ['names it until now', `${OUT}=${hash}:${START / 1000}`, 'signed-in'],
    ['names another', `${OUT}=${toS256('other')}:${end}`, 'signed-in'],
    ['is not there, as before there was one', 'a=1', 'signed-in'],
    ['is empty', `${OUT}=`, 'signed-in'],
    ['is junk', `${OUT}=%00"{}[]__proto__:1`, 'signed-in'],
    ['is sealed', `${OUT}=a.b.c.d.e`, 'signed-in'],
    ['is too large', `${OUT}=${'x'.repeat(60_000)}`, 'signed-in'],
    ['is too large, of right parts', `${OUT}=${Array.from({length: 100}, () => good).join('.')}`, 'signed-in'],
    ['has the id itself', `${OUT}=id:${end}`, 'signed-in'],
    ['has no end', `${OUT}=${hash}`, 'signed-in'],
    ['has an end that is no number', `${OUT}=${hash}:1e99`, 'signed-in'],
    ['has another name', `${OUT}2=${good}; x${OUT}=${good}; kakao_sync_out=${good}`, 'signed-in'],
    ['stands in another’s value', `x="${OUT}=${good}"`, 'signed-in'],
    ...toHeaderForms(toForeignPairs(OUT, good)).map(
      ([id, pair]) => [`is another host’s, with ${id}`, pair, 'signed-in'] as const,
    ),
  ];
  for (const [name, out, status] of rows) {
    test(`leaves a session ${status} where it ${name}, and is mended by a logout`, async () => {
      const site = await createSite();
      site.members.set('1', {id: 'm-1'});
      const session = `${COOKIE}=${await createSeal([SESSION_KEY], 'session').seal({...claims}, START + DAY)}`;

      assert.equal(await readStatus(site, `${session}; ${out}`), status);

      // What names it already is not written again.
      const [left = out] = outCookies(await site.post({purpose: 'logout'}, {Cookie: `${session}; ${out}`}));
      assert.equal(await readStatus(site, `${session}; ${left.split('; Path')[0]!}`), 'signed-out');
      const login = toCookieHeader(await site.post(site.prepare(), {Cookie: `${session}; ${out}`}));
      assert.equal(await readStatus(site, `${login}; ${left.split('; Path')[0]!}`), 'signed-in');
    });
  }

  test('with ends of the far future is cut to what can be', async () => {
    const site = await createSite();
    const login = toCookieHeader(await site.post(site.prepare()));
    const far = `${OUT}=${hash}:999999999999`;

    const [cookie = ''] = outCookies(await site.post({purpose: 'logout'}, {Cookie: `${login}; ${far}`}));

    assert.deepEqual(
      [...cookie.matchAll(/:(\d+)/g)].map(([, seconds]) => Number(seconds)),
      [START / 1000 + 2_592_000, START / 1000 + 2_592_000],
    );
  });

  test('counts the same on all machines with the key', async () => {
    const {site, jar, logout} = await visit();
    const session = jar.header;
    await logout();

    const other = createKakaoServer(site.options());

    assert.equal(await other.readSession(toRequest(`${session}; ${jar.header}`)), null);
  });
});

describe('an auto-login’s session', () => {
  test('is one as long as nothing ends in its browser, whatever has ended before', async () => {
    const browser = await visit();
    await browser.logout();

    await assertGoesOn(browser, 'auto-login');
  });

  test('is one in the place of a session whose member is none', async () => {
    let isMember = true;
    const readMember = (id: string): {id: string} | null => (isMember || id !== 'm-1' ? {id} : null);
    const {site, login, readStatus} = await visit({...IDLE, readMember});
    site.members.set(PERSON, {id: 'm-9'});
    isMember = false;

    await login({purpose: 'auto-login'});

    assert.equal(await readStatus(), 'signed-in');
  });

  test('is one without the cookie of ended sessions, where the browser has dropped that', async () => {
    const {site, login, logout} = await visit();
    await logout();

    assert.equal(await readStatus(site, toCookieHeader(await login({purpose: 'auto-login'}))), 'signed-in');
  });
});
