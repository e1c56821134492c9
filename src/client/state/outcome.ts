import {LASTING_REFUSALS, type ErrorCode} from '../../shared/errors.js';
import {parseJson, readText, setOnly, toFields} from '../../shared/fields.js';
import {toReference, type Purpose} from '../../shared/transaction-cookie.js';
import type {ReadAnswer} from '../../shared/wire.js';
import {toConsentOutcome, type Asked} from './consent-request.js';
import {keepJson} from '../page/stored-json.js';
import type {ClientPorts} from '../page/ports.js';
import type {FailedOutcome, Outcome} from './state.js';

const OUTCOME_KEY = 'ks.outcome';

/** Failures that another press would only repeat. */
const NEED_HELP = new RegExp(
  `^(not_c|config|insec|cookies|sdk_[acf]|kakao_r|callback_m|session_cookie|${LASTING_REFUSALS.join('|')})`,
);

const END = /^(signed-in|consent|cancelled|retry|continue-here|help|action-required|logged-out|skipped)$/;

/** The outcome of a login that failed. */
export function toFailure(code: ErrorCode, purpose: FailedOutcome['purpose'], ref?: string): FailedOutcome {
  const end = code === 'other_browser' ? 'continue-here' : NEED_HELP.test(code) ? 'help' : 'retry';
  return {end, purpose, code, ...(ref && {ref})};
}

/** The outcome of an answer of the backend. `asked`, and how many seconds ago, counts for a consent. */
export function toOutcome(answer: ReadAnswer, purpose: Purpose, tx: string, asked: Asked, seconds?: number): Outcome {
  const {status: end} = answer;
  const ref = toReference(tx);
  if (end === 'signed-in') {
    if (purpose === 'terms') return toConsentOutcome(asked, tx, answer, seconds);
    const {isNewMember, member, missingTerms = [], scope} = answer;
    return {end, purpose, ref, isNewMember, member, missingTerms, ...setOnly({scope})};
  }
  return end === 'action-required'
    ? {end, purpose, ref, code: answer.action, ...setOnly({message: answer.message})}
    : answer.reason && purpose === 'auto-login'
      ? {end: 'skipped', purpose, reason: 'not-a-member', ref}
      : toFailure('login_unfinished', purpose, ref);
}

/** Of auto-login only a success is told to the visitor: every other end is a reason why it signed nobody in. */
export function toSilent(outcome: Outcome): Outcome {
  const {purpose} = outcome;
  if (purpose !== 'auto-login' || /^(signed-in|skipped)$/.test(outcome.end)) return outcome;
  const {code, ref} = outcome as FailedOutcome;
  return {end: 'skipped', purpose, reason: 'failed', ...setOnly({code, ref})};
}

/** What an outcome is kept with. */
interface Keeping {
  /** The page that it is for. */
  readonly to?: string | undefined;
  /** Until when it waits for a page that can show it. */
  readonly until?: number | undefined;
  /** The reference of its transaction: `ref` may be the backend's own. */
  readonly of?: string | undefined;
}

/** Keeps an outcome for the page this tab goes to next; false where there is no storage. */
export function keepOutcome(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  outcome: Outcome,
  keeping: Keeping,
  key = OUTCOME_KEY,
): boolean {
  const offer = 'to' in outcome ? outcome.to : undefined;
  return keepJson(sessionStorage, key, {...outcome, to: undefined, offer, ...keeping});
}

/** The outcome that was kept, and with what. Looking leaves it there; {@link forgetOutcome} takes it. */
export function readOutcome(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  key = OUTCOME_KEY,
): readonly [outcome: Outcome | null, keeping: Keeping] {
  const {to, offer, until, of, ...outcome} = toFields(parseJson(sessionStorage.get(key)));
  const {end, member, missingTerms} = outcome;
  const isWhole =
    end === 'signed-in'
      ? member && Array.isArray(missingTerms)
      : end !== 'consent' || (outcome['terms'] && outcome['scope']);
  if (!isWhole || !readText(end, END)) return [null, {}];
  const kept = {...outcome, ...setOnly({to: readText(offer)})} as unknown as Outcome;
  return [kept, {to: readText(to), until: Number.isFinite(until) ? (until as number) : undefined, of: readText(of)}];
}

export function forgetOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, key = OUTCOME_KEY): void {
  sessionStorage.remove(key);
}
