import {isSameTransaction} from '../../../shared/stored-name.js';
import type {MissingTerm} from '../../../shared/wire.js';
import {KakaoLoginSuccessEvent, KakaoTermsMissingEvent} from '../../state/events.js';
import {findLogin} from '../visit-history.js';
import {forgetOutcome, keepOutcome, readOutcome} from './kept-outcome.js';
import type {ClientPorts} from '../ports/ports.js';
import type {SignedInOutcome} from '../../state/state.js';

const DEFERRED_SUCCESS_KEY = 'ks.held';

type DeferredSuccessPorts = Pick<ClientPorts, 'sessionStorage' | 'localStorage' | 'dispatch'>;

/** A session, as far as it is told. */
interface Told extends Partial<Pick<SignedInOutcome, 'member' | 'missingTerms'>> {
  /** Its reference or stored name; none, if the site has made it itself. */
  readonly ref?: string | undefined;
}

const isRequired = ({required}: MissingTerm): boolean => required;

/**
 * Tells the site that a required term is missing, and whether it holds the success back until that is agreed to. Without
 * a storage to hold it in, and to know its session's successors by, it cannot.
 */
export function deferSuccess(ports: DeferredSuccessPorts, outcome: SignedInOutcome, source?: EventTarget): boolean {
  if (!outcome.missingTerms?.some(isRequired)) return false;
  const isPrevented = !ports.dispatch(new KakaoTermsMissingEvent(outcome), source);
  const login = findLogin(ports, outcome.ref);
  return isPrevented && !!login && keepOutcome(ports, outcome, {to: login}, DEFERRED_SUCCESS_KEY);
}

/**
 * Tells the success that was held back, once, where a later session of the same login says that no required term is
 * missing; a session that tells no terms changes nothing. A session of any other login drops it, even if the member's name is the same.
 */
export function releaseSuccess(
  ports: DeferredSuccessPorts,
  {ref, member = {}, missingTerms}: Told,
  source?: EventTarget,
): void {
  const [held, {to: of}] = readOutcome(ports, DEFERRED_SUCCESS_KEY);
  if (held?.end !== 'signed-in' || (ref && isSameTransaction(ref, held.ref))) return;
  const isTheirs = !!of && findLogin(ports, ref) === of;
  if (isTheirs && (!missingTerms || missingTerms.some(isRequired))) return;
  forgetDeferredSuccess(ports);
  if (isTheirs && missingTerms) ports.dispatch(new KakaoLoginSuccessEvent({...held, member, missingTerms}), source);
}

/** Nobody is signed in any more. */
export function forgetDeferredSuccess(ports: DeferredSuccessPorts): void {
  forgetOutcome(ports, DEFERRED_SUCCESS_KEY);
}
