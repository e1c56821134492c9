import {setTimeout} from 'node:timers/promises';
import type {KakaoServer} from 'kakao-sync-widget/server';
import type {Members} from './members.js';

interface ReconcileParts {
  readonly kakao: Pick<KakaoServer, 'notices'>;
  readonly members: Pick<Members, 'listLinked'>;
  readonly log: (line: string) => void;
}

/** A comparison with Kakao's list that goes on beside the shop. */
export interface RunningReconcile {
  /** Fulfilled once it is through, or has failed. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** Finds out who has unlinked at Kakao while the shop was stopped, and forgets them. */
export function startReconcile(parts: ReconcileParts): RunningReconcile {
  const controller = new AbortController();
  const {signal} = controller;
  const done = run(parts, signal).catch((error: unknown) => {
    if (!signal.aborted) parts.log(`kakao reconcile ${error instanceof Error ? error.message : String(error)}`);
  });
  return {
    done,
    stop: async () => {
      controller.abort();
      await done;
    },
  };
}

async function run({kakao, members, log}: ReconcileParts, signal: AbortSignal): Promise<void> {
  for (;;) {
    const result = await kakao.notices.reconcile({members: () => members.listLinked(), act: true, signal});
    if (result.outcome === 'too-many') {
      log(`kakao reconcile ${result.found.length} of ${result.checked} members are not linked: nobody was forgotten`);
    }
    if (result.outcome !== 'busy') return;
    await setTimeout(result.retryAfter * 1000, undefined, {signal});
  }
}
