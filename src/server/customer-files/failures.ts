import {toCauseText, createRedactor} from '../base/redactor.js';
import {KakaoApiError} from '../kakao/api-error.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';

/**
 * What a run does about a failure of Kakao's. `person`: it says something of that person, who is not sent. `wait`: asked
 * again when Kakao lets it. `again`: asked again soon. `stop`: nothing more is sent, since every other call would fail too.
 */
export type Reaction = 'person' | 'wait' | 'again' | 'stop';

/** By Kakao's own code: what its customer files answer. Each has its hint in `kakao/errors.ts`. */
const BY_KAKAO_CODE: ReadonlyMap<string | undefined, Reaction> = new Map([
  // Trouble inside Kakao.
  ['-815', 'again'],
  // The channel has no such file: it was removed in the partner centre.
  ['-816', 'stop'],
  // The name is taken: `findFile` looks whether the file has appeared meanwhile, and stops otherwise.
  ['-817', 'stop'],
  // The channel has 30 files.
  ['-818', 'stop'],
  // The channel is not linked with the app any more.
  ['-819', 'stop'],
  // Not a user of KakaoTalk.
  ['-501', 'person'],
]);

/** By our code. Whatever is in neither table stops the run: nobody knows what it means for the others. */
const BY_CODE: ReadonlyMap<string, Reaction> = new Map([
  ['not_linked', 'person'],
  ['account_restricted', 'person'],
  ['under_age', 'person'],
  ['rate_limited', 'wait'],
  ['provider_unavailable', 'again'],
  ['provider_bad_response', 'again'],
  ['profile_mismatch', 'again'],
]);

export function toReaction(thrown: unknown): Reaction {
  if (!(thrown instanceof KakaoApiError)) return 'stop';
  return BY_KAKAO_CODE.get(thrown.kakaoCode) ?? BY_CODE.get(thrown.code) ?? 'stop';
}

/** How long calls are repeated. */
export interface Patience {
  /** How often one call is made at most. */
  readonly tries: number;
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Seconds: the longest that a run waits for one call. */
const LONGEST_WAIT = 300;
/** Seconds, if Kakao asks to wait and does not say how long: its documented quotas are counted by the minute. */
const USUAL_WAIT = 60;

/**
 * Makes a call, again if its failure passes by itself. Every call of a run can be repeated: adding somebody twice, or
 * removing them twice, is as good as once.
 *
 * @throws what the last one threw; the signal's reason
 */
export async function askPatiently<T>(
  {tries, wait, signal}: Patience,
  call: (options: {readonly signal: AbortSignal | undefined}) => Promise<T>,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await call({signal});
    } catch (thrown) {
      const seconds = toWait(thrown, made);
      if (made >= tries || seconds === null) throw thrown;
      await wait(seconds, signal);
    }
  }
}

/** How long to wait before another try; null if there is to be none. */
function toWait(thrown: unknown, made: number): number | null {
  const reaction = toReaction(thrown);
  if (reaction === 'again') return 2 ** made;
  if (reaction !== 'wait') return null;
  const seconds = (thrown as KakaoApiError).retryAfter ?? USUAL_WAIT;
  return seconds <= LONGEST_WAIT ? seconds : null;
}

/**
 * What went wrong, for a report. Of the site's own functions, whose errors can name people, no more is told than a line
 * without anything that looks personal.
 *
 * @param ids of the people whom the function was told
 */
export function toReportedError(thrown: unknown, name: string, ids: readonly string[] = []): KakaoSyncError {
  if (thrown instanceof KakaoSyncError) return thrown;
  const cause = createRedactor(ids).redact(toCauseText(thrown));
  return new KakaoSyncError('hook_failed', `createCustomerFileSync: ${name} threw or rejected.`, cause);
}
