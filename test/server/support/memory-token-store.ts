import {createTurns} from '../../../src/server/notices/store/turns.js';
import type {TokenStore} from '../../../src/server/tokens/token-store.js';

export interface MemoryTokenStore extends TokenStore {
  /** The sealed texts, by the numbers of their people. */
  readonly rows: Map<string, {readonly sealed: string; readonly until: number}>;
}

/** A store that a process loses. */
export function createMemoryTokenStore(): MemoryTokenStore {
  const rows: MemoryTokenStore['rows'] = new Map();
  const turns = createTurns();
  const read = (kakaoId: string): Promise<string | null> => Promise.resolve(rows.get(kakaoId)?.sealed ?? null);
  return {
    rows,
    read,
    withLock: (kakaoId, work) =>
      turns.take(kakaoId, () =>
        work({
          read: () => read(kakaoId),
          write: async (sealed, until) => void (await Promise.resolve(rows.set(kakaoId, {sealed, until}))),
          delete: async () => void (await Promise.resolve(rows.delete(kakaoId))),
        }),
      ),
  };
}
