import {isSamePage} from '../../shared/return-target.js';
import type {CorePorts} from '../page/ports/ports.js';
import type {ReadConfig} from '../state/config.js';

const RELOADED_KEY = 'ks.reloaded';

/**
 * Makes the function that loads a page anew whose code cannot be had: most browsers keep a failed import, so that only
 * another document can ask for it again. It does nothing at the first failure, which may be the network's, nothing in a tab
 * that was reloaded for this before, and nothing on the callback page, where the answer to a login would be lost.
 *
 * @returns whether the page is being loaded anew
 */
export function createReloader(
  {sessionStorage, address, reload}: Pick<CorePorts, 'sessionStorage' | 'address' | 'reload'>,
  config: () => ReadConfig,
): () => boolean {
  let failures = 0;
  return () => {
    failures += 1;
    const {redirectUri} = config().settings;
    if (failures === 1 || sessionStorage.get(RELOADED_KEY) || isSamePage(address(), redirectUri)) return false;
    if (!sessionStorage.set(RELOADED_KEY, '1')) return false;
    reload();
    return true;
  };
}

/** The code can be had again: it may be needed another time. */
export function forgetReload({sessionStorage}: Pick<CorePorts, 'sessionStorage'>): void {
  sessionStorage.remove(RELOADED_KEY);
}
