import type {CoreContext} from '../../client/page/core-context.js';
import {RETURN} from './parts.js';

/** Nothing has to be loaded first. */
export function withReturn<Result>(
  _core: CoreContext,
  run: (part: typeof RETURN.content) => Result | Promise<Result>,
): Promise<Result> {
  return Promise.resolve(run(RETURN.content));
}
