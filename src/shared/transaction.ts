import {textFromBase64url, textToBase64url} from './encoding/base64url.js';
import {parseJson, readString, omitUndefined, toFields} from './fields.js';
import {isRandomToken} from './encoding/random.js';

/** What a login is for. */
export type Purpose = 'login' | 'auto-login' | 'terms' | 'link';

/** One login under way: what the return from Kakao is checked against. Lives in one first-party cookie. */
export interface TransactionRecord {
  readonly tx: string;
  readonly nonceSecret: string;
  readonly codeVerifier?: string;
  readonly redirectUri: string;
  /** The app key that the authorization was asked with. */
  readonly clientId: string;
  readonly purpose: Purpose;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Path and query of the page where it began. */
  readonly from: string;
  /** Of a `link`: when the key was made that `nonceSecret` comes from, in seconds since the epoch by the server's clock. */
  readonly t?: number;
}

/**
 * What the cookie of a transaction also holds if a route of the server takes the code (`callback-mode="server"`): that
 * route sees nothing of what the page keeps.
 */
export interface ServerTransactionDetails {
  /** Path, query and hash where a success is to end; absent for where it began. */
  readonly returnTo?: string;
  /** The site's own opaque text. */
  readonly context?: string;
  /** As of the request that a page posts. */
  readonly attribution?: Readonly<Record<string, string>>;
  /** Tags of the terms that were asked for. */
  readonly terms?: readonly string[];
}

/**
 * The cookie by which a route of the server that takes the code (`callback-mode="server"`) or starts the login
 * (`login-url`) tells the page of return how it ended. The page can read it, and removes it.
 */
export const RESULT_COOKIE = 'ks_result';

/** How long that cookie lasts, in seconds: its Max-Age. */
export const RESULT_MAX_AGE = 60;

/** The most characters that a transaction's cookie may hold if a route of the server reads it. */
export const MAX_SERVER_TRANSACTION = 2000;

/** One consumed transaction holds at most this many characters: servers allow a request 8 kB of headers. */
export const MAX_CONSUMED = 600;

/** What stays of a transaction whose answer has been taken. */
export interface ConsumedTransaction {
  readonly tx: string;
  /** When it was taken, in milliseconds since the epoch. */
  readonly used: number;
  /** Path and query of the page where it began. */
  readonly from?: string;
  /** What it was for, if not a login by a press. */
  readonly purpose?: Purpose;
  /** That somebody has arrived by it is told, or on its way to the page that tells it. */
  readonly told?: true;
  /** That it waits for an action of the visitor's on the site, after which it may still sign somebody in. */
  readonly pending?: true | undefined;
  /** That the visitor is back, and the bare redirect address is a page like any other. */
  readonly over?: true;
}

/** What a transaction's cookie holds. The names of its fields outlive a release. */
export type StoredTransaction = TransactionRecord | ConsumedTransaction;

/** How long a login may take, in seconds: the cookie's Max-Age. */
export const TRANSACTION_MAX_AGE = 3600;

/** When a transaction was begun, or its answer taken, in milliseconds since the epoch. */
export function toTransactionTime(entry: StoredTransaction): number {
  return 'used' in entry ? entry.used : entry.time;
}

/**
 * Whether a transaction is still good. A clock that is set right meanwhile costs no login: its time may be as far ahead as
 * it may be past.
 */
export function isLiveTransaction(entry: StoredTransaction, now: number): boolean {
  return Math.abs(now - toTransactionTime(entry)) < TRANSACTION_MAX_AGE * 1000;
}

const PURPOSES: readonly unknown[] = ['login', 'auto-login', 'terms', 'link'] satisfies Purpose[];

/** The cookie's name, with the first six characters. `__Host-` binds it to one host over https; plain http on loopback cannot have it. */
export function toTransactionCookieName(tx: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}ks.${tx.slice(0, 6)}`;
}

/** The cookie's value: base64url of JSON. */
export function toTransactionCookieValue(value: StoredTransaction): string {
  return textToBase64url(JSON.stringify(value));
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

/** The open or consumed transaction in a cookie's value, or null where it is anything else. */
export function readTransactionCookieValue(value: string): StoredTransaction | null {
  const {tx, used, told, over, pending, ...fields} = toFields(parseJson(textFromBase64url(value)));
  const {nonceSecret, codeVerifier, redirectUri, clientId, purpose, time, from, t} =
    fields as Partial<TransactionRecord>;
  if (!isRandomToken(tx)) return null;
  if (Number.isFinite(used)) {
    return {
      tx,
      used: used as number,
      ...omitUndefined({from: readString(from)}),
      ...(purpose && PURPOSES.includes(purpose) && {purpose}),
      ...(told === true && {told}),
      ...(over === true && {over}),
      ...(pending === true && {pending}),
    };
  }
  const isWhole =
    isRandomToken(nonceSecret) &&
    (codeVerifier === undefined || isRandomToken(codeVerifier)) &&
    [redirectUri, clientId, from].every((text) => typeof text === 'string') &&
    PURPOSES.includes(purpose) &&
    Number.isFinite(time) &&
    (t === undefined || Number.isInteger(t));
  return isWhole
    ? ({
        tx,
        ...omitUndefined({nonceSecret, codeVerifier, redirectUri, clientId, purpose, time, from, t}),
      } as TransactionRecord)
    : null;
}
