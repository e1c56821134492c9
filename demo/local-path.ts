/**
 * The address on this shop that a text names, else the fallback. It is rebuilt from the parsed address, so that no
 * reading of it leads elsewhere.
 */
export function toLocalPath(value: string | undefined, origin: string, fallback: string): string {
  if (value === undefined || value.length > 2000 || !/^\/[^/\\]/.test(value) || /[\\\p{Cc}]/u.test(value))
    return fallback;
  if (!URL.canParse(value, origin)) return fallback;
  const url = new URL(value, origin);
  const path = url.pathname + url.search;
  return url.origin === origin && !path.startsWith('//') ? path : fallback;
}
