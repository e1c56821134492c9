import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {describe, test} from 'node:test';
import {
  createKakaoServer,
  type KakaoServerOptions,
  type SessionPort,
  type StoredSession,
} from '../../src/server/index.js';
import {assertUntouched, prepareFor, readSession, signIn} from './support/signed-in.js';
import {
  assertRefused,
  createSite,
  ENDPOINT,
  type LoginFields,
  PERSON,
  readEnd,
  SESSION_KEY,
  type Site,
  START,
  toCookieHeader,
  toPost,
  toS256,
  token,
} from './support/site.js';

const OTHER = '4200000666';
const NEWER_KEY = 'canary-another-session-key-9876543210-zyxwvu';
const MINUTE = 60_000;

/** Sessions of a site's own that keep nothing. */
const NO_SESSIONS: SessionPort = {create: () => undefined, read: () => null, destroy: () => undefined};

const toNonceSecret = (key: string, tx: string): string => createHmac('sha256', key).update(tx).digest('base64url');

async function readLink(site: Site, cookie: string) {
  return (await readSession(site, cookie))['link'] as {key: string; t: number; expiresIn: number};
}

/** The fields of a link that a page of this session would send. */
async function prove(site: Site, cookie: string): Promise<Pick<LoginFields, 'tx' | 'nonceSecret'> & {t: number}> {
  const {key, t} = await readLink(site, cookie);
  const tx = token();
  return {tx, t, nonceSecret: toNonceSecret(key, tx)};
}

/** Asserts that a link was refused before Kakao was asked, and nobody was connected. */
async function assertUnproven(site: Site, cookie: string, login: LoginFields, code = 'link_unproven'): Promise<void> {
  site.provider.requests.length = 0;
  const response = await site.post(login, {Cookie: cookie});
  await assertRefused(site, response, code, code === 'link_unproven' ? 409 : 403);
  assert.deepEqual(site.provider.requests, [], 'the code is not spent');
  await assertUntouched(site, cookie);
  assert.equal(site.members.has(OTHER), false);
}

describe('the key of a link', () => {
  test('is given by GET to a session whose login is fresh, and is the same on all machines', async () => {
    const site = await createSite();
    const cookie = await signIn(site);
    const {key, t, expiresIn} = await readLink(site, cookie);

    assert.match(key, /^[\w-]{43}$/);
    assert.equal(t, START / 1000);
    assert.equal(expiresIn, 600);
    assert.deepEqual(await readLink(site, cookie), {key, t, expiresIn});
    const another = await createSite();
    another.members.set(PERSON, {id: 'm-1'});
    assert.equal((await readLink(another, cookie)).key, key);
  });

  test('is another for another second, session, member and site', async () => {
    const site = await createSite();
    const cookie = await signIn(site);
    const keys = new Set<string>();
    const add = async (by: Site, of: string): Promise<unknown> => keys.add((await readLink(by, of)).key);
    await add(site, cookie);
    site.clock.time += 1000;
    await add(site, cookie);
    await add(site, await signIn(site));
    await add(site, await signIn(site, OTHER));
    const another = await createSite({sessionKeys: [NEWER_KEY]});
    another.clock.time = site.clock.time;
    await add(another, await signIn(another));

    assert.equal(keys.size, 5);
  });

  const withoutKey: [when: string, overrides: Partial<KakaoServerOptions>, minutes: number, link: unknown][] = [
    ['after ten minutes', {}, 10.001, {}],
    [
      'after ten minutes, on a site that says where to log in',
      {reauthenticate: '/login?next={path}'},
      10.001,
      {reauthenticate: '/login?next={path}'},
    ],
    ['after six days', {reauthenticate: '/login'}, 6 * 24 * 60, {reauthenticate: '/login'}],
    ['where the site connects nobody', {linkMember: undefined}, 0, undefined],
  ];
  for (const [when, overrides, minutes, link] of withoutKey) {
    test(`is not given ${when}`, async () => {
      const site = await createSite(overrides);
      const cookie = await signIn(site);
      site.clock.time += minutes * MINUTE;
      assert.deepEqual((await readSession(site, cookie))['link'], link);
    });
  }
});

