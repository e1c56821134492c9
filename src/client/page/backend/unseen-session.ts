import {parseJson, toFields} from '../../../shared/fields.js';
import {toReference} from '../../../shared/reference.js';
import {toStoredName} from '../../../shared/stored-name.js';
import type {Purpose} from '../../../shared/transaction.js';
import type {LoginRequest} from '../../../shared/wire.js';
import {toOutcomeEvent} from '../../state/events.js';
import {isWithin} from '../with-timeout.js';
import {isOfAnother, keepJson} from '../kept/stored-json.js';
import {readVisitHistory} from '../visit-history.js';
import {toFailure, toSilent} from '../../state/outcome.js';
import type {Outcome} from '../../state/state.js';
import type {ClientPorts} from '../ports/ports.js';

/** A session that a POST has made, while no GET has seen it: its cookie may not have stayed. */
interface UnseenSession {
  /** Its stored name. */
  readonly ref: string;
  /** The reference that is told. Entries of an earlier release have none. */
  readonly reference?: string;
  readonly purpose: Purpose;
  /** The backend that has made it: another app of this origin has another one. A release before has kept none. */
  readonly endpoint?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type UnseenPorts = Pick<ClientPorts, 'sessionStorage' | 'localStorage' | 'now' | 'dispatch' | 'report'>;

/** Longer than six characters, because `ks.` and six characters are a transaction's details. */
const UNSEEN_KEY = 'ks.unseen-session';
/** Later, a session may be over for many reasons. */
const LASTING = 10 * 60_000;

/** Waits for the first GET after a POST that has made a session. */
export function expectSessionSeen(
  {sessionStorage, now}: UnseenPorts,
  {tx, purpose}: LoginRequest,
  endpoint?: string,
): void {
  const session: UnseenSession = {ref: toStoredName(tx), purpose, at: now(), reference: toReference(tx), endpoint};
  keepJson(sessionStorage, UNSEEN_KEY, session);
}

/** The session that the next GET of this backend may be the first to see. */
export function readUnseen(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  endpoint: string | undefined,
): string | null {
  const text = sessionStorage.get(UNSEEN_KEY);
  return isOfAnother((toFields(parseJson(text)) as Partial<UnseenSession>).endpoint, endpoint) ? null : text;
}

export function forgetUnseen(ports: Pick<ClientPorts, 'sessionStorage'>, endpoint: string | undefined): void {
  if (readUnseen(ports, endpoint) !== null) ports.sessionStorage.remove(UNSEEN_KEY);
}

/**
 * Takes what the first GET says. If nobody is signed in, and nobody has signed out here, the cookie has not stayed: the
 * site and its developer learn it, the visitor is told nothing.
 *
 * @returns what has failed; null if nothing has, as far as this GET tells
 */
export function checkSessionSeen(ports: UnseenPorts, unseen: string | null, isSignedOut: boolean): Outcome | null {
  if (unseen === null || ports.sessionStorage.get(UNSEEN_KEY) !== unseen) return null;
  ports.sessionStorage.remove(UNSEEN_KEY);
  const {ref, purpose, at, reference = ref} = toFields(parseJson(unseen)) as Partial<UnseenSession>;
  const {out, ref: latest = ref} = readVisitHistory(ports);
  const passed = ports.now() - Number(at);
  if (!isSignedOut || !ref || !purpose || out || latest !== ref || !isWithin(passed, LASTING)) return null;
  ports.report(`session_cookie_blocked ${reference}`);
  const outcome = toSilent(toFailure('session_cookie_blocked', purpose, reference));
  ports.dispatch(toOutcomeEvent(outcome));
  return outcome;
}
