import {isHosted, type Settings} from '../settings.js';
import {toOrigin} from '../sites.js';

/** A value that the site registers with Kakao, in a field of one of its keys. */
export interface ConsoleRow {
  readonly key: 'javascript' | 'rest-api';
  readonly field: 'web-domain' | 'redirect-uri';
  readonly value: string;
}

/** The values that a site registers with Kakao, for each key and site. Hosted shops have registered theirs. */
export function toConsoleRows(settings: Settings): readonly ConsoleRow[] {
  const {place, sites, redirectUri, restApiKey} = settings;
  if (isHosted(place)) return [];
  const origins = [...new Set(sites.flatMap((site) => toOrigin(site) ?? []))];
  const addresses = origins.flatMap((origin) => toAddress(redirectUri.trim(), origin));
  return [
    ...origins.map((value) => ({key: 'javascript', field: 'web-domain', value}) as const),
    ...addresses.map((value) => ({key: 'javascript', field: 'redirect-uri', value}) as const),
    ...(restApiKey.trim() ? addresses.map((value) => ({key: 'rest-api', field: 'redirect-uri', value}) as const) : []),
  ];
}

/** As the script sends it: only this very text is the same to Kakao. */
function toAddress(path: string, origin: string): string[] {
  try {
    return path.startsWith('/') ? [new URL(path, origin).href] : [];
  } catch {
    return [];
  }
}
