import assert from 'node:assert/strict';
import {createHmac, hkdfSync} from 'node:crypto';
import {describe, test} from 'node:test';
import {EncryptJWT} from 'jose';
import {createKakaoServer, type KakaoServer, type KakaoServerOptions} from '../../../src/server/index.js';
import {toLinkNonceSecret} from '../../../src/shared/encoding/link-nonce.js';
import {type CookieJar, createCookieJar} from '../support/cookie-jar.js';
import {finish, PENDING_COOKIE as PENDING, toRequest} from '../support/pending.js';
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
  toGet,
  token,
  toPost,
} from '../support/site.js';

const OUT = '__Host-kakao_sync_out';
const OTHER = '4200000777';
const DAY = 86_400_000;
const MONTH = 30 * DAY;

const SITES = [undefined, 'shop', 'blog', 'shop-2', 'sho'] as const;
const toName = (name: string, site: string | undefined): string => (site === undefined ? name : `${name}.${site}`);

/** HKDF by RFC 5869, as `design.md` spells its info. */
function derive(purpose: string, site?: string): Uint8Array {
  const info = `kakao-sync-widget ${purpose} v1${site === undefined ? '' : `|${site}`}`;
  return new Uint8Array(hkdfSync('sha256', SESSION_KEY, new Uint8Array(32), info, 32));
}

/** What the kit would seal, made without it. */
function seal(purpose: 'session' | 'pending', claims: object, site?: string): Promise<string> {
  return new EncryptJWT({...claims, exp: START / 1000 + 3600})
    .setProtectedHeader({alg: 'dir', enc: 'A256GCM', typ: `kakao-${purpose}+jwt`})
    .encrypt(derive(purpose, site));
}

const session = {jti: 'id', sub: 'm-1', at: START, seen: START, tx: token(), new: false, auth: START};
const pending = {
  tx: token(),
  purpose: 'login',
  action: 'dormant',
  profile: {id: PERSON},
  at: START,
  until: START + 900_000,
};

/** One shop’s members and clock, and kits of several names with one key. */
async function setUp(overrides: Partial<KakaoServerOptions> = {}) {
  const site = await createSite({
    findMember: (profile) =>
      profile.id === OTHER ? {action: 'dormant', memberId: 'm-1'} : (site.members.get(profile.id) ?? null),
    readMember: (id) => ({id, kakaoId: PERSON}),
    ...overrides,
  });
  site.members.set(PERSON, {id: 'm-1'});
  const createKit = (name: KakaoServerOptions['site']): KakaoServer => createKakaoServer(site.options({site: name}));
  return {site, createKit};
}

const post = (kit: KakaoServer, body: object, cookie = ''): Promise<Response> =>
  kit.session(toPost(body, {Cookie: cookie}));

const read = async (kit: KakaoServer, cookie: string): Promise<Record<string, unknown>> =>
  json(await kit.session(toGet({Cookie: cookie})));

const readPending = (kit: KakaoServer, cookie: string): ReturnType<KakaoServer['readPending']> =>
  kit.readPending(toRequest(cookie));

/** A link as a page of a session would send it. */
async function prepareLink(site: Site, kit: KakaoServer, cookie: string): Promise<object> {
  const {key, t} = (await read(kit, cookie))['link'] as {key: string; t: number};
  const tx = token();
  return site.prepare({purpose: 'link', tx, t, nonceSecret: await toLinkNonceSecret(key, tx)});
}

const firstPair = (response: Response): string => response.headers.getSetCookie()[0]!.split(';')[0]!;

const cookieNames = (response: {readonly headers: Headers}): string[] =>
  response.headers.getSetCookie().map((line) => line.slice(0, line.indexOf('=')));

