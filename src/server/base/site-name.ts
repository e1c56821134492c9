import {isRecord, invalidOption} from './validate.js';

/** What tells this kit's cookies and keys from those of another kit under the same host. */
export interface SiteName {
  readonly name: string;
  /** What was made without the name before this moment still counts for a while; milliseconds since the epoch. */
  readonly since: number | null;
}

/** What has a name, or none, and how long what was made before may count. */
export interface SiteNameSettings {
  readonly site?: SiteName | null | undefined;
  readonly absoluteSeconds: number;
}

/**
 * The option `site`.
 *
 * @throws KakaoSyncError `config_invalid`
 */
export function readSite(value: unknown): SiteName | null {
  if (value === undefined) return null;
  if (!isRecord(value)) return {name: readName(value, 'site'), since: null};
  const other = Object.keys(value).find((key) => key !== 'name' && key !== 'since');
  if (other !== undefined) throw invalidOption(`site.${other}`, undefined, 'site has a name and since');
  return {name: readName(value['name'], 'site.name'), since: readMoment(value['since'])};
}

function readName(value: unknown, option: string): string {
  if (typeof value === 'string' && /^[a-z0-9-]{1,20}$/.test(value)) return value;
  throw invalidOption(option, value, 'write 1 to 20 of a to z, 0 to 9 and "-", such as "shop"');
}

function readMoment(value: unknown): number | null {
  if (value === undefined) return null;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  throw invalidOption('site.since', value, 'pass a Date: when the first server with this name has started');
}

/**
 * Whether what was made at a time without the site's name still counts.
 *
 * @param madeAt milliseconds since the epoch, like `now`
 */
export function countsWithoutName({site, absoluteSeconds}: SiteNameSettings, madeAt: unknown, now: number): boolean {
  const since = site?.since ?? null;
  return since !== null && typeof madeAt === 'number' && madeAt < since && now < since + absoluteSeconds * 1000;
}
