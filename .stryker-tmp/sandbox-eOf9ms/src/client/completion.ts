import {KAKAO} from '../oauth/authorization-request.js';
import {
  readAuthorizationResponse,
  withoutAuthorizationResponse,
  type AuthorizationResponse,
} from '../oauth/authorization-response.js';
import {attempt} from '../shared/attempt.js';
import type {ErrorCode} from '../shared/errors.js';
import {isSamePage, readReturnTarget} from '../shared/return-target.js';
import {toReference, type Purpose, type Tombstone, type TransactionRecord} from '../shared/transaction-cookie.js';
import type {ArrivalAnswer, ReadAnswer} from '../shared/wire.js';
import {readAttribution} from './attribution.js';
import type {Context} from './context.js';
import {KakaoReturnEvent} from './events.js';
import {rememberArrival} from './memory.js';
import {takeNote} from './note.js';
import {forgetOutcome, keepOutcome, readOutcome, toFailure, toOutcome, toSilent} from './outcome.js';
import type {SkipReason} from './skip-reason.js';
import {toSession, type FailedOutcome, type Outcome} from './state.js';

/** How long after the answer was taken a session may still appear. */
const RECOVERY = 10_000;
/** How long a bare redirect address counts as a return that is being reloaded. */
const BARE_RETURN = 60_000;

/** How a callback ended (null: the visitor goes on, and is told nothing a second time), and the ways back, best first. */
type End = readonly [outcome: Outcome | null, ...targets: unknown[]];

/**
 * Completes a login whose answer is in the address, or delivers the outcome of one that was completed on the way here.
 * Everything that can arrive has its row in the table of README, "What can come back". Answers whether there was either.
 */
