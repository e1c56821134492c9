import type {SignedInAnswer} from '../shared/wire.js';
import type {ClientPorts} from './ports.js';

/** What this browser remembers between pages, in one localStorage entry. Hints only: the backend decides. */
interface Memory {
  /** Until when the last session lasts, in milliseconds since the epoch. */
  readonly until?: number;
  /** Somebody has signed in here before. */
  readonly known?: true;
  /** Somebody has signed out since. */
  readonly out?: true;
}

export const MEMORY_KEY = 'ks';

function remember({localStorage}: Pick<ClientPorts, 'localStorage'>, memory: Memory): void {
  localStorage.set(MEMORY_KEY, JSON.stringify(memory));
}

/** Somebody has signed in. Other tabs learn of it by the entry's change. */
export function rememberArrival(ports: Pick<ClientPorts, 'localStorage' | 'now'>, answer: SignedInAnswer): void {
  const {expiresIn} = answer;
  remember(ports, {known: true, until: ports.now() + (expiresIn ?? 0) * 1000});
}

/** Somebody has signed out here. */
export function rememberLogout(ports: Pick<ClientPorts, 'localStorage'>): void {
  remember(ports, {known: true, out: true});
}
