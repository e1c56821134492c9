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

/** An order that a member sends. */
export interface NewOrder {
  /** Made with the order form: the same form sent again is the same order. */
  readonly id: string;
  readonly memberId: string;
  readonly product: string;
  readonly variant: string;
  readonly address: Address;
}

/** An order's member, product and variant. */
export type OrderedItem = Pick<NewOrder, 'memberId' | 'product' | 'variant'>;

/** The members' orders. */
export interface Orders {
  /**
   * Takes an order once: sending it again changes nothing.
   *
   * @param order its `id` is a UUID
   * @returns false if the id is that of another order, by its member, product or variant: then nothing is stored
   */
  add(order: NewOrder): Promise<boolean>;
  /**
   * @param id a UUID
   * @returns who has ordered what with this id; null if there is no such order
   */
  find(id: string): Promise<OrderedItem | null>;
  /** A member's latest orders, the newest first. */
  list(memberId: string): Promise<Order[]>;
}

/** Whether an order that was made is this member's, of this product in this variant. */
export function isSameOrder(made: OrderedItem | null, {memberId, product, variant}: OrderedItem): boolean {
  return made?.memberId === memberId && made.product === product && made.variant === variant;
}

export function createOrders(database: Database): Orders {
  const find = async (id: string): Promise<OrderedItem | null> => {
    const [order] = await database.query<OrderedItem>(
      'SELECT member_id::text AS "memberId", product, variant FROM orders WHERE id = $1',
      [id],
    );
    return order ?? null;
  };

  return {
    find,
    add: async ({id, memberId, product, variant, address}) => {
      const added = await database.query(
        `INSERT INTO orders (id, member_id, product, variant, address) VALUES ($1, $2, $3, $4, $5::jsonb)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, memberId, product, variant, JSON.stringify(address)],
      );
      return added.length > 0 || isSameOrder(await find(id), {memberId, product, variant});
    },
    list: (memberId) =>
      database.query<Order>(
        `SELECT id::text AS id, product, variant, ordered_at AS "orderedAt", address
           FROM orders WHERE member_id = $1 ORDER BY ordered_at DESC, number DESC LIMIT 10`,
        [memberId],
      ),
  };
}
