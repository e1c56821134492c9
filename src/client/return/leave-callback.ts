import {readReturnTarget} from '../../shared/return-target.js';
import type {Context} from '../context.js';
import {KakaoReturnEvent} from '../events.js';
import {keepOutcome, readOutcome, toSilent} from '../outcome.js';
import type {Outcome} from '../state.js';
import type {End} from './end.js';
import {PATIENCE, tell} from './tell-outcome.js';

/** One for all documents of this browser. */
export const LOCK = 'kakao-sync';

/** What the visitor need not be shown: who is signed in has perhaps no page more that shows how a login ended. */
const UNSHOWN = /^(signed-in|consent|logged-out|skipped)$/;

/** Sends the visitor on. Where that is this very page, nothing is loaded and the outcome is told here. */
export async function leaveCallback(context: Context, {outcome: given, targets, tx = '', offer}: End): Promise<void> {
  const {ports, transactions} = context;
  const known = findTarget(context, targets);
  const to = known ?? context.config().settings.continueAt ?? '/';
  const offered = known ? undefined : findTarget(context, [offer]);
  const found = given && ({...toSilent(given), ...(offered && offered !== to && {to: offered})} as Outcome);
  await ports.listening();
  const [old, , isWaiting] = readOutcome(ports);
  const kept = isWaiting ? null : old;
  // Somebody's arrival is told once, by the first of all tabs and reloads that learns of it.
  const outcome = await ports.withLock(LOCK, () => {
    const entry = /signed-in|consent/.test(`${found?.end}`) && transactions.find(tx);
    if (!entry || !('used' in entry)) return found;
    if (entry.told) return kept;
    transactions.bury({...entry, told: true});
    return found;
  });
  // Not before: a page that is reloaded in the middle needs the way home too.
  if (tx) transactions.forgetDetails(tx);
  const stays = !ports.dispatch(new KakaoReturnEvent(to, outcome));
  if (stays || isHere(context, to)) {
    if (!stays) ports.rewriteAddress(to);
    tell(context, outcome);
    return;
  }
  // Where it cannot cross, it is told before leaving rather than never. A reload of this page brings it to the next one
  // once more, and no third time: that one may lead back here.
  const until = known || UNSHOWN.test(`${outcome?.end}`) ? undefined : ports.now() + PATIENCE;
  if (outcome && !keepOutcome(ports, outcome, kept ? undefined : to, until)) tell(context, outcome);
  else {
    const purpose = outcome?.purpose ?? 'login';
    context.enterFlow({status: 'completing', purpose}, () => tell(context, outcome));
  }
  ports.navigate(to, 'replace');
}

/** The first path that a visitor may be sent to. */
export function findTarget(
  {ports, config}: Pick<Context, 'ports' | 'config'>,
  targets: readonly unknown[],
): string | undefined {
  const {redirectUri, endpoint} = config().settings;
  const rules = {origin: ports.address().origin, redirectUri, endpoint};
  return targets.map((target) => readReturnTarget(target, rules)).find(Boolean) ?? undefined;
}

/** Whether a target is this very page, hash apart. */
export function isHere({ports}: Pick<Context, 'ports'>, to: string): boolean {
  const {pathname, search} = ports.address();
  return to.split('#')[0] === pathname + search;
}
