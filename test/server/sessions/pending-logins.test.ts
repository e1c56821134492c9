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
} from '../support/site.js';
import {prepareFor, prepareUnlink} from '../support/signed-in.js';

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

describe('an action that is required', () => {
  for (const [hook, action] of [
    ['signUp', 'link-existing'],
    ['findMember', 'dormant'],
  ] as const) {
    test(`by ${hook} leaves the login pending in the browser, and signs nobody in`, async () => {
      const site = await createSite({[hook]: () => ({action, redirectTo: '/wake', message: '잠시만요'})});
      const login = site.prepare();

      const response = await site.post(login);

      const {tx} = login;
      assert.deepEqual(await json(response), {
        status: 'action-required',
        tx,
        action,
        redirectTo: '/wake',
        message: '잠시만요',
      });
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

  test('by findMember is, to auto-login, somebody who is no member: nothing is pending', async () => {
    const site = await createSite({findMember: () => ({action: 'dormant'})});
    const login = site.prepare({purpose: 'auto-login'});

    const response = await site.post(login);

    assert.deepEqual(await json(response), {status: 'signed-out', tx: login.tx, reason: 'not_a_member'});
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.deepEqual(site.calls, []);
  });

  test('is reported once where the terms could not be read, and waits without them', async () => {
    const {site, cookie} = await wait({}, ({provider}) =>
      provider.on('/v2/user/service_terms', () => new Response('', {status: 503})),
    );

    assert.equal(site.reports.length, 1);
    assert.equal((await site.server.readPending(toRequest(cookie)))?.action, 'link-existing');
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

  test('changes nothing: it can be read again', async () => {
    const {site, cookie} = await wait();

    const [first, second] = [
      await site.server.readPending(toRequest(cookie)),
      await site.server.readPending(toRequest(cookie)),
    ];

    assert.ok(first);
    assert.deepEqual(second, first);
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
  const rows: [name: string, toCookie: (good: string) => string | Promise<string>][] = [
    ['no cookie', () => ''],
    ['an empty one', () => `${COOKIE}=`],
    ['junk', () => `${COOKIE}=a.b.c.d.e`],
    ['one that is cut', (good) => good.slice(0, -1)],
    ['one that comes twice', (good) => `${good}; ${good}`],
    ['one without the prefix', (good) => good.replace('__Host-', '')],
    ['one that is 5 kB', () => `${COOKIE}=${'A'.repeat(5000)}`],
    ['a session', async () => `${COOKIE}=${await createSeal([SESSION_KEY], 'session').seal({...claims}, START + 9e5)}`],
    [
      'one of another key',
      async () => `${COOKIE}=${await createSeal([OTHER_KEY], 'pending').seal({...claims}, START + 9e5)}`,
    ],
    ...(['tx', 'profile', 'at', 'until'] as const).map((name): [string, () => Promise<string>] => [
      `one without ${name}`,
      async () =>
        `${COOKIE}=${await createSeal([SESSION_KEY], 'pending').seal({...claims, [name]: undefined}, START + 9e5)}`,
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
  });
});

describe('signIn', () => {
  test('makes a new session of the login’s transaction, and removes what was pending', async () => {
    const {site, login, cookie} = await wait();
    site.members.set(PERSON, {id: 'm-7', name: 'Mina'});

    const {headers} = await finish(site, cookie, {id: 'm-7', name: 'Mina'});

    const [session, removed] = [sessionCookies({headers}), pendingCookies({headers})];
    assert.equal(session.length, 1);
    assert.deepEqual(removed, [`${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`]);
    const read = await json(await site.get({Cookie: session[0]!.split(';')[0]!}));
    assert.deepEqual([read['status'], read['tx'], read['isNewMember']], ['signed-in', login.tx, false]);
  });

  test('says that the member is new where the site says so', async () => {
    const {site, cookie} = await wait();
    site.members.set(PERSON, {id: 'm-7'});

    const {headers} = await finish(site, cookie, {id: 'm-7'}, {isNewMember: true});

    const read = await json(await site.get({Cookie: toCookieHeader({headers})}));
    assert.equal(read['isNewMember'], true);
  });

  test('makes another session each time', async () => {
    const {site, cookie} = await wait();

    const cookies = [await finish(site, cookie, {id: 'm-7'}), await finish(site, cookie, {id: 'm-7'})].flatMap(
      ({headers}) => sessionCookies({headers}),
    );

    assert.equal(new Set(cookies).size, 2);
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

    const {headers} = await finish(site, cookie, {id: 'm-7'});

    const common = {memberId: 'm-7', at: new Date(START), tx: login.tx, purpose: 'login'};
    assert.deepEqual(
      records.filter(({kind}) => kind === 'term'),
      [
        {
          ...common,
          kind: 'term',
          tag: 'service',
          required: true,
          agreed: true,
          agreedAt: new Date('2026-11-22T02:59:30Z'),
          agreedBy: 'KAUTH',
        },
        {...common, kind: 'term', tag: 'news', required: false, agreed: false},
      ],
    );
    site.members.set(PERSON, {id: 'm-7'});
    const read = await json(await site.get({Cookie: toCookieHeader({headers})}));
    assert.deepEqual(read['missingTerms'], [{tag: 'news', required: false}]);
  });

  test('lets the member unlink: the session names the Kakao account', async () => {
    const {site, cookie} = await wait();
    site.members.set(PERSON, {id: 'm-7'});
    const {headers} = await finish(site, cookie, {id: 'm-7'});

    const Cookie = toCookieHeader({headers});
    await site.post(await prepareUnlink(site, Cookie), {Cookie});

    assert.equal(site.provider.requests.at(-1)?.form.get('target_id'), PERSON);
  });

  for (const member of [undefined, null, 'm-7', {}, {id: ''}, {id: 7}]) {
    test(`of ${JSON.stringify(member)} is hook_failed`, async () => {
      const {site, cookie} = await wait();

      await assert.rejects(finish(site, cookie, member as never), {code: 'hook_failed'});
    });
  }

  test('whose consents cannot be recorded makes no session', async () => {
    const {site, cookie} = await wait({onConsent: () => Promise.reject(new Error('down'))});

    await assert.rejects(finish(site, cookie, {id: 'm-7'}), {code: 'hook_failed'});
  });

  for (const purpose of ['terms', 'link'] as const) {
    test(`of a login for ${purpose} is only for the member who is signed in`, async () => {
      let isStrict = false;
      const site = await createSite({
        findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'}),
        readMember: (id) => ({id}),
      });
      const session = toCookieHeader(await site.post(site.prepare()));
      isStrict = true;
      const login = await prepareFor(site, session, {purpose});
      const response = await site.post(login, {Cookie: session});
      const pending = toPending(response);

      assert.equal((await json(response))['action'], 'age-check');
      assert.deepEqual(sessionCookies(response), []);
      const both = `${session}; ${pending}`;
      const form = await toForm(site, both);
      isStrict = false;
      assert.equal(await site.server.readPending(toRequest(pending)), null);
      await assert.rejects(finish(site, pending, {id: 'm-1'}, form), {code: 'session_required'});
      assert.equal((await site.server.readPending(toRequest(both)))?.purpose, purpose);
      await assert.rejects(finish(site, both, {id: 'm-2'}), {code: 'different_account'});
      const {headers} = await finish(site, both, {id: 'm-1'});
      const read = await json(await site.get({Cookie: toCookieHeader({headers})}));
      assert.equal(read['tx'], login.tx);
    });
  }

  for (const purpose of ['terms', 'link'] as const) {
    test(`of a login for ${purpose} is not for a member who is signed in since`, async () => {
      let isStrict = false;
      const site = await createSite({
        findMember: ({id}) => (isStrict ? {action: 'age-check'} : {id: id === PERSON ? 'm-1' : 'm-2'}),
        readMember: (id) => ({id}),
      });
      const [mine, theirs] = [
        toCookieHeader(await site.post(site.prepare())),
        toCookieHeader(await site.post(site.prepare({}, {sub: '4200000666'}))),
      ];
      isStrict = true;
      const pending = toPending(await site.post(await prepareFor(site, mine, {purpose}), {Cookie: mine}));

      const form = await toForm(site, `${mine}; ${pending}`);

      assert.equal(await site.server.readPending(toRequest(`${theirs}; ${pending}`)), null);
      await assert.rejects(finish(site, `${theirs}; ${pending}`, {id: 'm-2'}, form), {code: 'different_account'});
    });
  }

  for (const purpose of ['terms', 'link'] as const) {
    test(`of a login for ${purpose} is for nobody once its member is none`, async () => {
      let isStrict = false;
      let isMember = true;
      const site = await createSite({
        findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'}),
        readMember: (id) => (isMember ? {id} : null),
      });
      const session = toCookieHeader(await site.post(site.prepare()));
      isStrict = true;
      const login = await prepareFor(site, session, {purpose});
      const both = `${session}; ${toPending(await site.post(login, {Cookie: session}))}`;
      const form = await toForm(site, both);

      isMember = false;

      assert.equal(await site.server.readPending(toRequest(both)), null);
      await assert.rejects(finish(site, both, {id: 'm-1'}, form), {code: 'session_required'});
    });
  }

  test('of a consent records what its page has asked for besides the site’s terms', async () => {
    let isStrict = false;
    const records: ConsentRecord[] = [];
    const site = await createSite({
      findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'}),
      readMember: (id) => ({id}),
      terms: [{tag: 'service'}],
      onConsent: (added) => void records.push(...added),
    });
    site.provider.terms = ['service', 'marketing', 'news'].map((tag) => ({tag, required: false, agreed: true}));
    const session = toCookieHeader(await site.post(site.prepare()));
    isStrict = true;
    const login = site.prepare({purpose: 'terms', terms: ['marketing']});
    const pending = toPending(await site.post(login, {Cookie: session}));
    records.length = 0;

    isStrict = false;
    await finish(site, `${session}; ${pending}`, {id: 'm-1'});

    assert.deepEqual(
      records.filter(({kind}) => kind === 'term').map(({tag}) => tag),
      ['service', 'marketing'],
    );
  });

  test('of a consent leaves missing what was missing, where Kakao’s terms could not be read', async () => {
    let isStrict = false;
    const site = await createSite({
      findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'}),
      readMember: (id) => ({id}),
    });
    site.provider.terms = [{tag: 'privacy', required: true, agreed: false}];
    const session = toCookieHeader(await site.post(site.prepare()));
    site.provider.on('/v2/user/service_terms', () => new Response('', {status: 503}));
    isStrict = true;
    const pending = toPending(await site.post(site.prepare({purpose: 'terms'}), {Cookie: session}));

    isStrict = false;
    const {headers} = await finish(site, `${session}; ${pending}`, {id: 'm-1'});

    const read = await json(await site.get({Cookie: toCookieHeader({headers})}));
    assert.deepEqual(read['missingTerms'], [{tag: 'privacy', required: true}]);
  });

  test('of terms of another Kakao account never comes to wait', async () => {
    let isStrict = false;
    const site = await createSite({findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'})});
    site.members.set(PERSON, {id: 'm-1'});
    const session = toCookieHeader(await site.post(site.prepare()));
    isStrict = true;

    const response = await site.post(site.prepare({purpose: 'terms'}, {sub: '4200000666'}), {Cookie: session});

    await assertRefused(site, response, 'different_account');
  });
});

describe('a pending login', () => {
  const ends: [name: string, end: (waiting: Waiting) => Promise<Response>][] = [
    ['a login of somebody in the same browser', ({site, cookie}) => site.post(site.prepare(), {Cookie: cookie})],
    ['a logout', ({site, cookie}) => site.post({purpose: 'logout'}, {Cookie: cookie})],
    [
      'unlinking',
      async ({site, cookie}) => {
        const session = toCookieHeader(await site.post(site.prepare()));
        return site.post(await prepareUnlink(site, session), {Cookie: `${session}; ${cookie}`});
      },
    ],
  ];
  for (const [name, end] of ends) {
    test(`is removed by ${name}`, async () => {
      let isRequired = true;
      const waiting = await wait({
        findMember: () => (isRequired ? {action: 'dormant'} : {id: 'm-1'}),
        readMember: (id) => ({id, kakaoId: PERSON}),
      });
      isRequired = false;

      const response = await end(waiting);

      assert.equal(response.status, 200);
      assert.match(pendingCookies(response).join(), /=; Path=\/; Max-Age=0;/);
    });
  }

  test('stays where a login fails, or a page only reads', async () => {
    const {site, cookie} = await wait();
    const failing = site.prepare({clientId: 'unknown'});

    const responses = [await site.post(failing, {Cookie: cookie}), await site.get({Cookie: cookie})];

    assert.deepEqual(
      responses.flatMap((response) => response.headers.getSetCookie()),
      [],
    );
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

    assertNoCanary(text + JSON.stringify([site.reports, site.metrics]), PERSON, CANARIES.email);
  });

  test('is another text each time, though all is the same', async () => {
    const {site, cookie} = await wait();

    assert.notEqual(toPending(await site.post(site.prepare())), cookie);
  });
});
