import type {ConsumedTransaction} from '../../shared/transaction.js';
import type {ClientContext} from '../page/client-context.js';
import {isWithin} from '../page/with-timeout.js';
import {readOwnOutcome} from '../page/kept/kept-outcome.js';
import type {ReturnResult} from './end.js';
import {toText} from './find-answer.js';
import {isMoved, isReturning} from './moved.js';
import {RELOAD} from './recognize-return.js';
import {resume} from './recover-session.js';
import {isHere} from './targets.js';

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

/**
 * Another page of this tab while a return is under way: a reload of the one that a server has moved it to, or one that the
 * visitor has gone to meanwhile, and stays on.
 */
export async function resumeElsewhere(
  context: ClientContext,
  enterCompleting: (failure: ReturnResult) => void,
): Promise<ReturnResult | null> {
  const {ports, transactions} = context;
  const open = transactions.consumed().filter((entry) => !entry.over && isRecent(context, entry));
  const moved = open.find(({tx}) => isMoved(ports, tx));
  if (moved) return resume(context, moved, enterCompleting);
  // A frame of this origin has the storage of its tab.
  const left = ports.isTop && open.find(({tx}) => isReturning(context, tx));
  if (!left) return null;
  const stay = (end: ReturnResult): ReturnResult => ({...end, targets: [toText(ports.address()), ...end.targets]});
  return stay(await resume(context, left, (failure) => enterCompleting(stay(failure))));
}
