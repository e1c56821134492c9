import {toStoredName} from '../../shared/stored-name.js';
import type {SessionReading} from '../page/backend/backend.js';
import type {ClientContext} from '../page/client-context.js';
import {forgetDeferredSuccess, releaseSuccess} from '../page/kept/deferred-success.js';
import {dropWaiting} from '../page/kept/kept-outcome.js';
import {forgetSessionEnd} from '../page/visit-history.js';
import {toSession} from '../state/state.js';

/**
 * Makes the function that reads the session at the backend and shows it: one request for all who ask at once. It may be
 * answered by what was before: who asks meanwhile shares another.
 */
export function createSessionReader(context: ClientContext): () => Promise<SessionReading> {
  const {store, backend} = context;
  let reading: Promise<SessionReading> | undefined;
  let next: Promise<SessionReading> | undefined;
  let isSending = false;

  function send(): Promise<SessionReading> {
    const {session} = store.state;
    isSending = true;
    void Promise.resolve().then(() => (isSending = false));
    return (reading = backend
      .read()
      .then((answer) => {
        // Who has arrived or left meanwhile is newer than this answer.
        if (store.state.session === session) showSession(context, answer);
        return answer;
      })
      .finally(() => (reading = undefined)));
  }

  return function read(): Promise<SessionReading> {
    if (!reading || isSending) return reading ?? send();
    return (next ??= reading.then(() => ((next = undefined), read())));
  };
}

function showSession(context: ClientContext, answer: SessionReading): void {
  const {ports, store, linkOffers} = context;
  if (answer?.status === 'signed-in') {
    // KakaoTalk came back in another tab.
    const isWaiting = store.state.flow.status === 'waiting-for-talk';
    store.update({session: toSession(answer), ...(isWaiting && {flow: {status: 'idle'}})});
    linkOffers.keep(answer.link);
    dropWaiting(context);
    releaseSuccess(ports, {...answer, ref: answer.tx && toStoredName(answer.tx)});
    return;
  }
  // A backend that answers no GET has told nothing.
  if (answer) forgetSessionEnd(ports);
  if (!answer?.status) return;
  store.update({session: {status: 'signed-out'}});
  forgetDeferredSuccess(ports);
}
