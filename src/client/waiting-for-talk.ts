import type {Context} from './context.js';

/** KakaoTalk opens within this time, or the page is still here. */
const SWITCH_TIME = 3000;
/** Visible time after which the way without KakaoTalk is offered. */
const PATIENCE = 8000;

/**
 * Watches a page that has asked the phone to open KakaoTalk. When the page is hidden, or is still here after three
 * seconds, the flow is `waiting-for-talk`; after eight visible seconds it can be continued in the browser.
 */
export function watchTalk(
  {ports, store, enterFlow}: Pick<Context, 'ports' | 'store' | 'enterFlow'>,
  isCurrent: () => boolean,
): void {
  let visibleTime = 0;
  let since = ports.isVisible() ? ports.now() : null;
  let cancelPatience = (): void => undefined;

  const stop = ports.onVisibilityChange(look);
  const cancelSwitch = ports.after(SWITCH_TIME, wait);

  function isOver(): boolean {
    const {status} = store.state.flow;
    const over = !isCurrent() || (status !== 'starting' && status !== 'waiting-for-talk');
    if (over) {
      stop();
      cancelSwitch();
      cancelPatience();
    }
    return over;
  }

  function wait(): void {
    if (isOver() || store.state.flow.status !== 'starting') return;
    enterFlow({status: 'waiting-for-talk', purpose: 'login'});
    since = ports.isVisible() ? ports.now() : null;
    offerInTime();
  }

  function look(): void {
    if (isOver()) return;
    cancelPatience();
    if (!ports.isVisible()) {
      if (since !== null) visibleTime += ports.now() - since;
      since = null;
      wait();
    } else {
      since = ports.now();
      offerInTime();
    }
  }

  function offerInTime(): void {
    cancelPatience();
    if (!ports.isVisible() || store.state.flow.status !== 'waiting-for-talk') return;
    cancelPatience = ports.after(Math.max(0, PATIENCE - visibleTime), () => {
      if (isOver()) return;
      stop();
      enterFlow({status: 'waiting-for-talk', purpose: 'login', canContinueInBrowser: true});
    });
  }
}
