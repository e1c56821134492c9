import type {BackendCode} from '../../shared/errors.js';
import type {Awaitable} from './hook-types.js';
import {isFrameworkExit, RequestError} from '../base/request-error.js';
import {withTimeout, TimeLimitError} from '../base/with-timeout.js';

/** How long a hook may take, in milliseconds. */
const HOOK_TIMEOUT = 9000;

/** A function of the site. Its signal is aborted when its time is over. */
type Hook<T> = (signal: AbortSignal) => Awaitable<T>;

/**
 * What a function of the site returns that only looks something up, in its time.
 *
 * @throws RequestError `hook_failed`; what ends a render or a route of the site's framework, as it is
 */
export function callHook<T>(name: string, hook: Hook<T>, limit = HOOK_TIMEOUT): Promise<T> {
  return call(name, hook, limit, 'hook_failed', '');
}

/**
 * The same of one that changes something. Where its time is over it may have done so all the same, or do so yet: that is
 * told as unknown, so that a page looks for what came of it.
 *
 * @throws RequestError `hook_failed`, `backend_timeout`; what ends a route of the site's framework, as it is
 */
export function callChangingHook<T>(name: string, hook: Hook<T>): Promise<T> {
  const hint = ': it is unknown whether it did its work, or will. Have it give up when context.signal is aborted';
  return call(name, hook, HOOK_TIMEOUT, 'backend_timeout', hint);
}

async function call<T>(
  name: string,
  hook: Hook<T>,
  limit: number,
  lateCode: BackendCode,
  lateHint: string,
): Promise<T> {
  try {
    return await withTimeout(limit, hook);
  } catch (cause) {
    if (isFrameworkExit(cause)) throw cause;
    if (!(cause instanceof TimeLimitError))
      throw new RequestError('hook_failed', `${name} threw or rejected.`, {cause});
    throw new RequestError(lateCode, `${name} took more than ${limit / 1000} s${lateHint}.`, {cause});
  }
}
