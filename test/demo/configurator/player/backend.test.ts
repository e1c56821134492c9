import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toBackendOutcome} from '../../../../demo/configurator/page/player/backend.js';
import {ENDINGS} from '../../../../demo/configurator/page/preview/endings.js';
import {createRandomToken} from '../../../../src/shared/encoding/random.js';
import {toReference} from '../../../../src/shared/reference.js';

describe('the player’s backend', () => {
  const rows = {
    'new-member': {end: 'signed-in', isNewMember: true, member: {name: '김새봄'}},
    member: {end: 'signed-in', isNewMember: false, member: {name: '이하늘'}},
    cancel: {end: 'signed-in', isNewMember: true, member: {name: '김새봄'}},
    'under-14': {end: 'help', code: 'under_age'},
    'backend-down': {end: 'retry', code: 'backend_unreachable'},
  } as const;
  for (const ending of ENDINGS) {
    test(`ends as ${rows[ending].end}, of ${ending}`, () => {
      const tx = createRandomToken();
      const outcome = toBackendOutcome(ending, tx);

      assert.deepEqual(outcome, {purpose: 'login', ref: toReference(tx), ...rows[ending]});
    });
  }
});
