import {isSamePage} from '../../shared/return-target.js';
import {toStoredName} from '../../shared/stored-name.js';
import {toFlow, type ClientContext} from '../page/client-context.js';
import {STUCK_AFTER} from '../page/with-timeout.js';
import {KakaoReturnEvent} from '../state/events.js';
import {toSilent} from '../state/outcome.js';
import {keepOutcome, readOwnOutcome} from '../page/kept/kept-outcome.js';
import type {FlowState, Outcome} from '../state/state.js';
import {showCompleting} from './completing.js';
import type {ReturnResult} from './end.js';
import {forgetReturning, isReturning} from './moved.js';
import {findTarget, isHere} from './targets.js';
import {PATIENCE, tell} from './tell-outcome.js';

/** One for all documents of this browser. */
export const LOCK = 'kakao-sync';

/** What the visitor need not be shown: who is signed in has perhaps no page more that shows how a login ended. */
const UNSHOWN: readonly (Outcome['end'] | undefined)[] = ['signed-in', 'consent', 'logged-out', 'skipped'];

/**
 * Sends the visitor on. Where that is this very page, nothing is loaded and the outcome is told here, unless the page
 * needs another CSRF token.
 *
 * @param began when the return did, in milliseconds since the epoch
 */
export async function leaveCallback(
  context: ClientContext,
  {outcome: given, isAnswered, targets, tx = '', told, offer}: ReturnResult,
  began: number,
): Promise<void> {
  const {ports, transactions, backend} = context;
  const {redirectUri, endpoint, continueAt = '/'} = context.config().settings;
  const known = findTarget(context, targets);
  const to = known ?? continueAt;
  const offered = known ? undefined : findTarget(context, [offer]);
  const found = given && ({...toSilent(given), ...told, ...(offered && offered !== to && {to: offered})} as Outcome);
  await ports.listening();
  const [old, {until: isWaiting, of: before}] = readOwnOutcome(context);
  const kept = isWaiting ? null : old;
  const of = tx ? toStoredName(tx) : before;
  // Somebody's arrival is told once, by the first of all tabs and reloads that learns of it.
  const outcome = await ports.withLock(LOCK, () => {
    const entry = transactions.find(tx);
    if (!entry || !('used' in entry)) return found;
    // The visitor went to another page meanwhile, which has told it.
    if (entry.over && !isReturning(context, tx)) return kept;
    if (isPending(found)) transactions.markConsumed({...entry, pending: true});
    if (found?.end !== 'signed-in' && found?.end !== 'consent') return found;
    if (entry.told) return kept;
    transactions.markConsumed({...entry, told: true});
    return found;
  });
  forgetReturning(context);
  // Not before: a page that is reloaded in the middle needs the way home too.
  if (tx) transactions.forgetDetails(tx, isPending(found));
  const stays = !ports.dispatch(new KakaoReturnEvent(to, outcome));
  const isOfHere = isHere(context, to);
  // A login changes the token of the site's CSRF protection: a page that has the old one in its markup is loaded anew.
  const isLoaded = !isOfHere || (outcome?.end === 'signed-in' && backend.hasOldToken());
  if (stays || !isLoaded) {
    if (!stays) showHere(context, to);
    tell(context, outcome, of, isAnswered);
    return;
  }
  // Where it cannot cross, it is told before leaving rather than never. A reload of this page brings it to the next one
  // once more, and no third time: that one may lead back here.
  const answered = isAnswered || undefined;
  const until = known || UNSHOWN.includes(outcome?.end) ? undefined : ports.now() + PATIENCE;
  const keeping = {to: kept ? undefined : to, until, of, answered, endpoint};
  if (outcome && !keepOutcome(ports, outcome, keeping)) tell(context, outcome, of, answered);
  else showLeaving(context, outcome, to, began, () => tell(context, outcome, of, answered));
  if (!isOfHere) ports.leave(to, (address) => isSamePage(address, redirectUri));
  else {
    // To go to a fragment of this page would load nothing.
    ports.rewriteAddress(to);
    ports.reload();
  }
}

/** Whether a login may still sign somebody in, once the visitor has done something on the site. */
function isPending(outcome: Outcome | null): boolean {
  return outcome?.end === 'action-required' && outcome.purpose === 'login' && outcome.code !== 'rejoin-blocked';
}

/**
 * Shows that the next page is on its way. If it does not come within the return's time, this one shows how it ended, with a
 * link to the next. There it is told, or here if it does not come for as long again.
 */
function showLeaving(
  context: ClientContext,
  outcome: Outcome | null,
  to: string,
  began: number,
  tellHere: () => void,
): void {
  const {ports, store, enterFlow} = context;
  const elapsed = Math.min(Math.max(ports.now() - began, 0), STUCK_AFTER);
  const wayOn = {status: 'retry', code: 'navigation_failed', purpose: outcome?.purpose ?? 'login'} as const;
  const end = outcome && toFlow(outcome);
  const shown = {to, ...(!end || isUntold(end) ? wayOn : end)};
  const onStuck = (): void => {
    tellHere();
    enterFlow(shown);
  };
  const onLate = (): void => (elapsed > 0 ? enterFlow(shown, onStuck, elapsed) : onStuck());
  const {flow} = store.state;
  if (elapsed === STUCK_AFTER) onLate();
  // The message of a slow return stays until the next page is there.
  else if (flow.isSlow) enterFlow(flow, onLate, STUCK_AFTER - elapsed);
  else showCompleting(context, {outcome, targets: [to]}, {elapsed, onLate});
}

/** Whether a state says nothing to the visitor. */
function isUntold({status}: FlowState): boolean {
  return status === 'idle' || status === 'cancelled';
}

/** Goes to a place on this very page. A fragment is gone to as by a link, so that routers hear of it and the page scrolls. */
function showHere({ports}: Pick<ClientContext, 'ports'>, to: string): void {
  const {hash} = new URL(to, ports.address());
  if (hash !== ports.address().hash) ports.showFragment(hash || '#');
  // An empty fragment is none, but for its sign.
  if (!hash) ports.rewriteAddress(to);
}
