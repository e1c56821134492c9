import {readString} from '../fields.js';
import {hasStatePrefix, readStateParameter, type StateParameter} from '../state-parameter.js';

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
const ANSWER = /^(code|state|iss|error(_description|_uri)?)$/;
/** Leftovers of other flows, which Kakao never sends. */
const LEFTOVER = /^((id_|access_)?token|response)$/;

/** Reads the answer of the authorization endpoint from a redirect address (RFC 6749 §4.1.2, RFC 9207). */
export function readAuthorizationResponse(url: URL, issuer: string): AuthorizationResponse {
  const query = url.searchParams;
  const states = query.getAll('state');
  const code = query.get('code');
  const error = query.get('error');
  if (states[0] === undefined) return {kind: code === null && error === null ? 'none' : 'stateless'};
  if (!states.every(hasStatePrefix)) return {kind: 'foreign'};
  const state = readStateParameter(states[0]);
  const answers = [...query.keys()].filter((name) => ANSWER.test(name));
  const isWellFormed =
    url.search.length <= 8192 &&
    new Set(answers).size === answers.length &&
    ![...query.keys(), ...readFragment(url).keys()].some((name) => LEFTOVER.test(name)) &&
    (query.get('iss') ?? issuer) === issuer;
  if (state && isWellFormed) {
    if (code === null && error !== null) {
      return {kind: 'error', state, error, description: query.get('error_description') ?? ''};
    }
    if (error === null && isAuthorizationCode(code)) return {kind: 'code', state, code};
  }
  return {kind: 'invalid', state};
}

/** Whether a value can be an authorization code: 1 to 1024 visible ASCII characters (RFC 6749, appendix A.11). */
export function isAuthorizationCode(value: unknown): value is string {
  return !!readString(value, /^[\x21-\x7e]{1,1024}$/);
}

/** Whether a parameter's name is one of an answer's. */
export function isAnswerName(name: string): boolean {
  return ANSWER.test(name) || LEFTOVER.test(name);
}

/** The parameters in an address's fragment. */
export function readFragment({hash}: URL): URLSearchParams {
  return new URLSearchParams(hash.slice(1));
}
