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
  /** Tries again to complete the return whose part could not be had; false if this document is none. */
  resumeReturn(): boolean;
}

export function createReturn(core: CoreContext): ReturnSteps {
  const {ports} = core;
  /** This document is a return whose part could not be had. */
  let isUnfinished = false;

  async function completeReturn(address: URL): Promise<boolean> {
    const end = await complete(core, address);
    isUnfinished = end === 'unfinished';
    return end !== 'none';
  }

  return {
    completeReturn,
    resumeReturn() {
      const address = ports.address();
      if (!isUnfinished || !findReturning(core, address)) return false;
      isUnfinished = false;
      // Most browsers keep a failed import, and the visitor has asked for it.
      void completeReturn(address).then(() => isUnfinished && ports.isOnline() && ports.reload());
      return true;
    },
  };
}

/** What became of the return that a document may be; `unfinished`: its part cannot be had. */
type ReturnEnd = 'none' | 'finished' | 'unfinished';

async function complete(core: CoreContext, address: URL): Promise<ReturnEnd> {
  if (!mayBeReturn(core, address)) return 'none';
  if (RETURN.content) return toEnd(await RETURN.content.handleRedirectCallback(core, address));
  const {store, enterFlow} = core;
  // Told once the address shows nothing of it: whoever hears of the state may note the address too.
  const isTaken = takeAnswer(core, address);
  const tx = findReturning(core, address);
  const waiting = {status: 'completing', purpose: 'login'} as const;
  if (isTaken) enterFlow(waiting);
  const part = await withReturn(core, (loaded) => loaded).catch(() => null);
  if (part) {
    const isReturn = await part.handleRedirectCallback(core, address);
    if (!isReturn && store.state.flow === waiting) enterFlow({status: 'idle'});
    return toEnd(isReturn);
  }
  // What is kept may be another page's to tell.
  if (!tx) return 'none';
  // Told first: whoever hears of it may note the address too.
  tellUnavailable(core, {purpose: 'login', ref: toReference(tx)});
  putAnswerBack(core);
  return 'unfinished';
}

function toEnd(isReturn: boolean): ReturnEnd {
  return isReturn ? 'finished' : 'none';
}
