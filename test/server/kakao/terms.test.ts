import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toReference} from '../../../src/shared/reference.js';
import {readExactJson} from '../../../src/server/kakao/http.js';
import {readTerms} from '../../../src/server/kakao/api/terms.js';
import {type ConsentRecord, createKakaoServer, type KakaoServerOptions} from '../../../src/server/index.js';
import {
  assertNoCanary,
  assertRefused,
  createSite,
  json,
  PERSON,
  sessionCookies,
  type Site,
  START,
  toCookieHeader,
  toGet,
} from '../support/site.js';
import {createSignal} from '../support/signal.js';
import {prepareFor, readSession, signIn} from '../support/signed-in.js';

const TERMS = [
  {tag: 'news', required: false, agreed: false},
  {tag: 'service', required: true, agreed: true, agreed_at: '2026-11-01T02:03:04Z', agreed_by: 'KAUTH'},
  {tag: 'privacy', required: true, agreed: false},
  {tag: 'marketing', required: false, agreed: true, agreed_at: '2026-11-22T02:59:30Z', agreed_by: 'KAPI'},
];

async function createSiteWithTerms(overrides: Partial<KakaoServerOptions> = {}): Promise<Site> {
  const site = await createSite(overrides);
  site.provider.terms = TERMS.map((term) => ({...term, revocable: false}));
  return site;
}

/** A site whose consents are kept. */
async function createSiteWithRecords(overrides: Partial<KakaoServerOptions> = {}) {
  const records: ConsentRecord[] = [];
  const site = await createSiteWithTerms({onConsent: (added) => void records.push(...added), ...overrides});
  return {site, records};
}

/** A member whose page asks for consent. */
const consent = async (site: Site, cookie: string, terms?: readonly string[]): Promise<Response> =>
  site.post(site.prepare({purpose: 'terms', ...(terms && {terms})}), {Cookie: cookie});

const toDown = (): Response => new Response('', {status: 503});