export async function complete(context: Context, address: URL): Promise<boolean> {
  const {ports, store, transactions, backend, config, enterFlow, deliver} = context;
  const {redirectUri, endpoint, emulator, postCode, readSession} = config().settings;
  const {origin} = address;
  await ports.activated();

  let giveUp: (end: End) => void = () => undefined;
  const stuck = new Promise<End>((resolve) => (giveUp = resolve));
  const end = isSamePage(address, redirectUri)
    ? await Promise.race([
        stuck,
        readEnd(readAuthorizationResponse(takeNote(ports, address) ?? address, emulator ?? KAKAO)),
      ])
    : null;
  if (end) {
    await goOn(end);
    return true;
  }
  const outcome = readOutcome(ports);
  if (!outcome) return false;
  await ports.listening();
  tell(outcome);
  return true;

  async function readEnd(response: AuthorizationResponse): Promise<End | null> {
    const {kind} = response;
    if (kind === 'foreign') return null;
    if (kind === 'none') {
      const [latest] = transactions.tombstones();
      // A landing page that is its own redirect URI may be loaded once more with an outcome on its way.
      return latest && ports.now() - latest.used < BARE_RETURN && !readOutcome(ports)
        ? conclude(latest.tx, resume(latest))
        : null;
    }
    ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
    if (kind === 'stateless') {
      const [only, ...others] = transactions.openRecords();
      if (!only || others.length > 0) return [toFailure('state_missing', 'login')];
      transactions.bury(only.tx);
      return [toFailure('state_missing', only.purpose, toReference(only.tx)), ...takeHome(only)];
    }
    if (!response.state) return [toFailure('callback_invalid', 'login')];
    const {tx, path} = response.state;
    const ref = toReference(tx);
    const known = transactions.find(tx);
    const from = known && 'from' in known && known.from;
    // Of a long address the record keeps less than the state.
    if (kind === 'invalid' || (path && from && ![path, path.split('?')[0], '/'].includes(from))) {
      return [toFailure('callback_invalid', 'login', ref), transactions.readDetails(tx).from, from, path];
    }
    // Of several tabs and reloads, one gets the record.
    const found = await ports.withLock('kakao-sync', () => {
      const entry = transactions.find(tx);
      if (entry && !('used' in entry)) transactions.bury(tx);
      return entry;
    });
    if (!found) {
      // Begun in another browser: it may go on here, and signs nobody in.
      const failure = toFailure('other_browser', 'login', ref);
      // Only its cookie may be gone: then the way back is still there.
      const home = [transactions.takeDetails(tx).from, path];
      enterCompleting(failure, home);
      const answer = await backend.read();
      return [answer?.status === 'signed-in' ? arrive(answer) : failure, ...home];
    }
    if ('used' in found) return conclude(tx, resume(found, path));
    if (kind === 'code') return conclude(tx, exchange(found, response.code));
    return [toErrorOutcome(response, found.purpose, ref), ...takeHome(found)];
  }

  /** Forgets the details at the end, not before: a page that is reloaded in the middle needs the way home too. */
  function conclude(tx: string, end: Promise<End>): Promise<End> {
    return end.finally(() => void transactions.takeDetails(tx));
  }

  async function exchange(record: TransactionRecord, code: string): Promise<End> {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- what stays here is named, all the rest is sent
    const {time, from: path, ...sent} = record;
    const {tx, purpose} = record;
    const ours = toReference(tx);
    const deadline = ports.now() + RECOVERY;
    const {context: text, from} = transactions.readDetails(tx);
    const attribution = attempt(() => readAttribution(new URL(from ?? path, address).searchParams)) ?? {};
    const home = [from, path];
    enterCompleting(toFailure('login_unfinished', purpose, ours), home);
    const answer = await backend.post({
      ...sent,
      code,
      ...(text && {context: text}),
      ...(Object.keys(attribution).length > 0 && {attribution}),
    });
    if ('code' in answer) {
      const {code: failed, ref = ours, doubt} = answer;
      const recovered = doubt && (await recover(tx, doubt === 'wait' ? deadline : 0));
      return recovered ? finish(recovered) : [toFailure(failed, purpose, ref), ...home];
    }
    // A session of another host counts once a GET has seen it: its cookie may be blocked.
    if (answer.status === 'signed-in' && !postCode && !endpoint?.startsWith(`${origin}/`)) {
      const seen = await backend.read();
      const isKept = !seen || (seen.status === 'signed-in' && seen.tx === tx);
      if (!isKept) return [toFailure('session_cookie_blocked', purpose, ours), ...home];
    }
    return finish(answer);

    function finish(last: ReadAnswer): End {
      const outcome = toOutcome(last, purpose, tx);
      if (last.status === 'signed-out') return [outcome, ...home];
      if (last.status === 'signed-in') arrive(last);
      // Auto-login ends on the page that was opened.
      return [outcome, ...(purpose === 'auto-login' ? [] : [last.redirectTo, config().settings.returnTo]), ...home];
    }
  }

  /** A reload, the back button or a second tab: the answer is taken already. */
  async function resume({tx, used}: Tombstone, path?: string): Promise<End> {
    const home = [transactions.readDetails(tx).from, path];
    const failure = toFailure('login_unfinished', 'login', toReference(tx));
    enterCompleting(failure, home);
    const answer = await recover(tx, used + RECOVERY);
    return answer ? [arrive(answer), answer.redirectTo, config().settings.returnTo, ...home] : [failure, ...home];
  }

  /** Reads the session at once, then each second until it is the transaction's, at most until `deadline`. */
  async function recover(tx: string, deadline: number): Promise<ArrivalAnswer | null> {
    for (;;) {
      const answer = await backend.read();
      if (answer?.status === 'signed-in' && answer.tx === tx) return answer;
      const canWait = (endpoint ?? readSession) && ports.now() + 1000 <= deadline;
      if (!canWait) return null;
      await new Promise<void>((resolve) => void ports.after(1000, resolve));
    }
  }

  function arrive(answer: ArrivalAnswer): null {
    rememberArrival(ports, answer);
    store.update({session: toSession(answer)});
    return null;
  }

  /** Ends with a failure where nothing else does in time: the site's own functions may never answer. */
  function enterCompleting(failure: FailedOutcome, home: unknown[]): void {
    enterFlow({status: 'completing', purpose: failure.purpose}, () => giveUp([failure, ...home]));
  }

  function takeHome({tx, from}: TransactionRecord): unknown[] {
    return [transactions.takeDetails(tx).from, from];
  }

  /** Sends the visitor on. Where that is this very page, nothing is loaded and the outcome is told here. */
  async function goOn([end, ...targets]: End): Promise<void> {
    const outcome = end && toSilent(end);
    const rules = {origin, redirectUri, endpoint};
    const to = targets.map((target) => readReturnTarget(target, rules)).find(Boolean) ?? '/';
    await ports.listening();
    const stays = outcome && !ports.dispatch(new KakaoReturnEvent(to, outcome));
    const {pathname, search} = ports.address();
    const isHere = to.split('#')[0] === pathname + search;
    if (stays || isHere) {
      if (!stays) ports.rewriteAddress(to);
      tell(outcome);
      return;
    }
    // Where it cannot cross, it is told before leaving rather than never.
    if (outcome && !keepOutcome(ports, outcome)) tell(outcome);
    else enterFlow({status: 'completing', purpose: outcome?.purpose ?? 'login'}, () => tell(outcome));
    ports.navigate(to, 'replace');
  }

  /** The return is over: from now on the bare redirect address is a page like any other, not a reload of it. */
  function tell(outcome: Outcome | null): void {
    forgetOutcome(ports);
    const [latest] = transactions.tombstones();
    if (latest) transactions.bury(latest.tx, Math.min(latest.used, ports.now() - BARE_RETURN));
    if (outcome) deliver(outcome);
    else enterFlow({status: 'idle'});
  }
}

/** What an authorization error means to the visitor. Kakao's own text is read, never shown. */
function toErrorOutcome(
  {error, description}: {error: string; description: string},
  purpose: Purpose,
  ref: string,
): Outcome {
  const [reason] = /^(consent|login|interaction)_required$/.exec(error) ?? [];
  if (purpose === 'auto-login' && reason) {
    return {end: 'skipped', purpose, reason: reason.replace('_', '-') as SkipReason, ref};
  }
  const isDenied = error === 'access_denied';
  const isUnderAge = isDenied && /under age 14/i.test(description);
  if (isDenied && !isUnderAge) return {end: 'cancelled', purpose, ref};
  const code: ErrorCode = isUnderAge
    ? 'under_age'
    : error === 'timeout'
      ? 'kakao_timeout'
      : /^(server_error|temporarily_unavailable)$/.test(error)
        ? 'kakao_unavailable'
        : /_required$/.test(error)
          ? 'kakao_interaction_required'
          : 'kakao_refused';
  return toFailure(code, purpose, ref);
}
