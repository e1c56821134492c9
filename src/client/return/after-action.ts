import {toStoredName} from '../../shared/stored-name.js';
import type {SessionReading} from '../page/backend/backend.js';
import type {ClientContext} from '../page/client-context.js';
import {toOutcome} from '../state/outcome.js';
import {toHome} from './end.js';
import {LOCK} from './leave-callback.js';
import {arrive, findEnd} from './recover-session.js';
import {tell} from './tell-outcome.js';

/**
 * Looks whether a login that has waited for an action of the visitor's, such as a form of the site's, has signed somebody
 * in meanwhile. That is its success, told once, with `afterAction`.
 *
 * @param readSession reads the session and shows it
 * @returns whether there was one to tell
 */
export async function tellAfterAction(
  context: ClientContext,
  readSession: () => Promise<SessionReading>,
): Promise<boolean> {
  const {ports, transactions} = context;
  const waiting = transactions.consumed().find(({pending}) => pending);
  if (!waiting) return false;
  const {tx, purpose = 'login'} = waiting;
  const answer = await readSession();
  if (answer?.status !== 'signed-in') return false;
  const end = findEnd(answer, tx);
  // Of several tabs, one tells it. If somebody has signed in otherwise, nothing waits any more.
  const isFirst = await ports.withLock(LOCK, () => {
    const entry = transactions.find(tx);
    if (!entry || !('used' in entry) || !entry.pending) return false;
    transactions.markConsumed({...entry, pending: undefined, told: true});
    return true;
  });
  if (!isFirst || end?.status !== 'signed-in') return false;
  const {told} = toHome(transactions, waiting);
  transactions.forgetDetails(tx);
  arrive(context, end, purpose);
  const outcome = toOutcome(end, purpose, tx, {terms: [], scope: [], missing: []});
  tell(context, {...outcome, ...told, ...(outcome.end === 'signed-in' && {afterAction: true})}, toStoredName(tx));
  return true;
}
