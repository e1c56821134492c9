import type {Awaitable} from './options.js';
import {Refusal} from './refusal.js';
import {runWithin, TimeLimitError} from './time-limit.js';

/** How long a hook may take. */
const HOOK_TIMEOUT = 9000;

/**
 * What a function of the site returns, in its time.
 *
 * @throws Refusal `hook_failed`
 */
export async function callHook<T>(name: string, call: () => Awaitable<T>, limit = HOOK_TIMEOUT): Promise<T> {
  try {
    return await runWithin(limit, call);
  } catch (cause) {
    const hint =
      cause instanceof TimeLimitError ? `${name} took more than ${limit / 1000} s.` : `${name} threw or rejected.`;
    throw new Refusal('hook_failed', hint, {cause});
  }
}
