import type {Finding} from './base/finding.js';
import {checkSettings, hasWrong} from './checks/checks.js';
import {probe} from './probes/probes.js';
import type {Variable} from './settings/env-files.js';
import type {FlagValues} from './settings/flags.js';
import {readSiteSettings} from './settings/site-settings.js';

/** All that can be found: in the settings first, and if nothing is wrong with them, by asking Kakao and the site. */
export async function examine(flags: FlagValues, variables: readonly Variable[]): Promise<readonly Finding[]> {
  const settings = readSiteSettings(flags, variables);
  const checked = checkSettings(settings);
  return flags.offline || hasWrong(checked) ? checked : [...checked, ...(await probe(settings))];
}
