import {attempt} from './attempt.js';

/** What comes from outside, before each of its fields has been looked at. */
export type Fields = Partial<Record<string, unknown>>;

/** The value that a text holds as JSON; undefined where it holds none. */
export function parseJson(text: string | null): unknown {
  return attempt(() => JSON.parse(text ?? '') as unknown);
}

/** The fields of a value, whatever it is. */
export function toFields(value: unknown): Fields {
  return value ?? {};
}

/** A text of a form, by default any that is not empty; undefined where the value is none. */
export function readText(value: unknown, form = /./s): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

/** The fields that are there. */
export function setOnly<Values extends object>(
  values: Values,
): {[Key in keyof Values]?: Exclude<Values[Key], undefined>} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