describe('a link', () => {
  const planted: [what: string, plant: (site: Site, cookie: string) => Promise<Partial<LoginFields>>][] = [
    ['with a secret that somebody made up', async (site, cookie) => ({t: (await readLink(site, cookie)).t})],
    ['without its time', async (site, cookie) => ({...(await prove(site, cookie)), t: undefined})],
    ['with another time', async (site, cookie) => ({...(await prove(site, cookie)), t: START / 1000 - 1})],
    ['for another transaction', async (site, cookie) => ({...(await prove(site, cookie)), tx: token()})],
    [
      'with the key itself',
      async (site, cookie) => ({t: START / 1000, nonceSecret: (await readLink(site, cookie)).key}),
    ],
    [
      'with the key of another member',
      async (site) => {
        // A member whom the site knows only while they are asked.
        const proof = await prove(site, await signIn(site, OTHER));
        site.members.delete(OTHER);
        return proof;
      },
    ],
    [
      'with the key of an older session of the member',
      async (site, cookie) => {
        const older = await prove(site, cookie);
        site.clock.time += 1000;
        return {...older, session: await signIn(site)};
      },
    ],
    [
      'with the key of a member of another site',
      async () => {
        const another = await createSite({sessionKeys: [NEWER_KEY]});
        return prove(another, await signIn(another));
      },
    ],
  ];
  for (const [what, plant] of planted) {
    test(`${what} is refused, and Kakao is not asked`, async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      const {session = cookie, ...fields} = (await plant(site, cookie)) as Partial<LoginFields> & {session?: string};
      site.calls.length = 0;

      await assertUnproven(site, session, site.prepare({purpose: 'link', ...fields}, {sub: OTHER}));
    });
  }

  const times: [when: string, minutesAgo: number, code: string | null][] = [
    ['an hour after its key', 60, null],
    ['more than an hour after its key', 60.001, 'link_unproven'],
    ['six days after its key', 6 * 24 * 60, 'link_unproven'],
    ['five seconds before its key, by the clock of another server', -5 / 60, null],
    ['six seconds before its key', -6 / 60, 'link_unproven'],
  ];
  for (const [when, minutesAgo, code] of times) {
    test(`answered ${when} is ${code ? 'refused' : 'made'}`, async () => {
      const site = await createSite();
      site.clock.time = START + 10 * MINUTE;
      const cookie = await signIn(site);
      const login = await prepareFor(site, cookie, {purpose: 'link'}, {sub: OTHER});
      site.clock.time += minutesAgo * MINUTE;

      if (code) return assertUnproven(site, cookie, login, code);
      assert.equal(await readEnd(site.post(login, {Cookie: cookie})), 'signed-in');
    });
  }

  test('is answered once: replayed with the session before it, the code is spent', async () => {
    const site = await createSite();
    const cookie = await signIn(site);
    const login = await prepareFor(site, cookie, {purpose: 'link'}, {sub: OTHER});
    await site.post(login, {Cookie: cookie});

    await assertRefused(site, await site.post(login, {Cookie: cookie}), 'code_used');
  });

  test('counts with both session keys while one is replaced, by whichever it was made', async () => {
    for (const before of [[SESSION_KEY], [SESSION_KEY, NEWER_KEY]]) {
      const site = await createSite({sessionKeys: before});
      const cookie = await signIn(site);
      const login = await prepareFor(site, cookie, {purpose: 'link'}, {sub: OTHER});
      const next = await createSite({sessionKeys: [NEWER_KEY, SESSION_KEY], fetch: site.provider.fetch});
      next.members.set(PERSON, {id: 'm-1'});

      assert.equal(await readEnd(next.post(login, {Cookie: cookie})), 'signed-in');
    }
  });
});

