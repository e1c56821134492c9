import type {ErrorCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {ClientPorts} from './ports/ports.js';

/** How long the page's SDK, or the key of a link, is waited for before the page leaves for Kakao, in milliseconds. */
export const LEAVE_TIMEOUT = 3000;

/** How long `starting` and `completing` may last, in milliseconds. */
export const STUCK_AFTER = 15_000;

/**
 * A promise that settles in any case: like another one, or after a time in milliseconds. `words` follow the code in the
 * error's message.
 *
 * @throws {KakaoSyncError} `code` where the time is over first
 */
export function withTimeout<Result>(
  {after}: Pick<ClientPorts, 'after'>,
  milliseconds: number,
  code: ErrorCode,
  promise: Promise<Result>,
  words?: string,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const cancel = after(milliseconds, () => reject(new KakaoSyncError(code, words && `${code} ${words}`)));
    // A site's own function may answer at once.
    Promise.resolve(promise).then(resolve, reject).finally(cancel);
  });
}

/** Whether an age in milliseconds is below a limit. A clock may have been set back: what is still to come has no age. */
export function isWithin(age: number, limit: number): boolean {
  return age >= 0 && age < limit;
}
