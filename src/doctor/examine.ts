import type {Finding} from './base/finding.js';
import {checkSettings, hasWrong} from './checks/checks.js';
import {openPage} from './page/open-page.js';
import {probe} from './probes/probes.js';
import type {Variable} from './settings/env-files.js';
import type {FlagValues} from './settings/flags.js';
import {readSiteSettings, type SiteSettings} from './settings/site-settings.js';

/** What was looked at, and all that was found. */
export interface Examination {
  readonly settings: SiteSettings;
  readonly findings: readonly Finding[];
}

/**
 * Looks at the settings first, by the flags, the variables and the page, in this order; if nothing is wrong with them, it
 * asks Kakao and the site.
 *
 * @throws {Error} with one line for the person at the keyboard
 */
export async function examine(flags: FlagValues, variables: readonly Variable[]): Promise<Examination> {
  const given = readSiteSettings(flags, variables);
  const {settings, findings} =
    flags.page === undefined ? {settings: given, findings: []} : await openPage(flags.page, given);
  const checked = [...findings, ...checkSettings(settings)];
  const isDone = flags.offline || hasWrong(checked);
  return {settings, findings: isDone ? checked : [...checked, ...(await probe(settings))]};
}