describe('a fresh login', () => {
  /** What connects and what unlinks, by the session of a cookie. */
  const acts = ['link', 'unlink'] as const;

  async function act(site: Site, cookie: string, purpose: (typeof acts)[number]): Promise<unknown> {
    const {tx, link} = await readSession(site, cookie);
    const hasKey = 'key' in (link as object);
    const grant = {sub: OTHER};
    const toLink = async (): Promise<object> =>
      hasKey
        ? prepareFor(site, cookie, {purpose}, grant)
        : site.prepare({purpose, t: Math.floor(site.clock.time / 1000)}, grant);
    return readEnd(site.post(purpose === 'unlink' ? {purpose, tx} : await toLink(), {Cookie: cookie}));
  }

  const ways: [how: string, isFresh: boolean, arrive: (site: Site) => Promise<string>][] = [
    ['a pressed login', true, (site) => signIn(site)],
    ['a login of ten minutes ago', true, (site) => later(site, signIn(site), 10)],
    ['a login of more than ten minutes ago', false, (site) => later(site, signIn(site), 10.1)],
    ['a login of six days ago', false, (site) => later(site, signIn(site), 6 * 24 * 60)],
    ['an auto-login', false, (site) => arriveBy(site, {purpose: 'auto-login'})],
    ['a login for which Kakao last saw them eleven minutes ago', false, (site) => arriveAfter(site, 11)],
    ['a login for which Kakao last saw them nine minutes ago', true, (site) => arriveAfter(site, 9)],
    ['a login for which Kakao saw them in the future', true, (site) => arriveAfter(site, -60)],
    ['a login for which Kakao tells no time', true, (site) => arriveWith(site, null)],
    ['a login whose time cannot be read: a text', false, (site) => arriveWith(site, String(START / 1000))],
    ['a login whose time cannot be read: a list', false, (site) => arriveWith(site, [START / 1000])],
    ['a consent soon after the login', true, async (site) => goOn(site, await signIn(site), 9, 'terms')],
    ['a consent long after the login', false, async (site) => goOn(site, await signIn(site), 11, 'terms')],
    ['a renewal long after the login', false, async (site) => goOn(site, await signIn(site), 24 * 60, 'auto-login')],
    [
      'a link soon after the login, ten minutes ago',
      false,
      async (site) => later(site, goOn(site, await signIn(site), 9, 'link'), 2),
    ],
    ['a new login long after the first', true, async (site) => (await later(site, signIn(site), 600), signIn(site))],
  ];
  for (const [how, isFresh, arrive] of ways) {
    for (const purpose of acts) {
      test(`is ${isFresh ? '' : 'not '}that of ${how}: ${purpose}`, async () => {
        const site = await createSite();
        const cookie = await arrive(site);
        const done = purpose === 'link' ? 'signed-in' : 'signed-out';
        assert.equal(await act(site, cookie, purpose), isFresh ? done : 'login_too_old');
      });
    }
  }

  async function later(site: Site, session: Promise<string>, minutes: number): Promise<string> {
    const cookie = await session;
    site.clock.time += minutes * MINUTE;
    return cookie;
  }

  async function arriveBy(site: Site, fields: Partial<LoginFields>): Promise<string> {
    site.members.set(PERSON, {id: 'm-1'});
    return toCookieHeader(await site.post(site.prepare(fields)));
  }

  /** Kakao last saw the person so many minutes before this login. */
  async function arriveAfter(site: Site, minutes: number): Promise<string> {
    return arriveWith(site, Math.floor(site.clock.time / 1000 - minutes * 60));
  }

  async function arriveWith(site: Site, authTime: unknown): Promise<string> {
    return toCookieHeader(await site.post(site.prepare({}, {claims: {auth_time: authTime}})));
  }

  async function goOn(site: Site, cookie: string, minutes: number, purpose: string): Promise<string> {
    site.clock.time += minutes * MINUTE;
    return toCookieHeader(await site.post(await prepareFor(site, cookie, {purpose}), {Cookie: cookie}));
  }

  describe('of a site’s own session', () => {
    const DAYS = 24 * 60 * MINUTE;
    /** Of one that is not fresh, GET gives no key, and a link without one is not proved. */
    const sessions: [what: string, session: Partial<StoredSession>, isFresh: boolean, code?: string][] = [
      ['that the kit made by a login, and the site keeps its time', {tx: token(), authenticatedAt: START}, true],
      ['that the kit made, whose login is old', {tx: token(), authenticatedAt: START - 601_000}, false],
      ['that the kit made by auto-login', {tx: token(), authenticatedAt: null}, false],
      ['that the kit made, and the site dropped its time', {tx: token()}, false],
      ['that the site made itself, by a password', {}, true],
      ['that the site made itself, long ago', {issuedAt: START - 601_000}, false],
      ['that the site made itself, and says that nobody logged in', {authenticatedAt: null}, false],
      ['that the site made itself again, after a login long ago', {authenticatedAt: START - 601_000}, false],
      ['whose time is no number', {authenticatedAt: 'now' as never}, false],
      ['whose time is not finite', {authenticatedAt: NaN}, false],
      ['five seconds ahead, by the clock of another server', {tx: token(), authenticatedAt: START + 5000}, true],
      ['six seconds ahead', {tx: token(), authenticatedAt: START + 6000}, false, 'link_unproven'],
      ['a year ahead', {tx: token(), authenticatedAt: START + 365 * DAYS}, false, 'link_unproven'],
      ['in microseconds', {tx: token(), authenticatedAt: START * 1000}, false, 'link_unproven'],
      ['ahead, of a session that the site made itself', {issuedAt: START + DAYS}, false, 'link_unproven'],
    ];
    for (const [what, fields, isFresh, code = 'login_too_old'] of sessions) {
      for (const purpose of acts) {
        test(`${what} is ${isFresh ? '' : 'not '}fresh: ${purpose}`, async () => {
          const stored = {memberId: 'm-1', issuedAt: START, isNewMember: false, kakaoId: PERSON, ...fields};
          const site = await createSite({session: {...NO_SESSIONS, read: () => stored}});
          site.members.set(PERSON, {id: 'm-1'});
          site.provider.on('/v1/user/unlink', () => new Response(`{"id":${PERSON}}`));
          const {link} = await readSession(site, '');
          assert.equal('key' in (link as object), isFresh);
          const [done, refused] = purpose === 'link' ? ['signed-in', code] : ['signed-out', 'login_too_old'];
          assert.equal(await act(site, '', purpose), isFresh ? done : refused);
        });
      }
    }

    test('is told to `session.create`: its time, or null after an auto-login', async () => {
      const created: StoredSession[] = [];
      const site = await createSite({session: {...NO_SESSIONS, create: (session) => void created.push(session)}});
      await site.post(site.prepare());
      await site.post(site.prepare({purpose: 'auto-login'}));

      assert.deepEqual(
        created.map(({authenticatedAt}) => authenticatedAt),
        [START, null],
      );
    });
  });
});

