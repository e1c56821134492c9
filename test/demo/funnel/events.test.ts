import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseEvent} from '../../../demo/funnel/events.js';
import {ID, toEvent} from './support/numbers.js';

describe('an event of the shop’s pages', () => {
  for (const [what, sent, stored] of [
    ['is taken with all it can have', {variant: 'b', event_id: ID}, {variant: 'b', eventId: ID}],
    ['keeps a campaign in Korean', {campaign: '가을 세일 2026-11-22'}, {campaign: '가을 세일 2026-11-22'}],
    ['loses an e-mail address', {campaign: 'kim@ondal.example'}, {campaign: ''}],
    ['loses a telephone number', {source: '010-1234-5678'}, {source: ''}],
    ['loses a telephone number with a country', {variant: '+82 10 1234 5678'}, {variant: ''}],
    ['loses a token', {campaign: 'eyJhbGciOiJIUzI1NiJ9.e30.x'}, {campaign: ''}],
    ['loses control characters', {campaign: 'a\u0000b'}, {campaign: ''}],
    ['is refused with a campaign that is too long', {campaign: 'a'.repeat(101)}, null],
    ['is refused under another name', {name: 'page_view'}, null],
    ['is refused under the name of a property', {name: 'toString'}, null],
    ['is refused with another purpose', {purpose: 'link'}, null],
    ['is refused with an id of another form', {event_id: '<b>'}, null],
    ['is refused with a field of its own', {email: 'kim@ondal.example'}, null],
    ['is refused with a number', {campaign: 7}, null],
  ] as const) {
    it(what, () => {
      const base = {name: 'kakao_sync_start', campaign: 'autumn', source: 'talk', variant: 'a', purpose: 'login'};

      assert.deepEqual(parseEvent({...base, ...sent}), stored && toEvent(stored));
    });
  }

  it('is refused if it is no object', () => {
    for (const value of [null, undefined, 'sign_up', ['sign_up'], 1]) assert.equal(parseEvent(value), null);
  });
});
