import {attempt} from '../shared/attempt.js';
import {readString} from '../shared/fields.js';
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
function isAnswerName(name: string): boolean {
  return ANSWER.test(name) || LEFTOVER.test(name);
}

/** An address without the answer, everything else kept to the letter. */
export function withoutAuthorizationResponse(url: URL): string {
  const query = filterPairs(url.search.slice(1), ({name}) => !isAnswerName(name));
  const hasOurs = [...readFragment(url).keys()].some(isAnswerName);
  return url.pathname + (query && `?${query}`) + (hasOurs ? '' : url.hash);
}

/** An answer by its values, to be known again wherever a guard or a router has put it. */
export interface KnownAnswer {
  readonly state: string;
  readonly codes: readonly string[];
}

/**
 * A text without an answer, everything else kept to the letter: an address or a part of one, in whose parameters there may
 * be addresses again, which may be encoded twice.
 */
export function withoutAnswer(text: string, {state, codes}: KnownAnswer): string {
  // Of a short code, other parameters may hold the letters.
  const long = [state, ...codes].filter(({length}) => length >= 16);
  const isOurs = (value: string): boolean => codes.includes(value) || long.some((secret) => value.includes(secret));
  return mapQueries(text, (query) => {
    const hasState = readPairs(query).some(({value}) => value === state);
    return filterPairs(query, ({name, value}) => !isOurs(value) && !(hasState && isAnswerName(name)));
  });
}

/**
 * The answers that an address may hold within its parameters, where a guard has put the one that they came to. Of some,
 * the parameters after the first have become the outer address's own.
 */
export function findNestedAnswers(address: string): KnownAnswer[] {
  const outer: URLSearchParams[] = [];
  const nested: URLSearchParams[] = [];
  mapQueries(address, (query, isNested) => {
    (isNested ? nested : outer).push(toParameters(query));
    return query;
  });
  if (!nested.some((query) => query.has('code') || query.has('error'))) return [];
  const codes = nested.flatMap((query) => query.getAll('code'));
  const states = [...nested, ...outer].flatMap((query) => query.getAll('state')).filter(hasStatePrefix);
  return states.map((state) => ({state, codes}));
}

/** A text whose queries are mapped, the innermost first. A value is decoded at most twice. */
function mapQueries(text: string, map: (query: string, isNested: boolean) => string, depth = 2): string {
  // Stryker disable next-line StringLiteral,ArrayDeclaration,Regex: every text matches, from its first sign to its last
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(text) ?? [];
  const inner = (value: string): string => (depth > 0 ? mapQueries(value, map, depth - 1) : value);
  const mapped =
    query &&
    map(
      readPairs(query)
        .map(({pair, value}) => {
          const changed = inner(value);
          return changed === value ? pair : pair.slice(0, pair.indexOf('=') + 1) + encodeURIComponent(changed);
        })
        .join('&'),
      depth < 2,
    );
  const decoded = (/%3f/i.test(path) && attempt(() => decodeURIComponent(path))) || path;
  const kept = inner(decoded);
  return (
    (kept === decoded ? path : encodeURIComponent(kept)) +
    (mapped === undefined ? '' : query === mapped || mapped ? `?${mapped}` : '') +
    (fragment ? `#${inner(fragment.slice(1))}` : (fragment ?? ''))
  );
}

/** A pair of a query: as it stands, and decoded. */
interface Pair {
  readonly pair: string;
  readonly name: string;
  readonly value: string;
}

function readPairs(query: string): Pair[] {
  return query.split('&').map((pair) => {
    // Stryker disable next-line StringLiteral: of a pair without a letter, nothing is told by its name or value
    const [name = '', value = ''] = [...toParameters(pair)].flat();
    return {pair, name, value};
  });
}

/** A query without the pairs that are not to stay, everything else kept to the letter. */
function filterPairs(query: string, stays: (pair: Pair) => boolean): string {
  return readPairs(query)
    .filter(stays)
    .map(({pair}) => pair)
    .join('&');
}

/** The parser takes one leading question mark away: it is not the site's. */
function toParameters(query: string): URLSearchParams {
  return new URLSearchParams(`?${query}`);
}

function readFragment({hash}: URL): URLSearchParams {
  return new URLSearchParams(hash.slice(1));
}
