import {toAuthorizationFailure, type AuthorizationError} from '../../shared/authorization/authorization-error.js';
import {omitUndefined} from '../../shared/fields.js';
import {withoutBackslashes} from '../../shared/return-target.js';
import {toReference} from '../../shared/reference.js';
import type {Purpose, TransactionRecord} from '../../shared/transaction.js';
import {toConsentOutcome, type ConsentRequest} from '../state/consent-request.js';
import {toSource} from './attribution.js';
import {toFailure} from '../state/outcome.js';
import type {SkipReason} from '../state/skip-reason.js';
import type {Outcome, SignedInOutcome} from '../state/state.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';

/** How a return ends. */
export interface ReturnResult {
  /** Null: there is nothing to tell. */
  readonly outcome: Outcome | null;
  /** The backend itself has told this end: its log has it. */
  readonly isAnswered?: boolean | undefined;
  /** The ways on, best first: only what this browser's own record says, its backend or its page. */
  readonly targets: readonly unknown[];
  /** The transaction that ends here. */
  readonly tx?: string;
  /** What analytics are told with it. */
  readonly told?: Told;
  /** A path that only the address says: a link may offer it, and nobody is sent there by themselves. */
  readonly offer?: string;
}

/** Of a transaction that ends. */
export type Home = Required<Pick<ReturnResult, 'targets' | 'tx' | 'told'>>;

/** What outcomes say for analytics. */
export type Told = Pick<SignedInOutcome, 'eventId' | 'referrer'>;

/** What an end needs of its transaction. */
export type Ending = Pick<TransactionRecord, 'tx' | 'purpose'>;

/** A transaction that ends here, the ways back to where it began, and what analytics are told with it. */
export function toHome(
  {readDetails}: Pick<TransactionStore, 'readDetails'>,
  {tx, from}: {readonly tx: string; readonly from?: string | undefined},
): Home {
  const {from: exact, referrer, attribution} = readDetails(tx);
  const told = omitUndefined({
    referrer: toSource(referrer),
    eventId: attribution?.['ks_event'],
  });
  return {tx, told, targets: [exact, from].map(withoutBackslashes)};
}

/** How a login ends that Kakao answers with an error. */
export function toErrorOutcome(given: AuthorizationError, {tx, purpose}: Ending, asked: ConsentRequest): Outcome {
  const {error} = given;
  const ref = toReference(tx);
  const code = toAuthorizationFailure(given, purpose);
  if (code) return toFailure(code, purpose, ref);
  if (error !== 'access_denied') {
    const reason = error === 'auto_login' ? 'not-kakaotalk' : (error.replace('_', '-') as SkipReason);
    return {end: 'skipped', purpose: 'auto-login', reason, ref};
  }
  return purpose === ('terms' satisfies Purpose) ? toConsentOutcome(asked, tx) : {end: 'cancelled', purpose, ref};
}
