import {PERSONAS} from 'kakao-sync-widget/emulator';
import type {Database} from './database.js';

/** The people whom the emulator has as members from the start: the shop has known them for a while. */
export async function addFirstMembers(database: Database): Promise<void> {
  for (const {userId, nickname, linked} of PERSONAS) {
    if (linked === undefined) continue;
    await database.query(
      `INSERT INTO members (kakao_id, name, joined_at) VALUES ($1, $2, now() - interval '90 days')
         ON CONFLICT (kakao_id) DO NOTHING`,
      [String(userId), nickname],
    );
  }
}
