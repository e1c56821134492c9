import {toStoredName} from '../../shared/stored-name.js';
import type {ClientContext} from '../page/client-context.js';
import type {ClientPorts} from '../page/ports/ports.js';
import {isWithin} from '../page/with-timeout.js';
import {findSuccessor, hasArrivedSince} from '../page/visit-history.js';
import {forgetOutcome, forgetOwnOutcome, readOwnOutcome} from '../page/kept/kept-outcome.js';
import {CONFIG_TIMEOUT} from '../state/config.js';
import type {Outcome} from '../state/state.js';
import {forgetUnseen} from '../page/backend/unseen-session.js';

/** How long an outcome without a home waits for a page that can show it. */
export const PATIENCE = 10 * 60_000;

/**
 * The return is over: from now on the bare redirect address is a page like any other, not a reload of it.
 *
 * @param of the stored name of its transaction: other tabs have theirs, which may be newer
 */
export function tell(context: ClientContext, outcome: Outcome | null, of?: string, isAnswered?: boolean): void {
  const {transactions, deliver, enterFlow} = context;
  forgetOwnOutcome(context);
  const mine = transactions.consumed().find(({tx}) => toStoredName(tx) === of);
  if (mine) transactions.markConsumed({...mine, over: true});
  if (outcome) deliver(outcome, undefined, isAnswered);
  else enterFlow({status: 'idle'});
}

/** The page's scripts may listen. What is kept for this tab is first of all the window's own page's, whose tag may be late. */
async function untilTurn(ports: ClientPorts): Promise<void> {
  await ports.listening();
  if (ports.isTop || !ports.topAddress()) return;
  await ports.topLoaded();
  await new Promise<void>((resolve) => void ports.after(CONFIG_TIMEOUT, resolve));
}

/** Delivers the outcome of a return that ended on the way to this page; false where there is none for it. */
export async function tellKept(context: ClientContext, address: URL): Promise<boolean> {
  const {ports, store} = context;
  const [kept, {to, until, of, answered}] = readOwnOutcome(context);
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
  await untilTurn(ports);
  // Another document of this tab may have told it meanwhile.
  const [left, {of: now}] = readOwnOutcome(context);
  if (!left || now !== of) return false;
  tell(context, kept, of, answered);
  // Somebody else may be signed in by now, or nobody: a page without a client may have ended the session.
  if (isPast) {
    forgetUnseen(ports, context.config().settings.endpoint);
    store.update({session: {status: 'unknown'}});
  }
  return true;
}

/** Delivers an outcome that waits for a page on which it can be shown, if this is one. */
export async function tellWaiting(context: ClientContext): Promise<boolean> {
  const {ports, store} = context;
  if (readOwnOutcome(context)[0]) await untilTurn(ports);
  const [kept, {until, of, answered}] = readOwnOutcome(context);
  if (!kept || !until || store.state.flow.status !== 'idle') return false;
  const since = until - PATIENCE;
  if (!isWithin(ports.now() - since, PATIENCE) || (kept.purpose === 'login' && hasArrivedSince(ports, since)))
    forgetOutcome(ports);
  else if (ports.canShow('to' in kept)) {
    tell(context, kept, of, answered);
    return true;
  }
  return false;
}
