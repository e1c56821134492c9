/** What of Lit the style sheets of the elements use. */
export const css = (strings: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw(strings, ...values);
export const unsafeCSS = (value: string): string => value;
