import {withTimeout} from './with-timeout.js';

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** How a lot of items is worked on. */
export interface BatchWork<Item, Result> {
  /** Works on all of a lot, or on none. The results are in the order of the items. */
  work(items: readonly Item[]): Promise<readonly Result[]>;
  /** How many items a lot has at most. */
  readonly most: number;
  /** How long the next lot waits for one, in milliseconds. */
  readonly patience: number;
}

/**
 * Works on items in lots: whatever comes while one lot is under way is in the next one. If a lot fails, each of its items is
 * tried by itself, so that none fails for another's sake.
 *
 * @returns takes an item; settles as the work on it does
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
      // One that hangs, as on a connection that has died, must not keep all that come after it.
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
