import {createHmac} from 'node:crypto';
import type {Database} from './database.js';
import type {ShopMember} from './members.js';

/** How a member stands to the welcome coupon. */
export type WelcomeCoupon =
  | {readonly is: 'valid'; readonly until: Date}
  /** The person has had it: it has expired, or they had left since. */
  | {readonly is: 'had'}
  /** A member from before, or without Kakao. */
  | {readonly is: 'none'};

/** Welcome coupons: one a person, also if somebody leaves the shop and comes back. */
export interface WelcomeCoupons {
  /** Gives the coupon to a member who has just joined, unless the person has had it. Call it at each login. */
  grant(member: Pick<ShopMember, 'id' | 'kakaoId'>): Promise<void>;
  /** @param now in milliseconds since the epoch */
  read(member: Pick<ShopMember, 'id' | 'kakaoId'>, now: number): Promise<WelcomeCoupon>;
}

const VALID_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * @param key 32 random bytes as text. It must never change: with another key, nobody is recognised. The key is needed
 * because a plain hash of an id can be found by trying all ids.
 */
export function createWelcomeCoupons(database: Pick<Database, 'query'>, key: string): WelcomeCoupons {
  const toPerson = (kakaoId: string): string => createHmac('sha256', key).update(kakaoId).digest('base64url');
  return {
    grant: async ({id, kakaoId}) => {
      if (kakaoId === null) return;
      // One statement: of two at once only one succeeds, and a coupon is never claimed without being given.
      await database.query(
        `WITH claimed AS (
              INSERT INTO coupon_claims (person, granted_on)
              SELECT $2, current_date FROM members WHERE id = $1 AND joined_at > now() - interval '1 day'
                  ON CONFLICT DO NOTHING
           RETURNING person
         )
         INSERT INTO coupons (member_id) SELECT $1 FROM claimed ON CONFLICT DO NOTHING`,
        [id, toPerson(kakaoId)],
      );
    },
    read: async ({id, kakaoId}, now) => {
      const [coupon] = await database.query<{grantedAt: Date}>(
        'SELECT granted_at AS "grantedAt" FROM coupons WHERE member_id = $1',
        [id],
      );
      if (coupon) {
        const until = new Date(coupon.grantedAt.getTime() + VALID_MS);
        return until.getTime() > now ? {is: 'valid', until} : {is: 'had'};
      }
      if (kakaoId === null) return {is: 'none'};
      const claims = await database.query('SELECT 1 FROM coupon_claims WHERE person = $1', [toPerson(kakaoId)]);
      return {is: claims.length > 0 ? 'had' : 'none'};
    },
  };
}
