import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, type ConsentRecord, type KakaoServerOptions} from '../../../src/server/index.js';
import {createSeal} from '../../../src/server/base/seal.js';
import {finish, PENDING_COOKIE as COOKIE, pendingCookies, toForm, toPending, toRequest} from '../support/pending.js';
import {CANARIES} from '../support/provider.js';
import {
  assertNoCanary,
  assertRefused,
  createSite,
  json,
  type LoginFields,
  PERSON,
  sessionCookies,
  SESSION_KEY,
  type Site,
  START,
  toCookieHeader,
  toGet,
} from '../support/site.js';
import {prepareFor} from '../support/signed-in.js';

const OTHER = '4200000666';
const OTHER_KEY = 'another-session-key-0123456789-abcdefghij';
const LIFETIME = 15 * 60_000;

interface Waiting {
  readonly site: Site;
  readonly login: LoginFields;
  readonly response: Response;
  /** What the browser sends back. */
  readonly cookie: string;
}

/** A visitor whom `signUp` sends somewhere first. */
async function wait(overrides: Partial<KakaoServerOptions> = {}, arrange?: (site: Site) => void): Promise<Waiting> {
  const site = await createSite({signUp: () => ({action: 'link-existing', redirectTo: '/connect'}), ...overrides});
  arrange?.(site);
  const login = site.prepare();
  const response = await site.post(login);
  return {site, login, response, cookie: toPending(response)};
}

/** A member who is signed in, and logins of theirs that have to wait. */
async function stayIn(overrides: Partial<KakaoServerOptions> = {}, arrange?: (site: Site) => void) {
  let isStrict = false;
  const site = await createSite({
    findMember: ({id}) => (isStrict ? {action: 'age-check'} : (site.members.get(id) ?? null)),
    ...overrides,
  });
  arrange?.(site);
  const session = toCookieHeader(await site.post(site.prepare()));
  return {
    site,
    async ask(...[fields, grant]: Parameters<Site['prepare']>) {
      const login = await prepareFor(site, session, fields ?? {}, grant);
      isStrict = true;
      const response = await site.post(login, {Cookie: session});
      isStrict = false;
      const pending = toPending(response);
      return {login, response, pending, both: `${session}; ${pending}`};
    },
  };
}

/** What a page reads of a session that finishes what is pending. */
async function readFinished(...all: Parameters<typeof finish>): Promise<Record<string, unknown>> {
  const Cookie = toCookieHeader(await finish(...all));
  return json(await all[0].server.session(toGet({Cookie})));
}

describe('an action that is required', () => {
  for (const [hook, action] of [
    ['signUp', 'link-existing'],
    ['findMember', 'dormant'],
  ] as const) {
    test(`by ${hook} leaves the login pending in the browser, and signs nobody in`, async () => {
      const result = {action, redirectTo: '/sleep/../wake?x=1#y', message: '요'.repeat(400)};
      const site = await createSite({[hook]: () => result});
      const login = site.prepare();

      const response = await site.post(login);

      const told = {redirectTo: '/wake?x=1#y', message: '요'.repeat(300)};
      assert.deepEqual(await json(response), {status: 'action-required', tx: login.tx, action, ...told});
      assert.deepEqual(sessionCookies(response), []);
      assert.match(
        pendingCookies(response).join(),
        new RegExp(`^${COOKIE}=[\\w.-]+; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$`),
      );
      assert.equal(response.headers.getSetCookie().length, 1);
      assert.equal((await json(await site.get({Cookie: toPending(response)})))['status'], 'signed-out');
      assert.equal(site.metrics[0]!.outcome, 'action-required');
    });
  }

  test('is reported once where the terms could not be read, and waits without them', async () => {
    const {site, cookie} = await wait({}, ({provider}) =>
      provider.on('/v2/user/service_terms', () => new Response('', {status: 503})),
    );

    assert.equal(site.reports.length, 1);
    assert.equal((await site.server.readPending(toRequest(cookie)))?.action, 'link-existing');
  });
});

