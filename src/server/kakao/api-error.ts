import {hasOwn} from '../../shared/fields.js';
import type {ApiCode, BackendCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {RequestError} from '../base/request-error.js';

/** What a {@link KakaoApiError} says beside its code and hint. */
interface KakaoApiErrorDetails {
  readonly status?: number | undefined;
  readonly at?: Date | undefined;
  readonly kakaoCode?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly requiredScopes?: readonly string[] | undefined;
  /** Free of keys, tokens and ids. */
  readonly cause?: string | undefined;
}

/**
 * Why a call of `createKakaoApi` failed. `code` is stable and `message` says what to do; neither they nor `cause` (what
 * Kakao or the network said, shortened) hold a key, a token or an id.
 *
 * @see https://developers.kakao.com/docs/latest/ko/rest-api/reference#error-code
 */
export class KakaoApiError extends KakaoSyncError {
  declare readonly code: BackendCode | ApiCode;
  declare readonly cause: string | undefined;
  /** The HTTP status of Kakao's answer, if there was one. */
  readonly status: number | undefined;
  /** When Kakao answered, by its own clock, if it told. */
  readonly at: Date | undefined;
  /** Kakao's own code, such as `-101` or `KOE322`. */
  readonly kakaoCode: string | undefined;
  /** Seconds to wait before another try: as Kakao says, and 60 for `users.ids`. Kakao says it of few calls. */
  readonly retryAfter: number | undefined;
  /** Of `scope_missing`: what to ask the person for, as `scope` of a login. */
  readonly requiredScopes: readonly string[];

  constructor(code: BackendCode | ApiCode, hint: string, details: KakaoApiErrorDetails = {}) {
    super(code, hint, details.cause);
    this.status = details.status;
    this.at = details.at;
    this.kakaoCode = details.kakaoCode;
    this.retryAfter = details.retryAfter;
    this.requiredScopes = details.requiredScopes ?? [];
  }
}

/** What pages are told in place of codes that say something to a server alone. */
const PAGE_CODES: Readonly<Record<ApiCode, BackendCode>> = {
  not_linked: 'provider_refused',
  token_invalid: 'provider_refused',
  login_required: 'provider_refused',
  scope_missing: 'provider_refused',
};

/** Seconds: the longest that a page waits, and what it waits if Kakao does not say. */
const PAGE_WAIT = 60;

/**
 * What a call to Kakao comes to, for a request of a page.
 *
 * @throws RequestError in place of a {@link KakaoApiError}
 */
export async function forPage<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    throw thrown instanceof KakaoApiError ? toPageError(thrown) : thrown;
  }
}

/** A failed call to Kakao, as the failure of a page's request. */
export function toPageError({code, message, kakaoCode, retryAfter, cause}: KakaoApiError): RequestError {
  const pageCode = isApiCode(code) ? PAGE_CODES[code] : code;
  return new RequestError(pageCode, message, {
    ...(kakaoCode !== undefined && {kakaoCode}),
    ...(pageCode === 'rate_limited' && {retryAfter: Math.min(retryAfter ?? PAGE_WAIT, PAGE_WAIT)}),
    ...(cause !== undefined && {cause}),
  });
}

function isApiCode(code: BackendCode | ApiCode): code is ApiCode {
  return hasOwn(PAGE_CODES, code);
}
