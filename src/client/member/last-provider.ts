import {attempt} from '../../shared/attempt.js';

const KEY = 'ks.provider';

/** A name such as `kakao`: never what a visitor has typed. */
const NAME = /^[a-z\d][a-z\d_-]{0,31}$/;

/**
 * Remembers in this browser by which provider a visitor has signed in, so that the next visit can show it with `last-used`
 * of `<kakao-login-button>`. Call it after each login, by Kakao or otherwise. It keeps the name alone, in localStorage,
 * until another takes its place; where nothing can be stored it does nothing.
 *
 * @param provider up to 32 characters of `a` to `z`, digits, `-` and `_`, such as `kakao`, `naver` or `email`. Any other
 * text, as an address or a number with a `+`, is not kept.
 * @throws nothing
 * @example
 * client.onOutcome(({end}) => end === 'signed-in' && rememberProvider('kakao'));
 */
export function rememberProvider(provider: string): void {
  if (NAME.test(provider)) attempt(() => localStorage.setItem(KEY, provider));
}

/**
 * The provider that {@link rememberProvider} was last called with in this browser.
 *
 * @returns undefined if there was none, if it cannot be read, or on a server
 * @throws nothing
 * @example
 * button.lastUsed = readProvider() === 'kakao';
 */
export function readProvider(): string | undefined {
  const name = attempt(() => localStorage.getItem(KEY)) ?? '';
  return NAME.test(name) ? name : undefined;
}
