import type {ErrorCode} from '../../shared/errors.js';
import {omitUndefined} from '../../shared/fields.js';
import {toReference} from '../../shared/reference.js';
import type {TransactionRecord} from '../../shared/transaction.js';
import {toAttribution} from './attribution.js';
import type {BackendFailure, SessionReading} from '../page/backend/backend.js';
import {readConsentRequest} from '../state/consent-request.js';
import type {ClientContext} from '../page/client-context.js';
import {toFailure} from '../state/outcome.js';
import {toHome, type ReturnResult} from './end.js';
import {findEnd, finish, isSession, RECOVERY, recoverSession} from './recover-session.js';

type Answered = Pick<BackendFailure, 'isLost' | 'ref'>;

/** Posts the code, once, with all that belongs to it; a lost answer is recovered from the session. */
export async function exchangeCode(
  context: ClientContext,
  record: TransactionRecord,
  code: string,
  enterCompleting: (failure: ReturnResult) => void,
): Promise<ReturnResult> {
  const {ports, backend, transactions, config} = context;
  const {endpoint, postCode} = config().settings;
  const {time, from, ...sent} = record;
  const {tx, purpose} = record;
  const deadline = ports.now() + RECOVERY;
  const details = transactions.readDetails(tx);
  const {context: text} = details;
  const asked = readConsentRequest(details);
  const passed = ports.now() - time;
  // Not known where the clock was set back meanwhile.
  const seconds = passed < 0 ? undefined : passed / 1000;
  const home = toHome(transactions, record);
  /** Without an answer, the backend does not know of it. */
  const fail = (failed: ErrorCode, {isLost, ref = toReference(tx)}: Answered = {isLost: true}): ReturnResult => ({
    outcome: toFailure(failed, purpose, ref),
    ...(!isLost && {isAnswered: true}),
    ...home,
  });
  // A function of the site's own may never answer.
  enterCompleting(fail('backend_timeout'));

  const answer = await backend.post({
    ...sent,
    code,
    ...(text && {context: text}),
    ...(asked.terms.length > 0 && {terms: asked.terms}),
    ...omitUndefined({attribution: toAttribution(ports, details, from)}),
  });
  if ('code' in answer) {
    const {doubt} = answer;
    const failure = fail(answer.code, answer);
    // The backend may be as silent when it is asked for the session.
    enterCompleting(failure);
    const isEnough = doubt === 'wait' ? (seen: SessionReading) => findEnd(seen, tx) : isSession;
    const found = doubt && findEnd(await recoverSession(context, deadline, isEnough), tx);
    return found ? finish(context, found, record, {home, asked, seconds}) : failure;
  }
  // A session of another host counts once a GET has seen it: its cookie may be blocked.
  // Stryker disable next-line OptionalChaining: only a site that posts itself needs no endpoint
  if (answer.status === 'signed-in' && !postCode && !endpoint?.startsWith(`${ports.address().origin}/`)) {
    const seen = await recoverSession(context, deadline, isSession);
    if (seen && findEnd(seen, tx)?.status !== 'signed-in')
      return seen.status ? fail('session_cookie_blocked') : fail(seen.code, seen.isLost ? undefined : {});
  }
  return finish(context, answer, record, {home, asked, seconds});
}
