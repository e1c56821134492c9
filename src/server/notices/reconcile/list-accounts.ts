import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {RequestError} from '../../base/request-error.js';
import {KakaoApiError} from '../../kakao/api-error.js';
import type {UserIdPage} from '../../kakao/api/users.js';
import type {ListPass} from './pass-store.js';
import {HoldLostError, type ReconcileRun, renewHold, toAccountKey} from './run.js';

/** Kakao: 100 calls in a minute. A second more, as they do not arrive in the rhythm in which they are sent. */
const CALLS = 100;
const CALLS_TIME = 61_000;
/** How often Kakao may refuse one page for its quota, one time after the other. */
const MOST_REFUSALS = 10;
/** What is waited if Kakao does not say, and the most, in seconds. */
const USUAL_WAIT = 60;
const MOST_WAIT = 3600;
/** How long nothing is told to the store while something is waited for, in milliseconds. */
const SLICE = 20_000;

/**
 * Reads Kakao's list of accounts to its end, from where it has come to, and keeps each page.
 *
 * @returns the pass, complete
 * @throws KakaoApiError what Kakao says went wrong; HoldLostError
 */
export async function listAccounts(run: ReconcileRun, taken: ListPass): Promise<ListPass> {
  const {passes, options, now} = run;
  const pace = createPace(run);
  let pass = taken;
  while (!pass.isComplete) {
    run.signal.throwIfAborted();
    const askedAt = now();
    const page = await readPage(run, pass, pace);
    const keys = await Promise.all(page.ids.map((id) => toAccountKey(taken, id)));
    pass = {
      ...pass,
      // Whoever links from then on may be missing from a page that has been read.
      begunAt: pass.begunAt ?? page.time ?? askedAt,
      after: page.ids.at(-1) ?? pass.after,
      isComplete: page.isLast,
      listed: pass.listed + page.ids.length,
    };
    if (!(await passes.keep(pass, keys))) throw new HoldLostError();
    options.onProgress?.({step: 'list', listed: pass.listed, checked: 0, missing: 0, asked: 0});
  }
  return pass;
}

async function readPage(run: ReconcileRun, pass: ListPass, pace: Pace): Promise<UserIdPage> {
  for (let refusals = 1; ; refusals++) {
    await pace.next(pass);
    try {
      return await run.accounts.list(pass.after ?? undefined, run.signal);
    } catch (error) {
      const seconds = readWait(error);
      if (seconds === null || seconds > MOST_WAIT || refusals === MOST_REFUSALS) throw error;
      await waitHolding(run, pass, seconds * 1000);
    }
  }
}

/** How long to wait, in seconds, if that helps. */
function readWait(error: unknown): number | null {
  if (!(error instanceof KakaoSyncError) || error.code !== 'rate_limited') return null;
  if (error instanceof KakaoApiError) return error.retryAfter ?? USUAL_WAIT;
  return (error instanceof RequestError && error.details.retryAfter) || USUAL_WAIT;
}

interface Pace {
  /** Waits until one more call may be made. */
  next(pass: ListPass): Promise<void>;
}

/** Counts the calls itself: one that Kakao refuses may be held against the app. */
function createPace(run: ReconcileRun): Pace {
  const calls: number[] = [];
  return {
    next: async (pass) => {
      if (calls.length === CALLS) {
        const oldest = calls.shift() ?? 0;
        // Also if the clock was set back.
        await waitHolding(run, pass, Math.min(CALLS_TIME - (run.now() - oldest), CALLS_TIME));
      }
      calls.push(run.now());
    },
  };
}

async function waitHolding(run: ReconcileRun, pass: ListPass, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= SLICE) {
    await run.sleep(Math.min(left, SLICE), run.signal);
    await renewHold(run, pass);
  }
}
