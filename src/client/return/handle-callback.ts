import {KAKAO} from '../../oauth/authorization-request.js';
import {withoutAuthorizationResponse} from '../../oauth/authorization-response.js';
import {omitUndefined} from '../../shared/fields.js';
import {isSamePage} from '../../shared/return-target.js';
import type {StateParameter} from '../../shared/state-parameter.js';
import {toReference} from '../../shared/reference.js';
import type {TransactionRecord} from '../../shared/transaction.js';
import {readLogoutReturn} from '../page/account-logout.js';
import {readConsentRequest} from '../state/consent-request.js';
import type {ClientContext} from '../page/client-context.js';
import {STUCK_AFTER} from '../page/with-timeout.js';
import {consumeTalkAnswer, readKeptState} from '../page/kept/talk-answer.js';
import {toFailure} from '../state/outcome.js';
import {showCompleting} from './completing.js';
import {clearAddress} from './clear-address.js';
import {toErrorOutcome, toHome, type ReturnResult} from './end.js';
import {exchangeCode} from './exchange-code.js';
import {findAnswer, toKnownAnswer, type FoundAnswer, type OwnResponse} from './find-answer.js';
import {leaveCallback, LOCK} from './leave-callback.js';
import {noteReturning, tellMoved} from './moved.js';
import {arrive, resume} from './recover-session.js';
import {resumeBare, resumeElsewhere} from './reload.js';
import {watchStateless} from './state-missing.js';
import {tellKept} from './tell-outcome.js';

/**
 * Enters `completing`: ends with a failure where nothing else does in time, as the site's own functions may never answer.
 * Called again once more is known of what has failed.
 */
type EnterCompleting = (failure: ReturnResult) => void;

/**
 * Completes a login whose answer is in the address, or delivers the outcome of one that was completed on the way here.
 * Everything that can arrive has its row in the table of docs/en/frontend/callback.md. Answers whether there was either.
 */
export async function handleRedirectCallback(given: ClientContext, address: URL): Promise<boolean> {
  const isHidden = given.ports.activated();
  if (isHidden) await isHidden;
  const context = keepWaysOn(given);
  const began = given.ports.now();
  const found = find(context, address);
  if (found.kind === 'nested') {
    await tellMoved(context, found.record);
    return true;
  }
  const end = (await readCallback(context, found)) ?? readLogout(context, address);
  if (!end) return tellKept(context, address);
  await leaveCallback(context, end, began);
  return true;
}

/** A page that comes back from the back-forward cache, perhaps while another page of its tab is completing a return. */
export async function resumeRestored(given: ClientContext): Promise<void> {
  const context = keepWaysOn(given);
  const began = given.ports.now();
  const end = await readCallback(context, {kind: 'nothing'});
  if (end) await leaveCallback(context, end, began);
}

/** The ways on are those of the page as the return begins: what says them may leave it before the end. */
function keepWaysOn(context: ClientContext): ClientContext {
  const {returnTo, continueAt} = context.config().settings;
  const ways = omitUndefined({returnTo, continueAt});
  return {
    ...context,
    config() {
      const read = context.config();
      return {...read, settings: {...read.settings, ...ways}};
    },
  };
}

/** Finds the answer, and takes it out of the address before anything else can read it there. */
function find({ports, config, transactions}: ClientContext, address: URL): FoundAnswer {
  const {redirectUri, emulator: issuer = KAKAO} = config().settings;
  const isCallback = isSamePage(address, redirectUri);
  const arrival = ports.arrival();
  const found = findAnswer(
    {
      address: isCallback ? (consumeTalkAnswer(ports, address) ?? address) : consumeTalkAnswerOf(ports, address),
      arrival: arrival && consumeTalkAnswerOf(ports, arrival),
      origin: ports.address().origin,
      isTop: ports.isTop,
      redirectUri,
      issuer,
    },
    transactions.find,
  );
  if (found.kind === 'nested') clearAddress(ports, found.answer, false);
  if (found.kind === 'answer') clearAddress(ports, toKnownAnswer(found.response), found.isHere);
  return found;
}

