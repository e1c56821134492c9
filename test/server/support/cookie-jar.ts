/** What one browser keeps of a site's cookies, without their ends. */
export interface CookieJar {
  /** The `Cookie` header of the next request. */
  readonly header: string;
  /** An answer arrives. */
  take(answer: {readonly headers: Headers} | readonly string[]): void;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    get header() {
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    take(answer) {
      for (const line of 'headers' in answer ? answer.headers.getSetCookie() : answer) {
        const [pair = '', ...attributes] = line.split('; ');
        const end = pair.indexOf('=');
        cookies.delete(pair.slice(0, end));
        if (!attributes.includes('Max-Age=0')) cookies.set(pair.slice(0, end), pair.slice(end + 1));
      }
    },
  };
}
