import type {BackendCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';

/** What an error has beside its code and hint. */
interface RequestErrorDetails {
  /** The status, where it is not the code's usual one. */
  readonly status?: number;
  /** Kakao's own code. */
  readonly kakaoCode?: string | undefined;
  /** Seconds to wait before another try. */
  readonly retryAfter?: number | undefined;
  /** Methods, for `405`. */
  readonly allow?: string;
  /** Of `code_used`: this process had sent the code to Kakao before, so that Kakao was not asked. */
  readonly isReplay?: true;
  readonly cause?: unknown;
}

/** Why a request is not fulfilled. The message is the hint for developers; a page sees only the code. */
export class RequestError extends KakaoSyncError {
  declare readonly code: BackendCode;
  readonly details: RequestErrorDetails;

  constructor(code: BackendCode, hint: string, details: RequestErrorDetails = {}) {
    super(code, hint, details.cause);
    this.details = details;
  }
}
