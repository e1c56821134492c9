import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, type KakaoServerOptions} from '../../../src/server/index.js';
import {isFrameworkExit, RequestError} from '../../../src/server/base/request-error.js';
import {assertEnd, comeBack, createServerSite, FROM, leave} from '../support/callback.js';
import {createMemoryTokenStore} from '../support/memory-token-store.js';
import {createNoticeSite, toUnlinkRequest} from '../support/notices.js';
import {finish, toPending} from '../support/pending.js';
import {signIn} from '../support/signed-in.js';
import {createSite, ENDPOINT, readEnd, sessionCookies, toGet, toPost} from '../support/site.js';
import {byLogin, CHANGING, createWithPort, type Reaching, READING} from './reach.js';

const TOKEN_KEY = 'canary-token-key-0123456789-abcdefghijkl';

const withDigest = (digest: unknown): Error => Object.assign(new Error('not for people'), {digest});

/** What Next 15 and 16 end a render or a route with, as their own source makes it. */
const EXITS: Readonly<Record<string, Error>> = {
  'redirect()': withDigest('NEXT_REDIRECT;replace;/login?next=/a;b;307;'),
  'notFound()': withDigest('NEXT_HTTP_ERROR_FALLBACK;404'),
  'forbidden()': withDigest('NEXT_HTTP_ERROR_FALLBACK;403'),
  'a prerender that is interrupted': withDigest('NEXT_PRERENDER_INTERRUPTED'),
  'a promise of a prerender that is over': withDigest('HANGING_PROMISE_REJECTION'),
  'a page that cannot be static': withDigest('DYNAMIC_SERVER_USAGE'),
  'a part for the browser alone': withDigest('BAILOUT_TO_CLIENT_SIDE_RENDERING'),
  'a render that is put off': Object.assign(new Error('not for people'), {$$typeof: Symbol.for('react.postpone')}),
};

const REDIRECT = EXITS['redirect()']!;
const exit = (): never => {
  throw REDIRECT;
};

/** What is a failure all the same. */
const FAILURES: Readonly<Record<string, unknown>> = {
  'an error': new Error('no'),
  'an error that a render has failed with': withDigest('2338190284'),
  'an error whose digest also names its code': withDigest('2338190284@E394'),
  'an error with a hash': withDigest('sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE='),
  'a digest that is no text': withDigest(404),
  'a digest that is inherited': Object.create({digest: 'NEXT_REDIRECT;push;/;307;'}) as unknown,
  'an element of React': {$$typeof: Symbol.for('react.element')},
  'an error of the kit': new RequestError('hook_failed', 'no'),
  'a text': 'NEXT_REDIRECT;push;/;307;',
  null: null,
  nothing: undefined,
};

/** For functions that have no signal. */
const NEVER = {signal: new AbortController().signal};

/** Every function of the site that a request of a page can reach. */
const REACHES: Readonly<Record<string, Reaching>> = {
  ...READING,
  ...CHANGING,
  onLogin: byLogin('onLogin'),
  limit: byLogin('limit'),
  async onReport(behave) {
    const site = await createSite({onReport: () => behave(NEVER) as never});
    const report = {
      purpose: 'report',
      code: 'sdk_blocked',
      ref: 'KS-7GR0-9A2K',
      release: '0.1.0',
      browser: 'kakaotalk',
    };
    return {site, send: () => site.post(report)};
  },
  async 'session.read'(behave) {
    const site = await createWithPort({read: () => behave(NEVER)});
    return {site, send: () => site.get()};
  },
  async fetch(behave) {
    const site = await createSite({fetch: () => behave(NEVER) as never});
    return {site, send: () => site.post(site.prepare())};
  },
};

describe('what ends a render or a route of Next', () => {
  for (const [what, thrown] of Object.entries(EXITS))
    test(`is told from a failure: ${what}`, () => assert.ok(isFrameworkExit(thrown)));
  for (const [what, thrown] of Object.entries(FAILURES))
    test(`is not ${what}`, () => assert.ok(!isFrameworkExit(thrown)));

  for (const [hook, reach] of Object.entries(REACHES)) {
    for (const [what, thrown] of Object.entries(EXITS)) {
      test(`comes out of ${hook} as it is, neither told nor counted: ${what}`, async () => {
        const {site, send} = await reach(() => Promise.reject(thrown));
        site.metrics.length = 0;

        await assert.rejects(send(), (error) => error === thrown);

        assert.deepEqual([site.reports, site.metrics], [[], []]);
      });
    }
  }

  for (const handler of ['session', 'callback'] as const) {
    test(`comes out of ${handler} where the request itself throws it`, async () => {
      const {server} = await createServerSite();
      const request = Object.defineProperty(toGet(), 'headers', {get: exit});

      await assert.rejects(server[handler](request), (error) => error === REDIRECT);
    });
  }

  test('comes out of a notice’s address where the request itself throws it', async () => {
    const site = await createNoticeSite();
    const request = Object.defineProperty(toUnlinkRequest('GET'), 'headers', {get: exit});

    await assert.rejects(site.notices.unlink(request), (error) => error === REDIRECT);
  });

  for (const [name, overrides] of [
    ['readMember', {readMember: exit}],
    ['session.read', {session: {create: () => undefined, read: exit, destroy: () => undefined}, linkMember: undefined}],
  ] as const) {
    test(`comes out of readSession, for a page that draws the member: ${name}`, async () => {
      const cookie = await signIn(await createSite());
      const {server} = await createSite(overrides);

      await assert.rejects(
        server.readSession(new Request(ENDPOINT, {headers: {Cookie: cookie}})),
        (error) => error === REDIRECT,
      );
    });
  }

  test('comes out of a call to Kakao, and out of the store of kept tokens', async () => {
    const store = {...createMemoryTokenStore(), read: exit};
    const {server} = await createSite({fetch: exit, keepTokens: {tokenKeys: [TOKEN_KEY], store}});

    await assert.rejects(server.api.users.get({accessToken: 'token'}), (error) => error === REDIRECT);
    await assert.rejects(server.api.accessToken('1'), (error) => error === REDIRECT);
  });
});

