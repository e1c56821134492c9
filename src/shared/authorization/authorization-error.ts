import type {CallbackCode} from '../server-callback/callback-result.js';
import type {Purpose} from '../transaction.js';

/** An error that Kakao answers a login with. */
export interface AuthorizationError {
  readonly error: string;
  readonly description: string;
}

/**
 * What an error of Kakao's answer means to the visitor. Kakao's own text is read, never shown.
 *
 * @returns null if it is no failure: somebody has said no (`access_denied`), or auto-login could not do without a screen
 */
export function toAuthorizationFailure(
  {error, description}: AuthorizationError,
  purpose: Purpose,
): CallbackCode | null {
  if (error === 'access_denied') return /under age 14/i.test(description) ? 'under_age' : null;
  if (error === 'timeout') return 'kakao_timeout';
  if (/^(server_error|temporarily_unavailable)$/.test(error)) return 'kakao_unavailable';
  if (!/_required$|^auto_login$/.test(error)) return 'kakao_refused';
  // As Kakao says it, or its SDK outside KakaoTalk.
  const needsScreen =
    error === 'auto_login'
      ? description === 'NOT_SUPPORTED_BROWSER'
      : /^(consent|login|interaction)_required$/.test(error);
  return purpose === 'auto-login' && needsScreen ? null : 'kakao_interaction_required';
}
