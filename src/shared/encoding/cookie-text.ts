/**
 * The cookies of a `Cookie` header or of `document.cookie`: their values by their names, null where a name comes more
 * than once, because which of them is whose cannot be told.
 *
 * Names are what stands there, octet for octet: browsers guard `__Host-` and nothing that looks like it, so that a
 * reader who takes off more than space and tab makes ours of another host's cookie. One without a name has the name ''.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.6
 */
export function readCookieText(text: string): Map<string, string | null> {
  const cookies = new Map<string, string | null>();
  for (const [name, value] of listCookies(text)) cookies.set(name, cookies.has(name) ? null : value);
  return cookies;
}

/** Likewise, each name and value as often as it comes, in order. */
export function listCookies(text: string): (readonly [name: string, value: string])[] {
  return text.split(';').map((part) => {
    const pair = stripBlanks(part);
    const end = pair.indexOf('=');
    return [pair.slice(0, Math.max(end, 0)), pair.slice(end + 1)];
  });
}

/** A text without the spaces and tabs around it. `trim()` knows many more, a pattern takes quadratic time. */
function stripBlanks(text: string): string {
  // Beyond the ends of a text is `undefined`, which has no blank as a text either.
  const isBlank = (index: number): boolean => /[ \t]/.test(text[index] as string);
  let start = 0;
  let end = text.length;
  while (isBlank(start)) start++;
  while (isBlank(end - 1)) end--;
  return text.slice(start, end);
}
