import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {it} from 'node:test';
import {openDatabase} from '../../demo/database.js';
import {addFirstMembers} from '../../demo/first-members.js';
import {createMembers} from '../../demo/members.js';
import {PERSONAS} from 'kakao-sync-widget/emulator';

it('addFirstMembers makes the shop know whom the emulator has as members, and nobody else, once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const database = await openDatabase({folder});
  t.after(async () => {
    await database.close();
    await rm(folder, {recursive: true});
  });
  const members = createMembers(database);

  await addFirstMembers(database);
  await addFirstMembers(database);

  for (const {id, userId, nickname, phoneNumber, linked} of PERSONAS) {
    const member = await members.findByKakao({id: String(userId), nickname});
    assert.equal(member !== null, linked !== undefined, nickname);
    // Nobody is told that they have just signed up.
    const customer = await members.findUnconnected({phoneNumber: {e164: phoneNumber?.replace(/[ -]/g, '')}});
    assert.equal(customer !== null, id === 'no-ci', nickname);
    if (member) assert.ok(Date.now() - member.joinedAt.getTime() > 24 * 3600 * 1000);
  }
});
