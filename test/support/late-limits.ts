import {runInThisContext} from 'node:vm';

/** From this length on, in milliseconds, a timer is a limit that is there for what never comes. */
const LIMIT = 2_500;
/** How many times later such a limit ends. */
const DELAY = 8;

/**
 * Lets the limits of widget and kit end much later than they say: on a machine that is busy with other things, what comes
 * late in a test is only late. A test of a limit moves a clock of its own, which takes the place of this one.
 *
 * A script for a page, before any other of it, and for the test's own process.
 */
export const LATE_LIMITS = `globalThis.setTimeout = new Proxy(globalThis.setTimeout, {apply: (set, self, [callback, delay = 0, ...values]) =>
    Reflect.apply(set, self, [callback, delay < ${LIMIT} ? delay : delay * ${DELAY}, ...values]),
});`;

let isDelayed = false;

/** Lets limits in this process end late, once. */
export function delayLimits(): void {
  if (!isDelayed) runInThisContext(LATE_LIMITS);
  isDelayed = true;
}
