import {hasStatePrefix, readStateParameter, type StateParameter} from '../shared/state-parameter.js';

/** What a redirect URI's address says, before it is compared with any transaction. */
export type AuthorizationResponse =
  /** No answer to a login at all. */
  | {readonly kind: 'none'}
  /** The answer to another login's `state`. */
  | {readonly kind: 'foreign'}
  /** An answer that names no transaction: never to be used. */
  | {readonly kind: 'stateless'}
  /** Ours by its `state`, but not of the form that Kakao sends: duplicates, `code` and `error`, implicit leftovers. */
  | {readonly kind: 'invalid'; readonly state: StateParameter | null}
  | {readonly kind: 'code'; readonly state: StateParameter; readonly code: string}
  | {readonly kind: 'error'; readonly state: StateParameter; readonly error: string; readonly description: string};

/** The parameters of an answer, ours to take out of the address. */
const RESPONSE_PARAMETERS = ['code', 'state', 'error', 'error_description', 'error_uri', 'iss'];
/** Leftovers of other flows, which Kakao never sends. */
const FOREIGN_PARAMETERS = ['id_token', 'token', 'access_token', 'response'];

/** Reads the answer of the authorization endpoint from a redirect address (RFC 6749 §4.1.2, RFC 9207). */
export function readAuthorizationResponse(url: URL, issuer: string): AuthorizationResponse {
  const query = url.searchParams;
  const states = query.getAll('state');
  const [state] = states;
  if (state === undefined) return query.has('code') || query.has('error') ? {kind: 'stateless'} : {kind: 'none'};
  if (!states.every(hasStatePrefix)) return {kind: 'foreign'};
  const ours = readStateParameter(state);
  const code = query.get('code');
  const error = query.get('error');
  const fragment = new URLSearchParams(url.hash.slice(1));
  const wellFormed =
    ours !== null &&
    url.search.length <= 8192 &&
    (code === null) !== (error === null) &&
    RESPONSE_PARAMETERS.every((name) => query.getAll(name).length <= 1) &&
    FOREIGN_PARAMETERS.every((name) => !query.has(name) && !fragment.has(name)) &&
    (query.get('iss') ?? issuer) === issuer;
  if (!wellFormed) return {kind: 'invalid', state: ours};
  if (error !== null) {
    return {kind: 'error', state: ours, error, description: query.get('error_description') ?? ''};
  }
  return isAuthorizationCode(code) ? {kind: 'code', state: ours, code} : {kind: 'invalid', state: ours};
}

/** Whether a value can be an authorization code: 1 to 1024 visible ASCII characters (RFC 6749, appendix A.11). */
export function isAuthorizationCode(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,1024}$/.test(value);
}

/** An address without the answer, everything else kept to the letter. */
export function withoutAuthorizationResponse(url: URL): string {
  const ours = new Set([...RESPONSE_PARAMETERS, ...FOREIGN_PARAMETERS]);
  const query = url.search
    .slice(1)
    .split('&')
    // The parser takes one leading question mark away: it is not the site's.
    .filter((pair) => [...new URLSearchParams(`?${pair}`).keys()].every((name) => !ours.has(name)))
    .join('&');
  const fragment = [...new URLSearchParams(url.hash.slice(1)).keys()];
  const hash = fragment.some((name) => ours.has(name)) ? '' : url.hash;
  return url.pathname + (query && `?${query}`) + hash;
}
