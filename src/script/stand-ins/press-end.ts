import {deliverFailure} from '../../client/leave/failed-press.js';
import type {PressEnd} from '../../client/leave/press-end.js';
import type {CoreContext} from '../../client/page/core-context.js';
import {RETURN} from './parts.js';

/** Nothing has to be loaded first, so that nothing can be missing. */
export function createPressEnd(core: CoreContext): PressEnd {
  return {
    withEnd: (run) => run(RETURN.content),
    fail: (press, error) => deliverFailure(core, press, error),
  };
}
