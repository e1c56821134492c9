import type {BackendCode} from '../../shared/errors.js';
import type {Problem} from '../../shared/wire.js';
import type {RequestError} from '../base/request-error.js';

/** The HTTP status of each code that a backend can answer with. */
const STATUS: Readonly<Record<BackendCode, number>> = {
  request_invalid: 400,
  purpose_unsupported: 400,
  client_unknown: 400,
  redirect_uri_unknown: 400,
  session_required: 401,
  login_too_old: 403,
  origin_refused: 403,
  id_token_invalid: 403,
  under_age: 403,
  account_restricted: 403,
  code_used: 409,
  different_account: 409,
  session_changed: 409,
  pending_changed: 409,
  link_unproven: 409,
  already_linked: 409,
  rate_limited: 429,
  config_incomplete: 500,
  hook_failed: 500,
  session_too_large: 500,
  client_secret_wrong: 500,
  app_key_wrong: 500,
  redirect_uri_mismatch: 500,
  platform_unregistered: 500,
  id_token_missing: 500,
  clock_skew: 500,
  provider_refused: 502,
  provider_bad_response: 502,
  profile_mismatch: 502,
  provider_unavailable: 503,
  backend_timeout: 504,
};

const TITLES: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [405, 'Method Not Allowed'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [413, 'Content Too Large'],
  [415, 'Unsupported Media Type'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
]);

/**
 * The answer to a request that is not fulfilled: `application/problem+json` (RFC 9457) with the code and the reference
 * alone. The reason goes to the site's log.
 */
export function toProblemResponse(error: RequestError, ref: string | undefined): Response {
  const {status = STATUS[error.code], retryAfter, allow} = error.details;
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES.get(status) ?? 'Error',
    status,
    code: error.code,
    ...(ref !== undefined && {ref}),
  };
  const headers = new Headers({'Content-Type': 'application/problem+json'});
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  if (allow !== undefined) headers.set('Allow', allow);
  return new Response(JSON.stringify(problem), {status, headers});
}
