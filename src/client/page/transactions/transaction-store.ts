import {readCookieText} from '../../../shared/encoding/cookie-text.js';
import {parseJson, toFields, toJson} from '../../../shared/fields.js';
import {
  isLiveTransaction,
  MAX_CONSUMED,
  readTransactionCookieValue,
  toShortValue,
  toTransactionCookie,
  toTransactionCookieName,
  toTransactionTime,
  type ConsumedTransaction,
  type StoredTransaction,
  type TransactionRecord,
} from '../../../shared/transaction.js';
import {keepJson} from '../kept/stored-json.js';
import {isWithin, STUCK_AFTER} from '../with-timeout.js';
import {MAX_AHEAD, openTransaction, toDetailsKey, type TransactionDetails} from './open-transaction.js';
import type {ClientPorts} from '../ports/ports.js';

export interface TransactionStore {
  /**
   * Writes the record, and says whether it can be read back: false where the browser takes no cookies.
   *
   * @param value of the cookie, if not the record alone
   */
  open(record: TransactionRecord, details: TransactionDetails, value?: string): boolean;
  /**
   * Writes the record ahead of the press that may leave with it.
   *
   * @returns what that press calls to keep the details; false if the record is too old by then, or its cookie no longer what
   *   was written. Null where the browser takes no cookies.
   */
  writeAhead(record: TransactionRecord): ((details: TransactionDetails) => boolean) | null;
  /** Closes the oldest of too many: once this one has left, and not before. */
  makeRoom(tx: string): void;
  /** Takes back what {@link open} has written: nothing has left. */
  discard(tx: string): void;
  find(tx: string): StoredTransaction | null;
  /** All records whose answer has not been taken, newest first. */
  openRecords(): TransactionRecord[];
  /** All whose answer has been taken, newest first. */
  consumed(): ConsumedTransaction[];
  /** Marks a transaction as consumed, in place of its record: its answer is taken, and no other will be. */
  markConsumed(transaction: ConsumedTransaction): void;
  /** The details. Those that are forgotten are where it began and was to end, in this tab. */
  readDetails(tx: string): TransactionDetails;
  /** Forgets the details of transactions that are gone, and what of others no tab needs any more. */
  sweep(): void;
  /**
   * Forgets the details. Only this tab keeps where it began and was to end, for its Back button, and of a transaction that
   * waits for an action, what analytics are told in the end.
   */
  forgetDetails(tx: string, isPending?: boolean): void;
}

const MAX_OPEN = 3;

type StorePorts = Pick<
  ClientPorts,
  'readCookies' | 'writeCookie' | 'localStorage' | 'sessionStorage' | 'now' | 'address'
> &
  // Who only reads needs none.
  Partial<Pick<ClientPorts, 'findSource'>>;

/** Transactions live in cookies, because KakaoTalk may come back in another tab, where sessionStorage is empty. */
export function createTransactionStore(ports: StorePorts): TransactionStore {
  const {localStorage, sessionStorage} = ports;
  const isSecure = ports.address().protocol === 'https:';
  const readAll = (): StoredTransaction[] => readEntries(ports, isSecure);
  const openRecords = (): TransactionRecord[] => readAll().filter(isRecord);
  const consumed = (): ConsumedTransaction[] =>
    readAll().filter((entry): entry is ConsumedTransaction => !isRecord(entry));
  const find = (tx: string): StoredTransaction | null => readAll().find((entry) => entry.tx === tx) ?? null;
  const write = (tx: string, value: string): void => ports.writeCookie(toTransactionCookie(tx, value, isSecure));
  const sweep = (): void => keepDetails(ports, readAll());
  const readDetails = (tx: string): TransactionDetails =>
    toFields(parseJson(localStorage.get(toDetailsKey(tx)) ?? sessionStorage.get(toDetailsKey(tx))));

  function writeAhead(record: TransactionRecord, whole?: string): ReturnType<TransactionStore['writeAhead']> {
    const {tx, time} = record;
    const value = openTransaction(ports, record, undefined, whole);
    // An old library may have changed how JSON is written. Then nobody can read the record.
    if (!value || !readTransactionCookieValue(value)) return null;
    return (details) => {
      const isThere =
        // The page may have been frozen meanwhile, which stops its timers.
        isWithin(ports.now() - time, MAX_AHEAD) &&
        readCookieText(ports.readCookies()).get(toTransactionCookieName(tx, isSecure)) === value;
      if (isThere) addDetails(ports, tx, details, sweep);
      return isThere;
    };
  }

  return {
    open(record, details, value) {
      const isOpen = !!writeAhead(record, value);
      if (isOpen) addDetails(ports, record.tx, details, sweep);
      return isOpen;
    },
    writeAhead,
    makeRoom(tx) {
      const others = openRecords().filter((other) => other.tx !== tx && hasLeft(ports, other, tx));
      for (const old of [...others.slice(MAX_OPEN - 1), ...consumed().slice(MAX_OPEN)]) write(old.tx, '');
      keepDetails(ports, openRecords());
    },
    discard(tx) {
      write(tx, '');
      sweep();
    },
    find,
    openRecords,
    consumed,
    markConsumed: (transaction) => write(transaction.tx, toShortValue(transaction, MAX_CONSUMED)),
    readDetails,
    sweep,
    forgetDetails(tx, isPending) {
      const {from, returnTo, attribution, referrer} = readDetails(tx);
      for (const storage of [localStorage, sessionStorage]) storage.remove(toDetailsKey(tx));
      if (from ?? returnTo)
        keepJson(sessionStorage, toDetailsKey(tx), {from, returnTo, ...(isPending && {attribution, referrer})});
    },
  };
}

