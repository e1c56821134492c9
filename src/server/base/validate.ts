/** An object of unknown origin. Read named keys only, and never merge it into another object. */
export type UnknownRecord = Readonly<Partial<Record<string, unknown>>>;

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of 1 to `maxLength` characters. */
export function isNonEmptyString(value: unknown, maxLength = Infinity): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength;
}
