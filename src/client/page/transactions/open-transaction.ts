import {readCookieText} from '../../../shared/encoding/cookie-text.js';
import {
  toShortValue,
  toTransactionCookie,
  toTransactionCookieName,
  type TransactionRecord,
} from '../../../shared/transaction.js';
import type {ConsentRequest} from '../../state/consent-request.js';
import type {AutoLoginPorts, Source} from '../ports/ports.js';

/** What of a transaction is too long or too private for a cookie. A login works without it. */
export interface TransactionDetails extends Source {
  /** The exact address where it began: path, query and hash. */
  readonly from?: string | undefined;
  /** Where the page of the press wanted a success to end; empty for where it began. A release before has kept none. */
  readonly returnTo?: string | undefined;
  /** The site's own opaque text. */
  readonly context?: string | undefined;
  /** A consent's request. A login keeps only the terms that it asks for. */
  readonly asked?: Partial<ConsentRequest> | undefined;
}

/** How long before its press a record, or the secrets in it, may have been made, in ms. */
export const MAX_AHEAD = 60_000;

/** One cookie holds at most this many characters. */
const MAX_VALUE = 1000;

/** The entry of localStorage that holds a transaction's details. */
export function toDetailsKey(tx: string): string {
  return toTransactionCookieName(tx, false);
}

/**
 * Writes the record, and `details` as JSON text; without them only the record.
 *
 * @param value of the cookie, if not the record alone
 * @returns the cookie's value; empty where it cannot be read back, because the browser takes no cookies
 */
export function openTransaction(
  {
    address,
    localStorage,
    sessionStorage,
    readCookies,
    writeCookie,
  }: Pick<AutoLoginPorts, 'address' | 'localStorage' | 'sessionStorage' | 'readCookies' | 'writeCookie'>,
  record: TransactionRecord,
  details?: string,
  value = toShortValue(record, MAX_VALUE),
): string {
  const {tx} = record;
  const isSecure = address().protocol === 'https:';
  writeCookie(toTransactionCookie(tx, value, isSecure));
  if (readCookieText(readCookies()).get(toTransactionCookieName(tx, isSecure)) !== value) return '';
  // Not before: details without a record are swept away. The second storage is this tab's alone.
  if (details) [localStorage, sessionStorage].some((storage) => storage.set(toDetailsKey(tx), details));
  return value;
}
