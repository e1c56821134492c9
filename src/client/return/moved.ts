import {isSamePage} from '../../shared/return-target.js';
import {toReference} from '../../shared/reference.js';
import {toStoredName} from '../../shared/stored-name.js';
import type {TransactionRecord} from '../../shared/transaction.js';
import type {ClientContext} from '../page/client-context.js';
import {keepDeveloperHint} from '../page/backend/developer-hint.js';
import {toFailure, toSilent} from '../state/outcome.js';
import type {ClientPorts} from '../page/ports/ports.js';
import {toHome} from './end.js';
import {findTarget} from './targets.js';

const MOVED_KEY = 'ks.moved';
const RETURNING_KEY = 'ks.returning';

type Returning = Pick<ClientContext, 'ports' | 'config'>;

/** One for each backend: another app of this origin has returns of its own. */
function toReturningKey({config}: Returning): string {
  return `${RETURNING_KEY} ${config().settings.endpoint ?? ''}`;
}

/** Whether this tab is completing a return on another page than the redirect URI. */
export function isMoved({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, tx: string): boolean {
  return sessionStorage.get(MOVED_KEY) === toStoredName(tx);
}

/** Whether this tab is completing a return, on whichever page. */
export function isReturning(context: Returning, tx: string): boolean {
  return context.ports.sessionStorage.get(toReturningKey(context)) === toStoredName(tx);
}

/** That return has come to its end. */
export function forgetReturning(context: Returning): void {
  for (const key of [MOVED_KEY, toReturningKey(context)]) context.ports.sessionStorage.remove(key);
}

/**
 * Remembers a return that begins, for the page that its tab may show before its end. Says where an answer should have
 * arrived that is completed on another page.
 */
export function noteReturning(context: ClientContext, tx: string): void {
  const {ports, transactions, config, explain} = context;
  const here = ports.address();
  ports.sessionStorage.set(toReturningKey(context), toStoredName(tx));
  if (!isSamePage(here, config().settings.redirectUri)) ports.sessionStorage.set(MOVED_KEY, toStoredName(tx));
  const entry = transactions.find(tx);
  if (!entry || 'used' in entry || isSamePage(here, entry.redirectUri)) return;
  explain([{code: 'callback_moved', kind: 'moved', path: toPath(entry)}]);
}

/** Tells of an answer that only parameters of this page's address hold: no page may make a login of such. */
export async function tellMoved(context: ClientContext, record: TransactionRecord): Promise<void> {
  const {ports, transactions, deliver} = context;
  const {tx, purpose} = record;
  const to = findTarget(context, toHome(transactions, record).targets);
  const outcome = toSilent({...toFailure('callback_moved', purpose, toReference(tx)), ...(to && {to})});
  keepDeveloperHint(ports, `callback_moved ${toReference(tx)} ${toPath(record)}`);
  await ports.listening();
  deliver(outcome);
}

/** Where the answer belongs. No other page is told: its address may hold anything. */
function toPath({redirectUri}: TransactionRecord): string {
  return new URL(redirectUri).pathname;
}
