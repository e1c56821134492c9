import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoNotices, KakaoSyncError} from '../../../src/server/index.js';
import {createNoticeSite, toUnlinkRequest} from '../support/notices.js';

const PEOPLE: readonly unknown[] = [undefined, null, '', 0, 4242, 'a', '0', ' 1', ['1'], {}];
const EVENTS: readonly unknown[] = [undefined, null, 1, ['1'], {}];
const NUMBERS: readonly unknown[] = [null, '1', NaN, Infinity, -1, [1], {}];

/** Calls that a page without types can make by mistake: each is refused, and says which value is wrong. */
const ROWS: readonly (readonly [name: string, values: readonly unknown[], call: Call])[] = [
  ['forget: kakaoId', PEOPLE, (notices, value) => notices.forget(value as string)],
  ['replay: eventId', EVENTS, (notices, value) => notices.replay(value as string)],
  ['discard: eventId', EVENTS, (notices, value) => notices.discard(value as string)],
  ['failures: limit', [...NUMBERS, 0, 1.5], (notices, value) => notices.failures({limit: value as number})],
  ['drain: maxSeconds', NUMBERS, (notices, value) => notices.drain({maxSeconds: value as number})],
  ['stop: graceSeconds', NUMBERS, (notices, value) => notices.stop({graceSeconds: value as number})],
];

type Call = (notices: KakaoNotices, value: unknown) => Promise<unknown>;

describe('care of notices', () => {
  for (const [name, values, call] of ROWS) {
    test(`refuses ${name} of another form, and leaves what waits`, async () => {
      const site = await createNoticeSite();
      await site.notices.unlink(toUnlinkRequest('POST'));

      for (const value of values) {
        await assert.rejects(call(site.notices, value), ({code, message}: KakaoSyncError) => {
          assert.deepEqual([code, message.startsWith(`notices.${name} is not valid: give `)], ['config_invalid', true]);
          return true;
        });
      }

      assert.equal((await site.notices.counts()).waiting, 1);
    });
  }
});
