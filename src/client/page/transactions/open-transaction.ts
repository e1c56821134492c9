import {readCookieText} from '../../../shared/encoding/cookie-text.js';
import {
  toTransactionCookieName,
  toTransactionCookieValue,
  TRANSACTION_MAX_AGE,
  type StoredTransaction,
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

/** A transaction's cookie, as it is written. Without a value it is removed. */
export function toTransactionCookie(tx: string, value: string, isSecure: boolean): string {
  const name = toTransactionCookieName(tx, isSecure);
  const maxAge = value ? TRANSACTION_MAX_AGE : 0;
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** A cookie's value of at most so many characters, of a long address less; empty where nothing fits. */
export function toShortValue(entry: StoredTransaction, max: number): string {
  const {from} = entry;
  // Each is made only where those before are too long: a press waits for it.
  const toFitting = (kept: string | undefined): string => {
    const value = toTransactionCookieValue({...entry, from: kept} as StoredTransaction);
    return value.length <= max ? value : '';
  };
  return toFitting(from) || toFitting(from?.replace(/\?.*/, '')) || toFitting('/');
}

/**
 * Writes the record, and `details` as JSON text; without them only the record.
 *
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
): string {
  const {tx} = record;
  const isSecure = address().protocol === 'https:';
  const value = toShortValue(record, MAX_VALUE);
  writeCookie(toTransactionCookie(tx, value, isSecure));
  if (readCookieText(readCookies()).get(toTransactionCookieName(tx, isSecure)) !== value) return '';
  // Not before: details without a record are swept away. The second storage is this tab's alone.
  if (details) [localStorage, sessionStorage].some((storage) => storage.set(toDetailsKey(tx), details));
  return value;
}
