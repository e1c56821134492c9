import type {ErrorCode} from '../shared/errors.js';
import {parseJson, setOnly, toFields} from '../shared/fields.js';
import {toReference, type Purpose} from '../shared/transaction-cookie.js';
import type {ReadAnswer} from '../shared/wire.js';
import type {ClientPorts} from './ports.js';
import type {FailedOutcome, Outcome} from './state.js';

const OUTCOME_KEY = 'ks.outcome';

/** Failures that another press would only repeat. */
const NEED_HELP =
  /^(not_c|config|insec|cookies|sdk_[cf]|under|kakao_r|session|origin|request|purpose|client|redirect|app_|platform|clock|id_token_m|account)/;

/** The outcome of a login that failed. */
export function toFailure(code: ErrorCode, purpose: Purpose, ref?: string): FailedOutcome {
  const end = code === 'other_browser' ? 'continue-here' : NEED_HELP.test(code) ? 'help' : 'retry';
  return {end, purpose, code, ...(ref && {ref})};
}

/** The outcome of an answer of the backend to a login. */
export function toOutcome(answer: ReadAnswer, purpose: Purpose, tx: string): Outcome {
  const ref = toReference(tx);
  switch (answer.status) {
    case 'signed-in': {
      const {isNewMember, member, missingTerms, scope} = answer;
      return {end: answer.status, purpose, ref, isNewMember, member, missingTerms, ...(scope && {scope})};
    }
    case 'action-required': {
      const {action: code, message} = answer;
      return {end: answer.status, purpose, ref, code, ...(message && {message})};
    }
    default:
      return answer.reason && purpose === 'auto-login'
        ? {end: 'skipped', purpose, reason: 'not-a-member', ref}
        : toFailure('login_unfinished', purpose, ref);
  }
}

/** Of auto-login only a success is told to the visitor: every other end is a reason why it signed nobody in. */
export function toSilent(outcome: Outcome): Outcome {
  const {purpose} = outcome;
  if (purpose !== 'auto-login' || /^(signed-in|skipped)$/.test(outcome.end)) return outcome;
  const {code, ref} = outcome as FailedOutcome;
  return {end: 'skipped', purpose, reason: 'failed', ...setOnly({code, ref})};
}

/** Keeps an outcome for the page this tab goes to next; false where there is no storage. */
export function keepOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, outcome: Outcome): boolean {
  return sessionStorage.set(OUTCOME_KEY, JSON.stringify(outcome));
}

/** The outcome that was kept for this page. Looking leaves it there; taking it is done once. */
export function readOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>): Outcome | null {
  const outcome = toFields(parseJson(sessionStorage.get(OUTCOME_KEY)));
  return typeof outcome['end'] === 'string' ? (outcome as unknown as Outcome) : null;
}

export function forgetOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>): void {
  sessionStorage.remove(OUTCOME_KEY);
}
