import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toReference} from '../../../src/shared/reference.js';
import type {HookContext, KakaoServerOptions, MemberLogin} from '../../../src/server/index.js';
import {holdLongTimers} from '../support/long-timers.js';
import {finish, toPending} from '../support/pending.js';
import {CANARIES} from '../support/provider.js';
import {createSignal} from '../support/signal.js';
import {prepareFor} from '../support/signed-in.js';
import {
  assertNoCanary,
  createSite,
  json,
  PERSON,
  readEnd,
  sessionCookies,
  type Site,
  toCookieHeader,
} from '../support/site.js';

const OTHER = '4200000002';

/** A site that is told of logins. */
async function createToldSite(overrides: Partial<KakaoServerOptions> = {}) {
  const logins: MemberLogin[] = [];
  const contexts: HookContext[] = [];
  const site = await createSite({
    onLogin(login, context) {
      site.calls.push({hook: 'onLogin', context});
      logins.push(login);
      contexts.push(context);
    },
    onConsent: (_, context) => void site.calls.push({hook: 'onConsent', context}),
    ...overrides,
  });
  return {site, logins, contexts};
}

const toFacts = ({member, profile, isNewMember, purpose}: MemberLogin): unknown => [
  purpose,
  member,
  profile.id,
  isNewMember,
];
const MINA = {id: 'm-1', name: 'Mina', picture: 'https://shop.example/mina.png'};

async function signInFirst(site: Site, logins: MemberLogin[]): Promise<string> {
  const cookie = toCookieHeader(await site.post(site.prepare()));
  logins.length = 0;
  site.calls.length = 0;
  return cookie;
}

describe('onLogin', () => {
  test('is told of a signup, then of a login, each once, before the session is made', async () => {
    const {site, logins} = await createToldSite();

    await site.post(site.prepare());
    await site.post(site.prepare({purpose: 'auto-login'}));

    assert.deepEqual(logins.map(toFacts), [
      ['login', MINA, PERSON, true],
      ['auto-login', MINA, PERSON, false],
    ]);
    assert.equal(logins[0]?.profile.email, CANARIES.email);
    assert.deepEqual(
      site.calls.map(({hook}) => hook),
      ['findMember', 'signUp', 'onConsent', 'onLogin', 'findMember', 'onConsent', 'onLogin'],
    );
  });

  for (const [purpose, sub] of [
    ['terms', PERSON],
    ['link', OTHER],
  ] as const) {
    test(`is told of ${purpose} by a member whose session is still there, without the member’s Kakao accounts`, async () => {
      const {site, logins} = await createToldSite();
      const cookie = await signInFirst(site, logins);

      await site.post(await prepareFor(site, cookie, {purpose}, {sub}), {Cookie: cookie});

      assert.deepEqual(logins.map(toFacts), [[purpose, MINA, sub, false]]);
    });

    test(`is not told of ${purpose} by a member who has left meanwhile`, async () => {
      let isThere = true;
      const {site, logins} = await createToldSite({
        readMember: () => (isThere ? MINA : null),
        findMember() {
          isThere = purposeNow === 'login';
          return MINA;
        },
        onConsent: undefined,
      });
      let purposeNow = 'login';
      const cookie = await signInFirst(site, logins);
      const login = await prepareFor(site, cookie, {purpose}, {sub});
      purposeNow = purpose;

      assert.equal(await readEnd(site.post(login, {Cookie: cookie})), 'session_required');
      assert.deepEqual(logins, []);
    });
  }

  const silent: [name: string, overrides: Partial<KakaoServerOptions>, purpose: string][] = [
    ['an auto-login of a stranger', {}, 'auto-login'],
    ['a login that waits for an action', {signUp: () => ({action: 'link-existing'})}, 'login'],
    ['a login that fails', {signUp: () => Promise.reject(new Error('no'))}, 'login'],
    ['a login whose consents cannot be recorded', {onConsent: () => Promise.reject(new Error('no'))}, 'login'],
  ];
  for (const [name, overrides, purpose] of silent) {
    test(`is not told of ${name}`, async () => {
      const {site, logins} = await createToldSite(overrides);

      await site.post(site.prepare({purpose}));

      assert.deepEqual(logins, []);
    });
  }

  test('is not told of reads, nor again where a page repeats its request', async () => {
    const {site, logins} = await createToldSite();
    const login = site.prepare();
    const Cookie = toCookieHeader(await site.post(login));

    await site.get({Cookie});
    assert.equal((await json(await site.post(login, {Cookie})))['status'], 'signed-in');

    assert.equal(logins.length, 1);
  });

  test('is told of a login that has waited, once it is finished', async () => {
    const {site, logins} = await createToldSite({signUp: () => ({action: 'link-existing'})});
    const cookie = toPending(await site.post(site.prepare()));

    const {headers} = await finish(site, cookie, {...MINA, kakaoId: PERSON}, {isNewMember: true});

    assert.equal(sessionCookies({headers}).length, 1);
    assert.deepEqual(logins.map(toFacts), [['login', MINA, PERSON, true]]);
    assert.equal(logins[0]?.profile.raw, undefined);
  });

  test('may set a cookie, which comes before the session’s', async () => {
    const {site} = await createToldSite({
      onLogin: (_, {responseHeaders}) => responseHeaders.append('Set-Cookie', 'seen=1; Path=/'),
    });

    const names = (await site.post(site.prepare())).headers.getSetCookie().map((cookie) => cookie.split('=')[0]);

    assert.equal(names[0], 'seen');
    assert.match(names.at(-1) ?? '', /kakao_sync_session$/);
  });
});

describe('onLogin that fails', () => {
  const toError = (): Error => new Error(`no room for ${CANARIES.email} ${CANARIES.nickname}`);

  test('keeps nobody out, and is reported once', async () => {
    const {site} = await createToldSite({onLogin: () => Promise.reject(toError())});
    const login = site.prepare();

    const response = await site.post(login);

    assert.equal((await json(response))['status'], 'signed-in');
    assert.equal(sessionCookies(response).length, 1);
    assert.deepEqual(
      site.reports.map(({code, ref, hint}) => [code, ref, hint]),
      [['hook_failed', toReference(login.tx), 'onLogin threw or rejected.']],
    );
    assert.match(site.reports[0]?.cause ?? '', /no room for/);
    assertNoCanary(JSON.stringify(site.reports), PERSON);
  });

  test('keeps nobody out who has waited, and is reported without what Kakao told', async () => {
    const {site} = await createToldSite({
      signUp: () => ({action: 'link-existing'}),
      onLogin: () => Promise.reject(toError()),
    });
    const cookie = toPending(await site.post(site.prepare()));

    const {headers} = await finish(site, cookie, MINA);

    assert.equal(sessionCookies({headers}).length, 1);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['hook_failed'],
    );
    assertNoCanary(JSON.stringify(site.reports), PERSON);
  });

  test('has 9 seconds: after them its signal is aborted, and the login goes on', async (t) => {
    const timers = holdLongTimers(t, 9000);
    const entered = createSignal<AbortSignal>();
    const {site} = await createToldSite({
      onLogin: (_, {signal}) => {
        entered.resolve(signal);
        return new Promise(() => undefined);
      },
    });

    const answer = site.post(site.prepare());
    const signal = await entered.promise;
    timers.pass(9000);

    assert.equal((await json(await answer))['status'], 'signed-in');
    assert.equal(signal.aborted, true);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['backend_timeout'],
    );
  });
});
