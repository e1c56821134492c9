import {PUBLISHED_RELEASES} from '../../src/sdk/published-releases.js';
import {COMPARED_RELEASES} from '../../src/sdk/releases.js';

const RELEASES: Readonly<Record<string, string>> = {...COMPARED_RELEASES, ...PUBLISHED_RELEASES};

/** The release that is published with this Subresource Integrity value; null where none is known. */
export function findPublishedRelease(integrity: string): string | null {
  return Object.entries(RELEASES).find(([, hash]) => integrity === `sha384-${hash}`)?.[0] ?? null;
}
