import type {ClientPorts} from '../ports/ports.js';

type HintPorts = Pick<ClientPorts, 'sessionStorage'>;

const HINT_KEY = 'ks.hint';

/** What no storage takes is told in this very document. */
let unkept = '';

/** Keeps a line for the developer until the outcome is told: the console of a callback page is gone with it. */
export function keepDeveloperHint({sessionStorage}: HintPorts, line: string): void {
  unkept = sessionStorage.set(HINT_KEY, line) ? '' : line;
}

/** The line that was kept, here or on the page before, once. */
export function consumeDeveloperHint({sessionStorage}: HintPorts): string {
  const line = sessionStorage.get(HINT_KEY) ?? unkept;
  sessionStorage.remove(HINT_KEY);
  unkept = '';
  return line;
}
