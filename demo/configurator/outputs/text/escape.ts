const HTML: Readonly<Record<string, string>> = {
  ...{'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'},
  // So that no line of a text is moved to the right, and none is read as another line end.
  ...{'\n': '&#10;', '\r': '&#13;'},
};

/** The value of an attribute between double quotes. No parser can be told of U+0000, which is left out. */
export function toAttributeValue(text: string): string {
  return text.replace(/\0/g, '').replace(/[&<>"\n\r]/g, (character) => HTML[character] ?? '');
}

const NAMED: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'"};

/**
 * A string of ES5 in single quotes that may stand in a `<script>`, in a component's file and in a tag manager: it has no
 * `<`, and none of the braces that those replace.
 */
export function toScriptString(text: string): string {
  const escaped = text.replace(
    // Control characters, quotes, line ends of ES5, and what begins something else in a page or a template.
    /[\u0000-\u001f\u007f\\'<>{}`$&\u2028\u2029\ufeff\ud800-\udfff]/g,
    (unit, place: number) => (isPaired(text, place) ? unit : (NAMED[unit] ?? toUnicode(unit))),
  );
  return `'${escaped}'`;
}

/** Half of a character that has its other half beside it. */
function isPaired(text: string, place: number): boolean {
  const isHigh = (at: number): boolean => /[\ud800-\udbff]/.test(text.charAt(at));
  const isLow = (at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));
  return (isHigh(place) && isLow(place + 1)) || (isLow(place) && isHigh(place - 1));
}

const toUnicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Lines, each moved to the right; empty ones stay empty. */
export function indent(text: string, by: number): string {
  // A line ends at U+2028 to a pattern, and to no reader of HTML.
  const lines = text.split('\n').map((line) => (line ? ' '.repeat(by) + line : ''));
  return lines.join('\n');
}
