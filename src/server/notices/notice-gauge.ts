import {withTimeout} from '../base/with-timeout.js';
import type {NoticeCounts, NoticeStore} from './notice-store.js';

/** Tells the site now and then how many notices wait. */
export interface NoticeGauge {
  /**
   * Tells it from now on, until {@link stop}.
   *
   * @param ready once there is something to tell of
   * @throws what `ready` throws
   */
  start(ready: Promise<void>): Promise<void>;
  /** Nothing is told any more, not even what is being counted. */
  stop(): void;
  /** Tells it once. Never rejects. */
  tellOnce(): Promise<void>;
}

/** What a gauge reads, and whom it tells. */
interface GaugePorts {
  open(): Promise<Pick<NoticeStore, 'count'>>;
  tell(counts: NoticeCounts): void;
  report(error: unknown): void;
}

/** How often it is told, in milliseconds. */
const PAUSE = 45_000;
/** How long the store may take to count, in milliseconds. */
const COUNT_TIME = 5000;

export function createNoticeGauge({open, tell, report}: GaugePorts): NoticeGauge {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the last start that no stop has followed. */
  let current: symbol | undefined;

  const count = async (isWanted: () => boolean): Promise<void> => {
    try {
      const counts = await withTimeout(COUNT_TIME, async () => (await open()).count());
      if (isWanted()) tell(counts);
    } catch (error) {
      if (isWanted()) report(error);
    }
  };
  const run = async (own: symbol): Promise<void> => {
    if (current !== own) return;
    await count(() => current === own);
    if (current !== own) return;
    timer = setTimeout(() => void run(own), PAUSE);
    // In Node, what is told is no reason to go on.
    (timer as {unref?: () => void}).unref?.();
  };
  return {
    async start(ready) {
      const own = Symbol();
      current = own;
      clearTimeout(timer);
      await ready;
      void run(own);
    },
    stop() {
      current = undefined;
      clearTimeout(timer);
    },
    tellOnce: () => count(() => true),
  };
}
