import {CLIENT_HEADER} from '../../shared/wire.js';
import {RequestError} from '../base/request-error.js';

export const METHODS = 'GET, HEAD, POST, OPTIONS';

/** Who may send requests, and with which headers. */
export interface OriginRules {
  readonly allowedOrigins: ReadonlySet<string>;
  readonly allowedHeaders: readonly string[];
}

/**
 * Lets pass what a page of the site sent: an allowed `Origin`, or none (or `null`) where the browser vouches for the
 * same origin by `Sec-Fetch-Site`. A GET may lack both, as from Safari before 16.4: it changes nothing, and its answer
 * cannot be read from elsewhere.
 *
 * @throws RequestError `origin_refused`
 */
export function checkOrigin(request: Request, rules: OriginRules): void {
  if (readAllowedOrigin(request, rules) !== null) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if ((origin === null || origin === 'null') && site === 'same-origin') return;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (reads && origin === null && site === null) return;
  throw new RequestError(
    'origin_refused',
    `A request came from the origin ${origin ?? '(none)'}: add it to allowedOrigins if it is the site's.`,
  );
}

function readAllowedOrigin(request: Request, {allowedOrigins}: OriginRules): string | null {
  const origin = request.headers.get('origin');
  return [...allowedOrigins].find((allowed) => allowed === origin) ?? null;
}

/** Headers of every answer that let allowed pages of other origins read it, and nobody else. */
export function addCorsHeaders(headers: Headers, request: Request, rules: OriginRules): void {
  headers.append('Vary', 'Origin');
  const origin = readAllowedOrigin(request, rules);
  if (origin === null) return;
  headers.set('Access-Control-Allow-Origin', origin);
  headers.set('Access-Control-Allow-Credentials', 'true');
  headers.set('Access-Control-Expose-Headers', 'Retry-After');
}

/** The answer to a CORS preflight of an allowed page. */
export function toPreflightResponse({allowedHeaders}: OriginRules): Response {
  return new Response(null, {
    status: 204,
    headers: {
      Allow: METHODS,
      'Access-Control-Allow-Methods': 'GET, HEAD, POST',
      'Access-Control-Allow-Headers': ['content-type', CLIENT_HEADER.toLowerCase(), ...allowedHeaders].join(', '),
      'Access-Control-Max-Age': '600',
    },
  });
}
