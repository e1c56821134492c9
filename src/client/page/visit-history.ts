import {parseJson, omitUndefined, toFields, toJson} from '../../shared/fields.js';
import {isSameTransaction, toStoredName} from '../../shared/stored-name.js';
import type {Purpose} from '../../shared/transaction.js';
import type {SignedInAnswer} from '../../shared/wire.js';
import type {ClientPorts, MinimalStorage, SafeStorage} from './ports/ports.js';

/** What this browser remembers between pages, in one localStorage entry. Hints only: the backend decides. */
interface StoredVisit {
  /** Until when the last session lasts, in milliseconds since the epoch. */
  readonly until?: number | undefined;
  /** Somebody has signed in here before. */
  readonly known?: true;
  /** When somebody has signed out since, so that no two logouts look the same to other tabs. */
  readonly out?: number;
  /** The session of the last arrival, by its stored name. */
  readonly ref?: string;
  /** The login that this session began with. A consent and a link continue a session: they keep its login. */
  readonly login?: string;
  /** No auto-login before this time, in milliseconds since the epoch. */
  readonly next?: number;
}

export const VISIT_HISTORY_KEY = 'ks';

/** After a try of auto-login. */
const PAUSE_AFTER_TRY = 30 * 60_000;
/** After somebody has arrived. */
const PAUSE_AFTER_ARRIVAL = 24 * 60 * 60_000;

type VisitPorts = Pick<ClientPorts, 'now'> & {readonly localStorage: MinimalStorage};

function remember({localStorage}: Pick<VisitPorts, 'localStorage'>, memory: StoredVisit): boolean {
  // No list: nothing that another script's `toJSON` would change.
  return localStorage.set(VISIT_HISTORY_KEY, JSON.stringify(memory));
}

/** What is remembered. */
export function readVisitHistory({localStorage}: Pick<VisitPorts, 'localStorage'>): StoredVisit {
  return toFields(parseJson(localStorage.get(VISIT_HISTORY_KEY)));
}

/** Somebody has signed in. Other tabs learn of it by the entry's change. */
export function rememberArrival(ports: VisitPorts, {tx, expiresIn = 0}: SignedInAnswer, purpose?: Purpose): void {
  const now = ports.now();
  const before = readVisitHistory(ports);
  const ref = tx && toStoredName(tx);
  // A reload arrives once more.
  const goesOn = purpose === 'terms' || purpose === 'link' || before.ref === ref;
  const login = (goesOn && before.login) || ref;
  remember(ports, {
    known: true,
    until: now + expiresIn * 1000,
    next: now + PAUSE_AFTER_ARRIVAL,
    ...omitUndefined({ref, login}),
  });
}

/**
 * The login that a session goes back to, by its stored name; undefined where this browser has not seen it begin.
 *
 * @param session its reference or stored name
 */
export function findLogin(ports: Pick<VisitPorts, 'localStorage'>, session: string | undefined): string | undefined {
  const {ref, login} = readVisitHistory(ports);
  return session !== undefined && ref !== undefined && isSameTransaction(ref, session) ? login : undefined;
}

/**
 * What has followed a session in this browser; null where nothing has.
 *
 * @param session its reference or stored name
 */
export function findSuccessor(ports: Pick<VisitPorts, 'localStorage'>, session: string): 'logout' | 'session' | null {
  const {ref = session, login, out} = readVisitHistory(ports);
  if (out) return 'logout';
  return [ref, login].some((name) => name && isSameTransaction(name, session)) ? null : 'session';
}

/** Whether somebody has arrived after a time, and nobody has left since. */
export function hasArrivedSince(ports: VisitPorts, time: number): boolean {
  const {next = 0} = readVisitHistory(ports);
  const arrived = next - PAUSE_AFTER_ARRIVAL;
  return arrived > time && arrived <= ports.now();
}

/** Somebody has signed out here: no auto-login until somebody has signed in again. */
export function rememberLogout(ports: VisitPorts): void {
  remember(ports, {known: true, out: ports.now()});
}

/** Nobody has been seen to be signed in: until when a session lasts is not known any more. */
export function forgetSessionEnd(ports: VisitPorts): void {
  const {until, ...memory} = readVisitHistory(ports);
  if (until !== undefined) remember(ports, memory);
}

/** Auto-login is about to be tried; false where that cannot be kept, so that it would be tried for ever. */
export function rememberTry(ports: VisitPorts): boolean {
  // Other tabs read the session at the change of an entry that says until when one lasts.
  return remember(ports, {...readVisitHistory(ports), until: undefined, next: ports.now() + PAUSE_AFTER_TRY});
}

/** Forgets times that are further ahead than any is remembered: the clock was set back since. */
export function forgetFuture(ports: VisitPorts): void {
  const memory = readVisitHistory(ports);
  const now = ports.now();
  if (Number(memory.next) > now + PAUSE_AFTER_ARRIVAL) remember(ports, {...memory, until: undefined, next: now});
}

/** The backend of an app; undefined where its page names none. */
type Endpoint = () => string | undefined;

/** The entry of one app, beside the one that all apps of an origin share. */
const toOwnKey = (endpoint: string | undefined): string => `${VISIT_HISTORY_KEY} ${endpoint}`;

/**
 * Keeps the visits of two apps of one origin apart, if each has its own backend. Former releases and the script in
 * `<head>` read the shared entry alone, so every app still writes it too, with its name in `app`. A shared entry without a
 * name counts for every app.
 */
export function separateVisits(ports: ClientPorts, endpoint: Endpoint): ClientPorts {
  const {localStorage} = ports;
  return {
    ...ports,
    localStorage: toStorageOf(localStorage, endpoint),
    onStorage(callback) {
      ports.onStorage((key) => {
        if (key !== VISIT_HISTORY_KEY && key !== toOwnKey(endpoint())) callback(key);
        else if (isOwnVisit(localStorage, endpoint(), key)) callback(VISIT_HISTORY_KEY);
      });
    },
  };
}

/** Whether an entry that has changed tells of the visits of this app. */
export function isOwnVisit(storage: SafeStorage, app: string | undefined, key: string): boolean {
  if (key === toOwnKey(app)) return true;
  // If the shared entry names an app, that app's own entry tells of the change.
  return key === VISIT_HISTORY_KEY && (!app || !toFields(parseJson(storage.get(key)))['app']);
}

/** The storage as one app has it. */
export function toStorageOf(storage: SafeStorage, endpoint: Endpoint): SafeStorage {
  return {
    get: (key) => (key === VISIT_HISTORY_KEY ? readVisits(storage, endpoint()) : storage.get(key)),
    set(key, value) {
      const app = endpoint();
      if (key !== VISIT_HISTORY_KEY || !app) return storage.set(key, value);
      const text = toJson({...toFields(parseJson(value)), app});
      const isShared = storage.set(key, text);
      // Last, so that other tabs find both. If it cannot be stored, the shared entry loses its name: it counts for all.
      return storage.set(toOwnKey(app), text) ? isShared : storage.set(key, value);
    },
    remove: (key) => storage.remove(key),
    keys: () => storage.keys(),
  };
}

function readVisits(storage: SafeStorage, app: string | undefined): string | null {
  const shared = storage.get(VISIT_HISTORY_KEY);
  const {app: last, next} = toFields(parseJson(shared));
  if (!app || !last) return shared;
  const own = storage.get(toOwnKey(app));
  if (last !== app) return own;
  // The script in `<head>` may have tried auto-login since.
  return own ? toJson({...toFields(parseJson(own)), next}) : shared;
}
