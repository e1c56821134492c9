import {listCookies, readCookieText} from '../../shared/encoding/cookie-text.js';
import {toReference} from '../../shared/reference.js';
import {readCallbackResult, type CallbackEnd} from '../../shared/server-callback/callback-result.js';
import {RESULT_COOKIE, type Purpose} from '../../shared/transaction.js';
import type {ReadAnswer} from '../../shared/wire.js';
import type {ClientContext} from '../page/client-context.js';
import type {Ending, ReturnResult} from '../return/end.js';
import type {Outcome} from '../state/state.js';
import {forgetBegun, readBegun, toUrlTx} from './begun-on-server.js';
import type * as returnSteps from './return-steps.js';

type Steps = typeof returnSteps;

/** Failures in which the route took no answer: the login goes on, whoever has opened its address meanwhile. */
const UNTAKEN: readonly CallbackEnd[] = [
  'callback_invalid',
  'other_browser',
  'redirect_uri_unknown',
  'config_incomplete',
];

/** A login of this browser that has ended on the server. */
interface EndedOnServer {
  readonly tx: string;
  readonly purpose: Purpose;
  /** Where it may have led, as exactly as this browser knows it: a redirect of the server brings no fragment. */
  readonly targets: readonly (string | undefined)[];
  /** It may still be completed. */
  readonly isOpen?: boolean;
}

/**
 * Tells how a login ended that a route of the server has completed: by its cookie `ks_result`, on the page of return, once.
 * A result of a login that this browser did not start is nobody's.
 *
 * @param steps those of a return whose code the page posts
 * @returns whether there was one
 */
export async function tellServerResult(context: ClientContext, steps: Steps): Promise<boolean> {
  const {ports} = context;
  const isHidden = ports.activated();
  if (isHidden) await isHidden;
  const began = ports.now();
  const found = takeResult(context, steps);
  if (!found) return false;
  const {tx, purpose, targets, end, isOpen} = found;
  const here = ports.address();
  // The address of this page says more than is known of it.
  const target = here.hash ? undefined : targets.find((known) => known && steps.isHere(context, known));
  const waiting: ReturnResult = {
    ...(!isOpen && steps.toHome(context.transactions, {tx})),
    outcome: null,
    targets: [target ?? steps.toText(here)],
  };
  steps.showCompleting(context, waiting);
  const result = await toResult(context, steps, {tx, purpose}, end);
  await steps.leaveCallback(context, {...waiting, ...result, targets: waiting.targets}, began);
  return true;
}

/**
 * Reads the cookie, and removes it. A neighbouring host can set one of the same name: of several, the one counts that names
 * a login of this browser.
 */
function takeResult(
  context: ClientContext,
  {BACKEND_CODES}: Steps,
): (EndedOnServer & {readonly end: CallbackEnd}) | null {
  const {ports} = context;
  const listed = listCookies(ports.readCookies()).filter(([name]) => name === RESULT_COOKIE);
  const isSecure = ports.address().protocol === 'https:';
  ports.writeCookie(`${RESULT_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax${isSecure ? '; Secure' : ''}`);
  const results = listed.flatMap(([, value]) => readCallbackResult(value, BACKEND_CODES) ?? []);
  for (const {end, id} of results) {
    const ended = find(context, id, UNTAKEN.includes(end));
    if (ended) return {...ended, end};
  }
  const elsewhere = results.find(({end}) => end === 'other_browser');
  // If it is still there, another host has set it: it would be told on every page.
  if (!elsewhere || readCookieText(ports.readCookies()).has(RESULT_COOKIE)) return null;
  return {tx: toUrlTx(elsewhere.id), purpose: 'login', targets: [], end: elsewhere.end};
}

/**
 * The login of an id, if this browser has begun it and nobody was told of it. Its record is used up, unless its answer is
 * still to come.
 */
function find({ports, transactions}: ClientContext, id: string, isUntaken: boolean): EndedOnServer | null {
  const begun = readBegun(ports);
  if (begun.id === id) {
    forgetBegun(ports);
    return {tx: toUrlTx(id), purpose: 'login', targets: [begun.returnTo]};
  }
  const isIt = ({tx}: {readonly tx: string}): boolean => tx.startsWith(id);
  const open = transactions.openRecords().find(isIt);
  if (open) {
    const {tx, from, purpose} = open;
    if (isUntaken) return {tx, purpose, targets: [], isOpen: true};
    transactions.markConsumed({tx, used: ports.now(), from, ...(purpose !== 'login' && {purpose})});
  }
  const entry = transactions.consumed().find(isIt);
  if (!entry || entry.told || entry.over) return null;
  const {tx, purpose = 'login'} = entry;
  const {returnTo, from} = transactions.readDetails(tx);
  return {tx, purpose, targets: [returnTo, from]};
}

async function toResult(
  context: ClientContext,
  steps: Steps,
  {tx, purpose}: Ending,
  end: CallbackEnd,
): Promise<Pick<ReturnResult, 'outcome' | 'isAnswered'>> {
  const {finish, readConsentRequest, toConsentOutcome, toFailure, toHome} = steps;
  const asked = readConsentRequest(context.transactions.readDetails(tx));
  const ref = toReference(tx);
  if (end === 'out') {
    if (purpose === 'auto-login') return {outcome: {end: 'skipped', purpose, reason: 'not-a-member', ref}};
    return {outcome: purpose === 'terms' ? toConsentOutcome(asked, tx) : {end: 'cancelled', purpose, ref}};
  }
  const isArrival = end === 'new' || end === 'known';
  if (!isArrival && end !== 'action') return {outcome: toFailure(end, purpose, ref), isAnswered: true};
  const answer = await readAnswer(context, steps, tx, isArrival ? end === 'new' : null);
  if (!answer)
    return {outcome: isArrival ? toFailure('session_cookie_blocked', purpose, ref) : (null as Outcome | null)};
  return finish(context, answer, {tx, purpose}, {home: toHome(context.transactions, {tx}), asked});
}

/**
 * What the session says of a login that has ended well. Without one to read, the server's word counts.
 *
 * @param isNewMember null for a login that waits for an action
 * @returns undefined if there is no such session: a cookie of the server's has not stayed
 */
async function readAnswer(
  {backend}: ClientContext,
  {findEnd}: Steps,
  tx: string,
  isNewMember: boolean | null,
): Promise<ReadAnswer | undefined> {
  const seen = await backend.recover();
  if (isNewMember === null) return findEnd(seen, tx);
  if (seen?.status === 'signed-out') return undefined;
  const arrival = seen?.status === 'signed-in' ? seen : ({status: 'signed-in', member: {}} as const);
  // The server's word of a callback that was sent twice is that of the second.
  const isJoined = isNewMember || (seen?.status === 'signed-in' && seen.tx === tx && seen.isNewMember);
  return {...arrival, tx, isNewMember: isJoined};
}