describe('a GET that looks for a lost answer', () => {
  const LOOK = '?pending=1';

  test('is told what the POST was answered, and changes nothing', async () => {
    const action = {action: 'age-check', redirectTo: '/age?x=1', message: '한 단계가 더 남았어요.'} as const;
    const {site, response, cookie} = await wait({signUp: () => action});

    const found = await site.get({Cookie: cookie}, LOOK);

    assert.deepEqual(found.headers.getSetCookie(), []);
    assert.deepEqual(await json(found), {status: 'signed-out', pending: await json(response)});
  });

  test('is told of nothing where it does not ask, and where nothing waits', async () => {
    const {site, cookie} = await wait();
    const nobody = {status: 'signed-out'};

    for (const [query, Cookie] of [
      ['', cookie],
      ['?channel=_x', cookie],
      [LOOK, null],
      [LOOK, `${cookie}x`],
      [LOOK, toCookieHeader(await site.post({purpose: 'logout'}, {Cookie: cookie}))],
    ] as const) {
      assert.deepEqual(await json(await site.get({Cookie}, query)), nobody, `${query} ${Cookie}`);
    }
    site.clock.time += LIFETIME;
    assert.deepEqual(await json(await site.get({Cookie: cookie}, LOOK)), nobody, 'too late');
  });

  test('of a member is told beside the session, and not by another’s', async () => {
    const {site, ask} = await stayIn();
    const {response, both, pending} = await ask({purpose: 'terms'});

    const found = await json(await site.get({Cookie: both}, LOOK));

    assert.deepEqual([found['status'], found['pending']], ['signed-in', await json(response)]);
    assert.deepEqual(await json(await site.get({Cookie: pending}, LOOK)), {status: 'signed-out'});
  });

  test('is told the action alone where the cookie cannot hold more', async () => {
    const long = {redirectTo: `/${'x'.repeat(2000)}`, message: '요'.repeat(300)};
    const {site, login, cookie, response} = await wait({signUp: () => ({action: 'dormant', ...long})});

    assert.deepEqual(await json(response), {status: 'action-required', tx: login.tx, action: 'dormant', ...long});
    const {pending} = await json(await site.get({Cookie: cookie}, LOOK));
    assert.deepEqual(pending, {status: 'action-required', tx: login.tx, action: 'dormant'});
  });
});

describe('readPending', () => {
  test('tells the profile without Kakao’s answer, and why it waits', async () => {
    const {site, cookie} = await wait({}, ({provider}) => {
      provider.user = {...provider.user, synched_at: '2026-11-02T00:00:00Z'};
    });

    const {reference, ...pending} = (await site.server.readPending(toRequest(cookie)))!;

    assert.match(reference, /^[\w-]{43}$/);
    assert.deepEqual(pending, {
      action: 'link-existing',
      purpose: 'login',
      expiresAt: START + LIFETIME,
      profile: {
        id: PERSON,
        connectedAt: new Date('2026-11-01T02:03:04Z'),
        synchedAt: new Date('2026-11-02T00:00:00Z'),
        nickname: CANARIES.nickname,
        picture: 'https://img.kakao.example/p.jpg',
        email: CANARIES.email,
        emailVerified: true,
        phoneNumber: {raw: CANARIES.phone, e164: '+821098765432'},
        scopes: ['account_email', 'openid', 'profile_nickname'],
        needsAgreement: [],
      },
    });
  });

  test('knows it for a quarter of an hour', async () => {
    const {site, cookie} = await wait();

    site.clock.time = START + LIFETIME - 1;
    assert.ok(await site.server.readPending(toRequest(cookie)));
    site.clock.time = START + LIFETIME;
    assert.equal(await site.server.readPending(toRequest(cookie)), null);
  });

  test('knows it by the second of two keys, and not by a third', async () => {
    const {site, cookie} = await wait();
    const read = (sessionKeys: string[]): Promise<unknown> =>
      createKakaoServer(site.options({sessionKeys})).readPending(toRequest(cookie));

    assert.ok(await read([OTHER_KEY, SESSION_KEY]));
    assert.equal(await read([OTHER_KEY]), null);
  });

  const claims = {tx: 'x', purpose: 'login', action: 'dormant', profile: {id: '1'}, at: START, until: START + LIFETIME};
  const seal = async (kind: string, key: string, changes = {}): Promise<string> =>
    `${COOKIE}=${await createSeal([key], kind).seal({...claims, ...changes}, START + 9e5)}`;
  const rows: [name: string, toCookie: (good: string) => string | Promise<string>][] = [
    ['no cookie', () => ''],
    ['an empty one', () => `${COOKIE}=`],
    ['junk', () => `${COOKIE}=a.b.c.d.e`],
    ['one that is cut', (good) => good.slice(0, -1)],
    ['one that comes twice', (good) => `${good}; ${good}`],
    ['one without the prefix', (good) => good.replace('__Host-', '')],
    ['one that is 5 kB', () => `${COOKIE}=${'A'.repeat(5000)}`],
    ['a session', () => seal('session', SESSION_KEY)],
    ['one of another key', () => seal('pending', OTHER_KEY)],
    ...['tx', 'profile', 'at', 'until'].map((name): (typeof rows)[number] => [
      `one without ${name}`,
      () => seal('pending', SESSION_KEY, {[name]: undefined}),
    ]),
  ];
  for (const [name, toCookie] of rows) {
    test(`and signIn know nothing of ${name}`, async () => {
      const {site, cookie} = await wait();
      const value = await toCookie(cookie);

      assert.equal(await site.server.readPending(toRequest(value)), null);
      await assert.rejects(finish(site, value, {id: 'm-1'}), {code: 'session_required'});
    });
  }

  test('knows nothing where the site has sessions of its own and no keys', async () => {
    const port = {create: () => undefined, read: () => null, destroy: () => undefined};
    const without = {sessionKeys: undefined as never, linkMember: undefined, onUnlink: undefined};
    const {site, response} = await wait({session: port, ...without});

    assert.equal((await json(response))['status'], 'action-required');
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.equal(await site.server.readPending(toRequest(`${COOKIE}=x`)), null);
    const shop = await createSite({session: port, ...without});
    assert.equal((await json(await shop.post(shop.prepare())))['status'], 'signed-in');
  });
});

