import {toClientContext} from './client-context.js';
import type {CoreContext} from './core-context.js';
import {isOwnVisit, readVisitHistory} from './visit-history.js';

/** Whether an entry that another tab has changed says that somebody has signed in or out. A try of auto-login does not. */
export function isArrivalOrLogout(core: CoreContext, key: string): boolean {
  const {until, out, next} = readVisitHistory(toClientContext(core).ports);
  const {endpoint} = core.config().settings;
  return isOwnVisit(core.ports.localStorage, endpoint, key) && !!(until || out || !next);
}
