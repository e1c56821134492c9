import type {ClientContext} from '../page/client-context.js';
import {STUCK_AFTER} from '../page/with-timeout.js';
import type {ReturnResult} from './end.js';
import {findTarget, isHere} from './targets.js';

/** How long a return takes before the visitor is told that it does. */
export const SLOW_AFTER = 4000;

/** How much of a return's time has passed, and what happens when all of it has. */
interface Limit {
  /** Since the return began, in milliseconds. */
  readonly elapsed: number;
  /** Called when a return has used its time up, unless another state is entered before. */
  readonly onLate: () => void;
}

/** Shows that a return is under way and, if it takes long, that it does, with a way on. */
export function showCompleting(context: ClientContext, {outcome, targets}: ReturnResult, limit?: Limit): void {
  const {ports, store, enterFlow} = context;
  const {elapsed, onLate} = limit ?? {elapsed: 0};
  // Stryker disable next-line StringLiteral,OptionalChaining: an end that is entered has an outcome
  const flow = {status: 'completing', purpose: outcome?.purpose ?? 'login'} as const;
  enterFlow(flow, onLate, STUCK_AFTER - elapsed);
  ports.after(Math.max(SLOW_AFTER - elapsed, 0), () => {
    if (store.state.flow !== flow) return;
    const to = findTarget(context, targets);
    const slow = {...flow, isSlow: true, ...(to && !isHere(context, to) && {to})};
    enterFlow(slow, onLate, STUCK_AFTER - Math.max(elapsed, SLOW_AFTER));
  });
}
