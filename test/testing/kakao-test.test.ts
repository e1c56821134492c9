import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type KakaoServer} from 'kakao-sync-widget/server';
import {
  createKakaoTest,
  type KakaoTest,
  type KakaoTestOptions,
  LOGIN_FAILURES,
  type LoginFailureCode,
} from 'kakao-sync-widget/testing';
import {createBackend} from '../../demo/snippets/testing/vitest/backend.js';
import {createMemoryTokenStore} from '../server/support/memory-token-store.js';
import {KIT_OPTIONS} from '../server/support/over-sockets.js';

const HOUR = 3_600_000;

const setUp = (options: Partial<KakaoTestOptions> = {}): KakaoTest =>
  createKakaoTest({backend: createBackend, ...options});

describe('createKakaoTest', () => {
  it('logs in a member, and signs up somebody new by default', async () => {
    const kakao = setUp();

    const first = await kakao.logIn();
    const second = await kakao.logIn();

    assert.deepEqual([first.answer.status, first.body['status'], first.body['isNewMember']], [200, 'signed-in', true]);
    assert.deepEqual([second.body['status'], second.body['isNewMember']], ['signed-in', false]);
    assert.deepEqual(second.body['member'], {name: '김새봄'});
  });

  it('keeps the answer unread, and its cookies', async () => {
    const {answer, body, cookie} = await setUp().logIn('member');

    assert.deepEqual(await answer.json(), body);
    assert.match(cookie, /^[^=;]+=[^;]+$/);
  });

  for (const code of Object.keys(LOGIN_FAILURES) as LoginFailureCode[]) {
    it(`makes one login end with ${code}, and the next one succeed`, async () => {
      const kakao = setUp();
      kakao.failNextLogin(code);

      const failed = await kakao.logIn('member');
      kakao.emulator.expectNoPlannedFailures();
      const next = await kakao.logIn('member');

      assert.deepEqual([failed.body['code'], failed.cookie], [code, '']);
      assert.equal(next.body['status'], 'signed-in');
    });
  }

  for (const code of ['under_age', 'toString', '__proto__', '']) {
    it(`says which codes a login can end with, and not ${JSON.stringify(code)}`, () => {
      assert.throws(() => setUp().failNextLogin(code as 'code_used'), /Known: code_used, rate_limited,/);
    });
  }

  it('posts what else a page posts', async () => {
    const seen: unknown[] = [];
    const kakao = setUp({
      backend: (connection) => {
        const answer = createBackend(connection);
        return async (request) => {
          seen.push(await request.clone().json());
          return answer(request);
        };
      },
    });
    await kakao.logIn('member', {purpose: 'auto-login', terms: ['marketing'], attribution: {utm_source: 'kakao'}});
    await kakao.logIn('member');

    const [more, less] = seen as Record<string, unknown>[];
    const {purpose, terms, attribution} = more ?? {};
    assert.deepEqual(
      {purpose, terms, attribution},
      {
        purpose: 'auto-login',
        terms: ['marketing'],
        attribution: {utm_source: 'kakao'},
      },
    );
    assert.deepEqual(Object.keys(less ?? {}).sort(), [
      ...['clientId', 'code', 'nonceSecret', 'purpose', 'redirectUri', 'tx'],
    ]);
  });

  it('serves a site of another address, with paths of its own', async () => {
    const site = 'http://127.0.0.1:8080';
    const kakao = setUp({
      site,
      endpoint: '/kakao/session',
      redirectPath: '/login/done',
      backend: (connection) =>
        createKakaoServer({
          ...KIT_OPTIONS,
          redirectUris: [`${site}/login/done`],
          allowedOrigins: [site],
          findMember: ({id}) => ({id}),
          signUp: ({id}) => ({id}),
          readMember: (id) => ({id}),
          ...connection,
        }).session,
    });

    assert.equal((await kakao.logIn('member')).body['status'], 'signed-in');
  });

  it('says what Kakao would show instead of a login', async () => {
    const kakao = setUp({clientId: 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'});

    await assert.rejects(kakao.logIn('member'), /KOE101/);
    await assert.rejects(setUp().logIn('nobody'), /nobody/);
  });

  it('says why somebody is sent back without a code', async () => {
    await assert.rejects(setUp().logIn('under-14'), /under-14 back without a code: access_denied/);
  });

  it('has a clock that Kakao and the backend share, and that stands still: tokens are refreshed, and end', async () => {
    const api: {current?: KakaoServer['api']} = {};
    const kakao = setUp({
      backend: (connection) => {
        const kit = createKakaoServer({
          ...KIT_OPTIONS,
          adminKey: DEFAULT_APP.adminKey,
          keepTokens: {tokenKeys: ['a token key of at least 32 characters'], store: createMemoryTokenStore()},
          findMember: ({id}) => ({id}),
          signUp: ({id}) => ({id}),
          readMember: (id) => ({id, kakaoId: id}),
          ...connection,
        });
        api.current = kit.api;
        return kit.session;
      },
    });
    await kakao.logIn('member');
    const readToken = (): Promise<string> | undefined => api.current?.accessToken('4100000002');

    const first = await readToken();
    kakao.clock.time += 7 * HOUR;
    const second = await readToken();
    kakao.clock.time += 61 * 24 * HOUR;

    assert.notEqual(second, first);
    await assert.rejects(Promise.resolve(readToken()), {code: 'login_required'});
  });
});
