import type {AnalyticsWindow} from './analytics-window.js';
import {noteTold} from './told.js';

/** How often, and how many times, what is to be told is looked for: for ten seconds. */
const CHECK = 250;
const CHECKS = 40;

/** Something to be told, once a page. */
export interface Message {
  readonly what: string;
  /** The outcome, state or press that it belongs to; nothing for the page itself. */
  readonly of?: object | undefined;
  readonly send: () => unknown;
}

/** A way to somebody who is told. */
export interface Channel {
  add(message: Message): void;
  /** Tells what may be told by now. */
  flush(): void;
}

/**
 * @param name of the function that is called in the end
 * @param find whether it is there: it is waited for
 * @param isOpen false drops messages; while it is undefined, they wait
 */
export function createChannel(
  page: AnalyticsWindow,
  name: string,
  find: () => boolean,
  isOpen: () => boolean | undefined,
): Channel {
  let waiting: Message[] = [];
  let isLooking = false;

  function flush(): void {
    if (isOpen() === false) waiting = [];
    if (!isOpen() || !waiting[0]) return;
    if (!find()) {
      if (!isLooking) look(CHECKS);
      return;
    }
    for (const {what, of, send} of waiting.splice(0)) {
      try {
        if (noteTold(what, of)) send();
      } catch (error) {
        // Reported to the page, in a task of its own.
        page.setTimeout(() => {
          throw error;
        });
      }
    }
  }

  function look(left: number): void {
    isLooking = true;
    page.setTimeout(() => {
      if (find()) flush();
      else if (left > 1) look(left - 1);
      else if (isOpen()) page.console.warn(`[kakao-sync] not_configured: no ${name}() here`);
    }, CHECK);
  }

  return {
    add(message) {
      // A page view comes before all that happens on the page.
      waiting[message.what === 'kakao_sync_ready' ? 'unshift' : 'push'](message);
      flush();
    },
    flush,
  };
}
