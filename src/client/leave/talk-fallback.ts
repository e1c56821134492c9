import type {ClientContext} from '../page/client-context.js';
import type {Press} from './press.js';

/** KakaoTalk opens within this time, or the page is still here. */
const SWITCH_TIME = 3000;
/** Visible time after which the way without KakaoTalk is offered. */
const PATIENCE = 8000;

/**
 * Watches a page that has asked the phone to open KakaoTalk. When the page is hidden, or is still here after three
 * seconds, the flow is `waiting-for-talk`; after eight visible seconds it can be continued in the browser.
 */
export function offerTalkFallback(
  {ports, store, enterFlow}: Pick<ClientContext, 'ports' | 'store' | 'enterFlow'>,
  {purpose, isCurrent}: Pick<Press, 'purpose' | 'isCurrent'>,
): void {
  const waiting = {status: 'waiting-for-talk', purpose} as const;
  let patience = PATIENCE;
  let since = ports.now();
  let cancel = ports.after(SWITCH_TIME, wait);

  const stop = ports.onVisibilityChange(() => {
    if (!ports.isVisible()) patience -= Math.max(0, ports.now() - since);
    wait();
  });

  function wait(): void {
    cancel();
    const {status} = store.state.flow;
    if (!isCurrent() || !/^(starting|waiting-for-talk)$/.test(status)) return stop();
    if (status === 'starting') enterFlow(waiting);
    since = ports.now();
    if (!ports.isVisible()) return;
    cancel = ports.after(patience, () => {
      // A flow that has ended meanwhile, or another press, has nothing to offer.
      if (isCurrent() && store.state.flow.status === waiting.status)
        enterFlow({...waiting, canContinueInBrowser: true});
      stop();
    });
  }
}
