import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createMeter} from '../../demo/snippets/meters.js';
import {createNoticeSite, toUnlinkRequest} from '../server/support/notices.js';

describe('meters.ts of the documents', () => {
  it('hands on what was counted, and how long notices have waited', async () => {
    const sent: [string, number][] = [];
    const onMetric = createMeter((name, value) => sent.push([name, value]));
    const site = await createNoticeSite({options: {onMetric, onUnlink: () => Promise.reject(new Error('down'))}});
    const {settle} = site;
    const login = site.prepare();
    await site.post(login);
    await site.post(login);
    assert.deepEqual(sent.splice(0).sort(), [
      ['kakao.calls.jwks.milliseconds', 0],
      ['kakao.calls.jwks.ok', 1],
      ['kakao.calls.terms.milliseconds', 0],
      ['kakao.calls.terms.ok', 1],
      ['kakao.calls.token.milliseconds', 0],
      ['kakao.calls.token.ok', 1],
      ['kakao.calls.user.milliseconds', 0],
      ['kakao.calls.user.ok', 1],
      ['kakao.login.code_used', 1],
      ['kakao.login.milliseconds', 0],
      ['kakao.login.milliseconds', 0],
      ['kakao.login.replayed', 1],
      ['kakao.login.signed-in', 1],
      ['kakao.signing-keys.age_seconds', 0],
      ['kakao.signing-keys.fetched', 1],
    ]);

    await site.notices.unlink(toUnlinkRequest('POST'));
    await settle();

    assert.deepEqual(
      sent.filter(([name]) => name.includes('notice')),
      [
        ['kakao.unlink-notice.stored', 1],
        ['kakao.unlink-notice.milliseconds', 0],
        ['kakao.unlink-notice.admin_key_0', 1],
        ['kakao.notices.waiting', 0],
        ['kakao.notices.failed', 1],
        ['kakao.notices.oldest_seconds', 0],
      ],
    );
  });
});
