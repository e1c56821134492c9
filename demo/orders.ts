import type {Database} from './database.js';

/** One order, as the account page lists it. */
export interface Order {
  readonly id: string;
  readonly product: string;
  readonly variant: string;
  readonly orderedAt: Date;
}

/** The members' orders. */
export interface Orders {
  add(memberId: string, product: string, variant: string): Promise<void>;
  /** A member's latest orders, the newest first. */
  list(memberId: string): Promise<Order[]>;
}

export function createOrders(database: Database): Orders {
  return {
    add: async (memberId, product, variant) => {
      await database.query('INSERT INTO orders (member_id, product, variant) VALUES ($1, $2, $3)', [
        memberId,
        product,
        variant,
      ]);
    },
    list: (memberId) =>
      database.query<Order>(
        `SELECT id::text AS id, product, variant, ordered_at AS "orderedAt"
           FROM orders WHERE member_id = $1 ORDER BY ordered_at DESC, number DESC LIMIT 10`,
        [memberId],
      ),
  };
}
