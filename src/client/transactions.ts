import {
  isTransactionCookieName,
  readTransactionCookieValue,
  toTransactionCookieName,
  toTransactionCookieValue,
  toTransactionId,
  TRANSACTION_MAX_AGE,
  type Tombstone,
  type TransactionRecord,
} from '../shared/transaction-cookie.js';
import {type ClientPorts} from './ports.js';

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
  /** The tombstones, newest first. */
  tombstones(): Tombstone[];
  /** Turns the record into a tombstone: its answer is taken, and no other will be. */
  bury(tx: string): void;
  /** The details, which are forgotten by it. */
  takeDetails(tx: string): TransactionDetails;
}

const MAX_OPEN = 3;
/** One cookie holds at most this many characters. */
const MAX_VALUE = 1000;

/** Transactions live in cookies, because KakaoTalk may come back in another tab, where sessionStorage is empty. */
export function createTransactions(
  ports: Pick<ClientPorts, 'readCookies' | 'writeCookie' | 'localStorage' | 'now' | 'address'>,
): Transactions {
  const secure = (): boolean => ports.address().protocol === 'https:';

  function all(): (TransactionRecord | Tombstone)[] {
    const found: (TransactionRecord | Tombstone)[] = [];
    for (const pair of ports.readCookies().split('; ')) {
      const [name = '', value = ''] = pair.split('=', 2);
      if (!isTransactionCookieName(name)) continue;
      const entry = readTransactionCookieValue(value);
      // The name is part of the proof: a value moved to another cookie is nobody's.
      if (entry && toTransactionCookieName(entry.tx, secure()) === name) found.push(entry);
    }
    return found.sort((a, b) => timeOf(b) - timeOf(a));
  }

  function write(tx: string, value: string, maxAge: number): void {
    const name = toTransactionCookieName(tx, secure());
    const attributes = `Path=/; Max-Age=${maxAge}; SameSite=Lax${secure() ? '; Secure' : ''}`;
    ports.writeCookie(`${name}=${value}; ${attributes}`);
  }

  const remove = ({tx}: {tx: string}): void => {
    write(tx, '', 0);
    ports.localStorage.remove(toDetailsKey(tx));
  };

  const isOpen = (entry: TransactionRecord | Tombstone): entry is TransactionRecord => !('used' in entry);
  const openRecords = (): TransactionRecord[] =>
    all()
      .filter(isOpen)
      .filter(({time}) => ports.now() - time < TRANSACTION_MAX_AGE * 1000);
  const tombstones = (): Tombstone[] => all().filter((entry): entry is Tombstone => !isOpen(entry));
  const find = (tx: string): TransactionRecord | Tombstone | null =>
    [...openRecords(), ...tombstones()].find((entry) => entry.tx === tx) ?? null;

  return {
    open(record, details) {
      openRecords()
        .slice(MAX_OPEN - 1)
        .forEach(remove);
      tombstones()
        .slice(MAX_OPEN - 1)
        .forEach(remove);
      forgetOthers([record, ...openRecords()].map(({tx}) => toDetailsKey(tx)));
      let value = toTransactionCookieValue(record);
      if (value.length > MAX_VALUE) {
        const [path = '/'] = record.from.split('?');
        value = toTransactionCookieValue({...record, from: path});
        if (value.length > MAX_VALUE) value = toTransactionCookieValue({...record, from: '/'});
      }
      write(record.tx, value, TRANSACTION_MAX_AGE);
      ports.localStorage.set(toDetailsKey(record.tx), JSON.stringify(details));
      return find(record.tx) !== null;
    },
    find,
    openRecords,
    tombstones,
    bury(tx) {
      write(tx, toTransactionCookieValue({tx, used: ports.now()}), TRANSACTION_MAX_AGE);
    },
    takeDetails(tx) {
      const text = ports.localStorage.get(toDetailsKey(tx));
      ports.localStorage.remove(toDetailsKey(tx));
      try {
        return readDetails(JSON.parse(text ?? '{}'));
      } catch {
        return {};
      }
    },
  };

  function forgetOthers(kept: string[]): void {
    for (const key of ports.localStorage.keys()) {
      if (/^ks\.[\w-]{6}$/.test(key) && !kept.includes(key)) ports.localStorage.remove(key);
    }
  }
}

function toDetailsKey(tx: string): string {
  return `ks.${toTransactionId(tx)}`;
}

function timeOf(entry: TransactionRecord | Tombstone): number {
  return 'used' in entry ? entry.used : entry.time;
}

function readDetails(value: unknown): TransactionDetails {
  const {from, context, attribution} = (value ?? {}) as Partial<Record<keyof TransactionDetails, unknown>>;
  return {
    ...(typeof from === 'string' && {from}),
    ...(typeof context === 'string' && {context}),
    ...(typeof attribution === 'object' &&
      attribution !== null && {attribution: attribution as Record<string, string>}),
  };
}
