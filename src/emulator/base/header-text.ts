/** Trims spaces and tabs, the only optional whitespace of HTTP (RFC 9110 §5.6.3). */
export function stripBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}

/** Whether a request's body is of a media type, such as `application/json`. */
export function hasMediaType({headers}: Request, type: string): boolean {
  const [own = ''] = (headers.get('content-type') ?? '').split(';');
  return stripBlanks(own).toLowerCase() === type;
}

/** The value of a cookie; null if the request has none of this name, or more than one. */
export function readCookie({headers}: Request, name: string): string | null {
  const [value = null, ...others] = (headers.get('cookie') ?? '')
    .split(';')
    .map(stripBlanks)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return others.length === 0 ? value : null;
}
