import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {KakaoSyncError} from 'kakao-sync-widget/server';
import {authorize, KIT_OPTIONS, toShopPost} from '../server/support/over-sockets.js';
import {readEnd} from '../server/support/site.js';
import {seedFolder} from '../support/embedded.js';

const PERSON = '4100000002';

describe('setup.ts of the documents', () => {
  it('keeps tokens of a login, and deletes them before the shop is told of an unlink', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
    await seedFolder(join(folder, 'store/database'));
    process.env['KAKAO_ADMIN_KEY'] = DEFAULT_APP.adminKey;
    process.env['KAKAO_APP_ID'] = '100001';
    process.env['NOTICES'] = folder;
    process.env['TOKEN_KEY'] = 'setup-snippet-key-0123456789-abcdefghijkl';
    delete process.env['DATABASE_URL'];
    const {createBackend} = await import('../../demo/snippets/tokens/setup.js');
    const emulator = createKakaoEmulator();
    const told: unknown[] = [];
    const options = {
      ...KIT_OPTIONS,
      findMember: ({id}: {id: string}) => ({id}),
      signUp: ({id}: {id: string}) => ({id}),
      readMember: (id: string) => ({id, kakaoId: id}),
      fetch: emulator.fetch,
    };
    const kakao = createBackend(options, {
      async unlink(kakaoId, before) {
        const kept = await kakao.api.accessToken(kakaoId).catch((error: unknown) => (error as KakaoSyncError).code);
        told.push([kakaoId, before instanceof Date, kept]);
      },
    });

    try {
      await kakao.notices.counts();
      const login = authorize(emulator, 'https://kauth.kakao.com', 'member');
      assert.equal(await readEnd(kakao.session(toShopPost(login))), 'signed-in');
      const accessToken = await kakao.api.accessToken(PERSON);
      assert.equal((await kakao.api.tokens.info(accessToken)).kakaoId, PERSON);

      emulator.account('member').unlink();
      const body = new URLSearchParams({app_id: '100001', user_id: PERSON, referrer_type: 'UNLINK_FROM_APPS'});
      const headers = {Authorization: `KakaoAK ${DEFAULT_APP.adminKey}`};
      const notice = new Request('http://localhost:3000/kakao/notices/unlink', {method: 'POST', headers, body});
      assert.equal((await kakao.notices.unlink(notice)).status, 200);
      assert.deepEqual(await kakao.notices.drain(), {applied: 1});

      assert.deepEqual(told, [[PERSON, true, 'login_required']]);
    } finally {
      await kakao.notices.stop();
      await rm(folder, {recursive: true, force: true});
    }
  });
});
