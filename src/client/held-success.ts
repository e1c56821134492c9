import type {MissingTerm} from '../shared/wire.js';
import {KakaoLoginSuccessEvent, KakaoTermsMissingEvent} from './events.js';
import {forgetOutcome, keepOutcome, readOutcome} from './outcome.js';
import type {ClientPorts} from './ports.js';
import type {SignedInOutcome} from './state.js';

const HELD_KEY = 'ks.held';

type HeldPorts = Pick<ClientPorts, 'sessionStorage' | 'dispatch'>;

const isRequired = ({required}: MissingTerm): boolean => required;

/**
 * Tells the site that a required term is missing, and whether it holds the success back until that is agreed to. Without
 * a storage to hold it in, it cannot.
 */
export function holdSuccess(ports: HeldPorts, outcome: SignedInOutcome, source?: EventTarget): boolean {
  return (
    outcome.missingTerms.some(isRequired) &&
    !ports.dispatch(new KakaoTermsMissingEvent(outcome), source) &&
    keepOutcome(ports, outcome, undefined, HELD_KEY)
  );
}

/** Tells the success that was held back, once, where no required term is missing any more. */
export function releaseSuccess(ports: HeldPorts, missingTerms: readonly MissingTerm[], source?: EventTarget): void {
  const [held] = readOutcome(ports, HELD_KEY);
  if (held?.end !== 'signed-in' || missingTerms.some(isRequired)) return;
  forgetOutcome(ports, HELD_KEY);
  ports.dispatch(new KakaoLoginSuccessEvent({...held, missingTerms}), source);
}

/** Nobody is signed in any more. */
export function forgetHeld(ports: HeldPorts): void {
  forgetOutcome(ports, HELD_KEY);
}
