/**
 * What a browser would send back of the cookies that an answer sets.
 * @param answers one or more answers of one site, the oldest first. A later cookie of the same name takes the place of an
 *   earlier one; a cookie that is deleted (`Max-Age=0`) is left out.
 * @returns the value of a `Cookie` header; empty if there is none.
 * @example
 * const {answer} = await kakao.logIn('member');
 * await handle(new Request(url, {headers: {Cookie: toCookieHeader(answer)}}));
 */
export function toCookieHeader(...answers: readonly Pick<Response, 'headers'>[]): string {
  const cookies = new Map<string, string>();
  for (const line of answers.flatMap(({headers}) => headers.getSetCookie())) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, Math.max(pair.indexOf('='), 0));
    if (attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute))) cookies.delete(name);
    else cookies.set(name, pair);
  }
  return [...cookies.values()].join('; ');
}
