import {type ClientPorts} from './ports.js';

/** What this browser remembers between pages, in one localStorage entry. Hints only: the backend decides. */
export interface Memory {
  /** Until when the last session lasts, in milliseconds since the epoch. */
  readonly until?: number;
  /** Somebody has signed in here before. */
  readonly known?: boolean;
  /** Somebody has signed out since. */
  readonly out?: boolean;
}

export const MEMORY_KEY = 'ks';

export function readMemory({localStorage}: Pick<ClientPorts, 'localStorage'>): Memory {
  try {
    const {until, known, out} = JSON.parse(localStorage.get(MEMORY_KEY) ?? '{}') as Record<keyof Memory, unknown>;
    return {
      ...(typeof until === 'number' && {until}),
      ...(known === true && {known}),
      ...(out === true && {out}),
    };
  } catch {
    return {};
  }
}

export function remember({localStorage}: Pick<ClientPorts, 'localStorage'>, change: Memory): void {
  localStorage.set(MEMORY_KEY, JSON.stringify({...readMemory({localStorage}), ...change}));
}
