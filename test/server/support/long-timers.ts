import type {TestContext} from 'node:test';
import {setImmediate} from 'node:timers/promises';

/** From this length on a timer is a limit, and nothing that Node does for a connection. */
const LONG = 4_000;

interface HeldTimer {
  readonly callback: () => void;
  left: number;
}

/** Holds the process's long timers. Short ones run as ever: connections need them. */
export interface LongTimers {
  /** Lets time pass for them. */
  pass(milliseconds: number): void;
  /** None of those that are set by now ever fires, as where a host stops the requests that set them. */
  stop(): void;
  /** How many are set that fire in just so many milliseconds. */
  count(milliseconds: number): number;
  /** Resolves once one is set that fires in just so many milliseconds. */
  reached(milliseconds: number): Promise<void>;
  /** Resolves once just one of those is left. */
  oneLeft(milliseconds: number): Promise<void>;
}

/**
 * For one test, limits end when the test says so, however slow the machine is. (Node's own mock of timers does not stand
 * `fetch`, which clears and sets timers while one of them is fired.)
 *
 * @param from from this length on, in milliseconds, a timer is long
 */
export function holdLongTimers(t: TestContext, from = LONG): LongTimers {
  const {setTimeout: set, clearTimeout: clear} = globalThis;
  const held = new Map<object, HeldTimer>();

  t.mock.method(
    globalThis,
    'setTimeout',
    (callback: (...values: unknown[]) => void, delay = 0, ...values: unknown[]) => {
      if (delay < from) return set(callback, delay, ...values);
      const timer = {
        ref: () => timer,
        unref: () => timer,
        refresh: () => timer,
        hasRef: () => false,
      };
      held.set(timer, {callback: () => callback(...values), left: delay});
      return timer;
    },
  );
  t.mock.method(globalThis, 'clearTimeout', (timer: Parameters<typeof clear>[0]) => {
    if (typeof timer !== 'object' || !held.delete(timer)) clear(timer);
  });

  const count = (milliseconds: number): number => [...held.values()].filter(({left}) => left === milliseconds).length;

  return {
    count,
    async oneLeft(milliseconds) {
      while (count(milliseconds) !== 1) await setImmediate();
    },
    stop() {
      held.clear();
    },
    async reached(milliseconds) {
      while (count(milliseconds) === 0) await setImmediate();
    },
    pass(milliseconds) {
      for (const [timer, entry] of [...held]) {
        entry.left -= milliseconds;
        // One that has fired before may have cleared this one.
        if (entry.left <= 0 && held.delete(timer)) entry.callback();
      }
    },
  };
}
