import type {TestContext} from 'node:test';

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
}

/**
 * For one test, limits end when the test says so, however slow the machine is. (Node's own mock of timers does not stand
 * `fetch`, which clears and sets timers while one of them is fired.)
 */
export function holdLongTimers(t: TestContext): LongTimers {
  const {setTimeout: set, clearTimeout: clear} = globalThis;
  const held = new Map<object, HeldTimer>();

  t.mock.method(
    globalThis,
    'setTimeout',
    (callback: (...values: unknown[]) => void, delay = 0, ...values: unknown[]) => {
      if (delay < LONG) return set(callback, delay, ...values);
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

  return {
    pass(milliseconds) {
      for (const [timer, entry] of [...held]) {
        entry.left -= milliseconds;
        // One that has fired before may have cleared this one.
        if (entry.left <= 0 && held.delete(timer)) entry.callback();
      }
    },
  };
}
