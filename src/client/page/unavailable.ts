import {createReference} from '../../shared/reference.js';
import {KakaoLoginErrorEvent} from '../state/first-events.js';
import {isUnderWay, type FailedOutcome} from '../state/state.js';
import type {CoreContext} from './core-context.js';

/**
 * Tells that a part of the code could not be loaded, and the flow has failed by it. All that usually tells how a flow ends
 * may be in that part.
 */
export function tellUnavailable(
  {ports, store, rest}: CoreContext,
  {purpose, ref = createReference()}: {readonly purpose: FailedOutcome['purpose']; readonly ref?: string | undefined},
  source?: EventTarget,
): void {
  const outcome: FailedOutcome = {end: 'retry', purpose, code: 'part_unavailable', ref};
  const {flow} = store.state;
  ports.report(`part_unavailable ${ref}`);
  // A press that is under way goes on, though a logout fails meanwhile.
  if (purpose === 'logout' && isUnderWay(flow)) store.update({outcome});
  else {
    rest();
    const {end: status, ...failure} = outcome;
    store.update({outcome, flow: {status, ...failure}});
  }
  ports.dispatch(new KakaoLoginErrorEvent(outcome), source);
}