describe('signIn', () => {
  test('makes a new session of the login’s transaction, and removes what was pending', async () => {
    const {site, login, cookie} = await wait();
    site.members.set(PERSON, {id: 'm-7', name: 'Mina'});

    const {headers} = await finish(site, cookie, {id: 'm-7', name: 'Mina'});

    assert.equal(sessionCookies({headers}).length, 1);
    assert.deepEqual(pendingCookies({headers}), [`${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`]);
    const read = await json(await site.get({Cookie: toCookieHeader({headers})}));
    assert.deepEqual([read['status'], read['tx'], read['isNewMember']], ['signed-in', login.tx, false]);
  });

  test('says that the member is new where the site says so', async () => {
    const {site, cookie} = await wait();
    site.members.set(PERSON, {id: 'm-7'});

    assert.equal((await readFinished(site, cookie, {id: 'm-7'}, {isNewMember: true}))['isNewMember'], true);
  });

  test('makes another session each time', async () => {
    const {site, cookie} = await wait();

    const both = [await finish(site, cookie, {id: 'm-7'}), await finish(site, cookie, {id: 'm-7'})];

    assert.equal(new Set(both.flatMap(sessionCookies)).size, 2);
  });

  test('records the consents of the login, of the time when Kakao told them', async () => {
    const records: ConsentRecord[] = [];
    const {site, login, cookie} = await wait(
      {onConsent: (added) => void records.push(...added), terms: [{tag: 'service'}, {tag: 'news'}]},
      ({provider}) => {
        provider.terms = [
          {tag: 'service', required: true, agreed: true, agreed_at: '2026-11-22T02:59:30Z', agreed_by: 'KAUTH'},
          {tag: 'news', required: false, agreed: false},
          {tag: 'of-another-site', required: false, agreed: false},
        ];
      },
    );
    assert.deepEqual(records, []);
    site.clock.time += 60_000;
    site.members.set(PERSON, {id: 'm-7'});

    const read = await readFinished(site, cookie, {id: 'm-7'});

    const common = {memberId: 'm-7', at: new Date(START), tx: login.tx, purpose: 'login', kind: 'term'};
    const agreed = {agreed: true, agreedAt: new Date('2026-11-22T02:59:30Z'), agreedBy: 'KAUTH'};
    assert.deepEqual(
      records.filter(({kind}) => kind === 'term'),
      [
        {...common, tag: 'service', required: true, ...agreed},
        {...common, tag: 'news', required: false, agreed: false},
      ],
    );
    assert.deepEqual(read['missingTerms'], [{tag: 'news', required: false}]);
  });

  for (const member of [undefined, null, 'm-7', {}, {id: ''}, {id: 7}]) {
    test(`of ${JSON.stringify(member)} is hook_failed`, async () => {
      const {site, cookie} = await wait();

      await assert.rejects(finish(site, cookie, member as never), {code: 'hook_failed'});
    });
  }

  for (const purpose of ['terms', 'link'] as const) {
    test(`of a login for ${purpose} is only for the member who is signed in, also where another one is since`, async () => {
      const {site, ask} = await stayIn();
      const {login, response, pending, both} = await ask({purpose});

      assert.equal((await json(response))['action'], 'age-check');
      assert.deepEqual(sessionCookies(response), []);
      const form = await toForm(site, both);
      assert.equal(await site.server.readPending(toRequest(pending)), null);
      await assert.rejects(finish(site, pending, {id: 'm-1'}, form), {code: 'session_required'});
      assert.equal((await site.server.readPending(toRequest(both)))?.purpose, purpose);
      await assert.rejects(finish(site, both, {id: 'm-2'}), {code: 'different_account'});
      assert.equal((await readFinished(site, both, {id: 'm-1'}))['tx'], login.tx);
      const theirs = `${toCookieHeader(await site.post(site.prepare({}, {sub: OTHER})))}; ${pending}`;
      assert.equal(await site.server.readPending(toRequest(theirs)), null);
      await assert.rejects(finish(site, theirs, {id: 'm-2'}, form), {code: 'different_account'});
    });

    test(`of a login for ${purpose} is for nobody once its member is none`, async () => {
      const {site, ask} = await stayIn();
      const {both} = await ask({purpose});
      const form = await toForm(site, both);

      site.members.clear();

      assert.equal(await site.server.readPending(toRequest(both)), null);
      await assert.rejects(finish(site, both, {id: 'm-1'}, form), {code: 'session_required'});
    });
  }

  test('of a consent records what its page has asked for besides the site’s terms', async () => {
    const records: ConsentRecord[] = [];
    const {site, ask} = await stayIn({
      terms: [{tag: 'service'}],
      onConsent: (added) => void records.push(...added),
    });
    site.provider.terms = ['service', 'marketing', 'news'].map((tag) => ({tag, required: false, agreed: true}));
    const {both} = await ask({purpose: 'terms', terms: ['marketing']});
    records.length = 0;

    await finish(site, both, {id: 'm-1'});

    assert.deepEqual(
      records.filter(({kind}) => kind === 'term').map(({tag}) => tag),
      ['service', 'marketing'],
    );
  });

  test('of a consent leaves missing what was missing, where Kakao’s terms could not be read', async () => {
    const {site, ask} = await stayIn({}, ({provider}) => {
      provider.terms = [{tag: 'privacy', required: true, agreed: false}];
    });
    site.provider.on('/v2/user/service_terms', () => new Response('', {status: 503}));

    const {both} = await ask({purpose: 'terms'});

    assert.deepEqual((await readFinished(site, both, {id: 'm-1'}))['missingTerms'], [{tag: 'privacy', required: true}]);
  });
});