describe('the name of a site', () => {
  for (const name of SITES) {
    test(`goes into the cookies’ names and the keys: ${String(name)}`, async () => {
      const {site, createKit} = await setUp();
      const kit = createKit(name);
      const login = await post(kit, site.prepare());
      const waits = await post(kit, site.prepare({}, {sub: OTHER}));
      const logout = await post(kit, {purpose: 'logout'}, [login, waits].map(firstPair).join('; '));

      assert.deepEqual(cookieNames(login), [toName(COOKIE, name)]);
      assert.deepEqual(cookieNames(waits), [toName(PENDING, name)]);
      assert.deepEqual(
        cookieNames(logout),
        [PENDING, COOKIE, OUT].map((kind) => toName(kind, name)),
      );
      const made = `${toName(COOKIE, name)}=${await seal('session', session, name)}`;
      assert.equal((await read(kit, made))['status'], 'signed-in');
      const kept = `${toName(PENDING, name)}=${await seal('pending', pending, name)}`;
      assert.equal((await readPending(kit, kept))?.action, 'dormant');
      const t = START / 1000;
      const key = createHmac('sha256', derive('link', name)).update(`link|m-1|${START}|${t}`).digest('base64url');
      assert.deepEqual((await read(kit, made))['link'], {key, t, expiresIn: 600});
    });
  }

  test('stands after the plain names on plain http, which is loopback', async () => {
    const origin = 'http://localhost:3000';
    const redirectUri = `${origin}/kakao/callback`;
    const site = await createSite({site: 'shop', redirectUris: [redirectUri], allowedOrigins: [origin]});
    const login = await site.post(site.prepare({redirectUri}), {Origin: origin});
    const cookie = firstPair(login);

    const logout = await site.post({purpose: 'logout'}, {Origin: origin, Cookie: cookie});

    assert.match(cookie, /^kakao_sync_session\.shop=/);
    assert.deepEqual(cookieNames(logout), ['kakao_sync_session.shop', 'kakao_sync_out.shop']);
  });

  for (const mine of SITES) {
    for (const theirs of SITES.filter((name) => name !== mine)) {
      test(`keeps ${String(mine)} from taking what is ${String(theirs)}’s, under either’s cookie name`, async () => {
        const {site, createKit} = await setUp();
        const [kit, other] = [createKit(mine), createKit(theirs)];
        const login = firstPair(await post(other, site.prepare()));
        const waits = firstPair(await post(other, site.prepare({}, {sub: OTHER})));
        const renamed = [login, waits].map((pair) =>
          pair.replace(/^[^=]*/, (kind) => toName(kind.split('.')[0]!, mine)),
        );

        for (const cookie of [`${login}; ${waits}`, renamed.join('; ')]) {
          assert.equal((await read(kit, cookie))['status'], 'signed-out');
          assert.equal(await readPending(kit, cookie), null);
        }
        const own = firstPair(await post(kit, site.prepare()));
        const link = await prepareLink(site, other, login);
        assert.equal((await json(await post(kit, link, own)))['code'], 'link_unproven');
      });

      test(`lets ${String(mine)} and ${String(theirs)} be used side by side in one browser`, async () => {
        const {site, createKit} = await setUp();
        const [kit, other] = [createKit(mine), createKit(theirs)];
        const jar = createCookieJar();
        jar.take(await post(other, site.prepare({}, {sub: OTHER}), jar.header));
        jar.take(await post(other, site.prepare(), jar.header));
        jar.take(await post(other, site.prepare({}, {sub: OTHER}), jar.header));
        jar.take(await post(kit, site.prepare(), jar.header));

        const logout = await post(kit, {purpose: 'logout'}, jar.header);
        jar.take(logout);

        assert.deepEqual(cookieNames(logout), [toName(COOKIE, mine), toName(OUT, mine)]);
        assert.equal((await read(kit, jar.header))['status'], 'signed-out');
        assert.equal((await read(other, jar.header))['status'], 'signed-in');
        assert.equal((await readPending(other, jar.header))?.action, 'dormant');
      });
    }
  }
});

