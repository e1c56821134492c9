import type {BackendCode} from '../../shared/errors.js';
import {hasOwn} from '../../shared/fields.js';
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

/** What React calls a render that it puts off. */
const POSTPONED = Symbol.for('react.postpone');

/**
 * Whether something was thrown that is no failure: Next ends a render or a route by throwing (`redirect()`, `notFound()`,
 * `cookies()` while a page is built), and only it can answer then. It knows these by their own `digest`, a name in capitals;
 * of a failure, that is a number.
 *
 * @see https://github.com/vercel/next.js/blob/canary/packages/next/src/client/components/unstable-rethrow.server.ts
 */
export function isFrameworkExit(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const {digest, $$typeof: type} = thrown as {readonly digest?: unknown; readonly $$typeof?: unknown};
  if (type === POSTPONED) return true;
  return hasOwn(thrown, 'digest') && typeof digest === 'string' && /^[A-Z]+(_[A-Z]+)+(;|$)/.test(digest);
}
