import {isSamePage} from '../../shared/return-target.js';
import type {CorePorts} from './ports/ports.js';
import type {ReadConfig} from '../state/config.js';

const RELOADED_KEY = 'ks.reloaded';

/**
 * Makes the function that loads a page anew whose code cannot be had: some browsers keep a failed import, so that only
 * another document can ask for it again. It does nothing at the first failure, which may be the network's, nothing in a tab
 * that was reloaded for this before, nothing offline, and nothing on the callback page, where a press asks for it.
 */
export function createReloader(
  {sessionStorage, address, isOnline, reload}: Pick<CorePorts, 'sessionStorage' | 'address' | 'isOnline' | 'reload'>,
  config: () => ReadConfig,
): (error: unknown) => void {
  let failures = 0;
  return (error) => {
    // One that was only too slow may still come.
    if (!(error as Partial<Error>).cause) return;
    failures += 1;
    const {redirectUri} = config().settings;
    if (failures === 1 || !isOnline() || isSamePage(address(), redirectUri)) return;
    if (!sessionStorage.get(RELOADED_KEY) && sessionStorage.set(RELOADED_KEY, '1')) reload();
  };
}

/** The code can be had again: it may be needed another time. */
export function forgetReload({sessionStorage}: Pick<CorePorts, 'sessionStorage'>): void {
  sessionStorage.remove(RELOADED_KEY);
}
