import {RequestError} from '../base/request-error.js';
import {withTimeout} from '../base/with-timeout.js';
import type {IssuedTokens, TokenKeeper} from './token-keeper.js';

/** How long the store of tokens may take, in milliseconds: a page waits for it. */
const STORE_TIMEOUT = 3000;

/** Keeps the tokens of a login that has succeeded. It never fails: the login goes on without. */
export async function keepTokens(
  keeper: TokenKeeper,
  kakaoId: string,
  tokens: IssuedTokens,
  warn: (error: RequestError) => void,
): Promise<void> {
  try {
    await withTimeout(STORE_TIMEOUT, (signal) => keeper.keep(kakaoId, tokens, signal));
  } catch (cause) {
    const hint = 'A login goes on, and its tokens could not be kept: see whether their store is there.';
    warn(new RequestError('hook_failed', hint, {cause}));
  }
}

/**
 * Deletes what is kept of somebody who has just been unlinked. The site has to hear of the unlink whatever comes of this.
 *
 * @param keeper null if the site keeps no tokens
 * @returns false if it failed, which is reported
 */
export async function forgetTokens(
  keeper: TokenKeeper | null,
  kakaoId: string,
  warn: (error: RequestError) => void,
): Promise<boolean> {
  try {
    await withTimeout(STORE_TIMEOUT, () => keeper?.forget(kakaoId));
    return true;
  } catch (cause) {
    const hint =
      'The kept tokens of a member who has unlinked could not be deleted. With notices, it is tried again; else call kakao.api.forget. Kakao does not take them any more.';
    warn(new RequestError('hook_failed', hint, {cause}));
    return false;
  }
}
