import {toReference} from './reference.js';

/**
 * What a browser keeps of a transaction to know its session by: `KS-` and the first six characters. Other releases read
 * and write the same.
 *
 * @param tx of the transaction, or any text that a session of the site's own is told apart by
 */
export function toStoredName(tx: string): string {
  return `KS-${tx.slice(0, 6)}`;
}

/** Whether two are of one transaction, each its reference or its stored name. */
export function isSameTransaction(one: string, other: string): boolean {
  return toCommon(one) === toCommon(other);
}

/** The 35 bits that a reference and a stored name have in common; the stored name itself, if it is of no transaction. */
function toCommon(name: string): string {
  return (/^KS-[\w-]{6}$/.test(name) ? toReference(`${name.slice(3)}AA`) : name).slice(0, 11);
}
