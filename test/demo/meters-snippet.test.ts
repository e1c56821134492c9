import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createMeters} from '../../demo/snippets/meters.js';
import {createNoticeSite, toUnlinkRequest} from '../server/support/notices.js';

describe('meters.ts of the documents', () => {
  it('hands on what was counted, and how long notices have waited', async () => {
    const sent = new Map<string, number>();
    const meters = createMeters((name, value) => sent.set(name, value));
    const site = await createNoticeSite({options: {onMetric: (metric) => meters.onMetric(metric)}});
    await meters.readNotices(site.server);
    assert.equal(sent.get('kakao.notices.oldest_seconds'), 0);

    await site.notices.unlink(toUnlinkRequest('POST'));
    await meters.readNotices(site.server, site.clock.time + 61_000);

    assert.deepEqual(Object.fromEntries(sent), {
      'kakao.unlink-notice.stored': 1,
      'kakao.unlink-notice.milliseconds': 0,
      'kakao.notices.waiting': 1,
      'kakao.notices.failed': 0,
      'kakao.notices.oldest_seconds': 61,
    });
  });
});
