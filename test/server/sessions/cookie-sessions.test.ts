import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, type KakaoServer, type KakaoServerOptions} from '../../../src/server/index.js';
import {createLinkKeys} from '../../../src/server/sessions/link-keys.js';
import type {RequestError} from '../../../src/server/base/request-error.js';
import {createSeal} from '../../../src/server/base/seal.js';
import {createCookieSessions} from '../../../src/server/sessions/cookie-sessions.js';
import {toRequest} from '../support/pending.js';
import {
  assertRefused,
  COOKIE,
  createSite,
  json,
  ORIGIN,
  SESSION_KEY,
  sessionCookies,
  START,
  toCookieHeader,
  toGet,
  token,
  toPost,
} from '../support/site.js';

const DAY = 86_400_000;
const OTHER_KEY = 'another-session-key-0123456789-abcdefghij';

const SETTINGS = {sessionKeys: [SESSION_KEY], idleSeconds: 604_800, absoluteSeconds: 2_592_000, now: () => START};
const claims = {jti: 'id', sub: 'm-1', at: START, seen: START, tx: token(), new: false};

/** A site, and somebody who has signed in there. */
async function signIn(overrides: Partial<KakaoServerOptions> = {}) {
  const site = await createSite(overrides);
  const login = site.prepare();
  const cookie = toCookieHeader(await site.post(login));
  return {site, login, cookie, value: cookie.slice(COOKIE.length + 1)};
}

async function readStatus({server}: {readonly server: KakaoServer}, cookie: string): Promise<unknown> {
  return (await json(await server.session(toGet({Cookie: cookie}))))['status'];
}

// What else is no session: session-cookies.test.ts.
describe('a session', () => {
  test('gets a new id at each login, and an earlier one stays what it was', async () => {
    const {site, cookie} = await signIn();

    const second = await site.post(site.prepare(), {Cookie: cookie});

    const seal = createSeal([SESSION_KEY], 'session');
    const [before, after] = await Promise.all(
      [cookie, toCookieHeader(second)].map((sent) => seal.open(sent.slice(COOKIE.length + 1), START)),
    );
    for (const claims of [before, after]) assert.match(claims?.jti ?? '', /^[\w-]{43}$/);
    assert.notEqual(before?.jti, after?.jti);
    assert.equal((await json(second))['isNewMember'], false);
    assert.equal(await readStatus(site, toCookieHeader(second)), 'signed-in');
  });

  test('holds nothing in clear', async () => {
    const {value} = await signIn();

    const decoded = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));

    // Of what it holds, the long texts: a short one may stand in what is sealed by chance.
    const claims = await createSeal([SESSION_KEY], 'session').open(value, START);
    const held = Object.values(claims ?? {}).filter((text) => typeof text === 'string' && text.length > 20);
    assert.equal(held.length, 2);
    for (const text of held) assert.ok(![value, ...decoded].join(' ').includes(String(text)));
    assert.deepEqual(JSON.parse(decoded[0]!), {alg: 'dir', enc: 'A256GCM', typ: 'kakao-session+jwt'});
  });

  test('is opened until its end, and not at it', async () => {
    const seal = createSeal([SESSION_KEY], 'session');
    const text = await seal.seal(claims, START + DAY);

    assert.equal((await seal.open(text, START + DAY - 1))?.sub, 'm-1');
    assert.equal(await seal.open(text, START + DAY), null);
  });
});

describe('session keys', () => {
  test('are replaced without ending sessions: the old one still reads, the new one seals', async () => {
    const {site, cookie} = await signIn();
    const rotated = createKakaoServer(site.options({sessionKeys: [OTHER_KEY, SESSION_KEY]}));
    const finished = createKakaoServer(site.options({sessionKeys: [OTHER_KEY]}));
    const login = toCookieHeader(await rotated.session(toPost(site.prepare())));

    assert.equal(await readStatus({server: rotated}, cookie), 'signed-in');
    assert.equal(await readStatus({server: finished}, cookie), 'signed-out');
    assert.equal(await readStatus({server: finished}, login), 'signed-in');
    assert.equal(await readStatus(site, login), 'signed-out');
  });
});

describe('a key whose derivation never ends, because its host has stopped the request', () => {
  const seal = createSeal([SESSION_KEY], 'session');
  const keys = createLinkKeys({sessionKeys: [SESSION_KEY], absoluteSeconds: 60, now: () => START});
  const keyed: [what: string, make: () => Promise<unknown>][] = [
    ['of a seal', () => seal.seal({}, START)],
    ['of links', () => keys.create({memberId: 'm-1', issuedAt: START}, 1)],
  ];
  for (const [what, make] of keyed) {
    test(`keeps no other request waiting: ${what}`, async (t) => {
      const derive = t.mock.method(crypto.subtle, 'importKey', () => new Promise(() => undefined));
      void make();
      assert.equal(derive.mock.callCount(), 1);
      derive.mock.restore();

      assert.ok(await make());
    });
  }
});

