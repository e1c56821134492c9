import {textFromBase64url, textToBase64url} from './base64url.js';
import {isRandomToken} from './random.js';

/** What OAuth's `state` carries (RFC 6749 §4.1.1). */
export interface StateParameter {
  /** The transaction, 43 base64url characters. */
  readonly tx: string;
  /** Path and query where the visit began. A hint for a browser that has no record of it: check it as a return target. */
  readonly path: string;
}

const MAX_PATH = 200;

/** `ks1.<tx>.<path>`. A path too long to carry is left out. */
export function toStateParameter({tx, path}: StateParameter): string {
  const encoded = textToBase64url(path);
  return `ks1.${tx}.${encoded.length <= MAX_PATH ? encoded : ''}`;
}

/** Whether a `state` claims to be ours at all: any other belongs to another login on the same page. */
export function hasStatePrefix(state: string): boolean {
  return state.startsWith('ks1.');
}

/** The parts of a `state` of ours, or null where it is not exactly of our form. */
export function readStateParameter(state: string): StateParameter | null {
  const [prefix, tx, encoded, ...rest] = state.split('.');
  if (prefix !== 'ks1' || !isRandomToken(tx) || encoded === undefined || rest.length > 0) return null;
  const path = encoded.length <= MAX_PATH ? textFromBase64url(encoded) : null;
  return path === null ? null : {tx, path};
}
