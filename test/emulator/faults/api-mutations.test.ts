import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {API_SPOILS, type ApiSpoil} from '../../../src/emulator/index.js';
import {toApiMutationPoint} from '../../../src/emulator/core/faults/api-mutations.js';
import {setup} from '../support/setup.js';

const PATHS = {
  terms: '/v2/user/service_terms?result=app_service_terms&tags=service',
  channels: '/v2/api/talk/channels',
};

const TERM = {tag: 'service', required: true, agreed: true, revocable: false, agreed_by: 'KAUTH'};
const AGREED = {...TERM, agreed_at: '2026-10-23T09:00:00Z'};
const [ID, AT] = [4100000002, '2026-10-23T09:00:00Z'];
const CHANNEL = {channel_uuid: '@emulator', channel_public_id: '_emulator', relation: 'ADDED'};
const ADDED = {...CHANNEL, created_at: AT, updated_at: AT};

/** What comes of each. */
const BODIES: Readonly<Record<ApiSpoil, unknown>> = {
  'ktl-terms-more-fields': {id: ID, service_terms: [{...AGREED, more: {}}], next: null},
  'ktl-terms-no-list': {id: ID},
  'ktl-terms-null': {id: ID, service_terms: null},
  'ktl-terms-array': [AGREED],
  'ktl-terms-tag-number': {id: ID, service_terms: [{...AGREED, tag: 1}]},
  'ktl-terms-agreed-text': {id: ID, service_terms: [{...AGREED, agreed: 'true'}]},
  'ktl-terms-agreed-missing': {
    id: ID,
    service_terms: [Object.fromEntries(Object.entries(AGREED).filter(([name]) => name !== 'agreed'))],
  },
  'ktl-terms-agreed-at-missing': {id: ID, service_terms: [TERM]},
  'ktl-terms-agreed-at-text': {id: ID, service_terms: [{...TERM, agreed_at: 'soon'}]},
  'ktl-terms-other-user': {id: ID + 1, service_terms: [AGREED]},
  'ktl-channels-more-fields': {user_id: ID, channels: [{...ADDED, more: {}}], next: null},
  'ktl-channels-no-list': {user_id: ID},
  'ktl-channels-null': {user_id: ID, channels: null},
  'ktl-channels-relation-unknown': {user_id: ID, channels: [{...ADDED, relation: 'MUTED'}]},
  'ktl-channels-other-user': {user_id: ID + 1, channels: [ADDED]},
};

describe('what kapi says of terms and channels', () => {
  for (const spoil of API_SPOILS) {
    it(`${spoil}: is wrong in one thing, once`, async () => {
      const {emulator, tokens, api} = setup();
      emulator.account('member').agree('plusfriends');
      const {access_token: token} = await tokens('member');
      const point = toApiMutationPoint(spoil);
      emulator.failNext(point, {spoil});

      const spoiled = await api(PATHS[point], token);
      const next = await api(PATHS[point], token);

      assert.equal(spoiled.status, 200);
      assert.deepEqual(spoiled.body, BODIES[spoil]);
      const honest = point === 'terms' ? {id: ID, service_terms: [AGREED]} : {user_id: ID, channels: [ADDED]};
      assert.deepEqual(next.body, honest);
    });
  }

  it('is spoiled where it shows, and nowhere else', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.failNext('channels', {spoil: 'ktl-terms-null'}), /terms only/);
    assert.throws(() => emulator.failNext('user', {spoil: 'ktl-channels-null'}), /channels only/);
    assert.throws(() => emulator.failNext('terms', {spoil: 'ktl-user-id-missing'}), /token and user only/);
  });
});
