import type {ErrorCode} from './errors.js';

/**
 * The one error class of this package. `code` is stable; `message` is English, for developers, and carries no token,
 * code, key or personal detail.
 */
export class KakaoSyncError extends Error {
  override readonly name = 'KakaoSyncError';
  declare readonly code: ErrorCode;
  declare readonly cause: unknown;

  constructor(code: ErrorCode, message: string = code, cause?: unknown) {
    super(message);
    this.code = code;
    this.cause = cause;
  }
}
