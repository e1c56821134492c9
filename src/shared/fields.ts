import {attempt} from './attempt.js';

/** What comes from outside, before each of its fields has been looked at. */
export type UnknownRecord = Partial<Record<string, unknown>>;

/** The value that a text holds as JSON; undefined where it holds none. */
export function parseJson(text: string | null): unknown {
  return attempt(() => JSON.parse(text ?? '') as unknown);
}

/**
 * A value of JSON as text. Of `JSON.stringify` it uses only what it makes of texts and numbers: old libraries give arrays a
 * `toJSON` that makes texts of them (Prototype 1.6), and others replace the function.
 */
export function toJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${toJson(field)}`).join()}}`;
}

/** The fields of a value, whatever it is. */
export function toFields(value: unknown): UnknownRecord {
  return value ?? {};
}

/** A text of a form, by default any that is not empty; undefined where the value is none. */
export function readString(value: unknown, form = /./s): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

/** Finds a letter or sign that is drawn, which a name must have. Fillers, joiners, marks and blanks are not drawn. */
export const VISIBLE = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** The fields that are there. */
export function omitUndefined<Values extends object>(
  values: Values,
): {[Key in keyof Values]?: Exclude<Values[Key], undefined>} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** `Object.hasOwn`, which not every browser of the baseline has. */
export function hasOwn(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}