/** How a return ends that has come with an answer, or is a reload of one; null where it is none. */
function readCallback(context: ClientContext, found: FoundAnswer): Promise<ReturnResult | null> {
  return new Promise((resolve, reject) => {
    let latest: ReturnResult | null = null;
    const enterCompleting: EnterCompleting = (failure) => {
      const isFirst = !latest;
      latest = failure;
      if (!isFirst) return;
      // Not the flow's own limit: a logout that fails, or the back-forward cache, enters another state meanwhile.
      context.ports.after(STUCK_AFTER, () => resolve(latest));
      showCompleting(context, failure);
    };
    readEnd(context, found, enterCompleting).then(resolve, reject);
  });
}

async function readEnd(
  context: ClientContext,
  found: FoundAnswer,
  enterCompleting: EnterCompleting,
): Promise<ReturnResult | null> {
  switch (found.kind) {
    case 'answer': {
      const {response} = found;
      const {state} = response;
      // Stryker disable next-line ArrayDeclaration: what is no path is no target
      if (!state) return {outcome: toFailure('callback_invalid', 'login'), targets: []};
      noteReturning(context, state.tx);
      return readOwn(context, response, state, enterCompleting);
    }
    case 'stateless':
      watchStateless(context);
      return null;
    case 'bare':
      return resumeBare(context, enterCompleting);
    default:
      return resumeElsewhere(context, enterCompleting);
  }
}

/** An answer whose `state` is of our form. */
async function readOwn(
  context: ClientContext,
  response: OwnResponse,
  state: StateParameter,
  enterCompleting: EnterCompleting,
): Promise<ReturnResult> {
  const {ports, transactions} = context;
  const {tx, path} = state;
  const record = transactions.find(tx);
  if (response.kind === 'invalid' || isOfAnother(path, record)) {
    const outcome = toFailure('callback_invalid', 'login', toReference(tx));
    const {targets} = toHome(transactions, record ?? {tx});
    return {outcome, targets, offer: path};
  }
  // Of several tabs and reloads, one gets the record.
  const found = await ports.withLock(LOCK, () => {
    const entry = transactions.find(tx);
    if (entry && !('used' in entry)) bury(context, entry);
    return entry;
  });
  if (!found) return continueHere(context, state, enterCompleting);
  if ('used' in found) return resume(context, found, enterCompleting);
  if (response.kind === 'code') return exchangeCode(context, found, response.code, enterCompleting);
  const asked = readConsentRequest(transactions.readDetails(tx));
  return {outcome: toErrorOutcome(response, found, asked), ...toHome(transactions, found)};
}

/** Whether the path in `state` is another than the record's. Of a long address the record keeps less. */
function isOfAnother(path: string, record: {readonly from?: string} | null): boolean {
  return !!path && record?.from !== undefined && ![path, path.split('?')[0], '/'].includes(record.from);
}

function bury({ports, transactions}: ClientContext, {tx, purpose, from}: TransactionRecord): void {
  // Stryker disable next-line ConditionalExpression,StringLiteral: a purpose that is not there is read as a login
  transactions.markConsumed({tx, used: ports.now(), from, ...(purpose !== 'login' && {purpose})});
}

/** Begun in another browser: it may go on here, and signs nobody in. */
async function continueHere(
  context: ClientContext,
  {tx, path}: StateParameter,
  enterCompleting: EnterCompleting,
): Promise<ReturnResult> {
  const {backend, transactions} = context;
  // Only its cookie may be gone: then the way back is still there.
  const home = toHome(transactions, {tx});
  const failure: ReturnResult = {outcome: toFailure('other_browser', 'login', toReference(tx)), ...home, offer: path};
  enterCompleting(failure);
  const answer = await backend.read();
  if (answer?.status !== 'signed-in') return failure;
  arrive(context, answer);
  return {outcome: null, ...home};
}

/** The way on from a logout of the Kakao account that comes back by this address; null where it is none. */
function readLogout({ports, config}: ClientContext, address: URL): ReturnResult | null {
  const logout = readLogoutReturn(ports, address, config().settings);
  if (!logout) return null;
  ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
  return {outcome: logout.isOurs ? {end: 'logged-out', purpose: 'logout'} : null, targets: [logout.from]};
}

/** The address with the saved answer, if that has the address's `state`, else the address as it is: for other pages than the redirect URI. */
function consumeTalkAnswerOf(ports: ClientContext['ports'], address: URL): URL {
  const state = address.searchParams.get('state');
  return (state !== null && readKeptState(ports) === state && consumeTalkAnswer(ports, address)) || address;
}