describe('the end of a session', () => {
  test('comes after seven days without a renewal', async () => {
    const {site, cookie} = await signIn();

    site.clock.time += 7 * DAY - 1000;
    assert.equal(await readStatus(site, cookie), 'signed-in');
    site.clock.time += 1000;

    assert.equal(await readStatus(site, cookie), 'signed-out');
  });

  test('comes after thirty days at the latest, however often it is renewed', async () => {
    const {site, ...first} = await signIn();
    let {cookie} = first;
    let days = 0;
    let renewals = 0;

    for (;;) {
      site.clock.time += DAY;
      const session = await site.server.readSession(toRequest(cookie));
      if (!session) break;
      days++;
      assert.equal(session.issuedAt, START);
      if (!session.renewal) continue;
      renewals++;
      assert.equal(renewals, days, 'once renewing is of no use, it is over');
      cookie = session.renewal.split(';')[0]!;
    }

    assert.equal(days, 29);
    assert.equal(renewals, 23, 'a week before the end, there is nothing to win');
  });

  test('is shortened for sessions that were made before the limits were', async () => {
    const {site, cookie} = await signIn();
    const strict = createKakaoServer(site.options({idleSeconds: 60, absoluteSeconds: 60}));

    site.clock.time += 59_000;
    assert.equal(await readStatus({server: strict}, cookie), 'signed-in');
    site.clock.time += 1000;

    assert.equal(await readStatus({server: strict}, cookie), 'signed-out');
    assert.equal(await readStatus(site, cookie), 'signed-in');
  });

  test('is the member’s: where readMember knows nobody, nobody is signed in', async () => {
    const {site, cookie} = await signIn();
    const {tx} = await json(await site.get({Cookie: cookie}));
    site.members.clear();

    const response = await site.get({Cookie: cookie});

    assert.deepEqual(await json(response), {status: 'signed-out', tx});
    assert.deepEqual(site.calls.at(-1)?.issuedAt, START);
    assert.deepEqual(response.headers.getSetCookie(), []);
  });
});

describe('a GET', () => {
  test('never sets a cookie, whatever the session’s age or state', async () => {
    const {site, cookie, value} = await signIn();

    for (const age of [0, DAY, 6 * DAY, 8 * DAY]) {
      site.clock.time = START + age;
      for (const sent of [cookie, `${COOKIE}=broken`, `${COOKIE}=${value}x`]) {
        assert.deepEqual((await site.get({Cookie: sent})).headers.getSetCookie(), []);
      }
    }
    assert.equal(site.provider.count('/oauth/token'), 1);
  });
});

describe('readSession', () => {
  test('tells the site’s own routes who is signed in, and renews after a tenth of the idle time', async () => {
    const {site, cookie, login} = await signIn();
    const request = new Request('https://shop.example/account', {headers: {Cookie: cookie}});

    const fresh = await site.server.readSession(request);
    site.clock.time += (7 * DAY) / 10 - 1;
    const younger = await site.server.readSession(request);
    site.clock.time += 1;
    const older = await site.server.readSession(request);

    assert.deepEqual(fresh, {
      member: {id: 'm-1', name: 'Mina', picture: 'https://shop.example/mina.png'},
      issuedAt: START,
      isNewMember: true,
      tx: login.tx,
      authenticatedAt: START,
      expiresAt: START + 7 * DAY,
    });
    assert.deepEqual(younger, fresh);
    assert.match(older?.renewal ?? '', new RegExp(`^${COOKIE}=[\\w.-]+; Path=/; Max-Age=604800; HttpOnly;`));
    site.clock.time += 6.5 * DAY;
    assert.equal(await readStatus(site, cookie), 'signed-out');
    assert.equal(await readStatus(site, older!.renewal!.split(';')[0]!), 'signed-in');
  });

  test('rejects where readMember fails: nobody is signed in by accident', async () => {
    const {site, cookie} = await signIn({readMember: () => Promise.reject(new Error('database down'))});

    const answer = site.server.readSession(toRequest(cookie));

    await assert.rejects(answer, {name: 'KakaoSyncError', code: 'hook_failed'});
  });
});

