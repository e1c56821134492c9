import type {ListPass, PassStore} from '../../../src/server/notices/reconcile/pass-store.js';

const HOLD_TIME = 60_000;
const DAY = 86_400_000;

/** A reading of Kakao's list, as a process keeps it that loses it. */
export interface MemoryPasses extends PassStore {
  forget(kakaoId: string): void;
}

export function createMemoryPasses(now: () => number): MemoryPasses {
  let kept: {pass: ListPass; readonly source: string; readonly at: number; heldUntil: number} | null = null;
  let listed = new Set<string>();

  function renew({id, hold}: ListPass): boolean {
    if (!kept || kept.pass.id !== id || kept.pass.hold !== hold) return false;
    kept.heldUntil = now() + HOLD_TIME;
    return true;
  }

  return {
    async take(source) {
      if (kept && kept.heldUntil > now()) return {heldForSeconds: Math.ceil((kept.heldUntil - now()) / 1000)};
      const [hold, heldUntil] = [crypto.randomUUID(), now() + HOLD_TIME];
      if (kept && kept.source === source && now() - kept.at < DAY) {
        kept = {...kept, pass: {...kept.pass, hold, listed: listed.size}, heldUntil};
      } else {
        listed = new Set();
        const pass = {id: crypto.randomUUID(), hold, begunAt: null, after: null, isComplete: false, listed: 0};
        kept = {pass, source, at: now(), heldUntil};
      }
      return Promise.resolve(kept.pass);
    },
    async keep(pass, keys) {
      if (!kept || !renew(pass)) return false;
      for (const key of keys) listed.add(key);
      kept = {...kept, pass: {...pass, after: pass.isComplete ? null : pass.after}};
      return Promise.resolve(true);
    },
    renew: (pass) => Promise.resolve(renew(pass)),
    findUnlisted: (pass, keys) => Promise.resolve(renew(pass) ? keys.filter((key) => !listed.has(key)) : null),
    async release(pass) {
      if (kept && renew(pass)) kept.heldUntil = -Infinity;
      return Promise.resolve();
    },
    async end(pass) {
      if (renew(pass)) [kept, listed] = [null, new Set()];
      return Promise.resolve();
    },
    forget(kakaoId) {
      if (kept?.pass.after === kakaoId) kept = {...kept, pass: {...kept.pass, after: null}};
    },
  };
}
