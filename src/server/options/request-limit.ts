import {callHook} from './call-hook.js';
import {isRecord} from '../base/validate.js';
import type {KakaoServerOptions} from './options.js';
import {RequestError} from '../base/request-error.js';
import type {RequestReporter} from './reports/report.js';

/**
 * Asks the site's own limiter about a request that would cost one to Kakao.
 *
 * @throws RequestError `rate_limited` where it says no
 */
export type RequestLimit = (request: Request, log: RequestReporter) => Promise<void>;

/** How long it may take, in milliseconds: a login waits for it. */
const TIMEOUT = 1000;
/** A year, in seconds: larger numbers are written with an exponent, which `Retry-After` does not know. */
const LONGEST_WAIT = 31_536_000;

/**
 * The option `limit`. A limiter that fails lets everybody in, because otherwise nobody could log in; that is told once,
 * and again only after it has worked in between.
 */
export function createRequestLimit(options: Pick<KakaoServerOptions, 'limit'>): RequestLimit {
  const limit = options.limit?.bind(options);
  let isTold = false;
  return async (request, log) => {
    if (!limit) return;
    let retryAfter: number | null;
    try {
      retryAfter = readVerdict(await callHook('limit', () => limit(request), TIMEOUT));
      isTold = false;
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown;
      const {code, message, details} = thrown;
      if (!isTold)
        log.warn(new RequestError(code, `${message} Until it does its work again, all requests pass.`, details));
      isTold = true;
      return;
    }
    if (retryAfter !== null) throw new RequestError('rate_limited', 'limit refused the request.', {retryAfter});
  };
}

/** Whole seconds to wait, or null for a request that may pass. */
function readVerdict(verdict: unknown): number | null {
  if (verdict === true) return null;
  const {retryAfter} = isRecord(verdict) ? verdict : {};
  if (typeof retryAfter === 'number' && retryAfter >= 0 && Number.isFinite(retryAfter)) {
    return Math.min(Math.max(1, Math.ceil(retryAfter)), LONGEST_WAIT);
  }
  throw new RequestError('hook_failed', 'limit returned neither true nor {retryAfter: seconds}.');
}
