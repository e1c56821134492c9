import {
  readAuthorizationResponse,
  withoutAuthorizationResponse,
  type AuthorizationResponse,
} from '../oauth/authorization-response.js';
import {type ErrorCode} from '../shared/errors.js';
import {isSamePage, readReturnTarget} from '../shared/return-target.js';
import {toTransactionId, type Purpose, type Tombstone, type TransactionRecord} from '../shared/transaction-cookie.js';
import {type LoginRequest, type SignedInAnswer} from '../shared/wire.js';
import {KAKAO, toFailure, toOutcome, type Context} from './context.js';
import {KakaoReturnEvent} from './events.js';
import {takeNote} from './note.js';
import {keepOutcome, takeOutcome} from './outcome.js';
import {type Outcome} from './state.js';
import {type TransactionDetails} from './transactions.js';

/** How long after the answer was taken a session may still appear. */
const RECOVERY = 10_000;
/** How long a bare redirect address counts as a return that is being reloaded. */
const BARE_RETURN = 60_000;

/** How a callback ended, and where the visitor goes. */
interface End {
  /** Null where the visitor goes on without being told anything a second time. */
  readonly outcome: Outcome | null;
  /** Candidates for the way back, best first; each is checked as a return target. */
  readonly targets: readonly unknown[];
}

/**
 * Completes a login whose answer is in this document's address, or delivers the outcome of one that was completed on the
 * way here. Everything that can arrive has its row in the table of README, "What can come back".
 */
