import {fromBase64url} from './encoding/base64url.js';
import {readString} from './fields.js';
import {createRandomToken} from './encoding/random.js';

/** Crockford's base32, which can be read over a telephone: without I, L, O and U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The reference that a visitor, an event, problem+json and the server's log share: the first five octets of a
 * transaction, such as `KS-7GR0-9A2K`.
 *
 * @param tx of the transaction, 43 base64url characters
 */
export function toReference(tx: string): string {
  const octets = [...(fromBase64url(tx.slice(0, 8)) ?? [])];
  // 40 bits, which bitwise operators do not know.
  const number = octets.slice(0, 5).reduce((sum, octet) => sum * 256 + octet, 0);
  const digits = number.toString(32).padStart(8, '0');
  return digits
    .replace(/./g, (digit) => DIGITS.charAt(parseInt(digit, 32)))
    .replace(/..../g, '-$&')
    .replace('-', 'KS-');
}

/** The reference of what has no transaction. */
export function createReference(): string {
  return toReference(createRandomToken());
}

/**
 * A reference as somebody has typed it: capitals, blanks, dashes and a missing `KS` do not matter, O is read as 0, I and L
 * as 1.
 *
 * @returns the reference as it is written, or null if the text is none
 */
export function readReference(text: unknown): string | null {
  const typed = readString(readString(text)?.replace(/[\s\u2010-\u2015\u2212-]/g, ''), /^\w+$/)?.toUpperCase() ?? '';
  const digits = typed.replace(/O/g, '0').replace(/[IL]/g, '1');
  const [, first, second] = /^(?:KS|(?!KS))([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})$/.exec(digits) ?? [];
  return first && second ? `KS-${first}-${second}` : null;
}
