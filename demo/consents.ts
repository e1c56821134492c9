import type {ConsentRecord} from 'kakao-sync-widget/server';
import type {Database} from './database.js';

/** One line of the shop's consent record, as the account page lists it. */
export interface Consent {
  readonly kind: 'term' | 'scope';
  readonly tag: string;
  readonly agreed: boolean;
  readonly required: boolean;
  /** When it was agreed to, by Kakao's clock; null for what was declined, and for consent items. */
  readonly agreedAt: Date | null;
  /** When the shop learnt of it. */
  readonly recordedAt: Date;
}

/** What members have agreed to: lines are added, and none is ever changed. */
export interface Consents {
  /**
   * Adds what is new. A record is skipped if it equals the one before it in time, of the same member, kind and tag. The
   * order of adding does not count: a pending login can bring what was true some minutes ago.
   */
  add(records: readonly ConsentRecord[]): Promise<void>;
  /** A member's record, the newest line first. */
  list(memberId: string): Promise<Consent[]>;
}

/** When the member agreed or withdrew, as far as Kakao tells. */
const MOMENT = 'coalesce(agreed_at, recorded_at)';
/** Kakao's clock has whole seconds: of two records of one second, the withdrawal is the newer one. */
const NEWEST_FIRST = `${MOMENT} DESC, agreed, id DESC`;

export function createConsents(database: Database): Consents {
  return {
    async add(records) {
      for (const {memberId, kind, tag, agreed, required, agreedAt, at} of records) {
        await database.query(
          `INSERT INTO consents (member_id, kind, tag, agreed, required, agreed_at, recorded_at)
           SELECT $1::uuid, $2::text, $3::text, $4::boolean, $5::boolean, $6::timestamptz, $7::timestamptz
            WHERE NOT EXISTS (
                    SELECT FROM consents
                     WHERE member_id = $1::uuid AND kind = $2::text AND tag = $3::text
                       AND agreed AND $4::boolean AND agreed_at = $6::timestamptz
                  )
              AND NOT EXISTS (
                    SELECT FROM (
                      SELECT agreed, agreed_at FROM consents
                       WHERE member_id = $1::uuid AND kind = $2::text AND tag = $3::text
                         AND ${MOMENT} <= coalesce($6::timestamptz, $7::timestamptz)
                    ORDER BY ${NEWEST_FIRST} LIMIT 1
                    ) AS before
                     WHERE before.agreed = $4::boolean AND before.agreed_at IS NOT DISTINCT FROM $6::timestamptz
                  )`,
          [memberId, kind, tag, agreed, required ?? false, agreedAt ?? null, at],
        );
      }
    },
    list: (memberId) =>
      database.query<Consent>(
        `SELECT kind, tag, agreed, required, agreed_at AS "agreedAt", recorded_at AS "recordedAt"
           FROM consents WHERE member_id = $1 ORDER BY ${NEWEST_FIRST} LIMIT 50`,
        [memberId],
      ),
  };
}
