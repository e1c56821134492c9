import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {seedFolder} from '../support/embedded.js';

describe('notices.ts of the documents', () => {
  it('tells the shop of an unlink that Kakao confirms, and of a channel', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notices-'));
    await seedFolder(join(folder, 'store/database'));
    process.env['KAKAO_ADMIN_KEY'] = DEFAULT_APP.adminKey;
    process.env['KAKAO_APP_ID'] = '123456';
    process.env['NOTICES'] = folder;
    delete process.env['DATABASE_URL'];
    const {createBackend} = await import('../../demo/snippets/notices.js');
    const address = 'http://127.0.0.1:4000';
    const shop = 'http://localhost:3000';
    const emulator = createKakaoEmulator();
    const told: unknown[] = [];
    const {app, kakao} = createBackend(
      {
        keys: [{clientId: DEFAULT_APP.restApiKeys[0].key}],
        redirectUris: [`${shop}/kakao/callback`],
        allowedOrigins: [shop],
        sessionKeys: ['notices-session-key-0123456789-abcdefghij'],
        emulator: address,
        fetch: (request) => emulator.fetch(request),
        findMember: () => null,
        signUp: ({id}) => ({id}),
        readMember: () => null,
      },
      {
        unlink: (...values) => Promise.resolve(void told.push(['unlink', ...values])),
        setChannel: (...values) => Promise.resolve(void told.push(['channel', ...values])),
      },
    );
    const headers = {Authorization: `KakaoAK ${DEFAULT_APP.adminKey}`};
    const body = {
      event: 'added',
      id: 42,
      id_type: 'app_user_id',
      channel_public_id: '_ZeUTxl',
      updated_at: '2026-11-01T00:00:00Z',
    };

    try {
      // The embedded database keeps the process busy for a moment when it is opened.
      await kakao.notices.counts();
      const form = new URLSearchParams({app_id: '123456', user_id: '42', referrer_type: 'UNLINK_FROM_APPS'});
      const answers = [
        await app.request('/kakao/notices/unlink', {method: 'POST', headers, body: form}),
        await app.request('/kakao/notices/channel', {
          method: 'POST',
          headers: {...headers, 'Content-Type': 'application/json', 'X-Kakao-Resource-ID': 'one'},
          body: JSON.stringify(body),
        }),
        await app.request('/kakao/notices/account', {method: 'POST', headers, body: 'no token'}),
      ];
      assert.deepEqual(
        answers.map(({status}) => status),
        [200, 200, 400],
      );

      assert.deepEqual(await kakao.notices.drain(), {applied: 2});

      const [[, unlinked, at], channel] = (told as unknown[][]).sort((a, b) =>
        a[0] === 'unlink' ? -1 : b[0] === 'unlink' ? 1 : 0,
      ) as [unknown[], unknown[]];
      assert.equal(unlinked, '42');
      assert.ok(at instanceof Date);
      assert.deepEqual(channel, ['channel', '42', true]);
    } finally {
      await kakao.notices.stop();
      await rm(folder, {recursive: true, force: true});
    }
  });
});
