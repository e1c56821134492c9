import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {Purpose} from '../../shared/transaction.js';
import type {CoreContext} from '../page/core-context.js';
import {tellUnavailable} from '../page/unavailable.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import {isBusy} from '../state/state.js';
import type {EndSteps, FailedPress, PressParts} from './press.js';

/** How the presses of a client end that lead nowhere. */
export interface PressEnd {
  /**
   * Runs with what tells how a flow ends: at once if it is there, else within the time that a press may take.
   *
   * @param purpose of a press that waits: the state is `starting` meanwhile, and while another is under way it is ignored
   */
  withEnd(run: (steps: EndSteps) => void, otherwise: (error: unknown) => void, purpose?: Purpose): void;
  /** Shows how a press failed, if only by the one sentence that is in the first load. */
  fail(press: FailedPress, error: unknown): void;
}

/** @param part what tells how a flow ends */
export function createPressEnd(core: CoreContext, part: PressParts['end']): PressEnd {
  const {ports, store, enterFlow} = core;
  const withEnd: PressEnd['withEnd'] = (run, otherwise, purpose) => {
    if (part.content) return run(part.content);
    const waiting = purpose && ({status: 'starting', purpose} as const);
    if (waiting) {
      if (isBusy(store.state.flow)) return;
      enterFlow(waiting);
    }
    withTimeout(ports, LEAVE_TIMEOUT, 'part_unavailable', part.load()).then((steps) => {
      if (store.state.flow === waiting) enterFlow({status: 'idle'});
      run(steps);
    }, otherwise);
  };

  return {
    withEnd,
    fail(press, error) {
      const tell = (missing: unknown): void => {
        // Not after the reload: a page may ask whether it is to be left, and the visitor stay.
        tellUnavailable(core, press, press.options.source);
        core.reloadOnce(missing);
      };
      if (isMissing(error)) tell(error);
      else withEnd(({deliverFailure}) => deliverFailure(core, press, error), tell);
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof KakaoSyncError && error.code === 'part_unavailable';
}
