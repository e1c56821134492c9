import type {CoreContext} from './page/core-context.js';
import {STUCK_AFTER, withTimeout} from './page/with-timeout.js';
import {RETURN} from './parts.js';

/**
 * Runs with what a return and a session need: at once if it is there, else when it has been loaded. It is not waited for
 * any longer than a flow may last.
 *
 * @throws {KakaoSyncError} `part_unavailable`
 */
export function withReturn<Result>(
  {ports}: CoreContext,
  run: (part: NonNullable<typeof RETURN.content>) => Result | Promise<Result>,
): Promise<Result> {
  if (RETURN.content) return Promise.resolve(run(RETURN.content));
  return withTimeout(ports, STUCK_AFTER, 'part_unavailable', RETURN.load()).then(run);
}
