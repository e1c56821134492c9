import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {CoreContext} from '../page/core-context.js';
import {tellUnavailable} from '../page/unavailable.js';
import {LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {EndSteps, FailedPress, PressParts} from './press.js';
import {createReloader} from './reload-once.js';

/** How the presses of a client end that lead nowhere. */
export interface PressEnd {
  /** Runs with what tells how a flow ends: at once if it is there, else within the time that a press may take. */
  withEnd(run: (steps: EndSteps) => void, otherwise: (error: unknown) => void): void;
  /** Shows how a press failed, if only by the one sentence that is in the first load. */
  fail(press: FailedPress, error: unknown): void;
}

/** @param part what tells how a flow ends */
export function createPressEnd(core: CoreContext, part: PressParts['end']): PressEnd {
  const reloadOnce = createReloader(core.ports, core.config);

  function withEnd(run: (steps: EndSteps) => void, otherwise: (error: unknown) => void): void {
    if (part.content) return run(part.content);
    withTimeout(core.ports, LEAVE_TIMEOUT, 'part_unavailable', part.load()).then(run, otherwise);
  }

  return {
    withEnd,
    fail(press, error) {
      const tell = (missing: unknown): void => {
        // Not after the reload: a page may ask whether it is to be left, and the visitor stay.
        tellUnavailable(core, press, press.options.source);
        reloadOnce(missing);
      };
      if (isMissing(error)) tell(error);
      else withEnd(({deliverFailure}) => deliverFailure(core, press, error), tell);
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof KakaoSyncError && error.code === 'part_unavailable';
}
