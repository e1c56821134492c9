import {setImmediate} from 'node:timers/promises';
import type {Notice} from '../../../src/server/notices/notice.js';
import type {ApplyNotice, NoticeStore} from '../../../src/server/notices/notice-store.js';
import {createMemoryPasses} from './memory-passes.js';
import {createMemoryTokenStore, type MemoryTokenStore} from './memory-token-store.js';

const DAY = 86_400_000;
const MAX_TRIES = 20;
const MAX_WAITING = 100_000;
const CLAIM_TIME = 60_000;

interface Waiting {
  readonly notice: Notice;
  readonly addedAt: number;
  dueAt: number;
  tries: number;
  isInHand?: boolean;
}

export interface MemoryNoticeStore extends NoticeStore {
  /** Runs until nothing that is due is left. A failure makes a notice due at once, so that no clock need be moved. */
  settle(): Promise<void>;
  readonly waiting: readonly Notice[];
  readonly tokens: MemoryTokenStore;
}

/** A store that a process loses: its clock is the test's. */
export function createMemoryNoticeStore(
  now: () => number,
  onGivenUp: (notice: Notice) => void = () => undefined,
): MemoryNoticeStore {
  const waiting = new Map<string, Waiting>();
  const failed = new Map<string, {notice: Notice; failedAt: number}>();
  const seen = new Map<string, number>();
  const orders = new Map<string, {at: number; claimedAt: number | null}>();
  const passes = createMemoryPasses(now);
  const tokens = createMemoryTokenStore();
  let apply: ApplyNotice | null = null;

  async function take(work: ApplyNotice, entry: Waiting): Promise<boolean> {
    const {eventId} = entry.notice;
    entry.isInHand = true;
    try {
      const result = await work(entry.notice, new AbortController().signal);
      if (result === 'done') waiting.delete(eventId);
      else entry.dueAt = now() + result.againInSeconds * 1000;
      return result === 'done';
    } catch {
      entry.tries += 1;
      if (entry.tries <= MAX_TRIES) return false;
      waiting.delete(eventId);
      failed.set(eventId, {notice: entry.notice, failedAt: now()});
      onGivenUp(entry.notice);
      return false;
    } finally {
      entry.isInHand = false;
    }
  }

  async function run(work: ApplyNotice, signal?: AbortSignal): Promise<number> {
    let done = 0;
    for (;;) {
      const entry = [...waiting.values()].find(({dueAt, isInHand}) => dueAt <= now() && !isInHand);
      if (!entry || signal?.aborted) return done;
      if (await take(work, entry)) done += 1;
      await setImmediate();
    }
  }

  return {
    get waiting() {
      return [...waiting.values()].map(({notice}) => notice);
    },
    settle: async () => void (apply && (await run(apply))),
    open: () => Promise.resolve(),
    async add(notice, {seenKey, delaySeconds = 0} = {}) {
      if (waiting.size >= MAX_WAITING) return 'full';
      if (waiting.has(notice.eventId)) return 'seen';
      if (seenKey !== undefined && now() - (seen.get(seenKey) ?? -Infinity) < 31 * DAY) return 'seen';
      if (seenKey !== undefined) seen.set(seenKey, now());
      // As a database keeps it.
      const kept = JSON.parse(JSON.stringify(notice)) as Notice;
      waiting.set(notice.eventId, {notice: kept, addedAt: now(), dueAt: now() + delaySeconds * 1000, tries: 0});
      return Promise.resolve('added');
    },
    remove: async (eventId) => void (await Promise.resolve(waiting.delete(eventId))),
    start: async (work) => void (apply = await Promise.resolve(work)),
    stop: async () => void (apply = await Promise.resolve(null)),
    drain: run,
    async claim(order, at) {
      const known = orders.get(order);
      if (known && known.at > at) return 'older';
      if (known?.claimedAt != null && now() - known.claimedAt < CLAIM_TIME) return 'busy';
      orders.set(order, {at: known?.at ?? -Infinity, claimedAt: now()});
      return Promise.resolve('claimed');
    },
    async release(order, appliedAt) {
      const {at} = orders.get(order) ?? {at: -Infinity};
      orders.set(order, {at: Math.max(at, appliedAt ?? at), claimedAt: null});
      return Promise.resolve();
    },
    listFailures: ({limit}) => Promise.resolve([...failed.values()].slice(0, limit)),
    async replay(eventId) {
      const entry = failed.get(eventId);
      if (entry) waiting.set(eventId, {notice: entry.notice, addedAt: now(), dueAt: now(), tries: 0});
      return Promise.resolve(failed.delete(eventId));
    },
    discard: (eventId) => Promise.resolve(failed.delete(eventId)),
    async forget(kakaoId) {
      for (const list of [waiting, failed]) {
        for (const [eventId, {notice}] of list) if (notice.kakaoId === kakaoId) list.delete(eventId);
      }
      passes.forget(kakaoId);
      await tokens.withLock(kakaoId, (row) => row.delete());
      return Promise.resolve();
    },
    passes,
    tokens,
    count: () =>
      Promise.resolve({
        waiting: waiting.size,
        failed: failed.size,
        oldestAt: [...waiting.values()][0]?.addedAt ?? null,
      }),
    close: () => Promise.resolve(),
  };
}