// The cookie of ended sessions has its name likewise.
describe('the cookie', () => {
  test('has a plain name on plain http, which is loopback', async () => {
    const origin = 'http://localhost:3000';
    const redirectUri = `${origin}/kakao/callback`;
    const site = await createSite({redirectUris: [redirectUri], allowedOrigins: [origin]});

    const login = await site.post(site.prepare({redirectUri}), {Origin: origin});
    const logout = await site.post({purpose: 'logout'}, {Origin: origin, Cookie: toCookieHeader(login)});

    const [set = '', out = ''] = [login.headers.getSetCookie()[0], logout.headers.getSetCookie()[1]];
    assert.match(set, /^kakao_sync_session=[\w.-]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
    assert.match(out, /^kakao_sync_out=[^;]+; Path=\/; [^;]+; HttpOnly; SameSite=Lax$/);
  });

  for (const [redirectUri, origin] of [
    ['http://localhost:3000/cb', ORIGIN],
    ['https://shop.example/kakao/callback', 'http://localhost:3000'],
    ['https://localhost:3000/cb', 'https://localhost:3000'],
  ] as const) {
    test(`is for https where ${redirectUri} or ${origin} is`, async () => {
      const site = await createSite({redirectUris: [{uri: redirectUri, mode: 'server'}], allowedOrigins: [origin]});

      const response = await site.post(site.prepare({redirectUri}), {Origin: origin});

      assert.match(sessionCookies(response)[0]!, /^__Host-kakao_sync_session=.*; Secure$/);
    });
  }

  test('that would be too large is not set', async () => {
    const site = await createSite({signUp: () => ({id: 'x'.repeat(3000)})});

    const response = await site.post(site.prepare());

    await assertRefused(site, response, 'session_too_large');
    assert.match(site.reports[0]!.hint, /would have \d{4} bytes of 4096: give members shorter ids/);
  });

  for (const missingTerms of [undefined, [{tag: 'terms_v2', required: true}]]) {
    test(`of 4096 bytes is set${missingTerms ? ' with the missing terms' : ''}, and none that is longer`, async () => {
      const lengths: number[] = [];
      for (const secure of [true, false]) {
        const sessions = createCookieSessions({...SETTINGS, secure});
        /** The length of the cookie for an id of this length; 0 where not all of it can be set. */
        const measure = async (idLength: number): Promise<number> => {
          const responseHeaders = new Headers();
          const memberId = 'x'.repeat(idLength);
          const session = {memberId, tx: claims.tx, isNewMember: false, authenticatedAt: null, missingTerms};
          try {
            await sessions.create(session, {request: toRequest(''), purpose: 'login', responseHeaders});
          } catch (error) {
            assert.equal((error as RequestError).code, 'session_too_large');
            return 0;
          }
          const [cookie = ''] = responseHeaders.getSetCookie();
          const read = await sessions.read(toRequest(cookie.split(';')[0]!));
          return read?.missingTerms?.length === missingTerms?.length ? cookie.length : 0;
        };
        // Three characters of an id are four of the cookie.
        const fits = 1000 + Math.floor((4096 - (await measure(1000))) / 4) * 3;
        const [least = 0, ...more] = await Promise.all([0, 1, 2, 3].map((index) => measure(fits + index)));
        assert.ok(least > 4092, String(least));
        assert.equal(more[2], 0);
        lengths.push(least, ...more);
      }
      assert.equal(Math.max(...lengths), 4096);
    });
  }
});

describe('what is sealed', () => {
  const rows: [name: string, more: object, read: object][] = [
    ['no account and no terms', {}, {}],
    ['the Kakao account', {kid: '4200000001'}, {kakaoId: '4200000001'}],
    ['the time of a login by hand', {auth: START}, {authenticatedAt: START}],
    ['a time that is none', {auth: String(START)}, {}],
    ['an account that is none', {kid: 4200000001}, {}],
    ['an empty account', {kid: ''}, {}],
    ['no missing terms', {terms: []}, {missingTerms: []}],
    ['a missing term', {terms: [['a', true]]}, {missingTerms: [{tag: 'a', required: true}]}],
    ['a term that may be declined', {terms: [['b', false]]}, {missingTerms: [{tag: 'b', required: false}]}],
    ['terms that are none', {terms: 'a'}, {}],
    [
      'terms of no form',
      {terms: [null, 'a', {0: 'a', 1: true}, ['', true], ['a'], ['a', 1], [1, true]]},
      {missingTerms: []},
    ],
  ];
  for (const [name, more, read] of rows) {
    test(`is read as it is meant: ${name}`, async () => {
      const value = await createSeal([SESSION_KEY], 'session').seal({...claims, ...more}, START + DAY);

      const session = await createCookieSessions({...SETTINGS, secure: true}).read(toRequest(`${COOKIE}=${value}`));

      const {kakaoId, missingTerms, authenticatedAt} = session!;
      const none = {kakaoId: undefined, missingTerms: undefined, authenticatedAt: null};
      assert.deepEqual({kakaoId, missingTerms, authenticatedAt}, {...none, ...read});
    });
  }
});
