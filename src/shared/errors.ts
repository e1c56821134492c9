/** Those of {@link BACKEND_CODES} that another press would only repeat. */
export const LASTING_REFUSALS = [
  'config_incomplete',
  'origin_refused',
  'request_invalid',
  'purpose_unsupported',
  'client_unknown',
  'redirect_uri_unknown',
  'redirect_uri_mismatch',
  'client_secret_wrong',
  'app_key_wrong',
  'platform_unregistered',
  'id_token_missing',
  'clock_skew',
  'under_age',
  'account_restricted',
  'already_linked',
  'session_too_large',
  'session_required',
  'login_too_old',
] as const;

/** The codes among {@link ERROR_CODES} that a backend can answer with, or a function of the site can throw. */
export const BACKEND_CODES = [
  ...LASTING_REFUSALS,
  'code_used',
  'rate_limited',
  'provider_refused',
  'provider_unavailable',
  'provider_bad_response',
  'id_token_invalid',
  'profile_mismatch',
  'hook_failed',
  'backend_timeout',
  'different_account',
  'session_changed',
  'pending_changed',
  'link_unproven',
] as const;

/** The codes among {@link ERROR_CODES} that only calls of the kit's `createKakaoApi` fail with: no page gets them. */
export const API_CODES = ['not_linked', 'token_invalid', 'login_required', 'scope_missing'] as const;

/** See {@link API_CODES}. */
export type ApiCode = (typeof API_CODES)[number];

/** See {@link BACKEND_CODES}. */
export type BackendCode = (typeof BACKEND_CODES)[number];

/**
 * Every code that an event, a console error, problem+json or a thrown {@link KakaoSyncError} can carry. They are part of
 * the public contract: none is renamed or dropped within a major version. docs/en/error-codes.md says what to do about each.
 */
export const ERROR_CODES = [
  // Set-up
  'not_configured',
  'config_invalid',
  'config_changed',
  'insecure_origin',
  'framed',
  'cookies_blocked',
  'storage_blocked',
  // Kakao's JavaScript SDK
  'sdk_blocked',
  'sdk_timeout',
  'sdk_missing',
  'sdk_amd',
  'sdk_conflict',
  'sdk_failed',
  // The widget's own code
  'part_unavailable',
  // The way to Kakao and back
  'navigation_failed',
  'kakao_timeout',
  'kakao_unavailable',
  'kakao_interaction_required',
  'kakao_refused',
  'callback_invalid',
  'callback_moved',
  'state_missing',
  'other_browser',
  'login_unfinished',
  // The way to the backend
  'backend_unreachable',
  'backend_bad_answer',
  'backend_failed',
  'backend_refused',
  'session_cookie_blocked',
  ...BACKEND_CODES,
  ...API_CODES,
] as const;

/** What a server tells its site about notices from Kakao, by `onError` alone: no page ever has one of these. */
export type NoticeCode =
  /** A request that is no notice of Kakao's for this app. */
  | 'notice_refused'
  /** A notice that could not be stored: Kakao was told so, or it lies in the spool. */
  | 'notice_not_stored'
  /** A notice that could not be applied: it is tried again. */
  | 'notice_failed'
  /** A notice that is not tried any more: `notices.failures()` lists it. */
  | 'notice_given_up';

/** See {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Whether a value is one of {@link ERROR_CODES}. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return (ERROR_CODES as readonly unknown[]).includes(value);
}
