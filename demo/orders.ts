import type {Address} from './addresses.js';
import type {Database} from './database.js';

/** One order, as the account page lists it. */
export interface Order {
  readonly id: string;
  readonly product: string;
  readonly variant: string;
  readonly orderedAt: Date;
  /** Where it goes; null for an order from before the shop asked. */
  readonly address: Address | null;
}

/** The members' orders. */
export interface Orders {
  add(memberId: string, product: string, variant: string, address: Address): Promise<void>;
  /** A member's latest orders, the newest first. */
  list(memberId: string): Promise<Order[]>;
}

export function createOrders(database: Database): Orders {
  return {
    add: async (memberId, product, variant, address) => {
      await database.query('INSERT INTO orders (member_id, product, variant, address) VALUES ($1, $2, $3, $4::jsonb)', [
        memberId,
        product,
        variant,
        JSON.stringify(address),
      ]);
    },
    list: (memberId) =>
      database.query<Order>(
        `SELECT id::text AS id, product, variant, ordered_at AS "orderedAt", address
           FROM orders WHERE member_id = $1 ORDER BY ordered_at DESC, number DESC LIMIT 10`,
        [memberId],
      ),
  };
}
