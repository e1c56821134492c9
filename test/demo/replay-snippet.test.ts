import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {replayFailures} from '../../demo/snippets/replay.js';
import {createNoticeSite, toUnlinkRequest} from '../server/support/notices.js';

describe('replay.ts of the documents', () => {
  it('has the hook called again for what was given up, under the same eventId', async () => {
    const calls: string[] = [];
    let isDown = true;
    const site = await createNoticeSite({
      options: {
        onUnlink({eventId}) {
          calls.push(eventId);
          if (isDown) throw new Error('down');
        },
      },
    });
    await site.proveKey();
    await site.notices.unlink(toUnlinkRequest('POST'));
    await site.settle();
    const [failure] = await site.notices.failures();
    assert.equal(calls.length, 21);

    isDown = false;
    await replayFailures(site.server);
    await site.settle();

    assert.deepEqual(calls.slice(21), [failure?.notice.eventId]);
    assert.deepEqual([new Set(calls).size, (await site.notices.failures()).length], [1, 0]);
    assert.deepEqual(
      [...new Set(site.reports.map(({code}) => code))],
      ['hook_failed', 'notice_given_up'],
      'a hook that throws keeps its code',
    );
  });
});
