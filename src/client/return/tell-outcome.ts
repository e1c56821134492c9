import type {Tombstone} from '../../shared/transaction-cookie.js';
import type {Context} from '../context.js';
import {findSuccessor} from '../memory.js';
import {forgetOutcome, readOutcome} from '../outcome.js';
import type {Outcome} from '../state.js';
import {forgetUnseen} from '../unseen-session.js';

/** How long an outcome without a home waits for a page that can show it. */
export const PATIENCE = 10 * 60_000;

/** The last return that is not over. */
export function findLatest({transactions}: Pick<Context, 'transactions'>): Tombstone | undefined {
  return transactions.tombstones().find(({over}) => !over);
}

/** The return is over: from now on the bare redirect address is a page like any other, not a reload of it. */
export function tell(context: Context, outcome: Outcome | null): void {
  const {ports, transactions, deliver, enterFlow} = context;
  forgetOutcome(ports);
  const latest = findLatest(context);
  if (latest) transactions.bury({...latest, over: true});
  if (outcome) deliver(outcome);
  else enterFlow({status: 'idle'});
}

/** Delivers the outcome of a return that ended on the way to this page; false where there is none for it. */
export async function tellKept(context: Context, address: URL): Promise<boolean> {
  const {ports, store} = context;
  const [kept, to, until] = readOutcome(ports);
  if (until) return tellWaiting(context);
  // The page that it was for has no client, and has dealt with it by now. A host may add a language to its address.
  const isPast = to && !address.pathname.includes(to.replace(/\/?([?#].*)?$/, ''));
  const successor = kept?.end === 'signed-in' ? findSuccessor(ports, kept.ref) : null;
  const isOver =
    (isPast && kept?.end === 'action-required') ||
    // Of somebody's arrival nobody else is told. Two tabs that arrive at once each tell their own, on the page it was for.
    successor === 'logout' ||
    (isPast && successor === 'session');
  if (isOver) forgetOutcome(ports);
  if (!kept || isOver) return false;
  await ports.listening();
  tell(context, kept);
  // Somebody else may be signed in by now, or nobody: a page without a client may have ended the session.
  if (isPast) {
    forgetUnseen(ports);
    store.update({session: {status: 'unknown'}});
  }
  return true;
}

/** Delivers an outcome that waits for a page on which it can be shown, if this is one. */
export async function tellWaiting(context: Context): Promise<boolean> {
  const {ports, store} = context;
  await ports.listening();
  const [kept, , until] = readOutcome(ports);
  if (!kept || !until || store.state.flow.status !== 'idle') return false;
  const left = until - ports.now();
  // A clock may have been put back.
  if (left <= 0 || left > PATIENCE) forgetOutcome(ports);
  else if (ports.canShow('to' in kept)) {
    tell(context, kept);
    return true;
  }
  return false;
}