describe('the terms that a member has not agreed to', () => {
  const MISSING = [
    {tag: 'privacy', required: true},
    {tag: 'news', required: false},
  ];

  for (const purpose of ['login', 'auto-login', 'terms', 'link'] as const) {
    test(`are in the answer to ${purpose}, required ones first, and in the session that it makes`, async () => {
      const site = await createSiteWithTerms();
      site.members.set(PERSON, {id: 'm-1'});
      const cookie = /login/.test(purpose) ? '' : await signIn(site);

      const response = await site.post(await prepareFor(site, cookie, {purpose}), {Cookie: cookie});

      assert.deepEqual((await json(response))['missingTerms'], MISSING);
      const read = await readSession(site, toCookieHeader(response));
      assert.deepEqual(read['missingTerms'], MISSING);
    });
  }

  test('are asked for with the person’s token, declined ones too', async () => {
    const site = await createSiteWithTerms();

    await site.post(site.prepare());

    const {url, method, headers} = site.provider.requests.find(({path}) => path === '/v2/user/service_terms')!;
    assert.equal(url, 'https://kapi.kakao.com/v2/user/service_terms?result=app_service_terms');
    assert.equal(method, 'GET');
    assert.match(headers.get('authorization') ?? '', /^Bearer \S+$/);
  });

  test('are only the site’s own, in its words', async () => {
    const site = await createSiteWithTerms({
      terms: [
        {tag: 'service'},
        {tag: 'privacy', title: '개인정보 수집', url: '/terms/privacy'},
        {tag: 'of-another-app', title: '?'},
      ],
    });

    const response = await site.post(site.prepare());

    const missing = [{tag: 'privacy', required: true, title: '개인정보 수집', url: '/terms/privacy'}];
    assert.deepEqual((await json(response))['missingTerms'], missing);
    assert.deepEqual((await readSession(site, toCookieHeader(response)))['missingTerms'], missing);
  });

  test('are told of an older session only as far as they are still the site’s', async () => {
    const site = await createSiteWithTerms();
    const cookie = await signIn(site);
    const today = createKakaoServer(site.options({terms: [{tag: 'news', title: '소식'}]}));

    const read = await json(await today.session(toGet({Cookie: cookie})));

    assert.deepEqual(read['missingTerms'], [{tag: 'news', required: false, title: '소식'}]);
  });

  test('are none where everything is agreed to', async () => {
    const site = await createSiteWithTerms();
    site.provider.terms = TERMS.filter(({agreed}) => agreed);

    assert.deepEqual((await json(await site.post(site.prepare())))['missingTerms'], []);
  });

  test('are not asked for where the site has none, unless the page asks', async () => {
    const site = await createSiteWithTerms({terms: []});
    const first = await site.post(site.prepare());
    assert.equal((await json(first))['missingTerms'], undefined);
    assert.equal(site.provider.count('/v2/user/service_terms'), 0);

    const second = await consent(site, toCookieHeader(first), ['marketing']);

    assert.equal(site.provider.count('/v2/user/service_terms'), 1);
    assert.deepEqual((await json(second))['terms'], [{tag: 'marketing', agreed: true, agreedAgo: 30}]);
  });

  test('go with the site’s own session, and come back from it', async () => {
    const stored: unknown[] = [];
    const site = await createSiteWithTerms({
      session: {
        create: (session) => void stored.push(session),
        read: () =>
          ({
            memberId: 'm-1',
            issuedAt: START,
            isNewMember: false,
            missingTerms: [{tag: 'privacy', required: true}, {tag: 'x'}, null, {tag: 7, required: true}],
          }) as never,
        destroy: () => undefined,
      },
    });
    site.members.set(PERSON, {id: 'm-1'});
    const login = site.prepare();

    await site.post(login);

    assert.deepEqual(stored, [
      {
        memberId: 'm-1',
        tx: login.tx,
        isNewMember: false,
        authenticatedAt: START,
        kakaoId: PERSON,
        issuedAt: START,
        missingTerms: MISSING,
      },
    ]);
    assert.deepEqual((await json(await site.get()))['missingTerms'], [{tag: 'privacy', required: true}]);
  });

  test('are left out of a session that would be too large with them', async () => {
    const site = await createSiteWithTerms();
    site.provider.terms = Array.from({length: 60}, (_, index) => ({
      tag: `${index}`.padEnd(90, 'x'),
      required: true,
      agreed: false,
    }));

    const response = await site.post(site.prepare());

    const answer = await json(response);
    assert.equal((answer['missingTerms'] as unknown[]).length, 60);
    assert.equal(sessionCookies(response).length, 1);
    const read = await readSession(site, toCookieHeader(response));
    assert.equal(read['status'], 'signed-in');
    assert.equal(read['missingTerms'], undefined);
  });
});

describe('the answer to terms', () => {
  test('says of each tag asked for whether it is agreed to and for how long, by Kakao’s clock', async () => {
    const site = await createSiteWithTerms();
    const cookie = await signIn(site);
    site.provider.clock = () => START + 45_900;
    site.clock.time = START + 20_000;

    const response = await consent(site, cookie, ['marketing', 'news', 'unknown', 'service']);

    assert.deepEqual((await json(response))['terms'], [
      {tag: 'news', agreed: false},
      {tag: 'service', agreed: true, agreedAgo: 1_817_861},
      {tag: 'marketing', agreed: true, agreedAgo: 75},
    ]);
  });

  test('has no terms where none were asked for: it is about scopes', async () => {
    const site = await createSiteWithTerms();
    const cookie = await signIn(site);

    const answer = await json(await consent(site, cookie));

    assert.equal('terms' in answer, false);
    assert.deepEqual(answer['scope'], ['account_email', 'openid', 'profile_nickname']);
  });

  test('of a login has none, whatever was asked for', async () => {
    const site = await createSiteWithTerms();

    assert.equal('terms' in (await json(await site.post(site.prepare({terms: ['marketing']})))), false);
  });

  const dates: [name: string, agreedAt: unknown, date: string, agreedAgo: number | undefined][] = [
    ['an agreement that is later than Kakao’s answer', '2026-11-22T03:00:09Z', new Date(START).toUTCString(), 0],
    ['an agreement of no time', undefined, new Date(START).toUTCString(), undefined],
    ['an agreement of nonsense', 'yesterday', new Date(START).toUTCString(), undefined],
    ['an answer without a time', '2026-11-22T02:59:30Z', '', undefined],
    ['an answer of nonsense', '2026-11-22T02:59:30Z', 'today', undefined],
  ];
  for (const [name, agreedAt, date, agreedAgo] of dates) {
    test(`says of ${name} what it can`, async () => {
      const site = await createSiteWithTerms();
      const cookie = await signIn(site);
      const list = [{tag: 'marketing', required: false, agreed: true, agreed_at: agreedAt}];
      site.provider.on('/v2/user/service_terms', () =>
        Response.json({id: Number(PERSON), service_terms: list}, {headers: {Date: date}}),
      );

      const {terms} = await json(await consent(site, cookie, ['marketing']));

      assert.deepEqual(terms, [{tag: 'marketing', agreed: true, ...(agreedAgo !== undefined && {agreedAgo})}]);
    });
  }
});

