import {withTimeout} from './with-timeout.js';

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** How items are worked on. */
export interface BatchWork<Item, Result> {
  /** Works on all of a lot, or on none. The results are in the order of the items. */
  work(items: readonly Item[]): Promise<readonly Result[]>;
  /** How many items a lot has at most. */
  readonly most: number;
  /** How long the next lot waits for one, in milliseconds. */
  readonly patience: number;
}

/**
 * Works on items in lots: all items that arrive while one lot is under way form the next lot. If a lot fails, each of its
 * items is tried alone, so that no item fails because of another one.
 *
 * @returns a function that takes an item, and settles with the result of that item
 */
export function createBatches<Item, Result>({
  work,
  most,
  patience,
}: BatchWork<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isBusy = false;

  async function settle(lot: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(lot.map(({item}) => item));
      for (const [index, {resolve}] of lot.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (lot.length > 1) await Promise.all(lot.map((one) => settle([one])));
      else for (const {reject} of lot) reject(error);
    }
  }

  async function run(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const lot = waiting.splice(0, most);
      // A lot that hangs, such as on a dead connection, must not hold up the next ones.
      await withTimeout(patience, () => settle(lot)).catch(() => undefined);
    }
    isBusy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({item, resolve, reject});
      if (!isBusy) void run();
    });
}
