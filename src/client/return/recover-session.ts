import {toReference} from '../../shared/reference.js';
import type {ConsumedTransaction} from '../../shared/transaction.js';
import type {ActionRequiredAnswer, ArrivalAnswer, ReadAnswer} from '../../shared/wire.js';
import type {SessionReading} from '../page/backend/backend.js';
import {readConsentRequest, type ConsentRequest} from '../state/consent-request.js';
import type {ClientContext} from '../page/client-context.js';
import {rememberArrival} from '../page/visit-history.js';
import {toFailure, toOutcome} from '../state/outcome.js';
import {toSession} from '../state/state.js';
import {toHome, type Ending, type Home, type ReturnResult} from './end.js';

/** How long after the answer was taken a session may still appear. */
export const RECOVERY = 10_000;

/** What a transaction has come to, as far as an answer tells: its session, or the login that waits in this browser. */
export function findEnd(answer: SessionReading, tx: string): ArrivalAnswer | ActionRequiredAnswer | undefined {
  if (answer?.status === 'signed-in' && answer.tx === tx) return answer;
  const pending = answer?.status && answer.status !== 'action-required' ? answer.pending : undefined;
  return pending?.tx === tx ? pending : undefined;
}

/** Whether an answer tells who is signed in, be it nobody. */
export function isSession(answer: SessionReading): boolean {
  return !!answer?.status;
}

/**
 * Reads the session at once, then each second until `isEnough`, or until the backend answers no GET, at most until
 * `deadline`. The last answer.
 */
export async function recoverSession(
  {ports, backend}: Pick<ClientContext, 'ports' | 'backend'>,
  deadline: number,
  isEnough: (answer: SessionReading) => unknown,
): Promise<SessionReading> {
  // A clock may be put back meanwhile.
  for (let more = RECOVERY / 1000; ; more--) {
    const answer = await backend.recover();
    if (answer === null || isEnough(answer) || more === 0 || ports.now() + 1000 > deadline) return answer;
    await new Promise<void>((resolve) => void ports.after(1000, resolve));
  }
}

/** A reload, the back button or a second tab: the answer is taken already, and only its session is looked for. */
export async function resume(
  context: ClientContext,
  {tx, used, over, purpose = 'login', from}: ConsumedTransaction,
  enterCompleting: (failure: ReturnResult) => void,
): Promise<ReturnResult> {
  const {ports, transactions} = context;
  const home = toHome(transactions, {tx, from});
  const asked = readConsentRequest(transactions.readDetails(tx));
  const failure: ReturnResult = {outcome: toFailure('login_unfinished', purpose, toReference(tx)), ...home};
  enterCompleting(failure);
  const deadline = over ? 0 : Math.min(used, ports.now()) + RECOVERY;
  const answer = findEnd(await recoverSession(context, deadline, (seen) => findEnd(seen, tx)), tx);
  return answer ? finish(context, answer, {tx, purpose}, {home, asked}) : failure;
}

/** The end that an answer of the backend leads to. */
export function finish(
  context: ClientContext,
  answer: ReadAnswer,
  {tx, purpose}: Ending,
  {home, asked, seconds}: {home: Home; asked: ConsentRequest; seconds?: number | undefined},
): ReturnResult {
  const outcome = toOutcome(answer, purpose, tx, asked, seconds);
  if (answer.status === 'signed-out') return {outcome, ...home};
  if (answer.status === 'signed-in') arrive(context, answer, purpose);
  // Auto-login ends on the page that was opened, and a consent on the page that asked for it, unless something else is
  // required first.
  const isLogin = purpose === 'login' || purpose === 'link';
  const isLed = isLogin || (purpose === 'terms' && answer.status === 'action-required');
  // Decided by the page of the press; by this one where nothing is kept of that.
  const {returnTo = context.config().settings.returnTo} = context.transactions.readDetails(tx);
  return {...home, outcome, targets: [isLed && answer.redirectTo, isLogin && returnTo, ...home.targets]};
}

/** Somebody is signed in. */
export function arrive(
  {ports, store}: Pick<ClientContext, 'ports' | 'store'>,
  answer: ArrivalAnswer,
  purpose?: Ending['purpose'],
): void {
  rememberArrival(ports, answer, purpose);
  store.update({session: toSession(answer)});
}