describe('terms that Kakao does not tell', () => {
  // Whatever else Kakao may answer, and how that is told: input/kakao-bodies.json, errors.test.ts, faults/kakao-servers.test.ts.
  test('keep nobody out, and are reported once', async () => {
    const {site, records} = await createSiteWithRecords();
    site.provider.on('/v2/user/service_terms', () => Response.json({msg: 'no', code: -401}, {status: 401}));
    const login = site.prepare();

    const response = await site.post(login);

    const body = await json(response);
    assert.equal(body['status'], 'signed-in');
    assert.equal('missingTerms' in body, false);
    assert.equal(sessionCookies(response).length, 1);
    assert.equal(site.reports.length, 1);
    const {code, koe, ref, hint} = site.reports[0]!;
    assert.deepEqual([code, koe, ref], ['provider_refused', '-401', toReference(login.tx)]);
    assert.match(hint, /goes on without the agreed terms/);
    assert.equal(site.metrics[0]!.outcome, 'signed-in');
    assert.ok(records.length > 0 && records.every(({kind}) => kind === 'scope'));
    assertNoCanary(JSON.stringify(site.reports), PERSON);
    assert.equal('missingTerms' in (await readSession(site, toCookieHeader(response))), false);
  });

  test('are no answer to a page that has asked for consent to them: the session stays as it is', async () => {
    const {site, records} = await createSiteWithRecords();
    const cookie = await signIn(site);
    records.length = 0;
    site.provider.on('/v2/user/service_terms', toDown);

    await assertRefused(site, await consent(site, cookie, ['privacy']), 'provider_unavailable');
    assert.deepEqual(records, []);
    const {missingTerms} = await readSession(site, cookie);
    assert.equal((missingTerms as unknown[]).length, 2);
  });

  test('keep nobody from a consent to scopes alone, which leaves missing what was missing', async () => {
    const site = await createSiteWithTerms();
    const signedIn = await site.post(site.prepare());
    const cookie = toCookieHeader(signedIn);
    const {missingTerms: before} = await json(signedIn);
    site.provider.on('/v2/user/service_terms', toDown);

    const {status, missingTerms} = await json(await consent(site, cookie));
    assert.equal(status, 'signed-in');
    assert.equal((before as unknown[]).length, 2);
    assert.deepEqual(missingTerms, before);
  });

  test('of a number that JavaScript cannot hold are the person’s only in every digit', () => {
    const kakaoId = '9007199254740993';
    const read = (id: string) => readTerms({json: readExactJson(`{"id":${id},"service_terms":[]}`)}, {kakaoId}).kakaoId;

    assert.equal(read(kakaoId), kakaoId);
    assert.throws(() => read('9007199254740992'), {code: 'profile_mismatch'});
  });

  test('are not spoken of where the login fails for another reason', async () => {
    const site = await createSiteWithTerms();
    site.provider.on('/v2/user/service_terms', toDown);
    site.provider.on('/v2/user/me', toDown);

    await assertRefused(site, await site.post(site.prepare()), 'provider_unavailable');
  });

  test('and never will, are waited for five seconds beside the profile', async (t) => {
    const site = await createSiteWithTerms();
    site.provider.on('/v2/user/service_terms', () => new Promise(() => undefined));
    const isProfileRead = createSignal();
    site.provider.on('/v2/user/me', () => {
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(`{"id":${PERSON}}`)),
        pull(controller) {
          controller.close();
          isProfileRead.resolve();
        },
      });
      return new Response(body);
    });
    t.mock.timers.enable({apis: ['setTimeout']});

    const answer = site.post(site.prepare());
    await isProfileRead.promise;
    await new Promise(setImmediate);
    t.mock.timers.tick(5000);

    assert.equal((await json(await answer))['status'], 'signed-in');
    assert.equal(site.reports[0]!.code, 'provider_unavailable');
  });

  test('are given up when the profile fails', async () => {
    const site = await createSiteWithTerms();
    site.provider.on('/v2/user/service_terms', () => new Promise(() => undefined));
    site.provider.on('/v2/user/me', toDown);

    await assertRefused(site, await site.post(site.prepare()), 'provider_unavailable');

    const {signal} = site.provider.requests.find(({path}) => path === '/v2/user/service_terms')!;
    assert.equal(signal.aborted, true);
  });
});

