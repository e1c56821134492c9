import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createNoticeSite} from '../support/notices.js';
import {ADMIN_KEY, PERSON, START} from '../support/site.js';
import {sendEvent, testAccountEvents} from './support/account-event-cases.js';

describe('an account event', () => {
  // F70 is among them.
  testAccountEvents(() => createNoticeSite());

  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
    test(`is refused by ${method}`, async () => {
      const site = await createNoticeSite();

      const response = await site.notices.account(new Request('https://shop.example/n', {method}));

      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST']);
    });
  }

  test('is kept without its text, and its errors tell nothing of it', async () => {
    const site = await createNoticeSite();
    const token = await site.signEvent();
    await sendEvent(site, token);
    await sendEvent(site, await site.signEvent({claims: {nonce: 'canary-nonce'}}));

    const {eventId, ...notice} = site.store.waiting[0]!;
    assert.match(eventId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(notice, {kind: 'unlink', event: 'unlinked', kakaoId: PERSON, at: START, clock: 'kakao'});
    assert.doesNotMatch(JSON.stringify(site.reports), new RegExp(`canary|${PERSON}|${ADMIN_KEY}|${token.slice(-20)}`));
  });
});