describe('an unlink', () => {
  const shown: [what: string, tx: (own: string) => unknown, code: string | null][] = [
    ['of the session that the page shows', (own) => own, null],
    ['of another session', () => token(), 'session_changed'],
    ['of no session', () => undefined, 'session_changed'],
    ['of a session that begins like it', (own) => own.slice(0, -1), 'session_changed'],
    ['of something that is no text', () => ['tx'], 'request_invalid'],
    ['of an empty text', () => '', 'request_invalid'],
  ];
  /** Asserts that a session is unlinked, or that nothing has happened to it. */
  async function judge(site: Site, cookie: string, tx: unknown, code: string | null): Promise<void> {
    const response = await site.post({purpose: 'unlink', tx}, {Cookie: cookie});

    if (!code) {
      assert.equal(await readEnd(response), 'signed-out');
      return;
    }
    await assertRefused(site, response, code);
    assert.deepEqual(site.provider.requests, []);
    await assertUntouched(site, cookie);
  }

  for (const [what, toTx, code] of shown) {
    test(`${what} ${code ? `ends in ${code}` : 'is done'}`, async () => {
      const site = await createSite();
      const cookie = await signIn(site);

      await judge(site, cookie, toTx((await readSession(site, cookie))['tx'] as string), code);
    });
  }

  test('from a page of one member unlinks nobody who has signed in since on another tab', async () => {
    const site = await createSite();
    const {tx} = await readSession(site, await signIn(site));

    await judge(site, await signIn(site, OTHER), tx, 'session_changed');
  });

  describe('of a session that the site made itself', () => {
    const own: StoredSession = {memberId: 'm-1', issuedAt: START, isNewMember: false, kakaoId: PERSON};

    /** A site whose browser has the session that `stored` holds by now. */
    async function createOwn(overrides: Partial<KakaoServerOptions> = {}) {
      const stored = {session: own};
      const site = await createSite({session: {...NO_SESSIONS, read: () => stored.session}, ...overrides});
      site.members.set(PERSON, {id: 'm-1'}).set(OTHER, {id: 'm-2'});
      site.provider.on('/v1/user/unlink', ({form}) => new Response(`{"id":${form.get('target_id')!}}`));
      return {site, stored};
    }

    test('names it by a text that is the same at each GET, on all machines, and tells nothing', async () => {
      const {site} = await createOwn();
      const other = createKakaoServer(site.options());

      const {tx} = await readSession(site, '');

      assert.match(tx as string, /^[\w-]{43}$/);
      assert.notEqual(tx, toS256(`m-1|${START}`));
      site.clock.time += MINUTE;
      assert.equal((await readSession(site, ''))['tx'], tx);
      assert.equal((await other.readSession(new Request(ENDPOINT)))?.tx, tx);
    });

    const changes: [what: string, session: StoredSession, code: string | null][] = [
      ['by the page that showed it', own, null],
      ['by a page of another member', {...own, memberId: 'm-2', kakaoId: OTHER}, 'session_changed'],
      ['by a page of a former session', {...own, issuedAt: START + 1}, 'session_changed'],
      ['by a page from before a login with Kakao', {...own, tx: token(), authenticatedAt: START}, 'session_changed'],
    ];
    for (const [what, session, code] of changes) {
      test(`${what} ends in ${code ?? 'signed-out'}`, async () => {
        const {site, stored} = await createOwn();
        const {tx} = await readSession(site, '');
        stored.session = session;

        await judge(site, '', tx, code);
      });
    }

    for (const [what, tx] of [
      ['no session', undefined],
      ['a session that somebody made up', token()],
    ] as const) {
      test(`by a page that names ${what} is refused`, async () => {
        const {site} = await createOwn();

        await judge(site, '', tx, 'session_changed');
      });
    }

    test('goes on while keys are replaced, and is another kit’s with another name', async () => {
      const {site} = await createOwn();
      const post = (tx: unknown, overrides: Partial<KakaoServerOptions>): Promise<unknown> =>
        readEnd(createKakaoServer(site.options(overrides)).session(toPost({purpose: 'unlink', tx})));
      const {tx} = await readSession(site, '');

      assert.equal(await post(tx, {site: 'shop'}), 'session_changed');
      assert.equal(await post(tx, {sessionKeys: [NEWER_KEY]}), 'session_changed');
      assert.equal(await post(tx, {sessionKeys: [NEWER_KEY, SESSION_KEY]}), 'signed-out');
    });

    test('is not named where nobody can unlink', async () => {
      const {site} = await createOwn({onUnlink: undefined});

      assert.equal('tx' in (await readSession(site, '')), false);
    });
  });
});

