import type {ConsumedTransaction} from '../../shared/transaction.js';
import type {ClientContext} from '../page/client-context.js';
import {isWithin} from '../page/with-timeout.js';
import {readOwnOutcome} from '../page/kept-outcome.js';
import type {ReturnResult} from './end.js';
import {isMoved} from './moved.js';
import {resume} from './recover-session.js';
import {isHere} from './targets.js';

/** How long a page without an answer counts as a return that is being reloaded. */
const RELOAD = 60_000;

function isRecent({ports}: Pick<ClientContext, 'ports'>, {used}: ConsumedTransaction): boolean {
  return isWithin(ports.now() - used, RELOAD);
}

/** The bare redirect address, soon after a return: a reload of it. */
export async function resumeBare(
  context: ClientContext,
  enterCompleting: (failure: ReturnResult) => void,
): Promise<ReturnResult | null> {
  const latest = context.transactions.consumed().find(({over}) => !over);
  if (!latest || !isRecent(context, latest)) return null;
  const [outcome, {to, until, answered}] = readOwnOutcome(context);
  if (!outcome || until) return resume(context, latest, enterCompleting);
  // Reloaded while the next page was loading. A landing page that is its own redirect URI may be that next page.
  return to && !isHere(context, to) ? {outcome, isAnswered: answered, targets: [to]} : null;
}

/** Another page, on which this tab has just been completing a return: a reload of it. */
export async function resumeMoved(
  context: ClientContext,
  enterCompleting: (failure: ReturnResult) => void,
): Promise<ReturnResult | null> {
  const {ports, transactions} = context;
  const moved = transactions.consumed().find(({tx, over}) => !over && isMoved(ports, tx));
  return moved && isRecent(context, moved) ? resume(context, moved, enterCompleting) : null;
}
