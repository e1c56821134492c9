/** The sites of a text, one a line. */
export function toSites(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Addresses of pages become those of their sites, and a name alone gets its https. */
export function straightenSites(text: string): string {
  return toSites(text).map(straighten).join('\n');
}

function straighten(site: string): string {
  const address = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(site) ? `https://${site}` : site;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) && !url.username ? url.origin : site;
}
