/** Browsers by what only they write into their user agent: an app before the browser that it is made of. */
const BROWSERS = [
  ['NAVER', /NAVER\(/],
  ['Instagram', /Instagram/],
  ['Facebook', /FBA[NV]|FB_IAB/],
  ['LINE', / Line\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Edge', /Edg[A-Z]*\//i],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const;

const DEVICES = [
  ['iPhone', /iPhone|iPod/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Mac', /Macintosh/],
  ['Windows', /Windows/],
  ['Linux', /Linux/],
] as const;

/** Browser and device of a user agent, such as `Chrome · Android`; empty if neither is known. */
export function describeBrowser(userAgent: string): string {
  return [BROWSERS, DEVICES]
    .flatMap((table) => table.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? [])
    .join(' · ');
}
