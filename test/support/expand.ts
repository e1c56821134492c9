/** Writes out `{part*count}` in a row of a corpus: that part, so many times. */
export function expand(text: string): string {
  return text.replace(/\{([^{}*]+)\*(\d+)\}/g, (_, part: string, count: string) => part.repeat(Number(count)));
}