function isRecord(entry: StoredTransaction): entry is TransactionRecord {
  return !('used' in entry);
}

/** @param sweep forgets what belongs to transactions that are gone */
function addDetails(ports: StorePorts, tx: string, details: TransactionDetails, sweep: () => void): void {
  const {localStorage, sessionStorage} = ports;
  const [key, text] = [toDetailsKey(tx), toJson({...details, ...ports.findSource?.()})];
  if (localStorage.set(key, text)) return;
  sessionStorage.set(key, text);
  sweep();
  if (localStorage.set(key, text)) sessionStorage.remove(key);
}

/**
 * Whether a press has left with a record. A record that was only written ahead has no details, and is young.
 *
 * @param own of the transaction that has just left: if its details are not where all tabs see them, nobody can tell
 */
function hasLeft({localStorage, sessionStorage, now}: StorePorts, {tx, time}: TransactionRecord, own: string): boolean {
  const isKept = (storage: StorePorts['localStorage'], id: string): boolean => storage.get(toDetailsKey(id)) !== null;
  const canTell = isKept(localStorage, own) && isWithin(now() - time, MAX_AHEAD);
  return !canTell || isKept(localStorage, tx) || isKept(sessionStorage, tx);
}

/** Those that are still good, newest first. */
function readEntries({readCookies, now}: StorePorts, isSecure: boolean): StoredTransaction[] {
  return [...readCookieText(readCookies())]
    .map(([name, value]) => {
      const entry = value && readTransactionCookieValue(value);
      // The name is part of the proof: a value moved to another cookie is nobody's.
      return entry && toTransactionCookieName(entry.tx, isSecure) === name ? entry : null;
    })
    .filter((entry): entry is StoredTransaction => !!entry && isLiveTransaction(entry, now()))
    .sort((a, b) => toTransactionTime(b) - toTransactionTime(a));
}

/** Forgets all details but these transactions', and the text that a backend has got or will not get any more. */
function keepDetails({localStorage, sessionStorage, now}: StorePorts, entries: readonly StoredTransaction[]): void {
  const kept = entries.map(({tx}) => toDetailsKey(tx));
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of storage.keys()) {
      // A logout that is at Kakao keeps `ks.logout`.
      if (/^ks\.(?!logout)[\w-]{6}$/.test(key) && !kept.includes(key)) storage.remove(key);
    }
  }
  for (const entry of entries) {
    if (isRecord(entry) || !isPast(entry, now())) continue;
    const key = toDetailsKey(entry.tx);
    const {context, attribution, landing, referrer, ...rest} = toFields(parseJson(sessionStorage.get(key)));
    if (context ?? attribution ?? landing ?? referrer) keepJson(sessionStorage, key, rest);
  }
}

/** Whether the answer has surely been dealt with, by whichever tab: which sees nothing of what this one keeps. */
function isPast({used, told, over}: ConsumedTransaction, now: number): boolean {
  return !!told || !!over || !isWithin(now - used, STUCK_AFTER);
}