export async function complete(context: Context, address: URL): Promise<void> {
  const {ports, transactions, config} = context;
  const {redirectUri, emulator} = config().settings;
  await ports.activated();

  if (redirectUri !== undefined && isSamePage(address, redirectUri)) {
    const response = readAuthorizationResponse(takeNote(ports, address) ?? address, emulator ?? KAKAO);
    const end = await completeHere(response);
    if (end) return goOn(end);
  }
  const outcome = takeOutcome(ports);
  if (!outcome) return;
  if (outcome.end === 'signed-in') {
    const {member = {}, missingTerms = []} = outcome;
    context.store.update({session: {status: 'signed-in', member, missingTerms}});
  }
  await ports.listening();
  context.deliver(outcome);

  async function completeHere(response: AuthorizationResponse): Promise<End | null> {
    if (response.kind === 'foreign') return null;
    if (response.kind === 'none') return resumeBareReturn();
    ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
    if (response.kind === 'stateless') return endWithoutState();
    const {state} = response;
    const found = state && transactions.find(state.tx);
    const purpose = found && 'purpose' in found ? found.purpose : 'login';
    enterCompleting(purpose);
    if (response.kind === 'invalid') {
      return {outcome: toFailure('callback_invalid', purpose, state?.tx), targets: [pathOf(found), state?.path]};
    }
    const record = await takeRecord(response.state.tx);
    if (!record) return continueElsewhere(response.state);
    if ('used' in record) return resume(record, response.state.path);
    const details = transactions.takeDetails(record.tx);
    return response.kind === 'error'
      ? {
          outcome: toFailure(toErrorCode(response), record.purpose, record.tx),
          targets: [details.from, record.from],
        }
      : exchange(record, details, response.code);
  }

  /** Finds the transaction and buries it at once: of several tabs and reloads, one gets the record. */
  function takeRecord(tx: string): Promise<TransactionRecord | Tombstone | null> {
    return ports.withLock(`ks.${toTransactionId(tx)}`, () => {
      const found = transactions.find(tx);
      if (found && !('used' in found)) transactions.bury(tx);
      return found;
    });
  }

  async function exchange(record: TransactionRecord, details: TransactionDetails, code: string): Promise<End> {
    const {tx, purpose, redirectUri: usedRedirectUri, clientId, nonceSecret, codeVerifier, from} = record;
    const home = [details.from, from];
    const taken = ports.now();
    const request: LoginRequest = {
      purpose,
      tx,
      code,
      redirectUri: usedRedirectUri,
      clientId,
      nonceSecret,
      ...(codeVerifier !== undefined && {codeVerifier}),
      ...(Object.keys(details.attribution ?? {}).length > 0 && {attribution: details.attribution ?? {}}),
      ...(details.context !== undefined && {context: details.context}),
    };
    const result = await context.backend.post(request);
    if ('answer' in result) {
      const {answer} = result;
      if (answer.status === 'signed-in' && !(await isSessionKept(tx))) {
        return {outcome: toFailure('session_cookie_blocked', purpose, tx), targets: home};
      }
      context.setSession(answer);
      const redirectTo = answer.status === 'signed-out' ? undefined : answer.redirectTo;
      const outcome = toOutcome(answer, purpose, tx);
      const isArrival = outcome.end === 'signed-in' || outcome.end === 'action-required';
      return {outcome, targets: isArrival ? [redirectTo, config().settings.returnTo, ...home] : home};
    }
    const recovered =
      result.doubt === 'none' ? null : await recover(tx, result.doubt === 'wait' ? taken + RECOVERY : 0);
    if (recovered) {
      return {
        outcome: toOutcome(recovered, purpose, tx),
        targets: [recovered.redirectTo, config().settings.returnTo, ...home],
      };
    }
    return {outcome: toFailure(result.code, purpose, tx, result.ref), targets: home};
  }

  /** After a POST to another host, the session counts once a GET has seen it: cookies may be blocked there. */
  async function isSessionKept(tx: string): Promise<boolean> {
    const {endpoint, postCode} = config().settings;
    if (postCode || endpoint === undefined || new URL(endpoint).host === address.host) return true;
    const answer = await context.backend.read();
    return answer === null || (answer.status === 'signed-in' && answer.tx === tx);
  }

  /** Reads the session at once, then each second until it is the transaction's, at most until `deadline`. */
  async function recover(tx: string, deadline: number): Promise<SignedInAnswer | null> {
    for (;;) {
      const answer = await context.backend.read();
      if (answer?.status === 'signed-in' && answer.tx === tx) {
        context.setSession(answer);
        return answer;
      }
      if (answer === null && !canRead()) return null;
      if (ports.now() + 1000 > deadline) return null;
      await new Promise<void>((resolve) => void ports.after(1000, resolve));
    }
  }

  function canRead(): boolean {
    const {endpoint, readSession} = config().settings;
    return readSession !== undefined || endpoint !== undefined;
  }

  /** A reload, the back button or a second tab: the answer is taken already. */
  async function resume({tx, used}: Tombstone, path: string): Promise<End> {
    const {from} = transactions.takeDetails(tx);
    const answer = await recover(tx, used + RECOVERY);
    return answer
      ? {outcome: null, targets: [answer.redirectTo, config().settings.returnTo, from, path]}
      : {outcome: toFailure('login_unfinished', 'login', tx), targets: [from, path]};
  }

  async function resumeBareReturn(): Promise<End | null> {
    const [latest] = transactions.tombstones();
    if (!latest || ports.now() - latest.used > BARE_RETURN || takesOutcomeHere()) return null;
    enterCompleting('login');
    return resume(latest, '/');
  }

  /** A landing page that is its own redirect URI may be visited again, with an outcome on its way. */
  function takesOutcomeHere(): boolean {
    const outcome = takeOutcome(ports);
    if (outcome) keepOutcome(ports, outcome);
    return outcome !== null;
  }

  /** Ours by its form, but this browser never began it: it may go on, and never signs anybody in. */
  async function continueElsewhere({tx, path}: {tx: string; path: string}): Promise<End> {
    const answer = await context.backend.read();
    if (answer?.status !== 'signed-in') return {outcome: toFailure('other_browser', 'login', tx), targets: [path]};
    context.setSession(answer);
    return {outcome: null, targets: [path]};
  }

  function endWithoutState(): End {
    const open = transactions.openRecords();
    const [only] = open;
    if (!only || open.length > 1) return {outcome: toFailure('state_missing', 'login'), targets: []};
    transactions.bury(only.tx);
    const {from} = transactions.takeDetails(only.tx);
    return {outcome: toFailure('state_missing', only.purpose, only.tx), targets: [from, only.from]};
  }

  function enterCompleting(purpose: Purpose): void {
    context.enterFlow({status: 'completing', purpose}, () => context.deliver(toFailure('login_unfinished', purpose)));
  }

  /** Sends the visitor on. Where that is this very page, nothing is loaded and the outcome is told here. */
  async function goOn({outcome, targets}: End): Promise<void> {
    const {origin} = address;
    const {endpoint} = config().settings;
    const rules = {origin, redirectUri, endpoint};
    const to = targets.map((target) => readReturnTarget(target, rules)).find((target) => target !== null) ?? '/';
    await ports.listening();
    const stays = outcome !== null && !ports.dispatch(new KakaoReturnEvent({to, outcome}));
    const url = new URL(to, origin);
    const here = ports.address();
    if (stays || (url.pathname === here.pathname && url.search === here.search)) {
      if (!stays) ports.rewriteAddress(to);
      if (outcome) context.deliver(outcome);
      else context.enterFlow({status: 'idle'});
      return;
    }
    // Where it cannot cross, it is told before leaving rather than never.
    if (outcome && !keepOutcome(ports, outcome)) context.deliver(outcome);
    ports.navigate(to, 'replace');
  }
}

function pathOf(found: TransactionRecord | Tombstone | null): string | undefined {
  return found && 'from' in found ? found.from : undefined;
}

/** What an authorization error means to the visitor. Kakao's own text is read, never shown. */
function toErrorCode({error, description}: {error: string; description: string}): ErrorCode | 'cancelled' {
  if (error === 'access_denied') return /under age 14/i.test(description) ? 'under_age' : 'cancelled';
  if (error === 'timeout') return 'kakao_timeout';
  if (error === 'server_error' || error === 'temporarily_unavailable') return 'kakao_unavailable';
  return /^\w+_required$/.test(error) ? 'kakao_interaction_required' : 'kakao_refused';
}
