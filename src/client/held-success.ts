import type {MissingTerm} from '../shared/wire.js';
import {KakaoLoginSuccessEvent, KakaoTermsMissingEvent} from './events.js';
import {forgetOutcome, keepOutcome, readOutcome} from './outcome.js';
import type {ClientPorts} from './ports.js';
import type {SignedInOutcome} from './state.js';

const HELD_KEY = 'ks.held';

type HeldPorts = Pick<ClientPorts, 'sessionStorage' | 'dispatch'>;

/** A session, as far as it is told. */
type Told = Partial<Pick<SignedInOutcome, 'ref' | 'purpose' | 'member' | 'missingTerms'>>;

const isRequired = ({required}: MissingTerm): boolean => required;

/**
 * Tells the site that a required term is missing, and whether it holds the success back until that is agreed to. Without
 * a storage to hold it in, it cannot.
 */
export function holdSuccess(ports: HeldPorts, outcome: SignedInOutcome, source?: EventTarget): boolean {
  return (
    outcome.missingTerms.some(isRequired) &&
    !ports.dispatch(new KakaoTermsMissingEvent(outcome), source) &&
    keepOutcome(ports, outcome, undefined, undefined, HELD_KEY)
  );
}

/**
 * Tells the success that was held back, once, where no required term is missing in a later session: about its own, a GET
 * may be silent. Of somebody else's session it tells nothing any more.
 */
export function releaseSuccess(
  ports: HeldPorts,
  {ref, purpose, member = {}, missingTerms = []}: Told,
  source?: EventTarget,
): void {
  const [held] = readOutcome(ports, HELD_KEY);
  if (held?.end !== 'signed-in' || ref === held.ref) return;
  // A consent is the same person's, and a new name may be what it was about.
  const isTheirs = purpose === 'terms' || held.member.name === member.name;
  if (isTheirs && missingTerms.some(isRequired)) return;
  forgetHeld(ports);
  if (isTheirs) ports.dispatch(new KakaoLoginSuccessEvent({...held, member, missingTerms}), source);
}

/** Nobody is signed in any more. */
export function forgetHeld(ports: HeldPorts): void {
  forgetOutcome(ports, HELD_KEY);
}
