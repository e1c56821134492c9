import {KAKAO} from '../oauth/authorization-request.js';
import {
  readAuthorizationResponse,
  withoutAuthorizationResponse,
  type AuthorizationResponse,
} from '../oauth/authorization-response.js';
import {isSamePage} from '../shared/return-target.js';
import type {StateParameter} from '../shared/state-parameter.js';
import {toReference, type TransactionRecord} from '../shared/transaction-cookie.js';
import {readLogoutReturn} from './account-logout.js';
import {readAsked} from './consent.js';
import type {Context} from './context.js';
import {takeNote} from './note.js';
import {readOutcome, toFailure} from './outcome.js';
import {watchStateless} from './return/state-missing.js';
import {toErrorOutcome, toHome, type End} from './return/end.js';
import {exchangeCode} from './return/exchange-code.js';
import {isHere, leaveCallback, LOCK} from './return/leave-callback.js';
import {arrive, resume} from './return/recover-session.js';
import {findLatest, tellKept} from './return/tell-outcome.js';

/** A response whose `state` claims to be ours. */
type OwnResponse = Extract<AuthorizationResponse, {state: unknown}>;

/** How long a bare redirect address counts as a return that is being reloaded. */
const BARE_RETURN = 60_000;

/** Enters `completing`: ends with a failure where nothing else does in time, as the site's own functions may never answer. */
type EnterCompleting = (failure: End) => void;

/**
 * Completes a login whose answer is in the address, or delivers the outcome of one that was completed on the way here.
 * Everything that can arrive has its row in the table of README, "What can come back". Answers whether there was either.
 */
export async function complete(context: Context, address: URL): Promise<boolean> {
  await context.ports.activated();
  const end = (await readCallback(context, address)) ?? readLogout(context, address);
  if (!end) return tellKept(context, address);
  await leaveCallback(context, end);
  return true;
}

/** How the return to the redirect URI ends; null where it is none. */
function readCallback(context: Context, address: URL): Promise<End | null> | null {
  const {ports, config, enterFlow} = context;
  const {redirectUri, emulator = KAKAO} = config().settings;
  if (!isSamePage(address, redirectUri)) return null;
  const response = readAuthorizationResponse(takeNote(ports, address) ?? address, emulator);
  return new Promise((resolve, reject) => {
    const enterCompleting: EnterCompleting = (failure) =>
      enterFlow({status: 'completing', purpose: failure.outcome?.purpose ?? 'login'}, () => resolve(failure));
    readEnd(context, response, enterCompleting).then(resolve, reject);
  });
}

async function readEnd(
  context: Context,
  response: AuthorizationResponse,
  enterCompleting: EnterCompleting,
): Promise<End | null> {
  const {ports} = context;
  switch (response.kind) {
    case 'foreign':
      return null;
    case 'none':
      return resumeBare(context, enterCompleting);
    case 'stateless':
      watchStateless(context);
      return null;
  }
  ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
  const {state} = response;
  if (!state) return {outcome: toFailure('callback_invalid', 'login'), targets: []};
  return readOwn(context, response, state, enterCompleting);
}

/** The bare redirect address, a minute after a return: a reload of it. */
async function resumeBare(context: Context, enterCompleting: EnterCompleting): Promise<End | null> {
  const {ports} = context;
  const latest = findLatest(context);
  if (!latest || ports.now() - latest.used >= BARE_RETURN) return null;
  const [outcome, to, isWaiting] = readOutcome(ports);
  if (!outcome || isWaiting) return resume(context, latest, enterCompleting);
  // Reloaded while the next page was loading. A landing page that is its own redirect URI may be that next page.
  return to && !isHere(context, to) ? {outcome, targets: [to]} : null;
}

/** An answer whose `state` is of our form. */
async function readOwn(
  context: Context,
  response: OwnResponse,
  state: StateParameter,
  enterCompleting: EnterCompleting,
): Promise<End> {
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
  const asked = readAsked(transactions.readDetails(tx));
  return {outcome: toErrorOutcome(response, found, asked), ...toHome(transactions, found)};
}

/** Whether the path in `state` is another than the record's. Of a long address the record keeps less. */
function isOfAnother(path: string, record: {readonly from?: string} | null): boolean {
  return !!path && record?.from !== undefined && ![path, path.split('?')[0], '/'].includes(record.from);
}

function bury({ports, transactions}: Context, {tx, purpose, from}: TransactionRecord): void {
  transactions.bury({tx, used: ports.now(), from, ...(purpose !== 'login' && {purpose})});
}

/** Begun in another browser: it may go on here, and signs nobody in. */
async function continueHere(
  context: Context,
  {tx, path}: StateParameter,
  enterCompleting: EnterCompleting,
): Promise<End> {
  const {backend, transactions} = context;
  // Only its cookie may be gone: then the way back is still there.
  const home = toHome(transactions, {tx});
  const failure: End = {outcome: toFailure('other_browser', 'login', toReference(tx)), ...home, offer: path};
  enterCompleting(failure);
  const answer = await backend.read();
  if (answer?.status !== 'signed-in') return failure;
  arrive(context, answer);
  return {outcome: null, ...home};
}

/** The way on from a logout of the Kakao account that comes back by this address; null where it is none. */
function readLogout({ports, config}: Context, address: URL): End | null {
  const logout = readLogoutReturn(ports, address, config().settings);
  if (!logout) return null;
  ports.rewriteAddress(withoutAuthorizationResponse(ports.address()));
  return {outcome: logout.isOurs ? {end: 'logged-out', purpose: 'logout'} : null, targets: [logout.from]};
}
