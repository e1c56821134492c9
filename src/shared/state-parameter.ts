import {textFromBase64url, textToBase64url} from './encoding/base64url.js';

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
  // The transaction is a random token, the path as long as we make it.
  // Stryker disable next-line StringLiteral,ArrayDeclaration: without a match there is no tx, which is enough
  const [, tx, encoded = ''] = /^ks1\.([\w-]{43})\.([\w-]{0,200})$/.exec(state) ?? [];
  const path = textFromBase64url(encoded);
  return tx && path !== null ? {tx, path} : null;
}