describe('a pending login', () => {
  test('stays where a login fails, or a page only reads', async () => {
    const {site, cookie} = await wait();
    const failed = await site.post(site.prepare({clientId: 'unknown'}), {Cookie: cookie});
    const read = await site.get({Cookie: cookie});

    assert.deepEqual([...failed.headers.getSetCookie(), ...read.headers.getSetCookie()], []);
  });

  test('of a profile that does not fit into a cookie is refused', async () => {
    const {site, response} = await wait({}, ({provider}) => {
      provider.user = {kakao_account: {profile: {nickname: 'x'.repeat(4000)}}};
    });

    await assertRefused(site, response, 'session_too_large');
  });

  test('of everything that Kakao can tell, with twenty terms, fits', async () => {
    const {site, response, cookie} = await wait({}, ({provider}) => {
      provider.user = {
        connected_at: '2026-11-01T02:03:04Z',
        synched_at: '2026-11-01T02:03:04Z',
        kakao_account: {
          profile: {nickname: '가'.repeat(20), profile_image_url: `https://k.kakaocdn.net/${'x'.repeat(120)}`},
          email: `${'x'.repeat(60)}@${'y'.repeat(60)}.example`,
          is_email_valid: true,
          is_email_verified: true,
          phone_number: CANARIES.phone,
          name: '나'.repeat(20),
          birthyear: '1990',
          birthday: '0101',
          gender: 'female',
          age_range: '30~39',
          ci: 'C'.repeat(88),
        },
      };
      provider.terms = Array.from({length: 20}, (_, index) => ({
        tag: `service_term_2026_${index}`,
        required: index % 2 === 0,
        agreed: true,
        agreed_at: '2026-11-22T02:59:30Z',
        agreed_by: 'KAUTH',
      }));
    });

    assert.equal(response.status, 200, JSON.stringify(site.reports));
    assert.equal((await site.server.readPending(toRequest(cookie)))?.profile.ci, 'C'.repeat(88));
  });

  test('tells nothing of the person outside its seal', async () => {
    const {site, response} = await wait();

    const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;

    assertNoCanary(text + JSON.stringify([site.reports, site.allMetrics]), PERSON, CANARIES.email);
  });

  test('is another text each time, though all is the same', async () => {
    const {site, cookie} = await wait();

    assert.notEqual(toPending(await site.post(site.prepare())), cookie);
  });
});