describe('since', () => {
  const SINCE = START + DAY;
  const named = {name: 'shop', since: new Date(SINCE)};

  /** Somebody who has logged in, and a login that waits, before the site had a name. */
  async function visit(madeAt: number, overrides: Partial<KakaoServerOptions> = {}) {
    const {site, createKit} = await setUp(overrides);
    site.clock.time = madeAt;
    const jar = createCookieJar();
    const former = createKit(undefined);
    for (const sub of [PERSON, OTHER]) jar.take(await post(former, site.prepare({}, {sub}), jar.header));
    return {site, jar, former, createKit, kit: createKit(named)};
  }

  async function see(kit: KakaoServer, {header}: CookieJar): Promise<{session: boolean; pending: boolean}> {
    const session = (await read(kit, header))['status'] === 'signed-in';
    return {session, pending: (await readPending(kit, header)) !== null};
  }

  const rows: [name: string, site: KakaoServerOptions['site'], madeAt: number, isOpened: boolean][] = [
    ['made a moment before', named, SINCE - 1, true],
    ['made at that moment', named, SINCE, false],
    ['made after it', named, SINCE + 1, false],
    ['made before, and the name stands alone', 'shop', SINCE - 1, false],
    ['made before, and there is no since', {name: 'shop'}, SINCE - 1, false],
    ['made before, and since is undefined', {name: 'shop', since: undefined}, SINCE - 1, false],
    ['made before a moment that is to come', {name: 'shop', since: new Date(SINCE + 365 * DAY)}, SINCE + DAY, true],
  ];
  for (const [name, site, madeAt, isOpened] of rows) {
    test(`${isOpened ? 'lets' : 'does not let'} a session, a pending login and a link go on that were ${name}`, async () => {
      const all = await visit(madeAt);
      const kit = all.createKit(site);
      const link = await prepareLink(all.site, all.former, all.jar.header);
      all.site.clock.time += 1000;

      assert.deepEqual(await see(kit, all.jar), {session: isOpened, pending: isOpened});
      const linked = await json(await post(kit, link, all.jar.header));
      assert.equal(linked['code'] ?? linked['status'], isOpened ? 'signed-in' : 'session_required');
    });
  }

  test('lets them go on for absoluteSeconds at most, however long they were made for', async () => {
    const {site, jar} = await visit(SINCE - 1, {idleSeconds: 400 * 86_400, absoluteSeconds: 400 * 86_400});
    const limits = {idleSeconds: 30 * 86_400, absoluteSeconds: 30 * 86_400};
    const kit = createKakaoServer(site.options({site: named, ...limits}));

    site.clock.time = SINCE + MONTH - 2;
    assert.equal((await see(kit, jar)).session, true);
    site.clock.time = SINCE + MONTH;
    assert.equal((await see(kit, jar)).session, false);
  });

  test('does not go by a login’s age: what was sealed after it is another kit’s', async () => {
    const {site, jar, former, kit} = await visit(SINCE - 1);
    site.clock.time = SINCE + DAY;
    const renewed = await former.readSession(toRequest(jar.header));
    jar.take([renewed!.renewal!]);

    assert.equal((await see(kit, jar)).session, false);
    assert.equal((await see(former, jar)).session, true);
  });

  test('goes on under the name: a renewal, and all else that is made', async () => {
    const {site, jar, kit, createKit} = await visit(SINCE - 1);
    site.clock.time = SINCE + DAY;
    const {renewal, issuedAt} = (await kit.readSession(toRequest(jar.header)))!;

    jar.take([renewal!]);

    assert.match(renewal!, /^__Host-kakao_sync_session\.shop=/);
    assert.equal(issuedAt, SINCE - 1);
    site.clock.time = SINCE + MONTH - 2;
    assert.equal((await see(kit, jar)).session, false, 'idle');
    site.clock.time = SINCE + 6 * DAY;
    assert.equal((await see(createKit('shop'), jar)).session, true, 'without since too');
  });

  test('does not bring back what has ended: under the name, or before it', async () => {
    for (const who of ['the kit', 'the former one'] as const) {
      const {site, jar, former, kit} = await visit(SINCE - 1);
      const late = jar.header.split('; ').filter((pair) => pair.startsWith(COOKIE));
      site.clock.time = SINCE + DAY;
      const {renewal} = (await kit.readSession(toRequest(jar.header)))!;

      const logout = await post(who === 'the kit' ? kit : former, {purpose: 'logout'}, jar.header);
      jar.take(logout);
      assert.deepEqual(await see(kit, jar), {session: false, pending: false});
      jar.take(late);
      assert.equal((await see(kit, jar)).session, false, who);
      jar.take([renewal!]);
      assert.equal((await see(kit, jar)).session, false, who);

      jar.take(await post(kit, site.prepare(), jar.header));
      assert.equal((await see(kit, jar)).session, true, who);
    }
  });

  test('removes the former cookies too, where they are ours', async () => {
    const {site, jar, kit} = await visit(SINCE - 1);
    site.clock.time = SINCE + 60_000;

    const logout = await post(kit, {purpose: 'logout'}, jar.header);

    assert.deepEqual(cookieNames(logout), [PENDING, COOKIE, `${OUT}.shop`]);
  });

  test('leaves those of another kit without a name, made since', async () => {
    const {site, jar, former, kit} = await visit(SINCE + 1);
    jar.take(await post(kit, site.prepare(), jar.header));

    const logout = await post(kit, {purpose: 'logout'}, jar.header);
    jar.take(logout);

    assert.deepEqual(cookieNames(logout), [`${COOKIE}.shop`, `${OUT}.shop`]);
    assert.deepEqual(await see(former, jar), {session: true, pending: true});
  });

  test('counts the session under the name, where there are two', async () => {
    const {site, jar, kit} = await visit(SINCE - 1);
    site.clock.time = SINCE + 60_000;
    const login = site.prepare();

    jar.take(await post(kit, login, jar.header));

    assert.equal((await read(kit, jar.header))['tx'], login.tx);
    const under = jar.header.split('; ').filter((pair) => !pair.startsWith(`${COOKIE}.shop`));
    assert.equal((await read(kit, under.join('; ')))['status'], 'signed-out', 'the former one has ended by the login');
  });

  test('finishes a pending login from before, and then it is gone', async () => {
    const {site, jar, kit} = await visit(SINCE - 1);
    site.clock.time = SINCE + 60_000;

    const {headers} = await finish({server: kit}, jar.header, {id: 'm-1'});

    jar.take({headers});
    assert.deepEqual(await see(kit, jar), {session: true, pending: false});
    assert.deepEqual(sessionCookies({headers}), []);
    assert.ok(toCookieHeader({headers}) === '' && cookieNames({headers}).includes(`${COOKIE}.shop`));
  });

  test('does not end an auto-login’s session by what another kit does', async () => {
    const {site, jar, former, kit} = await visit(SINCE + 1);
    jar.take(await post(kit, site.prepare({purpose: 'auto-login'}), jar.header));

    jar.take(await post(former, {purpose: 'logout'}, jar.header));

    assert.equal((await see(kit, jar)).session, true);
  });
});
