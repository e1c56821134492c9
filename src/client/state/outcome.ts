import type {ErrorCode} from '../../shared/errors.js';
import {omitUndefined} from '../../shared/fields.js';
import {createReference, toReference} from '../../shared/reference.js';
import type {Purpose} from '../../shared/transaction.js';
import type {ReadAnswer} from '../../shared/wire.js';
import {toConsentOutcome, type ConsentRequest} from './consent-request.js';
import {toOutcomeEnd} from './error-ends.js';
import type {FailedOutcome, Outcome} from './state.js';

/**
 * The outcome of a login that failed.
 *
 * @param ref of its transaction, or the backend's; a random one by default
 */
export function toFailure(code: ErrorCode, purpose: FailedOutcome['purpose'], ref = createReference()): FailedOutcome {
  return {end: toOutcomeEnd(code), purpose, code, ref};
}

/** The outcome of an answer of the backend. `asked`, and how many seconds ago, counts for a consent. */
export function toOutcome(
  answer: ReadAnswer,
  purpose: Purpose,
  tx: string,
  asked: ConsentRequest,
  seconds?: number,
): Outcome {
  const {status: end} = answer;
  const ref = toReference(tx);
  if (end === 'signed-in') {
    if (purpose === 'terms') return toConsentOutcome(asked, tx, answer, seconds);
    const {isNewMember, member, missingTerms, scope} = answer;
    return {end, purpose, ref, isNewMember, member, ...omitUndefined({missingTerms, scope})};
  }
  return end === 'action-required'
    ? {end, purpose, ref, code: answer.action, ...omitUndefined({message: answer.message})}
    : answer.reason && purpose === 'auto-login'
      ? {end: 'skipped', purpose, reason: 'not-a-member', ref}
      : toFailure('login_unfinished', purpose, ref);
}

/** Of auto-login only a success is told to the visitor: every other end is a reason why it signed nobody in. */
export function toSilent(outcome: Outcome): Outcome {
  const {purpose, end} = outcome;
  if (purpose !== 'auto-login' || end === 'signed-in' || end === 'skipped') return outcome;
  const {code, ref} = outcome as FailedOutcome;
  return {end: 'skipped', purpose, reason: 'failed', ...omitUndefined({code, ref})};
}
