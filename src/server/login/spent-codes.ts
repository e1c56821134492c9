import {toS256} from '../../shared/encoding/hashes.js';

/** Codes that were sent to Kakao: each is sent once. */
export interface SpentCodes {
  /** Marks a code as sent. False where it already was. */
  spend(code: string, now: number): Promise<boolean>;
}

/** Kakao's codes live minutes; a longer memory serves nothing. */
const MAX_AGE = 15 * 60_000;
const MAX_CODES = 5000;

/** A memory of this process. Across processes, Kakao itself is the judge (KOE320). */
export function createSpentCodes(): SpentCodes {
  // In the order of sending. Hashes, so that a memory dump gives no codes.
  const sent = new Map<string, number>();
  return {
    async spend(code, now) {
      const hash = await toS256(code);
      for (const [old, at] of sent) {
        if (now - at < MAX_AGE && sent.size < MAX_CODES) break;
        sent.delete(old);
      }
      if (sent.has(hash)) return false;
      sent.set(hash, now);
      return true;
    },
  };
}
