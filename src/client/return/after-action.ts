import {toStoredName} from '../../shared/stored-name.js';
import type {SessionReading} from '../page/backend/backend.js';
import type {ClientContext} from '../page/client-context.js';
import {toOutcome} from '../state/outcome.js';
import {isUnderWay, type SignedInOutcome} from '../state/state.js';
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
  const {ports, store, transactions} = context;
  const waiting = transactions.consumed().find(({pending}) => pending);
  if (!waiting) return false;
  const {tx} = waiting;
  const end = findEnd(await readSession(), tx);
  // A press that is under way goes on: the next page tells it.
  if (end?.status !== 'signed-in' || isUnderWay(store.state.flow)) return false;
  // Of several tabs, one tells it.
  const isFirst = await ports.withLock(LOCK, () => {
    const entry = transactions.find(tx);
    if (!entry || !('used' in entry) || !entry.pending) return false;
    transactions.markConsumed({...entry, pending: undefined, told: true});
    return true;
  });
  if (!isFirst) return false;
  const {told} = toHome(transactions, waiting);
  transactions.forgetDetails(tx);
  arrive(context, end);
  // Only logins wait.
  const outcome = toOutcome(end, 'login', tx, {terms: [], scope: [], missing: []}) as SignedInOutcome;
  tell(context, {...outcome, ...told, afterAction: true}, toStoredName(tx));
  return true;
}
