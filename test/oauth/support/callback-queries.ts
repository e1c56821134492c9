import {expand} from '../../support/expand.js';
import queries from './callback-queries.json' with {type: 'json'};

/** A name, what follows the redirect URI, and what it must be read as. */
type Row<Expected extends unknown[] = []> = readonly [id: string, rest: string, ...Expected];

/** Puts a code for `{c}`, a `state` of ours for `{s}` and the transaction in it for `{t}`. */
export function fill(rest: string, values: {readonly c: string; readonly s: string; readonly t: string}): string {
  return expand(rest).replace(/\{([cst])\}/g, (_, name: 'c' | 's' | 't') => values[name]);
}

/** Answers with a code, and the code. */
export const CODES = queries.codes as unknown as readonly Row<[code: string]>[];

/** Answers with an error: the error, its description, and how a login ends by it (docs/en/error-codes.md). */
export const ERRORS = queries.errors as unknown as readonly Row<[error: string, description: string, end: string]>[];

/** Ours by a whole `state`, but never of the form that Kakao sends. */
export const INVALID = queries.invalid as unknown as readonly Row[];

/** Values of `state` that claim to be ours and are spoiled. */
export const SPOILED_STATES = queries.spoiledStates as unknown as readonly Row[];

/** The answer to another login on the same page. */
export const FOREIGN = queries.foreign as unknown as readonly Row[];

/** Answers that name no transaction. */
export const STATELESS = queries.stateless as unknown as readonly Row[];

/** No answer to any login. */
export const NONE = queries.none as unknown as readonly Row[];
