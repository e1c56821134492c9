import {toReference} from '../shared/reference.js';
import type {CoreContext} from './page/core-context.js';
import {tellUnavailable} from './page/unavailable.js';
import {RETURN} from './parts.js';
import {findReturning, mayBeReturn, putAnswerBack, takeAnswer} from './return/recognize-return.js';
import {withReturn} from './with-return.js';

/** How a page completes the return that it may be. */
export interface ReturnSteps {
  /** Answers whether there was a return. */
  completeReturn(address: URL): Promise<boolean>;
  /** If this page's return has failed because a part was missing, tries it again; false if there is no such return. */
  resumeReturn(): boolean;
}

export function createReturn(core: CoreContext): ReturnSteps {
  const {ports, store, enterFlow} = core;
  /** The return failed because its part could not be loaded. */
  let isUnfinished = false;

  async function completeReturn(address: URL): Promise<boolean> {
    if (!mayBeReturn(core, address)) return false;
    if (RETURN.content) return RETURN.content.handleRedirectCallback(core, address);
    // Told once the address shows nothing of it: whoever hears of the state may note the address too.
    const isTaken = takeAnswer(core, address);
    const tx = findReturning(core, address);
    const waiting = {status: 'completing', purpose: 'login'} as const;
    if (isTaken) enterFlow(waiting);
    const part = await withReturn(core, (loaded) => loaded).catch(() => null);
    if (part) {
      const isReturn = await part.handleRedirectCallback(core, address);
      if (!isReturn && store.state.flow === waiting) enterFlow({status: 'idle'});
      return isReturn;
    }
    // Without a transaction, what this tab keeps may belong to another page.
    if (!tx) return false;
    // Told first: whoever hears of it may note the address too.
    tellUnavailable(core, {purpose: 'login', ref: toReference(tx)});
    putAnswerBack(core);
    isUnfinished = true;
    return true;
  }

  return {
    completeReturn,
    resumeReturn() {
      const address = ports.address();
      if (!isUnfinished || !findReturning(core, address)) return false;
      isUnfinished = false;
      // Some browsers keep a failed import: only another document can ask for it again.
      void completeReturn(address).then(() => isUnfinished && ports.isOnline() && ports.reload());
      return true;
    },
  };
}