/** Hooks that end a login by Next’s redirect() until it is over, after its code was spent. */
const SPENT: Readonly<Record<string, (isOver: () => boolean) => Partial<KakaoServerOptions>>> = {
  findMember: (isOver) => ({findMember: () => (isOver() ? {id: 'm-1'} : exit())}),
  signUp: (isOver) => ({signUp: () => (isOver() ? {id: 'm-1'} : exit())}),
  onConsent: (isOver) => ({onConsent: () => (isOver() ? undefined : exit())}),
  onLogin: (isOver) => ({onLogin: () => (isOver() ? undefined : exit())}),
};

describe('a login that a hook ends by Next’s redirect()', () => {
  for (const [hook, toOptions] of Object.entries(SPENT)) {
    test(`has spent its code, and no session was made; the next one signs in: ${hook}`, async () => {
      let isOver = false;
      const created: unknown[] = [];
      const session = {create: (made: unknown) => void created.push(made), read: () => null, destroy: () => undefined};
      const site = await createSite({...toOptions(() => isOver), session, linkMember: undefined});
      const login = site.prepare();

      await assert.rejects(site.post(login), (error) => error === REDIRECT);
      isOver = true;
      const repeated = await readEnd(site.post(login));
      const sessions = created.length;
      const next = await readEnd(site.post(site.prepare()));

      assert.deepEqual([repeated, sessions, next, created.length], ['code_used', 0, 'signed-in', 1]);
      assert.equal(site.provider.count('/oauth/token'), 2);
    });

    test(`at the server’s own route, a reload ends in code_used, and the next one signs in: ${hook}`, async () => {
      let isOver = false;
      const site = await createServerSite(toOptions(() => isOver));
      const underWay = leave(site);

      await assert.rejects(comeBack(site, underWay), (error) => error === REDIRECT);
      isOver = true;
      assertEnd(site, underWay, await comeBack(site, underWay), 'error.code_used', FROM);
      const next = await comeBack(site, leave(site));

      assert.equal(sessionCookies(next).length, 1);
      assert.equal(site.provider.count('/oauth/token'), 2);
    });
  }

  test('ends requests that are equal and wait for it in the same way, with one exchange', async () => {
    const site = await createSite({signUp: exit});
    const login = site.prepare();

    const results = await Promise.allSettled([site.post(login), site.post(login)]);

    assert.deepEqual(
      results.map((result) => result.status === 'rejected' && result.reason === REDIRECT),
      [true, true],
    );
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('stays pending where it had waited, and can be finished', async () => {
    let isOver = false;
    const site = await createSite({
      signUp: () => ({action: 'link-existing'}),
      onLogin: () => (isOver ? undefined : exit()),
    });
    const cookie = toPending(await site.post(site.prepare()));

    await assert.rejects(finish(site, cookie, {id: 'm-1'}), (error) => error === REDIRECT);
    isOver = true;

    assert.equal(sessionCookies(await finish(site, cookie, {id: 'm-1'})).length, 1);
  });

  test('is whole once its session is made: what the store of kept tokens throws is a failure that it survives', async () => {
    const store = {...createMemoryTokenStore(), withLock: exit};
    const site = await createSite({keepTokens: {tokenKeys: [TOKEN_KEY], store}});

    const response = await site.post(site.prepare());

    assert.equal(sessionCookies(response).length, 1);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['hook_failed'],
    );
  });

  test('does not keep a failure of Kakao’s keys from the next login', async () => {
    let isOver = false;
    const site = await createSite();
    const {provider} = site;
    const {session} = createKakaoServer(
      site.options({fetch: (request) => (isOver ? provider.fetch(request) : exit())}),
    );

    await assert.rejects(session(toPost(site.prepare())), (error) => error === REDIRECT);
    isOver = true;

    assert.equal(await readEnd(session(toPost(site.prepare()))), 'signed-in');
  });
});
