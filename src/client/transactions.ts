import {parseJson, toFields} from '../shared/fields.js';
import {
  readTransactionCookieValue,
  toTransactionCookieName,
  toTransactionCookieValue,
  TRANSACTION_MAX_AGE,
  type Tombstone,
  type TransactionRecord,
} from '../shared/transaction-cookie.js';
import type {ClientPorts} from './ports.js';

/** What of a transaction is too long or too private for a cookie. A login works without it. */
export interface TransactionDetails {
  /** The exact address where it began: path, query and hash. */
  readonly from?: string;
  /** The site's own opaque text. */
  readonly context?: string;
  /** Campaign parameters of that address. */
  readonly attribution?: Readonly<Record<string, string>>;
}

export interface Transactions {
  /** Writes the record, and says whether it can be read back: false where the browser takes no cookies. */
  open(record: TransactionRecord, details: TransactionDetails): boolean;
  find(tx: string): TransactionRecord | Tombstone | null;
  /** All records whose answer has not been taken, newest first. */
  openRecords(): TransactionRecord[];
  /** All whose answer has been taken, newest first. */
  tombstones(): Tombstone[];
  /** Writes a tombstone, in place of the record: its answer is taken, and no other will be. */
  bury(tombstone: Tombstone): void;
  /** The details. Those that are forgotten are where it began, in this tab. */
  readDetails(tx: string): TransactionDetails;
  /** Forgets the details. Only this tab keeps where it began, for its Back button. */
  forgetDetails(tx: string): void;
}

const MAX_OPEN = 3;
/** One cookie holds at most this many characters. */
const MAX_VALUE = 1000;

type Entry = TransactionRecord | Tombstone;

/** Transactions live in cookies, because KakaoTalk may come back in another tab, where sessionStorage is empty. */
export function createTransactions(
  ports: Pick<ClientPorts, 'readCookies' | 'writeCookie' | 'localStorage' | 'sessionStorage' | 'now' | 'address'>,
): Transactions {
  const {localStorage, sessionStorage} = ports;
  const isSecure = ports.address().protocol === 'https:';
  const isRecord = (entry: Entry): entry is TransactionRecord => 'from' in entry;
  const timeOf = (entry: Entry): number => (isRecord(entry) ? entry.time : entry.used);
  const detailsKey = (tx: string): string => toTransactionCookieName(tx, false);

  /** Those that are still good, newest first. */
  function readAll(): Entry[] {
    return ports
      .readCookies()
      .split('; ')
      .map((pair) => {
        const [name, value = ''] = pair.split(/=(.*)/);
        const entry = readTransactionCookieValue(value);
        // The name is part of the proof: a value moved to another cookie is nobody's.
        return entry && toTransactionCookieName(entry.tx, isSecure) === name ? entry : null;
      })
      .filter((entry): entry is Entry => !!entry && ports.now() - timeOf(entry) < TRANSACTION_MAX_AGE * 1000)
      .sort((a, b) => timeOf(b) - timeOf(a));
  }

  const openRecords = (): TransactionRecord[] => readAll().filter(isRecord);
  const tombstones = (): Tombstone[] => readAll().filter((entry): entry is Tombstone => !isRecord(entry));
  const find = (tx: string): Entry | null => readAll().find((entry) => entry.tx === tx) ?? null;

  function readDetails(tx: string): TransactionDetails {
    const key = detailsKey(tx);
    return toFields(parseJson(localStorage.get(key) ?? sessionStorage.get(key)));
  }

  function write(tx: string, value: string, maxAge = TRANSACTION_MAX_AGE): void {
    const name = toTransactionCookieName(tx, isSecure);
    ports.writeCookie(`${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax${isSecure ? '; Secure' : ''}`);
  }

  return {
    open(record, details) {
      const {tx} = record;
      const others = openRecords().filter((other) => other.tx !== tx);
      const kept = others.slice(0, MAX_OPEN - 1);
      for (const old of [...others.slice(MAX_OPEN - 1), ...tombstones().slice(MAX_OPEN)]) write(old.tx, '', 0);
      const keptKeys = kept.map((other) => detailsKey(other.tx));
      for (const storage of [localStorage, sessionStorage]) {
        for (const key of storage.keys()) {
          if (/^ks\.[\w-]{6}$/.test(key) && !keptKeys.includes(key)) storage.remove(key);
        }
      }
      localStorage.set(detailsKey(tx), JSON.stringify(details));
      const [path = '/'] = record.from.split('?');
      const values = [record.from, path, '/'].map((from) => toTransactionCookieValue({...record, from}));
      write(tx, values.find(({length}) => length <= MAX_VALUE) ?? '');
      const isOpen = find(tx) !== null;
      if (!isOpen) localStorage.remove(detailsKey(tx));
      return isOpen;
    },
    find,
    openRecords,
    tombstones,
    bury: (tombstone) => write(tombstone.tx, toTransactionCookieValue(tombstone)),
    readDetails,
    forgetDetails(tx) {
      const {from} = readDetails(tx);
      localStorage.remove(detailsKey(tx));
      if (from) sessionStorage.set(detailsKey(tx), JSON.stringify({from}));
    },
  };
}
