/** A text without the spaces and tabs around it: the only optional blanks of HTTP (RFC 9110 §5.6.3). */
export function stripBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}

/** Whether a request's body is of a media type, such as `application/json`. */
export function hasMediaType({headers}: Request, type: string): boolean {
  const [own = ''] = (headers.get('content-type') ?? '').split(';');
  return stripBlanks(own).toLowerCase() === type;
}

/** The one cookie of exactly this name, or null: one that comes twice is nobody's. */
export function readCookie({headers}: Request, name: string): string | null {
  const [value = null, ...others] = (headers.get('cookie') ?? '')
    .split(';')
    .map(stripBlanks)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return others.length === 0 ? value : null;
}