describe('sessionKeys', () => {
  for (const [needs, overrides] of [
    ['linkMember', {session: NO_SESSIONS}],
    ['onUnlink', {session: NO_SESSIONS, linkMember: undefined}],
  ] as const) {
    test(`are needed for ${needs}, also beside the site’s own sessions`, async () => {
      const {server} = await createSite({...overrides, sessionKeys: undefined as never});

      await assert.rejects(server.check(), {
        code: 'config_incomplete',
        message: new RegExp(`sessionKeys is missing: ${needs} needs them`),
      });
    });
  }
});

describe('reauthenticate', () => {
  for (const value of ['https://evil.example/{path}', '//evil.example', '/\\evil', 'login', '', 7, {}, '/a\nb']) {
    test(`${JSON.stringify(value)} is refused at construction`, async () => {
      await assert.rejects(createSite({reauthenticate: value as never}), {
        code: 'config_invalid',
        message: /reauthenticate.*a path of the page’s origin/s,
      });
    });
  }

  test('is missed by check() on a site that connects members, and only there', async () => {
    const warn = async (overrides: Partial<KakaoServerOptions>): Promise<readonly string[]> =>
      (await (await createSite(overrides)).server.check()).warnings;

    assert.match((await warn({})).join(), /^reauthenticate is missing/);
    assert.deepEqual(await warn({reauthenticate: '/login'}), []);
    assert.deepEqual(await warn({linkMember: undefined}), []);
  });
});
