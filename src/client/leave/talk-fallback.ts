import type {CoreContext} from '../page/core-context.js';
import {LEAVE_TIMEOUT} from '../page/with-timeout.js';
import type {Press} from './press.js';

/** KakaoTalk opens within this time, or the page is still here. */
const SWITCH_TIME = 3000;
/** Visible time since the press after which the way without KakaoTalk is offered. */
const PATIENCE = 8000;

/**
 * Watches a page that has asked the phone to open KakaoTalk. When the page is hidden, or is still here after three
 * seconds, the flow is `waiting-for-talk`; eight visible seconds after the press it can be continued in the browser.
 */
export function offerTalkFallback(
  {ports, store, enterFlow}: Pick<CoreContext, 'ports' | 'store' | 'enterFlow'>,
  {purpose, pressedAt, isCurrent}: Pick<Press, 'purpose' | 'pressedAt' | 'isCurrent'>,
): void {
  const waiting = {status: 'waiting-for-talk', purpose} as const;
  let since = ports.now();
  // Somebody may have set the clock since the press: it has taken no longer than a press may.
  let patience = PATIENCE - Math.min(Math.max(0, since - pressedAt), LEAVE_TIMEOUT);
  const cancelSwitch = ports.after(SWITCH_TIME, wait);
  let cancelOffer = ports.after(patience, offer);

  const stop = ports.onVisibilityChange(() => {
    cancelOffer();
    if (ports.isVisible()) cancelOffer = ports.after(patience, offer);
    else patience -= Math.max(0, ports.now() - since);
    since = ports.now();
    wait();
  });

  function isWaiting(): boolean {
    return isCurrent() && store.state.flow.status === waiting.status;
  }

  function wait(): void {
    cancelSwitch();
    if (isCurrent() && store.state.flow.status === 'starting') enterFlow(waiting);
    // A flow that has ended meanwhile, or another press, has nothing to offer.
    if (isWaiting()) return;
    cancelOffer();
    stop();
  }

  function offer(): void {
    if (isWaiting()) enterFlow({...waiting, canContinueInBrowser: true});
    stop();
  }
}
