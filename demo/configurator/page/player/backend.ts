import {isErrorCode} from '../../../../src/shared/errors.js';
import {readSessionAnswer, type Problem, type SessionAnswer} from '../../../../src/shared/wire.js';
import {toFailure, toOutcome} from '../../../../src/client/state/outcome.js';
import type {Outcome} from '../../../../src/client/state/state.js';
import {toReference} from '../../../../src/shared/reference.js';
import type {Ending} from '../preview/endings.js';

/** The backend's answer to the page that posts the code; null if none comes. */
type Answer = SessionAnswer | Problem | null;

const welcome = (name: string, isNewMember: boolean) => (): SessionAnswer => ({
  status: 'signed-in',
  isNewMember,
  member: {name},
});

/** A backend of five answers, as the server kit gives them. */
const ANSWERS: Readonly<Record<Ending, (ref: string) => Answer>> = {
  'new-member': welcome('김새봄', true),
  member: welcome('이하늘', false),
  // For a player who agrees instead of cancelling.
  cancel: welcome('김새봄', true),
  'under-14': (ref) => ({type: 'about:blank', title: 'Forbidden', status: 403, code: 'under_age', ref}),
  'backend-down': () => null,
};

const NOTHING_ASKED = {terms: [], scope: [], missing: []};

/** The outcome of a login after the page has posted its code. */
export function toBackendOutcome(ending: Ending, tx: string): Outcome {
  const ref = toReference(tx);
  const answer = ANSWERS[ending](ref);
  if (answer === null) return toFailure('backend_unreachable', 'login', ref);
  if ('code' in answer) return toFailure(isErrorCode(answer.code) ? answer.code : 'backend_failed', 'login', ref);
  const read = readSessionAnswer(answer);
  return read ? toOutcome(read, 'login', tx, NOTHING_ASKED) : toFailure('backend_bad_answer', 'login', ref);
}
