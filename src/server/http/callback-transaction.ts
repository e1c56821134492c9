import {textFromBase64url} from '../../shared/encoding/base64url.js';
import {listCookies} from '../../shared/encoding/cookie-text.js';
import {omitUndefined, parseJson, toFields} from '../../shared/fields.js';
import {readReturnTarget} from '../../shared/return-target.js';
import {
  type ConsumedTransaction,
  isLiveTransaction,
  MAX_SERVER_TRANSACTION,
  readTransactionCookieValue,
  type ServerTransactionDetails,
  toTransactionCookieName,
  type TransactionRecord,
} from '../../shared/transaction.js';
import {readCookieValues} from '../base/cookies.js';
import {isRecord} from '../base/validate.js';
import type {CallbackRoute} from './callback-request.js';
import {isContext, isTerms, readAttribution} from './session-request.js';

/** What a browser has of a transaction. */
export type FoundTransaction =
  /** Nothing, or nothing that is still good. */
  | {readonly kind: 'unknown'}
  /** More than one can have, or more than the widget writes. */
  | {readonly kind: 'unclear'}
  | {readonly kind: 'consumed'; readonly entry: ConsumedTransaction}
  | {readonly kind: 'open'; readonly entry: TransactionRecord; readonly details: ServerTransactionDetails};

/**
 * The transaction of a `state`, in the cookie of its name.
 *
 * @param now in milliseconds since the epoch
 */
export function findTransaction(request: Request, tx: string, route: CallbackRoute, now: number): FoundTransaction {
  const values = new Set(readCookieValues(request, toTransactionCookieName(tx, route.isSecure)));
  const [value, ...others] = values;
  if (value === undefined) return {kind: 'unknown'};
  if (others.length > 0 || value.length > MAX_SERVER_TRANSACTION) return {kind: 'unclear'};
  const entry = readTransactionCookieValue(value);
  if (entry?.tx !== tx || !isLiveTransaction(entry, now)) return {kind: 'unknown'};
  if ('used' in entry) return {kind: 'consumed', entry};
  return {kind: 'open', entry, details: readDetails(value, route)};
}

/**
 * The latest transaction that waits for an answer at a route: an answer that has lost its `state` may be its answer, and
 * whoever began it is told to begin anew.
 *
 * @param now in milliseconds since the epoch
 */
export function findLatest(
  {headers}: Request,
  {redirectUris, isSecure}: CallbackRoute,
  now: number,
): TransactionRecord | undefined {
  const records = listCookies(headers.get('cookie') ?? '').flatMap(([name, value]) => {
    if (value.length > MAX_SERVER_TRANSACTION) return [];
    const entry = readTransactionCookieValue(value);
    if (!entry || 'used' in entry || name !== toTransactionCookieName(entry.tx, isSecure)) return [];
    return redirectUris.includes(entry.redirectUri) && isLiveTransaction(entry, now) ? entry : [];
  });
  return records.sort((a, b) => b.time - a.time)[0];
}

/** What the cookie says beside the record. What is not of its form is left out: the login goes on without it. */
function readDetails(value: string, {origin}: CallbackRoute): ServerTransactionDetails {
  const {returnTo, context, attribution, terms} = toFields(parseJson(textFromBase64url(value)));
  return omitUndefined({
    returnTo: readReturnTarget(returnTo, {origin}) ?? undefined,
    context: isContext(context) ? context : undefined,
    attribution: isRecord(attribution) ? readAttribution(attribution) : undefined,
    terms: isTerms(terms) ? terms : undefined,
  });
}
