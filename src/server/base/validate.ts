/** An object of unknown origin. Read named keys only, and never merge it into another object. */
export type Fields = Readonly<Partial<Record<string, unknown>>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of 1 to `maxLength` characters. */
export function isText(value: unknown, maxLength = Infinity): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength;
}
