import {PERSONAS} from 'kakao-sync-widget/emulator';
import type {Database} from './database.js';

/** Somebody who has bought here before there was Kakao, by telephone number: Kakao has no identity check of them. */
const CUSTOMER = 'no-ci';

/** The people whom the emulator has as members from the start, linked for 30 days there: the shop has known them for a while. */
export async function addFirstMembers(database: Database): Promise<void> {
  for (const {id, userId, nickname, name, phoneNumber, linked} of PERSONAS) {
    if (id === CUSTOMER) {
      await database.query(
        `INSERT INTO members (phone, name, joined_at) VALUES ($1, $2, now() - interval '400 days')
           ON CONFLICT (phone) DO NOTHING`,
        [phoneNumber?.replace(/[ -]/g, ''), name],
      );
    }
    if (linked === undefined) continue;
    await database.query(
      `INSERT INTO members (kakao_id, name, joined_at, linked_at)
            VALUES ($1, $2, now() - interval '90 days', now() - interval '30 days')
         ON CONFLICT (kakao_id) DO NOTHING`,
      [String(userId), nickname],
    );
  }
}
