import {parseJson, toJson} from '../../../shared/fields.js';
import type {SafeStorage} from '../ports/ports.js';

/** Whether something is kept of another backend than this one: another app of this origin. Without a name it is ours. */
export function isOfAnother(kept: string | undefined, endpoint: string | undefined): boolean {
  return !!kept && !!endpoint && kept !== endpoint;
}

/** Keeps a value in a storage. Answers whether reading it gives the same again: if not, nothing stays there. */
export function keepJson(storage: SafeStorage, key: string, value: object): boolean {
  const text = toJson(value);
  const isKept = storage.set(key, text) && toJson(parseJson(storage.get(key))) === text;
  if (!isKept) storage.remove(key);
  return isKept;
}
