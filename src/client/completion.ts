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
import {readLogoutReturn} from './account-logout.js';
import type {BackendFailure} from './backend.js';
import {readAsked, toConsentOutcome, type Asked} from './consent.js';
import type {Context} from './context.js';
import {KakaoReturnEvent} from './events.js';
import {rememberArrival} from './memory.js';
import {takeNote} from './note.js';
import {forgetOutcome, keepOutcome, readOutcome, toFailure, toOutcome, toSilent} from './outcome.js';
import type {SkipReason} from './skip-reason.js';
import {toSession, type Outcome} from './state.js';

/** How long after the answer was taken a session may still appear. */
const RECOVERY = 10_000;
/** How long a bare redirect address counts as a return that is being reloaded. */
const BARE_RETURN = 60_000;
/** One for all documents of this browser. */
const LOCK = 'kakao-sync';

/** How a callback ended (null: there is nothing to tell), and the ways back, best first. */
type End = readonly [outcome: Outcome | null, ...targets: unknown[]];

/**
 * Completes a login whose answer is in the address, or delivers the outcome of one that was completed on the way here.
 * Everything that can arrive has its row in the table of README, "What can come back". Answers whether there was either.
 */
export async function complete(context: Context, address: URL): Promise<boolean> {
  const {ports, store, transactions, backend, config, enterFlow, deliver} = context;
  const {settings} = config();
  const {redirectUri, endpoint, emulator, postCode} = settings;
  const {origin} = address;
  await ports.activated();

  /** The transaction that is at its end, if any. */
  // Stryker disable next-line StringLiteral: nothing is kept under either name
  let closed = '';
  let giveUp: (end: End) => void;
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
  const logout = readLogoutReturn(ports, address, settings);
  if (logout) {
    ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
    await goOn([logout.isOurs ? {end: 'logged-out', purpose: 'logout'} : null, logout.from]);
    return true;
  }
  const [kept, to] = readOutcome(ports);
  // The page that it was for has no client, and has dealt with it by now. A host may add a language to its address.
  const isPast = to && !address.pathname.includes(to.replace(/\/?([?#].*)?$/, ''));
  const isOver = isPast && kept?.end === 'action-required';
  if (isOver) forgetOutcome(ports);
  if (!kept || isOver) return false;
  await ports.listening();
  tell(kept);
  // Somebody else may be signed in by now, or nobody.
  if (isPast) store.update({session: {status: 'unknown'}});
  return true;

  async function readEnd(response: AuthorizationResponse): Promise<End | null> {
    const {kind} = response;
    if (kind === 'foreign') return null;
    if (kind === 'none') {
      const latest = findLatest();
      if (!latest || ports.now() - latest.used >= BARE_RETURN) return null;
      const [outcome, to] = readOutcome(ports);
      if (!outcome) return resume(latest);
      // Reloaded while the next page was loading. A landing page that is its own redirect URI may be that next page.
      return to && !isHere(to) ? [outcome, to] : null;
    }
    ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
    if (kind === 'stateless') {
      const [only, ...others] = transactions.openRecords();
      if (!only || others.length > 0) return [toFailure('state_missing', 'login')];
      bury(only);
      return [toFailure('state_missing', only.purpose, toReference(only.tx)), ...close(only)];
    }
    if (!response.state) return [toFailure('callback_invalid', 'login')];
    const {tx, path} = response.state;
    const ref = toReference(tx);
    const {from = path}: Partial<TransactionRecord> = transactions.find(tx) ?? {};
    // Of a long address the record keeps less than the state.
    if (kind === 'invalid' || (path && ![path, path.split('?')[0], '/'].includes(from))) {
      return [toFailure('callback_invalid', 'login', ref), transactions.readDetails(tx).from, from, path];
    }
    // Of several tabs and reloads, one gets the record.
    const found = await ports.withLock(LOCK, () => {
      const entry = transactions.find(tx);
      if (entry && !('used' in entry)) bury(entry);
      return entry;
    });
    if (!found) {
      // Begun in another browser: it may go on here, and signs nobody in.
      // Only its cookie may be gone: then the way back is still there.
      const home = close({tx, from: path});
      const failure: End = [toFailure('other_browser', 'login', ref), ...home];
      enterCompleting(failure);
      const answer = await backend.read();
      if (answer?.status !== 'signed-in') return failure;
      arrive(answer);
      return [null, ...home];
    }
    if ('used' in found) return resume(found, path);
    if (kind === 'code') return exchange(found, response.code);
    return [toErrorOutcome(response, found.purpose, tx, readAsked(transactions.readDetails(tx))), ...close(found)];
  }

  /** The last return that is not over. */
  function findLatest(): Tombstone | undefined {
    return transactions.tombstones().find(({over}) => !over);
  }

  function bury({tx, purpose}: TransactionRecord): void {
    transactions.bury({tx, used: ports.now(), ...(purpose !== 'login' && {purpose})});
  }

  /** The ways home of a transaction that ends here. */
  function close({tx, from}: {readonly tx: string; readonly from: string | undefined}): unknown[] {
    closed = tx;
    return [transactions.readDetails(tx).from, from];
  }

  async function exchange(record: TransactionRecord, code: string): Promise<End> {
    const {time, from, ...sent} = record;
    const {tx, purpose} = record;
    const deadline = ports.now() + RECOVERY;
    const details = transactions.readDetails(tx);
    const {context: text, from: exact} = details;
    const asked = readAsked(details);
    const seconds = (ports.now() - time) / 1000;
    const attribution = attempt(() => readAttribution(new URL(exact ?? from, address).searchParams)) ?? {};
    const home = close(record);
    const fail = (failed: ErrorCode, ref = toReference(tx)): End => [toFailure(failed, purpose, ref), ...home];
    enterCompleting(fail('login_unfinished'));
    const answer = await backend.post({
      ...sent,
      code,
      ...(text && {context: text}),
      ...(asked.terms.length > 0 && {terms: asked.terms}),
      ...(Object.keys(attribution).length > 0 && {attribution}),
    });
    if ('code' in answer) {
      const {doubt} = answer;
      const seen = doubt && (await recover(tx, doubt === 'wait' ? deadline : 0));
      return isOf(seen, tx) ? finish(seen, record, home, asked, seconds) : fail(answer.code, answer.ref);
    }
    // A session of another host counts once a GET has seen it: its cookie may be blocked.
    if (answer.status === 'signed-in' && !postCode && !endpoint?.startsWith(`${origin}/`)) {
      const seen = await recover(tx, deadline, ({status}) => status);
      if (seen && !isOf(seen, tx)) return fail(seen.status ? 'session_cookie_blocked' : seen.code);
    }
    return finish(answer, record, home, asked, seconds);
  }

  /** A reload, the back button or a second tab: the answer is taken already. */
  async function resume({tx, used, over, purpose = 'login'}: Tombstone, from?: string): Promise<End> {
    const asked = readAsked(transactions.readDetails(tx));
    const home = close({tx, from});
    const failure: End = [toFailure('login_unfinished', purpose, toReference(tx)), ...home];
    enterCompleting(failure);
    const answer = await recover(tx, over ? 0 : Math.min(used, ports.now()) + RECOVERY);
    return isOf(answer, tx) ? finish(answer, {purpose, tx}, home, asked) : failure;
  }

  function finish(
    answer: ReadAnswer,
    {purpose, tx}: Pick<TransactionRecord, 'purpose' | 'tx'>,
    home: unknown[],
    asked: Asked,
    seconds?: number,
  ): End {
    const outcome = toOutcome(answer, purpose, tx, asked, seconds);
    if (answer.status === 'signed-out') return [outcome, ...home];
    if (answer.status === 'signed-in') arrive(answer);
    // Auto-login ends on the page that was opened, and a consent on the page that asked for it, unless something else is
    // required first.
    const isLogin = purpose === 'login' || purpose === 'link';
    const isLed = isLogin || (purpose === 'terms' && answer.status === 'action-required');
    return [outcome, isLed && answer.redirectTo, isLogin && config().settings.returnTo, ...home];
  }

  /** Reads the session at once, then each second until the answer does, at most until `deadline`. The last answer. */
  async function recover(
    tx: string,
    deadline: number,
    does: (answer: ReadAnswer | BackendFailure, tx: string) => unknown = isOf,
  ): Promise<ReadAnswer | BackendFailure | null> {
    for (;;) {
      const answer = await backend.read();
      if (!answer || does(answer, tx) || ports.now() + 1000 > deadline) return answer;
      await new Promise<void>((resolve) => void ports.after(1000, resolve));
    }
  }

  function arrive(answer: ArrivalAnswer): void {
    rememberArrival(ports, answer);
    store.update({session: toSession(answer)});
  }

  /** Ends with a failure where nothing else does in time: the site's own functions may never answer. */
  function enterCompleting(failure: End, onStuck = (): void => giveUp(failure)): void {
    enterFlow({status: 'completing', purpose: failure[0]?.purpose ?? 'login'}, onStuck);
  }

  /** Sends the visitor on. Where that is this very page, nothing is loaded and the outcome is told here. */
  async function goOn([end, ...targets]: End): Promise<void> {
    const found = end && toSilent(end);
    const rules = {origin, redirectUri, endpoint};
    const to = targets.map((target) => readReturnTarget(target, rules)).find(Boolean) ?? '/';
    await ports.listening();
    const [kept] = readOutcome(ports);
    // Somebody's arrival is told once, by the first of all tabs and reloads that learns of it.
    const outcome = await ports.withLock(LOCK, () => {
      const entry = /signed-in|consent/.test(`${found?.end}`) && transactions.find(closed);
      if (!entry || !('used' in entry)) return found;
      if (entry.told) return kept;
      transactions.bury({...entry, told: true});
      return found;
    });
    // Not before: a page that is reloaded in the middle needs the way home too.
    if (closed) transactions.forgetDetails(closed);
    const stays = !ports.dispatch(new KakaoReturnEvent(to, outcome));
    if (stays || isHere(to)) {
      if (!stays) ports.rewriteAddress(to);
      tell(outcome);
      return;
    }
    // Where it cannot cross, it is told before leaving rather than never. A reload of this page brings it to the next one
    // once more, and no third time: that one may lead back here.
    if (outcome && !keepOutcome(ports, outcome, kept ? undefined : to)) tell(outcome);
    else enterCompleting([outcome], () => tell(outcome));
    ports.navigate(to, 'replace');
  }

  function isHere(to: string): boolean {
    const {pathname, search} = ports.address();
    return to.split('#')[0] === pathname + search;
  }

  /** The return is over: from now on the bare redirect address is a page like any other, not a reload of it. */
  function tell(outcome: Outcome | null): void {
    forgetOutcome(ports);
    const latest = findLatest();
    if (latest) transactions.bury({...latest, over: true});
    if (outcome) deliver(outcome);
    else enterFlow({status: 'idle'});
  }
}

/** Whether an answer is the session that a transaction has made. */
function isOf(answer: ReadAnswer | BackendFailure | null | undefined, tx: string): answer is ArrivalAnswer {
  return answer?.status === 'signed-in' && answer.tx === tx;
}

/** What an authorization error means to the visitor. Kakao's own text is read, never shown. */
function toErrorOutcome(
  {error, description}: {error: string; description: string},
  purpose: Purpose,
  tx: string,
  asked: Asked,
): Outcome {
  const ref = toReference(tx);
  const [reason] = /^(consent|login|interaction)_required$/.exec(error) ?? [];
  if (purpose === 'auto-login' && reason) {
    return {end: 'skipped', purpose, reason: reason.replace('_', '-') as SkipReason, ref};
  }
  const isDenied = error === 'access_denied';
  const isUnderAge = isDenied && /under age 14/i.test(description);
  if (isDenied && !isUnderAge) {
    return purpose === 'terms' ? toConsentOutcome(asked, tx) : {end: 'cancelled', purpose, ref};
  }
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
