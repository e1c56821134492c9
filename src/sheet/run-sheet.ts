import {isUnderWay} from '../client/state/state.js';
import {isOn} from '../client/state/setting-values.js';
import {mayBeShown, rememberShown} from './kept.js';
import type {Sheet, SheetOptions} from './options.js';
import {isAtRest, isCallback, isGuest, isIncluded, isKnownMember, isSureToStay, type SheetClient} from './rules.js';
import {watchTriggers} from './triggers.js';
import {createVariants} from './variants.js';
import {createView} from './view.js';

/** What a test decides on. */
export interface SheetPorts {
  readonly now: () => number;
  readonly random: () => number;
  readonly isFramed: () => boolean;
  /** The page's address. */
  readonly href: () => string;
}

/** {@link startSheet} on a given page. */
export function runSheet(client: SheetClient, options: SheetOptions, ports: SheetPorts): Sheet {
  const {when = {scroll: 50, exit: true}, everyDays = 1} = options;
  const getVariant = createVariants(options, ports);
  const view = createView(client, options, ports.now, getVariant);
  let isWanted = false;
  let isBusy = false;
  let isOver = false;

  const mayOpen = (): boolean =>
    !isOver &&
    !view.isOpen() &&
    document.visibilityState === 'visible' &&
    isAtRest(client) &&
    !isCallback(client, ports.href()) &&
    isIncluded(new URL(ports.href()).pathname, options) &&
    mayBeShown(ports.now(), everyDays);

  async function openByItself(): Promise<void> {
    if (!isWanted || isBusy || !mayOpen()) return;
    isBusy = true;
    if ((await isSureToStay(client)) && mayOpen()) {
      if (!(await isGuest(client, options))) stopAsking();
      else if (mayOpen() && rememberShown(ports.now())) view.open(false);
    }
    isBusy = false;
  }

  function want(): void {
    isWanted = true;
    void openByItself();
  }

  function open(): void {
    const isIdle = !isOn(client.config?.paused) && !isUnderWay(client.state.flow);
    if (!ports.isFramed() && isIdle && !isKnownMember(client, options)) view.open(true);
  }

  /** Whoever is no guest now is not asked on this page any more. */
  function stopAsking(): void {
    isOver = true;
    stopWaiting();
  }

  const watch = new AbortController();
  const stopWaiting = ports.isFramed() ? () => undefined : watchTriggers(when, want);
  document.addEventListener('visibilitychange', () => void openByItself(), {signal: watch.signal});
  document.addEventListener('click', (event) => isOwnControl(event) && open(), {signal: watch.signal});
  const stops = [client.subscribe(() => void openByItself()), ...(ports.isFramed() ? [] : view.watch())];
  return {
    open,
    stop() {
      stopAsking();
      watch.abort();
      for (const stop of stops) stop();
      view.remove();
    },
  };
}

/** Whether a press is on a button of the site's that opens the sheet. */
function isOwnControl(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof Element && node.matches('button[data-kakao-sheet]'));
}
