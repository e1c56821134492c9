import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {isKakaoId} from '../kakao/api/ask.js';
import type {KakaoNotices} from './kakao-notices.js';
import type {NoticeStore} from './notice-store.js';

/** The most failures that one call lists. */
const MAX_LISTED = 100_000;
/** The longest that a timer runs, in seconds. */
const MAX_SECONDS = 2_147_483;

/**
 * What an operator does with notices. Whatever names nobody is refused: a store could take it for everybody.
 *
 * @param open the store, once it is ready
 * @param forgetTokens deletes the tokens that are kept of a person, wherever that is
 */
export function createCare(
  open: () => Promise<NoticeStore>,
  forgetTokens: (kakaoId: string) => Promise<void>,
): Pick<KakaoNotices, 'failures' | 'replay' | 'discard' | 'forget' | 'counts'> {
  return {
    async failures({limit = 100} = {}) {
      const isCount = Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED;
      if (!isCount) throw invalid('failures', 'limit', `give a whole number from 1 to ${MAX_LISTED}`);
      return (await open()).listFailures({limit});
    },
    async replay(eventId) {
      checkEventId('replay', eventId);
      return (await open()).replay(eventId);
    },
    async discard(eventId) {
      checkEventId('discard', eventId);
      return (await open()).discard(eventId);
    },
    async forget(kakaoId) {
      if (!isKakaoId(kakaoId)) throw invalid('forget', 'kakaoId', 'give the number of a person, as text of digits');
      await forgetTokens(kakaoId);
      await (await open()).forget(kakaoId);
    },
    counts: async () => (await open()).count(),
  };
}

/** @throws KakaoSyncError `config_invalid` */
export function checkSeconds(call: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && value <= MAX_SECONDS) return;
  throw invalid(call, name, `give a number of seconds from 0 to ${MAX_SECONDS}`);
}

function checkEventId(call: string, eventId: unknown): void {
  if (typeof eventId !== 'string') throw invalid(call, 'eventId', 'give that of one of notices.failures()');
}

const invalid = (call: string, name: string, remedy: string): KakaoSyncError =>
  new KakaoSyncError('config_invalid', `notices.${call}: ${name} is not valid: ${remedy}.`);
