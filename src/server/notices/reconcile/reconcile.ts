import {toS256} from '../../../shared/encoding/hashes.js';
import type {RequestError} from '../../base/request-error.js';
import {createEventId, type Notice} from '../notice.js';
import {confirmMissing, countMissing, findDoubt, type MembersCount, type Unlinked} from './find-unlinked.js';
import {listAccounts} from './list-accounts.js';
import type {Reconciliation} from './options.js';
import type {ListPass} from './pass-store.js';
import {HoldLostError, type ReconcileRun} from './run.js';

/** How many may be acted on without being allowed: so many, or so large a part of those who were checked. */
const USUAL_MOST = 10;
const USUAL_PART = 0.01;
/** When to look again after another process has taken a pass over, in seconds. */
const RETRY_AFTER = 60;

/**
 * Finds the members whose link has ended unheard: reads Kakao's whole list of accounts, looks the members up in it, and
 * asks Kakao about each who is not there.
 *
 * @throws KakaoSyncError `app_key_wrong` if it is not proved that the admin key is of this app; what Kakao says went
 * wrong, or what the site throws. The next call goes on from there
 */
export async function reconcile(run: ReconcileRun): Promise<Reconciliation> {
  run.signal.throwIfAborted();
  const taken = await run.passes.take(run.source);
  if ('heldForSeconds' in taken) return {outcome: 'busy', retryAfter: taken.heldForSeconds};
  try {
    const pass = await listAccounts(run, taken);
    const judged = await judge(run, pass);
    // A list that is not this app's must not be gone on with either.
    await run.passes.end(pass);
    if ('outcome' in judged) return judged;
    throw judged;
  } catch (error) {
    if (error instanceof HoldLostError) return {outcome: 'busy', retryAfter: RETRY_AFTER};
    await run.passes.release(taken).catch(() => undefined);
    throw error;
  }
}

async function judge(run: ReconcileRun, pass: ListPass): Promise<Reconciliation | RequestError> {
  const count = await countMissing(run, pass);
  // Nobody is judged, so that nothing need be proved.
  if (count.missing === 0) return conclude(run, pass, count, {found: [], unclear: 0});
  const doubt = await findDoubt(run, pass, count);
  return doubt ?? conclude(run, pass, count, await confirmMissing(run, pass, count));
}

async function conclude(
  run: ReconcileRun,
  pass: ListPass,
  {checked}: MembersCount,
  {found, unclear}: Unlinked,
): Promise<Reconciliation> {
  const {act = false, allow = Math.max(USUAL_MOST, Math.floor(checked * USUAL_PART))} = run.options;
  const isAllowed = found.length <= allow;
  if (act && isAllowed) for (const kakaoId of found) await addNotice(run, pass, kakaoId);
  return {
    outcome: act && !isAllowed ? 'too-many' : 'done',
    listed: pass.listed,
    checked,
    found,
    unclear,
    acted: act && isAllowed ? found.length : 0,
  };
}

/** Stores an unlink, once for each pass: a process that is killed here does it all again. */
async function addNotice({add, now, source}: ReconcileRun, pass: ListPass, kakaoId: string): Promise<void> {
  const notice: Notice = {
    eventId: createEventId(),
    kind: 'unlink',
    event: 'unlinked',
    kakaoId,
    at: now(),
    clock: 'received',
    reason: 'RECONCILE',
    provenKey: source,
  };
  await add(notice, await toS256(`reconcile\n${pass.id}\n${kakaoId}`));
}
