import type {Locale} from '../../client/state/messages.js';
import {parseJson, readString, toFields, VISIBLE} from '../../shared/fields.js';

/** Many elements ask for the same. */
let last: {readonly text: string; readonly value: unknown} = {text: '', value: undefined};

/** The site's own texts as they are given: an object, or an attribute's JSON. */
export function readJson(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  if (given !== last.text) last = {text: given, value: parseJson(given)};
  return last.value;
}

/** Whether a text of the site's can be used. */
export function isText(value: unknown): value is string {
  return !!readString(value, VISIBLE);
}

/** A language's texts, the site's own in place of ours as far as they can be used. */
export function mergeOwn<Texts extends object>(texts: Texts, given: unknown, locale: Locale): Texts {
  const own = toFields(toFields(readJson(given))[locale]);
  const used = Object.keys(texts).filter((key) => isText(own[key]));
  return {...texts, ...Object.fromEntries(used.map((key) => [key, own[key]]))};
}