describe('onConsent', () => {
  test('gets what Kakao says of each term and each scope, once the member is known', async () => {
    const {site, records} = await createSiteWithRecords();
    const login = site.prepare();

    await site.post(login);

    const common = {memberId: 'm-1', at: new Date(START), tx: login.tx, purpose: 'login'};
    const terms = TERMS.map(({agreed_at: agreedAt, agreed_by: agreedBy, ...term}) => ({
      ...term,
      kind: 'term',
      ...(agreedAt && {agreedAt: new Date(agreedAt), agreedBy}),
    }));
    const scopes = ['account_email', 'profile_nickname'].map((tag) => ({kind: 'scope', tag, agreed: true}));
    assert.deepEqual(
      records,
      [...terms, ...scopes].map((record) => ({...common, ...record})),
    );
  });

  for (const purpose of ['terms', 'link', 'auto-login'] as const) {
    test(`is called after ${purpose}`, async () => {
      const {site, records} = await createSiteWithRecords();
      site.members.set(PERSON, {id: 'm-9'});
      const cookie = purpose === 'auto-login' ? '' : await signIn(site);
      records.length = 0;

      await site.post(await prepareFor(site, cookie, {purpose}), {Cookie: cookie});

      assert.deepEqual(new Set(records.map(({memberId}) => memberId)), new Set(['m-9']));
      assert.deepEqual(new Set(records.map((record) => record.purpose)), new Set([purpose]));
    });
  }

  test('is not called for nobody’s consent, nor for terms of another account', async () => {
    const {site, records} = await createSiteWithRecords({signUp: () => ({action: 'age-check'})});

    await site.post(site.prepare());
    await site.post(site.prepare({purpose: 'auto-login'}));
    await site.post(site.prepare({purpose: 'terms'}));
    assert.deepEqual(records, []);
    site.members.set(PERSON, {id: 'm-9'});
    const cookie = await signIn(site);
    records.length = 0;
    await site.post(site.prepare({purpose: 'terms'}, {sub: '4200000666'}), {Cookie: cookie});

    assert.deepEqual(records, []);
  });

  test('gets what its page has asked for besides the site’s terms, and the page is told', async () => {
    const {site, records} = await createSiteWithRecords({terms: [{tag: 'service'}]});
    const cookie = await signIn(site);
    records.length = 0;

    const response = await consent(site, cookie, ['marketing', 'unknown']);

    assert.deepEqual((await json(response))['terms'], [{tag: 'marketing', agreed: true, agreedAgo: 30}]);
    assert.deepEqual(
      records.filter(({kind}) => kind === 'term').map(({tag, agreed}) => [tag, agreed]),
      [
        ['service', true],
        ['marketing', true],
      ],
    );
  });

  test('that fails makes no session', async () => {
    const site = await createSiteWithTerms({onConsent: () => Promise.reject(new Error('canary: database down'))});

    const response = await site.post(site.prepare());

    assert.equal((await json(response))['code'], 'hook_failed');
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.match(site.reports[0]!.hint, /onConsent/);
  });

  test('is called before the session is made', async () => {
    const order: string[] = [];
    const site = await createSiteWithTerms({
      onConsent: () => void order.push('onConsent'),
      session: {create: () => void order.push('create'), read: () => null, destroy: () => undefined},
    });

    await site.post(site.prepare());

    assert.deepEqual(order, ['onConsent', 'create']);
  });
});
