import {attempt} from '../shared/attempt.js';
import {isAnswerName, readFragment} from '../shared/authorization/authorization-response.js';
import {hasStatePrefix} from '../shared/state-parameter.js';

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
